"""`name`, `correct`, `publish`, `clean`, `init` and `new`, used and misused."""

import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Mediahub, Place

ITEM = "2020-06-03-tema-samtal"
Edit = Callable[[Path, str, str], None]


@pytest.fixture
def made(themed: Place, mediahub: Mediahub) -> Place:
    """A workspace that has been run."""
    assert mediahub("-C", str(themed.root), "run").code == 0
    return themed


@pytest.mark.parametrize("person", ["anna-lind", "Anna Lind", " anna  LIND "])
def test_a_person_is_known_by_id_and_by_name(made: Place, mediahub: Mediahub, person: str):
    told = mediahub("-C", str(made.root), "name", ITEM, "Anna", person)
    assert told.code == 0
    assert told.lines == [
        f"{ITEM}: Anna is Anna Lind (kept in media/2020-06-03-tema/samtal.edits.json).",
        "It stands in captions, search and page now.",
    ]
    assert '"anna-lind"' in made.text("media/2020-06-03-tema/samtal.edits.json")


def test_a_name_that_nobody_bears_yet_is_as_good(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "name", ITEM, "Erik", "Bo Ek")
    assert told.lines[0].startswith(f"{ITEM}: Erik is Bo Ek (kept in ")


def test_a_name_near_a_known_one_is_taken_and_doubted(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "name", ITEM, "Anna", "Anna Lindh")
    assert told.code == 0
    assert told.lines[0].endswith(
        "Did you mean Anna Lind (anna-lind)? Then name the speaker again."
    )


def test_a_name_with_an_apostrophe_is_meant_as_well(made: Place, mediahub: Mediahub):
    people = made.root / "media" / "people.toml"
    with people.open("a", encoding="utf-8") as file:
        file.write('\n[[people]]\nid = "sinead"\nname = "Sinéad O\'Connor"\n')
    told = mediahub("-C", str(made.root), "name", ITEM, "Erik", "Sinead OConnor")
    assert told.code == 0
    assert told.lines[0].endswith(
        "Did you mean Sinéad O'Connor (sinead)? Then name the speaker again."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["name", ITEM, "Anna", "ana-lind"], "did you mean 'anna-lind'? A name without an id"),
        (["name", ITEM, "Anna", " "], "the name is empty"),
        (["name", ITEM, "Talare 9", "Bo Ek"], "no speaker 'Talare 9' in this transcript"),
        (["name", "2020-06-03-tema-samtl", "Anna", "Bo Ek"], f"did you mean '{ITEM}'?"),
        (["correct", ITEM, "borta.vtt"], "borta.vtt is not there; name the edited VTT"),
        (["publish", "nej"], "there is no item 'nej'; `mediahub plan --all` lists them"),
        (["publish", ITEM, "--at", "igår"], "--at igår: write a time as 2026-11-30T06:00"),
        (["evaluate"], "no item has a truth file; name one"),
        (["evaluate", "borta.json"], "borta.json is not there; name a truth file"),
        (["models", "fetch", "kb-whisper-smal"], "did you mean 'KBLab/kb-whisper-small'?"),
        (["run", "--only", "samtal"], "there is no item 'samtal'"),
        (["run", "--model", "kb"], "--model kb is no recogniser mediahub knows"),
        (["run", "--model", "KBLab/kb-whisper-small"], "run `mediahub models fetch KBLab/kb-wh"),
        (["new", "item", "media/borta.mp3"], "is no media file in media/"),
        (["new", "theme", "Tema", "--date", "igår"], "--date igår: write a day as YYYY-MM-DD"),
    ],
)
def test_wrong_input_is_told_with_what_to_do(
    made: Place, mediahub: Mediahub, arguments: list[str], message: str
):
    told = mediahub("-C", str(made.root), *arguments)
    assert (told.code, told.out) == (2, "")
    assert message in told.err


def test_an_article_goes_into_no_feed(made: Place, mediahub: Mediahub):
    article = made.root / "media" / "2020-06-03-tema" / "artikel.md"
    article.write_text("# Artikel\n\nText.\n", encoding="utf-8")
    told = mediahub("-C", str(made.root), "publish", "2020-06-03-tema-artikel")
    assert told.code == 2
    assert "2020-06-03-tema-artikel is an article, and goes into no feed" in told.err


def test_edited_captions_come_back(made: Place, mediahub: Mediahub, tmp_path: Path):
    captions = tmp_path / "ny.vtt"
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    captions.write_text(text.replace("utflyktsdagen", "skolresan"), encoding="utf-8")
    told = mediahub("-C", str(made.root), "correct", ITEM, str(captions))
    assert told.lines[0].startswith(f"{ITEM}: 1 correction kept in ")
    again = mediahub("-C", str(made.root), "correct", ITEM, str(captions))
    kept = "media/2020-06-03-tema/samtal.edits.json"
    assert again.lines == [f"{ITEM}: all that ny.vtt corrects is in {kept} already"]


