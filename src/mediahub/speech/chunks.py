"""Speech packed into chunks that the recogniser takes whole: at most 30 s each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.paging import release
from mediahub.transcript import Span

MAX_MS = 30_000
"""What Whisper hears at once; the rest of a longer chunk would be dropped."""
ROOM_MS = 500
"""Left free at the end of a chunk: a word that ends at 30.0 s exactly is often lost."""
PAD_MS = 600
"""Sound kept before and after a region: a soft first consonant, a fading last vowel, and words that
the detector did not hear."""
PAUSE_MS = 4000
"""A pause longer than this is shortened, to 2 × PAD_MS; of a shorter one everything is kept.

In clipped or band-limited sound the detector loses words within a sentence, and such a hole looks
like a pause. With these bounds 96 % and more of two clipped dialogues' speech are in chunks, with
200 and 800 they were 84 and 95 %, and what was left out was lost; there are no more chunks.
"""
CLOSED_BADLY = 0.8
"""What a chunk closed where there is no pause at all costs, a whole further chunk being 1."""
LEVEL_MS = 30
LEAST_MS = 6 * LEVEL_MS
"""A pause shorter than this is cut in its middle, not at its quietest moment."""


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


def pack(regions: Sequence[Span], audio: Audio, *, max_ms: int = MAX_MS) -> tuple[Chunk, ...]:
    """The regions in chunks of at most `max_ms`: few of them, closed at long pauses.

    Each chunk costs the recogniser the same however little is in it. A region too long for a chunk
    is cut at its quietest moment. Every region is in some chunk, and so is every pause of up to
    PAUSE_MS, for what the detector takes for a pause may be words that it did not hear.
    """
    atoms: list[Span] = []
    pauses: list[int] = []
    gaps = [before.gap_ms(after) for before, after in pairwise(regions)]
    for padded, gap in zip(_padded(regions, audio), [*gaps, 0], strict=False):
        parts = _cut(padded, audio, max_ms - ROOM_MS)
        atoms += parts
        pauses += [0] * (len(parts) - 1) + [gap]
    borders = _borders(atoms, pauses, max_ms - ROOM_MS)
    return tuple(Chunk(_joined(atoms[start:end])) for start, end in pairwise(borders))


def _borders(atoms: Sequence[Span], pauses: Sequence[int], most: int) -> list[int]:
    """Where chunks begin and the last one ends, at the least cost in all (dynamic programming).

    `pauses` are those of the speech after each atom, before it was padded.
    """
    costs, begins = [0.0], [0]
    for end in range(1, len(atoms) + 1):
        length, best = 0, end - 1
        for start in range(end - 1, -1, -1):
            length += atoms[start].duration_ms
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


def _padded(regions: Sequence[Span], audio: Audio) -> list[Span]:
    """The regions with the sound around them: they touch where the pause between is kept whole."""
    if not regions:
        return []
    within = audio.span
    starts = [max(within.start_ms, regions[0].start_ms - PAD_MS)]
    ends = []
    for before, after in pairwise(regions):
        if before.gap_ms(after) <= PAUSE_MS:
            at = _between(before, after, audio)
            ends.append(at)
            starts.append(at)
        else:
            ends.append(before.end_ms + PAD_MS)
            starts.append(after.start_ms - PAD_MS)
    ends.append(min(within.end_ms, regions[-1].end_ms + PAD_MS))
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _between(before: Span, after: Span, audio: Audio) -> int:
    """The quietest instant in the middle half of a pause, where no word is cut."""
    pause = before.gap_ms(after)
    inner = Span(before.end_ms + pause // 4, after.start_ms - pause // 4)
    if inner.duration_ms < LEAST_MS:
        return before.end_ms + pause // 2
    at = _quietest(audio, inner)
    release(audio)
    return at


def _joined(atoms: Sequence[Span]) -> tuple[Span, ...]:
    joined = [atoms[0]]
    for atom in atoms[1:]:
        if atom.start_ms == joined[-1].end_ms:
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
    """The instant in `window` around which 90 ms are quietest: the middle one of several."""
    length = LEVEL_MS * RATE // 1000
    samples = audio.slice(window)
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    levels = np.convolve((frames**2).mean(axis=1), np.ones(3) / 3, mode="same")
    # The ends of a convolution see less, so they look quieter than they are.
    inner = levels[1:-1]
    quietest = np.flatnonzero(inner == inner.min())
    at = int(quietest[len(quietest) // 2])
    return window.start_ms + (at + 1) * LEVEL_MS + LEVEL_MS // 2


def groups(chunks: Sequence[Chunk], size: int, lanes: int = 1) -> list[tuple[Chunk, ...]]:
    """The chunks in order, in groups of at most `size` that keep so many lanes evenly busy."""
    rounds = -(-len(chunks) // (size * lanes))
    count = min(len(chunks), rounds * lanes)
    starts = [len(chunks) * number // count for number in range(count + 1)] if count else [0]
    return [tuple(chunks[low:high]) for low, high in pairwise(starts)]
