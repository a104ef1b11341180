"""A query expanded: every word of it made into what may stand for it in an index.

Pure and free of engines: a query and a vocabulary in, an `ExpandedQuery` out. What is wanted may
be found in more than one reading; the first that finds anything is the answer, so the wider one,
which is dear to expand, is seldom made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from mediahub.language import fold
from mediahub.search.analysis import forms, is_dull
from mediahub.search.expanded import Clause, ExpandedQuery, Expansion, Narrowing, Tier
from mediahub.search.places import is_number
from mediahub.search.query import MOST_TERMS, Query, Term, split_words
from mediahub.search.readings import may_name, name_keys
from mediahub.search.terms import (
    FOLDED,
    FOLDED_TOO,
    RARE,
    Alternatives,
    Expander,
    synonyms_of,
)
from mediahub.search.values import Filters
from mediahub.search.vocabulary import Vocabulary

Reading = Literal["typed", "generous"]
"""As it is typed, other spellings only of words that stand nowhere; or in other spellings too."""
Synonyms = Mapping[str, Sequence[str]]
_QueryClauses = tuple[tuple[Term, ...], ...]
_LONGEST_TERM = 6
"""Words in a glossary term that is looked for as one."""


def expand(
    query: Query,
    vocabulary: Vocabulary,
    *,
    synonyms: Synonyms | None = None,
    reading: Reading = "typed",
) -> ExpandedQuery:
    """What to find for the query in the index with this vocabulary, in one of its readings."""
    known = synonyms or {}
    expander = Expander(vocabulary)
    return ExpandedQuery(
        clauses=tuple(
            _clause(terms, expander, known, generous=reading == "generous")
            for terms in _telling(query.clauses)
        ),
        excluded=tuple(_clause((term,), expander, {}) for term in query.excluded),
        narrowing=narrowed(query.filters, vocabulary),
    )


def with_names(query: Query, synonyms: Synonyms) -> Query:
    """The query, words that follow each other and are a glossary term together made one term."""
    clauses = query.clauses
    single = [one[0] if len(one) == 1 and one[0].kind == "word" else None for one in clauses]
    found: list[tuple[Term, ...]] = []
    at = 0
    while at < len(clauses):
        taken = 1
        for length in range(min(_LONGEST_TERM, len(clauses) - at), 1, -1):
            run = [term for term in single[at : at + length] if term]
            words = tuple(term.words[0] for term in run)
            if len(run) == length and synonyms_of(words, synonyms):
                raws = tuple(raw for term in run for raw in term.raws)
                found.append((Term(words, "named", run[0].start, run[-1].end, raws),))
                taken = length
                break
        else:
            found.append(clauses[at])
        at += taken
    return replace(query, clauses=tuple(found))


def taken_apart(query: Query, unanswered: Sequence[int]) -> Query:
    """The query with words with hyphens that stand nowhere so (Sven-Eric) made words of their own.

    `unanswered` are the clauses of its expansion that nothing in the index answers.
    """
    telling = _telling(query.clauses)
    joined = [n for n in unanswered if len(telling[n]) == 1 and telling[n][0].kind == "joined"]
    if not joined or sum(len(telling[n][0].words) for n in joined) > MOST_TERMS:
        return query
    found: list[tuple[Term, ...]] = []
    for number, terms in enumerate(telling):
        if number in joined:
            raws = terms[0].raws or terms[0].words
            found += [
                (Term((word,), "word", raws=(raw,)),)
                for word, raw in zip(terms[0].words, raws, strict=True)
            ]
        else:
            found.append(terms)
    return replace(query, clauses=tuple(found))


def narrowed(filters: Filters, vocabulary: Vocabulary) -> Narrowing:
    """The filters with the names that the index has for what they name."""

    def named(value: str | None, label: _Named, *, part: bool = False) -> tuple[str, ...] | None:
        if value is None:
            return None
        values = vocabulary.labels(label)
        found = tuple(own for own in values if _names(value, own, part=part))
        if label == "speaker" and not found:
            return tuple(own for own in values if _spells(value, own))
        return found

    return Narrowing(
        speakers=named(filters.speaker, "speaker", part=True),
        themes=named(filters.theme, "theme", part=True),
        series=named(filters.series, "series"),
        kinds=named(filters.kind, "kind"),
        reviewed=named(filters.reviewed, "reviewed"),
        first_day=filters.date_from.toordinal() if filters.date_from else None,
        last_day=filters.date_to.toordinal() if filters.date_to else None,
    )


_Named = Literal["speaker", "theme", "series", "kind", "reviewed"]


def _names(wanted: str, value: str, *, part: bool) -> bool:
    """Whether `wanted` names the value, or with `part` a word or more of it."""
    if fold(wanted.strip()) == fold(value):
        return True
    words = {fold(word) for word in split_words(value)}
    own = [fold(word) for word in split_words(wanted)]
    return part and bool(own) and all(word in words for word in own)


def _spells(wanted: str, value: str) -> bool:
    """Whether each word of `wanted` is another spelling of a word of the name `value`."""
    keys = {key for word in split_words(value) for key in name_keys(word)}
    own = [name_keys(word) for word in split_words(wanted)]
    return bool(own) and all(keys & set(one) for one in own)


def _clause(
    terms: Sequence[Term], expander: Expander, synonyms: Synonyms, *, generous: bool = False
) -> Clause:
    titles = [
        stem
        for term in terms
        if term.kind == "word"
        for word in (term.words[0], *synonyms_of(term.words, synonyms))
        for one in split_words(word)[:1]
        for stem in (*forms(one).stems, fold(one))
    ]
    for term in terms:
        if term.kind == "word" and may_name(term.words[0], _raw(term)):
            titles += name_keys(term.words[0])
    return Clause(
        terms=tuple(_expansion(term, expander, synonyms, generous=generous) for term in terms),
        titles=tuple(dict.fromkeys(titles)),
        typed=(terms[0].start, terms[0].end) if len(terms) == 1 and terms[0].end else None,
    )


def _expansion(term: Term, expander: Expander, synonyms: Synonyms, *, generous: bool) -> Expansion:
    plain = term.kind in ("prefix", "exact")
    besides = [] if plain else expander.synonyms(synonyms_of(term.words, synonyms))
    if term.kind != "word":
        return _tiers([Tier(tuple(_EXPANSIONS[term.kind](expander, term)))], besides)
    word = term.words[0]
    found = [*expander.word(word, torn=True), *expander.as_a_name(word, _raw(term))]
    if is_number(word):
        return _tiers([Tier(tuple(found))], besides)
    if generous:
        found += expander.spelt_otherwise(word, FOLDED)
        if expander.frequency(word) < RARE:
            found += expander.misspelt(word)
        return _tiers([Tier(tuple(found))], besides)
    if there := expander.certain(found):
        if fold(word) == word:
            found += expander.spelt_otherwise(word, FOLDED_TOO, there)
        return _tiers([Tier(tuple(found))], besides)
    tiers = [Tier(tuple(found)), Tier(tuple(expander.spelt_otherwise(word, FOLDED)))]
    if not besides and not expander.certain(tiers[1].alternatives):
        others = expander.misspelt(word)
        tiers.append(Tier(tuple(others), others[0].variant if others else None))
    return _tiers(tiers, besides)


def _raw(term: Term) -> str:
    """The term's first word with its capitals; as typed in lower case when that is not known."""
    return term.raws[0] if term.raws else term.words[0]


def _joined(expander: Expander, term: Term) -> Alternatives:
    return expander.joined(term.words, term.raws or term.words)


def _named_term(expander: Expander, term: Term) -> Alternatives:
    return [
        *expander.phrase(term.words, inflected=True),
        *expander.gathered(term.words),
        *expander.names(term.words, term.raws or term.words),
    ]


_EXPANSIONS: Mapping[str, Callable[[Expander, Term], Alternatives]] = {
    "phrase": lambda expander, term: expander.phrase(term.words),
    "exact": lambda expander, term: expander.exactly(term.words[0]),
    "prefix": lambda expander, term: expander.beginning(term.words[0]),
    "joined": _joined,
    "named": _named_term,
}


def _tiers(tiers: Sequence[Tier], besides: Alternatives) -> Expansion:
    return Expansion(tuple(tier for tier in tiers if tier.alternatives), tuple(besides))


def _telling(clauses: _QueryClauses) -> _QueryClauses:
    """The clauses without words such as "i" and "och", unless there are no others."""
    kept = tuple(
        clause
        for clause in clauses
        if not all(term.kind == "word" and is_dull(term.words[0]) for term in clause)
    )
    return kept or clauses
