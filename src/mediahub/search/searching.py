"""A query answered from one commit: understood, expanded, executed, and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from mediahub.search.engine import Matches, Snapshot
from mediahub.search.expanded import ExpandedQuery
from mediahub.search.expanding import Synonyms, expand, narrowed, taken_apart, with_names
from mediahub.search.hits import make_hit
from mediahub.search.query import Query, parse
from mediahub.search.values import Filters, Group, Hit, Markers, Results, Sort


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
    expanded, matches = _first_found(snapshot, query, page, synonyms)
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


def _first_found(
    snapshot: Snapshot, query: Query, page: Page, synonyms: Synonyms
) -> tuple[ExpandedQuery, Matches]:
    """First all words, then all with other spellings, then any of them.

    Before that, words that are a glossary term together are looked for as one.
    """
    named = with_names(query, synonyms)
    if named != query:
        expanded, matches = _all_words(snapshot, named, page, synonyms)[1:]
        if matches.total:
            return expanded, matches
    query, expanded, matches = _all_words(snapshot, query, page, synonyms)
    if matches.total or len(expanded.clauses) < 2:
        return expanded, matches
    expanded = expand(query, snapshot, synonyms=synonyms, reading="any")
    return expanded, _execute(snapshot, expanded, page)


def _all_words(
    snapshot: Snapshot, query: Query, page: Page, synonyms: Synonyms
) -> tuple[Query, ExpandedQuery, Matches]:
    """What has all the words; the query is as it was taken in the end."""
    expanded = expand(query, snapshot, synonyms=synonyms)
    matches = _execute(snapshot, expanded, page)
    apart = taken_apart(query, matches.unanswered)
    if apart != query:
        query, expanded = apart, expand(apart, snapshot, synonyms=synonyms)
        matches = _execute(snapshot, expanded, page)
    if not matches.total and expanded.clauses:
        expanded = expand(query, snapshot, synonyms=synonyms, reading="generous")
        matches = _execute(snapshot, expanded, page)
    return query, expanded, matches


def _execute(snapshot: Snapshot, expanded: ExpandedQuery, page: Page) -> Matches:
    filters = narrowed(page.filters, snapshot)
    return snapshot.execute(expanded, filters, page.sort, page.limit, page.offset)


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
