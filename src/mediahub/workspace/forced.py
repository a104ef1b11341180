"""How far a run that does everything again has come, so that a stopped one is gone on with."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from mediahub.workspace.partial import PartialWork
from mediahub.workspace.paths import Workspace

_BEGAN = "began"


class ForcedRun:
    """The note of an unfinished forced run: what it was asked for, and the stages it has done.

    It stands from the beginning of the run to its end, over a stop or a kill. A run that was asked
    for something else (`choices`, JSON values), or `anew`, begins a note of its own. Where it
    cannot be written the run goes on without, and a stopped one begins again.
    """

    def __init__(
        self,
        workspace: Workspace,
        choices: Mapping[str, Any],
        now: datetime,
        *,
        anew: bool = False,
    ) -> None:
        self._path = workspace.private / "forced.jsonl"
        self._note: PartialWork | None = None
        if anew:
            self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._note = PartialWork(self._path, choices)
        done = self._note.done if self._note is not None else {}
        self.resumed = _BEGAN in done
        """Whether an earlier run of the same choices was not finished."""
        self.began = datetime.fromisoformat(done[_BEGAN]) if self.resumed else now
        self.done = frozenset(
            (item, name.partition(" ")[0]) for name, item in done.items() if name != _BEGAN
        )
        """Item and stage of what it has done."""
        if not self.resumed:
            self._add(_BEGAN, now.isoformat())

    def did(self, item: str, stage: str) -> None:
        """Note that a stage is done anew."""
        self._add(f"{stage} {item}", item)

    def finish(self) -> None:
        """Take the note away: the run has come to its end."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _add(self, name: str, value: Any) -> None:
        if self._note is not None:
            with suppress(OSError):
                self._note.add(name, value)


def unfinished_since(workspace: Workspace) -> datetime | None:
    """When a forced run began that has not come to its end; None where there is none."""
    try:
        lines = (workspace.private / "forced.jsonl").read_text(encoding="utf-8").split("\n")
        name, value = json.loads(lines[1])
        return datetime.fromisoformat(value) if name == _BEGAN else None
    except (OSError, ValueError, IndexError, TypeError):
        return None
