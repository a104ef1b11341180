"""What is promised in published/ against what media/ says."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from mediahub.desk.clean import clean
from mediahub.desk.publication import take_back
from mediahub.feed.faults import Fault
from mediahub.feed.itemcheck import ItemFindings
from mediahub.library import Library
from mediahub.pipeline import survey as survey_module
from mediahub.pipeline.overview import overview
from mediahub.site.episodes import summary_of
from mediahub.site.opening import Behind, Opener
from mediahub.transcript import Segment, Span, Speaker, Transcript, Word
from mediahub.workspace.ledger import read_ledger
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import CAPTIONS, Place, sound

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
    for notes in (bare.run().notes, overview(bare.root, store=bare.store).notes):
        (told,) = [note for note in notes if "withdrawn" in note]
        assert told.startswith("podden-avsnitt-1 was withdrawn on 2")
        assert told.endswith("`mediahub publish podden-avsnitt-1` puts it in again")
    assert len(guids(bare, "media")) == 1


def test_a_withdrawal_taken_back_returns_the_same_episode(bare: Place):
    before = withdrawn(bare)
    assert take_back(Workspace(bare.root), "podden-avsnitt-1")
    summary = bare.run()
    assert guids(bare, "media") == before
    assert [note for note in summary.notes if "withdrawn" in note] == []
    assert not take_back(Workspace(bare.root), "podden-avsnitt-1")


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
        "have it; to withdraw it, say `mediahub withdraw "
        f"{ITEM} --why …`"
    )
    assert note in themed.run().notes
    assert guids(themed, "podden") == before
    assert note not in themed.run().notes
    assert note in overview(themed.root, store=themed.store).notes


def test_the_search_dates_such_an_episode_as_its_feed_does(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00", "published = 2020-08-01T07:00:00+02:00")
    themed.run()
    edit(theme, "published = 2020-08-01T07:00:00+02:00\n", "")
    themed.run()
    (hit,) = Library.open(themed.root).search("utflykt").hits
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
    assert entry.summary == "<p>Om att börja i tid.</p>"
    page = themed.text(f"feeds/podden/{ITEM}/index.html")
    assert '<div class="prose">' not in page
    listed = themed.text("feeds/podden/index.html")
    assert "<p>Om att börja i tid.</p>" in listed
    assert "<p>Podden</p>" not in listed


def test_with_no_text_at_all_the_first_sentences_say_what_it_is_about(bare: Place):
    bare.run()
    found = feedparser.parse(bare.text("feeds/media/feed.xml")).entries
    assert {entry.summary for entry in found} == {
        "<p>Så börjar avsnittet: ”Välkomna till ett samtal om hembesök. Fattigdomen bland barn "
        "märks på utflyktsdagen. Tack för att ni har lyssnat.”</p>"
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


def two_series(themed: Place) -> Path:
    """A second episode, in a series of its own, beside the themed one; its theme.toml."""
    theme = themed.root / "media" / "2020-06-03-tema"
    sound(theme / "prat.mp3", frequency=550)
    (theme / "prat.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "prat.toml").write_text(
        'title = "Prat"\nseries = "pratet"\npublished = 2020-06-04T07:00:00+02:00\n',
        encoding="utf-8",
    )
    with (themed.root / "mediahub.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[series]]\nid = "pratet"\ntitle = "Pratet"\ndescription = "Prat."\n')
    return theme / "theme.toml"


def test_what_cannot_be_made_stays_as_it_was_and_the_rest_goes_on(themed: Place, edit: Edit):
    theme = two_series(themed)
    assert themed.run().failures == ()
    before = themed.files(f"feeds/podden/{ITEM}")
    (theme.parent / "bild.jpg").write_bytes(b"no picture")
    edit(theme, 'title = "Ett samtal"\n', 'title = "Ett samtal till"\nimage = "bild.jpg"\n')
    edit(theme.parent / "samtal.vtt", "hembesök", "husbesök")
    edit(theme.parent / "prat.toml", '"pratet"', '"podden"')
    summary = themed.run()
    assert [(failure.item, failure.message.split(";")[0]) for failure in summary.failures] == [
        (ITEM, "the image is none of JPEG, PNG, WEBP, GIF, TIFF, BMP"),
    ]
    assert f"{ITEM}: it stays in its feed as it was published until it is put right" in (
        summary.notes
    )
    assert themed.files(f"feeds/podden/{ITEM}") == before
    found = feedparser.parse(themed.text("feeds/podden/feed.xml")).entries
    assert [entry.title for entry in found] == ["Prat", "Ett samtal"]
    (theme.parent / "bild.jpg").unlink()
    edit(theme, 'image = "bild.jpg"\n', "")
    themed.run()
    found = feedparser.parse(themed.text("feeds/podden/feed.xml")).entries
    assert [entry.title for entry in found] == ["Prat", "Ett samtal till"]
    assert "husbesök" in themed.text(f"feeds/podden/{ITEM}/transcript.vtt")
    assert themed.run().idle


def test_a_refused_series_keeps_every_byte_and_the_others_go_on(themed: Place, edit: Edit):
    theme = two_series(themed)
    assert themed.run().failures == ()
    before, front = themed.files("feeds/podden"), themed.text("feeds/index.html")
    edit(themed.root / "mediahub.toml", 'title = "Podden"', 'title = "Podden 2"\nimage = "o.jpg"')
    (themed.root / "o.jpg").write_bytes(b"no picture")
    edit(theme.parent / "prat.toml", '"Prat"', '"Mera prat"')
    summary = themed.run()
    assert {failure.item for failure in summary.failures} == {ITEM, "podden"}
    assert summary.changed_feeds == ("pratet",)
    assert themed.files("feeds/podden") == before
    front = themed.text("feeds/index.html")
    assert f"podden/{ITEM}/index.html" in front
    assert "Mera prat" in front
    assert "Mera prat" in themed.text("feeds/pratet/feed.xml")
    (themed.root / "o.jpg").unlink()
    edit(themed.root / "mediahub.toml", '\nimage = "o.jpg"', "")
    assert themed.run().changed_feeds == ("podden",)
    assert themed.run().idle


@pytest.mark.parametrize("published", [True, False])
def test_an_episode_that_the_gate_refuses_is_held_back_alone(
    themed: Place, edit: Edit, monkeypatch: pytest.MonkeyPatch, published: bool
):
    theme = two_series(themed)
    edit(theme.parent / "prat.toml", '"pratet"', '"podden"')
    if published:
        assert themed.run().failures == ()
    before = themed.files(f"feeds/podden/{ITEM}")
    edit(theme, 'title = "Ett samtal"\n', 'title = "Ett samtal till"\n')
    edit(theme.parent / "prat.toml", '"Prat"', '"Mera prat"')
    real = Opener.item

    def item(self: Opener, found: ItemFindings, behind: Behind) -> Iterator[Fault]:
        yield from real(self, found, behind)
        if found.title == "Ett samtal till":
            yield Fault("planted", "its sound is another", found.guid, found.title)

    monkeypatch.setattr(Opener, "item", item)
    summary = themed.run()
    stays = "it stays as it was published" if published else "it is not published"
    assert [(one.item, one.message) for one in summary.failures] == [
        (
            ITEM,
            f"its sound is another: {stays} until that is put right, and the rest of the feed "
            "goes on",
        )
    ]
    found = feedparser.parse(themed.text("feeds/podden/feed.xml")).entries
    there = ["Mera prat", "Ett samtal"] if published else ["Mera prat"]
    assert [entry.title for entry in found] == there
    if published:
        assert themed.files(f"feeds/podden/{ITEM}") == before
    else:
        assert not (themed.root / f"feeds/podden/{ITEM}/index.html").exists()
    monkeypatch.setattr(Opener, "item", real)
    assert themed.run().failures == ()
    found = feedparser.parse(themed.text("feeds/podden/feed.xml")).entries
    assert [entry.title for entry in found] == ["Mera prat", "Ett samtal till"]


def test_a_copied_workspace_has_nothing_to_do(themed: Place, tmp_path: Path):
    themed.run()
    shutil.copytree(themed.root, tmp_path / "elsewhere", copy_function=shutil.copyfile)
    copy = Place(tmp_path / "elsewhere", themed.store)
    assert copy.run().idle
    assert copy.files("feeds") == themed.files("feeds")


def test_a_podcast_that_moves_in_keeps_its_guid(themed: Place, edit: Edit):
    toml = themed.root / "mediahub.toml"
    brought = "6b0a7a2e-0c0f-5f0c-9d8e-0f6f0a1b2c3d"
    edit(toml, 'id = "podden"\n', f'id = "podden"\nguid = "{brought}"\n')
    themed.run()
    assert f"<podcast:guid>{brought}</podcast:guid>" in themed.text("feeds/podden/feed.xml")
    assert f'guid = "{brought}"' in themed.text("published/series/podden.toml")
    edit(toml, f'guid = "{brought}"\n', "")
    themed.run()
    assert f"<podcast:guid>{brought}</podcast:guid>" in themed.text("feeds/podden/feed.xml")


def test_a_picture_of_a_person_who_takes_part_is_in_the_site_and_the_feed(
    themed: Place, edit: Edit
):
    people = themed.root / "media" / "people.toml"
    for name, colour in (("anna", "teal"), ("erik", "navy")):
        Image.new("RGB", (40, 30), colour).save(themed.root / "media" / f"{name}.png")
    edit(people, 'name = "Anna Lind"\n', 'name = "Anna Lind"\npicture = "anna.png"\n')
    with people.open("a", encoding="utf-8") as file:
        file.write('[[people]]\nid = "erik"\nname = "Erik"\npicture = "erik.png"\n')
    themed.run()
    names = sorted(path.name for path in (themed.root / "feeds" / "personer").iterdir())
    small, name = names
    assert small == name.replace(".jpg", "-400.jpg")
    assert name.startswith("anna-lind-")
    assert f'src="../../personer/{small}"' in themed.text(
        "feeds/podden/2020-06-03-tema-samtal/index.html"
    )
    address = f"https://lindhamn.example/feeds/personer/{name}"
    assert f'img="{address}"' in themed.text("feeds/podden/feed.xml")


def test_a_promise_is_one_only_at_a_public_address(bare: Place):
    bare.run()
    before, ledger = bare.files("feeds"), read_ledger(Workspace(bare.root))
    assert [promise.enclosures for promise in ledger.promises] == [(), ()]
    shutil.rmtree(bare.root / "feeds")
    bare.run()
    assert bare.files("feeds") == before


def test_an_episode_published_by_a_clock_that_was_ahead_stays_and_has_a_day_that_was(
    bare: Place, monkeypatch: pytest.MonkeyPatch
):
    now = datetime.now(UTC)

    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):  # noqa: ARG003
            return now + timedelta(days=365)

    monkeypatch.setattr(survey_module, "datetime", Ahead)
    summary = bare.run()
    (told,) = [note for note in summary.notes if "clock" in note]
    assert told.startswith("this machine's clock says ")
    before = bare.text("feeds/media/feed.xml")
    assert len(guids(bare, "media")) == 2
    monkeypatch.undo()
    bare.run(force=True, stages=frozenset(["feed"]))
    assert bare.text("feeds/media/feed.xml") == before
    dates = [promise.published for promise in read_ledger(Workspace(bare.root)).promises]
    assert len(dates) == 2
    assert all(abs(date - now) < timedelta(days=1) for date in dates)


def test_an_episode_without_its_source_goes_with_its_site_to_another_address(
    themed: Place, edit: Edit
):
    themed.run()
    for suffix in ("mp3", "vtt"):
        (themed.root / "media" / "2020-06-03-tema" / f"samtal.{suffix}").unlink()
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    start, end = text.index("[[items]]"), text.index("[[glossary]]")
    theme.write_text(text[:start] + text[end:], encoding="utf-8")
    toml = themed.root / "mediahub.toml"
    edit(toml, "https://lindhamn.example/feeds", "https://tema.example")
    assert themed.run().failures == ()
    feed = themed.text("feeds/podden/feed.xml")
    assert "lindhamn.example/feeds" not in feed
    assert f'<enclosure url="https://tema.example/podden/{ITEM}/{ITEM}-' in feed


def test_an_episode_that_is_moved_and_then_cut_anew_stands_in_the_feed_once(bare: Place):
    bare.run()
    before = guids(bare, "media")
    folder = bare.root / "media" / "podden"
    for suffix in ("mp3", "vtt"):
        (folder / f"avsnitt-1.{suffix}").rename(folder / f"forsta.{suffix}")
    bare.run()
    sound(folder / "forsta.mp3", seconds=11.0, frequency=660)
    (folder / "forsta.vtt").write_text(CAPTIONS.replace("hembesök", "husbesök"), encoding="utf-8")
    summary = bare.run()
    assert (summary.failures, sorted(summary.done)) == ((), ["podden-avsnitt-1"])
    assert guids(bare, "media") == before
    page = bare.text("feeds/media/podden-avsnitt-1/transcript.vtt")
    assert "husbesök" in page
    assert bare.run().idle
