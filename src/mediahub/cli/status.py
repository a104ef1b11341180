"""`mediahub status`: is a run at work, how did the last one end, and what comes next?"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from mediahub.catalog.moments import swedish_minute
from mediahub.cli.atwork import AtWork, read_at_work
from mediahub.cli.console import duration
from mediahub.cli.help import examples
from mediahub.cli.runlog import Event, last_end, last_failure, read_events
from mediahub.cli.shared import count, print_json, root, say
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


def status_lines(value: Mapping[str, Any]) -> list[str]:
    """The status in words."""
    lines: list[str] = []
    if (told := value["at_work"]) is not None:
        lines += _working(told)
        if (failed := value["last_failure"]) is not None:
            lines.append(f"Failed last: {failed['item']} ({failed['stage']}): {failed['error']}")
    else:
        lines += _resting(value)
    if value["scheduled"]:
        first = value["scheduled"][0]
        at = swedish_minute(datetime.fromisoformat(first["at"]))
        more = len(value["scheduled"]) - 1
        lines.append(
            f"To be published next: {first['item']}, {at} (Swedish time)"
            + (f"; {more} more after it" if more else "")
        )
    return lines


def _working(told: Mapping[str, Any]) -> Iterator[str]:
    since = _when(told["began"])
    yield f"A run is at work since {since} (process {told['pid']}){_how_far(told)}."
    for one in told["at_work"]:
        place = ""
        if one["done_ms"] and one["total_ms"]:
            passed = f"{clock_hms(one['done_ms'])} / {clock_hms(one['total_ms'])}"
            place = f"  {passed} ({100 * one['done_ms'] // one['total_ms']} %)"
        yield f"  {one['stage']:<10} {one['item']}{place}"


def _how_far(told: Mapping[str, Any]) -> str:
    if not told["items"]:
        return ", looking into what there is"
    left = f", about {duration(told['seconds_left'])} left" if told["seconds_left"] else ""
    return f": {told['items_done']} of {count(told['items'], 'item')} done{left}"


def _resting(value: Mapping[str, Any]) -> Iterator[str]:
    yield "No run is at work."
    told, last = value["killed"], value["last_run"]
    if told is not None:
        at = ", ".join(f"{one['item']} ({one['stage']})" for one in told["at_work"])
        yield (
            f"The run of {_when(told['began'])} (process {told['pid']}) was killed"
            f"{f' while it worked on {at}' if at else ''}{_how_far(told)}. "
            "What was finished is kept: `mediahub run` goes on from there."
        )
    elif last is not None:
        yield f"The last one {_ended(last)}"
    if value["unfinished_forced_run"] is not None:
        at = _when(value["unfinished_forced_run"])
        yield (
            f"The run with --force of {at} has not come to its end: the same command goes on with "
            "it."
        )
    todo = value["to_do"]
    if not todo["items"]:
        yield "Everything is up to date."
        return
    takes = f", about {duration(todo['seconds'])}" if todo["seconds"] else ""
    yield f"To do: {count(todo['items'], 'thing')}{takes}; `mediahub plan` says why."


def _ended(last: Event) -> str:
    at = _when(last["at"])
    if last["event"] == "broke off":
        return f"broke off {at}: {last.get('error')}"
    done = f"{count(last['items_done'], 'item')} worked on"
    if last["failures"]:
        done += f", {last['failures']} failed (`mediahub log` says why)"
    if last["stopped"]:
        return f"was stopped {at}: {done}, {last['items_left']} left."
    return f"ended {at}: {done}."


def _when(at: str) -> str:
    return swedish_minute(datetime.fromisoformat(at))
