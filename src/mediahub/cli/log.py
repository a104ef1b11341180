"""`mediahub log`: what happened to an item, or in the last runs, from the run log and the edits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from mediahub.catalog.moments import swedish_minute
from mediahub.cli import completing
from mediahub.cli.console import duration, stage_words
from mediahub.cli.help import examples
from mediahub.cli.runlog import Event, read_events
from mediahub.cli.shared import print_json, root, say
from mediahub.edits.entries import Entry, UnknownEntry
from mediahub.edits.entryjson import entry_to_json
from mediahub.tongues import Said, Words, joined
from mediahub.workspace.paths import Workspace

EXAMPLES = examples(
    ("mediahub log avsnitt-4", "all that was done to an item, and by whom"),
    ("mediahub log", "the last runs"),
)
SHOWN = 40
"""So many lines of the last runs are shown."""
DECIDED = {
    "replace-words": Said("corrected words", "rättade ord"),
    "name-speaker": Said("named a speaker", "namngav en talare"),
    "attribute-words": Said("gave words to another speaker", "gav ord till en annan talare"),
    "set-chapters": Said("wrote the chapters", "skrev kapitlen"),
    "not-speaker": Said("said who a voice is not", "sade vem en röst inte är"),
    "review": Said("reviewed a text", "granskade en text"),
    "keep": Said("said that what stands there is right", "sade att det som står är rätt"),
    "undo": Said("took a decision back", "tog tillbaka ett beslut"),
    "withhold": Said("withheld a passage", "undanhöll ett stycke"),
    "split-segment": Said("split a segment", "delade ett stycke"),
    "join-segments": Said("joined two segments", "slog ihop två stycken"),
}
NOTHING = Said(
    "Nothing is in the log yet: no run has worked here.",
    "Inget står i loggen än: ingen körning har arbetat här.",
)
MESSAGES = {"run begins": Said("run begins", "körningen börjar")}
SOME_TIME = Said(f"{'at some time':<16}", f"{'någon gång':<16}")


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
        when = f"{swedish_minute(line.at):<16}" if line.at else SOME_TIME
        say(joined("  ", (when, line.told)))
    if not lines:
        say(NOTHING)


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
    whole = (
        joined(": ", (str(event["item"]), _told(event))) if whose and event.get("item") else None
    )
    return Line(_at(event), whole or _told(event), event)


def _told(event: Event) -> str:
    match event["event"]:
        case "done":
            took = float(event.get("took_s", 0))
            parts = [
                Words("{stage} done", "klart: {stage}").said(stage=stage_words(event["stage"]))
            ]
            if event.get("model"):
                parts.append(Words(" by {model}", " med {model}").said(model=event["model"]))
            if took >= 1:
                parts.append(Words(" in {time}", " på {time}").said(time=duration(took)))
            why = Words(" ({why})", " ({why})")
            english = "; ".join(event.get("reasons", ()))
            reasons = Said(english, "; ".join(event.get("swedish_reasons", ())) or english)
            parts.append(why.said(why=reasons))
            if found := event.get("notices"):
                noticed = Words("; noticed: {found}", "; att titta på: {found}")
                parts.append(noticed.said(found=", ".join(found)))
            return joined("", parts)
        case "failed":
            words = Words("{stage} FAILED: {error}", "{stage} GICK INTE: {error}")
            return words.said(stage=stage_words(event["stage"]), error=_error(event))
        case "tried again":
            words = Words("{stage} is tried again: {error}", "{stage} görs om: {error}")
            return words.said(stage=stage_words(event["stage"]), error=_error(event))
        case "broke off":
            words = Words("the run broke off: {error}", "körningen bröts: {error}")
            return words.said(error=_error(event))
        case "ended":
            return _ended(event)
        case _:
            message = str(event.get("message", event["event"]))
            return MESSAGES.get(message, message)


def _error(event: Event) -> Said:
    """What went wrong, in Swedish as far as it was noted so."""
    error = str(event.get("error"))
    return Said(error, str(event.get("swedish", error)))


def _ended(event: Event) -> str:
    ended = Said("the run ended", "körningen slutade")
    stopped = Said("the run was stopped", "körningen avbröts")
    words = Words(
        "{what}: {done} worked on, {failed} failed", "{what}: {done} bearbetade, {failed} gick inte"
    )
    if event["items_done"] == 1:
        words = Words(words.english, words.swedish.replace("bearbetade", "bearbetat"))
    what = stopped if event.get("stopped") else ended
    return words.said(what=what, done=event["items_done"], failed=event["failures"])


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
    words = Words("decided {kind!r}", "bestämde {kind!r}")
    parts = [by or Said("somebody", "någon"), " ", DECIDED.get(kind, words.said(kind=kind))]
    if len(values) > 1:
        parts.append(Said(f" ({len(values)} places)", f" ({len(values)} ställen)"))
    if kind == "name-speaker" and len(values) == 1:
        parts.append(f": {values[0].get('name')}")
    told = joined("", parts)
    event = {"event": "decided", "by": by, "at": at.isoformat() if at else None, "entries": values}
    return Line(at, told, event)


def _at(event: Event) -> datetime | None:
    try:
        return datetime.fromisoformat(str(event["at"]))
    except ValueError:
        return None
