"""Far and quiet sound brought up to where the detector hears it: noise out, then an even level."""

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile.audio import RATE

Sound = NDArray[np.float32]
Powers = NDArray[np.float32]

FRAME, HOP = 512, 256
"""Samples of a spectrum and between two (32 and 16 ms)."""
LOW_HZ = 120
"""A hall's ventilation and hum lie under it, and little of a voice; 200 let hum pass for speech."""
FLOOR_S, FLOOR_PERCENTILE = 5, 10
"""The noise of each 5 s is what a tenth of the time is softer than, there and in the 5 s around."""
SMOOTHED = 5
"""Spectra averaged before that."""
OVER = 2.0
"""How often the floor is taken away; a percentile so low lies under the noise's mean."""
LEAST_GAIN = 0.15
"""Of what is below the floor so much stays, or isolated bins would sing."""
ENVELOPE_FRAMES = 15
"""The level is that of half a second, to both sides (32 ms each)."""
TARGET_DB = -26.0
"""Near speech in recordings lies about here (dB of full scale)."""
MOST_DB = 30.0
"""The most that is added; -25 dB under a near voice is brought up to it. Nothing is taken away."""

LOUD_PERCENTILE = 85
HOT_DB = -10.0
"""A stretch whose loud frames lie above this (dB of full scale) is clipped or squeezed flat.

Three dialogues gave -12.5 to -19 as they were and -15 to -24 through a telephone; clipped -1 to -4,
and clipped and then through a telephone -5 to -8.
"""


def loudness_db(sound: Sound) -> float:
    """The level of the loud frames of a stretch of sound, dB of full scale; -120 for nothing."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    if not len(frames):
        return -120.0
    return float(10 * np.log10(np.percentile((frames**2).mean(axis=1), LOUD_PERCENTILE) + 1e-12))


def levelled(sound: Sound) -> Sound:
    """A stretch of sound (float32 [n] at 16 kHz) with its noise lowered and its level evened.

    Each 5 s are freed of their own noise floor by spectral subtraction, and of what is under
    LOW_HZ; then what is under TARGET_DB is brought up to it, by MOST_DB at most. The same length.
    It is for detecting, not for listening.
    """
    if not len(sound):
        return sound
    window = np.sqrt(np.hanning(FRAME + 1)[:-1]).astype(np.float32)
    padded = np.pad(sound, (FRAME, FRAME + (-len(sound)) % HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    spectra = np.fft.rfft(frames * window, axis=1).astype(np.complex64)
    powers = np.square(np.abs(spectra))
    left = np.maximum(1 - OVER * _floors(powers) / np.maximum(powers, 1e-20), LEAST_GAIN**2)
    spectra *= np.sqrt(left) * _high_pass()
    parts = np.fft.irfft(spectra, axis=1).astype(np.float32) * window
    whole = np.zeros((len(parts) + 1) * HOP, np.float32)
    whole[:-HOP] += parts[:, :HOP].reshape(-1)
    whole[HOP:] += parts[:, HOP:].reshape(-1)
    return _evened(whole[FRAME : FRAME + len(sound)])


def _floors(powers: Powers) -> Powers:
    """The noise's power in each bin of each spectrum, [frames, bins]."""
    smooth = _averaged(powers, SMOOTHED)
    length = FLOOR_S * RATE // HOP
    floors = np.empty_like(powers)
    for start in range(0, len(powers), length):
        around = smooth[max(0, start - length) : start + 2 * length : 2]
        floors[start : start + length] = np.percentile(around, FLOOR_PERCENTILE, axis=0)
    return floors


def _averaged(powers: Powers, count: int) -> Powers:
    """The mean of each frame and those around it, `count` (odd) in all, along the first axis."""
    half = count // 2
    widths = [(half + 1, half)] + [(0, 0)] * (powers.ndim - 1)
    sums = np.cumsum(np.pad(powers, widths, mode="edge"), axis=0, dtype=np.float64)
    return np.maximum((sums[count:] - sums[:-count]) / count, 0).astype(np.float32)


def _high_pass() -> Sound:
    """The gain of each bin: a Butterworth high-pass of the fourth order, squared."""
    hertz = np.maximum(np.fft.rfftfreq(FRAME, 1 / RATE), 1)
    return (1 / (1 + (LOW_HZ / hertz) ** 4)).astype(np.float32)


def _evened(sound: Sound) -> Sound:
    frames = np.pad(sound, (0, -len(sound) % FRAME)).reshape(-1, FRAME)
    levels = 10 * np.log10(_averaged((frames**2).mean(axis=1), ENVELOPE_FRAMES) + 1e-12)
    gains = np.clip(TARGET_DB - levels, 0, MOST_DB)
    middles = np.arange(len(gains)) * FRAME + FRAME / 2
    smooth = np.interp(np.arange(len(sound)), middles, gains)
    result: Sound = (sound * 10 ** (smooth / 20)).astype(np.float32)
    return result
