"""The gate: what directories and apps would refuse in a feed, found before it is published."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mediahub.feed.categories import category_problem
from mediahub.feed.names import CHAPTERS_TYPE, MEDIA_TYPES
from mediahub.feed.text import DESCRIPTION_BYTES, VALUE_CHARACTERS

if TYPE_CHECKING:
    from lxml.etree import _Element

Files = Mapping[str, tuple[int, str]] | Callable[[str], tuple[int, str] | None]
"""What is behind an address: size in bytes and media type; None or absent when nothing is."""

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "atom": "http://www.w3.org/2005/Atom",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
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
_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)
_PLAY_TIME = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+)(?:\.(\d{1,3}))?")


def check_feed(xml: bytes, *, files: Files | None = None) -> tuple[str, ...]:
    """What must be put right before this feed is published, in plain English; empty if nothing.

    With `files` every address under them is looked up: an enclosure, picture, transcript or chapter
    file must be there with the size and type the feed promises. Without, only the feed is read.
    """
    from lxml import etree

    if not xml.startswith(b"<?xml "):
        return ("the feed does not begin with an XML declaration at its first byte",)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        return (f"the feed is not well-formed XML: {error}",)
    encoding = root.getroottree().docinfo.encoding
    if (encoding or "").upper() != "UTF-8":
        return (f"the feed is in {encoding}, not UTF-8",)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ("the feed is not RSS 2.0 with a channel",)
    return tuple(_problems(root, channel, _lookup(files)))


Look = Callable[[str], tuple[int, str] | None]


def _lookup(files: Files | None) -> Look | None:
    if files is None or callable(files):
        return files
    return files.get


def _problems(root: "_Element", channel: "_Element", look: Look | None) -> Iterator[str]:
    for prefix in ("itunes", "atom", "podcast"):
        if NS[prefix] not in root.nsmap.values():
            yield f"the feed does not declare the namespace {NS[prefix]}"
    yield from _channel_problems(channel, look)
    items = channel.findall("item")
    if not items:
        yield "the feed has no episode"
    yield from _shared(items)
    yield from _order(items)
    serial = channel.findtext("itunes:type", namespaces=NS) == "serial"
    for number, item in enumerate(items, 1):
        name = _text(item, "title") or f"number {number} in the feed"
        for problem in _item_problems(item, look, serial=serial):
            yield f"episode “{name}”: {problem}"


def _channel_problems(channel: "_Element", look: Look | None) -> Iterator[str]:
    for name in ("title", "description", "link", "language"):
        if not _text(channel, name):
            yield f"the channel has no {name}"
    yield from _description(channel)
    yield from _values(channel, ("title", "itunes:author", "copyright"))
    yield from _url(_text(channel, "link"), "the channel's link")
    language = _text(channel, "language")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        yield f"the channel's language {language!r} is not an ISO 639 code such as sv"
    self_link = channel.find("atom:link[@rel='self']", NS)
    if self_link is None or not self_link.get("href"):
        yield "the channel has no atom:link rel=self with the feed's own address"
    else:
        yield from _url(self_link.get("href"), "the feed's own address")
        if self_link.get("href") == _text(channel, "link"):
            yield "the channel's link is the feed itself, not a web page"
    image = channel.find("itunes:image", NS)
    if image is None:
        yield "the channel has no itunes:image"
    else:
        yield from _image(image.get("href", ""), "the channel's image", look)
    yield from _category(channel)
    yield from _explicit(channel, "the channel's ")
    built = _text(channel, "lastBuildDate")
    if built:
        yield from _date(built, "lastBuildDate")


def _category(channel: "_Element") -> Iterator[str]:
    category = channel.find("itunes:category", NS)
    if category is None:
        yield "the channel has no itunes:category"
        return
    sub = category.find("itunes:category", NS)
    names = [category.get("text", ""), *([sub.get("text", "")] if sub is not None else [])]
    problem = category_problem(names)
    if problem:
        yield f"itunes:category: {problem}"


def _item_problems(item: "_Element", look: Look | None, *, serial: bool) -> Iterator[str]:
    if not _text(item, "title"):
        yield "it has no title"
    yield from _description(item)
    yield from _values(item, ("title",))
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield "it has no guid"
    elif guid.get("isPermaLink") != "false" and not (guid.text or "").startswith("http"):
        yield 'its guid is no address and not marked isPermaLink="false"'
    yield from _date(_text(item, "pubDate"), "pubDate")
    yield from _enclosure(item, look)
    yield from _explicit(item, "its ")
    link = _text(item, "link")
    if link:
        yield from _url(link, "its link")
    image = item.find("itunes:image", NS)
    if image is not None:
        yield from _image(image.get("href", ""), "its image", look)
    yield from _numbers(item, serial=serial)
    yield from _transcripts(item, look)
    yield from _chapters(item, look)


def _enclosure(item: "_Element", look: Look | None) -> Iterator[str]:
    enclosures = item.findall("enclosure")
    if len(enclosures) != 1:
        yield f"it has {len(enclosures)} enclosures; one is wanted"
        return
    url, kind = enclosures[0].get("url", ""), enclosures[0].get("type", "")
    yield from _url(url, "its enclosure's address")
    ending = _ending(url)
    if ending not in ENCLOSURE_TYPES:
        yield f"its enclosure must end in {', '.join(sorted(ENCLOSURE_TYPES))}: {url}"
    elif kind not in ENCLOSURE_TYPES[ending]:
        yield f"its enclosure ends in {ending} but says it is {kind or 'of no type'}"
    length = enclosures[0].get("length", "")
    if not re.fullmatch(r"[1-9]\d*", length):
        yield f"its enclosure's length is {length!r}, not a number of bytes"
    elif look is not None:
        held = look(url)
        if held is None:
            yield f"its enclosure is not there: {url}"
        elif held[0] != int(length):
            yield f"its enclosure says {length} bytes but the file has {held[0]}: {url}"


def _numbers(item: "_Element", *, serial: bool) -> Iterator[str]:
    duration = _text(item, "itunes:duration")
    if duration and not re.fullmatch(r"[1-9]\d*", duration):
        yield f"itunes:duration is {duration!r}, not whole seconds"
    for name in ("season", "episode"):
        number = _text(item, f"itunes:{name}")
        if number and not re.fullmatch(r"[1-9]\d*", number):
            yield f"itunes:{name} is {number!r}; it counts from 1"
    kind = _text(item, "itunes:episodeType") or "full"
    if serial and kind == "full" and not _text(item, "itunes:episode"):
        yield "a serial series needs an episode number (itunes:episode)"


def _transcripts(item: "_Element", look: Look | None) -> Iterator[str]:
    for transcript in item.findall("podcast:transcript", NS):
        url, kind = transcript.get("url", ""), transcript.get("type", "")
        yield from _url(url, "a transcript's address")
        if kind not in TRANSCRIPT_TYPES:
            yield f"a transcript's type {kind!r} is one no app reads"
        yield from _held(url, kind, "a transcript", look)


def _chapters(item: "_Element", look: Look | None) -> Iterator[str]:
    linked = item.find("podcast:chapters", NS)
    if linked is not None:
        yield from _url(linked.get("url", ""), "the chapters' address")
        if linked.get("type") != CHAPTERS_TYPE:
            yield f"the chapters' type must be {CHAPTERS_TYPE}"
        yield from _held(linked.get("url", ""), CHAPTERS_TYPE, "the chapter file", look)
    starts = []
    for chapter in item.findall("psc:chapters/psc:chapter", NS):
        start = _play_time_ms(chapter.get("start", ""))
        if start is None:
            yield f"a chapter begins at {chapter.get('start')!r}, which is no time"
            return
        if not chapter.get("title", "").strip():
            yield f"the chapter at {chapter.get('start')} has no title"
        starts.append(start)
    duration = _text(item, "itunes:duration")
    # The duration is rounded to whole seconds, so the last start may lie half a second past it.
    end = int(duration) * 1000 + 500 if duration.isdecimal() else None
    yield from _times(starts, end)


def check_chapters(document: Mapping[str, Any], duration_ms: int) -> tuple[str, ...]:
    """What is wrong with a Podcasting 2.0 chapters document; empty when nothing is."""
    chapters = document.get("chapters")
    if not isinstance(document.get("version"), str) or not isinstance(chapters, list):
        return ("it has no version and list of chapters",)
    starts = []
    for number, chapter in enumerate(chapters, 1):
        start = chapter.get("startTime") if isinstance(chapter, dict) else None
        if isinstance(start, bool) or not isinstance(start, int | float):
            return (f"chapter {number} has no startTime in seconds",)
        starts.append(round(start * 1000))
    return tuple(_times(starts, duration_ms))


def _times(starts: Sequence[int], end: int | None) -> Iterator[str]:
    if starts and starts[0] != 0:
        yield f"the first chapter begins at {starts[0] / 1000:g} s, not at 0"
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield "the chapters do not rise in time"
    if end is not None and starts and starts[-1] >= end > 0:
        yield f"a chapter begins at {starts[-1] / 1000:g} s, past the end"


def _play_time_ms(text: str) -> int | None:
    match = _PLAY_TIME.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "").ljust(3, "0"))


def _shared(items: Sequence["_Element"]) -> Iterator[str]:
    guids = Counter(_text(item, "guid") for item in items)
    urls = Counter(e.get("url", "") for item in items for e in item.findall("enclosure"))
    for what, counted in (("guid", guids), ("enclosure address", urls)):
        for value, times in counted.items():
            if value and times > 1:
                yield f"{times} episodes share the {what} {value}"


def _order(items: Sequence["_Element"]) -> Iterator[str]:
    # A date that cannot be read is the episode's own problem, told where it is.
    read = (_moment(_text(item, "pubDate")) for item in items)
    dates = [date for date in read if date is not None]
    if dates != sorted(dates, reverse=True):
        yield "the episodes are not in order, newest first"


def _description(parent: "_Element") -> Iterator[str]:
    size = len(_text(parent, "description").encode())
    if size > DESCRIPTION_BYTES:
        yield f"the description has {size} bytes; {DESCRIPTION_BYTES} is the most"


def _values(parent: "_Element", names: Sequence[str]) -> Iterator[str]:
    for name in names:
        text = parent.findtext(name, default="", namespaces=NS)
        if len(text) > VALUE_CHARACTERS:
            yield f"{name} has {len(text)} characters; {VALUE_CHARACTERS} is the most"
        if text != text.strip():
            yield f"{name} has space before or after it"


def _explicit(parent: "_Element", whose: str) -> Iterator[str]:
    explicit = _text(parent, "itunes:explicit")
    if explicit not in {"true", "false"}:
        yield f"{whose}itunes:explicit is {explicit!r}; it must be true or false"


def _image(url: str, what: str, look: Look | None) -> Iterator[str]:
    yield from _url(url, f"{what}'s address")
    ending = _ending(url)
    if ending not in {".jpg", ".png"}:
        yield f"{what} must end in .jpg or .png: {url}"
    else:
        yield from _held(url, MEDIA_TYPES[ending], what, look)


def _held(url: str, kind: str, what: str, look: Look | None) -> Iterator[str]:
    if look is None:
        return
    held = look(url)
    if held is None:
        yield f"{what} is not there: {url}"
    elif held[1].partition(";")[0] != kind:
        yield f"{what} is {held[1]}, not {kind}: {url}"


def _date(text: str, name: str) -> Iterator[str]:
    if not text:
        yield f"it has no {name}"
        return
    moment = _moment(text)
    if moment is None:
        yield f"{name} {text!r} is not a date of RFC 2822"
    elif not _DATE.fullmatch(text):
        yield f"{name} {text!r} is not a date of RFC 2822 with weekday and zone"
    elif text[:3] != ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]:
        yield f"{name} {text!r} names the wrong weekday"


def _moment(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # slow, and needed only here

    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _url(url: str | None, what: str) -> Iterator[str]:
    url = url or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        yield f"{what} is no address: {url!r}"
        return
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield f"{what} is no web address: {url!r}"
    elif not url.isascii() or re.search(r"[\s<>\"{}|\\^`]", url):
        yield f"{what} holds characters that are not allowed in an address: {url}"


def _ending(url: str) -> str:
    # The query counts: directories look at the end of the address as it is written.
    last = url.rsplit("/", 1)[-1]
    return "." + last.rsplit(".", 1)[-1].lower() if "." in last else ""


def _text(parent: "_Element", name: str) -> str:
    return parent.findtext(name, default="", namespaces=NS).strip()
