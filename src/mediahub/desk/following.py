"""What follows many saves in a row, done once: for a server, where somebody edits all day.

The words of a transcript, or its chapters, are made anew with each save, since the next one is
worked out from them; search, page and feeds when the editor pauses. Which items wait is kept in
files, so that a server that is stopped, or killed, goes on with them at its next start; a run has
them, too.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from mediahub.catalog.ids import is_id
from mediahub.desk.after import (
    THE_WORDS,
    Became,
    Followed,
    Touched,
    at_once,
    follow,
    late_of,
    part_at_once,
)
from mediahub.errors import system_reason
from mediahub.pipeline.survey import Survey
from mediahub.tongues import Said
from mediahub.workspace.paths import Workspace

SOON_S, QUIET_S = 0.3, 3.0
"""So long nobody saves before what is made of the words follows: as long as that, or the save,
took the last time, within these, so that a short item follows at once."""
LONGEST_S, TIMES = 20.0, 5
"""It follows no later than this after the first save, however many come; or than so many times of
what it took the last time, so that it has a sixth of the time at most."""
AGAIN_S = 300.0
"""What could not be followed is tried again after so long: a run may have done it, or the disk have
room again, and what is told of it is to be true."""
WAITED_S = 10.0
"""How long the end waits for what is under way."""

LATE_S = 60.0
"""Who has saved is told that readers wait when they have waited so long, or twice as long as it
took the last time."""
STILL_WAITS = Said(
    "Search and page do not have the latest yet: it takes longer than usual.",
    "Sökningen och sidan har inte det senaste än: det tar längre tid än vanligt.",
)

log = logging.getLogger(__name__)


def _quoted(error: Exception) -> Said:
    return Said(str(error), f"“{error}”")


class Follower(Protocol):
    """Has decisions followed, and knows what readers do not have yet of them."""

    def follows(
        self, root: Path, item_id: str, known: Survey, touched: Touched = THE_WORDS
    ) -> Became:
        """What follows a decision on an item that was in hand (`Follows`)."""
        ...

    def late(self, item_id: str) -> str:
        """What readers do not have yet of what was saved of an item, and why; "" where they do."""
        ...

    def heard(self, item_ids: Iterable[str], followed: Followed) -> None:
        """What came of items that were followed elsewhere."""
        ...


class AtOnce:
    """Has each decision followed before it is answered, and remembers what could not be done.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._late: dict[str, str] = {}

    def follows(
        self, root: Path, item_id: str, known: Survey, touched: Touched = THE_WORDS
    ) -> Became:
        """Bring all up to date at once."""
        made = at_once(root, item_id, known, touched)
        self._late[item_id] = made.late
        return made

    def late(self, item_id: str) -> str:
        """As `Follower`, of what was saved here."""
        return self._late.get(item_id, "")

    def heard(self, item_ids: Iterable[str], followed: Followed) -> None:
        """As `Follower`."""
        self._late |= dict.fromkeys(item_ids, late_of(followed))


