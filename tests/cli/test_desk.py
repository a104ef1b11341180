"""`publish`, `withdraw`, `--by` and item ids by their beginnings, as a person meets them."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Mediahub, Place

ITEM = "2020-06-03-tema-samtal"
FAR = "published = 2131-01-01T06:00:00+01:00"
Edit = Callable[[Path, str, str], None]


class Terminal(io.StringIO):
    """A person who answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def made(themed: Place, mediahub: Mediahub) -> Place:
    """A workspace that has been run."""
    assert mediahub("-C", str(themed.root), "run").code == 0
    return themed


@pytest.fixture
def scheduled(themed: Place, mediahub: Mediahub, edit: Edit) -> Place:
    """A workspace that has been run, with an episode whose time is far off."""
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", FAR)
    return themed


def written(place: Place) -> str:
    return place.text("media/2020-06-03-tema/theme.toml")


def test_what_is_scheduled_is_told_apart_and_not_suggested(scheduled: Place, mediahub: Mediahub):
    told = mediahub("-C", str(scheduled.root), "run")
    assert f"Scheduled: {ITEM} on 2131-01-01" in told.lines
    assert not any("Not in a feed yet" in line or " publish " in line for line in told.lines)
    assert f"Scheduled: {ITEM} on 2131-01-01" in mediahub("-C", str(scheduled.root), "plan").lines


def test_publishing_what_is_scheduled_asks(
    scheduled: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    mediahub("-C", str(scheduled.root), "run")
    told = mediahub("-C", str(scheduled.root), "publish", ITEM)
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        f"mediahub: {ITEM} is scheduled for 2131-01-01 06:00; say `mediahub publish {ITEM} --now` "
        "to publish it at once, or --at TIME for another time\n"
    )
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    told = mediahub("-C", str(scheduled.root), "publish", ITEM)
    assert (told.code, told.lines[-1].endswith("nothing was changed")) == (0, True)
    assert FAR in written(scheduled)
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    told = mediahub("-C", str(scheduled.root), "publish", ITEM)
    assert told.lines[-1] == "Its feed is up to date."
    assert FAR not in written(scheduled)


def test_publishing_what_is_scheduled_now(scheduled: Place, mediahub: Mediahub):
    told = mediahub("-C", str(scheduled.root), "publish", ITEM, "--now", "--at", "2130-01-01T06:00")
    assert (told.code, "--at and --now say two times" in told.err) == (2, True)
    assert mediahub("-C", str(scheduled.root), "publish", ITEM, "--now").code == 0
    assert FAR not in written(scheduled)


def test_an_episode_is_withdrawn_when_that_is_confirmed(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    place = str(made.root)
    told = mediahub("-C", place, "withdraw", ITEM)
    assert (told.code, "--why" in told.err) == (2, True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = mediahub("-C", place, "withdraw", ITEM, "--why", "Gästen bad om det")
    assert (told.code, told.err.splitlines()[-1]) == (
        2,
        "mediahub: no answer was given, and nothing was done",
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    told = mediahub("-C", place, "withdraw", ITEM, "--why", "Gästen bad om det")
    assert told.lines[0] == f"{ITEM} is in the feed podden since 2020-06-03."
    assert told.lines[-1].endswith("nothing was changed")
    assert "withdrawn" not in made.text(f"published/items/{ITEM}.toml")
    told = mediahub("-C", place, "withdraw", "2020", "--why", "Gästen bad om det", "--yes")
    assert told.lines[0].startswith(f"{ITEM}: withdrawn (kept in ")
    assert told.lines[1:] == ["Its feed is up to date."]
    assert 'why = "Gästen bad om det"' in made.text(f"published/items/{ITEM}.toml")
    told = mediahub("-C", place, "publish", "2020")
    assert told.lines[1] == (
        "Its withdrawal is taken back in published/: it returns as the same episode."
    )


def test_a_withdrawal_that_is_still_in_public_is_no_success(made: Place, mediahub: Mediahub):
    (made.root / "feeds").rename(made.root / "flöden")
    (made.root / "feeds").write_text("")
    told = mediahub("-C", str(made.root), "withdraw", ITEM, "--why", "Fel ljud", "--yes")
    assert (told.code, len(told.lines)) == (1, 1)
    assert told.err.startswith("mediahub: The next `mediahub run` takes it out of its feed. (It")
    assert 'why = "Fel ljud"' in made.text(f"published/items/{ITEM}.toml")


@pytest.mark.parametrize(
    "words", [("publish", "2020", "--now"), ("name", "2020-06-03", "Anna", "Bo Ek")]
)
def test_an_item_is_known_by_its_beginning(made: Place, mediahub: Mediahub, words: list[str]):
    told = mediahub("-C", str(made.root), *words)
    assert told.code == 0
    assert told.lines[0].startswith(f"{ITEM}: ")


def test_an_edit_says_who_made_it(made: Place, mediahub: Mediahub):
    mediahub("-C", str(made.root), "name", ITEM, "Anna", "Bo Ek", "--by", "Karin på biblioteket")
    assert '"Karin på biblioteket"' in made.text("media/2020-06-03-tema/samtal.edits.json")


@pytest.mark.parametrize(
    ("encoding", "told_as"), [("windows-1252", "windows-1252"), ("mac_roman", "Mac Roman")]
)
def test_captions_saved_by_an_older_program_are_read_right_and_told(
    made: Place, mediahub: Mediahub, tmp_path: Path, encoding: str, told_as: str
):
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    captions = tmp_path / "ny.vtt"
    captions.write_bytes(text.replace("utflyktsdagen", "sjöresan å ån").encode(encoding))
    told = mediahub("-C", str(made.root), "correct", ITEM, str(captions))
    assert told.code == 0
    assert told.lines[0].startswith(f"ny.vtt: it is not UTF-8; it was read as {told_as}")
    assert told.lines[1].startswith(f"{ITEM}: 1 correction kept in ")
    assert "sjöresan å ån" in made.text("media/2020-06-03-tema/samtal.edits.json")


def test_captions_in_utf_16_are_read_as_any(made: Place, mediahub: Mediahub, tmp_path: Path):
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    captions = tmp_path / "ny.vtt"
    captions.write_bytes(text.replace("utflyktsdagen", "sjöresan").encode("utf-16"))
    told = mediahub("-C", str(made.root), "correct", ITEM, str(captions))
    assert told.lines[0].startswith(f"{ITEM}: 1 correction kept in ")


def test_a_file_that_lost_letters_is_refused(made: Place, mediahub: Mediahub, tmp_path: Path):
    captions = tmp_path / "ny.vtt"
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    captions.write_text(text.replace("märks", "m\ufffdrks"), encoding="utf-8")
    told = mediahub("-C", str(made.root), "correct", ITEM, str(captions))
    assert (told.code, told.out) == (2, "")
    assert "another program lost a letter" in told.err
    assert not (made.root / "media" / "2020-06-03-tema" / "samtal.edits.json").exists()
