"""Speech packed into chunks that the recogniser takes whole: at most 30 s each."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.transcript import Span

MAX_MS = 30_000
"""What Whisper hears at once; the rest of a longer chunk would be dropped."""
ROOM_MS = 500
"""Left free at the end of a chunk: a word that ends at 30.0 s exactly is often lost."""
PAD_MS = 200
"""Sound kept before and after a region: a soft first consonant, a fading last vowel."""
PAUSE_MS = 800
"""A pause longer than this is shortened, to 2 × PAD_MS."""
SHORT_PAUSE_MS = PAUSE_MS - 2 * PAD_MS
"""What is left between two padded regions when the pause is kept."""
NARROW_PAD_MS = 400
"""The same in a telephone's sound, whose detector is later and earlier at a word's edge."""
NARROW_PAUSE_MS = 2800
"""And there a pause up to this long is kept: soft words lie in some that the detector missed.

Of a dialogue (kort, whisper-base) with noise on the line 33.0 % of the words were wrong, 14 missed,
and with both 30.5 %, 11 missed; through a mobile (lang, 4 min) 45.0, 26 and 40.2 %, 12; by a good
line 29.1, 10 and 28.0 %, 8 (lang 28.2, 17 and 29.1 %, 18). As wide everywhere, clear sound loses.
"""
NARROW_SHORT_PAUSE_MS = NARROW_PAUSE_MS - 2 * NARROW_PAD_MS
CLOSED_BADLY = 0.8
"""What a chunk closed where there is no pause at all costs, a whole further chunk being 1."""
LEVEL_MS = 30


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pieces of a recording that are recognised as one: in order, apart, at most 30 s in all."""

    pieces: tuple[Span, ...]

    @property
    def span(self) -> Span:
        """From the first piece's start to the last one's end."""
        return self.pieces[0] | self.pieces[-1]

    @property
    def duration_ms(self) -> int:
        """How much sound it holds; less than its span when pauses were left out."""
        return sum(piece.duration_ms for piece in self.pieces)

    def samples(self, audio: Audio) -> NDArray[np.float32]:
        """Its sound, the pieces one after the other: float32 [n] in [-1, 1)."""
        return np.concatenate([audio.slice(piece) for piece in self.pieces])

    def at(self, offset_ms: int, *, end: bool = False) -> int:
        """The instant of the recording that `offset_ms` into the chunk's sound is.

        Where two pieces meet it is the later one's start, or with `end` the earlier one's end.
        """
        left = max(0, offset_ms)
        for piece in self.pieces:
            if left < piece.duration_ms or (end and left == piece.duration_ms):
                return piece.start_ms + left
            left -= piece.duration_ms
        return self.pieces[-1].end_ms


def pack(
    regions: Sequence[Span],
    audio: Audio,
    *,
    narrow: Sequence[Span] = (),
    others: Sequence[Span] = (),
    max_ms: int = MAX_MS,
) -> tuple[Chunk, ...]:
    """The regions in chunks of at most `max_ms`: few of them, closed at long pauses.

    Each chunk costs the recogniser the same however little is in it. A region too long for a chunk
    is cut at its quietest moment. Every region is in some chunk, and no chunk reaches past the
    middle of a pause into the `others`: speech between them that is not to be heard. In the
    `narrow` stretches of the recording, in order and apart, more of the sound around regions and
    between them is kept.
    """
    most = max_ms - ROOM_MS
    parts: list[Span] = []
    pads: list[int] = []
    for region in regions:
        pad = NARROW_PAD_MS if _inside(region, narrow) else PAD_MS
        cut = _cut(region, audio, most - 2 * pad)
        parts += cut
        pads += [pad] * len(cut)
    atoms = _padded(parts, audio.span, pads, others)
    joins = [
        before.gap_ms(after) <= (NARROW_SHORT_PAUSE_MS if pad > PAD_MS else SHORT_PAUSE_MS)
        for (before, after), pad in zip(
            pairwise(atoms), (min(two) for two in pairwise(pads)), strict=True
        )
    ]
    pauses = [before.gap_ms(after) for before, after in pairwise(parts)]
    borders = _borders(atoms, joins, pauses, most)
    return tuple(
        Chunk(_joined(atoms[start:end], joins[start : end - 1])) for start, end in pairwise(borders)
    )


