"""The gate: what directories and apps would refuse in a feed, found before it is published."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mediahub.feed.channelcheck import channel_problems
from mediahub.feed.entry import FeedEntry
from mediahub.feed.faults import Fault, Finding
from mediahub.feed.itemcheck import ItemFindings, findings
from mediahub.feed.namespaces import NAMESPACES
from mediahub.feed.rules import (
    Files,
    moment_of,
    text_of,
)

if TYPE_CHECKING:
    from lxml.etree import _Element


def check_feed(
    xml: bytes, *, files: Files | None = None, entries: Sequence[FeedEntry] = ()
) -> tuple[Fault, ...]:
    """What must be put right before this feed is published, in plain English; empty if nothing.

    With `files` every address under them is looked up: an enclosure, picture, transcript or chapter
    file must be there with the size and type the feed promises. Without, only the feed is read.
    `entries` are those the feed was assembled from, in its order: where these very bytes stand in
    it, what was found in each when it was made is taken as found, and the rest is read.
    """
    from lxml import etree

    if not xml.startswith(b"<?xml "):
        says = "the feed does not begin with an XML declaration at its first byte"
        return (Fault("declaration", says),)
    rest = _without(xml, entries)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml if rest is None else rest, parser)
    except etree.XMLSyntaxError as error:
        return (Fault("xml", f"the feed is not well-formed XML: {error}"),)
    channel = root.find("channel")
    unusable = _unusable(root, channel)
    if unusable is not None or channel is None:
        return (unusable,) if unusable is not None else ()
    items = channel.findall("item")
    if rest is None:
        found = [findings(item) for item in items]
    elif items or not _declares_all(root):
        return check_feed(xml, files=files)
    else:
        found = [entry.findings for entry in entries]
    return tuple(_problems(root, channel, found, files))


def _unusable(root: "_Element", channel: "_Element | None") -> Fault | None:
    """Why the rest need not be read; None when it is to be."""
    written = root.getroottree().docinfo
    if (written.encoding or "").upper() != "UTF-8":
        return Fault("encoding", f"the feed is in {written.encoding}, not UTF-8")
    if written.internalDTD is not None:
        return Fault("doctype", "the feed has a document type, which apps refuse to read")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return Fault("rss", "the feed is not RSS 2.0 with a channel")
    return None


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
) -> Iterator[Fault]:
    yield from (Fault(*found) for found in _feed_problems(root, channel, items, files))
    yield from _shared(items)
    serial = text_of(channel, "itunes:type") == "serial"
    for number, item in enumerate(items, 1):
        name = item.title or f"number {number} in the feed"
        for found in _item_problems(item, files, serial=serial):
            yield Fault(*found, guid=item.guid, title=name)


def _feed_problems(
    root: "_Element", channel: "_Element", items: Sequence[ItemFindings], files: Files | None
) -> Iterator[Finding]:
    for namespace in NAMESPACES.values():
        if namespace not in root.nsmap.values():
            yield Finding("namespace", f"the feed does not declare the namespace {namespace}")
    yield from channel_problems(channel, files)
    if not items:
        yield Finding("no-episode", "the feed has no episode")
    yield from _order(items)
    yield from _built(channel, items)


def _item_problems(item: ItemFindings, files: Files | None, *, serial: bool) -> Iterator[Finding]:
    yield from item.problems
    if serial and item.unnumbered:
        yield Finding("number-missing", "a serial series needs an episode number (itunes:episode)")
    if files is not None:
        yield from filter(None, (file.problem(files) for file in item.files))


def _shared(items: Sequence[ItemFindings]) -> Iterator[Fault]:
    guids = Counter(item.guid for item in items)
    urls = Counter(url for item in items for url in item.enclosures)
    for what, counted in (("guid", guids), ("enclosure address", urls)):
        for value, times in counted.items():
            if value and times > 1:
                yield Fault("shared", f"{times} episodes share the {what} {value}")


def _order(items: Sequence[ItemFindings]) -> Iterator[Finding]:
    # A date that cannot be read is the episode's own problem, told where it is.
    dates = [item.published for item in items if item.published is not None]
    if dates != sorted(dates, reverse=True):
        yield Finding("order", "the episodes are not in order, newest first")


def _built(channel: "_Element", items: Sequence[ItemFindings]) -> Iterator[Finding]:
    built = moment_of(text_of(channel, "lastBuildDate"))
    newest = max((item.published for item in items if item.published), default=None)
    if built is not None and newest is not None and built < newest:
        yield Finding("built", "lastBuildDate is older than the newest episode")
