"""Was that word heard, or only read? What hotwords may have put into a recogniser's mouth."""

import re
from collections.abc import Mapping, Sequence

from mediahub.language import is_stop_word
from mediahub.language.likeness import unlikeness
from mediahub.transcript import Span, Word

IMPROBABLE = 0.3
"""Probability below which a word of the vocabulary may have been read and not heard."""
NEAR_MISS = 0.35
"""Unlikeness up to which what is heard without hotwords is the same word, spelt by ear.

Its place agrees already, so it may be large: Ahlgren is 0.20 from "all grön", 0.54 from "alltid".
"""
WITHIN = 0.25
"""The same for the beginning or end of a longer word: Karin in "carinalgren"."""
NEARBY_MS = 500
"""How far apart in time the two may be; a recogniser's word times are off by some tenths."""
_MOST_WORDS = 3
"""Into so many a word may be torn."""

_SIGNS = re.compile(r"^\W+|\W+$")

Place = tuple[int, int]
"""Words from the first index to before the second."""


def seeded(words: Sequence[Word], vocabulary: Sequence[str]) -> tuple[int, ...]:
    """The indices of words that are words of the `vocabulary` put to the recogniser.

    A small word within a term (för, i) is everybody's and not one of them.
    """
    primed = {part for term in vocabulary for part in _parts(term) if not is_stop_word(part)}
    return tuple(
        index for index, word in enumerate(words) if not primed.isdisjoint(_parts(word.text))
    )


def suspects(words: Sequence[Word], vocabulary: Sequence[str]) -> tuple[int, ...]:
    """The indices of improbable words of the `vocabulary`: they may be its echo."""
    return tuple(
        index for index in seeded(words, vocabulary) if words[index].probability < IMPROBABLE
    )


def heard_again(
    words: Sequence[Word], indices: Sequence[int], again: Sequence[Word]
) -> Mapping[int, Place | None]:
    """Where each of the words at `indices` is among those decoded `again` without hotwords.

    None when nothing like it, by sound and spelling, is about there: it may have been an echo.
    """
    return {index: _place(words[index], again) for index in indices}


def respelt(
    words: Sequence[Word], places: Mapping[int, Place | None], again: Sequence[Word]
) -> tuple[Word, ...]:
    """The words decoded `again`, with those that were heard in both spelt as in `words`."""
    result: list[Word] = []
    done = 0
    for place, index in sorted((place, index) for index, place in places.items() if place):
        first, end = place
        wanted = _letters(words[index].text)
        if first < done or unlikeness(wanted, _glued(again[first:end])) > NEAR_MISS:
            continue  # what is one word here is more than this word of the vocabulary
        last = again[end - 1]
        text = _SIGNS.sub("", words[index].text) + _signs_after(last.text)
        span = again[first].span | last.span
        result += [*again[done:first], Word(text, span, again[first].probability)]
        done = end
    return (*result, *again[done:])


def _place(word: Word, again: Sequence[Word]) -> Place | None:
    wanted = _letters(word.text)
    start = max(0, word.span.start_ms - NEARBY_MS)
    near = Span(start, word.span.end_ms + NEARBY_MS)
    found = []
    for first in range(len(again)):
        for end in range(first + 1, min(first + _MOST_WORDS, len(again)) + 1):
            if not all(one.span.overlap_ms(near) for one in again[first:end]):
                break
            letters = _glued(again[first:end])
            unlike = unlikeness(wanted, letters)
            if unlike <= NEAR_MISS or _is_within(wanted, letters):
                found.append((unlike, (first, end)))
    return min(found)[1] if found else None


def _is_within(wanted: str, letters: str) -> bool:
    sizes = range(max(1, len(wanted) - 2), min(len(wanted) + 1, len(letters) - 1) + 1)
    ends = [end for size in sizes for end in (letters[:size], letters[-size:])]
    return len(letters) > len(wanted) and any(unlikeness(wanted, end) <= WITHIN for end in ends)


def _glued(words: Sequence[Word]) -> str:
    return "".join(_letters(word.text) for word in words)


def _signs_after(text: str) -> str:
    match = re.search(r"\W+$", text)
    return match[0] if match else ""


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _letters(text: str) -> str:
    return "".join(_parts(text))
