"""What is told of a try of `mediahub watch` to work on a cluster that was away."""

from collections.abc import Sequence

from mediahub.pipeline.outage import Outage
from mediahub.pipeline.report import Expected, Reporter


class Awaited:
    """A Reporter that passes all on, but says nothing in an outage before the work goes on.

    A try that comes to nothing has been told of before.
    """

    def __init__(self, other: Reporter, outage: Outage) -> None:
        self._other = other
        self._outage = outage

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""
        if not self._outage.lasts:
            self._other.say(text)

    def expect(self, work: Sequence[Expected]) -> None:
        """What the run will do."""
        self._other.expect(work)

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage begins: somebody is at work."""
        self._outage.over()
        self._other.begin(item, stage, total_ms)

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """A stage goes on from where an earlier run was."""
        self._other.resume(item, stage, done_ms)

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of a stage is passed."""
        self._other.advance(item, stage, done_ms)

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """A stage is done."""
        self._other.end(item, stage, failed=failed)
