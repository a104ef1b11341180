"""Keys and their lists put into files whose names hang on nothing but what is in them.

So that one item's change leaves most files as they were: a key's file is told by the key's
checksum, and a word's by the letters that it begins with.

A file of lists begins with a directory: how many keys; for each its bytes in UTF-8 after their
number, in how many passages it stands, of how many its list tells, and the list's length. The lists
follow in the same order. All numbers are as in `postings`.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

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


def list_files(keys: Sequence[str], found: Postings) -> tuple[dict[str, bytes], int]:
    """The files of all lists by name, and in how many buckets those of the lesser keys are."""
    passages = found.passages.tolist()
    lists = [data for data, _ in found.strongest]
    short = sum(len(data) for data, count in zip(lists, passages, strict=True) if count < OWN)
    buckets = 1
    while short > buckets * BUCKET:
        buckets *= 2
    held: dict[str, list[tuple[str, int, int, bytes]]] = defaultdict(list)
    held |= {f"p/{number:x}.bin": [] for number in range(buckets)}
    for key, count, (data, told), (more, more_told) in zip(
        keys, passages, found.strongest, found.others, strict=True
    ):
        number = checksum(key)
        if count < OWN:
            held[f"p/{number % buckets:x}.bin"].append((key, count, told, data))
            continue
        held[f"p/own-{number:x}.bin"].append((key, count, told, data))
        if more_told:
            held[f"p/far-{number:x}.bin"].append((key, count, more_told, more))
    return {name: _packed(own) for name, own in held.items()}, buckets


def key_sum(name: str, start: str) -> bytes:
    """The checksum in the name of a file of a key's own, which begins with `start`."""
    return int(name.removeprefix(start).partition(".")[0], 16).to_bytes(4, "big")


def _packed(held: Sequence[tuple[str, int, int, bytes]]) -> bytes:
    head = bytearray(_number(len(held)))
    for key, count, told, data in held:
        name = key.encode()
        head += _number(len(name)) + name + _number(count) + _number(told) + _number(len(data))
    return bytes(head) + b"".join(data for *_, data in held)


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
    for at in range(low + 1, high + 1):
        if at == high or places[at][: depth + 1] != places[start][: depth + 1]:
            yield start, at
            start = at


def leaf_name(begin: str) -> str:
    """The file of the words that begin so: a name that any file system takes."""
    plain = begin.isascii() and begin.isalnum()
    return f"w/{begin}.txt" if plain or not begin else f"w/{begin.encode().hex()}_.txt"


def bucketed(entries: Mapping[str, Sequence[str]], folder: str) -> tuple[dict[str, bytes], int]:
    """Lines by what each begins with, in files told by its checksum; and how many there may be."""
    lines = {key: f"{key}\t{' '.join(values)}\n" for key, values in entries.items()}
    buckets = 1
    while sum(map(len, lines.values())) > buckets * BUCKET:
        buckets *= 2
    held: dict[int, list[str]] = {number: [] for number in range(buckets)}
    for key in sorted(lines):
        held[checksum(key) % buckets].append(lines[key])
    return {f"{folder}/{n:x}.txt": "".join(own).encode() for n, own in held.items()}, buckets
