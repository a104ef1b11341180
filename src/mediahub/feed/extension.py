"""The Podcasting 2.0, Podlove and iTunes elements that feedgen lacks, as a feedgen extension."""

from typing import TYPE_CHECKING

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from mediahub.feed.addresses import ascii_url, web_url
from mediahub.feed.chapters import PSC_VERSION, play_time
from mediahub.feed.names import CHAPTERS_TYPE
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.text import one_line
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

ITUNES, PODCAST, PSC = (NAMESPACES[prefix] for prefix in ("itunes", "podcast", "psc"))


class SeriesExtension(BaseExtension):
    """Adds a channel's elements; `series` is set once it is registered."""

    series: FeedSeries

    def extend_ns(self) -> dict[str, str]:
        """The prefixes used by channel and items."""
        return {"itunes": ITUNES, "podcast": PODCAST, "psc": PSC}

    def extend_rss(self, feed: "_Element") -> "_Element":
        """Append to the channel, which is `feed`'s first child."""
        channel, series = feed[0], self.series
        _as_cdata(channel)
        # feedgen refuses true and false, the only values directories still take.
        _add(channel, ITUNES, "explicit", str(series.explicit).lower())
        _add(channel, PODCAST, "guid", series.podcast_guid)
        owner = {"owner": series.owner_email} if series.owner_email else {}
        _add(channel, PODCAST, "locked", "yes" if series.locked else "no", **owner)
        _add(channel, PODCAST, "medium", series.medium)
        if series.license:
            link = {"url": ascii_url(series.license_url)} if series.license_url else {}
            _add(channel, PODCAST, "license", _license(series.license), **link)
        for person in series.people:
            _person(channel, person)
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
        for person in episode.people:
            _person(item, person)
        for transcript in sorted(episode.transcripts, key=_transcript_order):
            _transcript(item, transcript)
        if episode.chapters and episode.chapters_url:
            url = ascii_url(episode.chapters_url)
            _add(item, PODCAST, "chapters", url=url, type=CHAPTERS_TYPE)
        for alternate in episode.alternates:
            _alternate(item, alternate)
        _psc(item, episode)
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


def _psc(item: "_Element", episode: FeedEpisode) -> None:
    if not episode.chapters:
        return
    chapters = _add(item, PSC, "chapters", version=PSC_VERSION)
    for chapter in episode.chapters:
        link = {"href": chapter.link} if chapter.link else {}
        start = play_time(chapter.span.start_ms)
        _add(chapters, PSC, "chapter", start=start, title=chapter.title, **link)
