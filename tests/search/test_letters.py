"""Edits counted for many words at a time are the same as by the book."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mediahub.search.engines.postings.letters import distances, letters_of


def by_the_book(one: str, other: str) -> int:
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


WORDS = st.text("abc", min_size=1, max_size=9)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=20), st.integers(1, 3))
def test_distances(word: str, others: list[str], most: int) -> None:
    width = max(map(len, others))
    rows = np.array([[*other.encode(), *[0] * (width - len(other))] for other in others])
    lengths = np.array([len(other) for other in others])
    found = distances(word.encode(), rows.astype(np.uint8), lengths, most)
    for other, edits in zip(others, found.tolist(), strict=True):
        endings = [other[:-n] for n in (1, 2, 3) if len(other) - n >= len(word) - 1]
        expected = min(
            [by_the_book(word, other), *(by_the_book(word, short) + 1 for short in endings)]
        )
        assert edits == min(expected, most + 1), other


def test_letters_tell_words_apart() -> None:
    assert letters_of("abba") == letters_of("ab") == 0b11
    assert letters_of("3") == letters_of("ß") != letters_of("a")
