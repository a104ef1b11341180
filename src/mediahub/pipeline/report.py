"""What a run tells while it works: the events that the command line and the log show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Expected:
    """A stage that a run will do: the sound it passes, and the seconds it should take here.

    `seconds` is None when no past run on this machine tells.
    """

    item: str
    stage: str
    sound_ms: int
    seconds: float | None = None


class Reporter(Protocol):
    """Hears of a run's progress; times are ms of the recording, so that all stages compare."""

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""

    def expect(self, work: Sequence[Expected]) -> None:
        """Everything that will be done with the items; told once, before the first of it begins."""

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage of an item begins; it will pass `total_ms` of sound."""

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """A stage that has begun goes on from where an earlier run was."""

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of the stage's sound has been passed in all."""

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """The stage is done or has failed; or there was nothing to do, then it has not begun."""


class Silent:
    """A Reporter that tells nobody."""

    def say(self, text: str) -> None:
        """Heard and forgotten."""

    def expect(self, work: Sequence[Expected]) -> None:
        """Heard and forgotten."""

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """Heard and forgotten."""

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """Heard and forgotten."""

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """Heard and forgotten."""

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """Heard and forgotten."""