class Following:
    """Lets decisions be followed by a thread of its own, from `start` until `close`.

    Safe to use from several threads. `now` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        root: Path,
        *,
        quiet_s: tuple[float, float] = (SOON_S, QUIET_S),
        longest_s: float = LONGEST_S,
        again_s: float = AGAIN_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = root
        self._folder = Workspace(root.resolve()).following
        self._quiet_s, self._longest_s, self._now = quiet_s, longest_s, now
        self._again_s, self._failed = again_s, dict[str, float]()
        self._told = threading.Condition()
        self._due: set[str] = set()
        self._first = self._last = self._took = self._saved = 0.0
        self._saving: Counter[str] = Counter()
        self._late: dict[str, str] = {}
        self._since: dict[str, float] = {}
        self._ended = False
        self._thread = threading.Thread(target=self._work, name="following", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier server left first."""
        left = [path.name for path in self._folder.glob("*") if is_id(path.name)]
        if left:
            log.info("what was saved before the last stop follows now: %s", ", ".join(sorted(left)))
            with self._told:
                self._due.update(left)
                self._since = dict.fromkeys(left, self._now())
                self._first = self._last = self._now() - self._longest_s
        self._thread.start()

    def close(self) -> None:
        """Begin nothing more, and wait a while for what is under way; the rest is kept in mind."""
        with self._told:
            self._ended = True
            self._told.notify_all()
        if self._thread.is_alive():
            self._thread.join(WAITED_S)

    def follows(
        self, root: Path, item_id: str, known: Survey, touched: Touched = THE_WORDS
    ) -> Became:
        """Make what can be read here anew at once, and have the rest follow; says so."""
        began, made = self._now(), Became("")
        with self._told:
            self._keep(item_id)  # first of all: whatever stops the server now, it is not forgotten
            self._saving[item_id] += 1
        try:
            made = part_at_once(root, item_id, known, touched)
        finally:
            with self._told:
                self._saving[item_id] -= 1
                self._saved = self._now() - began
                if made.late:
                    self._late[item_id] = made.late
                self.ask(item_id)
        return made

    def late(self, item_id: str) -> str:
        """As `Follower`: what failed, or that it takes long; nothing while it is soon there."""
        with self._told:
            failed, since = self._late.get(item_id, ""), self._since.get(item_id)
            waited = 0.0 if since is None else self._now() - since
            return failed or (STILL_WAITS if waited > max(LATE_S, 2 * self._took) else "")

    def heard(self, item_ids: Iterable[str], followed: Followed) -> None:
        """As `Follower`."""
        with self._told:
            self._late |= dict.fromkeys(item_ids, late_of(followed))

    def ask(self, item_id: str) -> None:
        """Have an item followed when nobody has saved for a while."""
        with self._told:
            self._keep(item_id)
            self._last = self._now()
            if not self._due:
                self._first = self._last
            self._due.add(item_id)
            self._since.setdefault(item_id, self._last)
            self._told.notify_all()

    def left_s(self) -> float:
        """How long it is, in seconds, until those that wait are followed."""
        soon, quiet = self._quiet_s
        rest = min(quiet, max(soon, self._took, self._saved))
        latest = self._first + max(self._longest_s, TIMES * self._took)
        # Who saves just now is waited for, as who has saved just now.
        last = self._now() if self._saving.total() else self._last
        return min(last + rest, latest) - self._now()

    def _keep(self, item_id: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / item_id).touch()

    def _work(self) -> None:
        while due := self._next():
            began = self._now()
            try:
                followed = follow(self._root, due)
            except Exception as error:  # tried again in a while, and by the next start and run
                log.exception("what was saved is not in search, page and feed yet")
                why = system_reason(error) if isinstance(error, OSError) else _quoted(error)
                late = late_of(Followed(failures=(why,)))
                with self._told:
                    self._late |= dict.fromkeys(due, late)
                    self._failed |= dict.fromkeys(due, self._now() + self._again_s)
                continue
            for failure in followed.failures:
                log.warning("after a save: %s", failure)
            with self._told:
                self._took = self._now() - began
                late = late_of(followed)
                self._late |= dict.fromkeys(due, late)
                for item_id in due:
                    if late:
                        self._failed[item_id] = self._now() + self._again_s
                    else:
                        self._failed.pop(item_id, None)
                    self._since.pop(item_id, None)
                    if item_id in self._due or self._saving[item_id]:
                        self._since[item_id] = began
                    else:
                        (self._folder / item_id).unlink(missing_ok=True)
                self._told.notify_all()

    def _next(self) -> list[str]:
        """The items that are due, once it is time; none at the end."""
        with self._told:
            while not self._ended:
                again = [one for one, at in self._failed.items() if at <= self._now()]
                self._due.update(again)
                for item_id in again:
                    del self._failed[item_id]
                if not self._due:
                    soonest = min(self._failed.values(), default=None)
                    self._told.wait(None if soonest is None else soonest - self._now())
                    continue
                left = self.left_s()
                if left <= 0:
                    due = sorted(self._due)
                    self._due.clear()
                    return due
                self._told.wait(left)
            return []
