"""How far the house has come: coverage by theme, the gold items over time, and the log."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.catalog.moments import stockholm
from mediahub.errors import MediahubError
from mediahub.pipeline.coverage import coverage
from mediahub.pipeline.goldhistory import Measurement, history
from mediahub.web.staff.place import Place, Visit, item_address
from mediahub.web.staff.plotting import percent, plot
from mediahub.web.staff.runevents import LOG
from mediahub.web.staff.running import SAID, both, stage_words, tail
from mediahub.web.staff.tongue import marked, say

if TYPE_CHECKING:
    from starlette.responses import Response

SHOWN = (("wer", marked("Ordfel")), ("der", marked("Tid som gavs fel talare")))
LOG_BYTES, LOG_LINES = 200_000, 200
SAID_LINES, SAID_BYTES = 200, 40_000


def standing(place: Place, visit: Visit) -> "Response":
    """Of each theme what is captioned, reviewed and published, and what gold items are worth."""
    everything, themes = coverage(place.root)
    measured = history(place.root)
    titles = {one.item: _title(place, one.item) for one in measured}
    plots = []
    for name, words in SHOWN:
        figures = _over_time(measured, name, titles)
        drawn = plot(figures)
        if drawn is not None:
            last = [(title, percent(own[-1][1])) for title, own in figures.items() if own]
            plots.append((name, say(words), drawn, last))
    return place.page("standing.html", visit, all=everything, themes=themes, plots=plots)


def log(place: Place, visit: Visit) -> "Response":
    """What the last runs did, and what the one that was started here said."""
    folder = place.root / ".mediahub"
    return place.page(
        "runlog.html",
        visit,
        lines=[_line(one) for one in reversed(_events(folder / LOG))],
        said=tail(folder / SAID, SAID_LINES, SAID_BYTES),
    )


def _over_time(
    measured: tuple[Measurement, ...], name: str, titles: Mapping[str, str]
) -> dict[str, list[tuple[datetime, float]]]:
    found: dict[str, list[tuple[datetime, float]]] = {}
    for one in measured:
        if name in one.figures:
            found.setdefault(titles[one.item], []).append((one.at, one.figures[name]))
    return found


def _title(place: Place, item: str) -> str:
    try:
        return place.library.item(item).title
    except MediahubError:
        return item


def _events(path: Path) -> list[Mapping[str, Any]]:
    """The last events of the run log; a line that was cut short is passed over."""
    found: list[Mapping[str, Any]] = []
    for line in tail(path, LOG_LINES, LOG_BYTES).splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue
        if isinstance(value, dict) and value.get("event") != "note":
            found.append(value)
    return found


def _line(event: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """When, of which item (and its address), and what, in Swedish as far as it is ours."""
    item = str(event.get("item") or "")
    try:
        at = datetime.fromisoformat(str(event.get("at"))).astimezone(stockholm())
        when = f"{at:%Y-%m-%d %H:%M}"
    except ValueError:
        when = ""
    stage = stage_words(str(event.get("stage")))
    why = both(event.get("error"), event.get("swedish"))
    told = {
        "done": say("{stage} är gjort", stage=stage),
        "failed": say("{stage} gick inte: {why}", stage=stage, why=why),
        "tried again": say("{stage} prövas igen: {why}", stage=stage, why=why),
        "began": say("Något började: {command}", command=event.get("command", "run")),
        "ended": _ended(event),
        "broke off": say("Körningen bröts: {why}", why=why),
    }.get(str(event.get("event")), str(event.get("message", event.get("event"))))
    return when, item, item_address(item) if item else "", told


def _ended(event: Mapping[str, Any]) -> str:
    words = (
        say("Körningen avslutades i förtid") if event.get("stopped") else say("Körningen är klar")
    )
    return say(
        "{words}: {done} gjorda, {failed} gick inte",
        words=words, done=event.get("items_done", 0), failed=event.get("failures", 0),
    )  # fmt: skip
