"""Which passages answer the whole query, and how well: `Scoring`, for all passages at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postings.keys import (
    POSITION,
    POSITION_BITS,
    Keys,
    empty_keys,
    nearest,
    starts_of,
)
from mediahub.search.engines.postings.matching import ClausePlaces
from mediahub.search.engines.postings.postings import Columns
from mediahub.search.expanded import Scoring


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The passages that answer, in no order; the score of every passage of the commit."""

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
    score = np.zeros(size, dtype=np.float32)
    if not clauses:
        return Ranking(_said_first(np.flatnonzero(open_), columns), score)
    count = np.zeros(size, dtype=np.int16)
    core = np.zeros(size, dtype=bool)
    weights = [_rarity(clause, columns, scoring) for clause in clauses]
    for clause, weight in zip(clauses, weights, strict=True):
        part = _part(clause, core, columns, scoring)
        count += part > 0
        score += np.float32(weight / sum(weights)) * part
    score *= (1 - scoring.confidence) + scoring.confidence * columns.confidence
    score[columns.described] *= scoring.described
    # Words that stand in the title only are found at the item's beginning.
    open_ &= core | (columns.place == 0)
    if any_of_them:
        passages = _said_first(np.flatnonzero(open_ & (count > 0)), columns)
        return Ranking(passages, score * np.float32(scoring.any_of_them))
    passages = _said_first(np.flatnonzero(open_ & (count == len(clauses))), columns)
    if len(clauses) > 1 and len(passages):
        score[passages] *= _closeness(clauses, passages, size, scoring)[passages]
    return Ranking(passages, score)


def _said_first(passages: NDArray[np.int64], columns: Columns) -> NDArray[np.int64]:
    """The passages, without what is written about an item that has others among them."""
    described = columns.described[passages]
    if not described.any():
        return passages
    said = np.isin(columns.item[passages], columns.item[passages[~described]])
    kept: NDArray[np.int64] = passages[~(described & said)]
    return kept


def _rarity(clause: ClausePlaces, columns: Columns, scoring: Scoring) -> float:
    """A weight between 0.25 and 1.25, the more the rarer; the same in small and large collections.

    A word in one passage of a thousand weighs much the same whether there are 2,000 or 200,000.
    """
    passages = clause.keys >> POSITION_BITS
    holders = (len(starts_of(passages)) if len(passages) else 0) + 1
    size = len(columns.live)
    return scoring.floor + float(np.log(1 + size / holders) / np.log(2 + size))


def _part(
    clause: ClausePlaces, core: NDArray[np.bool_], columns: Columns, scoring: Scoring
) -> NDArray[np.float32]:
    """The clause's part of each score; notes in `core` which passages it answers past the lead."""
    part = np.zeros(len(core), dtype=np.float32)
    if len(clause.keys):
        holders = clause.keys >> POSITION_BITS
        starts = starts_of(holders)
        passages = holders[starts]
        times = np.diff(np.concatenate((starts, [len(holders)])))
        best = np.maximum.reduceat(clause.quality, starts)
        last = np.maximum.reduceat(clause.ends & POSITION, starts)
        core[passages] |= last >= columns.lead[passages]
        length = columns.length[passages] / scoring.usual_length
        part[passages] = best * (times / (times + scoring.b + scoring.c * length))
    if len(clause.titled):
        titled = clause.titled
        part[titled] = np.where(
            part[titled] > 0, part[titled] * scoring.also_titled, scoring.titled
        )
    return part


def _closeness(
    clauses: Sequence[ClausePlaces], passages: NDArray[np.int64], size: int, scoring: Scoring
) -> NDArray[np.float32]:
    """1.0 where the words stand side by side, falling to `apart` where they are far apart."""
    wanted = np.zeros(size, dtype=bool)
    wanted[passages] = True
    texts = [clause.keys for clause in clauses if len(clause.keys)]
    result = np.full(size, scoring.apart, dtype=np.float32)
    if len(texts) < 2:
        result[passages] = 1.0
        return result
    anchor, span = _tightest(texts, wanted, scoring.far)
    if len(anchor):
        holders = anchor >> POSITION_BITS
        starts = starts_of(holders)
        over = np.maximum(0, np.minimum.reduceat(span, starts) - (len(texts) - 1))
        closeness = scoring.apart + (1 - scoring.apart) / (1 + over / scoring.half_way)
        result[holders[starts]] = closeness
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