def _inside(region: Span, stretches: Sequence[Span]) -> bool:
    """Whether a region's middle lies in one of the stretches, which are in order and apart."""
    index = bisect_right(stretches, region.middle_ms, key=lambda stretch: stretch.start_ms)
    return index > 0 and region.middle_ms < stretches[index - 1].end_ms


def _borders(
    atoms: Sequence[Span], joins: Sequence[bool], pauses: Sequence[int], most: int
) -> list[int]:
    """Where chunks begin and the last one ends, at the least cost in all (dynamic programming).

    `joins` tells which pauses between the atoms are kept in a chunk, `pauses` how long they were
    before the atoms were padded.
    """
    costs, begins = [0.0], [0]
    for end in range(1, len(atoms) + 1):
        length, best = 0, end - 1
        for start in range(end - 1, -1, -1):
            length += atoms[start].duration_ms
            if start + 1 < end and joins[start]:
                length += atoms[start].gap_ms(atoms[start + 1])
            if length > most:
                break
            if costs[start] < costs[best]:
                best = start
        pause = pauses[end - 1] if end < len(atoms) else PAUSE_MS
        costs.append(costs[best] + 1 + CLOSED_BADLY * max(0.0, 1 - pause / PAUSE_MS))
        begins.append(best)
    borders = [len(atoms)]
    while borders[-1]:
        borders.append(begins[borders[-1]])
    return borders[::-1]


def _padded(
    atoms: Sequence[Span], within: Span, pads: Sequence[int], others: Sequence[Span]
) -> list[Span]:
    edges = [within.start_ms, *(edge for atom in atoms for edge in (atom.start_ms, atom.end_ms))]
    edges.append(within.end_ms)
    pauses = [max(0, after - before) for before, after in zip(edges[::2], edges[1::2], strict=True)]
    ends = sorted(other.end_ms for other in others)
    starts = sorted(other.start_ms for other in others)
    padded = []
    for index, (atom, pad) in enumerate(zip(atoms, pads, strict=True)):
        before, after = _share(pauses, index), _share(pauses, index + 1)
        if at := bisect_right(ends, atom.start_ms):
            before = min(before, (atom.start_ms - ends[at - 1]) // 2)
        if (at := bisect_left(starts, atom.end_ms)) < len(starts):
            after = min(after, (starts[at] - atom.end_ms) // 2)
        padded.append(
            Span(
                max(within.start_ms, atom.start_ms - min(pad, before)),
                min(within.end_ms, atom.end_ms + min(pad, after)),
            )
        )
    return padded


def _share(pauses: Sequence[int], index: int) -> int:
    """How much of a pause one side may take: half, or all at the recording's ends."""
    return pauses[index] if index in (0, len(pauses) - 1) else pauses[index] // 2


def _joined(atoms: Sequence[Span], joins: Sequence[bool]) -> tuple[Span, ...]:
    joined = [atoms[0]]
    for atom, join in zip(atoms[1:], joins, strict=True):
        if join:
            joined[-1] = joined[-1] | atom
        else:
            joined.append(atom)
    return tuple(joined)


def _cut(region: Span, audio: Audio, most: int) -> list[Span]:
    parts = []
    while region.duration_ms > most:
        window = Span(region.start_ms + most // 2, region.start_ms + most)
        at = _quietest(audio, window)
        parts.append(Span(region.start_ms, at))
        region = Span(at, region.end_ms)
    return [*parts, region]


def _quietest(audio: Audio, window: Span) -> int:
    """The instant in `window` around which 90 ms are quietest."""
    length = LEVEL_MS * RATE // 1000
    samples = audio.slice(window)
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    levels = np.convolve((frames**2).mean(axis=1), np.ones(3) / 3, mode="same")
    # The ends of a convolution see less, so they look quieter than they are.
    inner = levels[1:-1]
    return window.start_ms + (int(inner.argmin()) + 1) * LEVEL_MS + LEVEL_MS // 2


def groups(chunks: Sequence[Chunk], size: int, lanes: int = 1) -> list[tuple[Chunk, ...]]:
    """The chunks in order, in groups of at most `size` that keep so many lanes evenly busy."""
    rounds = -(-len(chunks) // (size * lanes))
    count = min(len(chunks), rounds * lanes)
    starts = [len(chunks) * number // count for number in range(count + 1)] if count else [0]
    return [tuple(chunks[low:high]) for low, high in pairwise(starts)]
