"""What an editor's page shows of a transcript, and what is another since: only that is sent.

Of three hours hardly a segment changes with an edit, but all of them are a megabyte, which the page
would take in while somebody types.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.web.staff.shown import ShownSegment

KEPT = 32
"""So many states are remembered, of a few hundred kilobytes each; who shows an older one is sent
everything."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All segments as a page shows them; `mark` is a digest, the same for what looks the same."""

    segments: tuple[ShownSegment, ...]
    mark: str
    seen: dict[int, str]
    """What each segment looks like, by where it begins."""


class Listings:
    """The states of transcripts that pages were sent last; safe to use from several threads."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._sent: OrderedDict[str, dict[int, str]] = OrderedDict()
        self._marks: OrderedDict[str, tuple[str, str]] = OrderedDict()

    def sent(self, segments: Sequence[ShownSegment]) -> Listing:
        """Remember what a page is sent."""
        seen = {one.at_ms: _look(one) for one in segments}
        mark = hashlib.sha256("\n".join(seen.values()).encode()).hexdigest()[:16]
        with self._lock:
            self._sent[mark] = seen
            self._sent.move_to_end(mark)
            while len(self._sent) > self._kept:
                self._sent.popitem(last=False)
        return Listing(tuple(segments), mark, seen)

    def answer(self, known: str, now: Listing) -> dict[str, Any]:
        """What a page is to show that shows the state `known`: the whole, or what is another.

        Each segment tells which one it comes after (`efter`), and `borta` are those that are gone.
        """
        with self._lock:
            before = self._sent.get(known)
        if before is None:
            return {"marke": now.mark, "segment": [one.to_json() for one in now.segments]}
        changed, last = [], None
        for one in now.segments:
            if before.get(one.at_ms) != now.seen[one.at_ms]:
                changed.append({**one.to_json(), "efter": last})
            last = one.at_ms
        gone = [at for at in before if at not in now.seen]
        return {"marke": now.mark, "segment": changed, "borta": gone}

    def mark_of(self, item: str, stamp: str) -> str | None:
        """The mark of an item's transcript whose file has this stamp; None where nobody knows."""
        with self._lock:
            found = self._marks.get(item)
        return found[1] if found is not None and found[0] == stamp else None

    def note(self, item: str, stamp: str, mark: str) -> None:
        """The item's transcript, whose file had this stamp before it was read, has this mark."""
        with self._lock:
            self._marks[item] = (stamp, mark)
            self._marks.move_to_end(item)
            while len(self._marks) > self._kept:
                self._marks.popitem(last=False)


def _look(one: ShownSegment) -> str:
    return (
        f"{one.at_ms} {one.end_ms} {one.version} {one.reviewed:d} {one.changed:d} "
        f"{hashlib.sha256(one.speaker.encode()).hexdigest()[:8]}"
    )
