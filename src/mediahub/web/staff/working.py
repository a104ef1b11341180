"""The batch: what a run would do, starting one of its own accord, and following it."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.errors import SettingsError
from mediahub.web.staff.place import Place, RefusedError, Visit, fields, item_address

if TYPE_CHECKING:
    from starlette.responses import Response

EVERY_S = 1.0
WORDS = {
    "missing": "saknas",
    "stale": "ska göras om",
    "renewable": "kan göras bättre",
    "fresh": "klart",
}
STAGES = {
    "inspect": "undersöka", "recognise": "höra orden", "diarise": "skilja rösterna åt",
    "transcribe": "skriva ut", "chapter": "kapitel", "render": "fil att ladda ner", "page": "sida",
    "index": "sökning", "feed": "flöde",
}  # fmt: skip


def plan(place: Place, visit: Visit) -> "Response":
    """What a run would do and why, what failed last, and what is at work now."""
    from mediahub.pipeline.overview import overview
    from mediahub.pipeline.selection import parse

    where = visit.request.query_params.get("dar", "").strip()
    wrong = ""
    try:
        view = overview(place.root, where=parse(where) if where else None)
    except SettingsError as error:
        wrong, view = str(error), overview(place.root)
    rows: dict[str, list[dict[str, object]]] = {}
    for one in view.statuses:
        if one.condition in ("missing", "stale", "renewable"):
            rows.setdefault(one.item, []).append(
                {
                    "stage": STAGES.get(one.stage, one.stage),
                    "state": WORDS[one.condition],
                    "reasons": "; ".join(one.reasons),
                }
            )
    return place.page(
        "work.html",
        visit,
        rows=[(name, item_address(name), found) for name, found in rows.items()],
        where=where,
        wrong=wrong,
        minutes=None if view.seconds is None else max(1, round(view.seconds / 60)),
        at_work=at_work(place.root),
        work=view.work,
    )


async def start(place: Place, visit: Visit) -> "Response":
    """Start a run as a process of its own, which outlives this site's."""
    from starlette.responses import RedirectResponse

    given = await fields(visit.request)
    if at_work(place.root) is not None:
        raise RefusedError(409, "En körning arbetar redan.")
    command = [sys.executable, "-m", "mediahub", "-C", str(place.root), "run", "--nice"]
    where = given.get("dar", "").strip()
    if where:
        command += ["--where", where]
    log = place.root / ".mediahub" / "webkorning.txt"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
            env={**os.environ, "COLUMNS": "100"},
        )  # fmt: skip
    return RedirectResponse("/korning", 303)


async def stop(place: Place, _visit: Visit) -> "Response":
    """Ask the run that is at work to end after what it has in hand."""
    from starlette.responses import RedirectResponse

    told = at_work(place.root)
    if told is None:
        raise RefusedError(409, "Ingen körning arbetar.")
    with suppress(ProcessLookupError, PermissionError):
        os.kill(int(told["pid"]), signal.SIGTERM)
    return RedirectResponse("/korning", 303)


async def events(place: Place, visit: Visit) -> "Response":
    """What the run is doing, told as it goes on (server-sent events)."""
    from starlette.responses import StreamingResponse

    async def told() -> AsyncIterator[str]:
        before: object = object()
        while not await visit.request.is_disconnected():
            now = at_work(place.root)
            if now != before:
                before = now
                yield f"data: {json.dumps(now, ensure_ascii=False)}\n\n"
            await asyncio.sleep(EVERY_S)

    headers = {"cache-control": "no-store"}
    return StreamingResponse(told(), media_type="text/event-stream", headers=headers)


def at_work(root: Path) -> dict[str, Any] | None:
    """What a run that is at work says of itself in its status file; None where none is."""
    from mediahub.workspace.atwork import lives

    try:
        value: dict[str, Any] = json.loads((root / ".mediahub" / "status.json").read_text("utf-8"))
        return value if lives(int(value["pid"])) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
