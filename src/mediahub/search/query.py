"""The query language: what a person typed as a value.

    query  = { clause } ;      clause = unit { "OR" unit } ;      unit = [ "-" ] ( field | term ) ;
    field  = NAME ":" ( value | phrase ) ;      term = phrase | prefix | word ;
    phrase = '"' ... '"' ;      prefix = at least three letters, then "*"

All clauses are wanted. Characters that mean nothing are passed over, so that whatever is typed
gets an answer or a QueryError that points at the place.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from mediahub.language import fold, normalise
from mediahub.search.places import GROUPED, places
from mediahub.search.values import Filters, QueryError
from mediahub.tongues import Said

SHORTEST_PREFIX = 3
LONGEST_QUERY = 1_000
"""Characters. A longer one is a paste by mistake, and would only be slow."""
MOST_TERMS = 32

_FIELDS = {
    **dict.fromkeys(("talare", "speaker"), "speaker"),
    **dict.fromkeys(("tema", "theme"), "theme"),
    **dict.fromkeys(("serie", "series"), "series"),
    **dict.fromkeys(("typ", "kind"), "kind"),
    **dict.fromkeys(("ar", "year"), "year"),
    **dict.fromkeys(("granskad", "granskat", "reviewed"), "reviewed"),
    **dict.fromkeys(("fran", "from"), "date_from"),
    **dict.fromkeys(("till", "to"), "date_to"),
}
_KINDS = {
    "film": "film", "podd": "podcast", "podcast": "podcast", "artikel": "article",
    "article": "article", "ordlista": "glossary", "glossary": "glossary", "fraga": "question",
    "question": "question", "bilder": "slides", "slides": "slides",
}  # fmt: skip
_REVIEWED = {
    "ja": "yes",
    "yes": "yes",
    "delvis": "partly",
    "partly": "partly",
    "nej": "no",
    "no": "no",
}
_PIECE = re.compile(
    r"(?P<minus>-)?(?:(?P<field>[^\W\d_]+):)?"
    rf'(?:"(?P<phrase>[^"]*)(?P<end>"?)|(?P<text>{GROUPED}|[^\s"]*))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word to find in any form, a prefix of words, or words in just this order."""

    words: tuple[str, ...]
    kind: str = "word"
    """`word`, `prefix`, `phrase`, `exact` (a phrase of one word), `joined` (by a hyphen) or `named`
    (several words that the glossary knows as one term)."""
    start: int = 0
    end: int = 0
    """Where it stands in the query as typed; 0 to 0 for what is not typed by itself."""
    raws: tuple[str, ...] = field(default=(), compare=False)
    """The words with their capitals, as typed."""


@dataclass(frozen=True, slots=True)
class Query:
    """What must be found (each clause by one of its terms), what must not, and the filters."""

    text: str
    clauses: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)


def parse(text: str) -> Query:
    """The Query that `text` says. Raises QueryError, which points at the place."""
    text = normalise(text)
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            Said(
                f"The query is longer than {LONGEST_QUERY} characters: shorten it.",
                f"Sökningen är längre än {LONGEST_QUERY} tecken: gör den kortare.",
            ),
            text[:60],
            59,
        )
    clauses: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    filters = Filters()
    joining = False
    for piece in _pieces(text):
        if piece["text"] == "OR" and not piece["field"] and not piece["minus"]:
            joining = bool(clauses)
            continue
        if piece["field"] and (name := _FIELDS.get(fold(piece["field"]))):
            filters = _narrowed(filters, name, piece, text)
            joining = False
            continue
        terms = _terms(piece, text)
        if piece["minus"]:
            excluded.extend(terms)
        elif joining and terms:
            clauses[-1] = (*clauses[-1], *terms)
        else:
            clauses.extend((term,) for term in terms)
        joining = joining and not terms
    if sum(map(len, clauses)) + len(excluded) > MOST_TERMS:
        raise QueryError(
            Said(
                f"The query has more than {MOST_TERMS} words: leave some out.",
                f"Sökningen har fler än {MOST_TERMS} ord: ta bort några.",
            ),
            text,
            0,
        )
    if excluded and not clauses and filters == Filters():
        raise QueryError(
            Said(
                "A query cannot only say what is not wanted: add a word.",
                "En sökning kan inte bara säga vad som inte ska vara med: lägg till ett ord.",
            ),
            text,
            0,
        )
    return Query(text, tuple(clauses), tuple(excluded), filters)


