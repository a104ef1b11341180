"""What the search asks of an engine: a store of words by passage that commits as a whole.

An engine knows nothing of Swedish, queries or ranking. Occurrences are int64 keys, ascending:
`passage << POSITION_BITS | position`, where a passage is numbered within its snapshot and a
position is the index of a word in the passage.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from mediahub.search.analysis import Forms

POSITION_BITS = 12
LONGEST_PASSAGE = 1 << POSITION_BITS
"""Words; what comes after is stored but not found. `cutting` makes passages of some 200."""

Keys = NDArray[np.int64]
Kin = Literal["stem", "head", "part", "folded", "sound"]
Label = Literal["speaker", "theme", "series", "kind", "year", "title"]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as an engine takes it.

    `words` stand at their index, `extra` words at a position too; the first `lead` positions
    repeat the passage before. `day` is a proleptic ordinal, 0 for none.
    """

    words: Sequence[str]
    payload: bytes
    extra: Sequence[tuple[int, str]] = ()
    lead: int = 0
    labels: Sequence[tuple[Label, str]] = ()
    turns: Sequence[tuple[int, str]] = ()
    """The position where each speaker takes the word, and the name."""
    day: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """A number for each passage of a snapshot, in order; all of the same length."""

    live: NDArray[np.bool_]
    lead: NDArray[np.uint16]
    length: NDArray[np.uint16]
    day: NDArray[np.int32]
    confidence: NDArray[np.float32]
    item: NDArray[np.int32]
    """The rank of its item among the ids in order; -1 for a passage that is no more."""
    place: NDArray[np.int32]
    """Its index within the item."""


class Snapshot(Protocol):
    """One commit, whole; stays as it is while later ones are made."""

    @property
    def columns(self) -> Columns:
        """Numbers by passage."""

    @property
    def items(self) -> Sequence[str]:
        """Ids in order; `columns.item` indexes them."""

    def word(self, word: str) -> Keys:
        """Where this very word stands."""

    def kin(self, kind: Kin, key: str) -> Keys:
        """Where words that have this among their forms stand."""

    def kin_words(self, kind: Kin, key: str) -> list[str]:
        """The words that have this among their forms."""

    def beginning(self, prefix: str, most: int, *, folded: bool = False) -> Keys:
        """Where words with this beginning stand; of very many the commonest, at least `most`.

        With `folded` it is the beginning of their folded forms.
        """

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """Words whose folded form is at most so many edits away: word, distance, frequency."""

    def frequency(self, word: str) -> int:
        """How often this very word stands in the index."""

    def labels(self, label: Label) -> list[str]:
        """Every value of the label, in order."""

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry it, ascending; some may be no more."""

    def turns(self, speaker: str) -> Keys:
        """Where the speaker takes the word."""

    def payload(self, passage: int) -> bytes:
        """What was stored with the passage."""


class Writer(Protocol):
    """One change of the index: seen by no one until committed, then whole."""

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Put these passages in place of all that the item has."""

    def remove(self, item: str) -> None:
        """Take out all that the item has; nothing happens when it has none."""

    def commit(self) -> None:
        """Make the change seen, on disk; ends the writer."""

    def cancel(self) -> None:
        """Drop the change; ends the writer. Does nothing after a commit."""


class Engine(Protocol):
    """A folder that holds an index of one engine's making."""

    def fingerprints(self) -> Mapping[str, str]:
        """Each item's fingerprint in the newest commit. Raises DamagedIndexError."""

    def snapshot(self) -> Snapshot:
        """The newest commit; the same object while there is no newer. Raises DamagedIndexError."""

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> Writer:
        """The one writer, once it is this one's turn; `anew` leaves out all that there is.

        With `anew` readers see the old index until the commit. A damaged index is begun anew.
        """

    def verify(self) -> None:
        """Read everything. Raises DamagedIndexError, as all do from then on, when harmed."""


def empty_keys() -> Keys:
    """No occurrences."""
    return np.empty(0, dtype=np.int64)


def merged(parts: Sequence[Keys]) -> Keys:
    """The occurrences of all, ascending, each once."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return empty_keys()
    if len(kept) == 1:
        return kept[0]
    keys = np.concatenate(kept)
    keys.sort(kind="stable")  # runs that are sorted already are merged in linear time
    different = np.empty(len(keys), dtype=bool)
    different[0] = True
    np.not_equal(keys[1:], keys[:-1], out=different[1:])
    return keys if different.all() else keys[different]


def bytes_of(array: NDArray[Any]) -> bytes:
    """The array's numbers as they lie in memory, little-endian."""
    return np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False)).tobytes()
