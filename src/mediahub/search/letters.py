"""How far two words are apart in letters, and a quick test that rules most pairs out."""

import string

_BIT = {letter: 1 << number for number, letter in enumerate(string.ascii_lowercase)}
_OTHER = 1 << 26


def letters_of(word: str) -> int:
    """Which letters a folded word has, as bits; everything but a to z shares one."""
    bits = 0
    for letter in word:
        bits |= _BIT.get(letter, _OTHER)
    return bits


def distance(one: str, other: str, most: int) -> int:
    """The edits between two words: letters changed, put in, left out or swapped with the next.

    Counts no further than `most` + 1. This is optimal string alignment (Boytsov 2011).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, second in enumerate(other, 1):
            cost = 0 if letter == second else 1
            best = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def allowed(word: str) -> int:
    """How many edits a word of this length may have and still be taken for a misspelling."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 12 else 3
