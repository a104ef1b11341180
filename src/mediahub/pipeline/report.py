"""What a run tells while it works: the events that the command line and the log show."""

from typing import Protocol


class Reporter(Protocol):
    """Hears of a run's progress; times are ms of the recording, so that all stages compare."""

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage of an item begins; it will pass `total_ms` of sound."""

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of the stage's sound has been passed in all."""

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """The stage is done or has failed."""


class Silent:
    """A Reporter that tells nobody."""

    def say(self, text: str) -> None:
        """Heard and forgotten."""

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """Heard and forgotten."""

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """Heard and forgotten."""

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """Heard and forgotten."""
