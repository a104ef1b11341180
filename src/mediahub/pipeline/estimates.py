"""How long things take on this machine: remembered speeds and the estimates made from them."""

import json
import logging
import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from mediahub.atomic import write_json
from mediahub.tongues import Said

log = logging.getLogger(__name__)

KEPT = 9
"""Runs remembered for each stage: enough for a steady median, few enough to follow a change."""


class SharedTime:
    """The clock's seconds, shared out evenly among what is under way; safe to use from threads.

    What overlaps takes longer, so that each one's own time would count some seconds twice: these
    shares add up to the time that has passed.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._last = now()
        self._shares: dict[Hashable, float] = {}
        self._sharing = Lock()

    def begin(self, key: Hashable) -> None:
        """Something begins."""
        with self._sharing:
            self._share()
            self._shares[key] = 0.0

    def so_far(self, key: Hashable) -> float:
        """Its share until now, s; 0 for what is not under way."""
        with self._sharing:
            self._share()
            return self._shares.get(key, 0.0)

    def end(self, key: Hashable) -> float:
        """It is done, and that was its share, s."""
        with self._sharing:
            self._share()
            return self._shares.pop(key, 0.0)

    def _share(self) -> None:
        now = self._now()
        for key in self._shares:
            self._shares[key] += (now - self._last) / len(self._shares)
        self._last = now


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

    def models(self, stage: str) -> tuple[str, ...]:
        """The models with which a stage was run here."""
        names = (name.partition(" ") for name in self._seen)
        return tuple(sorted(model for one, _, model in names if one == stage and model))

    def save(self) -> None:
        """Write the speeds down; where there is no room for that, the next run learns them."""
        try:
            write_json(self._path, {"schema": 1, "speeds": dict(sorted(self._seen.items()))})
        except OSError as error:
            log.warning("speeds are not remembered: %s", error)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long work takes here, s; None when nothing tells. `guesses` say what is only guessed."""

    seconds: float | None
    guesses: tuple[str, ...] = ()


def estimate(
    work: Mapping[tuple[str, str], int],
    speeds: Speeds,
    size_of: Callable[[str], int | None] = lambda _model: None,
) -> Estimate:
    """The time for so many ms of sound by (stage, model), from this machine's own past runs.

    The speed of a model that was never run here is guessed from that of the one nearest in size, if
    `size_of` tells both: the time goes with the size in bytes.
    """
    total = 0.0
    guesses = []
    for (stage, model), sound_ms in work.items():
        speed = speeds.of(stage, model)
        if speed is None:
            guess = _guess(stage, model, speeds, size_of)
            if guess is None:
                return Estimate(None)
            speed, like = guess
            guesses.append(
                Said(
                    f"{model} has not been run here: its speed is guessed from {like}'s",
                    f"{model} har inte körts här: farten är gissad efter den som {like} har",
                )
            )
        total += speed * sound_ms / 1000
    return Estimate(total, tuple(guesses))


def _guess(
    stage: str, model: str, speeds: Speeds, size_of: Callable[[str], int | None]
) -> tuple[float, str] | None:
    """The speed of a model by that of the one nearest in size, and which that is."""
    size = size_of(model)
    if not size:
        return None
    found = [
        (abs(math.log(size / other_size)), other, size / other_size)
        for other in speeds.models(stage)
        if (other_size := size_of(other))
    ]
    if not found:
        return None
    _, other, ratio = min(found)
    known = speeds.of(stage, other)
    return (known * ratio, other) if known is not None else None
