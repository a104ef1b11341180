"""The Podcasting 2.0, Podlove and iTunes elements that feedgen lacks, as a feedgen extension."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from mediahub.catalog.feedvalues import Element, Location, Soundbite
from mediahub.feed.addresses import ascii_url, web_url
from mediahub.feed.chapters import PSC_VERSION, play_time
from mediahub.feed.names import CHAPTERS_TYPE
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.text import clean, one_line
from mediahub.feed.trailers import Trailer
from mediahub.feed.values import (
    KNOWN_LICENSES,
    AlternateEnclosure,
    FeedEpisode,
    FeedPerson,
    FeedSeries,
    TranscriptLink,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

COMPLETE_WORDS = "avslutad"
ATOM, ITUNES, PODCAST, PSC = (NAMESPACES[one] for one in ("atom", "itunes", "podcast", "psc"))
RSS_TYPE = "application/rss+xml"


class SeriesExtension(BaseExtension):
    """Adds a channel's elements; `series`, `links` and `trailers` are set once it is registered."""

    series: FeedSeries
    links: Mapping[str, str]
    trailers: Iterable[Trailer]

    def extend_ns(self) -> dict[str, str]:
        """The prefixes used by channel and items."""
        return {"itunes": ITUNES, "podcast": PODCAST, "psc": PSC}

    def extend_rss(self, feed: "_Element") -> "_Element":
        """Append to the channel, which is `feed`'s first child."""
        channel, series = feed[0], self.series
        _as_cdata(channel)
        # feedgen writes atom:link for the feed itself alone.
        for rel, url in self.links.items():
            _add(channel, ATOM, "link", href=ascii_url(url), rel=rel, type=RSS_TYPE)
        # feedgen refuses true and false, the only values directories still take.
        _add(channel, ITUNES, "explicit", str(series.explicit).lower())
        _add(channel, PODCAST, "guid", series.podcast_guid)
        owner = {"owner": series.owner_email} if series.owner_email else {}
        _add(channel, PODCAST, "locked", "yes" if series.locked else "no", **owner)
        _add(channel, PODCAST, "medium", series.medium)
        if series.license:
            link = {"url": ascii_url(series.license_url)} if series.license_url else {}
            _add(channel, PODCAST, "license", _license(series.license), **link)
        for person in _once(series.people):
            _person(channel, person)
        if series.block:
            _add(channel, ITUNES, "block", "Yes")
        if series.complete:
            _add(channel, ITUNES, "complete", "Yes")
        if series.new_feed_url:
            _add(channel, ITUNES, "new-feed-url", ascii_url(series.new_feed_url))
        for one in series.funding:
            text = one_line(one.text, 128)
            _add(channel, PODCAST, "funding", text, url=ascii_url(one.link))
        _location(channel, series.location)
        _frequency(channel, series)
        for trailer in self.trailers:
            _trailer(channel, trailer)
        _elements(channel, series.elements)
        return feed


class EpisodeExtension(BaseEntryExtension):
    """Adds an item's elements; `episode` is set once the item is added to the feed."""

    episode: FeedEpisode

    def extend_rss(self, item: "_Element") -> "_Element":
        """Append to the item."""
        episode = self.episode
        _as_cdata(item)
        _add(item, ITUNES, "explicit", str(episode.explicit).lower())
        if episode.keywords:
            _add(item, ITUNES, "keywords", one_line(", ".join(episode.keywords)))
        if episode.season:
            _add(item, PODCAST, "season", str(episode.season))
        if episode.episode:
            _add(item, PODCAST, "episode", str(episode.episode))
        for person in _once(episode.people):
            _person(item, person)
        if episode.block:
            _add(item, ITUNES, "block", "Yes")
        _location(item, episode.location)
        for bite in episode.soundbites:
            _soundbite(item, bite)
        if episode.automatic:
            _add(item, PODCAST, "txt", "true", purpose="ai-content")
        for transcript in sorted(episode.transcripts, key=_transcript_order):
            _transcript(item, transcript)
        if episode.chapters and episode.chapters_url:
            url = ascii_url(episode.chapters_url)
            _add(item, PODCAST, "chapters", url=url, type=CHAPTERS_TYPE)
        for alternate in episode.alternates:
            _alternate(item, alternate)
        _psc(item, episode)
        _elements(item, episode.elements)
        return item


def _as_cdata(parent: "_Element") -> None:
    """Descriptions are HTML: in CDATA they are read so by those who take them for plain text."""
    description = parent.find("description")
    if description is not None and description.text:
        description.text = etree.CDATA(description.text)


