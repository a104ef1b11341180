"""How often something may be tried: passwords, above all."""

import threading
from collections.abc import Callable

MOST, WITHIN_S = 8, 900.0
MANY = 100
"""For what many share: a whole house has one address behind its router, and all have the proxy's.

By so many a stranger cannot shut everybody out with a few wrong words, and guesses little.
"""

MOST_KEYS, LONGEST_KEY = 10_000, 200
"""A stranger chooses the names that are counted: many and long ones must not fill the memory."""


class Limit:
    """At most `most` tries in `within_s` seconds for each key; `now` is a clock in seconds."""

    def __init__(
        self, now: Callable[[], float], most: int = MOST, within_s: float = WITHIN_S
    ) -> None:
        self._now, self._most, self._within = now, most, within_s
        self._tries: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def take(self, *keys: str) -> float:
        """Take a try of each of these; where that is one too many, none is taken: how long to wait.

        It is taken before it is known whether it is in vain, so that no number at once is too many.
        """
        now, keys = self._now(), _short(keys)
        with self._lock:
            wait = max((self._wait(key, now) for key in keys), default=0.0)
            if wait:
                return wait
            for key in keys:
                self._tries.setdefault(key, []).append(now)
            if len(self._tries) > MOST_KEYS:
                self._tries = {k: t for k, t in self._tries.items() if now - t[-1] < self._within}
                for key in list(self._tries)[:-MOST_KEYS]:  # the oldest, where all are of now
                    del self._tries[key]
        return 0.0

    def give_back(self, *keys: str) -> None:
        """The try was not in vain, and counts for nothing."""
        with self._lock:
            for key in _short(keys):
                if self._tries.get(key):
                    self._tries[key].pop()

    def forgive(self, *keys: str) -> None:
        """Somebody was let in."""
        with self._lock:
            for key in _short(keys):
                self._tries.pop(key, None)

    def _wait(self, key: str, now: float) -> float:
        recent = [at for at in self._tries.get(key, ()) if now - at < self._within]
        if not recent:
            self._tries.pop(key, None)
            return 0.0
        self._tries[key] = recent
        return recent[-self._most] + self._within - now if len(recent) >= self._most else 0.0


def _short(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key[:LONGEST_KEY] for key in keys)
