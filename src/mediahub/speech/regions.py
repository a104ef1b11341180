"""Where there is speech: one pass of the voice activity detector, shared by all who need it."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.paging import release
from mediahub.transcript import Span

WINDOW = 512
"""Samples that the detector judges at once (32 ms)."""
CONTEXT = 64
"""Samples of the window before that it also sees."""
BLOCK = 8192
"""Windows taken at once (4.4 minutes): about 20 MB, however long the recording."""

ON, OFF = 0.5, 0.35
"""Speech begins at the first threshold and ends below the second (Silero's own defaults)."""
MIN_SPEECH_MS = 100
MIN_PAUSE_MS = 160
PAD_MS = 80
"""The detector is late by about two windows at a soft beginning, and early at a soft end."""


def speech_regions(audio: Audio) -> tuple[Span, ...]:
    """The stretches of speech in a recording, in order and apart from each other.

    Pauses under 0.16 s don't part a region. Memory does not grow with the recording's length.
    """
    probabilities = np.concatenate([np.zeros(0, np.float32), *speech_probabilities(audio)])
    return regions_of(probabilities, audio.duration_ms)


def speech_probabilities(audio: Audio) -> Iterator[NDArray[np.float32]]:
    """How likely each window of 32 ms is speech: float32 [windows], block by block.

    The detector's state goes on from block to block, so the blocks don't show in the result.
    """
    from faster_whisper.vad import get_vad_model

    session = get_vad_model().session
    state, cell = np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)
    before = np.zeros(CONTEXT, np.float32)
    for start in range(0, len(audio.samples), BLOCK * WINDOW):
        block = audio.samples[start : start + BLOCK * WINDOW].astype(np.float32) / 32768.0
        block = np.pad(block, (0, -len(block) % WINDOW)).reshape(-1, WINDOW)
        contexts = np.vstack([before, block[:-1, -CONTEXT:]])
        before = block[-1, -CONTEXT:]
        output, state, cell = session.run(
            None, {"input": np.hstack([contexts, block]), "h": state, "c": cell}
        )
        release(audio)
        yield output.reshape(-1).astype(np.float32)


def regions_of(
    probabilities: Sequence[float] | NDArray[np.float32], end_ms: int
) -> tuple[Span, ...]:
    """The regions that the windows' probabilities make, cut at the recording's end.

    A region begins at ON and ends where OFF is undercut for MIN_PAUSE_MS; it is padded by PAD_MS,
    at most to the middle of a pause.
    """
    window_ms = WINDOW * 1000 // RATE
    found: list[tuple[int, int]] = []
    start = quiet = None
    for index, probability in enumerate(probabilities):
        at = index * window_ms
        if probability >= ON:
            quiet = None
            if start is None:
                start = at
        elif probability < OFF and start is not None:
            quiet = at if quiet is None else quiet
            if at - quiet >= MIN_PAUSE_MS:
                found.append((start, quiet))
                start = quiet = None
    if start is not None:
        found.append((start, end_ms if quiet is None else quiet))
    kept = [(a, min(b, end_ms)) for a, b in found if min(b, end_ms) - a >= MIN_SPEECH_MS]
    return _padded(kept, end_ms)


def _padded(found: Sequence[tuple[int, int]], end_ms: int) -> tuple[Span, ...]:
    spans = []
    for index, (start, end) in enumerate(found):
        room_before = start - found[index - 1][1] if index else 2 * start
        room_after = found[index + 1][0] - end if index + 1 < len(found) else 2 * (end_ms - end)
        spans.append(
            Span(start - min(PAD_MS, room_before // 2), end + min(PAD_MS, room_after // 2))
        )
    return tuple(spans)
