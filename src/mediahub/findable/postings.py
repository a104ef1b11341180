"""Where each key stands, as bytes: for every key its passages, and its places in each.

A key's bytes are numbers of seven bits a byte, the last byte of a number below 128: for each
passage its distance from the one before, sixteen times how many places there are with the passage's
size added (0 to 15), and for each place its distance from the one before, doubled, with one added
where the key is a part of the word that stands there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.findable.contents import Numbers

FILE = 16_384
"""Bytes that are put together in one file, which a browser fetches for one key of them."""
STRONGEST = 12_000
"""So many passages of a key are kept, those that have it most often: it says little by then, and a
browser is not to fetch hundreds of kilobytes for it."""
MOST_PLACES = 6
"""Places of a key that are kept in one passage."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bytes of a key are: which file, from where, how many; how many passages have it.

    `cut` says that there were more passages than are kept.
    """

    file: int
    offset: int
    length: int
    passages: int
    cut: bool


@dataclass(frozen=True)
class Postings:
    """The files, and the place of each key by its number."""

    files: tuple[bytes, ...]
    places: tuple[Place, ...]


def postings(
    key: Numbers, passage: Numbers, position: Numbers, part: Numbers, keys: int, sizes: Numbers
) -> Postings:
    """The postings of `keys` keys.

    The arrays tell, for every occurrence, the key's number, the passage, the position, and 1 where
    it is a part of a word; of one place the whole word goes first. `sizes` tells how long each
    passage is, by its number, from 0 to 15: what is said in few words is about them.
    """
    key, passage, position, part = _once(key, passage, position, part)
    key, passage, position, part, cut = _strongest(key, passage, position, part, keys)
    values, ends = _values(key, passage, position, part, keys, sizes)
    data, lengths = _packed(values)
    byte_ends = np.concatenate([[0], np.cumsum(lengths)])[ends]
    starts = np.concatenate([[0], byte_ends])[:-1]
    counts = np.bincount(key[_first_of(key, passage)], minlength=keys)
    return _in_files(data.tobytes(), starts, byte_ends, counts, cut)


def _once(
    key: Numbers, passage: Numbers, position: Numbers, part: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """In order, each key once in a place. One number an occurrence sorts in a third of the memory.

    Raises ValueError where an array holds what does not fit into it.
    """
    for name, numbers, bits in (
        ("key", key, 24),
        ("passage", passage, 26),
        ("position", position, 12),
    ):
        if len(numbers) and int(numbers.max()) >> bits:
            raise ValueError(f"a {name} of {int(numbers.max())} does not fit into {bits} bits")
    packed = np.sort((((key << 26) | passage) << 13) | (position << 1) | part)
    new = np.ones(len(packed), dtype=bool)
    new[1:] = (packed[1:] >> 1) != (packed[:-1] >> 1)
    packed = packed[new]
    place = packed >> 13
    return place >> 26, place & ((1 << 26) - 1), (packed >> 1) & 4095, packed & 1


def _first_of(key: Numbers, passage: Numbers) -> NDArray[np.bool_]:
    """True at the first occurrence of each key in each passage."""
    first = np.ones(len(key), dtype=bool)
    first[1:] = (key[1:] != key[:-1]) | (passage[1:] != passage[:-1])
    return first


def _strongest(
    key: Numbers, passage: Numbers, position: Numbers, part: Numbers, keys: int
) -> tuple[Numbers, Numbers, Numbers, Numbers, NDArray[np.bool_]]:
    """No more than `STRONGEST` passages of a key and `MOST_PLACES` places in each."""
    first = _first_of(key, passage)
    group = np.cumsum(first) - 1
    size = np.bincount(group)
    owner = key[first]
    passages = np.bincount(owner, minlength=keys)
    cut: NDArray[np.bool_] = passages > STRONGEST
    kept = np.ones(len(size), dtype=bool)
    for number in np.flatnonzero(cut):
        own = np.flatnonzero(owner == number)
        best = np.argsort(-size[own], kind="stable")
        kept[own[best[STRONGEST:]]] = False
    within = np.arange(len(key)) - np.flatnonzero(first)[group] if len(key) else group
    wanted = kept[group] & (within < MOST_PLACES) if len(key) else first
    return key[wanted], passage[wanted], position[wanted], part[wanted], cut


def _values(
    key: Numbers, passage: Numbers, position: Numbers, part: Numbers, keys: int, sizes: Numbers
) -> tuple[Numbers, Numbers]:
    """All numbers of all keys in one array, and for each key how many of them end with it."""
    first = _first_of(key, passage)
    starts = np.flatnonzero(first)
    group = np.cumsum(first) - 1
    size = np.bincount(group) if len(key) else np.zeros(0, dtype=np.int64)
    owner, where = key[starts], passage[starts]
    distance = where.copy()
    same = owner[1:] == owner[:-1]
    distance[1:][same] -= where[:-1][same]
    before = np.concatenate([[0], np.cumsum(size + 2)])
    values = np.zeros(int(before[-1]), dtype=np.int64)
    values[before[:-1]] = distance
    values[before[:-1] + 1] = size * 16 + sizes[where]
    step = position.copy()
    step[1:][~first[1:]] -= position[:-1][~first[1:]]
    if len(key):
        at = before[:-1][group] + 2 + (np.arange(len(key)) - starts[group])
        values[at] = step * 2 + part
    ends = np.zeros(keys, dtype=np.int64)
    np.add.at(ends, owner, size + 2)
    return values, np.cumsum(ends)


def _packed(values: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """The numbers in groups of seven bits, low ones first, and how many bytes each takes."""
    lengths = np.ones(len(values), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        lengths += values >= (1 << bits)
    starts = np.concatenate([[0], np.cumsum(lengths)])[:-1]
    data = np.zeros(int(lengths.sum()), dtype=np.uint8)
    for byte in range(5):
        has = lengths > byte
        more = (lengths[has] > byte + 1).astype(np.int64) << 7
        data[starts[has] + byte] = ((values[has] >> (7 * byte)) & 127) | more
    return data, lengths


def _in_files(
    data: bytes, starts: Numbers, ends: Numbers, counts: Numbers, cut: NDArray[np.bool_]
) -> Postings:
    files: list[bytes] = []
    places: list[Place] = []
    held, begin = 0, 0
    for number, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if held and end - begin > FILE:
            files.append(data[begin:start])
            begin, held = start, 0
        places.append(
            Place(len(files), start - begin, end - start, int(counts[number]), bool(cut[number]))
        )
        held += 1
    if held:
        files.append(data[begin:])
    return Postings(tuple(files), tuple(places))
