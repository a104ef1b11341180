"""A run that the site starts: a process of its own, what it is doing now, and how it ended."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.atomic import write_json
from mediahub.tongues import Said
from mediahub.web.staff.place import Place, RefusedError, Visit, all_fields
from mediahub.web.staff.tongue import language, marked, say, say_number, told

if TYPE_CHECKING:
    from starlette.responses import Response

EVERY_S = 1.0
SUMMARY, SAID, ASKED = "webkorning.json", "webkorning.txt", "webkorning-val.json"
"""What the run that was started here printed (its summary, and all else), and what it was asked."""
RENEWED = {
    "model": marked("en bättre modell"), "vocabulary": marked("nya ord i ordlistor och namn"),
    "version": marked("nyare sätt att göra det"), "settings": marked("andra inställningar"),
    "language": marked("språket är ändrat"), "speakers": marked("antalet talare är ändrat"),
    "chapters": marked("kapitel som kan bli bättre"), "record": marked("okänt vad det är gjort av"),
}  # fmt: skip
"""What can be made anew, by the word of the command, and why it would be."""
LOCALES = {"sv": "sv_SE.UTF-8", "en": "C.UTF-8"}
"""In which a command tells what stops it, as the page is read that shows it."""
TAIL_LINES, TAIL_BYTES = 20, 4096
STAGES = {
    "probe": marked("undersöka filen"),
    "recognise": marked("höra orden"),
    "respell": marked("rätta stavningen"),
    "diarise": marked("skilja rösterna åt"),
    "transcribe": marked("skriva ut"),
    "chapter": marked("hitta kapitel"),
    "render": marked("göra filen att ladda ner"),
    "page": marked("göra sidan"),
    "index": marked("göra sökbart"),
    "feed": marked("göra flödet"),
    "item": marked("källan"),
}


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
    """Start a run as a process of its own, which outlives this site's.

    It is of what `dar` says (as `--where`), or of the items `val`, and makes anew what `fornya` (as
    `--renew`) says. With `fortsatt` it is asked what the last one was, with `skicka` it only brings
    the feeds, and the target, up to date.
    """
    from starlette.responses import RedirectResponse

    given = await all_fields(visit.request)
    wanted = _asked(place, given) if not given.get("fortsatt") else last_asked(place.root)
    if not start_run(place, wanted):
        raise RefusedError(409, say("En körning arbetar redan."))
    return RedirectResponse("/korning", 303)


def start_run(place: Place, wanted: Sequence[str]) -> bool:
    """Start a run with these arguments as a process of its own; False where one is at work."""
    with _STARTING:
        if at_work(place) is not None:
            return False
        _start(place, wanted)
        return True


_STARTING = threading.Lock()
"""Of two who start one at once the second is told."""


def _start(place: Place, wanted: Sequence[str]) -> None:
    folder = place.root / ".mediahub"
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / ASKED, {"schema": 1, "arguments": list(wanted)})
    command = [sys.executable, "-m", "mediahub", "-C", str(place.root), "run", "--nice", "--json"]
    place.started = set_off([*command, *wanted], folder / SUMMARY, folder / SAID)


def set_off(command: list[str], printed: Path, said: Path) -> subprocess.Popen[bytes]:
    """A command as a process of its own, in a session of its own; what it prints goes to files."""
    with printed.open("wb") as out, said.open("wb") as err:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
            env={**os.environ, "COLUMNS": "100", "LC_MESSAGES": LOCALES[language()]},
        )  # fmt: skip


def last_asked(root: Path) -> tuple[str, ...]:
    """The arguments of the run that was started here last; none where that is not known."""
    try:
        value = json.loads((root / ".mediahub" / ASKED).read_text("utf-8"))
        return tuple(map(str, value["arguments"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _asked(place: Place, given: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A form as arguments of the command. Raises RefusedError for items that there are not."""
    from mediahub.pipeline.selection import parse

    if given.get("skicka"):
        return ("--stage=feed",)
    known = {item.id for item in place.library.catalogue().items}
    chosen = list(dict.fromkeys(given.get("val", ())))
    if set(chosen) - known:
        raise RefusedError(422, say("Något av det valda finns inte längre. Ladda om sidan."))
    renew = list(dict.fromkeys(given.get("fornya", ())))
    if set(renew) - RENEWED.keys():
        raise RefusedError(422, say("Okänt val av vad som ska göras om."))
    wanted = [f"--only={item}" for item in chosen]
    where = given.get("dar", [""])[-1].strip()
    if where:
        parse(where)
        wanted.append(f"--where={where}")
    return (*wanted, *([f"--renew={','.join(renew)}"] if renew else []))


async def stop(place: Place, _visit: Visit) -> "Response":
    """Ask the run that is at work to end after what it has in hand."""
    from starlette.responses import RedirectResponse

    if stop_run(place) is None:
        raise RefusedError(409, say("Ingen körning arbetar."))
    return RedirectResponse("/korning", 303)


def stop_run(place: Place) -> dict[str, Any] | None:
    """Ask the run that is at work to end; what it was doing, None where none is at work."""
    status = at_work(place)
    if status is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(int(status["pid"]), signal.SIGTERM)
    return status


async def events(place: Place, visit: Visit) -> "Response":
    """What the run is doing, told as it goes on (server-sent events), while the user is let in."""
    from starlette.responses import StreamingResponse

    async def changes() -> AsyncIterator[str]:
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
    return StreamingResponse(changes(), media_type="text/event-stream", headers=headers)


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


def shown(status: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a page shows of a run: a line for each stage under way, and how much is left."""
    if status is None:
        return None
    lines = []
    for one in status.get("at_work", ()):
        stage = stage_words(one["stage"])
        total, done = one.get("total_ms") or 0, one.get("done_ms") or 0
        part = f", {min(99, 100 * done // total)} %" if total and done else ""
        lines.append(f"{one['item']}: {stage}{part}")
    items, left = status.get("items") or 0, status.get("seconds_left")
    done = (
        [say("{done} av {items} klara", done=status.get("items_done", 0), items=items)]
        if items
        else []
    )
    if left is not None and left > 0:
        minutes = max(1, round(left / 60))
        done.append(
            say_number("ungefär {number} minut kvar", "ungefär {number} minuter kvar", minutes)
        )
    return {"rader": lines or [say("Körningen börjar …")], "kvar": ", ".join(done)}


def stage_words(stage: str) -> str:
    """What a stage does, in the language of the request."""
    return say(STAGES[stage]) if stage in STAGES else stage


def both(english: object, swedish: object) -> str:
    """What went wrong, in the language of the request, from what was kept of it."""
    return told(Said(str(english), str(swedish or english)))


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
            (one.get("item"), stage_words(one["stage"]), both(one["message"], one.get("swedish")))
            for one in value["failures"]
        )
        found = LastRun(failures, stopped=bool(value.get("stopped")))
        return found if found.failures or found.stopped else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return LastRun(tail=tail(folder / SAID) or say("Den avbröts och sade ingenting."))


def tail(path: Path, most_lines: int = TAIL_LINES, most_bytes: int = TAIL_BYTES) -> str:
    """The last lines of a file that are not blank; "" for none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - most_bytes))
            data = file.read()
    except OSError:
        return ""
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    return "\n".join(lines[-most_lines:])


def _may_still(place: Place, visit: Visit) -> bool:
    """Whether who began to listen is logged in, and an editor, to this moment."""
    now = place.visit(visit.request)
    return now is not None and now.user.may("editor")
