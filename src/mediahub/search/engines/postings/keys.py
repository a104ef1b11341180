"""Places of words as sorted numbers, and what is asked of two such lists at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import LONGEST_PASSAGE

POSITION_BITS = LONGEST_PASSAGE.bit_length() - 1
POSITION = LONGEST_PASSAGE - 1
"""The bits of a key that are the place within the passage."""

Keys = NDArray[np.int64]
"""`passage << POSITION_BITS | position`, ascending; passages are numbered within a commit."""


def empty_keys() -> Keys:
    """No places."""
    return np.empty(0, dtype=np.int64)


def merged(parts: Sequence[Keys]) -> Keys:
    """The places of all, ascending, each once."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return empty_keys()
    if len(kept) == 1:
        return kept[0]
    return ascending(np.concatenate(kept))


def ascending(keys: Keys) -> Keys:
    """The keys (not none), which are changed in place, in order and each once."""
    keys.sort(kind="stable")  # runs that are sorted already are merged in linear time
    return once(keys)


def once(keys: Keys) -> Keys:
    """The keys, which are ascending, each once."""
    same = keys[1:] == keys[:-1]
    return keys[np.concatenate(([True], ~same))] if same.any() else keys


def common(one: Keys, other: Keys) -> Keys:
    """The keys in both; each ascending without doubles."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return one
    at = np.searchsorted(other, one)
    at[at == len(other)] = len(other) - 1
    return one[other[at] == one]


def nearest(keys: Keys, to: Keys) -> tuple[Keys, NDArray[np.int64]]:
    """For each of `to` the nearest of `keys` (not empty) and how far off it is."""
    after = np.searchsorted(keys, to)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(keys) - 1)
    back, ahead = np.abs(to - keys[before]), np.abs(keys[after] - to)
    closer = np.where(ahead <= back, keys[after], keys[before])
    return closer, np.minimum(back, ahead)


def starts_of(holders: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each run of one passage begins in the passages (not empty) of ascending keys."""
    return np.flatnonzero(np.concatenate(([True], holders[1:] != holders[:-1])))


def bytes_of(array: NDArray[Any]) -> bytes:
    """The array's numbers as they lie in memory, little-endian."""
    return np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False)).tobytes()
