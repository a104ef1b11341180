"""All words of a vocabulary in letters, held in memory: which of them are a few letters from one.

A database has no quick way to ask that, and the letters of a million words are some 40 MB.
"""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postings.letters import distances, in_bytes, letters_of

_WIDTH = 36
"""Letters; a longer word is no misspelling of anything that is held against others."""


class Spellings:
    """Folded words by the number of their lexeme; only ever added to. For any threads."""

    def __init__(self) -> None:
        self._adding = threading.Lock()
        self._arrays = (
            np.empty(0, dtype=np.int64),
            np.empty((0, _WIDTH), dtype=np.uint8),
            np.empty(0, dtype=np.uint8),
            np.empty(0, dtype=np.uint32),
        )
        self.last = 0
        """The highest number there is."""
        self.mark = 0
        """The number of the newest commit of which all words are there."""

    def add(self, rows: Sequence[tuple[int, str, int]], after: int, mark: int) -> None:
        """Add words (number, folded, letters): those that the commit with this number has with a
        number above `after`, ascending."""
        with self._adding:
            if self.last != after or mark < self.mark:
                return  # another thread was first
            self.mark = mark
            if not rows:
                return
            self.last = rows[-1][0]
            kept = [(number, in_bytes(folded), bits) for number, folded, bits in rows]
            kept = [row for row in kept if len(row[1]) <= _WIDTH]
            text = b"".join(folded.ljust(_WIDTH, b"\0") for _, folded, _ in kept)
            rows_ = np.frombuffer(text, dtype=np.uint8).reshape(-1, _WIDTH)
            numbers, letters_, lengths, bits_ = self._arrays
            self._arrays = (
                np.concatenate((numbers, _column(kept, 0, np.int64))),
                np.concatenate((letters_, rows_)),
                np.concatenate((lengths, np.array([len(one) for _, one, _ in kept], np.uint8))),
                np.concatenate((bits_, _column(kept, 2, np.uint32))),
            )

    def near(self, folded: str, most: int) -> dict[int, int]:
        """The words at most so many edits from `folded`: number and edits."""
        numbers, text, lengths, letters = self._arrays
        size = len(folded)
        apart = np.bitwise_count(letters ^ np.uint32(letters_of(folded)))
        fits = (lengths >= size - most) & (lengths <= size + most + 2) & (apart <= 2 * most + 1)
        likely = np.flatnonzero(fits)
        rows = text[likely][:, : size + most + 2]
        edits = distances(in_bytes(folded), rows, lengths[likely].astype(np.int64), most)
        near = np.flatnonzero(edits <= most)
        return dict(zip(numbers[likely[near]].tolist(), edits[near].tolist(), strict=True))


def _column(rows: Sequence[tuple[Any, ...]], at: int, kind: type) -> NDArray[Any]:
    return np.array([row[at] for row in rows], dtype=kind)
