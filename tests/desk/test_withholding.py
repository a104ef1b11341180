"""Withholding by command: out of everything at once, and nothing brings it back."""

import gzip
import shutil
from pathlib import Path

import feedparser
import pytest

from mediahub.catalog import SavedSearch
from mediahub.desk.editing import correct
from mediahub.desk.withholding import withhold_passage, withholdings_of
from mediahub.edits import Withhold, read_journal
from mediahub.errors import SettingsError
from mediahub.library import Library
from mediahub.pipeline.searchfeeds import save_search
from mediahub.transcript import Span
from mediahub.workspace.ledger import read_promise
from mediahub.workspace.paths import Workspace
from tests.desk.conftest import Place, sound

ITEM = "2020-06-03-tema-samtal"
JOURNAL = "media/2020-06-03-tema/samtal.edits.json"
EPISODE = f"feeds/podden/{ITEM}"
SECOND = Span(4000, 5000)
"""In the second of three sentences: "Fattigdomen bland barn märks på utflyktsdagen.\""""
PRIVATE = {f"transcripts/{ITEM}/recognition.json", JOURNAL, "media/2020-06-03-tema/samtal.vtt"}


@pytest.fixture
def made(themed: Place) -> Place:
    """A workspace that has been run, with a saved search that the passage answers."""
    save_search(themed.root, SavedSearch("barn", "barn"))
    assert themed.run().failures == ()
    return themed


def holding(place: Place, word: str) -> set[str]:
    """The files in which a word stands, packed ones too."""
    found = set()
    for name, data in place.files("media", "transcripts", "feeds", "index", ".mediahub").items():
        whole = gzip.decompress(data) if name.endswith(".gz") else data
        # What was heard is kept for the next merge, as in recognition.json; the search on the pages
        # names all words that say nothing, whatever was said.
        apart = name.startswith(".mediahub/bases/") or name.endswith("/start.json")
        if word.encode() in whole and not apart:
            found.add(name)
    return found


def media(place: Place) -> list[Path]:
    return sorted((place.root / EPISODE).glob("*.mp3"))


def test_it_is_out_of_everything_at_once(made: Place):
    assert len(holding(made, "märks") - PRIVATE) > 8
    (enclosure,) = media(made)
    done = withhold_passage(made.root, ITEM, SECOND, " en gäst\nbad ", by="Åsa")
    assert done.followed.failures == ()
    assert done.words == ("bland", "barn", "märks", "på")
    assert (done.before, done.after) == (
        ("till", "ett", "samtal", "om", "hembesök.", "Fattigdomen"),
        ("utflyktsdagen.", "Tack", "för", "att", "ni", "har"),
    )
    assert (done.journal, done.published, done.sound) == (JOURNAL, True, False)
    assert holding(made, "märks") == PRIVATE - {JOURNAL}
    assert feedparser.parse(made.text("feeds/sok/barn/feed.xml")).entries == []
    assert Library.open(made.root).search("märks").total == 0
    page = made.text(f"{EPISODE}/index.html")
    assert page.count("[Ett stycke är borttaget]") == 1
    assert holding(made, "en gäst bad") == {JOURNAL}  # why is nobody's business
    (entry,) = read_journal(made.root / JOURNAL).entries
    assert isinstance(entry, Withhold)
    assert (entry.why, entry.by, entry.sound, entry.id) == ("en gäst bad", "Åsa", False, done.id)
    assert media(made) == [enclosure]
    assert made.run().idle


def test_it_is_out_of_the_sound_too_and_the_old_file_goes_at_once(made: Place):
    (before,) = media(made)
    done = withhold_passage(made.root, ITEM, SECOND, "skäl", sound=True)
    assert done.followed.failures == ()
    (after,) = media(made)
    assert after.name != before.name
    promise = read_promise(Workspace(made.root), ITEM)
    assert promise is not None
    assert [one.url.rpartition("/")[2] for one in promise.enclosures] == [before.name, after.name]
    (entry,) = feedparser.parse(made.text("feeds/podden/feed.xml")).entries
    assert entry.enclosures[0].href.endswith(after.name)
    assert made.run().idle
    shutil.rmtree(made.root / "feeds")
    made.run()
    assert [path.name for path in media(made)] == [after.name]  # made again, silent again


def test_the_sound_can_be_withheld_later(made: Place):
    first = withhold_passage(made.root, ITEM, SECOND, "skäl")
    again = withhold_passage(made.root, ITEM, SECOND, "skäl")
    assert again.journal is None
    both = withhold_passage(made.root, ITEM, SECOND, "skäl", sound=True)
    assert both.span == first.span
    item, listed = withholdings_of(made.root, "2020")
    assert item == ITEM
    assert sorted((one.id, one.sound) for one in listed) == sorted(
        [(first.id, False), (both.id, True)]
    )


def test_an_old_copy_of_the_captions_does_not_bring_it_back(made: Place, tmp_path: Path):
    copy = tmp_path / "gammal.vtt"
    text = made.text(f"transcripts/{ITEM}/transcript.vtt")
    copy.write_text(text.replace("lyssnat", "hört på"), encoding="utf-8")
    withhold_passage(made.root, ITEM, SECOND, "skäl")
    told = correct(made.root, ITEM, copy)
    assert told[0] == (
        "gammal.vtt: words that are withheld, or stand where something is, were left out; to "
        "correct there, change a copy of today's captions"
    )
    assert told[1].startswith(f"{ITEM}: 1 correction kept in ")
    assert holding(made, "märks") == PRIVATE - {JOURNAL}
    assert "hört på" in made.text(f"{EPISODE}/index.html")


def test_a_lost_folder_of_results_does_not_bring_it_back(made: Place):
    withhold_passage(made.root, ITEM, SECOND, "skäl")
    for name in ("transcripts", "index", "feeds"):
        shutil.rmtree(made.root / name)
    made.run()
    assert holding(made, "märks") == PRIVATE - {JOURNAL}


def test_chapters_that_people_wrote_are_told(made: Place):
    theme = made.root / "media" / "2020-06-03-tema" / "theme.toml"
    chapters = '[{ start = "0:00", title = "Början" }, { start = "0:04", title = "Barnen" }]'
    text = theme.read_text(encoding="utf-8")
    theme.write_text(
        text.replace('title = "Ett samtal"', f'title = "Ett samtal"\nchapters = {chapters}'),
        encoding="utf-8",
    )
    made.run()
    assert withhold_passage(made.root, ITEM, SECOND, "skäl").chapters == ("Barnen",)


@pytest.mark.parametrize(
    ("span", "why", "message"),
    [
        (Span(1000, 1000), "skäl", "nothing lies between 0:01 and 0:01"),
        (Span(70_000, 80_000), "skäl", "is 0:10 long, and 1:10 is past its end"),
        (SECOND, " \n", "--why is empty"),
    ],
)
def test_what_cannot_be_withheld_is_told(made: Place, span: Span, why: str, message: str):
    with pytest.raises(SettingsError, match=message):
        withhold_passage(made.root, ITEM, span, why)
    assert not (made.root / JOURNAL).exists()


def test_a_passage_of_another_recording_is_told(made: Place):
    withhold_passage(made.root, ITEM, SECOND, "skäl")
    assert "another recording" not in str(list(made.run().notices))
    sound(made.root / "media" / "2020-06-03-tema" / "samtal.mp3", seconds=9.5, frequency=550)
    told = [str(one) for _, one in made.run().notices]
    assert any("one passage was withheld of another recording than the one" in one for one in told)
