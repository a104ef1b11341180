"""An expanded query executed over postings: matched, ranked, ordered, and one page read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import FACETS, LONGEST_PASSAGE, Answer, Found, Matches
from mediahub.search.engines.postings.faceting import Facet, facet_of
from mediahub.search.engines.postings.keys import POSITION, POSITION_BITS, merged
from mediahub.search.engines.postings.matching import (
    ClausePlaces,
    Matcher,
    Said,
    places_of,
    said_by,
)
from mediahub.search.engines.postings.postings import Postings
from mediahub.search.engines.postings.ranking import Ranking, rank
from mediahub.search.expanded import ANYTHING, Alternative, ExpandedQuery, Label, Narrowing
from mediahub.search.payload import from_payload
from mediahub.search.values import Sort

Labelled = dict[Label, Facet]
"""Which values of each label the passages carry."""


class Executor:
    """Executes queries over one commit's postings; what was read for one serves the next.

    Any threads may ask at once.
    """

    def __init__(self, postings: Postings, labelled: Labelled | None = None) -> None:
        """`labelled` is what was read of labels before, of the same commit; it is added to."""
        self._postings = postings
        self._matcher = Matcher(postings)
        self._labelled: Labelled = {} if labelled is None else labelled

    def execute(
        self,
        expanded: ExpandedQuery,
        filters: Narrowing = ANYTHING,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        facets: Sequence[Label] = FACETS,
    ) -> Matches:
        """As `Snapshot.execute`."""
        narrowing = expanded.narrowing & filters
        clauses = [self._matcher.clause(clause) for clause in expanded.clauses]
        excluded = [self._matcher.clause(clause) for clause in expanded.excluded]
        unanswered = tuple(number for number, one in enumerate(clauses) if one.empty)
        own = clauses
        if narrowing.speakers is not None:
            said = self._said(narrowing.speakers)
            own = [said_by(clause, said) for clause in clauses] or [places_of(said.starts)]
        ranking = rank(
            own, excluded, self._allowed(narrowing), self._postings.columns, expanded.scoring,
            any_of_them=expanded.any_of_them,
        )  # fmt: skip
        last = max(0, offset) + max(0, limit)
        at = self._first(ranking, sort, last)[max(0, offset) : last]
        shown = ranking.passages[at]
        return Matches(
            found=self._found(shown.tolist(), ranking.score[at].tolist(), own),
            total=len(ranking.passages),
            by_item=self._by_item(ranking.passages, shown),
            facets={label: self._label(label).counts(ranking.passages) for label in facets},
            taken=tuple(clause.taken for clause in clauses),
            unanswered=unanswered,
        )

    def _said(self, speakers: Sequence[str]) -> Said:
        turns = self._postings.turns
        return Said(
            merged([turns(name) for name in self._postings.labels("speaker")]),
            merged([turns(name) for name in speakers]),
        )

    def _allowed(self, narrowing: Narrowing) -> NDArray[np.bool_]:
        columns = self._postings.columns
        allowed = columns.live.copy()
        wanted: tuple[tuple[Label, tuple[str, ...] | None], ...] = (
            ("speaker", narrowing.speakers), ("theme", narrowing.themes),
            ("series", narrowing.series), ("kind", narrowing.kinds),
            ("reviewed", narrowing.reviewed),
        )  # fmt: skip
        for label, values in wanted:
            if values is not None:
                mask = np.zeros(len(allowed), dtype=bool)
                for value in values:
                    mask[self._postings.labelled(label, value)] = True
                allowed &= mask
        if narrowing.first_day is not None:
            allowed &= columns.day >= narrowing.first_day
        if narrowing.last_day is not None:
            allowed &= (columns.day > 0) & (columns.day <= narrowing.last_day)
        return allowed

    def _first(self, ranking: Ranking, sort: Sort, count: int) -> NDArray[np.int64]:
        """Which passages are the first so many, and no fewer than there are; in order."""
        columns, at = self._postings.columns, np.arange(len(ranking.passages))
        # Rounded, so that sums made in another order give the same sequence.
        score = -np.round(ranking.score, 4)
        if 0 < count < len(at) // 4:
            # All are ordered only where all are equal: what comes after the last one is left out.
            leading = -columns.day[ranking.passages] if sort == "date" else score
            at = np.flatnonzero(leading <= np.partition(leading, count - 1)[count - 1])
            score = score[at]
        passages = ranking.passages[at]
        ties = (columns.place[passages], columns.item[passages])
        if sort == "date":
            return at[np.lexsort((*ties, score, -columns.day[passages]))]
        return at[np.lexsort((*ties, score))]

    def _found(
        self, numbers: list[int], scores: list[float], clauses: Sequence[ClausePlaces]
    ) -> tuple[Found, ...]:
        answers = zip(*(_answers(numbers, clause) for clause in clauses), strict=True)
        payloads = self._postings.payloads(numbers)
        return tuple(
            Found(from_payload(payload), round(score, 4), own)
            for payload, score, own in zip(
                payloads, scores, answers if clauses else ((),) * len(numbers), strict=True
            )
        )

    def _by_item(self, found: NDArray[np.int64], shown: NDArray[np.int64]) -> dict[str, int]:
        if not len(shown):
            return {}
        items, of_passage = self._postings.items, self._postings.columns.item
        counts = np.bincount(of_passage[found], minlength=len(items))
        return {items[rank]: int(counts[rank]) for rank in of_passage[shown].tolist()}

    def _label(self, label: Label) -> Facet:
        known = self._labelled.get(label)
        if known is None:
            held = {
                value: self._postings.labelled(label, value)
                for value in self._postings.labels(label)
            }
            size = len(self._postings.columns.live)
            known = self._labelled[label] = facet_of(held, size)
        return known


def _answers(numbers: Sequence[int], clause: ClausePlaces) -> list[tuple[Answer, ...]]:
    """For each of the passages the positions that answer, each with the best alternative."""
    best: list[dict[int, tuple[float, int, Alternative | None]]] = [{} for _ in numbers]
    firsts = np.array(numbers, dtype=np.int64) << POSITION_BITS
    for part in clause.parts:
        begun = part.keys.searchsorted(firsts).tolist()
        ended = part.keys.searchsorted(firsts + LONGEST_PASSAGE).tolist()
        for own, first, last in zip(best, begun, ended, strict=True):
            if first == last:
                continue
            qualities = part.quality[first:last].tolist()
            for key, quality in zip(part.keys[first:last].tolist(), qualities, strict=True):
                position = key & POSITION
                if position not in own or quality > own[position][0]:
                    own[position] = (quality, position + part.width - 1, part.alternative)
    return [
        tuple(
            Answer(at, last, alternative)
            for at, (_, last, alternative) in sorted(own.items(), key=_position)
        )
        for own in best
    ]


def _position(pair: tuple[int, object]) -> int:
    return pair[0]
