"""Whose turn it is in a workspace: one run at a time, and small locks for what people do meanwhile.

A run holds the run lock from its beginning to its end. Everything else holds what it changes for
milliseconds, waiting its turn. They are taken in this order, so that no two wait for each other:

1. the run;
2. items, several in the order of their ids (`item_lock(workspace, "b", "a")` sees to it);
3. the registry: `media/people.toml` and `mediahub.toml`, when a command writes them;
4. the site: `feeds/`, while it is brought up to date;
5. the ledger, while an old one is taken over or a podcast's GUID is written (its own affair);
6. a file in `private/`, from its reading to its writing (its owner's own affair).

Whoever takes one out of order has written a bug, and is told so before anyone waits. The locks are
the operating system's: those of a killed program are free at once, and the files stay where they
are. A small lock may be taken again by the thread that holds it.

Where the workspace lies on a network folder, or a machine that sees it so has once been at work in
it, a lease (`leases`) stands beside each: the system's locks need not hold between machines. One
stands beside those that are held for hours in any case.
"""

import errno
import logging
import os
import re
import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog.ids import ID_PATTERN
from mediahub.errors import SettingsError, system_reason
from mediahub.workspace.answering import away
from mediahub.workspace.leases import Lease, LeaseHeldError
from mediahub.workspace.mounts import is_own_disk, network_kind
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from filelock import BaseFileLock

log = logging.getLogger(__name__)

PATIENCE_S = 60.0
"""How long a small lock is waited for."""
POLL_S = 0.01
"""How often is looked whether it is free."""

_LONG = frozenset(("run.lock", "send.lock"))
"""Locks that have leases everywhere: whoever comes by a network finds them held already."""

_RUN, _ITEM, _REGISTRY, _SITE, _LEDGER, _PRIVATE = range(6)
_Place = tuple[int, str]
"""Where a lock stands in the order: its kind, and the item's id."""


class RunAtWorkError(SettingsError):
    """Another run is at work in the workspace."""


class BusyError(SettingsError):
    """Somebody else has had a lock for as long as we wait; it may be tried again."""


class _Taken:
    """A lock, with the lease beside it where there is one."""

    def __init__(self, lock: "BaseFileLock | None", lease: Lease | None) -> None:
        self._lock = lock
        self._lease = lease

    def release(self) -> None:
        if self._lease is not None:
            self._lease.release()
        if self._lock is not None:
            self._lock.release()


class _Held(threading.local):
    """The small locks that this thread holds, by workspace and place in the order."""

    def __init__(self) -> None:
        self.locks: dict[tuple[Path, _Place], _Taken] = {}


_HELD = _Held()


