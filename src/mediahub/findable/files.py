"""Keys and their lists put into files whose names hang on nothing but what is in them.

So that one item's change leaves most files as they were: a key's file is told by the key's
checksum, and a word's by the letters that it begins with.

A file of lists begins with a directory: how many keys; for each its bytes in UTF-8 after their
number, in how many passages it stands, of how many its list tells, and the list's length. The lists
follow in the same order. All numbers are as in `postings`.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mediahub.findable.postings import Postings

OWN = 1024
"""A key of so many passages has a file of its own, which the dictionary tells by its mark."""
BUCKET = 4096
"""Bytes, about, of a file of lists of several keys."""
LEAF = 6_000
"""Characters of a file of the dictionary, at most where its words differ."""


def checksum(text: str) -> int:
    """The CRC-32 of `text` in UTF-8, which the browser's script reckons too."""
    return zlib.crc32(text.encode())


class Key(NamedTuple):
    """A key: in how many passages it stands, the bytes of its list, whether it has a second one."""

    passages: int
    length: int
    far: bool


class Listed(NamedTuple):
    """A key in a file: in how many passages it stands, of how many its list tells, and the list."""

    key: str
    passages: int
    told: int
    data: bytes


def list_files(keys: Sequence[str], found: Postings) -> tuple[dict[str, bytes], int]:
    """The files of all lists by name, and in how many buckets those of the lesser keys are."""
    buckets = bucket_count(keys_of(keys, found).values())
    held: dict[str, list[Listed]] = {f"p/{number:x}.bin": [] for number in range(buckets)}
    for name, one in placed(keys, found, buckets):
        held.setdefault(name, []).append(one)
    return {name: packed_lists(own) for name, own in held.items()}, buckets


def keys_of(keys: Sequence[str], found: Postings) -> dict[str, Key]:
    """What is to be known of each key."""
    return {
        key: Key(passages, length, passages >= OWN and more > 0)
        for key, passages, length, more in zip(
            keys, found.passages.tolist(), found.strongest.lengths.tolist(),
            found.others.passages.tolist(), strict=True,
        )
    }  # fmt: skip


def bucket_count(keys: Iterable[Key]) -> int:
    """In how many buckets the lists are of those keys that have no file of their own."""
    short = sum(one.length for one in keys if one.passages < OWN)
    buckets = 1
    while short > buckets * BUCKET:
        buckets *= 2
    return buckets


def files_with(key: str, known: Key, buckets: int) -> tuple[str, ...]:
    """The names of the files that tell of a key."""
    number = checksum(key)
    if known.passages < OWN:
        return (f"p/{number % buckets:x}.bin",)
    return (f"p/own-{number:x}.bin", f"p/far-{number:x}.bin")[: 1 + known.far]


def placed(keys: Sequence[str], found: Postings, buckets: int) -> Iterator[tuple[str, Listed]]:
    """What is told of each key in each of its files, in the order of `keys`."""
    known = keys_of(keys, found)
    for key, (data, told), (more, more_told) in zip(
        keys, found.strongest, found.others, strict=True
    ):
        passages = known[key].passages
        lists = (Listed(key, passages, told, data), Listed(key, passages, more_told, more))
        yield from zip(files_with(key, known[key], buckets), lists, strict=False)


def key_sum(name: str, start: str) -> bytes:
    """The checksum in the name of a file of a key's own, which begins with `start`."""
    return int(name.removeprefix(start).partition(".")[0], 16).to_bytes(4, "big")


def packed_lists(held: Sequence[Listed]) -> bytes:
    """A file of lists."""
    head = bytearray(_number(len(held)))
    for key, passages, told, data in held:
        name = key.encode()
        head += _number(len(name)) + name + _number(passages) + _number(told) + _number(len(data))
    return bytes(head) + b"".join(data for *_, data in held)


def unpacked_lists(data: bytes) -> list[Listed]:
    """What a file of lists tells."""
    count, at = _number_at(data, 0)
    heads = []
    for _ in range(count):
        length, at = _number_at(data, at)
        key = data[at : at + length].decode()
        passages, at = _number_at(data, at + length)
        told, at = _number_at(data, at)
        size, at = _number_at(data, at)
        heads.append((key, passages, told, size))
    found = []
    for key, passages, told, size in heads:
        found.append(Listed(key, passages, told, data[at : at + size]))
        at += size
    return found


def _number_at(data: bytes, at: int) -> tuple[int, int]:
    """The number that stands here, and where the next one does."""
    value = shift = 0
    while data[at] > 127:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)


def leaves(places: Sequence[str], sizes: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Cut entries in order of their places: with what each file begins, and from where to where.

    A file holds all that begin with the same letters, or neighbours of one length more that are
    small; `sizes` is how many characters each entry has, about.
    """
    sums = [0]
    for size in sizes:
        sums.append(sums[-1] + size)
    if places:
        first, *others = _cut(places, sums, 0, len(places), 0)
        yield ("", *first[1:])
        yield from others


def _cut(
    places: Sequence[str], sums: Sequence[int], low: int, high: int, depth: int
) -> Iterator[tuple[str, int, int]]:
    if sums[high] - sums[low] <= LEAF or places[low] == places[high - 1]:
        yield places[low][:depth], low, high
        return
    held: list[int] = []
    for start, end in _children(places, low, high, depth):
        small = sums[end] - sums[start] <= LEAF
        if held and (not small or sums[end] - sums[held[0]] > LEAF):
            yield places[held[0]][: depth + 1], held[0], held[-1]
            held = []
        if not small:
            yield from _cut(places, sums, start, end, depth + 1)
        else:
            held = [held[0] if held else start, end]
    if held:
        yield places[held[0]][: depth + 1], held[0], held[-1]


def _children(places: Sequence[str], low: int, high: int, depth: int) -> Iterator[tuple[int, int]]:
    start = low
    while start < high:
        # In order, and so those with the same beginning follow on each other.
        begin = places[start][: depth + 1]
        end = bisect_left(places, True, start, high, key=lambda one: one[: depth + 1] != begin)
        yield start, end
        start = end


def leaf_name(begin: str) -> str:
    """The file of the words that begin so: a name that any file system takes."""
    plain = begin.isascii() and begin.isalnum()
    return f"w/{begin}.txt" if plain or not begin else f"w/{begin.encode().hex()}_.txt"


def bucketed(entries: Mapping[str, Sequence[str]], folder: str) -> tuple[dict[str, bytes], int]:
    """Lines by what each begins with, in files told by its checksum; and how many there may be."""
    lines = {key: f"{key}\t{' '.join(values)}\n" for key, values in entries.items()}
    size, buckets = sum(map(len, lines.values())), 1
    while size > buckets * BUCKET:
        buckets *= 2
    held: dict[int, list[str]] = {number: [] for number in range(buckets)}
    for key in sorted(lines):
        held[checksum(key) % buckets].append(lines[key])
    return {f"{folder}/{n:x}.txt": "".join(own).encode() for n, own in held.items()}, buckets
