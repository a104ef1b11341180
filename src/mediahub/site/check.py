"""The gate of a site: what would break a subscriber's app, found before a byte is published."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mediahub.feed import Fault, FeedEntry, check_feed
from mediahub.feed.itemcheck import findings
from mediahub.feed.names import PAGE
from mediahub.feed.namespaces import NAMESPACES, tag
from mediahub.site.chain import chain_faults
from mediahub.site.holding import ABSENT
from mediahub.site.opening import Opener, file_faults
from mediahub.site.values import (
    Content,
    Refusal,
    Site,
    feed_address,
    feed_addresses,
)
from mediahub.workspace.ledger import Ledger, Promise

if TYPE_CHECKING:
    from lxml.etree import _Element


NO_EPISODE = "no-episode"
"""The rule that a feed has an episode; not held against one that nothing is promised in now."""
_ITEMS = "channel/item"


def check_site(
    site: Site,
    ledger: Ledger,
    entries: Mapping[str, Sequence[FeedEntry]] | None = None,
    opener: Opener | None = None,
) -> tuple[Refusal, ...]:
    """The series that must not be published as they stand; empty when all may.

    Refused is a feed that apps and directories would refuse, that names one of the site's own
    addresses where nothing or something else stands, that lacks an episode promised to its
    subscribers, or whose GUIDs and dates are not those of the ledger (the one that is to be written
    before the site is). `entries` of a series, in their feed's order, spare reading them again.
    With an `opener` the files behind the addresses are read too.
    """
    made = entries or {}
    refused = []
    for series in site.series:
        faults = tuple(_faults(site, series, ledger, made.get(series, ()), opener))
        if faults:
            refused.append(Refusal(series, tuple(one.said for one in faults), faults))
    return tuple(refused)


def accepted(site: Site, refusals: Collection[Refusal]) -> Site:
    """The site without the refused series, of which every published byte stays as it was."""
    refused = {refusal.series for refusal in refusals}
    return site.without({a for a in site if a.partition("/")[0] in refused})


def promised(ledger: Ledger, series: str) -> tuple[Promise, ...]:
    """What subscribers of a series have: its promises that name a file and are not withdrawn."""
    return tuple(
        one
        for one in ledger.promises
        if one.series == series and one.withdrawn is None and one.kept().enclosures
    )


def _faults(
    site: Site,
    series: str,
    ledger: Ledger,
    entries: Sequence[FeedEntry],
    opener: Opener | None,
) -> Iterator[Fault]:
    if feed_address(series) not in site.contents:
        yield from (_missing(promise) for promise in promised(ledger, series))
        return
    roots: dict[str, _Element] = {}
    rest = list(entries)
    for address in feed_addresses(series, site.contents):
        root = yield from _document(site, series, address, ledger, rest, opener)
        if root is None:
            return
        roots[address] = root
    yield from chain_faults(site, roots)
    for says in _guid(roots[feed_address(series)], series, ledger):
        yield Fault("podcast-guid", says)
    yield from _promises(roots.values(), series, ledger)


def _document(
    site: Site,
    series: str,
    address: str,
    ledger: Ledger,
    rest: list[FeedEntry],
    opener: Opener | None,
) -> "Generator[Fault, None, _Element | None]":
    """The faults of one document of a feed, which is given back; None for one that is no XML.

    `rest` are the entries of this and the following documents; it loses its own.
    """
    from lxml import etree

    content = site.contents[address]
    xml = content.data if content.data is not None else _file_bytes(site, address)
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        root = None
    count = len(root.findall(_ITEMS)) if root is not None else len(rest)
    entries, rest[:] = rest[:count], rest[count:]
    for fault in check_feed(xml, files=lambda url: _told(site, url), entries=entries):
        # A feed that nothing is promised in any more may be empty: apps then drop what went.
        if fault.rule != NO_EPISODE or promised(ledger, series):
            yield fault
    if root is None:
        return None
    if opener is not None:
        items = [one.findings for one in entries] or list(map(findings, root.iterfind(_ITEMS)))
        cover = root.find(f"channel/{tag('itunes:image')}")
        url = cover.get("href", "") if cover is not None else ""
        yield from file_faults(opener, url, items, lambda url: _behind(site, url))
    yield from _absent(site, root)
    return root


def _file_bytes(site: Site, address: str) -> bytes:
    file = site.contents[address].file
    assert file is not None  # noqa: S101 - content has bytes or a file
    return file.read_bytes()


def _address(site: Site, url: str) -> str | None:
    """The address of the site that a URL stands for; None for another's."""
    prefix = f"{site.base}/"
    if not url.startswith(prefix):
        return None
    path = unquote(url[len(prefix) :].partition("#")[0])
    return f"{path}{PAGE}" if path.endswith("/") or not path else path


def _behind(site: Site, url: str) -> Content | None:
    address = _address(site, url)
    return site.contents.get(address) if address is not None else None


def _told(site: Site, url: str) -> tuple[int, str] | None:
    content = _behind(site, url)
    return None if content is None else (content.length, content.type)


def _absent(site: Site, root: "_Element") -> Iterator[Fault]:
    """Links of ours that lead nowhere: pages and people's pictures, which the gate doesn't ask."""
    told: set[str] = set()
    for item in root.iterfind(_ITEMS):
        guid, title = (item.findtext(name, "").strip() for name in ("guid", "title"))
        for url in _own_links(site, item):
            told.add(url)
            yield Fault("link", f"it links to what is not there: {url}", guid, title)
    for url in _own_links(site, root):
        if url not in told:
            yield Fault("link", f"it links to what is not there: {url}")


def _own_links(site: Site, parent: "_Element") -> Iterator[str]:
    """The links below `parent` that lead to no address of the site, each once."""
    urls: dict[str, None] = {}
    for element in parent.iter("link", tag("podcast:person")):
        for url in (element.text, element.get("href"), element.get("img")):
            if url and url.startswith(f"{site.base}/"):
                urls[url.strip()] = None
    yield from (url for url in urls if _behind(site, url) is None)


def _guid(root: "_Element", series: str, ledger: Ledger) -> Iterator[str]:
    kept = ledger.feeds.get(series)
    guid = root.findtext("channel/podcast:guid", default="", namespaces=NAMESPACES)
    if kept is not None and kept != guid:
        yield f"its podcast:guid would change from {kept} to {guid}"


def _promises(roots: "Iterable[_Element]", series: str, ledger: Ledger) -> Iterator[Fault]:
    by_guid = {promise.guid: promise for promise in ledger.promises}
    entries = {
        (item.findtext("guid") or "").strip(): (item.findtext("pubDate") or "").strip()
        for root in roots
        for item in root.iterfind("channel/item")
    }
    for promise in promised(ledger, series):
        if promise.guid not in entries:
            yield _missing(promise)
    for guid, date in entries.items():
        held = by_guid.get(guid)
        if held is None:
            yield Fault("promise", f"an episode has a GUID that is promised to none: {guid}")
        elif held.withdrawn is not None:
            yield Fault("withdrawn", f"{held.item} is withdrawn")
        elif not _same(date, held.published):
            moment = held.published.isoformat()
            says = f"{held.item} was published on {moment}, and the feed says {date}"
            yield Fault("first-date", says)


def _missing(promise: Promise) -> Fault:
    says = (
        f"{promise.item} is not in it, and subscribers have that episode already; put right what "
        "is wrong with it, or put its file back"
    )
    return Fault(ABSENT, says, promise.guid)


def _same(date: str, moment: datetime) -> bool:
    try:
        return parsedate_to_datetime(date) == moment.replace(microsecond=0)
    except (TypeError, ValueError):
        return False
