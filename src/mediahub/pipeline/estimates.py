"""How long things take on this machine: remembered speeds and the estimates made from them."""

import json
from collections.abc import Mapping
from pathlib import Path

from mediahub.atomic import write_json

KEPT = 9
"""Runs remembered for each stage: enough for a steady median, few enough to follow a change."""


class Speeds:
    """Wall seconds per second of sound, by stage and model, from this machine's own past runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[str, list[float]] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["schema"] == 1:
                self._seen = {
                    name: [float(value) for value in values]
                    for name, values in stored["speeds"].items()
                }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._seen = {}

    def add(self, stage: str, model: str, sound_ms: int, took_s: float) -> None:
        """Remember one finished stage; recordings under 10 s say little and are passed over."""
        if sound_ms >= 10_000:
            values = self._seen.setdefault(f"{stage} {model}".strip(), [])
            values.append(round(took_s / (sound_ms / 1000), 4))
            del values[:-KEPT]

    def of(self, stage: str, model: str) -> float | None:
        """The median seconds per second of sound, None when the stage was never run here."""
        values = sorted(self._seen.get(f"{stage} {model}".strip(), ()))
        return values[len(values) // 2] if values else None

    def save(self) -> None:
        """Write the speeds down."""
        write_json(self._path, {"schema": 1, "speeds": dict(sorted(self._seen.items()))})


def estimate_s(work: Mapping[tuple[str, str], int], speeds: Speeds) -> float | None:
    """Seconds for so many ms of sound by (stage, model); None when a speed is not known yet."""
    total = 0.0
    for (stage, model), sound_ms in work.items():
        speed = speeds.of(stage, model)
        if speed is None:
            return None
        total += speed * sound_ms / 1000
    return total
