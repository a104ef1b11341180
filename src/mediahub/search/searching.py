"""A query answered from one commit: understood, expanded, executed, and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from mediahub.search.engine import Matches, Snapshot
from mediahub.search.expanded import ExpandedQuery, Narrowing
from mediahub.search.expanding import (
    Reading,
    Synonyms,
    expand,
    narrowed,
    taken_apart,
    with_names,
)
from mediahub.search.hits import make_hit
from mediahub.search.query import Query, parse
from mediahub.search.values import Filters, Group, Hit, Markers, Results, Sort
from mediahub.search.vocabulary import KeptVocabulary


@dataclass(frozen=True, slots=True)
class Page:
    """Which of the hits are wanted, in which order, and what they must belong to."""

    filters: Filters = field(default_factory=Filters)
    sort: Sort = "relevance"
    limit: int = 10
    offset: int = 0


def answer(
    snapshot: Snapshot, text: str, page: Page, synonyms: Synonyms, markers: Markers
) -> Results:
    """As `SearchIndex.search`, from this commit."""
    query = parse(text)
    page = replace(page, filters=_without(page.filters, query.filters))
    if not query.clauses and query.filters == page.filters == Filters():
        return Results(text)
    filters = narrowed(page.filters, snapshot)
    search = _Search(snapshot, KeptVocabulary(snapshot), filters, page, synonyms)
    expanded, matches = search.first_found(query)
    hits = tuple(make_hit(found, markers) for found in matches.found)
    return Results(
        query=text,
        hits=hits,
        total=matches.total,
        groups=grouped(hits, matches.by_item),
        facets={str(label): counts for label, counts in matches.facets.items()},
        relaxed=expanded.any_of_them,
        suggestion=_suggestion(text, expanded, matches),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """One query's way through its readings, from the narrowest to the widest."""

    snapshot: Snapshot
    vocabulary: KeptVocabulary
    filters: Narrowing
    page: Page
    synonyms: Synonyms

    def first_found(self, query: Query) -> tuple[ExpandedQuery, Matches]:
        """First all words, then all with other spellings, then any of them.

        Before that, words that are a glossary term together are looked for as one.
        """
        named = with_names(query, self.synonyms)
        if named != query:
            *_, expanded, matches = self._all_words(named)
            if matches.total:
                return expanded, matches
        typed, expanded, matches = self._all_words(query)
        if matches.total or len(expanded.clauses) < 2:
            return expanded, matches
        expanded = replace(typed, any_of_them=True)
        return expanded, self._execute(expanded)

    def _all_words(self, query: Query) -> tuple[ExpandedQuery, ExpandedQuery, Matches]:
        """What has all the words: as they are typed, as they were taken in the end, and found."""
        typed = self._expanded(query)
        matches = self._execute(typed)
        apart = taken_apart(query, matches.unanswered)
        if apart != query:
            query, typed = apart, self._expanded(apart)
            matches = self._execute(typed)
        if matches.total or not typed.clauses:
            return typed, typed, matches
        generous = self._expanded(query, "generous")
        return typed, generous, self._execute(generous)

    def _expanded(self, query: Query, reading: Reading = "typed") -> ExpandedQuery:
        vocabulary = self.vocabulary
        return vocabulary.settled(
            lambda: expand(query, vocabulary, synonyms=self.synonyms, reading=reading)
        )

    def _execute(self, expanded: ExpandedQuery) -> Matches:
        page = self.page
        return self.snapshot.execute(expanded, self.filters, page.sort, page.limit, page.offset)


def _without(given: Filters, typed: Filters) -> Filters:
    """What was given where nothing was typed: what is typed holds."""
    named = {one.name: None for one in fields(Filters) if getattr(typed, one.name) is not None}
    return replace(given, **named)


def _suggestion(text: str, expanded: ExpandedQuery, matches: Matches) -> str | None:
    """The query with the words that were unknown put right, or None when all were known."""
    corrected = text
    for clause, taken in reversed(list(zip(expanded.clauses, matches.taken, strict=True))):
        if clause.typed is None or taken[0] is None:
            continue
        if word := clause.terms[0].tiers[taken[0]].correction:
            start, end = clause.typed
            corrected = corrected[:start] + word + corrected[end:]
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
