"""Alignment: which words of two long texts are the same, at a cost that grows with the changes.

Equal stretches are walked over; where the texts part, a window is compared with difflib and grown
until they meet again, so that three hours with a few corrections cost what the corrections cost.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

FIRST_WINDOW = 64
LARGEST_WINDOW = 2048
MEETING = 4
"""Equal words in a row that show that the two texts go on together."""
SURE_MEETING = 8
ASTRAY_MS = 10_000
"""How far apart in time the two texts must be before a leap is tried."""


class Timed(NamedTuple):
    """A text to align: a key for each word and the time in ms it is said at, rising."""

    keys: Sequence[str]
    times: Sequence[int]


class Block(NamedTuple):
    """`size` words that are equal, from `a` in the one text and `b` in the other."""

    a: int
    b: int
    size: int


def equal_blocks(a: Timed, b: Timed) -> Iterator[Block]:
    """The stretches that are equal, in order in both texts, as few changes between as is cheap."""
    i = j = 0
    while i < len(a.keys) and j < len(b.keys):
        size = _run(a.keys, b.keys, i, j)
        if size:
            yield Block(i, j, size)
            i, j = i + size, j + size
            continue
        blocks = _meeting(a, b, i, j)
        yield from blocks.found
        i, j = blocks.a, blocks.b


class _Met(NamedTuple):
    found: list[Block]
    a: int
    b: int


def _run(a: Sequence[str], b: Sequence[str], i: int, j: int) -> int:
    size = 0
    longest = min(len(a) - i, len(b) - j)
    while size < longest and a[i + size] == b[j + size]:
        size += 1
    return size


def _meeting(a: Timed, b: Timed, i: int, j: int) -> _Met:
    """The equal blocks from where the texts part to where they meet, and where that is."""
    window = FIRST_WINDOW
    while True:
        last = i + window >= len(a.keys) and j + window >= len(b.keys)
        blocks = _compare(a, b, i, j, window)
        if last:
            return _Met(blocks, len(a.keys), len(b.keys))
        meeting = next(
            (at for at in reversed(range(len(blocks))) if blocks[at].size >= MEETING), None
        )
        if meeting is not None:
            end = blocks[meeting]
            return _Met(blocks[: meeting + 1], end.a + end.size, end.b + end.size)
        leap = _leap(a, b, i, j) if window > FIRST_WINDOW else None
        if leap is not None:
            return leap
        if window >= LARGEST_WINDOW:
            # Nothing in common: go on after this stretch, kept level in time.
            i, j = min(i + window, len(a.keys)), min(j + window, len(b.keys))
            return _Met(blocks, *_level(a, b, i, j))
        window *= 2


def _compare(a: Timed, b: Timed, i: int, j: int, window: int) -> list[Block]:
    matcher = SequenceMatcher(None, a.keys[i : i + window], b.keys[j : j + window], autojunk=False)
    return [
        Block(i + match.a, j + match.b, match.size)
        for match in matcher.get_matching_blocks()
        if match.size
    ]


def _leap(a: Timed, b: Timed, i: int, j: int) -> _Met | None:
    """Past a long stretch that only one of the texts has, when the times say that there is one."""
    at, bt = _level(a, b, i, j)
    if (at, bt) == (i, j):
        return None
    # The time of a caption's word is a guess: look from a little before.
    at, bt = max(i, at - FIRST_WINDOW // 2), max(j, bt - FIRST_WINDOW // 2)
    blocks = _compare(a, b, at, bt, 2 * FIRST_WINDOW)
    sure = next((block for block in blocks if block.size >= SURE_MEETING), None)
    return _Met([], sure.a, sure.b) if sure else None


def _level(a: Timed, b: Timed, i: int, j: int) -> tuple[int, int]:
    """The two places with the one that lags behind in time moved on."""
    if i >= len(a.keys) or j >= len(b.keys):
        return i, j
    if abs(a.times[i] - b.times[j]) < ASTRAY_MS:
        return i, j
    if a.times[i] < b.times[j]:
        return bisect_left(a.times, b.times[j], i), j
    return i, bisect_left(b.times, a.times[i], j)
