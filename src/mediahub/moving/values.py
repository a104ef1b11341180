"""A podcast as its old feed tells it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mediahub.catalog.values import Role


@dataclass(frozen=True, slots=True)
class OldEnclosure:
    """The file of an episode: its address, media type ("" where none is said) and length."""

    url: str
    type: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class OldPerson:
    """Someone who takes part."""

    name: str
    role: Role = "host"
    link: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class OldChapter:
    """A chapter: where it begins (ms), its title and its web page."""

    start_ms: int
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class OldTranscript:
    """A transcript by its address and media type."""

    url: str
    type: str


@dataclass(frozen=True, slots=True)
class OldEpisode:
    """An `<item>`. `guid` is as subscribers' apps have it; `published` has a zone.

    It is None where `date`, what the feed says, is no date. `description` is Markdown. `number`
    counts from 1 in the order of the feed.
    """

    number: int
    guid: str
    title: str
    enclosure: OldEnclosure
    published: datetime | None = None
    date: str = ""
    description: str = ""
    link: str | None = None
    season: int | None = None
    episode: int | None = None
    explicit: bool = False
    image: str | None = None
    people: tuple[OldPerson, ...] = ()
    chapters: tuple[OldChapter, ...] = ()
    chapters_url: str | None = None
    transcripts: tuple[OldTranscript, ...] = ()


@dataclass(frozen=True, slots=True)
class OldFeed:
    """A channel. `address` is where it was read, None for a file of which it does not tell.

    `locked` is the owner whom a locked feed names ("" where it names none), None for one that is
    not. `following` is the address of its next page.
    """

    title: str
    address: str | None = None
    description: str = ""
    language: str = "sv"
    link: str | None = None
    author: str | None = None
    email: str | None = None
    image: str | None = None
    category: tuple[str, ...] = ()
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    copyright: str | None = None
    license: str | None = None
    license_url: str | None = None
    guid: str | None = None
    locked: str | None = None
    moved_to: str | None = None
    following: str | None = None
    people: tuple[OldPerson, ...] = ()
    episodes: tuple[OldEpisode, ...] = field(default=())
