"""What a site is: addresses and what stands at each; and the values that a site is built from."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mediahub.catalog import ItemKind
from mediahub.feed import Fault, FeedEntry, FeedEpisode, FeedSeries
from mediahub.feed.names import FEED, PAGE, media_type
from mediahub.feed.paging import documents
from mediahub.feed.searchfeed import Found, SearchChannel
from mediahub.pages import Frame, Picture
from mediahub.tongues import Said, Words, swedish


@dataclass(frozen=True, slots=True)
class Content:
    """What stands at an address: its media type, SHA-256 (hex) and length in bytes.

    The bytes themselves are `data`, or those of `file`; large ones are never held in memory.
    """

    type: str
    sha256: str
    length: int
    data: bytes | None = None
    file: Path | None = None

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> "Content":
        """Content held in memory; `name` is what it is to be called, which tells its type."""
        return cls(media_type(name), hashlib.sha256(data).hexdigest(), len(data), data=data)

    @classmethod
    def of_file(cls, name: str, file: Path, sha256: str, length: int | None = None) -> "Content":
        """Content that a file holds, known by its digest. Raises OSError when it is not there."""
        size = file.stat().st_size if length is None else length
        return cls(media_type(name), sha256, size, file=file)


@dataclass(frozen=True)
class Site:
    """Everything that belongs in public under `base` (no final slash), by address.

    An address is a path as seen from the site's root, with forward slashes:
    `podden/avsnitt-1/index.html`. `series` are those it speaks for, also where nothing of one is in
    it.
    """

    base: str
    contents: Mapping[str, Content] = field(default_factory=dict)
    series: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.contents)

    def __len__(self) -> int:
        return len(self.contents)

    @property
    def feeds(self) -> tuple[str, ...]:
        """The ids of the series whose feed is in the site; saved searches are none."""
        ends = f"/{FEED}"
        named = (address.removesuffix(ends) for address in self.contents if address.endswith(ends))
        return tuple(name for name in named if "/" not in name)

    def under(self, *folders: str) -> "Site":
        """The part of the site under these folders (`podden`, `podden/avsnitt-1`)."""
        return Site(
            self.base,
            _under(self.contents, folders),
            tuple(one for one in self.series if one in folders),
        )

    def without(self, addresses: Collection[str]) -> "Site":
        """The site without these addresses."""
        kept = {a: content for a, content in self.contents.items() if a not in addresses}
        return replace(self, contents=kept)

    def with_contents(self, contents: Mapping[str, Content]) -> "Site":
        """The site with these addresses too."""
        return replace(self, contents={**self.contents, **contents})


def _under(contents: Mapping[str, Content], folders: Collection[str]) -> dict[str, Content]:
    prefixes = tuple(f"{folder.rstrip('/')}/" for folder in folders)
    return {a: content for a, content in contents.items() if a.startswith(prefixes)}


@dataclass(frozen=True, slots=True)
class EpisodeValues:
    """One published item: what the feed says of it, and the files that belong to it.

    `folder` is its folder's name in the series' folder; `files` are those beside its page, by name:
    enclosure, captions, transcripts, chapters, pictures. `page` is None for an episode whose page
    is not to be touched. `entry` is what stands in the feed, where it is made already.
    """

    item: str
    folder: str
    kind: ItemKind
    feed: FeedEpisode
    files: Mapping[str, Content]
    page: Content | None
    entry: FeedEntry | None = None
    picture: Picture | None = None
    """What lists show of it; None where that is its series' cover."""


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """One series: its channel, its episodes in any order, and its cover by file name.

    `ended` is when its last episode left it (aware), where its feed stands without any.
    """

    channel: FeedSeries
    episodes: tuple[EpisodeValues, ...]
    files: Mapping[str, Content] = field(default_factory=dict)
    picture: Picture | None = None
    """Its cover, as pages show it."""
    ended: datetime | None = None
    episodes_per_page: int | None = None
    """How many episodes each further document of its feed holds; None: the feed is one."""

    @property
    def stands(self) -> bool:
        """Whether it has a feed: with episodes, or without any after the last."""
        return bool(self.episodes) or self.ended is not None

    @property
    def id(self) -> str:
        """The series' id, which names its folder."""
        return self.channel.id


@dataclass(frozen=True, slots=True)
class SearchFeedValues:
    """A saved search as a feed: its channel, and the passages that answer it."""

    channel: SearchChannel
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class SiteValues:
    """All that a site is built from; `base` is its public address, without a final slash.

    `shared` holds what several series show (people's pictures), by address.
    """

    base: str
    frame: Frame
    series: tuple[SeriesValues, ...] = ()
    searches: tuple[SearchFeedValues, ...] = ()
    shared: Mapping[str, Content] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A series that is not published as it stands, and everything that is wrong with it.

    `faults` are the same as the gate found them, each with its rule and its episode.
    """

    series: str
    problems: tuple[str, ...]
    faults: tuple[Fault, ...] = field(default=(), compare=False)

    @property
    def episodes(self) -> frozenset[str]:
        """The GUIDs of those that must be held back for the rest to pass; none if that is not
        enough.
        """
        guids = frozenset(fault.guid for fault in self.faults)
        return frozenset() if "" in guids else guids

    @property
    def said(self) -> Said:
        """That it is not published, and why."""
        words = Words("{feed} is not published: {why}", "{feed} är inte publicerat: {why}")
        # A finding is whole sentences in Swedish, with what to do.
        swedes = "; ".join(swedish(one).removesuffix(".") for one in self.problems)
        why = Said("; ".join(self.problems), swedes)
        return words.said(feed=f"{self.series}/{FEED}", why=why)

    def __str__(self) -> str:
        return str(self.said)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, by address.

    `written` are new or changed; `outdated` were left alone, since their source has changed after
    the site was built; `damaged` stand in their place with other bytes than they should have and
    cannot be put right from themselves; `unreferred` were put there once and are not in the site.
    Of a target elsewhere `removed` are those that were taken away, `left` those that were not come
    to when it was asked to stop.
    """

    written: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    unreferred: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def idle(self) -> bool:
        """Whether nothing had to be written."""
        return not self.written


def page_address(*folders: str) -> str:
    """The address of the page of a folder; the first page without one."""
    return "/".join([*folders, PAGE])


def feed_address(series: str) -> str:
    """The address of a series' feed."""
    return f"{series}/{FEED}"


def feed_addresses(series: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the documents of a series' feed, from the newest episodes to the oldest."""
    ours = (a.partition("/")[2] for a in addresses if a.startswith(f"{series}/"))
    return tuple(f"{series}/{name}" for name in documents(ours))
