"""The words of a theme's glossary where they are said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from mediahub.catalog import Term
from mediahub.language import stem
from mediahub.transcript import Chapter, Segment

_SIGNS = ".,:;!?…–-\"'”’»«()[]"


@dataclass(frozen=True, slots=True)
class Mention:
    """The words from `first` up to `end` of a segment are (a form of) the term of that number."""

    first: int
    end: int
    term: int


def mentions(
    segments: Sequence[Segment], terms: Sequence[Term], chapters: Iterable[Chapter] = ()
) -> tuple[tuple[Mention, ...], ...]:
    """For each segment, where a term or another word for it is said first in its chapter.

    Inflections count. Of terms that begin alike the longest is taken.
    """
    known = _by_first_stem(terms)
    borders = [one.span.start_ms for one in chapters]
    if not known:
        return ((),) * len(segments)
    found: list[tuple[Mention, ...]] = []
    said: set[int] = set()
    stems: dict[str, str] = {}
    for segment in segments:
        if borders and segment.span.start_ms >= borders[0]:
            said.clear()
            borders = [one for one in borders if one > segment.span.start_ms]
        here: list[Mention] = []
        words = [_stem(word.text, stems) for word in segment.words]
        at = 0
        while at < len(words):
            mention = _mention(words, at, known)
            if mention is not None and mention.term not in said:
                said.add(mention.term)
                here.append(mention)
            at = mention.end if mention is not None else at + 1
        found.append(tuple(here))
    return tuple(found)


def _by_first_stem(terms: Sequence[Term]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """The rows of stems that stand for each term, by their first, the longest first."""
    known: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    stems: dict[str, str] = {}
    for number, term in enumerate(terms):
        for written in chain((term.term,), term.aliases):
            row = tuple(one for one in (_stem(word, stems) for word in written.split()) if one)
            if row:
                known.setdefault(row[0], []).append((row, number))
    for rows in known.values():
        rows.sort(key=lambda row: -len(row[0]))
    return known


def _stem(word: str, stems: dict[str, str]) -> str:
    plain = word.strip(_SIGNS)
    if plain not in stems:
        stems[plain] = stem(plain) if plain else ""
    return stems[plain]


def _mention(
    words: list[str], at: int, known: dict[str, list[tuple[tuple[str, ...], int]]]
) -> Mention | None:
    for row, number in known.get(words[at], ()):
        if tuple(words[at : at + len(row)]) == row:
            return Mention(at, at + len(row), number)
    return None
