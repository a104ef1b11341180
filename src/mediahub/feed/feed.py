"""The podcast feed of a series: RSS 2.0 with iTunes, Podcasting 2.0 and Podlove chapters.

feedgen keeps the book; what it lacks or gets wrong is in `extension`, and worked around here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from mediahub.feed.categories import category_problem
from mediahub.feed.chapters import chapters_to_publish
from mediahub.feed.names import ascii_url
from mediahub.feed.notes import description_text, notes_html
from mediahub.feed.text import clean, cut_to_bytes, one_line
from mediahub.feed.values import KNOWN_LICENSES, FeedEpisode, FeedSeries

GENERATOR = "mediahub"


def build_feed(
    series: FeedSeries, episodes: Iterable[FeedEpisode], *, updated: datetime | None = None
) -> bytes:
    """The feed as UTF-8 XML, newest episode first; the same values give the same bytes.

    `updated` is when the series itself last changed (aware); lastBuildDate is the newest of it and
    the episodes' times, never the time of the run. Raises ValueError for what no feed may hold: no
    episode at all, a category Apple does not know, art that is not .jpg or .png, an empty title,
    an enclosure of no length, a licence with neither a known id nor an address, a naive time.
    Not to be called in two threads at once: feedgen sets the locale while it writes a date.
    """
    from feedgen.feed import FeedGenerator

    from mediahub.feed.extension import EpisodeExtension, SeriesExtension

    ordered = sorted(map(_prepared, episodes), key=lambda e: e.guid)
    ordered.sort(key=lambda episode: episode.published, reverse=True)
    _check(series, ordered)
    times = [episode.updated or episode.published for episode in ordered]
    feed = FeedGenerator()
    feed.load_extension("podcast", atom=False, rss=True)
    feed.register_extension("pc20", SeriesExtension, EpisodeExtension, atom=False, rss=True)
    feed.pc20.series = series
    _channel(feed, series)
    feed.lastBuildDate(max([*times, *([updated] if updated else [])]))
    for episode in ordered:
        _item(feed.add_entry(order="append"), episode)
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _prepared(episode: FeedEpisode) -> FeedEpisode:
    return replace(
        episode,
        title=one_line(episode.title),
        chapters=chapters_to_publish(episode.chapters, episode.duration_ms),
    )


def _channel(feed: Any, series: FeedSeries) -> None:
    title, link = one_line(series.title), ascii_url(series.link)
    feed.title(title)
    # The last link becomes <link>, so the feed's own address comes first.
    feed.link(href=ascii_url(series.feed_url), rel="self", type="application/rss+xml")
    feed.link(href=link, rel="alternate")
    feed.description(cut_to_bytes(series.description) or title)
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


def _item(entry: Any, episode: FeedEpisode) -> None:
    entry.pc20.episode = episode
    entry.title(episode.title)
    entry.link(href=ascii_url(episode.link))
    entry.description(description_text(episode.about, episode.chapters) or episode.title)
    entry.content(clean(notes_html(episode)) or episode.title, type="CDATA")
    enclosure = episode.enclosure
    entry.enclosure(ascii_url(enclosure.url), str(enclosure.length), enclosure.type)
    entry.pubDate(episode.published)
    # Last, since feedgen's id() would make it a permalink.
    entry.guid(episode.guid, permalink=False)
    podcast = entry.podcast
    podcast.itunes_duration(max(1, (episode.duration_ms + 500) // 1000))
    podcast.itunes_title(episode.title)
    podcast.itunes_episode_type(episode.episode_type)
    if episode.image_url:
        podcast.itunes_image(ascii_url(episode.image_url))
    if episode.season:
        podcast.itunes_season(episode.season)
    if episode.episode:
        podcast.itunes_episode(episode.episode)


def _check(series: FeedSeries, episodes: list[FeedEpisode]) -> None:
    problem = category_problem(series.category)
    if problem:
        raise ValueError(f"series {series.id}: {problem}")
    if not episodes:
        raise ValueError(f"series {series.id}: a feed needs at least one episode")
    if not one_line(series.title):
        raise ValueError(f"series {series.id}: no title")
    _check_image(f"series {series.id}", series.image_url)
    _check_license(series)
    for episode in episodes:
        where = f"series {series.id}, episode {episode.guid}"
        if not episode.title:
            raise ValueError(f"{where}: no title")
        if episode.enclosure.length <= 0:
            raise ValueError(f"{where}: the enclosure has no length")
        if episode.image_url:
            _check_image(where, episode.image_url)


def _check_image(where: str, url: str) -> None:
    # feedgen drops such a channel image without a word.
    if not url.lower().endswith((".jpg", ".png")):
        raise ValueError(f"{where}: the image's address must end in .jpg or .png: {url}")


def _check_license(series: FeedSeries) -> None:
    if series.license and series.license.lower() not in KNOWN_LICENSES and not series.license_url:
        raise ValueError(
            f"series {series.id}: licence {series.license!r} needs a license_url; only "
            f"{', '.join(KNOWN_LICENSES)} stand by themselves"
        )
