"""The words of a passage as they are written, beside those that the index has of it."""

from collections.abc import Iterable
from itertools import takewhile

from mediahub.search.places import Place
from mediahub.search.values import Passage


def lead_words(passage: Passage, words: Iterable[Place]) -> int:
    """How many positions the passage's lead takes; a word as written may hold several or none."""
    if not passage.lead:
        return 0
    ends = 0
    for _, at in zip(range(passage.lead), word_ends(passage.text), strict=False):
        ends = at
    # A number that begins in the lead and ends after it (2 | 000) is nowhere else.
    return sum(1 for _ in takewhile(lambda word: word.end <= ends, words))


def word_index(text: str, at: int) -> int:
    """Which of the words that `text.split()` gives the character at `at` belongs to."""
    before = text[:at].split()
    inside = bool(before) and not text[at - 1].isspace()
    return len(before) - 1 if inside else len(before)


def word_ends(text: str) -> Iterable[int]:
    """Where each of the words that `text.split()` gives ends in the text."""
    at = 0
    for word in text.split():
        at = text.index(word, at) + len(word)
        yield at
