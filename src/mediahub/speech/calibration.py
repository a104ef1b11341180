"""A table of confidence fitted to words of which it is known whether they were right."""

from collections.abc import Sequence
from dataclasses import dataclass

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

    The pool-adjacent-violators rule of isotonic regression (Barlow et al., 1972) over bins of equal
    size, of 25 words at the least; at least one word must be given.
    """
    ordered = sorted((one.probability, one.right) for one in seen)
    size = max(SMALLEST_GROUP, len(ordered) // bins)
    groups: list[list[float]] = []  # sum of probabilities, right words, words
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        groups.append([sum(p for p, _ in part), sum(right for _, right in part), len(part)])
        while len(groups) > 1 and (
            groups[-1][1] * groups[-2][2] <= groups[-2][1] * groups[-1][2]
            or groups[-1][2] < size / 2
        ):
            last = groups.pop()
            groups[-1] = [one + other for one, other in zip(groups[-1], last, strict=True)]
    return tuple((round(p / n, 3), round(right / n, 3)) for p, right, n in groups)
