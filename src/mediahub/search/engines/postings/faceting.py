"""How many of the passages that were found carry each value of a label."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """The values of a label by passage, so that counting costs what was found, not what there is.

    Passage `n` carries those whose numbers are `numbers[starts[n] : starts[n + 1]]`; or without
    `starts`, where none carries several, the one of number `numbers[n]`, which for none is how many
    values there are.
    """

    values: tuple[str, ...]
    numbers: NDArray[np.int32]
    starts: NDArray[np.int32] | None = None

    def counts(self, found: NDArray[np.int64]) -> dict[str, int]:
        """How many of the passages (each once) carry each value, the most frequent first.

        Equal ones are in the order of their names; what none carries is left out.
        """
        if not self.values:
            return {}
        counts = np.bincount(self._carried(found), minlength=len(self.values)).tolist()
        kept = [(value, count) for value, count in zip(self.values, counts, strict=False) if count]
        return dict(sorted(kept, key=lambda pair: (-pair[1], pair[0])))

    def _carried(self, found: NDArray[np.int64]) -> NDArray[np.int32]:
        """The numbers of all values that the passages carry."""
        if self.starts is None:
            return self.numbers[found]
        first = self.starts[found]
        many = self.starts[found + 1] - first
        # 0, 1, 2 … from the first of each passage on.
        before = np.cumsum(many) - many
        return self.numbers[np.arange(many.sum()) - np.repeat(before - first, many)]


def facet_of(held: Mapping[str, NDArray[np.int64]], size: int) -> Facet:
    """The facet of a label, by the passages (of `size`) that carry each of its values."""
    values = tuple(held)
    if not values:
        return Facet((), np.zeros(size, np.int32))
    passages = np.concatenate([held[value] for value in values])
    numbers = np.repeat(np.arange(len(values), dtype=np.int32), [len(held[one]) for one in values])
    many = np.bincount(passages, minlength=size)
    if many.max(initial=0) <= 1:
        only = np.full(size, len(values), dtype=np.int32)
        only[passages] = numbers
        return Facet(values, only)
    starts = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(many, out=starts[1:])
    return Facet(values, numbers[np.argsort(passages, kind="stable")], starts)
