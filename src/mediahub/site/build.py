"""From values to a site: every address and what stands at it, the same for the same values."""

from collections.abc import Mapping

from mediahub.catalog.check import SEARCHES
from mediahub.feed import FeedEntry, feed_entry
from mediahub.feed.paging import assemble_pages
from mediahub.feed.searchfeed import build_search_feed
from mediahub.pages import Frame, ListedEpisode, series_page
from mediahub.site.values import (
    Content,
    EpisodeValues,
    SearchFeedValues,
    SeriesValues,
    Site,
    SiteValues,
    feed_address,
    page_address,
)


def build_site(values: SiteValues) -> Site:
    """All that belongs to series and searches; nothing of a series that never had an episode.

    Raises ValueError as `build_feed` does for values that no feed may hold.
    """
    contents: dict[str, Content] = dict(values.shared)
    for series in values.series:
        if series.stands:
            contents.update(series_contents(series, values.frame))
    contents.update(search_contents(values.searches))
    return Site(values.base, contents, tuple(series.id for series in values.series))


def episode_site(base: str, series: str, episode: EpisodeValues) -> Site:
    """What belongs to one episode alone, to be synced by itself after a correction."""
    return Site(base, episode_contents(series, episode))


def episode_contents(series: str, episode: EpisodeValues) -> dict[str, Content]:
    """The files and the page of one episode, by address."""
    folder = f"{series}/{episode.folder}"
    contents = {f"{folder}/{name}": content for name, content in episode.files.items()}
    if episode.page is not None:
        contents[page_address(folder)] = episode.page
    return contents


def series_contents(series: SeriesValues, frame: Frame) -> dict[str, Content]:
    """Everything in the folder of one series, its page and its feed included."""
    contents = {f"{series.id}/{name}": content for name, content in series.files.items()}
    for episode in series.episodes:
        contents.update(episode_contents(series.id, episode))
    page = page_address(series.id)
    listed = [ListedEpisode(e.feed, e.folder, e.kind, e.picture) for e in series.episodes]
    contents[page] = _page(page, series_page(series.channel, listed, frame, series.picture))
    pages = assemble_pages(
        series.channel, series_entries(series), series.episodes_per_page, updated=series.ended
    )
    # What a document leads to is there before it.
    for name, xml in reversed(pages.items()):
        contents[f"{series.id}/{name}"] = Content.of_bytes(name, xml)
    return contents


def series_entries(series: SeriesValues) -> list[FeedEntry]:
    """The entries of a series' feed; those that are not made yet are made."""
    return [one.entry or feed_entry(one.feed) for one in series.episodes]


def search_contents(searches: "tuple[SearchFeedValues, ...]") -> Mapping[str, Content]:
    """The feed of each saved search, by address."""
    contents = {}
    for search in searches:
        address = feed_address(f"{SEARCHES}/{search.channel.name}")
        xml = build_search_feed(search.channel, search.found)
        contents[address] = Content.of_bytes(address, xml)
    return contents


def _page(address: str, html: str) -> Content:
    return Content.of_bytes(address, html.encode("utf-8"))
