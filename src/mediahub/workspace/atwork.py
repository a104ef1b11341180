"""Which processes write in a workspace, so that what a killed one left can be swept away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mediahub.atomic import sweep
from mediahub.workspace.paths import Workspace

LATELY_NS = 600 * 1_000_000_000
"""What was written to within this time may be another machine's, which is still at it."""
LATER = "later"
"""The note that what was too new to be judged is to be swept by a later run."""


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
        with suppress(OSError):  # what went wrong before is what is told
            note.unlink(missing_ok=True)


def sweep_after_the_killed(workspace: Workspace, *, shared: bool = False) -> list[Path]:
    """Remove the temporary files of processes that were killed; those that went.

    To be called under the run lock. Nothing is looked at where nobody was killed. In a
    `shared` workspace, where another machine may be at work whose processes and locks are not seen
    from here, what was written to within the last minutes is left for a later run.
    """
    dead = [note for note in _list(_notes(workspace)) if not _lives(note.name)]
    if not dead:
        return []
    before = _now_ns(workspace) - LATELY_NS if shared else None
    if before is not None and [note.name for note in dead] == [LATER]:
        with suppress(OSError):
            if dead[0].stat().st_mtime_ns > before:
                return []
    gone = sweep(_folders(workspace.root / "media"), before_ns=before)
    gone += sweep([workspace.root, *_folders(workspace.published)], before_ns=before)
    for derived in (workspace.transcripts, workspace.feeds, workspace.private, workspace.index):
        gone += sweep(_folders(derived), derived=True, before_ns=before)
    for note in dead:
        note.unlink(missing_ok=True)
    if before is not None and [note.name for note in dead] != [LATER]:
        with suppress(OSError):
            (_notes(workspace) / LATER).touch()
    return gone


def _now_ns(workspace: Workspace) -> int:
    """The time by the clock of whose disk it is, which times the files in the workspace."""
    note = _notes(workspace) / f".{os.getpid()}.now"
    try:
        note.touch()
        return note.stat().st_mtime_ns
    except OSError:
        return 0  # then nothing is old enough
    finally:
        note.unlink(missing_ok=True)


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
