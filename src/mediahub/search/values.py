"""What the index stores, what narrows a search, and what it answers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mediahub.errors import MediahubError, SettingsError
from mediahub.tongues import joined

PassageKind = Literal["film", "podcast", "article", "glossary", "question", "slides"]
Reviewed = Literal["yes", "partly", "no"]
"""How much of what is said in a passage a person called right: all, some or none of its words."""
Sort = Literal["relevance", "date"]
Manner = Literal[
    "word", "inflection", "compound", "derivation", "synonym", "folded", "sound", "spelling",
    "title",
]  # fmt: skip


class DamagedIndexError(SettingsError):
    """The index on disk cannot be read; writing to it begins a new one."""


class SearchServerError(MediahubError):
    """The server that holds the index cannot be asked: the operator acts, nothing else is lost."""


class QueryError(MediahubError):
    """The query cannot be understood; `position` is the character (from 0) where it went wrong."""

    def __init__(self, reason: str, query: str, position: int) -> None:
        self.reason, self.query, self.position = reason, query, position
        super().__init__(joined("", (reason, f"\n  {query}\n  {' ' * position}^")))


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an item that the index stores and a search lands in; times in ms.

    Words are what `text.split()` gives. `word_times` holds each word's start (empty when not
    known: a hit then lands at `start_ms`), `turns` the index of each word where a new speaker
    begins and the name, `lead` how many words at the beginning repeat the end of the passage
    before, so that a phrase across the border is found. `page` is where to land in a document,
    `doubtful` the indices of the words that are more likely wrong than right. `described` says that
    it is what people wrote about the item: it is found where nothing in the item itself is.
    `languages` holds the index of each word where another language begins, and its code; empty
    where all of it is Swedish. `reviewed` is None for what is not heard.
    """

    item: str
    start_ms: int
    end_ms: int
    text: str
    speakers: tuple[str, ...] = ()
    word_times: tuple[int, ...] = ()
    turns: tuple[tuple[int, str], ...] = ()
    page: int | None = None
    title: str = ""
    kind: PassageKind = "film"
    theme: str | None = None
    series: str | None = None
    date: datetime.date | None = None
    formats: tuple[str, ...] = ()
    confidence: float = 1.0
    lead: int = 0
    doubtful: tuple[int, ...] = ()
    described: bool = False
    languages: tuple[tuple[int, str], ...] = ()
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must belong to; None for no matter. Names are compared without case or accents.

    `speaker` may be a part of a name ("Anna" finds "Anna Lind"); the dates are inclusive.
    """

    speaker: str | None = None
    theme: str | None = None
    series: str | None = None
    kind: str | None = None
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    reviewed: str | None = None


@dataclass(frozen=True, slots=True)
class Markers:
    """What is put before and after each matched word in a snippet, and after a doubtful one."""

    before: str = "<mark>"
    after: str = "</mark>"
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How a word of the query was found: as what word of the text, in what manner.

    `wanted` is the word that was looked for: the one typed, or the one it was taken to mean.
    """

    wanted: str
    found: str
    manner: Manner


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers the query; `at_ms` is the moment of the first matched word.

    With several words that is the place where they stand closest together. `marks` are the
    matched stretches of `text` (start, end), `doubts` those of the words that are more likely wrong
    than right, `snippet` is a part of it with both marked. What is `described` is written about the
    item, and stands at no moment or page of it.
    """

    item: str
    title: str
    kind: PassageKind
    theme: str | None
    series: str | None
    date: datetime.date | None
    page: int | None
    speaker: str | None
    at_ms: int
    start_ms: int
    end_ms: int
    text: str
    snippet: str
    score: float
    marks: tuple[tuple[int, int], ...] = ()
    matches: tuple[Match, ...] = ()
    doubts: tuple[tuple[int, int], ...] = ()
    described: bool = False
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """An item's hits among those shown, best first; `total` counts all that it has."""

    item: str
    title: str
    kind: PassageKind
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query. `relaxed` says that no passage had all the words, so any would do.

    `suggestion` is the query with misspelt words put right ("menade du …"), or None. `facets`
    counts hits by value for speaker, theme, series, kind, year and reviewed, most frequent first.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    groups: tuple[Group, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    relaxed: bool = False
    suggestion: str | None = None
