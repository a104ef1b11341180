"""The podcast feed of a series: RSS 2.0 with iTunes, Podcasting 2.0 and Podlove chapters.

feedgen keeps the book; what it lacks or gets wrong is in `extension`, and worked around here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from mediahub.feed.addresses import ascii_url
from mediahub.feed.categories import category_problem
from mediahub.feed.entry import FeedEntry, check_image_address, described, feed_entry
from mediahub.feed.text import one_line
from mediahub.feed.trailers import Trailer
from mediahub.feed.values import KNOWN_LICENSES, FeedEpisode, FeedSeries

GENERATOR = "mediahub"


def build_feed(
    series: FeedSeries, episodes: Iterable[FeedEpisode], *, updated: datetime | None = None
) -> bytes:
    """The feed of these episodes: their entries made and assembled, see `assemble_feed`."""
    return assemble_feed(series, [feed_entry(episode) for episode in episodes], updated=updated)


def assemble_feed(
    series: FeedSeries,
    entries: Iterable[FeedEntry],
    *,
    updated: datetime | None = None,
    address: str | None = None,
    links: Mapping[str, str] | None = None,
    trailers: Iterable[Trailer] | None = None,
) -> bytes:
    """The feed as UTF-8 XML, newest entry first; the same values give the same bytes.

    `updated` is when the series itself last changed (aware); lastBuildDate is the newest of it and
    the entries' times, never the time of the run. `address` is that of this document, where it is
    not the feed's own, and `links` are those to its others, by what they are. `trailers` are
    the channel's, where they are not those among the entries.

    Raises ValueError for what no feed may hold: no entry and no such time, a category Apple does
    not know, art that is not .jpg or .png, an empty title, a licence with neither a known id nor an
    address, a naive time. Not to be called in two threads at once: feedgen sets the locale while it
    writes a date.
    """
    from feedgen.feed import FeedGenerator

    from mediahub.feed.extension import EpisodeExtension, SeriesExtension

    ordered = in_feed_order(entries)
    _check(series)
    if not ordered and updated is None:
        raise ValueError(f"series {series.id}: a feed needs at least one episode")
    feed = FeedGenerator()
    feed.load_extension("podcast", atom=False, rss=True)
    feed.register_extension("pc20", SeriesExtension, EpisodeExtension, atom=False, rss=True)
    feed.pc20.series = series
    feed.pc20.links = links or {}
    feed.pc20.trailers = trailers_of(ordered) if trailers is None else trailers
    _channel(feed, series, address or series.feed_url)
    changes = [entry.changed for entry in ordered]
    feed.lastBuildDate(max([*changes, *([updated] if updated else [])]))
    channel: bytes = feed.rss_str(pretty=True)
    head, end, tail = channel.rpartition(b"  </channel>")
    return b"".join([head, "".join(entry.xml for entry in ordered).encode(), end, tail])


def trailers_of(entries: Iterable[FeedEntry]) -> list[Trailer]:
    """What the channel tells of the trailers among these, in their order."""
    return [one.findings.trailer for one in entries if one.findings.trailer is not None]


def in_feed_order(entries: Iterable[FeedEntry]) -> tuple[FeedEntry, ...]:
    """The entries as a feed lists them: newest first, those of one moment by GUID."""
    ordered = sorted(entries, key=lambda entry: entry.guid)
    return tuple(sorted(ordered, key=lambda entry: entry.published, reverse=True))


def _channel(feed: Any, series: FeedSeries, address: str) -> None:
    title, link = one_line(series.title), ascii_url(series.link)
    feed.title(title)
    # The last link becomes <link>, so the feed's own address comes first.
    feed.link(href=ascii_url(address), rel="self", type="application/rss+xml")
    feed.link(href=link, rel="alternate")
    feed.description(described(series.description, title))
    feed.language(series.language)
    feed.generator(GENERATOR)
    feed.image(url=ascii_url(series.image_url), title=title, link=link)
    if series.copyright:
        feed.copyright(one_line(series.copyright))
    podcast = feed.podcast
    podcast.itunes_author(one_line(series.author))
    podcast.itunes_image(ascii_url(series.image_url))
    podcast.itunes_type(series.type)
    podcast.itunes_category([dict(zip(("cat", "sub"), series.category, strict=False))])
    if series.owner_email:
        podcast.itunes_owner(one_line(series.owner_name), series.owner_email)


def _check(series: FeedSeries) -> None:
    problem = category_problem(series.category)
    if problem:
        raise ValueError(f"series {series.id}: {problem}")
    if not one_line(series.title):
        raise ValueError(f"series {series.id}: no title")
    check_image_address(f"series {series.id}", series.image_url)
    _check_license(series)


def _check_license(series: FeedSeries) -> None:
    if series.license and series.license.lower() not in KNOWN_LICENSES and not series.license_url:
        raise ValueError(
            f"series {series.id}: licence {series.license!r} needs a license_url; only "
            f"{', '.join(KNOWN_LICENSES)} stand by themselves"
        )
