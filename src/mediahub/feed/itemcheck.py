"""The gate for one item: what directories and apps would refuse in it, whatever stands beside it.

An item's findings hold for as long as its XML is the same, so they are made once and kept with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from mediahub.feed.faults import Finding
from mediahub.feed.names import CHAPTERS_TYPE
from mediahub.feed.namespaces import NAMESPACES, tag
from mediahub.feed.podcastcheck import podcast_problems, sri_digest
from mediahub.feed.rules import (
    NamedFile,
    address_problems,
    chapter_time_problems,
    date_problems,
    description_problems,
    ending,
    explicit_problems,
    image_file,
    image_problems,
    markup_problems,
    moment_of,
    repeated_problems,
    text_of,
    value_problems,
)
from mediahub.feed.trailers import Trailer, trailer_of

if TYPE_CHECKING:
    from lxml.etree import _Element

ENCLOSURE_TYPES = {
    ".mp3": {"audio/mpeg"},
    ".m4a": {"audio/mp4", "audio/x-m4a"},
    ".mp4": {"video/mp4"},
    ".m4v": {"video/x-m4v", "video/mp4"},
    ".mov": {"video/quicktime"},
    ".pdf": {"application/pdf"},
}
TRANSCRIPT_TYPES = {
    "text/vtt",
    "application/x-subrip",
    "application/srt",
    "application/json",
    "text/html",
    "text/plain",
}
ALTERNATE = "its alternate enclosure"
EPISODE_TYPES = ("full", "trailer", "bonus")
EPISODE_WORDS = "full, trailer or bonus"
SINGLE = (
    "title",
    "link",
    "guid",
    "pubDate",
    "description",
    "content:encoded",
    "itunes:duration",
    "itunes:episode",
    "itunes:episodeType",
    "itunes:explicit",
    "itunes:image",
    "itunes:season",
    "psc:chapters",
)
"""What an item may hold once; apps take any of two, each another."""
_PLAY_TIME = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+)(?:\.(\d{1,3}))?")
_HEAD = "<rss " + " ".join(f'xmlns:{prefix}="{ns}"' for prefix, ns in NAMESPACES.items()) + ">"


@dataclass(frozen=True, slots=True)
class ItemFindings:
    """What the gate read in an item: its own problems, and what must fit the rest of the feed.

    `published` is None when its date cannot be read; `enclosures` are addresses. `unnumbered` says
    that it is a full episode without a number, which a serial series may not hold. `duration_s` and
    `chapters` (where each begins, in ms, and its title) are what its files are held against.
    """

    title: str
    guid: str
    published: datetime | None
    enclosures: tuple[str, ...]
    unnumbered: bool
    problems: tuple[Finding, ...]
    files: tuple[NamedFile, ...]
    duration_s: int | None = None
    chapters: tuple[tuple[int, str], ...] = ()
    trailer: Trailer | None = None
    """What the channel tells of it, where it is one."""


def check_item(xml: str) -> ItemFindings:
    """The findings for the XML of one `<item>`, whose prefixes are those of `NAMESPACES`.

    Raises ValueError when it is not one well-formed item, which would break the feed round it.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(f"{_HEAD}{xml}</rss>".encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the item is not well-formed XML: {error}") from error
    if [child.tag for child in root] != ["item"] or (root.text or root[0].tail or "").strip():
        raise ValueError("it is not one item")
    return findings(root[0])


def findings(item: "_Element") -> ItemFindings:
    """The findings for an item that is read already."""
    return ItemFindings(
        title=text_of(item, "title"),
        guid=text_of(item, "guid"),
        published=moment_of(text_of(item, "pubDate")),
        enclosures=tuple(e.get("url", "") for e in item.findall("enclosure")),
        unnumbered=(text_of(item, "itunes:episodeType") or "full") == "full"
        and not text_of(item, "itunes:episode"),
        problems=tuple(_problems(item)),
        files=tuple(_files(item)),
        duration_s=_duration_s(item),
        chapters=tuple(_marks(item)),
        trailer=trailer_of(item),
    )


def _problems(item: "_Element") -> Iterator[Finding]:
    if not text_of(item, "title"):
        yield Finding("title-missing", "it has no title")
    if not text_of(item, "description"):
        yield Finding("description-missing", "it has no description")
    yield from description_problems(item)
    yield from markup_problems(item)
    yield from value_problems(item, ("title",))
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield Finding("guid-missing", "it has no guid")
    elif guid.text != (guid.text or "").strip():
        yield Finding("guid-space", "its guid has space before or after it")
    elif guid.get("isPermaLink") != "false" and not (guid.text or "").startswith("http"):
        yield Finding("guid-permalink", 'its guid is no address and not marked isPermaLink="false"')
    yield from date_problems(text_of(item, "pubDate"), "pubDate")
    yield from _enclosure(item)
    yield from explicit_problems(item, "its ")
    link = text_of(item, "link")
    if link:
        yield from address_problems(link, "its link")
    image = item.find(tag("itunes:image"))
    if image is not None:
        yield from image_problems(image.get("href", ""), "its image")
    yield from _numbers(item)
    yield from _words(item)
    yield from repeated_problems(item, SINGLE)
    yield from _transcripts(item)
    yield from _chapters(item)
    yield from podcast_problems(item, _duration_s(item))


def _files(item: "_Element") -> Iterator[NamedFile]:
    """The files that must be there; one whose size or type is no promise is a problem already."""
    enclosures = item.findall("enclosure")
    if len(enclosures) == 1 and _counts(enclosures[0].get("length", "")):
        length = int(enclosures[0].get("length", ""))
        yield NamedFile("its enclosure", enclosures[0].get("url", ""), length=length)
    image = item.find(tag("itunes:image"))
    if image is not None:
        yield from image_file(image.get("href", ""), "its image")
    for one in item.findall(tag("podcast:transcript")):
        yield NamedFile("a transcript", one.get("url", ""), one.get("type", ""))
    for one in item.findall(tag("podcast:alternateEnclosure")):
        yield from _alternate_files(one)
    linked = item.find(tag("podcast:chapters"))
    if linked is not None:
        yield NamedFile("the chapter file", linked.get("url", ""), CHAPTERS_TYPE)


def _alternate_files(alternate: "_Element") -> Iterator[NamedFile]:
    length = alternate.get("length", "")
    mark = alternate.find(tag("podcast:integrity"))
    told = sri_digest(mark.get("value", "")) if mark is not None else None
    for source in alternate.findall(tag("podcast:source")):
        yield NamedFile(
            ALTERNATE,
            source.get("uri", ""),
            alternate.get("type", ""),
            int(length) if _counts(length) else None,
            told[1].hex() if told is not None and told[0] == "sha256" else None,
        )


def _counts(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d*", text))


def _enclosure(item: "_Element") -> Iterator[Finding]:
    enclosures = item.findall("enclosure")
    if len(enclosures) != 1:
        yield Finding("enclosure-count", f"it has {len(enclosures)} enclosures; one is wanted")
        return
    url, kind = enclosures[0].get("url", ""), enclosures[0].get("type", "")
    yield from address_problems(url, "its enclosure's address")
    if ending(url) not in ENCLOSURE_TYPES:
        yield Finding(
            "enclosure-name",
            f"its enclosure must end in {', '.join(sorted(ENCLOSURE_TYPES))}: {url}",
        )
    elif kind not in ENCLOSURE_TYPES[ending(url)]:
        yield Finding(
            "enclosure-type",
            f"its enclosure ends in {ending(url)} but says it is {kind or 'of no type'}",
        )
    length = enclosures[0].get("length", "")
    if not _counts(length):
        yield Finding(
            "enclosure-length", f"its enclosure's length is {length!r}, not a number of bytes"
        )


def _numbers(item: "_Element") -> Iterator[Finding]:
    duration = text_of(item, "itunes:duration")
    if duration and not _counts(duration):
        yield Finding("duration", f"itunes:duration is {duration!r}, not whole seconds")
    for name in ("season", "episode"):
        number = text_of(item, f"itunes:{name}")
        if number and not _counts(number):
            yield Finding("number", f"itunes:{name} is {number!r}; it counts from 1")


def _words(item: "_Element") -> Iterator[Finding]:
    """Values that are one of a few words."""
    kind = text_of(item, "itunes:episodeType")
    if kind and kind not in EPISODE_TYPES:
        yield Finding("episode-type", f"itunes:episodeType is {kind!r}, not {EPISODE_WORDS}")
    block = text_of(item, "itunes:block")
    if block and block != "Yes":
        yield Finding("block", f"itunes:block is {block!r}; only Yes acts")
    author = text_of(item, "author")
    if author and "@" not in author:
        yield Finding("author", f"author is {author!r}; RSS wants an e-mail address there")
    numbers = {text_of(item, "itunes:season"), text_of(item, "podcast:season")} - {""}
    if len(numbers) > 1:
        yield Finding("number", "itunes:season and podcast:season differ")
    if not text_of(item, "itunes:duration"):
        yield Finding("duration", "it has no itunes:duration")


def _duration_s(item: "_Element") -> int | None:
    duration = text_of(item, "itunes:duration")
    return int(duration) if _counts(duration) else None


def _marks(item: "_Element") -> Iterator[tuple[int, str]]:
    for chapter in item.findall(tag("psc:chapters/psc:chapter")):
        start = _play_time_ms(chapter.get("start", ""))
        if start is not None:
            yield start, chapter.get("title", "")


def _transcripts(item: "_Element") -> Iterator[Finding]:
    for transcript in item.findall(tag("podcast:transcript")):
        yield from address_problems(transcript.get("url", ""), "a transcript's address")
        kind = transcript.get("type", "")
        if kind not in TRANSCRIPT_TYPES:
            yield Finding("transcript-type", f"a transcript's type {kind!r} is one no app reads")


def _chapters(item: "_Element") -> Iterator[Finding]:
    linked = item.find(tag("podcast:chapters"))
    if linked is not None:
        yield from address_problems(linked.get("url", ""), "the chapters' address")
        if linked.get("type") != CHAPTERS_TYPE:
            yield Finding("chapters-type", f"the chapters' type must be {CHAPTERS_TYPE}")
    starts = []
    for chapter in item.findall(tag("psc:chapters/psc:chapter")):
        start = _play_time_ms(chapter.get("start", ""))
        if start is None:
            yield Finding(
                "chapter-time", f"a chapter begins at {chapter.get('start')!r}, which is no time"
            )
            return
        if not chapter.get("title", "").strip():
            yield Finding("chapter-title", f"the chapter at {chapter.get('start')} has no title")
        if chapter.get("href") is not None:
            yield from address_problems(chapter.get("href"), "a chapter's link")
        starts.append(start)
    if linked is None and starts:
        yield Finding("chapters-forms", "its chapters stand in the feed and in no chapter file")
    if linked is not None and not starts:
        yield Finding("chapters-forms", "its chapters stand in a chapter file and not in the feed")
    listed = item.find(tag("psc:chapters"))
    if listed is not None and listed.get("version") not in {"1.0", "1.1", "1.2"}:
        yield Finding("chapters-version", f"psc:chapters is of version {listed.get('version')!r}")
    duration = text_of(item, "itunes:duration")
    # The duration is rounded to whole seconds, so the last start may lie half a second past it.
    end = int(duration) * 1000 + 500 if duration.isdecimal() else None
    yield from chapter_time_problems(starts, end)


def _play_time_ms(text: str) -> int | None:
    match = _PLAY_TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "").ljust(3, "0"))
