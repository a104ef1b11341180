"""A second engine behind the protocol: dictionaries in memory, as plain as can be.

What the search finds must not hang on the engine, so the tests of finding run on both.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mediahub.language import fold
from mediahub.search import analysis
from mediahub.search.analysis import Forms
from mediahub.search.engine import POSITION_BITS, Columns, Keys, Kin, Label, StoredPassage


def edits(one: str, other: str) -> int:
    """The edits between two words by the book (optimal string alignment)."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            best = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


def edits_or_ending(one: str, other: str) -> int:
    """The same, an ending of up to three letters that only `other` has counted as one edit."""
    shorter = [other[:-n] for n in (1, 2, 3) if len(other) - n >= len(one) - 1]
    return min([edits(one, other), *(edits(one, short) + 1 for short in shorter)])


@dataclass
class MemorySnapshot:
    """Every passage of every item, in order of the ids."""

    held: Mapping[str, list[StoredPassage]]
    items: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.items = sorted(self.held)
        self.passages = [one for item in self.items for one in self.held[item]]
        self._places: dict[str, list[int]] = {}
        for number, passage in enumerate(self.passages):
            for position, word in [*enumerate(passage.words), *passage.extra]:
                self._places.setdefault(word, []).append((number << POSITION_BITS) | position)

    @property
    def columns(self) -> Columns:
        counts = [len(self.held[item]) for item in self.items]
        return Columns(
            live=np.ones(len(self.passages), dtype=bool),
            lead=np.array([one.lead for one in self.passages], dtype=np.uint16),
            length=np.array([len(one.words) for one in self.passages], dtype=np.uint16),
            day=np.array([one.day for one in self.passages], dtype=np.int32),
            confidence=np.array([one.confidence for one in self.passages], dtype=np.float32),
            item=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
            place=np.array([n for count in counts for n in range(count)], dtype=np.int32),
        )

    def _all(self, wanted: Iterable[str]) -> Keys:
        return np.array(
            sorted({key for word in wanted for key in self._places.get(word, ())}), dtype=np.int64
        )

    def word(self, word: str) -> Keys:
        return self._all([word])

    def kin(self, kind: Kin, key: str) -> Keys:
        return self._all(self.kin_words(kind, key))

    def kin_words(self, kind: Kin, key: str) -> list[str]:
        def has(own: Forms) -> bool:
            if kind == "sound":
                return own.sound == key
            keys: dict[str, tuple[str, ...]] = {
                "stem": own.stems, "head": own.heads, "part": own.parts, "folded": own.folded,
            }  # fmt: skip
            return key in keys[kind]

        return sorted(word for word in self._places if has(analysis.forms(word)))

    def beginning(self, prefix: str, most: int, *, folded: bool = False) -> Keys:
        starting = [
            word for word in self._places if (fold(word) if folded else word).startswith(prefix)
        ]
        return self._all(sorted(starting, key=lambda word: -len(self._places[word]))[:most])

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        apart = {word: edits_or_ending(folded, fold(word)) for word in self._places}
        return sorted(
            (word, count, len(self._places[word]))
            for word, count in apart.items()
            if count <= distance
        )

    def frequency(self, word: str) -> int:
        return len(self._places.get(word, ()))

    def labels(self, label: Label) -> list[str]:
        return sorted({value for one in self.passages for own, value in one.labels if own == label})

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        return np.array(
            [n for n, one in enumerate(self.passages) if (label, value) in one.labels],
            dtype=np.int64,
        )

    def turns(self, speaker: str) -> Keys:
        return np.array(
            [
                (number << POSITION_BITS) | position
                for number, one in enumerate(self.passages)
                for position, name in one.turns
                if name == speaker
            ],
            dtype=np.int64,
        )

    def payload(self, passage: int) -> bytes:
        return self.passages[passage].payload


@dataclass
class MemoryEngine:
    """The whole index in one dictionary; a writer works on a copy."""

    held: dict[str, tuple[str, list[StoredPassage]]] = field(default_factory=dict)
    _snapshot: MemorySnapshot | None = None

    def fingerprints(self) -> Mapping[str, str]:
        return {item: fingerprint for item, (fingerprint, _) in self.held.items()}

    def snapshot(self) -> MemorySnapshot:
        if self._snapshot is None:
            self._snapshot = MemorySnapshot(
                {item: passages for item, (_, passages) in self.held.items()}
            )
        return self._snapshot

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> "MemoryWriter":
        assert forms is analysis.forms  # what the snapshot uses too
        return MemoryWriter(self, {} if anew else dict(self.held))

    def verify(self) -> None:
        assert all(count == 1 for count in Counter(self.held).values())


@dataclass
class MemoryWriter:
    """A copy that takes the place of the whole when it is committed."""

    engine: MemoryEngine
    held: dict[str, tuple[str, list[StoredPassage]]]

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        self.held[item] = (fingerprint, list(passages))

    def remove(self, item: str) -> None:
        self.held.pop(item, None)

    def commit(self) -> None:
        self.engine.held, self.engine._snapshot = self.held, None

    def cancel(self) -> None:
        pass
