"""`withhold`, `split`, `join` and `replace` as a person meets them."""

import io

import pytest

from tests.cli.conftest import Mediahub, Place

ITEM = "2020-06-03-tema-samtal"
JOURNAL = "media/2020-06-03-tema/samtal.edits.json"


@pytest.fixture
def made(themed: Place, mediahub: Mediahub) -> Place:
    """A workspace that has been run."""
    assert mediahub("-C", str(themed.root), "run").code == 0
    return themed


def test_withholding_says_what_went_and_what_still_holds_it(made: Place, mediahub: Mediahub):
    told = mediahub(
        "-C", str(made.root), "withhold", ITEM, "--from", "0:04", "--to", "5", "--why",
        "bad om det", "--sound", "--by", "Åsa",
    )  # fmt: skip
    assert (told.code, told.err) == (0, "")
    *lines, undo = told.lines
    assert lines == [
        f"{ITEM}: 0:03.951–0:05.043 is withheld (kept in {JOURNAL}).",
        "  Taken out in brackets: till ett samtal om hembesök. Fattigdomen [bland barn märks på] "
        "utflyktsdagen. Tack för att ni har",
        "It is out of captions, search, quotes and pages now.",
        "It is silent in the published file, and the old file is gone from feeds/.",
        "Copy feeds/ to your web server now, and delete there what feeds/ has no more.",
        "What still holds it: apps and people who have the episode already, backups, and on this "
        f"computer the recording itself, transcripts/{ITEM}/recognition.json and "
        ".mediahub/bases.",
    ]
    assert undo.startswith(f"To take this back: `mediahub edits {ITEM} --undo ")
    listed = mediahub("-C", str(made.root), "withhold", ITEM)
    (line,) = listed.lines
    assert "  0:03.951–0:05.043, silent in the sound: bad om det, Åsa " in line
    again = mediahub(
        "-C", str(made.root), "withhold", ITEM, "--from", "0:04", "--to", "5", "--why", "igen"
    )
    assert again.lines == [
        f"{ITEM}: 0:03.951–0:05.043 is withheld already, and nothing was changed."
    ]


def test_nothing_withheld_is_said(made: Place, mediahub: Mediahub):
    assert mediahub("-C", str(made.root), "withhold", ITEM).lines == [
        f"{ITEM}: nothing is withheld."
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "0:04", "--why", "x"], "--to TIME is missing; nothing was changed"),
        (["--from", "0:04"], "--to TIME and --why TEXT is missing"),
        (["--sound"], "say which passage: --from TIME --to TIME"),
        (["--from", "fyra", "--to", "5", "--why", "x"], '--from fyra: "fyra" is not a time'),
        (["--from", "0:05", "--to", "0:04", "--why", "x"], "--to is to be later than --from"),
        (["--from", "1:05", "--to", "1:06", "--why", "x"], "is 0:10 long, and 1:05 is past"),
    ],
)
def test_a_passage_that_cannot_be_meant_is_refused(
    made: Place, mediahub: Mediahub, arguments: list[str], message: str
):
    told = mediahub("-C", str(made.root), "withhold", ITEM, *arguments)
    assert (told.code, told.out) == (2, "")
    assert message in " ".join(told.err.split())


def test_a_segment_is_split_and_joined_again(made: Place, mediahub: Mediahub):
    told = mediahub("-C", str(made.root), "split", ITEM, "--at", "0:04")
    assert told.lines == [
        f'{ITEM}: a new segment begins at 0:03.951, between "om hembesök. Fattigdomen" and '
        f'"bland barn märks" (kept in {JOURNAL}).',
        "It stands in captions, search and page now.",
    ]
    told = mediahub("-C", str(made.root), "join", ITEM, "--at", "0:03.951")
    assert told.code == 0
    assert told.lines[0].startswith(f"{ITEM}: the segments are one at 0:03.951, between ")
    told = mediahub("-C", str(made.root), "join", ITEM, "--at", "0:03.2")
    assert told.code == 2
    assert "another speaker begins" in told.err


def test_replacing_shows_the_places_asks_and_offers(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nResan till skogen.\n"))
    told = mediahub("-C", str(made.root), "replace", "utflyktsdagen", "skolresan")
    assert told.code == 0
    assert told.lines[:3] == [
        '"utflyktsdagen" → "skolresan": 1 place in 1 item',
        ITEM,
        "  1     0:05  …nd barn märks på [utflyktsdagen. → skolresan.] Tack för att ni…",
    ]
    assert max(map(len, told.lines[:3])) < 80
    assert f"{ITEM}: 1 correction kept in {JOURNAL}" in told.out
    assert "They stand in captions, search and pages now." in told.lines
    assert "kept in media/2020-06-03-tema/theme.toml" in told.out
    assert 'term = "skolresan"' in made.text("media/2020-06-03-tema/theme.toml")


def test_nothing_is_replaced_without_an_answer(
    made: Place, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    told = mediahub("-C", str(made.root), "replace", "samtal", "möte")
    assert told.lines[-1].endswith("nothing was changed")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    told = mediahub("-C", str(made.root), "replace", "samtal", "möte")
    assert (told.code, told.err.splitlines()[-1]) == (
        2,
        "mediahub: no answer was given, and nothing was done",
    )
    assert not (made.root / JOURNAL).exists()


def test_words_that_nobody_says_are_told_with_where_they_are_written(
    made: Place, mediahub: Mediahub
):
    told = mediahub("-C", str(made.root), "replace", "Tidiga insatser", "Tidiga stöd")
    assert told.lines == [
        '"Tidiga insatser" stands in no transcript.',
        '"Tidiga insatser" is written in these lines too, which are yours to change:',
        '  media/2020-06-03-tema/theme.toml, line 1: title = "Tidiga insatser"',
    ]
