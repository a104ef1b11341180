"""Leases: whose turn it is where the system's locks may not hold between machines.

A lease is a file that its holder makes, which only one can, and in which a number grows as long as
the holder lives. Who waits watches that number by a clock of its own, so that no two machines need
agree about the time: a lease in which it has stood still for half a minute is its killed holder's,
and may be taken over, by one of those who saw it.

Two cases need no watching. A process of this very boot is there or not. And where holder and taker
both have the system's lock, on a disk of their own machine, that machine is one and the same, and
of two only one has the lock: so a lease from before a reboot, or of a container that was made anew,
is a dead holder's. No name or number of a machine is taken for proof: clones share them all.
"""

import hashlib
import itertools
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mediahub.workspace.atwork import lives

BEAT_S = 5.0
"""How often the number grows."""
STALE_S = 30.0
"""How long it may stand still: six beats, so that a slow network kills nobody."""
POLL_S = 0.05
_LOCKED = "+locked"
"""What stands behind the host of a holder that has the system's lock, too; in no name of a host."""


class LeaseHeldError(TimeoutError):
    """Somebody living holds the lease."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a lease said: its own name, who holds it, and its number."""

    name: str
    host: str
    pid: int
    beat: int
    locked: bool


class Lease:
    """The lease at a path, for one holder at a time.

    `lost` is called, in another thread, when the lease is found to be another's: the machine must
    have stood still for half a minute. `locked` says that whoever wants it has the system's lock
    already, on a disk of this machine.
    """

    def __init__(
        self, path: Path, lost: Callable[[], None] = lambda: None, *, locked: bool = False
    ) -> None:
        self._path = path
        self._lost = lost
        self._locked = locked
        self._name = ""
        self._where = host() + (_LOCKED if locked else "")
        self._ended = threading.Event()
        self._marks: dict[Path, float] = {}
        """Those of others who take over, by when each was first seen."""

    def acquire(self, timeout_s: float) -> None:
        """Hold the lease. Raises LeaseHeldError when a living holder has it for so long.

        With 0 it is waited only until that holder is seen to live, or not.
        """
        began, patience = time.monotonic(), max(timeout_s, 0.0)
        watched: _Seen | None = None
        since = began
        while not self._made():
            seen = _read(self._path)
            now = time.monotonic()
            if seen is None or watched is None or seen.name != watched.name:
                watched, since = seen, now
            elif seen.beat != watched.beat:
                watched, since = seen, now
                if now - began >= patience:
                    raise LeaseHeldError(str(self._path))
            if seen is not None and (now - since >= STALE_S or self._is_dead(seen)):
                if self._taken_over(seen):
                    break
                watched = None
            elif now - began >= max(patience, STALE_S) + STALE_S:
                raise LeaseHeldError(str(self._path))
            time.sleep(POLL_S)
        self._ended.clear()
        threading.Thread(target=self._keep_beating, name="lease", daemon=True).start()

    def release(self) -> None:
        """Let the next one have it."""
        self._ended.set()
        seen = _read(self._path)
        if seen is not None and seen.name == self._name:
            with suppress(OSError):
                self._path.unlink()

    def _is_dead(self, seen: _Seen) -> bool:
        """Whether its holder is no more, so that its number need not be watched."""
        if seen.host == host():
            return not lives(seen.pid)
        return self._locked and seen.locked

    def _made(self) -> bool:
        self._name = uuid.uuid4().hex
        try:
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            return False
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self._line(0))
            if self._locked:  # else a power cut may leave it empty, and its holder untold
                file.flush()
                os.fsync(file.fileno())
        return True

    def _line(self, beat: int) -> str:
        # Of one length, so that it is written over in place.
        return f"{beat:012} {self._name} {os.getpid():010} {self._where}\n"

    def _taken_over(self, seen: _Seen) -> bool:
        """Take a dead holder's lease; of several who want to, one makes the mark and does."""
        mark = self._marked(seen)
        if mark is None:
            return False
        try:
            now = _read(self._path)
            if now is None or now != seen:
                return False
            own = self._path.with_name(f"{self._path.name}.{self._name}")
            own.write_text(self._line(0), encoding="utf-8")
            own.replace(self._path)
            for other in self._marks:  # left by the killed
                other.unlink(missing_ok=True)
            return True
        finally:
            mark.unlink(missing_ok=True)

    def _marked(self, seen: _Seen) -> Path | None:
        """The mark of who takes this lease over, which was made now; None while it is another's.

        One that has stood for half a minute was left by a taker who was killed: the next counts.
        """
        for number in itertools.count():
            mark = self._path.with_name(f"{self._path.name}.{seen.name}.{number}.taken")
            try:
                os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
            except FileExistsError:
                now = time.monotonic()
                if now - self._marks.setdefault(mark, now) < STALE_S:
                    return None
            except OSError:
                return None
            else:
                return mark
        raise AssertionError("numbers have no end")

    def _keep_beating(self) -> None:
        beat = 0
        while not self._ended.wait(BEAT_S):
            try:
                ours = _parsed(self._path.read_text(encoding="utf-8")).name == self._name
            except FileNotFoundError:
                ours = False
            except (OSError, ValueError):
                continue  # the disk does not answer now, or another is in the middle of writing
            if not ours:
                if not self._ended.is_set():
                    self._lost()
                return
            beat += 1
            with suppress(OSError), self._path.open("r+", encoding="utf-8") as file:
                file.write(self._line(beat))


@cache
def host() -> str:
    """This host, as far as its processes' numbers are its own.

    Two machines may have one name, and two containers one kernel: so it is the name, with a digest
    of what the kernel was started as and of its space of process numbers, where it tells them.
    """
    told = []
    for path in (Path("/proc/sys/kernel/random/boot_id"), Path("/proc/self/ns/pid")):
        with suppress(OSError):
            told.append(str(path.readlink()) if path.is_symlink() else path.read_text())
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]
    return f"{socket.gethostname()}-{digest}"


def _read(path: Path) -> _Seen | None:
    """What a lease says; None for one that is not there, or cannot be read now.

    One without sense is half written, and whole at the next look, or what a power cut left.
    """
    try:
        return _parsed(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None
    except ValueError:
        return _Seen("damaged", "", 0, 0, locked=False)


def _parsed(text: str) -> _Seen:
    """Raises ValueError for what is only half written."""
    beat, name, pid, host = text.split()
    return _Seen(
        name, host.removesuffix(_LOCKED), int(pid), int(beat), locked=host.endswith(_LOCKED)
    )
