"""What the search asks of an engine: keep passages, commit as a whole, execute expanded queries.

An engine knows nothing of Swedish and nothing of how a query is typed: what it takes in are words
with their place and their forms, what it executes is an `ExpandedQuery`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from mediahub.search.analysis import Forms
from mediahub.search.expanded import ANYTHING, Alternative, ExpandedQuery, Label, Narrowing
from mediahub.search.values import Passage, Sort
from mediahub.search.vocabulary import Vocabulary

LONGEST_PASSAGE = 4096
"""Words; what comes after is stored but not found. `cutting` makes passages of some 200."""
FACETS: tuple[Label, ...] = ("speaker", "theme", "series", "kind", "year", "reviewed")


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as an engine takes it.

    `words` stand at their index, `extra` words at a position too; the first `lead` positions
    repeat the passage before. `day` is a proleptic ordinal, 0 for none.
    """

    words: Sequence[str]
    payload: bytes
    """The passage itself, which `payload.from_payload` reads."""
    extra: Sequence[tuple[int, str]] = ()
    lead: int = 0
    labels: Sequence[tuple[Label, str]] = ()
    turns: Sequence[tuple[int, str]] = ()
    """The position where each speaker takes the word, and the name."""
    day: int = 0
    confidence: float = 1.0
    described: bool = False
    """Whether it is what is written about its item, and no part of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of a passage that answer a clause, from the first position to the last.

    `alternative` is the best that answers there; None for a place that only has a speaker begin.
    """

    first: int
    last: int
    alternative: Alternative | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: its score, and for each clause the answers, by first position."""

    passage: Passage
    score: float
    answers: tuple[tuple[Answer, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """What an execution found: one page of it, and figures about the whole.

    `facets` counts all passages found by value, most frequent first, then by value.
    """

    found: tuple[Found, ...] = ()
    total: int = 0
    by_item: Mapping[str, int] = field(default_factory=dict)
    """How many were found of each item on this page."""
    facets: Mapping[Label, Mapping[str, int]] = field(default_factory=dict)
    taken: tuple[tuple[int | None, ...], ...] = ()
    """For each clause and term the number of the tier that was taken; None for none."""
    unanswered: tuple[int, ...] = ()
    """The clauses that nothing at all in the index answers, whatever the filters."""


class Snapshot(Vocabulary, Protocol):
    """One commit, whole; stays as it is while later ones are made. For the thread that has it."""

    def execute(
        self,
        expanded: ExpandedQuery,
        filters: Narrowing = ANYTHING,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        facets: Sequence[Label] = FACETS,
    ) -> Matches:
        """The passages found that are also what `filters` says, `offset` to `offset + limit`.

        By score, or newest first and then by score; among equals in order of items' ids, and
        within an item as its passages were given. Only the `facets` that are named are counted.
        """


class Writer(Protocol):
    """One change of the index: seen by no one until committed, then whole. For one thread."""

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Put these passages in place of all that the item has."""

    def remove(self, item: str) -> None:
        """Take out all that the item has; nothing happens when it has none."""

    def compact(self) -> None:
        """Have the commit leave nothing of what was ever replaced or taken out."""

    def commit(self) -> None:
        """Make the change seen, on disk; ends the writer."""

    def cancel(self) -> None:
        """Drop the change; ends the writer. Does nothing after a commit."""


class Engine(Protocol):
    """A place that holds an index of one engine's making. Any threads may ask at once."""

    def newest(self) -> str:
        """A mark of the newest commit, another one for each; costs no opening of the index."""

    def fingerprints(self) -> Mapping[str, str]:
        """Each item's fingerprint in the newest commit. Raises DamagedIndexError."""

    def reading(self) -> AbstractContextManager[Snapshot]:
        """The newest commit, as it is, for as long as the block lasts. Raises DamagedIndexError."""

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> Writer:
        """The one writer, once it is this one's turn; `anew` leaves out all that there is.

        With `anew` readers see the old index until the commit. A damaged index is begun anew.
        """

    def verify(self) -> None:
        """Read everything. Raises DamagedIndexError, as all do from then on, when harmed."""
