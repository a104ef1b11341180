"""How long a run still takes: past speeds first, and this run's own as soon as it has some."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mediahub.pipeline.estimates import SharedTime
from mediahub.pipeline.report import Expected

SHORT_MS = 10_000
"""Recordings under this take no time worth telling."""
TRUSTED = 0.05
"""A stage this far on tells better than any estimate how long the rest of it takes."""


@dataclass
class _Running:
    total_ms: int
    done_ms: int = 0
    resumed_ms: int = 0
    """Of what is done, what an earlier run did: it took no time of this one's."""

    @property
    def passed_ms(self) -> int:
        """The sound passed in this run."""
        return self.done_ms - self.resumed_ms

    @property
    def tells(self) -> bool:
        """Whether enough is passed to tell how long the rest takes."""
        return bool(self.total_ms) and self.passed_ms >= TRUSTED * self.total_ms


class TimeLeft:
    """The seconds left of a run, from what was expected of it; `now` is a clock in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._time = SharedTime(now)
        self._waiting: dict[tuple[str, str], Expected] = {}
        self._running: dict[tuple[str, str], _Running] = {}
        self._expected: dict[tuple[str, str], Expected] = {}
        self._passed: dict[str, tuple[float, int]] = {}
        self.items = 0
        self._left_of: dict[str, int] = {}

    def expect(self, work: Sequence[Expected]) -> None:
        """The stages that the run will do, once it is known."""
        self._expected = {(one.item, one.stage): one for one in work}
        self._waiting = dict(self._expected)
        for one in work:
            self._left_of[one.item] = self._left_of.get(one.item, 0) + 1
        self.items = len(self._left_of)

    @property
    def items_done(self) -> int:
        """How many of the items have nothing left to do."""
        return sum(left == 0 for left in self._left_of.values())

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage begins."""
        self._waiting.pop((item, stage), None)
        self._running[item, stage] = _Running(total_ms)
        self._time.begin((item, stage))

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """So much of its sound was passed in an earlier run."""
        running = self._running.get((item, stage))
        if running is not None:
            running.done_ms = running.resumed_ms = done_ms

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of its sound is passed."""
        running = self._running.get((item, stage))
        if running is not None:
            running.done_ms = done_ms

    def end(self, item: str, stage: str, *, failed: bool) -> None:
        """The stage is done, begun or not; with a failed one the item's others fall away."""
        self._waiting.pop((item, stage), None)
        running = self._running.pop((item, stage), None)
        share = self._time.end((item, stage))
        if running is not None and not failed:
            took, sound = self._passed.get(stage, (0.0, 0))
            self._passed[stage] = (took + share, sound + running.total_ms - running.resumed_ms)
        if failed:
            self._waiting = {key: one for key, one in self._waiting.items() if key[0] != item}
            self._left_of[item] = 0
        elif (item, stage) in self._expected:
            self._left_of[item] = max(0, self._left_of[item] - 1)

    def seconds(self) -> float | None:
        """The seconds left; None while nothing tells how fast a stage goes here.

        It may be asked from the thread that draws, while another one tells of events.
        """
        total = 0.0
        for key, running in list(self._running.items()):
            rest = self._rest(key, running)
            if rest is None:
                return None
            total += rest
        for one in list(self._waiting.values()):
            whole = self._whole(one)
            if whole is None:
                return None
            total += whole
        return total

    def _rest(self, key: tuple[str, str], running: _Running) -> float | None:
        took = self._time.so_far(key)
        if running.tells:
            return took * (running.total_ms - running.done_ms) / running.passed_ms
        expected = self._expected.get(key)
        whole = self._whole(expected) if expected is not None else 0.0
        if whole is None:
            return None
        if running.total_ms:
            whole *= 1 - running.resumed_ms / running.total_ms
        return max(0.0, whole - took)

    def _whole(self, one: Expected) -> float | None:
        if one.seconds is not None:
            return one.seconds
        if one.sound_ms < SHORT_MS:
            return 0.0
        took, sound = self._passed.get(one.stage, (0.0, 0))
        for key, running in list(self._running.items()):
            if key[1] == one.stage and running.tells:
                took += self._time.so_far(key)
                sound += running.passed_ms
        return took / sound * one.sound_ms if sound else None