def _pieces(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        piece = _PIECE.match(text, at)
        if piece is None or piece.end() == at:  # cannot be, but must not loop if it is
            return
        yield piece
        at = piece.end()


def _terms(piece: re.Match[str], text: str) -> list[Term]:
    start, end = piece.span()
    if piece["phrase"] is not None:
        if not piece["end"]:
            raise QueryError(
                Said(
                    'This quotation mark has no partner: add ".',
                    'Citattecknet har ingen motsvarighet: lägg till ".',
                ),
                text,
                piece.start("phrase") - 1,
            )
        found = split_words(piece["phrase"])
        prefix = split_words(piece["field"] or "")
        terms = [Term((word,), "word", start, end) for word in prefix]
        if found:
            terms.append(Term(found, "phrase" if len(found) > 1 else "exact", start, end))
        return terms
    raw = (f"{piece['field']}:" if piece["field"] else "") + piece["text"]
    start = end - len(raw)
    if raw.rstrip(".,;:!?)").endswith("*"):
        return _prefix(raw, start, end, text)
    own = places(raw)
    found, raws = tuple(one.word for one in own), tuple(raw[one.start : one.end] for one in own)
    # e-post, Sven-Erik, 2020-06, 70%: found together, in this order
    kind = "joined" if len(found) > 1 else "word"
    return [Term(found, kind, start, end, raws)] if found else []


def _prefix(raw: str, start: int, end: int, text: str) -> list[Term]:
    found = split_words(raw)
    if not found:
        return []
    if len(found[-1]) < SHORTEST_PREFIX:
        raise QueryError(
            Said(
                f"A search on the beginning of a word needs {SHORTEST_PREFIX} letters before "
                "the *.",
                f"En sökning på början av ett ord behöver {SHORTEST_PREFIX} bokstäver före *.",
            ),
            text,
            start,
        )
    terms = [Term((word,), "word", start, end) for word in found[:-1]]
    return [*terms, Term((found[-1],), "prefix", start, end)]


@lru_cache(maxsize=10_000)
def split_words(text: str) -> tuple[str, ...]:
    """The words of `text` as the index has them: lower case, taken apart at hyphens."""
    return tuple(place.word for place in places(normalise(text)))


def _narrowed(filters: Filters, name: str, piece: re.Match[str], text: str) -> Filters:
    value = (piece["phrase"] if piece["phrase"] is not None else piece["text"]).strip()
    start = piece.start()
    if piece["minus"]:
        raise QueryError(
            Said(
                "A field cannot be left out with a minus sign.",
                "Ett fält går inte att utesluta med minustecken.",
            ),
            text,
            start,
        )
    if piece["phrase"] is not None and not piece["end"]:
        raise QueryError(
            Said(
                'This quotation mark has no partner: add ".',
                'Citattecknet har ingen motsvarighet: lägg till ".',
            ),
            text,
            piece.start("phrase") - 1,
        )
    if not value:
        raise QueryError(
            Said(
                f"Nothing stands after “{piece['field']}:”.",
                f"Det står inget efter ”{piece['field']}:”.",
            ),
            text,
            start,
        )
    if name == "year":
        first, last = _dates(value, text, piece.start("text"))
        return replace(filters, date_from=first, date_to=last)
    if name == "date_from":
        return replace(filters, date_from=_dates(value, text, piece.start("text"))[0])
    if name == "date_to":
        return replace(filters, date_to=_dates(value, text, piece.start("text"))[1])
    if name == "kind":
        kind = _KINDS.get(fold(value))
        if kind is None:
            known = "film, podd, artikel, ordlista, fråga, bilder"
            raise QueryError(
                Said(
                    f"There is no kind “{value}”; the kinds are {known}.",
                    f"Det finns inget slag ”{value}”. Slagen är {known}.",
                ),
                text,
                start,
            )
        value = kind
    if name == "reviewed":
        reviewed = _REVIEWED.get(fold(value))
        if reviewed is None:
            raise QueryError(
                Said(
                    f"“{value}” is not among ja, delvis and nej.",
                    f"”{value}” är inget av ja, delvis och nej.",
                ),
                text,
                start,
            )
        value = reviewed
    return replace(filters, **{name: value})  # type: ignore[arg-type]


def _dates(value: str, text: str, at: int) -> tuple[date, date]:
    """The first and last day of a year, a month or a day: 2020, 2020-06, 2020-06-03."""
    try:
        numbers = [int(part) for part in value.split("-")]
        if len(numbers) == 1:
            return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
        if len(numbers) == 2:
            year, month = numbers
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        year, month, day = numbers
        return date(year, month, day), date(year, month, day)
    except (ValueError, OverflowError):  # monthrange has an error of its own, a ValueError
        raise QueryError(
            Said(
                f"“{value}” is not a date: write 2020, 2020-06 or 2020-06-03.",
                f"”{value}” är inget datum: skriv 2020, 2020-06 eller 2020-06-03.",
            ),
            text,
            max(at, 0),
        ) from None
