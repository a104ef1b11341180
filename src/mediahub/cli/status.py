"""`mediahub status`: is a run at work, how did the last one end, and what comes next?"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from mediahub.catalog.moments import swedish_minute
from mediahub.cli.atwork import AtWork, read_at_work
from mediahub.cli.console import duration, stage_words
from mediahub.cli.help import examples
from mediahub.cli.runlog import Event, last_end, last_failure, read_events
from mediahub.cli.shared import count, print_json, root, say
from mediahub.tongues import Said, Words, joined
from mediahub.transcript.clock import clock_hms
from mediahub.workspace.forced import unfinished_since
from mediahub.workspace.paths import Workspace

EXAMPLES = examples(
    ("mediahub status", "in another terminal, while a run works"),
    ("mediahub status --json", "the same for a program"),
)


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Say whether a run is at work, and what comes next.

    It changes nothing, and works beside a run.
    """
    place = Workspace(root(context))
    value = status_json(place)
    if as_json:
        print_json(value)
        return
    for line in status_lines(value):
        say(line)


def status_json(place: Workspace) -> dict[str, Any]:
    """The status as a JSON value."""
    from mediahub.pipeline.overview import overview

    view = overview(place.root)  # first: it says what is wrong with the workspace
    events = list(read_events(place.root))
    found = read_at_work(place)
    todo = {one.item for one in view.statuses if one.condition in ("missing", "stale")}
    todo |= set(view.unreadable)
    forced = unfinished_since(place)
    return {
        "schema": 1,
        "at_work": found.told if found is not None and found.lives else None,
        "killed": found.told if found is not None and not found.lives else None,
        "last_failure": _failure(events, found),
        "last_run": last_end(events),
        "to_do": {
            "items": len(todo),
            "seconds": None if view.seconds is None else round(view.seconds),
        },
        "unfinished_forced_run": forced.isoformat() if forced is not None else None,
        "scheduled": [
            {"item": item, "at": at} for item, at in sorted(view.scheduled, key=lambda one: one[1])
        ],
    }


def _failure(events: list[Event], found: AtWork | None) -> Event | None:
    return last_failure(events, int(found.told["pid"])) if found is not None else None


FAILED = Words(
    "Failed last: {item} ({stage}): {error}", "Gick inte senast: {item} ({stage}): {error}"
)
NEXT = Words(
    "To be published next: {item}, {at} (Swedish time){more}",
    "Publiceras härnäst: {item}, {at} (svensk tid){more}",
)
AT_WORK = Words(
    "A run is at work since {since} (process {pid}){how_far}.",
    "En körning pågår sedan {since} (process {pid}){how_far}.",
)
LOOKING = Said(", looking into what there is", ", ser efter vad som finns")
HOW_FAR = Words(": {done} of {items} done{left}", ": {done} av {items} klara{left}")
LEFT = Words(", about {time} left", ", ungefär {time} kvar")
NO_RUN = Said("No run is at work.", "Ingen körning pågår.")
KILLED = Words(
    "The run of {began} (process {pid}) was killed{while_at}{how_far}. What was finished is kept: "
    "`mediahub run` goes on from there.",
    "Körningen från {began} (process {pid}) dödades{while_at}{how_far}. Det som var klart är kvar: "
    "`mediahub run` fortsätter därifrån.",
)
WHILE_AT = Words(" while it worked on {items}", " medan den arbetade med {items}")
FORCED = Words(
    "The run with --force of {at} has not come to its end: the same command goes on with it.",
    "Körningen med --force från {at} har inte kommit till sitt slut: samma kommando "
    "fortsätter den.",
)
ALL_DONE = Said("Everything is up to date.", "Allt är klart.")
TO_DO = Words(
    "To do: {things}{takes}; `mediahub plan` says why.",
    "Att göra: {things}{takes}; `mediahub plan` säger varför.",
)
TAKES = Words(", about {time}", ", ungefär {time}")
BROKE_OFF = Words("The last one broke off {at}: {error}", "Den senaste bröts {at}: {error}")
WORKED_ON_ONE = Words("{items} worked on", "{items} bearbetat")
WORKED_ON = Words("{items} worked on", "{items} bearbetade")
HOW_MANY_FAILED = Words(
    ", {number} failed (`mediahub log` says why)",
    ", {number} gick inte (`mediahub log` säger varför)",
)
STOPPED = Words(
    "The last one was stopped {at}: {done}, {left} left.",
    "Den senaste avbröts {at}: {done}, {left} kvar.",
)
ENDED = Words("The last one ended {at}: {done}.", "Den senaste slutade {at}: {done}.")


