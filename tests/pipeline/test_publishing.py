"""What is promised in published.toml against what media/ says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import feedparser

from mediahub.desk.clean import clean
from mediahub.desk.publication import take_back
from mediahub.site.episodes import summary_of
from mediahub.pipeline.finding import find
from mediahub.pipeline.overview import overview
from mediahub.pipeline.survey import survey
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word
from tests.pipeline.conftest import Place

ITEM = "2020-06-03-tema-samtal"
Edit = Callable[[Path, str, str], None]


def guids(place: Place, series: str) -> list[str]:
    found = feedparser.parse(str(place.root / "feeds" / series / "feed.xml"))
    return sorted(entry.id for entry in found.entries)


def withdrawn(bare: Place) -> list[str]:
    """Withdraw the first of two episodes and put its file back; the GUIDs before."""
    bare.run()
    before = guids(bare, "media")
    episode = bare.root / "media" / "podden" / "avsnitt-1.mp3"
    data = episode.read_bytes()
    episode.unlink()
    bare.run()
    clean(bare.root)
    bare.run()
    assert len(guids(bare, "media")) == 1
    episode.write_bytes(data)
    return before


def test_a_withdrawn_episode_whose_file_is_back_is_told_with_what_to_do(bare: Place):
    withdrawn(bare)
    for notes in (bare.run().notes, overview(bare.root, store=bare.store).notices):
        (told,) = [note for note in notes if "withdrawn" in note]
        assert told.startswith("podden-avsnitt-1 was withdrawn on 2")
        assert told.endswith("`mediahub publish podden-avsnitt-1` puts it in again")
    assert len(guids(bare, "media")) == 1


def test_a_withdrawal_taken_back_returns_the_same_episode(bare: Place):
    before = withdrawn(bare)
    assert take_back(survey(bare.root, store=bare.store), "podden-avsnitt-1")
    summary = bare.run()
    assert guids(bare, "media") == before
    assert [note for note in summary.notes if "withdrawn" in note] == []
    assert not take_back(survey(bare.root, store=bare.store), "podden-avsnitt-1")


def test_an_episode_whose_published_was_taken_away_stays_and_is_told_once(
    themed: Place, edit: Edit
):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", "published = 2020-08-01T07:00:00+02:00")
    themed.run()
    before = guids(themed, "podden")
    edit(theme, "published = 2020-08-01T07:00:00+02:00\n", "")
    note = (
        f"{ITEM}: no `published` is written for it, but it stays in the feed, since subscribers "
        "have it; to withdraw it, move its file out of media/ and run `mediahub clean`"
    )
    assert note in themed.run().notes
    assert guids(themed, "podden") == before
    assert note not in themed.run().notes
    assert note in overview(themed.root, store=themed.store).notices


def test_the_search_dates_such_an_episode_as_its_feed_does(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", "published = 2020-08-01T07:00:00+02:00")
    themed.run()
    edit(theme, "published = 2020-08-01T07:00:00+02:00\n", "")
    themed.run()
    (hit,) = find(themed.root, "utflykt").hits
    assert hit.date == date(2020, 8, 1)


def test_feed_and_page_tell_a_speaker_in_the_same_words(themed: Place, edit: Edit):
    people = themed.root / "media" / "people.toml"
    edit(people, 'name = "Anna Lind"', 'name = "Anna Lind"\nrole = "socialsekreterare"')
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, 'role = "host"', 'role = "speaker"')
    themed.run()
    assert "<li>Anna Lind, socialsekreterare, föreläsare</li>" in themed.text(
        "feeds/podden/feed.xml"
    )
    assert "Anna Lind<span>Socialsekreterare, föreläsare</span>" in themed.text(
        f"feeds/podden/{ITEM}/index.html"
    )


def test_without_a_description_the_feed_has_the_introduction_and_the_page_no_title_twice(
    themed: Place, edit: Edit
):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "date = 2020-06-03", 'date = 2020-06-03\nintroduction = "Om att börja i tid."')
    edit(theme, 'description = "Om hembesök."\n', "")
    edit(themed.root / "mediahub.toml", 'description = "Samtal."', 'description = ""')
    themed.run()
    (entry,) = feedparser.parse(themed.text("feeds/podden/feed.xml")).entries
    assert entry.summary == "Om att börja i tid."
    page = themed.text(f"feeds/podden/{ITEM}/index.html")
    assert '<div class="prose">' not in page
    listed = themed.text("feeds/podden/index.html")
    assert "<p>Om att börja i tid.</p>" in listed
    assert "<p>Podden</p>" not in listed


def test_with_no_text_at_all_the_first_sentences_say_what_it_is_about(bare: Place):
    bare.run()
    found = feedparser.parse(bare.text("feeds/media/feed.xml")).entries
    assert {entry.summary for entry in found} == {
        "Så börjar avsnittet: ”Välkomna till ett samtal om hembesök. Fattigdomen bland barn märks "
        "på utflyktsdagen. Tack för att ni har lyssnat.”"
    }


def test_a_description_is_never_made_of_words_that_were_probably_misheard():
    spoken = [["Hej."], ["Socialsäkvätteraren", "kom."], ["Tack."]]
    segments = tuple(
        Segment("S1", tuple(Word(text, Span(at, at + 1)) for text in words))
        for at, words in enumerate(spoken)
    )
    transcript = Transcript("sv", 10, segments, (Speaker("S1", "Talare"),))
    assert summary_of(None, replace(transcript, doubtful=(1,))) == "Så börjar avsnittet: ”Hej.”"
    assert summary_of(None, replace(transcript, doubtful=(0,))) == ""