def _add(
    parent: "_Element", namespace: str, name: str, text: str | None = None, **attributes: str
) -> "_Element":
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    element.text = text
    return element


def _location(parent: "_Element", place: Location | None) -> None:
    if place is None:
        return
    told = {"rel": "subject", "geo": place.geo, "osm": place.osm, "country": place.country}
    attributes = {name: value for name, value in told.items() if value}
    _add(parent, PODCAST, "location", one_line(place.name, 128), **attributes)


def _frequency(channel: "_Element", series: FeedSeries) -> None:
    often = series.update_frequency
    done = {"complete": "true"} if series.complete else {}
    if often is not None:
        rule = {"rrule": often.rule} if often.rule else {}
        _add(channel, PODCAST, "updateFrequency", one_line(often.text, 128), **rule, **done)
    elif done:
        _add(channel, PODCAST, "updateFrequency", COMPLETE_WORDS, **done)


def _trailer(channel: "_Element", one: Trailer) -> None:
    season = {"season": one.season} if one.season else {}
    told = {"url": one.url, "pubdate": one.date, "length": one.length, "type": one.type}
    _add(channel, PODCAST, "trailer", one_line(one.title, 128), **told, **season)


def _soundbite(item: "_Element", bite: Soundbite) -> None:
    start, duration = (f"{ms / 1000:g}" for ms in (bite.start_ms, bite.duration_ms))
    title = one_line(bite.title, 128) or None
    _add(item, PODCAST, "soundbite", title, startTime=start, duration=duration)


def _elements(parent: "_Element", elements: Iterable[Element]) -> None:
    """What people wrote to stand in the feed as it is."""
    for one in elements:
        prefix, _, name = one.name.partition(":")
        element = etree.SubElement(
            parent,
            f"{{{one.namespace}}}{name}",
            {key: clean(value) for key, value in one.attributes.items()},
            nsmap={prefix: one.namespace},
        )
        element.text = clean(one.text) or None


def _once(people: Iterable[FeedPerson]) -> Iterable[FeedPerson]:
    """Each person once in a part."""
    return {(one.name, one.group, one.role): one for one in people}.values()


def _license(name: str) -> str:
    lowered = name.lower()
    return lowered if lowered in KNOWN_LICENSES else one_line(name)


def _person(parent: "_Element", person: FeedPerson) -> None:
    attributes = {"role": person.role, "group": person.group}
    for name, url in (("img", web_url(person.img)), ("href", web_url(person.href))):
        if url:
            attributes[name] = url
    _add(parent, PODCAST, "person", one_line(person.name, 128), **attributes)


# Old apps read the first transcript: captions with names first, the form for people last.
_TRANSCRIPT_ORDER = ("text/vtt", "application/x-subrip", "application/json", "text/html")


def _transcript_order(transcript: TranscriptLink) -> int:
    if transcript.type in _TRANSCRIPT_ORDER:
        return _TRANSCRIPT_ORDER.index(transcript.type)
    return len(_TRANSCRIPT_ORDER)


def _transcript(item: "_Element", transcript: TranscriptLink) -> None:
    attributes = {
        "url": ascii_url(transcript.url),
        "type": transcript.type,
        "language": transcript.language,
    }
    if transcript.rel:
        attributes["rel"] = transcript.rel
    _add(item, PODCAST, "transcript", **attributes)


def _alternate(item: "_Element", alternate: AlternateEnclosure) -> None:
    attributes = {"type": alternate.type, "length": str(alternate.length)}
    if alternate.bitrate:
        attributes["bitrate"] = str(alternate.bitrate)
    if alternate.height:
        attributes["height"] = str(alternate.height)
    if alternate.title:
        attributes["title"] = one_line(alternate.title, 32)
    element = _add(item, PODCAST, "alternateEnclosure", **attributes)
    _add(element, PODCAST, "source", uri=ascii_url(alternate.url))
    if alternate.sha256:
        digest = b64encode(bytes.fromhex(alternate.sha256)).decode()
        _add(element, PODCAST, "integrity", type="sri", value=f"sha256-{digest}")


def _psc(item: "_Element", episode: FeedEpisode) -> None:
    if not episode.chapters:
        return
    chapters = _add(item, PSC, "chapters", version=PSC_VERSION)
    for chapter in episode.chapters:
        link = {"href": chapter.link} if chapter.link else {}
        start = play_time(chapter.span.start_ms)
        _add(chapters, PSC, "chapter", start=start, title=chapter.title, **link)
