"""Which processes write in a workspace, so that what a killed one left can be swept away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mediahub.atomic import sweep
from mediahub.workspace.paths import Workspace


@contextmanager
def at_work(workspace: Workspace) -> Iterator[None]:
    """Say that this process writes in the workspace, as long as the block runs.

    What a process that is killed leaves here tells the next run that there is something to sweep.
    """
    note = _notes(workspace) / str(os.getpid())
    with suppress(OSError):  # the write that follows says what is wrong
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def sweep_after_the_killed(workspace: Workspace) -> list[Path]:
    """Remove the temporary files of processes that were killed; those that went.

    To be called under the run lock. Nothing is looked at where nobody was killed.
    """
    dead = [note for note in _list(_notes(workspace)) if not _lives(note.name)]
    if not dead:
        return []
    gone = sweep(_folders(workspace.root / "media"))
    gone += sweep([workspace.root, *_folders(workspace.published)])
    for derived in (workspace.transcripts, workspace.feeds, workspace.private, workspace.index):
        gone += sweep(_folders(derived), derived=True)
    for note in dead:
        note.unlink(missing_ok=True)
    return gone


def _notes(workspace: Workspace) -> Path:
    return workspace.private / "at-work"


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _folders(root: Path) -> Iterator[Path]:
    for path, _, _ in os.walk(root):
        yield Path(path)


def _lives(pid: str) -> bool:
    return pid.isdigit() and int(pid) != os.getpid() and lives(int(pid))


def lives(pid: int) -> bool:
    """Whether a process of this number is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True
