"""How far words are apart in letters, for many words at a time."""

import string

import numpy as np
from numpy.typing import NDArray

_BIT = {letter: 1 << number for number, letter in enumerate(string.ascii_lowercase)}
_OTHER = 1 << 26
_ENDING = 3
"""An inflection has up to so many letters; one that the misspelt word lacks counts as one edit."""


def letters_of(word: str) -> int:
    """Which letters a folded word has, as bits; everything but a to z shares one."""
    bits = 0
    for letter in word:
        bits |= _BIT.get(letter, _OTHER)
    return bits


def in_bytes(folded: str) -> bytes:
    """The word with one byte a letter; letters past Latin-1 become a question mark."""
    return folded.encode("latin-1", "replace")


def distances(
    word: bytes, others: NDArray[np.uint8], lengths: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """The edits between `word` and each row of `others`, which holds `lengths` letters and zeros.

    An edit is a letter changed, put in, left out, or swapped with the next (optimal string
    alignment, Boytsov 2011); an ending that only the other has counts as one. What is more than
    `most` comes out as `most` + 1.
    """
    result = np.full(len(others), most + 1, dtype=np.int64)
    left = np.arange(len(others))
    width = others.shape[1]
    columns = np.ascontiguousarray(others.T)
    far = np.int8(most + 1)
    start = np.minimum(np.arange(width + 1), far).astype(np.int8)
    before = last = np.repeat(start[:, None], len(others), axis=1)
    for i, letter in enumerate(word, 1):
        # What lies further off the diagonal than `most` takes more edits than that.
        low, high = max(1, i - most), min(width, i + most)
        row = np.full_like(last, far)
        row[0] = min(i, int(far))
        if low <= high:
            changed = last[low - 1 : high] + (columns[low - 1 : high] != letter)
            np.minimum(changed, last[low : high + 1] + 1, out=row[low : high + 1])
        for j in range(low, high + 1):  # a letter put in: each column hangs on the one before
            own = row[j]
            if i > 1 and j > 1:
                swapped = (columns[j - 1] == word[i - 2]) & (columns[j - 2] == letter)
                np.minimum(own, before[j - 2] + 1, out=own, where=swapped)
            np.minimum(own, row[j - 1] + 1, out=own)
        before, last = last, row
        if i % 3 == 0:  # drop the words that are too far off already
            good = np.minimum(row, before).min(axis=0) <= most
            if not good.all():
                left, columns = left[good], np.ascontiguousarray(columns[:, good])
                before, last = before[:, good], last[:, good]
    if len(left):
        at, ends = np.arange(len(left)), lengths[left]
        best = last[ends, at].astype(np.int64)
        for ending in range(1, _ENDING + 1):
            shorter = ends - ending
            apart = last[np.maximum(shorter, 0), at] + np.where(
                shorter >= len(word) - 1, 1, most + 1
            )
            best = np.minimum(best, apart)
        result[left] = np.minimum(best, most + 1)
    return result