@pytest.mark.parametrize("command", ["correct", "name"])
def test_what_is_written_has_no_captions_to_correct(
    made: Place, mediahub: Mediahub, tmp_path: Path, command: str
):
    article = made.root / "media" / "2020-06-03-tema" / "artikel.md"
    article.write_text("# Artikel\n\nText.\n", encoding="utf-8")
    captions = tmp_path / "ny.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHej.\n", encoding="utf-8")
    rest = [str(captions)] if command == "correct" else ["Anna", "Bo Ek"]
    told = mediahub("-C", str(made.root), command, "2020-06-03-tema-artikel", *rest)
    assert (told.code, told.err) == (
        2,
        "mediahub: 2020-06-03-tema-artikel: an article has neither captions nor speakers; edit "
        "media/2020-06-03-tema/artikel.md itself\n",
    )


@pytest.mark.parametrize("folder", ["media", "media/2020-06-03-tema", "transcripts"])
def test_a_folder_in_a_workspace_is_as_good_as_the_workspace(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch, folder: str
):
    monkeypatch.chdir(made.root / folder)
    told = mediahub("plan")
    assert (told.code, told.out) == (0, "1 item: 1 up to date.\n")


def test_a_folder_that_has_media_of_its_own_is_its_own_workspace(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    (made.root / "annan" / "media").mkdir(parents=True)
    monkeypatch.chdir(made.root / "annan")
    assert mediahub("plan").out.startswith("There is no item yet.")


def test_a_time_to_come_is_refused_for_what_subscribers_have(made: Place, mediahub: Mediahub):
    theme = made.root / "media" / "2020-06-03-tema" / "theme.toml"
    before = theme.read_bytes()
    told = mediahub("-C", str(made.root), "publish", ITEM, "--at", "2099-01-31T06:00")
    assert told.code == 2
    assert theme.read_bytes() == before


def test_a_time_to_come_is_told_as_such(made: Place, mediahub: Mediahub):
    for kept in (made.root / "published" / "items").glob("*.toml"):
        kept.unlink()
    told = mediahub("-C", str(made.root), "publish", ITEM, "--at", "2099-01-31T06:00")
    assert told.lines[0].startswith(f"{ITEM}: published = 2099-01-31T06:00:00+01:00 in ")
    assert told.lines[1] == "The first `mediahub run` after that time puts it into its feed."


def test_cleaning_asks_before_it_withdraws(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch, edit: Edit
):
    theme = made.root / "media" / "2020-06-03-tema"
    text = (theme / "theme.toml").read_text(encoding="utf-8")
    kept = text[: text.index("[[items]]")] + text[text.index("[[glossary]]") :]
    (theme / "theme.toml").write_text(kept, encoding="utf-8")
    (theme / "samtal.mp3").unlink()
    (theme / "samtal.vtt").unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    told = mediahub("-C", str(made.root), "clean")
    assert told.code == 0
    assert "it will be withdrawn" in told.lines[0]
    assert told.lines[-1].endswith("nothing was removed")
    assert (made.root / "transcripts" / ITEM).exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = mediahub("-C", str(made.root), "clean")
    assert (told.code, told.err.splitlines()[-1]) == (
        2,
        "mediahub: no answer was given, and nothing was done",
    )
    told = mediahub("-C", str(made.root), "clean", "--yes")
    assert f"removed {ITEM}" in told.lines
    assert not (made.root / "transcripts" / ITEM).exists()
    assert mediahub("-C", str(made.root), "clean").lines == [
        "nothing to clean: every result has its source"
    ]


def test_a_new_workspace_and_one_that_was_there(
    mediahub: Mediahub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert mediahub("init", "podd").lines == [
        "made podd/mediahub.toml",
        "made podd/media/people.toml",
        "Put films, podcast episodes, articles and slides in media/, then try:",
        "  mediahub -C podd plan",
    ]
    tomllib.loads((tmp_path / "podd" / "mediahub.toml").read_text(encoding="utf-8"))
    (tmp_path / "podd" / "mediahub.toml").write_text("# mitt\n", encoding="utf-8")
    assert mediahub("-C", "podd", "init").lines[:2] == [
        "kept podd/mediahub.toml as it was",
        "kept podd/media/people.toml as it was",
    ]
    assert (tmp_path / "podd" / "mediahub.toml").read_text(encoding="utf-8") == "# mitt\n"
    assert mediahub("-C", "podd", "run").code == 0


def test_a_file_is_no_place_for_a_workspace(mediahub: Mediahub, tmp_path: Path):
    (tmp_path / "fil").write_text("", encoding="utf-8")
    told = mediahub("init", str(tmp_path / "fil"))
    assert (told.code, told.err) == (2, f"mediahub: {tmp_path / 'fil'} is a file; name a folder\n")


def test_a_template_needs_a_workspace(mediahub: Mediahub, tmp_path: Path):
    told = mediahub("-C", str(tmp_path), "new", "theme", "Tidiga insatser")
    assert told.code == 2
    assert "has no media/; make a workspace with `mediahub init`" in told.err
