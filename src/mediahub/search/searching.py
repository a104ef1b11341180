"""A query answered from one snapshot: understood, matched, ranked, and shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mediahub.language import fold
from mediahub.search.analysis import forms, is_dull
from mediahub.search.engine import Label, Snapshot, empty_keys, merged
from mediahub.search.hits import make_hit
from mediahub.search.matching import Matcher, places_of, synonyms_of
from mediahub.search.query import Query, Term, parse, split_words
from mediahub.search.ranking import Clause, Ranking, Said, rank
from mediahub.search.values import Filters, Group, Hit, Markers, Results, Sort

_FACETS: tuple[Label, ...] = ("speaker", "theme", "series", "kind", "year")
_Clauses = tuple[tuple[Term, ...], ...]
_LONGEST_TERM = 6
"""Words in a glossary term that is looked for as one."""


class Search:
    """Answers queries from `snapshot`; what was read for one serves the next."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._matcher = Matcher(snapshot)
        self._labelled: dict[Label, dict[str, NDArray[np.int64]]] = {}

    def answer(
        self,
        text: str,
        limit: int,
        offset: int,
        filters: Filters | None,
        synonyms: Mapping[str, Sequence[str]],
        sort: Sort,
        markers: Markers,
    ) -> Results:
        """As `SearchIndex.search`."""
        query = parse(text)
        narrowed = _both(filters or Filters(), query.filters)
        allowed = self._allowed(narrowed)
        if not query.clauses and narrowed == Filters():
            return Results(text)
        clauses, ranking = self._rank(query, synonyms, allowed, self._said(narrowed.speaker))
        order = self._order(ranking, sort)
        shown = order[max(0, offset) : max(0, offset) + max(0, limit)]
        found = [clause.found for clause in clauses]
        hits = tuple(
            make_hit(
                int(number), self.snapshot.payload(int(number)), found,
                float(ranking.score[number]), markers,
            )
            for number in shown
        )  # fmt: skip
        return Results(
            query=text,
            hits=hits,
            total=len(order),
            groups=grouped(hits, self._item_totals(order, hits)),
            facets=self._facets(order),
            relaxed=ranking.relaxed,
            suggestion=_suggestion(text, query, clauses),
        )

    def _rank(
        self,
        query: Query,
        synonyms: Mapping[str, Sequence[str]],
        allowed: NDArray[np.bool_],
        said: Said | None,
    ) -> tuple[list[Clause], Ranking]:
        """First all words, then all with other spellings, then any of them.

        Before that, words that are a glossary term together are looked for as one.
        """
        columns = self.snapshot.columns
        named = _named(query.clauses, synonyms)
        if named != query.clauses:
            clauses, ranking = self._rank(replace(query, clauses=named), synonyms, allowed, said)
            if len(ranking.passages) and not ranking.relaxed:
                return clauses, ranking
        terms = _telling(query.clauses)
        excluded = [self._matcher.clause((term,), {}, generous=False) for term in query.excluded]
        if not terms and said:  # what someone says, whatever it is: where they take the word
            clauses = [Clause(places_of(said.starts), empty_keys())]
            return clauses, rank(clauses, excluded, allowed, columns)
        clauses = [self._clause(one, synonyms, generous=False) for one in terms]
        terms, clauses = self._taken_apart(terms, clauses, synonyms)
        own = [one.said_by(said) for one in clauses]
        ranking = rank(own, excluded, allowed, columns)
        if len(ranking.passages) or not clauses:
            return own, ranking
        generous = [self._clause(one, synonyms, generous=True).said_by(said) for one in terms]
        ranking = rank(generous, excluded, allowed, columns)
        if len(ranking.passages) or len(clauses) == 1:
            return generous, ranking
        return own, rank(own, excluded, allowed, columns, any_of_them=True)

    def _said(self, speaker: str | None) -> Said | None:
        """Where the speakers that the filter names have the word."""
        if speaker is None:
            return None
        names = self.snapshot.labels("speaker")
        wanted = [name for name in names if _names(speaker, name, part=True)]
        return Said(
            merged([self.snapshot.turns(name) for name in names]),
            merged([self.snapshot.turns(name) for name in wanted]),
        )

    def _taken_apart(
        self, terms: _Clauses, clauses: list[Clause], synonyms: Mapping[str, Sequence[str]]
    ) -> tuple[_Clauses, list[Clause]]:
        """Words with hyphens that stand nowhere so (Sven-Eric) made words of their own."""
        new_terms: list[tuple[Term, ...]] = []
        new_clauses: list[Clause] = []
        for one, clause in zip(terms, clauses, strict=True):
            if clause.empty and len(one) == 1 and one[0].kind == "joined":
                for word in one[0].words:
                    single = (replace(one[0], words=(word,), kind="word"),)
                    new_terms.append(single)
                    new_clauses.append(self._clause(single, synonyms, generous=False))
            else:
                new_terms.append(one)
                new_clauses.append(clause)
        return tuple(new_terms), new_clauses

    def _clause(
        self, terms: Sequence[Term], synonyms: Mapping[str, Sequence[str]], *, generous: bool
    ) -> Clause:
        titled = [
            self.snapshot.labelled("title", stem)
            for term in terms
            if term.kind == "word"
            for word in (term.words[0], *synonyms_of(term.words, synonyms))
            for one in split_words(word)[:1]
            for stem in dict.fromkeys((*forms(one).stems, fold(one)))
        ]
        return Clause(self._matcher.clause(terms, synonyms, generous=generous), merged(titled))

    def _allowed(self, filters: Filters) -> NDArray[np.bool_]:
        columns = self.snapshot.columns
        allowed = columns.live.copy()
        wanted: tuple[tuple[Label, str | None], ...] = (
            ("speaker", filters.speaker), ("theme", filters.theme),
            ("series", filters.series), ("kind", filters.kind),
        )  # fmt: skip
        for label, value in wanted:
            if value is not None:
                mask = np.zeros(len(allowed), dtype=bool)
                for own, passages in self._label(label).items():
                    if _names(value, own, part=label in ("speaker", "theme")):
                        mask[passages] = True
                allowed &= mask
        if filters.date_from:
            allowed &= columns.day >= filters.date_from.toordinal()
        if filters.date_to:
            allowed &= (columns.day > 0) & (columns.day <= filters.date_to.toordinal())
        return allowed

    def _label(self, label: Label) -> dict[str, NDArray[np.int64]]:
        known = self._labelled.get(label)
        if known is None:
            known = self._labelled[label] = {
                value: self.snapshot.labelled(label, value) for value in self.snapshot.labels(label)
            }
        return known

    def _order(self, ranking: Ranking, sort: Sort) -> NDArray[np.int64]:
        columns, passages = self.snapshot.columns, ranking.passages
        # Rounded, so that sums made in another order give the same sequence.
        score = -np.round(ranking.score[passages], 4)
        ties = (columns.place[passages], columns.item[passages])
        if sort == "date":
            return passages[np.lexsort((*ties, score, -columns.day[passages]))]
        return passages[np.lexsort((*ties, score))]

    def _item_totals(self, order: NDArray[np.int64], hits: Sequence[Hit]) -> dict[str, int]:
        if not hits:
            return {}
        counts = np.bincount(self.snapshot.columns.item[order], minlength=len(self.snapshot.items))
        rank_of = {item: number for number, item in enumerate(self.snapshot.items)}
        return {hit.item: int(counts[rank_of[hit.item]]) for hit in hits}

    def _facets(self, order: NDArray[np.int64]) -> dict[str, dict[str, int]]:
        there = np.zeros(len(self.snapshot.columns.live), dtype=bool)
        there[order] = True
        facets: dict[str, dict[str, int]] = {}
        for label in _FACETS:
            counts = Counter(
                {value: int(there[held].sum()) for value, held in self._label(label).items()}
            )
            facets[label] = ordered(+counts)
        return facets


