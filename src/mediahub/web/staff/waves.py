"""How loud a recording is, as the outline of a drawing."""

from dataclasses import dataclass

from mediahub.workspace.peaks import Peaks

COLUMNS = 900
"""So many steps; a wide screen shows about as many."""
HIGH = 100
"""The drawing's height, in its own units; the sound lies about its middle."""
LIFT = 0.6
"""The power that brings soft speech up, as the ear does."""


@dataclass(frozen=True, slots=True)
class Wave:
    """The outline of a recording as an SVG path, `width` by `HIGH` units; its length in seconds."""

    path: str
    width: int
    seconds: float


def wave(peaks: Peaks) -> Wave | None:
    """The outline of a recording, as high as its loudest moment; None for an empty one."""
    columns = peaks.columns(COLUMNS)
    if not columns:
        return None
    loudest, middle = max(1, *columns), HIGH // 2
    heights = [round((one / loudest) ** LIFT * (middle - 2)) or 1 for one in columns]
    over = " ".join(f"{at} {middle - high}" for at, high in enumerate(heights))
    under = " ".join(f"{at} {middle + high}" for at, high in reversed(list(enumerate(heights))))
    seconds = len(peaks.values) * peaks.window_ms / 1000
    return Wave(f"M{over} {under}Z", len(columns), seconds)
