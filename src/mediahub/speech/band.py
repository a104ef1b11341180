"""Where a recording has come through a telephone: nothing of it lies above 4 kHz."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.levelling import HOT_DB, loudness_db
from mediahub.speech.paging import release
from mediahub.transcript import Span, union

STRETCH_MS = 10_000
"""What the band is told of: long enough that there are consonants in it."""
LEAST_MS = 1000
"""Less speech than this tells no band; such a stretch is as the one before it."""
FRAME = 512
TOP_HZ = 4000
"""Half of a telephone's 8 kHz; codecs and lines leave nothing above it."""
LOW_HZ = 100
"""Hum and rumble are no part of the voice that is compared with."""
NARROW_DB = -38.0
"""What lies above TOP_HZ, beside all, below which sound is a telephone's.

Three dialogues gave -25 to -27 as they were, -20 to -28 clipped and as MP3 at 24 kbit/s, and -45 to
-61 through a telephone, clipped or not.
"""


def narrow(audio: Audio, regions: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of a recording whose speech has a telephone's band, in order and apart.

    `regions` are those of speech, in order. A telephone call in a programme is told from the
    studio, to ten seconds. What is clipped as well is left out: there the recogniser skips more
    where pauses are kept (kort: 7 words missed without them, 21 with).
    """
    found: list[Span] = []
    was, first = False, 0
    for start in range(0, audio.duration_ms, STRETCH_MS):
        stretch = Span(start, min(start + STRETCH_MS, audio.duration_ms))
        end = bisect_left(regions, stretch.end_ms, key=lambda region: region.start_ms)
        said = [part for region in regions[first:end] if (part := region & stretch) is not None]
        first = max(first, end - 1)
        if sum(part.duration_ms for part in said) >= LEAST_MS:
            was = _is_narrow(audio, said)
            release(audio)
        if was:
            found.append(stretch)
    return union(found)


def _is_narrow(audio: Audio, said: Sequence[Span]) -> bool:
    samples = np.concatenate([audio.slice(part) for part in said])
    if loudness_db(samples) > HOT_DB:
        return False
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    windowed = frames * np.hanning(FRAME).astype(np.float32)
    powers = np.square(np.abs(np.fft.rfft(windowed, axis=1))).mean(axis=0)
    hertz = np.fft.rfftfreq(FRAME, 1 / RATE)
    high, whole = powers[hertz > TOP_HZ].sum(), powers[hertz > LOW_HZ].sum()
    return bool(high < whole * 10 ** (NARROW_DB / 10))
