"""Whose turn it is in a workspace: one run at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from mediahub.errors import SettingsError
from mediahub.workspace.paths import Workspace


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's lock. Raises SettingsError when another run holds it."""
    from filelock import FileLock, Timeout

    try:
        workspace.private.mkdir(parents=True, exist_ok=True)
        lock = FileLock(workspace.private / "lock", timeout=0)
        lock.acquire()
    except Timeout:
        raise SettingsError(
            f"another mediahub run is at work in {workspace.root}; wait for it, or stop it first"
        ) from None
    except OSError as error:
        raise SettingsError(
            f"{workspace.private} cannot be written ({error.strerror}); "
            "give write permission to the workspace"
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def item_lock(workspace: Workspace, item_id: str) -> Iterator[None]:
    """Hold an item's lock: its journal and its results are changed by one at a time."""
    from filelock import FileLock

    folder = workspace.private / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f"{item_id}.lock", timeout=60):
        yield
