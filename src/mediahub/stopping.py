"""Whether work has been asked to end: a value that loops look at between two pieces of work."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Literal

Reason = Literal["ctrl-c", "sigterm", "until", "scheduler", "workers"]
"""Why it is to end: a person at the terminal, whoever ended the process, the time it had, or a
cluster's scheduler or workers that went away."""

SLICE_S = 0.5
"""So often at least whoever waits looks whether to stop."""


class Stopped(Exception):  # noqa: N818 - no error: it was asked for
    """Work that was not begun, or not gone on with, since it had been asked to end."""


class Stop:
    """A request to stop, which may come at any moment and stands once it has come.

    `until` is the moment (with a zone) from which nothing more is begun; `now` tells the time.
    `within` another it ends with that one, whose reason goes before its own; asked itself, it ends
    alone. Safe to ask from any thread, and to make from a signal's handler: it takes no lock.
    """

    def __init__(
        self,
        until: datetime | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        within: "Stop | None" = None,
    ) -> None:
        self.until = until
        self._now = now
        self._within = within
        self._reason: Reason | None = None
        self._gentle = 0

    @property
    def reason(self) -> Reason | None:
        """Why work is to end; None while it may go on."""
        if self._within is not None and (above := self._within.reason) is not None:
            return above
        if self._reason is None and self.until is not None and self._now() >= self.until:
            self._reason = "until"
        return self._reason

    @property
    def gentle(self) -> bool:
        """Whether the work under way looks here by itself, so that nothing need interrupt it."""
        return self._gentle > 0

    def ask(self, reason: Reason) -> None:
        """Let work end. A person's word goes before the clock's."""
        if self._reason in (None, "until"):
            self._reason = reason

    def is_set(self) -> bool:
        """Whether work is to end."""
        return self.reason is not None

    def check(self) -> None:
        """Raise Stopped when work is to end."""
        if self.reason is not None:
            raise Stopped

    @contextmanager
    def gently(self) -> Iterator[None]:
        """While the block runs a request is waited for, not broken in with."""
        self._gentle += 1
        try:
            with self._within.gently() if self._within is not None else nullcontext():
                yield
        finally:
            self._gentle -= 1

    def wait(self, seconds: float) -> bool:
        """Let so much time pass, or less when work is to end; whether it is to."""
        end = time.monotonic() + seconds
        while not self.is_set() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, SLICE_S))
        return self.is_set()


NEVER = Stop()
"""For work that nobody stops."""
