"""Which passages answer the whole query, and how well: `Scoring`, for all passages at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postings.keys import (
    POSITION,
    POSITION_BITS,
    Keys,
    common,
    empty_keys,
    nearest,
    starts_of,
)
from mediahub.search.engines.postings.matching import ClausePlaces
from mediahub.search.engines.postings.postings import Columns
from mediahub.search.expanded import Scoring


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The passages that answer, in no order, and the score of each."""

    passages: NDArray[np.int64]
    score: NDArray[np.float32]


def rank(
    clauses: Sequence[ClausePlaces],
    excluded: Sequence[ClausePlaces],
    allowed: NDArray[np.bool_],
    columns: Columns,
    scoring: Scoring,
    *,
    any_of_them: bool = False,
) -> Ranking:
    """The passages among the `allowed` that all clauses answer, or any of them; scored 0 to 1."""
    size = len(allowed)
    open_ = allowed.copy()
    for found in excluded:
        unwanted = found.keys >> POSITION_BITS
        open_[unwanted] = False
        open_ &= ~(columns.described & np.isin(columns.item, columns.item[unwanted]))
    if not clauses:
        passages = _said_first(np.flatnonzero(open_), columns)
        return Ranking(passages, np.zeros(len(passages), dtype=np.float32))
    core = np.zeros(size, dtype=bool)
    parts = [_part(clause, core, columns, scoring) for clause in clauses]
    if any_of_them:
        passages = reduce(np.union1d, [part.passages for part in parts])
    else:
        passages = reduce(common, [part.passages for part in parts])
    # Words that stand in the title only are found at the item's beginning.
    passages = passages[open_[passages] & (core[passages] | (columns.place[passages] == 0))]
    passages = _said_first(passages, columns)
    score = np.zeros(len(passages), dtype=np.float32)
    weights = [_rarity(part.holders, size, scoring) for part in parts]
    for part, weight in zip(parts, weights, strict=True):
        score += np.float32(weight / sum(weights)) * part.of(passages)
    score *= (1 - scoring.confidence) + scoring.confidence * columns.confidence[passages]
    score[columns.described[passages]] *= scoring.described
    if any_of_them:
        score *= np.float32(scoring.any_of_them)
    elif len(clauses) > 1 and len(passages):
        score *= _closeness(clauses, passages, size, scoring)
    return Ranking(passages, score)


def _said_first(passages: NDArray[np.int64], columns: Columns) -> NDArray[np.int64]:
    """The passages, without what is written about an item that has others among them."""
    described = columns.described[passages]
    if not described.any():
        return passages
    said = np.isin(columns.item[passages], columns.item[passages[~described]])
    kept: NDArray[np.int64] = passages[~(described & said)]
    return kept


def _rarity(holders: int, size: int, scoring: Scoring) -> float:
    """A weight between 0.25 and 1.25, the more the rarer; the same in small and large collections.

    A word in one passage of a thousand weighs much the same whether there are 2,000 or 200,000.
    """
    return scoring.floor + float(np.log(1 + size / (holders + 1)) / np.log(2 + size))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The passages that a clause answers, ascending, and its part of each one's score."""

    passages: NDArray[np.int64]
    score: NDArray[np.float32]
    holders: int
    """How many of them it answers elsewhere than in the title."""

    def of(self, passages: NDArray[np.int64]) -> NDArray[np.float32]:
        """Its part of the score of each of these; 0 where it does not answer."""
        if np.array_equal(passages, self.passages):
            return self.score
        found = np.zeros(len(passages), dtype=np.float32)
        if len(self.passages):
            at = np.minimum(np.searchsorted(self.passages, passages), len(self.passages) - 1)
            there = self.passages[at] == passages
            found[there] = self.score[at[there]]
        return found


def _part(
    clause: ClausePlaces, core: NDArray[np.bool_], columns: Columns, scoring: Scoring
) -> _Part:
    """The clause's part of each score; notes in `core` which passages it answers past the lead."""
    passages, part = empty_keys(), np.empty(0, dtype=np.float32)
    if len(clause.keys):
        holders = clause.keys >> POSITION_BITS
        starts = starts_of(holders)
        passages = holders[starts]
        times = np.diff(np.concatenate((starts, [len(holders)])))
        best = _best(clause, passages, core, columns)
        length = columns.length[passages] / scoring.usual_length
        part = (best * (times / (times + scoring.b + scoring.c * length))).astype(np.float32)
    own = len(passages)
    if len(clause.titled):
        titled = clause.titled
        both = np.union1d(passages, titled)
        score = np.zeros(len(both), dtype=np.float32)
        score[np.searchsorted(both, passages)] = part
        at = np.searchsorted(both, titled)
        score[at] = np.where(score[at] > 0, score[at] * scoring.also_titled, scoring.titled)
        passages, part = both, score
    answered = part > 0
    if not answered.all():
        passages, part = passages[answered], part[answered]
    return _Part(passages, part, own)


def _best(
    clause: ClausePlaces,
    passages: NDArray[np.int64],
    core: NDArray[np.bool_],
    columns: Columns,
) -> NDArray[np.float32]:
    """The best quality in each of the clause's passages; notes those in `core` as `_part` does."""
    # By passage, so that the best is had without sorting; only the clause's own places are set.
    by_passage = np.empty(len(core), dtype=np.float32)
    by_passage[passages] = 0
    for part in clause.parts:
        holders, quality = part.keys >> POSITION_BITS, part.quality
        last = (part.keys & POSITION) + (part.width - 1)
        core[holders[last >= columns.lead[holders]]] = True
        if not part.even:  # of several for one passage the last, which is the best, is kept
            order = np.argsort(quality, kind="stable")
            holders, quality = holders[order], quality[order]
        by_passage[holders] = np.maximum(by_passage[holders], quality)
    return by_passage[passages]


def _closeness(
    clauses: Sequence[ClausePlaces], passages: NDArray[np.int64], size: int, scoring: Scoring
) -> NDArray[np.float32]:
    """For each passage 1.0 where the words stand side by side, falling to `apart` where they are
    far apart.
    """
    wanted = np.zeros(size, dtype=bool)
    wanted[passages] = True
    texts = [clause.keys for clause in clauses if len(clause.keys)]
    if len(texts) < 2:
        return np.ones(len(passages), dtype=np.float32)
    result = np.full(len(passages), scoring.apart, dtype=np.float32)
    anchor, span = _tightest(texts, wanted, scoring.far)
    if len(anchor):
        holders = anchor >> POSITION_BITS
        starts = starts_of(holders)
        over = np.maximum(0, np.minimum.reduceat(span, starts) - (len(texts) - 1))
        closeness = scoring.apart + (1 - scoring.apart) / (1 + over / scoring.half_way)
        result[np.searchsorted(passages, holders[starts])] = closeness
    return result


def _tightest(
    texts: Sequence[Keys], wanted: NDArray[np.bool_], far: int
) -> tuple[Keys, NDArray[np.int64]]:
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
    return anchor, np.where(missing, far, np.minimum(high - low, far))
