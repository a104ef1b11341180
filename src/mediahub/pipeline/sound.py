"""An item's sound, decoded at most once, also over a killed and restarted run."""

from typing import Any

from mediahub.mediafile import Audio, decode, open_audio
from mediahub.pipeline.stage import Handle, Scratch
from mediahub.workspace.results import read_json

SHORTEST_LIMIT_S = 60.0


def length_ms(scratch: Scratch, media: Handle) -> int:
    """The recording's length, as probed."""
    found: dict[str, Any] = read_json(scratch.path(media), dict)
    return int(found["duration_ms"])


def time_limit_s(duration_ms: int, factor: float) -> float:
    """How long ffmpeg may work on a recording."""
    return max(SHORTEST_LIMIT_S, duration_ms / 1000 * factor)


def decoded(scratch: Scratch, source: Handle, duration_ms: int, factor: float) -> Audio:
    """The sound at 16 kHz. Raises MediaError when it cannot be decoded."""
    kept = scratch.kept / "sound.s16"
    if kept.exists():
        return open_audio(kept)
    return decode(scratch.path(source), kept, time_limit_s=time_limit_s(duration_ms, factor))
