"""Stretches that one voice holds: regions cut where the segmentation hears another speaker."""

from bisect import bisect_left
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.embedding import Features, VoiceModels, fbank
from mediahub.speech.lanes import Lanes, each
from mediahub.speech.paging import release
from mediahub.transcript import Span, union

Active = NDArray[np.bool_]

STEP = 270
"""Samples between two frames of the segmentation (16.875 ms)."""
CENTRE = 496
"""The sample a window's first frame stands for: half of what it sees (991)."""
WINDOW_FRAMES = 589
WINDOW_SAMPLES = 160_000
HOP_FRAMES = 444
"""Windows come every 7.5 s; of each only the middle is used, where it has heard both sides (1.2 s).

Every 5 s cost half as much again of the segmentation's time and heard no more on the mixtures.
"""
EDGE = (WINDOW_FRAMES - HOP_FRAMES) // 2
SEEN_FRAMES = 6
"""A voice must be heard this long (0.1 s) on both sides of a change."""

JOIN_MS = 250
"""Regions nearer than this are one run; a longer pause may hide a change of speaker."""
PIECE_MS = 3000
"""A run without a change is cut into pieces of at most this length."""
MOST_FRAMES = 150
"""Features (1.5 s, from the piece's middle) that an embedding is made of; more costs time."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the segmentation heard in 10 s of sound from the grid's frame `start` on.

    `active` is bool [589, 3]: up to three voices, numbered within this window only. `low` and
    `high` bound the frames for which this window, and not its neighbour, is asked.
    """

    start: int
    low: int
    high: int
    active: Active


def frame_of(ms: int) -> int:
    """The grid frame that stands for an instant."""
    return max(0, round((ms * RATE / 1000 - CENTRE) / STEP))


def ms_of(frame: float) -> int:
    """The instant at which a grid frame begins, ms."""
    return max(0, round(((frame - 0.5) * STEP + CENTRE) * 1000 / RATE))


def windows(
    audio: Audio,
    regions: Sequence[Span],
    models: VoiceModels,
    lanes: Lanes | None = None,
    known: MutableMapping[int, Active] | None = None,
) -> Iterator[Window]:
    """What the segmentation hears in every window with speech in it, in order.

    `known` is what it heard before in this recording, by the window's first frame; what is not
    there is added.
    """
    before = {} if known is None else known
    count = len(audio.samples) // STEP + 1
    starts = list(range(0, max(1, count - 2 * EDGE), HOP_FRAMES))
    last = starts[-1]
    spans = [(start, Span(ms_of(start), ms_of(start + WINDOW_FRAMES))) for start in starts]
    busy = [start for start, span in spans if _any_overlap(span, regions)]

    def heard_in(start: int) -> Active:
        # One by one: two windows at once take a third more of the time, and of the memory twice.
        if start not in before:
            before[start] = models.segment(_samples(audio, start)[None])[0] > 0.5
        return before[start]

    for start, active in zip(busy, each(lanes, heard_in, busy), strict=True):
        release(audio)
        low = 0 if start == 0 else EDGE
        high = WINDOW_FRAMES if start == last else EDGE + HOP_FRAMES
        yield Window(start, low, high, active)


def changes(heard: Sequence[Window]) -> tuple[int, ...]:
    """The instants (ms) at which another voice begins to be the one that speaks."""
    found = []
    for window in heard:
        active = window.active
        # The voice of a frame is the one active, or in an overlap the one that was there before.
        voice = np.where(active.sum(axis=1) == 1, active.argmax(axis=1), -1)
        frames = np.flatnonzero(voice >= 0)
        runs = np.split(frames, np.flatnonzero(np.diff(voice[frames])) + 1) if len(frames) else []
        runs = [run for run in runs if len(run) >= SEEN_FRAMES]
        for before, after in pairwise(runs):
            if voice[before[0]] != voice[after[0]] and window.low <= after[0] < window.high:
                found.append(ms_of(window.start + (int(before[-1]) + 1 + int(after[0])) / 2))
    return tuple(sorted(found))


def together(heard: Sequence[Window]) -> tuple[Span, ...]:
    """The stretches in which two voices or more speak at once, in order and apart."""
    found = []
    for window in heard:
        both = window.active.sum(axis=1) > 1
        both[: window.low] = both[window.high :] = False
        found += stretches(both, window.start)
    return union(found)


def clearest(spans: Sequence[Span], overlaps: Sequence[Span]) -> list[Span]:
    """The longest part of each span outside the overlaps, which are in order and apart.

    It is empty where an overlap covers the span.
    """
    starts = [overlap.start_ms for overlap in overlaps]
    found = []
    for span in spans:
        first = max(0, bisect_left(starts, span.start_ms) - 1)
        near = overlaps[first : bisect_left(starts, span.end_ms)]
        edges = [edge for overlap in near for edge in (overlap.start_ms, overlap.end_ms)]
        inside = [min(max(edge, span.start_ms), span.end_ms) for edge in edges]
        borders = list(pairwise([span.start_ms, *inside, span.end_ms]))[::2]
        found.append(Span(*max(borders, key=lambda border: border[1] - border[0])))
    return found


def stretches(mask: Active, start: int) -> list[Span]:
    """The runs of true frames in a window that begins at the grid's frame `start`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [
        Span(ms_of(start + low), ms_of(start + high))
        for low, high in list(pairwise(edges.tolist()))[::2]
    ]


def pieces(regions: Sequence[Span], cuts: Sequence[int]) -> Iterator[Span]:
    """The regions in pieces that one voice holds, in order."""
    for run in union(regions, join_ms=JOIN_MS):
        borders = [run.start_ms, *(cut for cut in cuts if cut in run), run.end_ms]
        for start, end in pairwise(borders):
            count = -(-(end - start) // PIECE_MS)
            edges = np.linspace(start, end, max(1, count) + 1).astype(int).tolist()
            for low, high in pairwise(edges):
                if high > low:
                    yield Span(low, high)


def features(audio: Audio, span: Span) -> Features:
    """The features of a piece's middle: [frames, 80], at most MOST_FRAMES."""
    samples = audio.samples[span.start_ms * 16 : span.end_ms * 16]
    most = (MOST_FRAMES + 2) * 160  # a feature hears 25 ms
    spare = max(0, len(samples) - most) // 2
    return fbank(samples[spare : spare + most])[:MOST_FRAMES]


def _samples(audio: Audio, start: int) -> NDArray[np.float32]:
    samples = audio.samples[start * STEP : start * STEP + WINDOW_SAMPLES].astype(np.float32)
    return np.pad(samples, (0, WINDOW_SAMPLES - len(samples))) / np.float32(32768.0)


def _any_overlap(span: Span, regions: Sequence[Span]) -> bool:
    after = bisect_left(regions, Span(span.end_ms, span.end_ms))
    return after > 0 and regions[after - 1].end_ms > span.start_ms
