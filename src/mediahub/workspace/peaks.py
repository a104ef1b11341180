"""How loud a recording is from moment to moment, to be drawn: kept beside what was probed."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.workspace.results import read_json

PEAKS = "peaks.json"
WINDOW_MS = 100


@dataclass(frozen=True, slots=True)
class Peaks:
    """The largest sample of each window of `window_ms`, a byte each: 0 silence, 255 full."""

    values: bytes
    window_ms: int = WINDOW_MS

    def columns(self, number: int) -> tuple[int, ...]:
        """The largest of each of `number` equal parts of the recording; fewer where it is shorter.

        Raises ValueError for a number below 1.
        """
        if number < 1:
            raise ValueError(f"{number} columns")
        size, wanted = len(self.values), min(number, len(self.values))
        return tuple(
            max(self.values[size * one // wanted : size * (one + 1) // wanted])
            for one in range(wanted)
        )


def peaks_to_json(peaks: Peaks) -> dict[str, Any]:
    """Peaks as JSON; the bytes as base64, for hours of them are long."""
    values = base64.b64encode(peaks.values).decode("ascii")
    return {"schema": 1, "window_ms": peaks.window_ms, "peaks": values}


def peaks_from_json(value: Any) -> Peaks:
    """What `peaks_to_json` gave. Raises ValueError for anything else."""
    try:
        values = base64.b64decode(value["peaks"], validate=True)
        return Peaks(values, int(value["window_ms"]))
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError(f"no peaks: {error}") from error


def read_peaks(folder: Path) -> Peaks:
    """The peaks in an item's folder. Raises MediaError when they are absent or damaged."""
    return read_json(folder / PEAKS, peaks_from_json)