def status_lines(value: Mapping[str, Any]) -> list[str]:
    """The status in words."""
    lines: list[str] = []
    if (told := value["at_work"]) is not None:
        lines += _working(told)
        if (failed := value["last_failure"]) is not None:
            error = Said(failed["error"], failed.get("swedish", failed["error"]))
            lines.append(FAILED.said(item=failed["item"], stage=failed["stage"], error=error))
    else:
        lines += _resting(value)
    if value["scheduled"]:
        first = value["scheduled"][0]
        at = swedish_minute(datetime.fromisoformat(first["at"]))
        others = len(value["scheduled"]) - 1
        more = Said(f"; {others} more after it", f"; {others} till efter det") if others else ""
        lines.append(NEXT.said(item=first["item"], at=at, more=more))
    return lines


def _working(told: Mapping[str, Any]) -> Iterator[str]:
    since = _when(told["began"])
    yield AT_WORK.said(since=since, pid=told["pid"], how_far=_how_far(told))
    for one in told["at_work"]:
        place = ""
        if one["done_ms"] and one["total_ms"]:
            passed = f"{clock_hms(one['done_ms'])} / {clock_hms(one['total_ms'])}"
            place = f"  {passed} ({100 * one['done_ms'] // one['total_ms']} %)"
        what = stage_words(one["stage"])
        begins = Said(f"  {what:<10} ", f"  {what.swedish:<24} ")
        yield joined("", (begins, f"{one['item']}{place}"))


def _how_far(told: Mapping[str, Any]) -> Said:
    if not told["items"]:
        return LOOKING
    left = LEFT.said(time=duration(told["seconds_left"])) if told["seconds_left"] else ""
    return HOW_FAR.said(done=told["items_done"], items=count(told["items"], "item"), left=left)


def _resting(value: Mapping[str, Any]) -> Iterator[str]:
    yield NO_RUN
    told, last = value["killed"], value["last_run"]
    if told is not None:
        at = ", ".join(f"{one['item']} ({one['stage']})" for one in told["at_work"])
        yield KILLED.said(
            began=_when(told["began"]),
            pid=told["pid"],
            while_at=WHILE_AT.said(items=at) if at else "",
            how_far=_how_far(told),
        )
    elif last is not None:
        yield _ended(last)
    if value["unfinished_forced_run"] is not None:
        yield FORCED.said(at=_when(value["unfinished_forced_run"]))
    todo = value["to_do"]
    if not todo["items"]:
        yield ALL_DONE
        return
    takes = TAKES.said(time=duration(todo["seconds"])) if todo["seconds"] else ""
    yield TO_DO.said(things=count(todo["items"], "thing"), takes=takes)


def _ended(last: Event) -> Said:
    at = _when(last["at"])
    if last["event"] == "broke off":
        error = f"{last.get('error')}"
        return BROKE_OFF.said(at=at, error=Said(error, last.get("swedish", error)))
    words = WORKED_ON_ONE if last["items_done"] == 1 else WORKED_ON
    done = words.said(items=count(last["items_done"], "item"))
    if last["failures"]:
        done = joined("", (done, HOW_MANY_FAILED.said(number=last["failures"])))
    if last["stopped"]:
        return STOPPED.said(at=at, done=done, left=last["items_left"])
    return ENDED.said(at=at, done=done)


def _when(at: str) -> str:
    return swedish_minute(datetime.fromisoformat(at))
