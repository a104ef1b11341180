"""Faint speech: what the detector half hears, where the segmentation of voices hears somebody."""

from collections.abc import MutableMapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.embedding import VoiceModels
from mediahub.speech.lanes import Lanes
from mediahub.speech.voices import Active, Window, ms_of, windows
from mediahub.transcript import Span, union

Mask = NDArray[np.bool_]

HOP = 512
"""Samples between two of the detector's probabilities (32 ms)."""
FLOOR = 0.05
"""What the detector holds for less likely than this is no speech, whoever else hears some.

Of AMI's speech 87.6 % is heard at 0.1, 89.0 at 0.05 and 90.0 at 0.03; from 0.02 on far humming is
taken for a voice.
"""
AROUND_MS = 5000
"""How far to both sides tells what kind of recording a place is in."""
SHARE = 0.1
"""Faint speech counts where it is more than this of all the speech around.

With near voices in good sound the two models differ at the edges of words only: at 0.05 that added
2.7 s to 34 minutes of clean dialogues, at 0.1 nothing.
"""
SPEECH_AROUND_MS = 1000
"""And as if there were at least this much speech around, or a click in silence would be all."""
LEAST_MS = 100
JOIN_MS = 300
"""Pauses of faint speech that part nothing, as with far speech."""


def with_faint(
    audio: Audio,
    regions: Sequence[Span],
    probabilities: NDArray[np.float32],
    models: Path,
    *,
    lanes: Lanes | None = None,
    segmented: MutableMapping[int, Active] | None = None,
) -> tuple[Span, ...]:
    """The regions of speech, and the faint speech beside them.

    `probabilities` are the detector's [windows of 32 ms], the higher where it heard a sound twice;
    `models` is the folder of the voice models, `lanes` and `segmented` are as for `voices.windows`.
    Without a segmentation there the regions stay.
    Only the windows in which there may be faint speech are segmented: none of most good recordings.
    """
    voices = VoiceModels(models)
    doubtful = may_be_faint(regions, probabilities)
    if not doubtful.any() or not voices.has_segmentation:
        return tuple(regions)
    asked = _spans(doubtful, audio.duration_ms)
    heard = voiced(tuple(windows(audio, asked, voices, lanes, segmented)), len(probabilities))
    return union([*regions, *faint(regions, probabilities, heard, audio.duration_ms)])


def may_be_faint(regions: Sequence[Span], probabilities: NDArray[np.float32]) -> Mask:
    """The detector's windows that are faint speech if the segmentation hears all of them."""
    known = _inside(regions, len(probabilities))
    doubtful = (probabilities > FLOOR) & ~known
    return doubtful & (_around(doubtful) > SHARE * _speech_around(known))


def faint(
    regions: Sequence[Span], probabilities: NDArray[np.float32], heard: Mask, end_ms: int
) -> tuple[Span, ...]:
    """The stretches outside the regions that both models hold for speech, in order.

    `heard` says for each of the detector's windows whether the segmentation hears a voice.
    """
    known = _inside(regions, len(probabilities))
    both = (probabilities > FLOOR) & heard & ~known
    much = both & (_around(both) > SHARE * _speech_around(known | heard))
    found = union(_spans(much, end_ms), join_ms=JOIN_MS)
    return tuple(span for span in found if span.duration_ms >= LEAST_MS)


def voiced(heard: Sequence[Window], count: int) -> Mask:
    """Whether the segmentation hears anyone in each of the detector's `count` windows."""
    result = np.zeros(count, np.bool_)
    middles = (np.arange(count) + 0.5) * HOP * 1000 / RATE
    for window in heard:
        edges = [ms_of(window.start + frame) for frame in (window.low, window.high)]
        low, high = np.searchsorted(middles, edges)
        starts = [ms_of(window.start + frame) for frame in range(len(window.active))]
        frames = np.searchsorted(starts, middles[low:high], side="right") - 1
        active: Mask = window.active.max(axis=1)
        result[low:high] = active[frames]
    return result


def _inside(spans: Sequence[Span], count: int) -> Mask:
    """Which of the detector's windows lie in the spans, in part at least."""
    result = np.zeros(count, np.bool_)
    for span in spans:
        result[span.start_ms * RATE // 1000 // HOP : -(-span.end_ms * RATE // 1000 // HOP)] = True
    return result


def _around(mask: Mask) -> NDArray[np.int64]:
    """How many of the windows within AROUND_MS of each are true."""
    reach = AROUND_MS * RATE // 1000 // HOP
    sums = np.concatenate([[0], np.cumsum(mask)])
    places = np.arange(len(mask))
    found = sums[np.minimum(places + reach, len(mask))] - sums[np.maximum(places - reach, 0)]
    return np.asarray(found, np.int64)


def _speech_around(speech: Mask) -> NDArray[np.int64]:
    return np.maximum(_around(speech), SPEECH_AROUND_MS * RATE // 1000 // HOP)


def _spans(mask: Mask, end_ms: int) -> list[Span]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    times = np.minimum(edges * HOP * 1000 // RATE, end_ms).reshape(-1, 2).tolist()
    return [Span(start, end) for start, end in times]
