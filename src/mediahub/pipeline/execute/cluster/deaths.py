"""Which items kill their workers: an attempt leaves a mark that only its own end takes away.

The marks lie in the item's unfinished work, under a digest of what it is made from: another file in
its place, or another version of the stage, is not what killed anybody.
"""

import os
import shutil
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mediahub.errors import MediaError
from mediahub.pipeline.execute.values import Task
from mediahub.workspace.paths import Workspace

MOST_DEATHS = 2
"""So many workers may die of an item. One may be a coincidence; a third is not given to it."""


def marks_of(workspace: Workspace, task: Task) -> Path:
    """The folder of a task's marks."""
    return workspace.work(task.item) / task.work / f"{task.stage}.{task.wants[:24]}.tries"


def deaths(workspace: Workspace, task: Task) -> int:
    """How many attempts at a task came to no end."""
    try:
        return sum(1 for _ in marks_of(workspace, task).iterdir())
    except OSError:
        return 0


def pardon(workspace: Workspace, task: Task) -> None:
    """Forget what a task did to others: somebody wants it tried again."""
    shutil.rmtree(marks_of(workspace, task), ignore_errors=True)


@contextmanager
def attempt(workspace: Workspace, task: Task) -> Iterator[Path]:
    """Try a task; yields the mark, which stays behind if the process dies.

    Raises MediaError, and tries nothing, where two have died of it.
    """
    if deaths(workspace, task) >= MOST_DEATHS:
        raise quarantined(task)
    folder = marks_of(workspace, task)
    mark = folder / f"{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(f"{socket.gethostname()} {os.getpid()}\n", encoding="utf-8")
    try:
        yield mark
    finally:
        take_away(mark)


def take_away(mark: Path) -> None:
    """The attempt came to an end, whichever."""
    with suppress(OSError):
        mark.unlink(missing_ok=True)
        mark.parent.rmdir()  # only once it is empty


def quarantined(task: Task) -> MediaError:
    """What is told of an item of which workers die."""
    return MediaError(
        f"{MOST_DEATHS} workers died while they were at it (out of memory, or a library that "
        "crashed), so it is left alone: see that the recording plays and the workers have memory "
        f"enough, then `mediahub run --only {task.item}` tries again",
        swedish=f"{MOST_DEATHS} arbetsprocesser dog medan de höll på med det (minnet tog slut, "
        "eller ett bibliotek kraschade), så det får vara. Se efter att inspelningen "
        "går att spela och att processerna har minne nog; sedan försöker `mediahub run "
        f"--only {task.item}` igen.",
    )
