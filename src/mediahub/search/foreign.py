"""Words of other languages among Swedish ones: found by their own language's stems.

Where a language has a stemmer, each word of it is also read as its stem. Such a reading begins with
the sign that a name's key begins with, and the language's code, so that no Swedish word is like it
and an index without such words is asked once.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from mediahub.language.foreign import STEMMERS, foreign_stem
from mediahub.search.places import Place, first_from, is_number
from mediahub.search.readings import NAME, Reading


def held(language: str) -> str:
    """What stands in an index that holds words of the language."""
    return f"{NAME}{language}:"


def stem_of(word: str, language: str) -> str:
    """How the stem of a word (in lower case) stands in an index."""
    return f"{held(language)}{foreign_stem(word, language)}"


def foreign_readings(
    text: str, found: list[Place], languages: Sequence[tuple[int, str]]
) -> Iterator[Reading]:
    """The stems of the words in languages that have a stemmer, and once that there are any.

    `languages` are the indices, among the words that `text.split()` gives, where each begins.
    """
    if not any(code in STEMMERS for _, code in languages):
        return
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    edges = [starts[index] for index, _ in languages if index < len(starts)]
    told: set[str] = set()
    for place in found:
        at = bisect_right(edges, place.start) - 1
        code = languages[at][1] if at >= 0 else ""
        if code not in STEMMERS or is_number(place.word):
            continue
        position, span = first_from(found, place.start), (place.start, place.end)
        if code not in told:
            told.add(code)
            yield Reading(position, held(code), (span,))
        yield Reading(position, stem_of(place.word, code), (span,))
