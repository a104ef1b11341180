"""Audio: a recording's sound as samples, decoded once and read piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.transcript import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RATE = 16_000
"""Samples per second; what whisper, the VAD and the speaker embedding all expect."""

LONGEST_S = 24 * 3600
"""The most that is decoded: broken timestamps must not fill the disk with silence."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Mono sound at 16 kHz; `samples` is int16 of shape [n], usually memory-mapped from a file."""

    samples: NDArray[np.int16]

    @property
    def duration_ms(self) -> int:
        """Length in ms, rounded down."""
        return len(self.samples) * 1000 // RATE

    @property
    def span(self) -> Span:
        """The whole recording."""
        return Span(0, self.duration_ms)

    def slice(self, span: Span) -> NDArray[np.float32]:
        """The samples of `span` as float32 in [-1, 1), shape [n]; a copy, cut at the end."""
        import numpy as np

        start, end = span.start_ms * RATE // 1000, span.end_ms * RATE // 1000
        return self.samples[start:end].astype(np.float32) / np.float32(32768.0)


def open_audio(path: Path) -> Audio:
    """The Audio kept in `path`, a raw file of little-endian int16 samples, memory-mapped."""
    import numpy as np

    if path.stat().st_size < 2:  # an empty file cannot be mapped
        return Audio(np.zeros(0, dtype=np.int16))
    return Audio(np.memmap(path, dtype="<i2", mode="r"))
