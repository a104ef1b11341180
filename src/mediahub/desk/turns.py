"""One answer for all threads of this process that wait for the same."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

T = TypeVar("T")


class Turns:
    """Threads that want the same done wait for each other, and those who wait share one doing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._doing: dict[Hashable, Future[Any]] = {}
        self._next: dict[Hashable, Future[Any]] = {}

    def share(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, begun after this call by whoever came first of those who wait now.

        All who come while one is under way share the next. What it raises, each of them raises.
        """
        with self._lock:
            waiting = self._next.get(key)
            mine: Future[T] = Future()
            before = self._doing.get(key)
            if waiting is None and before is None:
                self._doing[key] = mine
            elif waiting is None:
                self._next[key] = mine
        if waiting is not None:
            shared: T = waiting.result()
            return shared
        if before is not None:
            wait([before])
            with self._lock:
                del self._next[key]
                self._doing[key] = mine
        try:
            mine.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again, by all who wait
            mine.set_exception(error)
        finally:
            with self._lock:
                if self._doing.get(key) is mine:
                    del self._doing[key]
        return mine.result()
