"""A long feed in several documents that lead to each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.feed import Enclosure, FeedEntry, FeedEpisode, FeedSeries, feed_entry
from mediahub.feed.paging import assemble_pages, documents, feed_pages
from tests.feed.conftest import BASE, said


def episodes(older: FeedEpisode, count: int) -> list[FeedEpisode]:
    """So many episodes, a day between each, the oldest first."""
    return [
        replace(
            older,
            guid=f"6f1c0f0e-7a53-4f0c-9a60-{number:012}",
            published=older.published + timedelta(days=number),
            enclosure=Enclosure(f"{BASE}/a/a-{number:08}.mp3", 1000, "audio/mpeg"),
        )
        for number in range(count)
    ]


@pytest.fixture
def entries(older: FeedEpisode) -> list[FeedEntry]:
    return [feed_entry(episode) for episode in episodes(older, 8)]


def test_the_documents_are_the_golden_files(
    series: FeedSeries, entries: list[FeedEntry], same_as_golden: Callable[[str, bytes], None]
):
    made = assemble_pages(series, entries[:3], 1)
    assert list(made) == ["feed.xml", "feed-2.xml", "feed-1.xml"]
    for name, xml in made.items():
        same_as_golden(f"paged-{name}", xml)
        assert said(xml) == ()


def test_without_a_size_or_with_few_episodes_the_feed_is_one(
    series: FeedSeries, entries: list[FeedEntry]
):
    whole = assemble_pages(series, entries, None)
    assert list(whole) == ["feed.xml"]
    assert assemble_pages(series, entries, 5) == whole


def test_a_new_episode_leaves_the_older_documents_as_they_are(
    series: FeedSeries, entries: list[FeedEntry]
):
    before = assemble_pages(series, entries[:7], 2)
    after = assemble_pages(series, entries, 2)
    assert [len(page.entries) for page in feed_pages(entries[:7], 2)] == [3, 2, 2]
    assert before["feed-1.xml"] == after["feed-1.xml"]
    assert before["feed-2.xml"] != after["feed-2.xml"]  # the one before it has a name now
    assert [len(page.entries) for page in feed_pages(entries, 2)] == [2, 2, 2, 2]


@given(count=st.integers(0, 9), size=st.none() | st.integers(1, 5))
def test_every_entry_stands_once_and_the_links_lead_through_all(count: int, size: int | None):
    made = feed_pages(ENTRIES[:count], size)
    assert [e for page in made for e in page.entries] == list(reversed(ENTRIES[:count]))
    names = [page.name for page in made]
    assert documents(reversed(names)) == names
    if len(made) == 1:
        assert made[0].links == {}
        return
    assert all((p.links["first"], p.links["last"]) == (names[0], names[-1]) for p in made)
    assert [page.links.get("next") for page in made] == [*names[1:], None]
    assert [page.links.get("previous") for page in made] == [None, *names[:-1]]
    assert all(len(page.entries) == size for page in made[1:])


def _entries() -> list[FeedEntry]:
    from datetime import UTC, datetime

    from mediahub.feed.itemcheck import ItemFindings

    nothing = ItemFindings("", "", None, (), False, (), ())
    start = datetime(2020, 6, 3, tzinfo=UTC)
    moments = [start + timedelta(days=number) for number in range(9)]
    return [FeedEntry(str(n), at, at, "", nothing) for n, at in enumerate(moments)]


ENTRIES = _entries()
