"""An expanded query executed over postings: matched, ranked, ordered, and one page read."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import FACETS, Answer, Found, Matches
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
        shown = self._first(ranking, sort, last)[max(0, offset) : last]
        numbers = shown.tolist()
        return Matches(
            found=tuple(
                self._found(number, payload, own, ranking)
                for number, payload in zip(numbers, self._postings.payloads(numbers), strict=True)
            ),
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
        """The first so many passages, and no fewer than there are; in order."""
        columns, passages = self._postings.columns, ranking.passages
        # Rounded, so that sums made in another order give the same sequence.
        score = -np.round(ranking.score[passages], 4)
        if 0 < count < len(passages) // 4:
            # All are ordered only where all are equal: what comes after the last one is left out.
            leading = -columns.day[passages] if sort == "date" else score
            good = leading <= np.partition(leading, count - 1)[count - 1]
            passages, score = passages[good], score[good]
        ties = (columns.place[passages], columns.item[passages])
        if sort == "date":
            return passages[np.lexsort((*ties, score, -columns.day[passages]))]
        return passages[np.lexsort((*ties, score))]

    def _found(
        self, number: int, payload: bytes, clauses: Sequence[ClausePlaces], ranking: Ranking
    ) -> Found:
        return Found(
            passage=from_payload(payload),
            score=round(float(ranking.score[number]), 4),
            answers=tuple(_answers(number, clause) for clause in clauses),
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


def _answers(number: int, clause: ClausePlaces) -> tuple[Answer, ...]:
    """The positions in the passage that answer, each with the best alternative."""
    best: dict[int, tuple[float, int, Alternative | None]] = {}
    borders = np.array((number << POSITION_BITS, (number + 1) << POSITION_BITS))
    for part in clause.parts:
        first, last = part.keys.searchsorted(borders).tolist()
        for key, quality in zip(
            part.keys[first:last].tolist(), part.quality[first:last].tolist(), strict=True
        ):
            position = key & POSITION
            if position not in best or quality > best[position][0]:
                best[position] = (quality, position + part.width - 1, part.alternative)
    return tuple(
        Answer(position, last, alternative)
        for position, (_, last, alternative) in sorted(best.items(), key=lambda pair: pair[0])
    )
