"""What happened in a run, read from the run log as it grows: each thing with its number."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LOG = "run.jsonl"
KEPT = 4
"""Older files beside the present one, as the log is kept."""
WHAT = {
    "began": "began", "done": "done", "failed": "failed", "tried again": "retried",
    "ended": "ended", "broke off": "ended",
}  # fmt: skip
"""Each kind of event of the log that a run is told by, and what that is called here."""


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened in a run, the `number`th thing of it.

    `run` is when it began and its process, such as 20261128T181244Z.4711.
    """

    run: str
    number: int
    what: str
    told: dict[str, Any]


class RunEvents:
    """The events of the runs of a workspace, by one who comes back for what is new."""

    def __init__(self, root: Path) -> None:
        self._folder = root / ".mediahub"
        self._inode, self._at, self._rest = 0, 0, b""
        self._begun: dict[int, tuple[str, int]] = {}
        """Of each process the run that it is in, and how much has happened in that."""

    def all(self) -> tuple[RunEvent, ...]:
        """What the log holds, with the older files; to be asked once, before `more`."""
        older = (self._folder / f"{LOG}.{number}" for number in range(KEPT, 0, -1))
        return tuple(
            event
            for path in (*older, self._folder / LOG)
            for event in self._events(self._grown(path))
        )

    def more(self) -> tuple[RunEvent, ...]:
        """What has happened since it was asked last."""
        path, older = self._folder / LOG, self._folder / f"{LOG}.1"
        found: tuple[RunEvent, ...] = ()
        try:
            if path.stat().st_ino != self._inode and older.stat().st_ino == self._inode:
                found = tuple(self._events(self._grown(older)))  # it was put aside meanwhile
        except OSError:
            pass  # there is none yet
        return (*found, *self._events(self._grown(path)))

    def _grown(self, path: Path) -> Iterator[dict[str, Any]]:
        """The whole lines that a file has more than when it was read last."""
        try:
            with path.open("rb") as file:
                inode = os.fstat(file.fileno()).st_ino
                if inode != self._inode:
                    self._inode, self._at, self._rest = inode, 0, b""
                file.seek(self._at)
                data = file.read()
        except OSError:
            return
        self._at += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            try:
                value = json.loads(line)
            except ValueError:
                continue  # cut short
            if isinstance(value, dict):
                yield value

    def _events(self, lines: Iterator[dict[str, Any]]) -> Iterator[RunEvent]:
        for told in lines:
            what, pid = WHAT.get(str(told.get("event"))), told.get("pid")
            if what is None or not isinstance(pid, int):
                continue
            if what == "began":
                began = str(told.get("at")).partition("+")[0]
                stamp = "".join(sign for sign in began if sign.isdigit() or sign == "T")
                self._begun[pid] = (f"{stamp}Z.{pid}", 0)
            if pid in self._begun:
                run, number = self._begun[pid]
                self._begun[pid] = (run, number + 1)
                yield RunEvent(run, number + 1, what, told)
