"""Where words stand, told as where keys stand."""

from collections.abc import Mapping, Sequence

import numpy as np

from mediahub.findable.contents import Counted
from mediahub.findable.kin import Kin
from mediahub.findable.postings import Occurrences, Postings, postings

_AT_ONCE = 1_000_000
"""Occurrences of words that are made occurrences of keys at a time."""


def postings_of(counted: Counted, kinship: Mapping[str, Kin], keys: Sequence[str]) -> Postings:
    """What is said of words, said of these keys of theirs, and of no others."""
    numbers = {key: number for number, key in enumerate(keys)}
    own = [
        [
            (numbers[key], field)
            for key, field in zip(kinship[word].keys, kinship[word].fields, strict=True)
            if key in numbers
        ]
        for word in counted.vocabulary
    ]
    lengths = np.array([len(one) for one in own], dtype=np.int64)
    flat = np.array([number for one in own for number, _ in one], dtype=np.int64)
    field = np.array([one for rows in own for _, one in rows], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    # Some at a time: all of them in arrays of their own would be most of the memory there is.
    packed = [np.zeros(0, dtype=np.int64)]
    for low in range(0, len(counted.word), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        word = counted.word[some]
        repeats = lengths[word]
        ahead = np.repeat(np.cumsum(repeats) - repeats, repeats)
        at = np.repeat(starts[word], repeats) + (np.arange(int(repeats.sum())) - ahead)
        passage = np.repeat(counted.passage[some].astype(np.int64), repeats)
        position = np.repeat(counted.position[some].astype(np.int64), repeats)
        packed.append(Occurrences(flat[at], passage, position, field[at]).packed())
    return postings(np.concatenate(packed), len(keys), counted.sizes, counted.first)
