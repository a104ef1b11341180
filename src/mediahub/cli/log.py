"""`mediahub log`: what happened to an item, or in the last runs, from the run log and the edits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from mediahub.catalog.moments import swedish_minute
from mediahub.cli import completing
from mediahub.cli.console import duration
from mediahub.cli.help import examples
from mediahub.cli.runlog import Event, read_events
from mediahub.cli.shared import print_json, root, say
from mediahub.edits.entries import Entry, UnknownEntry
from mediahub.edits.entryjson import entry_to_json
from mediahub.workspace.paths import Workspace

EXAMPLES = examples(
    ("mediahub log avsnitt-4", "all that was done to an item, and by whom"),
    ("mediahub log", "the last runs"),
)
SHOWN = 40
"""So many lines of the last runs are shown."""
DECIDED = {
    "replace-words": "corrected words",
    "name-speaker": "named a speaker",
    "attribute-words": "gave words to another speaker",
    "set-chapters": "wrote the chapters",
    "not-speaker": "said who a voice is not",
    "review": "reviewed a text",
    "keep": "said that what stands there is right",
    "undo": "took a decision back",
    "withhold": "withheld a passage",
    "split-segment": "split a segment",
    "join-segments": "joined two segments",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened: when, in which words, and the value behind them."""

    at: datetime | None
    told: str
    value: Mapping[str, Any]


def log(
    context: typer.Context,
    item: Annotated[
        str | None,
        typer.Argument(metavar="ITEM", help="The item's id.", autocompletion=completing.items),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on standard output.")] = False,
) -> None:
    """Tell what was done to an item, when, why and by whom.

    Without ITEM, what the last runs did.
    """
    folder = root(context)
    lines = (
        item_lines(Workspace(folder), item) if item is not None else run_lines(read_events(folder))
    )
    if as_json:
        print_json({"schema": 1, "events": [line.value for line in lines]})
        return
    for line in lines:
        say(f"{swedish_minute(line.at) if line.at else 'at some time':<16}  {line.told}")
    if not lines:
        say("Nothing is in the log yet: no run has worked here.")


def item_lines(place: Workspace, given: str) -> list[Line]:
    """All that is known to have happened to an item, the oldest first.

    Raises SettingsError when nothing is called so, and when its edits cannot be read.
    """
    from mediahub.catalog import load_for_reading
    from mediahub.catalog.problems import resolve_id
    from mediahub.edits import journal_path, read_journal

    catalogue = load_for_reading(place.root)
    known = {item.id: item for item in catalogue.items}
    events = list(read_events(place.root))
    gone = {str(event["item"]) for event in events if event.get("item")}
    item_id = given if given in gone else resolve_id(given, sorted({*known, *gone}))
    lines = [_event_line(event) for event in events if event.get("item") == item_id]
    item = known.get(item_id)
    if item is not None and not item.written:
        entries = read_journal(journal_path(item.path)).entries
        lines += _decided(entries)
    return sorted(lines, key=lambda line: line.at.timestamp() if line.at else 0.0)


def run_lines(events: Iterable[Event]) -> list[Line]:
    """What happened in the last runs, the oldest first."""
    wanted = [one for one in events if one["event"] != "note" or one.get("level") != "info"]
    return [_event_line(one, whose=True) for one in wanted[-SHOWN:]]


def _event_line(event: Event, *, whose: bool = False) -> Line:
    name = f"{event['item']}: " if whose and event.get("item") else ""
    return Line(_at(event), f"{name}{_told(event)}", event)


def _told(event: Event) -> str:
    match event["event"]:
        case "done":
            took = float(event.get("took_s", 0))
            words = f"{event['stage']} done"
            if event.get("model"):
                words += f" by {event['model']}"
            words += f" in {duration(took)}" if took >= 1 else ""
            why = f" ({'; '.join(event.get('reasons', ()))})"
            found = event.get("notices") or ()
            return words + why + (f"; noticed: {', '.join(found)}" if found else "")
        case "failed":
            return f"{event['stage']} FAILED: {event['error']}"
        case "tried again":
            return f"{event['stage']} is tried again: {event['error']}"
        case "broke off":
            return f"the run broke off: {event.get('error')}"
        case "ended":
            return _ended(event)
        case _:
            return str(event.get("message", event["event"]))


def _ended(event: Event) -> str:
    words = "the run was stopped" if event.get("stopped") else "the run ended"
    return f"{words}: {event['items_done']} worked on, {event['failures']} failed"


def _decided(entries: Iterable[Entry]) -> Iterator[Line]:
    """Decisions in words, those of one person at one time on one line."""
    before: tuple[Any, ...] = ()
    values: list[Mapping[str, Any]] = []
    for entry in (*entries, None):
        key = _who_when(entry) if entry is not None else ()
        if values and key != before:
            yield _decision(before, values)
            values = []
        if entry is not None:
            values.append(entry_to_json(entry))
        before = key


def _who_when(entry: Entry) -> tuple[Any, ...]:
    kind = str(entry_to_json(entry).get("type"))
    if isinstance(entry, UnknownEntry):
        return kind, entry.raw.get("by"), None
    return kind, entry.by, entry.at


def _decision(key: tuple[Any, ...], values: list[Mapping[str, Any]]) -> Line:
    kind, by, at = key
    times = f" ({len(values)} places)" if len(values) > 1 else ""
    told = f"{by or 'somebody'} {DECIDED.get(kind, f'decided {kind!r}')}{times}"
    if kind == "name-speaker" and len(values) == 1:
        told += f": {values[0].get('name')}"
    event = {"event": "decided", "by": by, "at": at.isoformat() if at else None, "entries": values}
    return Line(at, told, event)


def _at(event: Event) -> datetime | None:
    try:
        return datetime.fromisoformat(str(event["at"]))
    except ValueError:
        return None
