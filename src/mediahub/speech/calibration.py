"""A table of confidence fitted to words of which it is known whether they were right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mediahub.speech.confidence import OTHERS, Knots, Table

SMALLEST_GROUP = 25
"""Words whose share of right ones is taken together at the least."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A recognised word: its probability, whether people know it, and whether it is right."""

    probability: float
    known: bool
    right: bool


def fit(seen: Sequence[Seen]) -> Table:
    """The table that these words give; where there are too few of a kind, that of OTHERS.

    Groups are as small as can be: of a good model few words are more likely wrong than right, and
    in a large group they would be lost among the others.
    """
    curves = []
    for known, fallback in ((True, OTHERS.known), (False, OTHERS.unknown)):
        part = [one for one in seen if one.known == known]
        enough = len(part) >= SMALLEST_GROUP
        curves.append(fitted(part, len(part) // SMALLEST_GROUP) if enough else fallback)
    return Table(*curves)


def fitted(seen: Sequence[Seen], bins: int = 12) -> Knots:
    """Knots of a rising curve from probability to share of right words: pooled adjacent bins.

    The pool-adjacent-violators rule of isotonic regression (Barlow et al., 1972) over bins of about
    equal size, of 25 words at the least; at least one word must be given.
    """
    size = max(SMALLEST_GROUP, len(seen) // bins)
    pooled: list[_Group] = []
    for group in _groups(seen, size):
        pooled.append(group)
        while len(pooled) > 1 and (
            pooled[-1].share <= pooled[-2].share or pooled[-1].words < size / 2
        ):
            last = pooled.pop()
            pooled[-1] = pooled[-1].with_(last)
    return tuple((round(one.mean, 3), round(one.share, 3)) for one in pooled)


@dataclass(frozen=True, slots=True)
class _Group:
    probabilities: float
    """Their sum."""
    right: int
    words: int

    @property
    def mean(self) -> float:
        return self.probabilities / self.words

    @property
    def share(self) -> float:
        return self.right / self.words

    def with_(self, other: "_Group") -> "_Group":
        return _Group(
            self.probabilities + other.probabilities,
            self.right + other.right,
            self.words + other.words,
        )


def _groups(seen: Sequence[Seen], size: int) -> list[_Group]:
    """Groups of rising probability, of `size` words or more but for the last.

    Words of one probability are in one group: nothing tells them apart.
    """
    found: list[_Group] = []
    for probability, alike in groupby(
        sorted(seen, key=lambda one: one.probability), key=lambda one: one.probability
    ):
        rights = [one.right for one in alike]
        group = _Group(probability * len(rights), sum(rights), len(rights))
        if found and found[-1].words < size:
            found[-1] = found[-1].with_(group)
        else:
            found.append(group)
    return found
