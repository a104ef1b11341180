"""What has been promised to the world, as values: GUIDs, dates, addresses."""

import ipaddress
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

_PODCAST = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid, from the Podcasting 2.0 specification."""
_EPISODE = uuid.uuid5(_PODCAST, "mediahub:episode")


UNSEEN = "0" * 32 + "f" * 32
"""The digest of a file that was promised elsewhere and has not been here yet."""


@dataclass(frozen=True, slots=True)
class PromisedEnclosure:
    """A file that a feed has named: its address, digest, length in bytes and media type.

    `key` is the digest of what it stands and falls with; `chapters` (ms, title) and `tags` are what
    was put into it, so that the very same file can be made again.
    """

    url: str
    sha256: str
    length: int
    type: str
    key: str = ""
    chapters: tuple[tuple[int, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PromisedChapters:
    """An automatic chapter list as listeners got it: each chapter's start and end (ms) and title.

    `key` is the digest of what it stands and falls with: that of the enclosure that has it.
    """

    key: str
    chapters: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """An item that has been published; times have a zone and are kept to the second.

    `source_sha256` is the digest of its source file and `former_sources` are those it had before,
    oldest first: a moved file is known again by any of them. `enclosures` are the files named for
    it, newest last. A promise with `withdrawn` is a tombstone, kept for ever; `why` is what a
    person said of it. `chapters` is the automatic chapter list that it was published with, None
    where it has a person's.
    """

    item: str
    guid: str
    series: str
    published: datetime
    source_sha256: str
    enclosures: tuple[PromisedEnclosure, ...] = ()
    withdrawn: datetime | None = None
    title: str = ""
    why: str | None = None
    former_sources: tuple[str, ...] = ()
    chapters: PromisedChapters | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The digests of all source files it ever had, oldest first."""
        return (*self.former_sources, self.source_sha256)

    def with_source(self, sha256: str) -> "Promise":
        """This promise with another source file; the one it had is remembered."""
        if sha256 == self.source_sha256:
            return self
        former = dict.fromkeys(self.sources)
        former.pop(sha256, None)
        former.pop(UNSEEN, None)
        return replace(self, source_sha256=sha256, former_sources=tuple(former))

    def kept(self) -> "Promise":
        """What of it is a promise to the world: its enclosures at public addresses alone, each once
        where nothing but a preview came between.
        """
        public: list[PromisedEnclosure] = []
        for one in self.enclosures:
            if is_public(one.url) and public[-1:] != [one]:
                public.append(one)
        same = len(public) == len(self.enclosures)
        return self if same else replace(self, enclosures=tuple(public))


@dataclass(frozen=True)
class Ledger:
    """All promises by item id, and the podcast GUID of each series by series id.

    `damaged` and `damaged_feeds` say, by item and by series, which files cannot be read and what to
    do about it. Something was promised there: no new GUID may be minted.
    """

    by_item: Mapping[str, Promise] = field(default_factory=dict)
    feeds: Mapping[str, str] = field(default_factory=dict)
    damaged: Mapping[str, str] = field(default_factory=dict)
    damaged_feeds: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The promises in the order of their item ids."""
        return tuple(promise for _, promise in sorted(self.by_item.items()))

    @cached_property
    def _by_series(self) -> dict[str, tuple[Promise, ...]]:
        found: dict[str, list[Promise]] = {}
        for promise in self.promises:
            found.setdefault(promise.series, []).append(promise)
        return {series: tuple(own) for series, own in found.items()}

    def promises_of(self, series: str) -> tuple[Promise, ...]:
        """The promises of a series in the order of their item ids; all are gone through once."""
        return self._by_series.get(series, ())

    @cached_property
    def _by_guid(self) -> dict[str, Promise]:
        return {promise.guid: promise for promise in reversed(self.promises)}

    def promise_of_guid(self, guid: str) -> Promise | None:
        """The promise of the episode with this GUID, or None."""
        return self._by_guid.get(guid)

    def promise(self, item: str) -> Promise | None:
        """The promise made for the item with this id, or None."""
        return self.by_item.get(item)

    def with_promise(self, *promises: Promise) -> "Ledger":
        """This ledger with these promises in place of their items' earlier ones, or as new ones.

        Costs a copy of the dictionary: many are better put in at once.
        """
        changed = {one.item: one for one in promises if self.by_item.get(one.item) != one}
        return replace(self, by_item={**self.by_item, **changed}) if changed else self

    def with_feed(self, series: str, guid: str) -> "Ledger":
        """This ledger with the podcast GUID of a series."""
        return replace(self, feeds={**self.feeds, series: guid})


def ledger_of(promises: Iterable[Promise], feeds: Mapping[str, str] | None = None) -> Ledger:
    """A ledger of these promises and podcast GUIDs."""
    return Ledger({one.item: one for one in promises}, dict(feeds or {}))


def is_public(url: str) -> bool:
    """Whether others than this machine may ask at the address: it is neither a loopback address
    (127.0.0.0/8, ::1), nor an unspecified one, nor called localhost.

    What lies in a network of one's own (10.0.0.0/8, `intranet`) is public to somebody.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False
    if not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return not (address.is_loopback or address.is_unspecified)


def mint_guid(podcast: str, item: str, source_sha256: str) -> str:
    """A new episode's GUID, to be minted once, at first publication, and looked up ever after.

    `podcast` is the podcast's GUID (or the workspace's public URL), `item` the item's id and
    `source_sha256` the digest of its source. The GUID is a UUIDv5 of the three: unlike a random one
    it is the same on two machines that publish the same for the first time, and no two items share
    all three. It identifies by being kept in the ledger: once there it is never computed again, so
    a new title, file, id or address does not change it.
    """
    return str(uuid.uuid5(_EPISODE, json.dumps([podcast, item, source_sha256])))
