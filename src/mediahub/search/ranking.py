"""Which passages answer the whole query, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import LONGEST_PASSAGE, POSITION_BITS, Columns, Keys, empty_keys
from mediahub.search.matching import Found, nearest, only

_POSITION = LONGEST_PASSAGE - 1
_TITLE = 0.3
"""What a word in the title is worth beside one that is spoken."""
_RELAXED = np.float32(0.5)
_LENGTH = 60
"""Words in a passage of usual length."""
_FAR = 60


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Where anyone takes the word, and where those do that are wanted."""

    all_starts: Keys
    starts: Keys

    def __call__(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of the places are in a wanted turn."""
        if not len(self.starts):
            return np.zeros(len(keys), dtype=bool)
        before = np.searchsorted(self.all_starts, keys, side="right") - 1
        begun = self.all_starts[np.maximum(before, 0)]
        at = np.minimum(np.searchsorted(self.starts, begun), len(self.starts) - 1)
        there: NDArray[np.bool_] = (self.starts[at] == begun) & (begun <= keys)
        return there & (begun >> POSITION_BITS == keys >> POSITION_BITS)


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """What answers one clause in the text, and the passages whose title answers it."""

    found: Found
    titled: NDArray[np.int64]

    def said_by(self, said: Said | None) -> "Clause":
        """The clause as far as wanted speakers say it; a title is no one's word."""
        return self if said is None else Clause(only(self.found, said), empty_keys())

    @property
    def empty(self) -> bool:
        """Whether nothing at all answers it."""
        return not len(self.found.keys) and not len(self.titled)


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The passages that answer, in no order; the score of every passage; `relaxed` as Results."""

    passages: NDArray[np.int64]
    score: NDArray[np.float32]
    relaxed: bool = False


def rank(
    clauses: Sequence[Clause],
    excluded: Sequence[Found],
    allowed: NDArray[np.bool_],
    columns: Columns,
    *,
    any_of_them: bool = False,
) -> Ranking:
    """The passages among the `allowed` that all clauses answer, or any of them; scored 0 to 1."""
    size = len(allowed)
    open_ = allowed.copy()
    for found in excluded:
        open_[found.keys >> POSITION_BITS] = False
    score = np.zeros(size, dtype=np.float32)
    if not clauses:
        return Ranking(np.flatnonzero(open_), score)
    count = np.zeros(size, dtype=np.int16)
    core = np.zeros(size, dtype=bool)
    weights = [_rarity(clause, columns) for clause in clauses]
    for clause, weight in zip(clauses, weights, strict=True):
        _add(clause, weight / sum(weights), count, core, score, columns)
    score *= 0.9 + 0.1 * columns.confidence
    # Words that stand in the title only are found at the item's beginning.
    open_ &= core | (columns.place == 0)
    if any_of_them:
        return Ranking(np.flatnonzero(open_ & (count > 0)), score * _RELAXED, relaxed=True)
    passages = np.flatnonzero(open_ & (count == len(clauses)))
    if len(clauses) > 1 and len(passages):
        score[passages] *= _closeness(clauses, passages, size)[passages]
    return Ranking(passages, score)


def _rarity(clause: Clause, columns: Columns) -> float:
    """A weight between 0.25 and 1.25, the more the rarer; the same in small and large collections.

    A word in one passage of a thousand weighs much the same whether there are 2,000 or 200,000.
    """
    holders = len(np.unique(clause.found.keys >> POSITION_BITS)) + 1
    return 0.25 + float(np.log(1 + len(columns.live) / holders) / np.log(2 + len(columns.live)))


def _add(
    clause: Clause,
    weight: float,
    count: NDArray[np.int16],
    core: NDArray[np.bool_],
    score: NDArray[np.float32],
    columns: Columns,
) -> None:
    found = clause.found
    part = np.zeros(len(score), dtype=np.float32)
    if len(found.keys):
        holders = found.keys >> POSITION_BITS
        starts = np.flatnonzero(np.concatenate(([True], holders[1:] != holders[:-1])))
        passages = holders[starts]
        times = np.diff(np.concatenate((starts, [len(holders)])))
        best = np.maximum.reduceat(found.quality, starts)
        last = np.maximum.reduceat(found.ends & _POSITION, starts)
        core[passages] |= last >= columns.lead[passages]
        # BM25's saturation (k1 = 1, b = 0.75), with a fixed length in place of the average, so that
        # the order does not hang on what else is in the index; scaled to 1 for a dense passage.
        density = times / (times + 0.25 + 0.75 * columns.length[passages] / _LENGTH)
        part[passages] = best * density
    if len(clause.titled):
        titled = clause.titled
        part[titled] = np.where(part[titled] > 0, part[titled] * 1.1, _TITLE)
    count += part > 0
    score += np.float32(weight) * part


def _closeness(
    clauses: Sequence[Clause], passages: NDArray[np.int64], size: int
) -> NDArray[np.float32]:
    """1.0 where the words stand side by side, falling to 0.6 where they are far apart."""
    wanted = np.zeros(size, dtype=bool)
    wanted[passages] = True
    texts = [clause.found.keys for clause in clauses if len(clause.found.keys)]
    result = np.full(size, 0.6, dtype=np.float32)
    if len(texts) < 2:
        result[passages] = 1.0
        return result
    anchor, span = tightest(texts, wanted)
    if len(anchor):
        holders = anchor >> POSITION_BITS
        starts = np.flatnonzero(np.concatenate(([True], holders[1:] != holders[:-1])))
        least = np.minimum.reduceat(span, starts)
        over = np.maximum(0, least - (len(texts) - 1))
        result[holders[starts]] = 0.6 + 0.4 / (1 + over / 6)
    return result


def tightest(texts: Sequence[Keys], wanted: NDArray[np.bool_]) -> tuple[Keys, NDArray[np.int64]]:
    """For each place of the rarest word in a wanted passage, how wide around it all words stand."""
    rarest = min(texts, key=len)
    anchor = rarest[wanted[rarest >> POSITION_BITS]]
    if not len(anchor):
        return empty_keys(), empty_keys()
    low, high = anchor.copy(), anchor.copy()
    missing = np.zeros(len(anchor), dtype=bool)
    for keys in texts:
        if keys is rarest:
            continue
        others, _ = nearest(keys, anchor)
        away = others >> POSITION_BITS != anchor >> POSITION_BITS
        missing |= away
        low = np.where(away, low, np.minimum(low, others))
        high = np.where(away, high, np.maximum(high, others))
    span = np.where(missing, _FAR, np.minimum(high - low, _FAR))
    return anchor, span
