"""A run that the site starts: a process of its own, what it is doing now, and how it ended."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.web.staff.place import Place, RefusedError, Visit, fields

if TYPE_CHECKING:
    from starlette.responses import Response

EVERY_S = 1.0
SUMMARY, SAID = "webkorning.json", "webkorning.txt"
"""What the run that was started here printed: its summary, and all else."""
TAIL_LINES, TAIL_BYTES = 20, 4096
STAGES = {
    "probe": "undersöka filen", "recognise": "höra orden", "respell": "rätta stavningen",
    "diarise": "skilja rösterna åt", "transcribe": "skriva ut", "chapter": "hitta kapitel",
    "render": "göra filen att ladda ner", "page": "göra sidan", "index": "göra sökbart",
    "feed": "göra flödet", "item": "källan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the run that was started here ended, as far as it was bad.

    `failures` are an item (None for no single one), a stage in Swedish and a message each; `tail`
    is what the run said last, where it ended without a summary; `stopped` says that somebody asked
    it to end.
    """

    failures: tuple[tuple[str | None, str, str], ...] = ()
    tail: str = ""
    stopped: bool = False


async def start(place: Place, visit: Visit) -> "Response":
    """Start a run as a process of its own, which outlives this site's."""
    from starlette.responses import RedirectResponse

    from mediahub.pipeline.selection import parse

    given = await fields(visit.request)
    where = given.get("dar", "").strip()
    if where:
        parse(where)
    if not start_run(place, where):
        raise RefusedError(409, "En körning arbetar redan.")
    return RedirectResponse("/korning", 303)


def start_run(place: Place, where: str) -> bool:
    """Start a run of some items or all as a process of its own; False where one is at work."""
    with _STARTING:
        return at_work(place) is None and _started(place, where)


_STARTING = threading.Lock()
"""Of two who start one at once the second is told."""


def _started(place: Place, where: str) -> bool:
    command = [sys.executable, "-m", "mediahub", "-C", str(place.root), "run", "--nice", "--json"]
    if where:
        command.append(f"--where={where}")
    folder = place.root / ".mediahub"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / SUMMARY).open("wb") as summary, (folder / SAID).open("wb") as said:
        place.started = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=summary, stderr=said, start_new_session=True,
            env={**os.environ, "COLUMNS": "100"},
        )  # fmt: skip
    return True


async def stop(place: Place, _visit: Visit) -> "Response":
    """Ask the run that is at work to end after what it has in hand."""
    from starlette.responses import RedirectResponse

    if stop_run(place) is None:
        raise RefusedError(409, "Ingen körning arbetar.")
    return RedirectResponse("/korning", 303)


def stop_run(place: Place) -> dict[str, Any] | None:
    """Ask the run that is at work to end; what it was doing, None where none is at work."""
    told = at_work(place)
    if told is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(int(told["pid"]), signal.SIGTERM)
    return told


async def events(place: Place, visit: Visit) -> "Response":
    """What the run is doing, told as it goes on (server-sent events), while the user is let in."""
    from starlette.responses import StreamingResponse

    async def told() -> AsyncIterator[str]:
        before: object = object()
        while not await visit.request.is_disconnected():
            if not _may_still(place, visit):
                yield "event: utloggad\ndata: {}\n\n"
                return
            now = shown(at_work(place))
            if now != before:
                before = now
                yield f"data: {json.dumps(now, ensure_ascii=False)}\n\n"
            await asyncio.sleep(EVERY_S)

    headers = {"cache-control": "no-store"}
    return StreamingResponse(told(), media_type="text/event-stream", headers=headers)


def at_work(place: Place) -> dict[str, Any] | None:
    """What a run that is at work says of itself in its status file; None where none is.

    One that was started here and has not begun to tell is there, with nothing under way.
    """
    from mediahub.workspace.atwork import lives
    from mediahub.workspace.locks import run_is_at_work
    from mediahub.workspace.paths import Workspace

    started = place.started if place.started and place.started.poll() is None else None
    try:
        value: dict[str, Any] = json.loads(
            (place.root / ".mediahub" / "status.json").read_text("utf-8")
        )
        # A killed run's number may be another program's by now, which nobody asked to end.
        if lives(int(value["pid"])) and run_is_at_work(Workspace(place.root)):
            return value
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {"pid": started.pid, "at_work": []} if started is not None else None


def shown(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a page shows of a run: a line for each stage under way, and how much is left."""
    if told is None:
        return None
    lines = []
    for one in told.get("at_work", ()):
        stage = STAGES.get(one["stage"], one["stage"])
        total, done = one.get("total_ms") or 0, one.get("done_ms") or 0
        part = f", {min(99, 100 * done // total)} %" if total and done else ""
        lines.append(f"{one['item']}: {stage}{part}")
    items, left = told.get("items") or 0, told.get("seconds_left")
    done = [f"{told.get('items_done', 0)} av {items} klara"] if items else []
    if left is not None and left > 0:
        minutes = max(1, round(left / 60))
        done.append(f"ungefär {minutes} {'minut' if minutes == 1 else 'minuter'} kvar")
    return {"rader": lines or ["Körningen börjar …"], "kvar": ", ".join(done)}


def started_here(root: Path) -> bool:
    """Whether a run was ever started here."""
    return (root / ".mediahub" / SUMMARY).is_file()


def last_run(root: Path) -> LastRun | None:
    """How the run that was started here ended; None where none was, or all went well.

    Not to be asked while one is at work.
    """
    folder = root / ".mediahub"
    try:
        text = (folder / SUMMARY).read_text("utf-8", "replace")
    except OSError:
        return None
    try:
        value = json.loads(text)
        failures = tuple(
            (one.get("item"), STAGES.get(one["stage"], one["stage"]), str(one["message"]))
            for one in value["failures"]
        )
        found = LastRun(failures, stopped=bool(value.get("stopped")))
        return found if found.failures or found.stopped else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return LastRun(tail=_tail(folder / SAID) or "Den avbröts och sade ingenting.")


def _tail(path: Path) -> str:
    """The last lines of what the run said."""
    try:
        data = path.read_bytes()[-TAIL_BYTES:]
    except OSError:
        return ""
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    return "\n".join(lines[-TAIL_LINES:])


def _may_still(place: Place, visit: Visit) -> bool:
    """Whether who began to listen is logged in, and an editor, to this moment."""
    now = place.visit(visit.request)
    return now is not None and now.user.may("editor")
