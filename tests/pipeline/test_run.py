"""The run: from media to transcripts, index and feeds, and nothing twice."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import feedparser
import pytest

from mediahub.desk.editing import correct, name
from mediahub.desk.publication import publish_item
from mediahub.errors import SettingsError
from mediahub.library import Library
from mediahub.pipeline.overview import overview
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace
from tests.pipeline.conftest import Place, sound

ITEM = "2020-06-03-tema-samtal"
Edit = Callable[[Path, str, str], None]


def feed(place: Place, series: str = "podden") -> feedparser.FeedParserDict:
    parsed = feedparser.parse((place.root / "feeds" / series / "feed.xml").read_bytes())
    assert not parsed.bozo
    return parsed


def test_one_run_makes_transcript_chapters_index_and_feed(themed: Place):
    summary = themed.run()
    assert (summary.exit_code, summary.failures) == (0, ())
    assert summary.done == {
        ITEM: (
            "probe",
            "recognise",
            "respell",
            "diarise",
            "transcribe",
            "chapter",
            "render",
            "page",
        )
    }
    assert summary.indexed == (ITEM, "2020-06-03-tema--ordlista")
    assert summary.changed_feeds == ("podden",)
    assert "<v Erik>Fattigdomen bland barn" in themed.text(f"transcripts/{ITEM}/transcript.vtt")
    entry = feed(themed).entries[0]
    assert (entry.title, entry.itunes_duration) == ("Ett samtal", "10")
    assert entry.published == "Wed, 03 Jun 2020 07:00:00 +0200"
    assert entry.enclosures[0].type == "audio/mpeg"


def test_a_second_run_has_nothing_to_do_and_changes_no_byte(themed: Place):
    themed.run()
    before = themed.files("transcripts", "feeds", "index")
    ledger = themed.files("published")
    times = {path: path.stat().st_mtime_ns for path in (themed.root / "feeds").rglob("*.*")}
    summary = themed.run()
    assert summary.idle
    assert themed.files("transcripts", "feeds", "index") == before
    assert themed.files("published") == ledger
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_a_bare_workspace_has_nothing_to_do_the_second_time_either(bare: Place):
    bare.run()
    assert bare.run().idle


def test_what_is_derived_comes_back_with_the_same_bytes(themed: Place):
    themed.run()
    before = themed.files("transcripts", "feeds")
    ledger = themed.files("published")
    for folder in ("transcripts", "feeds", "index", ".mediahub"):
        shutil.rmtree(themed.root / folder)
    themed.run()
    assert themed.files("transcripts", "feeds") == before
    assert themed.files("published") == ledger


def test_a_corrected_word_touches_only_what_lies_below_it(bare: Place):
    bare.run()
    other = bare.files("transcripts/podden-avsnitt-2")
    captions = bare.root / "rättad.vtt"
    text = bare.text("transcripts/podden-avsnitt-1/transcript.vtt")
    captions.write_text(text.replace("utflyktsdagen", "skolresan"), encoding="utf-8")
    lines = correct(bare.root, "podden-avsnitt-1", captions)
    assert lines[0].startswith("podden-avsnitt-1: 1 correction kept in ")
    assert "skolresan" in bare.text("transcripts/podden-avsnitt-1/transcript.vtt")
    assert bare.files("transcripts/podden-avsnitt-2") == other
    assert [hit.item for hit in Library.open(bare.root).search("skolresan").hits] == [
        "podden-avsnitt-1"
    ]
    assert "skolresan" in bare.text("feeds/media/podden-avsnitt-1/transcript.vtt")
    assert bare.run().idle


def test_a_named_speaker_is_right_everywhere_and_stays_when_all_is_made_again(themed: Place):
    themed.run()
    name(themed.root, ITEM, "Anna", "anna-lind")
    themed.run()
    for folder in ("transcripts", "index", "feeds"):
        shutil.rmtree(themed.root / folder)
    themed.run()
    assert "<v Anna Lind>Välkomna" in themed.text(f"transcripts/{ITEM}/transcript.vtt")
    assert "<v Anna Lind>Välkomna" in themed.text(f"feeds/podden/{ITEM}/transcript.vtt")
    assert Library.open(themed.root).search("hembesök").hits[0].speaker == "Anna Lind"


def test_a_name_corrected_in_the_registry_reaches_the_transcripts(themed: Place, edit: Edit):
    themed.run()
    name(themed.root, ITEM, "Anna", "anna-lind")
    themed.run()
    edit(themed.root / "media" / "people.toml", "Anna Lind", "Anna Lindh")
    summary = themed.run()
    assert summary.done == {ITEM: ("recognise", "transcribe", "chapter", "page")}
    assert "<v Anna Lindh>Välkomna" in themed.text(f"transcripts/{ITEM}/transcript.vtt")


def test_a_moved_file_keeps_id_transcript_and_guid(bare: Place):
    bare.run()
    guids = sorted(entry.id for entry in feed(bare, "media").entries)
    folder = bare.root / "media" / "arkiv"
    folder.mkdir()
    for suffix in (".mp3", ".vtt"):
        old = bare.root / "media" / "podden" / f"avsnitt-1{suffix}"
        old.rename(folder / f"premiären{suffix}")
    summary = bare.run()
    assert summary.done == {"podden-avsnitt-1": ("page",)}
    assert sorted(entry.id for entry in feed(bare, "media").entries) == guids
    assert {path.name for path in (bare.root / "transcripts").iterdir()} == {
        "podden-avsnitt-1",
        "podden-avsnitt-2",
    }


def test_new_sound_gets_a_new_address_and_keeps_the_guid(themed: Place):
    themed.run()
    before = feed(themed).entries[0]
    sound(themed.root / "media" / "2020-06-03-tema" / "samtal.mp3", frequency=660)
    themed.run()
    after = feed(themed).entries[0]
    assert after.id == before.id
    assert after.enclosures[0].href != before.enclosures[0].href


def test_an_authors_chapters_make_a_new_enclosure_and_a_new_title_does_not(
    themed: Place, edit: Edit
):
    themed.run()
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    first = feed(themed).entries[0]
    edit(theme, '"Ett samtal"', '"Ett längre samtal"')
    themed.run()
    retitled = feed(themed).entries[0]
    assert (retitled.title, retitled.id) == ("Ett längre samtal", first.id)
    assert retitled.enclosures == first.enclosures
    marks = '{ start = "0:00", title = "Inledning" }, { start = "0:05", title = "Barnen" }'
    edit(theme, "published =", f"chapters = [{marks}]\npublished =")
    themed.run()
    chaptered = feed(themed).entries[0]
    assert chaptered.id == first.id
    assert chaptered.enclosures != first.enclosures
    chapters = json.loads(themed.text(f"feeds/podden/{ITEM}/chapters.json"))["chapters"]
    assert [(c["startTime"], c["title"]) for c in chapters] == [(0, "Inledning"), (5, "Barnen")]


def test_a_draft_is_searchable_at_once_and_in_the_feed_when_published(themed: Place, edit: Edit):
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    edit(theme, "published = 2020-06-03T07:00:00+02:00\n", "")
    summary = themed.run()
    assert summary.drafts == (ITEM,)
    assert not (themed.root / "feeds" / "podden" / "feed.xml").exists()
    assert Library.open(themed.root).search("utflykt").hits[0].item == ITEM
    publish_item(themed.root, ITEM, None)
    assert themed.run().drafts == ()
    assert feed(themed).entries[0].title == "Ett samtal"


def test_a_bare_file_is_published_by_its_series_and_keeps_its_first_date(bare: Place):
    bare.run()
    first = {entry.id: entry.published for entry in feed(bare, "media").entries}
    shutil.rmtree(bare.root / "feeds")
    bare.run()
    assert {entry.id: entry.published for entry in feed(bare, "media").entries} == first


def test_an_episode_whose_source_is_gone_stays_until_it_is_cleaned_away(bare: Place):
    from mediahub.desk.clean import clean, leftovers

    bare.run()
    for suffix in (".mp3", ".vtt"):
        (bare.root / "media" / "podden" / f"avsnitt-1{suffix}").unlink()
    summary = bare.run()
    assert any("podden-avsnitt-1: its source is gone" in note for note in summary.notes)
    assert len(feed(bare, "media").entries) == 2
    (leftover,) = leftovers(bare.root)
    assert (leftover.item, leftover.published) == ("podden-avsnitt-1", True)
    assert "it will be withdrawn" in leftover.meaning
    clean(bare.root)
    bare.run()
    assert [entry.title for entry in feed(bare, "media").entries] == ["Avsnitt 2"]
    assert not (bare.root / "transcripts" / "podden-avsnitt-1").exists()


def test_a_second_run_at_the_same_time_says_so_and_stops(bare: Place):
    with run_lock(Workspace(bare.root)), pytest.raises(SettingsError, match="another mediahub run"):
        bare.run()


def test_a_wrong_workspace_is_told_and_nothing_is_touched(themed: Place, edit: Edit):
    edit(themed.root / "mediahub.toml", 'title = "Podden"', 'titel = "Podden"')
    with pytest.raises(SettingsError, match=r"mediahub\.toml.*titel"):
        themed.run()
    assert {path.name for path in themed.root.iterdir()} <= {"media", "mediahub.toml", ".mediahub"}


def test_a_wrong_theme_leaves_what_subscribers_have_as_it_was(themed: Place, edit: Edit):
    themed.run()
    before = themed.files("feeds")
    theme = themed.root / "media" / "2020-06-03-tema" / "theme.toml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text("title = \n" + text, encoding="utf-8")
    summary = themed.run()
    assert (summary.exit_code, [one.item for one in summary.failures]) == (
        1,
        ["2020-06-03-tema-samtal"],
    )
    theme.write_text(text.replace('"samtal.mp3"', '"borta.mp3"'), encoding="utf-8")
    assert themed.run().exit_code == 1
    theme.write_text(text, encoding="utf-8")
    assert themed.run().exit_code == 0
    assert themed.files("feeds") == before


def test_the_plan_says_what_is_missing_and_why(themed: Place):
    view = overview(themed.root, store=themed.store)
    assert [(s.stage, s.condition) for s in view.statuses if s.item == ITEM] == [
        ("probe", "missing"),
        ("recognise", "missing"),
        ("respell", "missing"),
        ("diarise", "missing"),
        ("transcribe", "missing"),
        ("chapter", "missing"),
        ("render", "missing"),
        ("page", "missing"),
    ]
    themed.run()
    view = overview(themed.root, store=themed.store)
    assert {status.condition for status in view.statuses} == {"fresh"}


def test_a_lost_index_shows_in_the_plan_and_comes_back(bare: Place):
    bare.run()
    shutil.rmtree(bare.root / "index")
    view = overview(bare.root, store=bare.store)
    assert [(s.item, s.condition) for s in view.statuses if s.stage == "index"] == [
        ("podden-avsnitt-1", "missing"),
        ("podden-avsnitt-2", "missing"),
    ]
    bare.run()
    assert Library.open(bare.root).search("barnfattigdom").total == 2


def test_only_one_item_and_only_one_stage(bare: Place):
    summary = bare.run(only=("podden-avsnitt-2",), stages=frozenset({"probe"}))
    assert summary.done == {"podden-avsnitt-2": ("probe",)}
    with pytest.raises(SettingsError, match="did you mean 'podden-avsnitt-2'"):
        bare.run(only=("podden-avsnit-2",))


def test_a_glossary_term_finds_what_its_aliases_say(themed: Place):
    themed.run()
    kinds = {hit.kind for hit in Library.open(themed.root).search("knapphet").hits}
    assert kinds == {"glossary", "podcast"}


def test_the_days_narrow_a_search(themed: Place):
    from mediahub.search import Filters

    themed.run()
    assert (
        Library.open(themed.root)
        .search("hembesök", filters=Filters(date_from=date(2020, 6, 4)))
        .total
        == 0
    )
    assert (
        Library.open(themed.root)
        .search("hembesök", filters=Filters(date_to=date(2020, 6, 3)))
        .total
        == 1
    )
