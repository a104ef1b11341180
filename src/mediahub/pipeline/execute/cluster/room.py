"""Who works in a process beside others, and who alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mediahub.stopping import Stopped


class Room:
    """A place for several at once, or for one alone; whoever waits to be alone is waited for."""

    def __init__(self, look_s: float) -> None:
        self._look_s = look_s
        self._changed = threading.Condition()
        self._there = self._waiting = 0
        self._taken = False

    @contextmanager
    def within(self, wanted: Callable[[], bool], *, alone: bool) -> Iterator[None]:
        """Be there, `alone` or beside others. Raises Stopped once `wanted` says no before that."""
        with self._changed:
            self._waiting += alone
            try:
                while self._taken or (self._there if alone else self._waiting):
                    self._changed.wait(self._look_s)
                    if not wanted():
                        raise Stopped
                self._there += 1
                self._taken = alone
            finally:
                self._waiting -= alone
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._there -= 1
                self._taken = False
                self._changed.notify_all()
