"""Who is where in an item: told by each editor's page now and then, and forgotten soon."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

FORGOTTEN_S = 30
"""A page tells every ten seconds; so long after it last did, nobody is there."""
MOST = 200
"""Pages that are remembered of an item."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody in an item: the segment (its beginning, ms) they write in, None for none."""

    name: str
    at_ms: int | None


@dataclass
class Presence:
    """Who was where last; safe to use from several threads. `now` is a clock in seconds."""

    now: Callable[[], float]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: dict[str, dict[tuple[str, str], tuple[float, int | None]]] = field(default_factory=dict)

    def tell(self, item: str, name: str, page: str, at_ms: int | None) -> tuple[Seen, ...]:
        """Say where somebody's page is; the others who are there, by name."""
        moment = self.now()
        with self._lock:
            pages = self._seen.setdefault(item, {})
            for key, (when, _) in list(pages.items()):
                if moment - when > FORGOTTEN_S:
                    del pages[key]
            pages.pop((name, page), None)
            pages[name, page] = (moment, at_ms)
            while len(pages) > MOST:
                del pages[next(iter(pages))]
            others = {(who, at) for (who, _), (_, at) in pages.items() if who != name}
        # Whoever writes somewhere is not also told of as somebody who only looks.
        writing = {who for who, at in others if at is not None}
        shown = [Seen(who, at) for who, at in others if at is not None or who not in writing]
        return tuple(sorted(shown, key=lambda one: (one.name, one.at_ms or 0)))
