"""When a folder that is watched has something to do: files that have stopped growing, and times.

The clock, the looking and the waiting come from outside, and so does the run.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mediahub.pipeline.outage import Away, Outage
from mediahub.pipeline.passing import Lies
from mediahub.pipeline.summary import Summary
from mediahub.tongues import Said

Listing = Mapping[str, Lies]
"""How every file lies, by its place in the workspace (forward slashes)."""

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", "~")
"""Endings of what programs are still writing; it has another name when it is done."""


def look(root: Path) -> Listing:
    """How everything lies that people put in: mediahub.toml, and media/ with all below it.

    Hidden files and those with an ending of what is still being written are passed over.
    """
    found: dict[str, Lies] = {}
    _note(root / "mediahub.toml", "mediahub.toml", found)
    for folder, _, names in os.walk(root / "media"):
        for name in names:
            if not name.startswith(".") and not name.lower().endswith(UNFINISHED):
                path = Path(folder, name)
                _note(path, path.relative_to(root).as_posix(), found)
    return found


def _note(path: Path, name: str, found: dict[str, Lies]) -> None:
    try:
        status = path.stat()
    except OSError:
        return
    found[name] = (status.st_size, status.st_mtime_ns, status.st_ino)


def differing(one: Listing, other: Listing) -> frozenset[str]:
    """The files that lie otherwise, or in one of the two alone."""
    return frozenset(name for name in {*one, *other} if one.get(name) != other.get(name))


def around(listing: Listing, place: str) -> Listing:
    """What decides over the recording at a place: its folder's files, and the settings."""
    folder = place.rpartition("/")[0]
    return {
        name: lies
        for name, lies in listing.items()
        if name.rpartition("/")[0] == folder or name in ("mediahub.toml", "media/people.toml")
    }


@dataclass(frozen=True, slots=True)
class Worked:
    """What a run came to: where the items lie that failed; None for `summary` when it could not be.

    `again` says that it is to be tried again soon, since another run was at work.
    """

    summary: Summary | None = None
    failed: Mapping[str, str] = field(default_factory=dict)
    """The place in the workspace of each item that failed."""
    again: bool = False
    away: Away | None = None
    """Who was not there to do it, or went away: it is tried again by itself."""


@dataclass
class Watch:
    """Runs what is new once its files have stopped growing, and what is due when its time comes.

    `work` does a run that leaves the files and items it is given alone. `wait(seconds)` passes time
    and says whether to stop; `idle()` does so until something may have changed. What failed is left
    alone until something around it changes. While those who do the work are away (`outage`), a run
    is tried again after ever longer waits, whatever has changed.
    """

    look: Callable[[], Listing]
    work: Callable[[frozenset[str]], Worked]
    wait: Callable[[float], bool]
    idle: Callable[[], bool]
    now: Callable[[], datetime]
    settle_s: float
    tell: Callable[[str], None] = lambda _text: None
    outage: Outage = field(default_factory=Outage)
    _seen: dict[str, Lies] | None = None
    """How the files lay that the last run took; None before the first."""
    _failed: dict[str, tuple[str, Listing]] = field(default_factory=dict)
    _next: datetime | None = None

    def until_stopped(self) -> None:
        """Watch until `wait`, `idle` or a run says to stop."""
        stopped = False
        while not stopped:
            stopped = self._once()

    def _once(self) -> bool:
        found = self.look()
        due = self._next is not None and self.now() >= self._next
        if self._seen is not None and not due and not differing(self._seen, found):
            return self.idle()
        settled = self._settled(found, at_once=due)
        if settled is None:
            return True
        listing, growing = settled
        left = {one for one, (place, lay) in self._failed.items() if around(listing, place) == lay}
        worked = self.work(growing | left)
        if worked.again:
            return self.wait(self.settle_s)
        self._failed = {one: kept for one, kept in self._failed.items() if one in left}
        self._failed |= {
            one: (place, around(listing, place)) for one, place in worked.failed.items()
        }
        self._next = None
        if worked.away is not None:
            self._seen = None  # so that all of it is looked at again
            return self.wait(self.outage.away(worked.away))
        self._seen = {name: lies for name, lies in listing.items() if name not in growing}
        if worked.summary is None:
            return False
        self.outage.over()
        self._next = self._next_time(worked.summary)
        return worked.summary.stopped is not None

    def _settled(self, found: Listing, *, at_once: bool) -> tuple[Listing, frozenset[str]] | None:
        """The files when some that are new lie still, and those that still grow; None to stop."""
        told = False
        while True:
            if self.wait(self.settle_s):
                return None
            after = self.look()
            growing = differing(found, after) & {*after}
            ready = differing(self._seen or {}, after) - growing
            if ready or at_once or not growing or self._seen is None:
                return after, growing
            if not told:
                self.tell(
                    Said(
                        f"waits until {_some(growing)} stopped growing",
                        f"väntar tills {_some(growing).swedish} slutat växa",
                    )
                )
                told = True
            found = after

    def _next_time(self, summary: Summary) -> datetime | None:
        times = [datetime.fromisoformat(at) for _, at in summary.scheduled]
        return min(times, default=None)


def _some(names: frozenset[str]) -> Said:
    first = sorted(names)[0]
    more = len(names) - 1
    if not more:
        return Said(f"{first} has", f"{first} har")
    return Said(f"{first} and {more} more have", f"{first} och {more} till har")
