"""The gate: what directories and apps would refuse in a feed, found before it is published."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mediahub.feed.categories import category_problem
from mediahub.feed.entry import FeedEntry
from mediahub.feed.itemcheck import ItemFindings, findings
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.rules import (
    Files,
    address_problems,
    chapter_time_problems,
    date_problems,
    description_problems,
    explicit_problems,
    image_file,
    image_problems,
    text_of,
    value_problems,
)

if TYPE_CHECKING:
    from lxml.etree import _Element


def check_feed(
    xml: bytes, *, files: Files | None = None, entries: Sequence[FeedEntry] = ()
) -> tuple[str, ...]:
    """What must be put right before this feed is published, in plain English; empty if nothing.

    With `files` every address under them is looked up: an enclosure, picture, transcript or chapter
    file must be there with the size and type the feed promises. Without, only the feed is read.
    `entries` are those the feed was assembled from, in its order: where these very bytes stand in
    it, what was found in each when it was made is taken as found, and the rest is read.
    """
    from lxml import etree

    if not xml.startswith(b"<?xml "):
        return ("the feed does not begin with an XML declaration at its first byte",)
    rest = _without(xml, entries)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml if rest is None else rest, parser)
    except etree.XMLSyntaxError as error:
        return (f"the feed is not well-formed XML: {error}",)
    encoding = root.getroottree().docinfo.encoding
    if (encoding or "").upper() != "UTF-8":
        return (f"the feed is in {encoding}, not UTF-8",)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ("the feed is not RSS 2.0 with a channel",)
    items = channel.findall("item")
    if rest is None:
        found = [findings(item) for item in items]
    elif items or not _declares_all(root):
        return check_feed(xml, files=files)
    else:
        found = [entry.findings for entry in entries]
    return tuple(_problems(root, channel, found, files))


def _without(xml: bytes, entries: Sequence[FeedEntry]) -> bytes | None:
    """The feed without these entries; None when it does not hold exactly them, and no other."""
    if not entries:
        return None
    written = "".join(entry.xml for entry in entries).encode()
    start = xml.find(entries[0].xml.encode())
    if start < 0 or not xml.startswith(written, start):
        return None
    return xml[:start] + xml[start + len(written) :]


def _declares_all(root: "_Element") -> bool:
    """Whether what was read under our prefixes means the same under this root."""
    return all(root.nsmap.get(prefix) == ns for prefix, ns in NAMESPACES.items())


def _problems(
    root: "_Element", channel: "_Element", items: Sequence[ItemFindings], files: Files | None
) -> Iterator[str]:
    for prefix in ("itunes", "atom", "podcast"):
        if NAMESPACES[prefix] not in root.nsmap.values():
            yield f"the feed does not declare the namespace {NAMESPACES[prefix]}"
    yield from _channel_problems(channel, files)
    if not items:
        yield "the feed has no episode"
    yield from _shared(items)
    yield from _order(items)
    serial = text_of(channel, "itunes:type") == "serial"
    for number, item in enumerate(items, 1):
        name = item.title or f"number {number} in the feed"
        for problem in _item_problems(item, files, serial=serial):
            yield f"episode “{name}”: {problem}"


def _item_problems(item: ItemFindings, files: Files | None, *, serial: bool) -> Iterator[str]:
    yield from item.problems
    if serial and item.unnumbered:
        yield "a serial series needs an episode number (itunes:episode)"
    if files is not None:
        yield from filter(None, (file.problem(files) for file in item.files))


def _channel_problems(channel: "_Element", files: Files | None) -> Iterator[str]:
    for name in ("title", "description", "link", "language"):
        if not text_of(channel, name):
            yield f"the channel has no {name}"
    yield from description_problems(channel)
    yield from value_problems(channel, ("title", "itunes:author", "copyright"))
    yield from address_problems(text_of(channel, "link"), "the channel's link")
    language = text_of(channel, "language")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        yield f"the channel's language {language!r} is not an ISO 639 code such as sv"
    self_link = channel.find("atom:link[@rel='self']", NAMESPACES)
    if self_link is None or not self_link.get("href"):
        yield "the channel has no atom:link rel=self with the feed's own address"
    else:
        yield from address_problems(self_link.get("href"), "the feed's own address")
        if self_link.get("href") == text_of(channel, "link"):
            yield "the channel's link is the feed itself, not a web page"
    image = channel.find("itunes:image", NAMESPACES)
    if image is None:
        yield "the channel has no itunes:image"
    else:
        yield from _cover(image.get("href", ""), files)
    yield from _category(channel)
    yield from explicit_problems(channel, "the channel's ")
    built = text_of(channel, "lastBuildDate")
    if built:
        yield from date_problems(built, "lastBuildDate")


def _cover(url: str, files: Files | None) -> Iterator[str]:
    yield from image_problems(url, "the channel's image")
    if files is not None:
        named = image_file(url, "the channel's image")
        yield from filter(None, (file.problem(files) for file in named))


def _category(channel: "_Element") -> Iterator[str]:
    category = channel.find("itunes:category", NAMESPACES)
    if category is None:
        yield "the channel has no itunes:category"
        return
    sub = category.find("itunes:category", NAMESPACES)
    names = [category.get("text", ""), *([sub.get("text", "")] if sub is not None else [])]
    problem = category_problem(names)
    if problem:
        yield f"itunes:category: {problem}"


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
    return tuple(chapter_time_problems(starts, duration_ms))


def _shared(items: Sequence[ItemFindings]) -> Iterator[str]:
    guids = Counter(item.guid for item in items)
    urls = Counter(url for item in items for url in item.enclosures)
    for what, counted in (("guid", guids), ("enclosure address", urls)):
        for value, times in counted.items():
            if value and times > 1:
                yield f"{times} episodes share the {what} {value}"


def _order(items: Sequence[ItemFindings]) -> Iterator[str]:
    # A date that cannot be read is the episode's own problem, told where it is.
    dates = [item.published for item in items if item.published is not None]
    if dates != sorted(dates, reverse=True):
        yield "the episodes are not in order, newest first"
