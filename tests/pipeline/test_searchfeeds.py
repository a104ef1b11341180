"""Saved searches: a feed of each, of what is published alone, with the same bytes."""

import shutil

import feedparser
import pytest

from mediahub.catalog import SavedSearch
from mediahub.errors import SettingsError
from mediahub.pipeline.searchfeeds import save_search
from mediahub.pipeline.summary import Failure
from tests.pipeline.conftest import CAPTIONS, Edit, Place, sound

FEED = "feeds/sok/besok/feed.xml"
BASE = "https://lindhamn.example/feeds"


@pytest.fixture
def saved(themed: Place) -> Place:
    """The themed workspace with a draft beside, and a saved search that both would answer."""
    theme = themed.root / "media" / "2020-06-03-tema"
    sound(theme / "utkast.mp3", frequency=550)
    (theme / "utkast.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "anteckning.md").write_text("# Anteckning\n\nOm hembesök.\n", encoding="utf-8")
    save_search(themed.root, SavedSearch("besok", "hembesök"))
    return themed


def test_a_run_makes_a_feed_of_what_is_published(saved: Place):
    made = saved.run()
    assert (made.failures, made.changed_feeds) == ((), ("podden", "sok/besok"))
    assert made.feeds["sok/besok"] == saved.root / FEED
    read = feedparser.parse(saved.text(FEED))
    assert [(e.title, e.link, e.summary, e.published) for e in read.entries] == [
        (
            "Ett samtal, 0:02",
            f"{BASE}/podden/2020-06-03-tema-samtal/#t=2",
            "Anna: Välkomna till ett samtal om <b>hembesök</b>. Fattigdomen bland barn märks på "
            "utflyktsdagen. Tack för att ni har lyssnat.",
            "Wed, 03 Jun 2020 12:00:00 +0200",
        )
    ]
    assert (read.feed.title, read.feed.updated) == (
        "Sökning: hembesök", "Wed, 03 Jun 2020 12:00:00 +0200",
    )  # fmt: skip


def test_an_unchanged_feed_is_not_made_again_and_a_lost_one_comes_back_the_same(saved: Place):
    saved.run()
    before = saved.files("feeds")
    assert saved.run().idle
    shutil.rmtree(saved.root / "feeds" / "sok")
    assert saved.run().changed_feeds == ("sok/besok",)
    saved.run(force=True, stages=frozenset(["feed"]))
    assert saved.files("feeds") == before


def test_a_text_published_by_a_person_is_in_it_and_leads_to_its_section(saved: Place):
    saved.run()
    theme = saved.root / "media" / "2020-06-03-tema"
    (theme / "anteckning.toml").write_text("published = 2020-09-01\n", encoding="utf-8")
    assert saved.run().changed_feeds == ("sok/besok",)
    entry = feedparser.parse(saved.text(FEED)).entries[0]
    page = "https://lindhamn.example/feeds/texter/2020-06-03-tema-anteckning/"
    assert (entry.title, entry.get("link")) == ("Anteckning, del 1", f"{page}#sida-1")


def test_near_misses_are_no_entries(saved: Place):
    save_search(saved.root, SavedSearch("nara", "hembesök rymdraket"))
    saved.run()
    assert feedparser.parse(saved.text("feeds/sok/nara/feed.xml")).entries == []


def test_a_search_that_cannot_be_understood_fails_alone(saved: Place, edit: Edit):
    save_search(saved.root, SavedSearch("fel", "hembesök", theme="ingen"))
    made = saved.run()
    (failure,) = made.failures
    assert failure == Failure(
        "sok/fel", "feed", "there is no theme 'ingen'; there is 2020-06-03-tema"
    )
    assert (saved.root / FEED).exists()


def test_the_feed_of_a_search_that_is_saved_no_more_goes(saved: Place, edit: Edit):
    saved.run()
    edit(saved.root / "mediahub.toml", '[[searches]]\nname = "besok"\nquery = "hembesök"\n', "")
    saved.run()
    assert not (saved.root / FEED).exists()
    assert (saved.root / "feeds" / "podden" / "feed.xml").exists()


def test_saving_keeps_what_people_wrote_and_no_name_twice(saved: Place):
    path = saved.root / "mediahub.toml"
    path.write_text("# Vår arbetsplats\n" + saved.text("mediahub.toml"), encoding="utf-8")
    before = saved.text("mediahub.toml")
    save_search(saved.root, SavedSearch("besok", "hembesök"))
    assert saved.text("mediahub.toml") == before
    with pytest.raises(SettingsError, match=r"saved search 'besok' already \(hembesök\)"):
        save_search(saved.root, SavedSearch("besok", "barn"))
    with pytest.raises(SettingsError, match="--save Oro!: write a name"):
        save_search(saved.root, SavedSearch("Oro!", "barn"))
    save_search(saved.root, SavedSearch("barn", '"barn" -skola', speaker="Anna", kind="podcast"))
    assert saved.text("mediahub.toml") == before + (
        '[[searches]]\nname = "barn"\nquery = "\\"barn\\" -skola"\nspeaker = "Anna"\n'
        'kind = "podcast"\n'
    )
