"""What a run is doing now, in a small file that other terminals read: `.mediahub/status.json`.

It is there while a run is at work, and goes with its end: one that is left tells of a killed run.
"""

import json
import os
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from mediahub.atomic import write_text
from mediahub.cli.timeleft import TimeLeft
from mediahub.pipeline.report import Expected, Reporter
from mediahub.workspace.atwork import lives
from mediahub.workspace.locks import run_is_at_work
from mediahub.workspace.paths import Workspace

SCHEMA = 1
EVERY_S = 2.0
"""So often at most the file is written anew while nothing begins or ends."""


class StatusFile:
    """A Reporter that keeps the status file of a run; as a context it takes it away at the end.

    `now` is a clock in seconds. Where there is no room for the file the run goes on without.
    """

    def __init__(self, root: Path, command: str, now: Callable[[], float] = monotonic) -> None:
        self._path = root / ".mediahub" / "status.json"
        self._left = TimeLeft(now)
        self._lock = threading.RLock()
        self._written = self._changed = False
        self._ended = threading.Event()
        self._under_way: dict[tuple[str, str], dict[str, Any]] = {}
        self._head = {
            "schema": SCHEMA,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "began": _moment(),
        }

    def __enter__(self) -> "StatusFile":
        threading.Thread(target=self._keep_writing, name="status", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        with self._lock, suppress(OSError):
            if self._written:
                self._path.unlink(missing_ok=True)

    def say(self, text: str) -> None:
        """Heard and forgotten."""

    def expect(self, work: Sequence[Expected]) -> None:
        """What the run will do."""
        with self._lock:
            self._left.expect(work)
            self._changed = True
            self.write()

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage begins."""
        with self._lock:
            self._left.begin(item, stage, total_ms)
            self._under_way[item, stage] = {
                "item": item,
                "stage": stage,
                "since": _moment(),
                "done_ms": 0,
                "total_ms": total_ms,
            }
            self._changed = True
            if not self._written:
                self.write()

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """A stage goes on from where an earlier run was."""
        with self._lock:
            self._left.resume(item, stage, done_ms)
            self.advance(item, stage, done_ms)

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of a stage is passed."""
        with self._lock:
            self._left.advance(item, stage, done_ms)
            if (item, stage) in self._under_way:
                self._under_way[item, stage]["done_ms"] = done_ms
            self._changed = True

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """A stage is done."""
        with self._lock:
            self._left.end(item, stage, failed=failed)
            self._under_way.pop((item, stage), None)
            self._changed = True

    def _keep_writing(self) -> None:
        while not self._ended.wait(EVERY_S):
            with self._lock:
                if not self._ended.is_set():
                    self.write()

    def write(self) -> None:
        """Write the file, if anything has changed since it was written last."""
        with self._lock, suppress(OSError):  # its disk may be away: the work itself tells of that
            if self._changed and self._path.parent.is_dir():
                self._changed, self._written = False, True
                self._write()

    def _write(self) -> None:
        left = self._left.seconds()
        value = {
            **self._head,
            "written": _moment(),
            "items": self._left.items,
            "items_done": self._left.items_done,
            "seconds_left": None if left is None else round(left),
            "at_work": list(self._under_way.values()),
        }
        with suppress(OSError):
            write_text(self._path, json.dumps(value, ensure_ascii=False) + "\n")


class Several:
    """A Reporter that passes on what it hears to others, in order."""

    def __init__(self, *others: Reporter) -> None:
        self._others = others

    def say(self, text: str) -> None:
        """A sentence for the person who waits."""
        for one in self._others:
            one.say(text)

    def expect(self, work: Sequence[Expected]) -> None:
        """What the run will do."""
        for one in self._others:
            one.expect(work)

    def begin(self, item: str, stage: str, total_ms: int) -> None:
        """A stage begins."""
        for one in self._others:
            one.begin(item, stage, total_ms)

    def resume(self, item: str, stage: str, done_ms: int) -> None:
        """A stage goes on from where an earlier run was."""
        for one in self._others:
            one.resume(item, stage, done_ms)

    def advance(self, item: str, stage: str, done_ms: int) -> None:
        """So much of a stage is passed."""
        for one in self._others:
            one.advance(item, stage, done_ms)

    def end(self, item: str, stage: str, *, failed: bool = False) -> None:
        """A stage is done."""
        for one in self._others:
            one.end(item, stage, failed=failed)


@dataclass(frozen=True, slots=True)
class AtWork:
    """What the status file says of a run, and whether that run still lives."""

    told: dict[str, Any]
    lives: bool


def read_at_work(workspace: Workspace) -> AtWork | None:
    """The run that is at work, or that was killed; None where there is neither."""
    try:
        told = json.loads((workspace.private / "status.json").read_text(encoding="utf-8"))
        if told["schema"] != SCHEMA:
            return None
        elsewhere = told["host"] != socket.gethostname()
        alive = elsewhere or lives(int(told["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return AtWork(told, alive and run_is_at_work(workspace))


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