@contextmanager
def run_lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's run lock. Raises RunAtWorkError at once when another run holds it."""
    from filelock import Timeout

    try:
        lock = _acquired(workspace, "run.lock", 0)
    except Timeout:
        raise RunAtWorkError(
            f"another mediahub run is at work in {workspace.root}; wait for it, or stop it first",
            swedish=f"En annan körning av mediahub pågår i {workspace.root}. Vänta på den, eller "
            "avbryt den först.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def run_is_at_work(workspace: Workspace) -> bool:
    """Whether somebody holds the run lock.

    To be asked only where that is likely: a free lock is held for a moment, and whoever begins a
    run in that very moment is refused.
    """
    from filelock import Timeout

    if not (workspace.locks / "run.lock").exists():
        return False
    try:
        _acquired(workspace, "run.lock", 0).release()
    except Timeout:
        return True
    return False


@contextmanager
def item_lock(
    workspace: Workspace, *item_ids: str, timeout_s: float = PATIENCE_S
) -> Iterator[None]:
    """Hold the locks of these items: their edits, results and promises are changed by one alone.

    Raises SettingsError when it is not their turn within `timeout_s`, or for what is no item's id.
    """
    for item_id in item_ids:
        if not re.fullmatch(ID_PATTERN, item_id):
            raise SettingsError(
                f"{item_id!r} is no item's id", swedish=f"”{item_id}” kan inget avsnitt heta"
            )
    with ExitStack() as held:
        for item_id in sorted(set(item_ids)):
            name = f"items/{item_id}.lock"
            what = f"the item {item_id}"
            held.enter_context(_holding(workspace, (_ITEM, item_id), name, what, timeout_s))
        yield


@contextmanager
def registry_lock(workspace: Workspace, *, timeout_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of `media/people.toml` and `mediahub.toml`, to be written by command.

    Raises SettingsError when it is not our turn within `timeout_s`.
    """
    what = "media/people.toml and mediahub.toml"
    with _holding(workspace, (_REGISTRY, ""), "registry.lock", what, timeout_s):
        yield


@contextmanager
def site_lock(workspace: Workspace, *, timeout_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of `feeds/`, while it is brought up to date.

    Raises SettingsError when it is not our turn within `timeout_s`.
    """
    with _holding(workspace, (_SITE, ""), "site.lock", "feeds/", timeout_s):
        yield


@contextmanager
def sending_lock(workspace: Workspace, *, timeout_s: float = 0) -> Iterator[None]:
    """Hold the lock of the target elsewhere.

    It stands outside the order: who holds another does not wait for it. Raises SettingsError when
    another sends for longer than `timeout_s`.
    """
    from filelock import Timeout

    try:
        lock = _acquired(workspace, "send.lock", timeout_s)
    except Timeout:
        raise SettingsError(
            "another mediahub is sending feeds/ to the target; wait for it, then "
            "`mediahub send` sends the rest",
            swedish="Ett annat mediahub håller på att skicka feeds/ till målet. Vänta på det, så "
            "skickar `mediahub send` resten sedan.",
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def refreshing_lock(
    workspace: Workspace, item_id: str, *, timeout_s: float = PATIENCE_S
) -> Iterator[None]:
    """Hold the lock of who brings this item up to date after an edit: several do so in turn.

    It stands outside the order: who holds another does not wait for it. A run does not take it.
    Raises BusyError when it is not our turn within `timeout_s`.
    """
    from filelock import Timeout

    if not re.fullmatch(ID_PATTERN, item_id):
        raise SettingsError(
            f"{item_id!r} is no item's id", swedish=f"”{item_id}” kan inget avsnitt heta"
        )
    try:
        lock = _acquired(workspace, f"refreshing/{item_id}.lock", timeout_s)
    except Timeout:
        raise BusyError(
            f"another mediahub has been bringing {item_id} up to date for {timeout_s:g} s",
            swedish=f"Ett annat mediahub har hållit på med {item_id} i {timeout_s:g} s.",
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def ledger_lock(workspace: Workspace, *, timeout_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of what in `published/` belongs to no item.

    Raises SettingsError when it is not our turn within `timeout_s`.
    """
    with _holding(workspace, (_LEDGER, ""), "ledger.lock", "published/", timeout_s):
        yield


@contextmanager
def private_lock(workspace: Workspace, *, timeout_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock of what is changed in `private/`: read, changed and written by one alone.

    Raises SettingsError when it is not our turn within `timeout_s`.
    """
    with _holding(workspace, (_PRIVATE, ""), "private.lock", "private/", timeout_s):
        yield


def sweep_locks(workspace: Workspace, known: Collection[str]) -> None:
    """Take away the lock files of items that are not `known` any more and that nobody holds.

    To be called under the run lock.
    """
    from filelock import FileLock, Timeout

    folder = workspace.locks / "items"
    try:
        names = os.listdir(folder)  # noqa: PTH208 - thousands, in every run
    except OSError:
        return
    for name in names:
        if name.endswith(".lock") and name.removesuffix(".lock") not in known:
            # Held while it goes: who waits for it finds that its file has no name, and begins anew.
            with suppress(Timeout, OSError), FileLock(folder / name, timeout=0):
                (folder / name).unlink(missing_ok=True)


@contextmanager
def _holding(
    workspace: Workspace, place: _Place, name: str, what: str, timeout_s: float
) -> Iterator[None]:
    from filelock import Timeout

    root = _resolved(workspace.root)  # by another name it would wait for itself
    key = (root, place)
    if key in _HELD.locks:
        yield
        return
    later = [held for other, held in _HELD.locks if other == root and held > place]
    if later:
        raise RuntimeError(f"the lock {name} is taken after {max(later)}, against the order")
    try:
        lock = _acquired(workspace, name, timeout_s)
    except Timeout:
        raise BusyError(
            f"another mediahub has had its hands on {what} for {timeout_s:g} s "
            f"({workspace.relative(workspace.locks / name)}); wait for it or stop it, and give the "
            "command again",
            swedish="Ett annat mediahub håller på med samma sak. Försök igen om en stund.",
        ) from None
    _HELD.locks[key] = lock
    try:
        yield
    finally:
        del _HELD.locks[key]
        lock.release()


@lru_cache(maxsize=64)
def _resolved(root: Path) -> Path:
    return root.resolve()


@lru_cache(maxsize=64)
def _on_network(root: Path) -> bool:
    return network_kind(root) is not None


@lru_cache(maxsize=64)
def _on_own_disk(root: Path) -> bool:
    return is_own_disk(root)


def bind_to_leases(workspace: Workspace) -> bool:
    """Whether leases stand beside all locks here: one machine that needs them binds all.

    To be asked by whoever begins to work in a workspace, so that others know. Raises OSError.
    """
    if is_leased(workspace):
        return True
    if not _on_network(workspace.root):
        return False
    workspace.locks.mkdir(parents=True, exist_ok=True)
    (workspace.locks / "leases").touch()
    return True


def is_leased(workspace: Workspace) -> bool:
    """Whether some machine sees, or has seen, the workspace through a network."""
    return (workspace.locks / "leases").exists()


def _lost() -> None:
    log.error("this run stood still for so long that another one has begun: it stops")
    os.kill(os.getpid(), signal.SIGTERM)


def _acquired(workspace: Workspace, name: str, timeout_s: float) -> _Taken:
    from filelock import FileLock, Timeout

    path = workspace.locks / name
    lock: BaseFileLock | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shared = bind_to_leases(workspace)
        leased = shared or name in _LONG
        lock = FileLock(path, timeout=timeout_s, poll_interval=POLL_S)
        try:
            lock.acquire()
        except TimeoutError:
            raise  # it is an OSError, too
        except (OSError, NotImplementedError):
            if not shared:
                raise
            lock = None  # not every network folder has locks at all
        if not leased:
            return _Taken(lock, None)
        lease = Lease(
            path.with_suffix(".lease"),
            _lost if name == "run.lock" else lambda: None,
            locked=lock is not None and _on_own_disk(workspace.root),
        )
        try:
            lease.acquire(timeout_s)
        except LeaseHeldError:
            if lock is not None:
                lock.release()
            raise Timeout(str(path)) from None
    except TimeoutError:
        raise
    except OSError as error:
        if (gone := away(error, path)) is not None:
            raise SettingsError(gone) from error
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise SettingsError(
            f"{workspace.private} cannot be written ({error.strerror}); "
            + ("make room on the disk" if full else "give write permission to the workspace"),
            swedish=f"Det går inte att skriva i arbetsytan ({system_reason(error).swedish}). "
            + ("Gör plats på disken." if full else "Ge den som kör mediahub skrivrätt."),
        ) from error
    return _Taken(lock, lease)
