"""Whether the disk that a workspace lies on answers: one seen through a network may stop to.

A program that reads or writes there then stands still in the middle of it, and cannot tell. So one
thread asks the disk now and then, and another one tells when the answer does not come.
"""

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words
from mediahub.workspace.mounts import network_kind

ASK_S = 5.0
PATIENCE_S = 30.0
"""How long it may not answer before that is told."""

GONE = frozenset((
    errno.EIO, errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH,
    errno.ENODEV, errno.ENXIO, errno.ECONNABORTED, errno.ECONNRESET, errno.EREMOTEIO,
))  # fmt: skip
"""What the system says of a file whose disk, or whose server, is not there."""

STANDS_STILL = Words(
    "{root} has not answered for {seconds:.0f} s: see that its server runs and is reached. The "
    "work goes on when it answers; `kill -9 {pid}` ends it, and nothing finished is lost",
    "{root} har inte svarat på {seconds:.0f} s. Se efter att servern är i gång och går att nå. "
    "Arbetet fortsätter när den svarar. `kill -9 {pid}` avslutar det, och inget färdigt går "
    "förlorat.",
)
ANSWERS = Words(
    "{root} answers again, after {seconds:.0f} s", "{root} svarar igen, efter {seconds:.0f} s."
)
AWAY = Words(
    "{where} cannot be reached ({why}): see that its disk or network folder is there and its "
    "server answers, then give the command again; what is finished is kept",
    "{where} går inte att nå ({why}). Se efter att disken eller nätverksmappen finns där och att "
    "servern svarar, och ge kommandot igen. Det som är färdigt är kvar.",
)


def away(error: OSError, where: object) -> Said | None:
    """What is told where a file's disk is not there; None where something else is wrong."""
    if error.errno not in GONE:
        return None
    return AWAY.said(where=error.filename or where, why=error.strerror)


def require_there(root: Path) -> None:
    """Raise SettingsError where a folder's disk is not there."""
    try:
        os.statvfs(root)  # no cache answers this
    except OSError as error:
        if (gone := away(error, root)) is not None:
            raise SettingsError(gone) from error


@dataclass
class Silence:
    """What is told of a disk by when it answered last (s by one clock)."""

    root: Path
    pid: int
    _answered: float
    _told: bool = field(default=False, init=False)

    def answered(self, now: float) -> Said | None:
        """It has answered; what is to be told of that."""
        seconds, self._answered = now - self._answered, now
        told, self._told = self._told, False
        return ANSWERS.said(root=self.root, seconds=seconds) if told else None

    def looked(self, now: float) -> Said | None:
        """It may not have answered; told once."""
        seconds = now - self._answered
        if self._told or seconds < PATIENCE_S:
            return None
        self._told = True
        return STANDS_STILL.said(root=self.root, seconds=seconds, pid=self.pid)


@contextmanager
def told_when_silent(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Tell when a workspace on a network folder stands still while the block runs."""
    if network_kind(root) is None:
        yield
        return
    silence = Silence(root, os.getpid(), time.monotonic())
    lock, ended = threading.Lock(), threading.Event()

    def ask() -> None:
        while not ended.wait(ASK_S):
            try:
                require_there(root)
            except SettingsError:
                continue
            with lock:
                told = silence.answered(time.monotonic())
            if told is not None:
                say(told)

    def look() -> None:
        while not ended.wait(ASK_S):
            with lock:
                told = silence.looked(time.monotonic())
            if told is not None:
                say(told)

    for work in (ask, look):
        threading.Thread(target=work, name="answering", daemon=True).start()
    try:
        yield
    finally:
        ended.set()
