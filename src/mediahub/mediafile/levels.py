"""Levels: how loud a track is, and whether its two channels cancel each other out when mixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediahub.mediafile.audio import RATE
from mediahub.mediafile.taking import Channels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW_S = 0.1
SILENT = 10.0
"""A track is silent when its loudest window is below this (RMS of int16, −70 dBFS): speech that
was recorded far too low is at −65, the noise of a sound card without a microphone at −80."""
VOICED = 33.0
"""Windows below −60 dBFS tell nothing of how channels go together."""
QUIET = 1 / 30
"""… nor do those that are 30 dB below the loudest."""
CANCELLED = 0.1
"""A window is lost in a mix that keeps less than this of the louder channel's power (−10 dB).
Two microphones in one room lose 3 to 6 dB, a party a channel loses 6."""
TOLERATED = 0.02
"""So large a share of the windows may be lost: music is made with such effects."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How a track sounds: its loudest window (RMS of int16), and what its channels need.

    `channels` is how two channels become one without losing speech. `lost` is the share of its
    windows that a plain mix would lose.
    """

    loudest: float = math.inf
    channels: Channels = "mix"
    lost: float = 0.0

    @property
    def silent(self) -> bool:
        """Whether there is nothing to be heard."""
        return self.loudest < SILENT


class LevelMeter:
    """Takes int16 samples at 16 kHz, bit by bit, and tells their levels in the end."""

    def __init__(self, *, channels: int) -> None:
        self._channels = channels
        self._rest = b""
        self._powers: list[NDArray[np.float64]] = []
        self._peaks = bytearray()
        self.samples = 0
        """Samples of a channel taken so far."""

    def take(self, data: bytes) -> None:
        """Take the next bytes: little-endian int16, channels interleaved."""
        import numpy as np

        window = round(RATE * WINDOW_S) * self._channels * 2
        data = self._rest + data
        whole = len(data) // window * window
        self._rest = data[whole:]
        self.samples += whole // (2 * self._channels)
        if whole:
            block = np.frombuffer(data[:whole], "<i2").astype(np.float32)
            self._add(block.reshape(-1, window // 2 // self._channels, self._channels))

    @property
    def peaks(self) -> bytes:
        """The largest sample of each 100 ms of what was measured, 0 (silence) to 255 (full)."""
        return bytes(self._peaks)

    def _add(self, windows: NDArray[np.float32]) -> None:
        import numpy as np

        self._powers.append(_powers(windows))
        largest = np.abs(windows).max(axis=(1, 2))
        self._peaks += np.minimum(255, np.ceil(largest / 128)).astype(np.uint8).tobytes()

    def levels(self) -> Levels:
        """The levels of all that was taken."""
        import numpy as np

        frame = 2 * self._channels
        rest = self._rest[: len(self._rest) // frame * frame]
        self._rest = b""
        if rest:
            self.samples += len(rest) // frame
            last = np.frombuffer(rest, "<i2").astype(np.float32)
            self._add(last.reshape(1, -1, self._channels))
        if not self._powers:
            return Levels(0.0)
        powers = np.concatenate(self._powers)
        loudest = math.sqrt(float(powers[:, :2].max()))
        if self._channels == 1:
            return Levels(loudest)
        return Levels(loudest, *_together(powers, loudest))


def _powers(windows: NDArray[np.float32]) -> NDArray[np.float64]:
    """The power of each window, shape [n, 4]: left, right, their mean, half their difference."""
    import numpy as np

    if windows.shape[2] == 1:
        only = np.mean(np.square(windows[:, :, 0]), axis=1, dtype=np.float64)
        return np.stack([only, only, only, np.zeros_like(only)], axis=1)
    left, right = windows[:, :, 0], windows[:, :, 1]
    ways = (left, right, (left + right) / 2, (left - right) / 2)
    return np.stack([np.mean(np.square(way), axis=1, dtype=np.float64) for way in ways], axis=1)


def _together(powers: NDArray[np.float64], loudest: float) -> tuple[Channels, float]:
    """How the two channels become one, and the share of windows that a mix would lose."""
    import numpy as np

    louder = np.maximum(powers[:, 0], powers[:, 1])
    heard = louder > max(VOICED, loudest * QUIET) ** 2
    if not heard.any():
        return "mix", 0.0
    gone = powers[heard] < CANCELLED * louder[heard, None]
    ways: tuple[tuple[Channels, int], ...] = (
        ("mix", 2),
        ("difference", 3),
        ("left", 0),
        ("right", 1),
    )
    lost = {way: float(gone[:, at].mean()) for way, at in ways}
    if lost["mix"] <= TOLERATED:
        return "mix", lost["mix"]
    best = min(lost, key=lambda way: lost[way])  # the first of equals
    return best, lost["mix"]
