"""Saved searches as site content: a pure function of hits."""

from datetime import UTC, date, datetime

from mediahub.catalog import SavedSearch
from mediahub.feed.searchfeed import Found, SearchChannel
from mediahub.search import Hit
from mediahub.site.build import search_contents
from mediahub.site.searches import MOST_ENTRIES, PublicItem, counts_from, search_feed
from mediahub.site.values import SearchFeedValues
from tests.site.conftest import BASE

WHEN = datetime(2020, 6, 3, 10, tzinfo=UTC)
SEARCH = SavedSearch("besok", "hembesök")
PAGE = f"{BASE}/podden/samtal/"
EPISODE = PublicItem("samtal", "Ett samtal", "podcast", WHEN, PAGE)
TEXT = f"{BASE}/texter/text/"
ARTICLE = PublicItem("text", "En text", "article", WHEN, TEXT)


def hit(item: str, at_ms: int = 2000, page: int | None = None) -> Hit:
    return Hit(
        item=item,
        title="i sökningen",
        kind="podcast",
        theme=None,
        series="podden",
        date=None,
        page=page,
        speaker="Anna",
        at_ms=at_ms,
        start_ms=0,
        end_ms=9000,
        text="Om hembesök.",
        snippet="Om \n \ue000hembesök\ue001.",
        score=1.0,
        marks=((3, 11),),
    )


def made(*hits: Hit) -> SearchFeedValues:
    public = {"samtal": EPISODE, "text": ARTICLE}
    return search_feed(SEARCH, hits, public, publisher="Lindhamns stad", base=BASE)


def test_hits_in_what_is_public_become_entries():
    feed = made(hit("samtal"), hit("draft"), hit("text", at_ms=0, page=2))
    assert feed.channel == SearchChannel(
        "besok",
        "Sökning: hembesök",
        "Var det sägs i det som Lindhamns stad har publicerat.",
        f"{BASE}/",
        f"{BASE}/sok/besok/feed.xml",
    )
    snippet = "Om \ue000hembesök\ue001."
    assert feed.found == (
        Found(
            "samtal", "Ett samtal", 2000, None, "hembesök", snippet, WHEN, "Anna", f"{PAGE}#t=2"
        ),
        Found(
            "text", "En text", 0, 2, "hembesök", snippet, WHEN, "Anna", f"{TEXT}#sida-2",
            paged=False,
        ),
    )  # fmt: skip


def test_the_newest_two_hundred_are_shown():
    hits = [hit("samtal", at_ms=10_000 * number) for number in range(MOST_ENTRIES + 5)]
    found = made(*hits).found
    assert (len(found), found[-1].at_ms) == (MOST_ENTRIES, 10_000 * (MOST_ENTRIES - 1))


def test_a_search_has_one_address():
    contents = search_contents((made(hit("samtal")),))
    assert [(address, one.type) for address, one in contents.items()] == [
        ("sok/besok/feed.xml", "application/rss+xml")
    ]


def test_an_item_counts_from_noon_of_its_day_or_from_its_publication():
    assert counts_from(None, WHEN) == WHEN
    assert counts_from(date(2020, 6, 5), WHEN).isoformat() == "2020-06-05T12:00:00+02:00"