def _named(clauses: _Clauses, synonyms: Mapping[str, Sequence[str]]) -> _Clauses:
    """The clauses, words that follow each other and are a glossary term together made one."""
    single = [one[0] if len(one) == 1 and one[0].kind == "word" else None for one in clauses]
    found: list[tuple[Term, ...]] = []
    at = 0
    while at < len(clauses):
        taken = 1
        for length in range(min(_LONGEST_TERM, len(clauses) - at), 1, -1):
            run = [term for term in single[at : at + length] if term]
            words = tuple(term.words[0] for term in run)
            if len(run) == length and synonyms_of(words, synonyms):
                found.append((Term(words, "named", run[0].start, run[-1].end),))
                taken = length
                break
        else:
            found.append(clauses[at])
        at += taken
    return tuple(found)


def _telling(clauses: _Clauses) -> _Clauses:
    """The clauses without words such as "i" and "och", unless there are no others."""
    kept = tuple(
        clause
        for clause in clauses
        if not all(term.kind == "word" and is_dull(term.words[0]) for term in clause)
    )
    return kept or clauses


def _both(given: Filters, typed: Filters) -> Filters:
    """What was typed, and what was given where nothing was typed."""
    return Filters(
        **{
            name: getattr(typed, name) if getattr(typed, name) is not None else getattr(given, name)
            for name in Filters.__dataclass_fields__
        }
    )


def _names(wanted: str, value: str, *, part: bool) -> bool:
    """Whether `wanted` names the value, or with `part` a word or more of it."""
    if fold(wanted.strip()) == fold(value):
        return True
    words = {fold(word) for word in split_words(value)}
    own = [fold(word) for word in split_words(wanted)]
    return part and bool(own) and all(word in words for word in own)


def _suggestion(text: str, query: Query, clauses: Sequence[Clause]) -> str | None:
    """The query with the words that were unknown put right, or None when all were known."""
    corrected = text
    telling = _telling(query.clauses)
    if len(telling) != len(clauses):
        return None
    for terms, clause in reversed(list(zip(telling, clauses, strict=True))):
        if clause.found.corrected and len(terms) == 1:
            corrected = (
                corrected[: terms[0].start] + clause.found.corrected + corrected[terms[0].end :]
            )
    return corrected if corrected != text else None


def grouped(hits: Sequence[Hit], totals: Mapping[str, int]) -> tuple[Group, ...]:
    """The hits by item, in the order of each item's best."""
    by_item: dict[str, list[Hit]] = {}
    for hit in hits:
        by_item.setdefault(hit.item, []).append(hit)
    return tuple(
        Group(item, own[0].title, own[0].kind, tuple(own), totals.get(item, len(own)))
        for item, own in by_item.items()
    )


def ordered(counts: Counter[str]) -> dict[str, int]:
    """The values that were counted, most frequent first, then by name."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
