"""Results that lie in the workspace until the conductor fetches them, each under its digest.

A folder of outputs comes into place by one rename, with a note of what is in it. So a result is
either whole or not there, it outlives the worker that made it, and of two workers that made the
same one the second finds it there.
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.pipeline.execute.values import Task
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.paths import Workspace

NOTE = "receipt.json"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a worker hands back in place of a result: where it lies, and what is in it.

    `place` is a folder as seen from the workspace; `outputs` tells each file's SHA-256; `took_s`
    is the time that it took when it was made.
    """

    place: str
    outputs: Mapping[str, str]
    took_s: float
    notices: tuple[Notice, ...] = ()


def place_of(workspace: Workspace, task: Task) -> Path:
    """The folder in which a task's result lies once it is made."""
    return workspace.work(task.item) / task.work / f"{task.stage}.{task.wants[:24]}.made"


def find_made(workspace: Workspace, task: Task) -> Receipt | None:
    """The task's result where it lies whole, every file with the bytes that its note says."""
    folder = place_of(workspace, task)
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        receipt = Receipt(
            workspace.relative(folder),
            {str(name): str(digest) for name, digest in note["outputs"].items()},
            float(note["took_s"]),
            tuple(map(notice_from_json, note["notices"])),
        )
        for name, digest in receipt.outputs.items():
            path = folder / name
            # What bears its digest in its name may stand in public already.
            lies = path if path.exists() else workspace.root / name
            if sha256_of(lies) != digest:
                return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return receipt


def put_made(
    workspace: Workspace,
    task: Task,
    made: Path,
    outputs: Mapping[str, str],
    took_s: float,
    notices: tuple[Notice, ...],
) -> Receipt:
    """Let a folder of outputs be the task's result, at once and whole. Raises OSError."""
    place = place_of(workspace, task)
    note = {
        "schema": 1,
        "outputs": dict(outputs),
        "took_s": took_s,
        "notices": [*map(notice_to_json, notices)],
    }
    (made / NOTE).write_text(json.dumps(note, ensure_ascii=False) + "\n", encoding="utf-8")
    for path in (*(one for one in made.rglob("*") if one.is_file()), made):
        _flush(path)
    receipt = Receipt(workspace.relative(place), outputs, took_s, notices)
    for _ in range(2):
        try:
            made.rename(place)
        except OSError:
            # Another worker was first, or what lies there is in pieces, or to be made anew.
            found = None if task.anew else find_made(workspace, task)
            if found is not None:
                shutil.rmtree(made, ignore_errors=True)
                return found
            old = place.with_name(f"{made.name}.old")
            with suppress(OSError):
                place.rename(old)
            shutil.rmtree(old, ignore_errors=True)
            continue
        return receipt
    made.rename(place)
    return receipt


def _flush(path: Path) -> None:
    """Put a file, or a folder's names, on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every network folder can
            os.fsync(handle)
    finally:
        os.close(handle)
