"""The words that a passage is found by, with all that the search's own analysis reads into it.

It is asked chunk by chunk (what stands between two blanks), since chunks come again and are then
known; of what is read from several chunks, such as 25 000 or in- och utskrivning, the stretch
around is read as a whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from mediahub.search.places import HYPHENS, Place, places
from mediahub.search.readings import NAME, is_name, name_keys, readings
from mediahub.search.terms import half_past, synonyms_of

_SIGN = re.compile(
    rf".*\w[{HYPHENS}][,/&]?|\W*[{HYPHENS}]\w.*"  # in- och, och -omsorgen
    r"|\W*(?:[^\W\d_iåIÅ][.]?|[Hh]alv)"  # A. M. Holm, t ex, halv fyra
)
_BEFORE, _AFTER = 5, 8
"""Chunks around a sign of what is read from several, all of which stand there."""
_LONGEST = 4
"""Chunks after the sign of most that is read so."""


class Chunk(NamedTuple):
    """What stands between two blanks: its words in lower case and what else may be read there, and
    the words that are names unless a sentence begins with them.
    """

    words: tuple[str, ...]
    capital: tuple[Place, ...]
    sign: bool
    """Whether it may be where what is read from several begins, or goes on."""


def read(text: str) -> Iterator[tuple[int, str]]:
    """What `text` is found by, each word with its index among `text.split()`, in that order but
    for what is read from several chunks, which comes last. A word may come twice at one place.
    """
    chunks = text.split()
    signs = []
    before = ""
    for at, chunk in enumerate(chunks):
        words, capital, sign = read_chunk(chunk)
        for word in words:
            yield at, word
        for place in capital:
            if is_name(f"{before} {chunk}", _moved(place, len(before) + 1)):
                for key in name_keys(place.word):
                    yield at, key
        if sign or (chunk[0].isdigit() and before[-1:].isdigit()):
            signs.append(at)
        before = chunk[-4:]
    if signs:
        yield from _across(chunks, signs)


@lru_cache(maxsize=100_000)
def read_chunk(chunk: str) -> Chunk:
    """What is read in a chunk by itself."""
    found = places(chunk)
    names = tuple(place for place in found if is_name(f"a {chunk}", _moved(place, 2)))
    halves = (word for place in found for word in half_past(place.word))
    others = (one.word for one in readings(chunk, found))
    words = (*(place.word for place in found), *others, *halves)
    sure = {word for word in words if word.startswith(NAME)}
    return Chunk(
        tuple(dict.fromkeys(words)),
        tuple(place for place in names if not sure.intersection(name_keys(place.word))),
        _SIGN.fullmatch(chunk) is not None,
    )


def _across(chunks: list[str], signs: list[int]) -> Iterator[tuple[int, str]]:
    """What is read from several chunks, and again much that is read from one."""
    until = 0
    for at in signs:
        if at + _LONGEST < until:
            continue
        start, until = max(0, at - _BEFORE), min(len(chunks), at + _AFTER)
        stretch = chunks[start:until]
        begins = [0]
        for chunk in stretch:
            begins.append(begins[-1] + len(chunk) + 1)
        joined = " ".join(stretch)
        found = places(joined)
        chunk_of = [_chunk_at(begins, place.start) for place in found]
        for at_place, place in zip(chunk_of, found, strict=True):
            yield start + at_place, place.word
        for number, (place, then) in enumerate(pairwise(found)):
            if place.word == "halv":
                for other in synonyms_of((place.word, then.word), {}):
                    yield start + chunk_of[number], other
        for one in readings(joined, found):
            if not one.word.startswith(NAME):
                yield start + chunk_of[one.position], one.word


def _chunk_at(begins: list[int], at: int) -> int:
    return bisect_right(begins, at) - 1


def _moved(place: Place, by: int) -> Place:
    return Place(place.word, place.start + by, place.end + by)
