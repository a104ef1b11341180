"""Another model on some minutes of an item, before anyone commits to all of it."""

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.atomic import write_json
from mediahub.errors import MediahubError
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.place import Place, RefusedError, Visit, fields, item_address
from mediahub.web.staff.plotting import percent
from mediahub.web.staff.running import at_work, set_off, tail
from mediahub.web.staff.tongue import say, say_as

if TYPE_CHECKING:
    from starlette.responses import Response

FOUND, SAID, ASKED = "webjamforelse.json", "webjamforelse.txt", "webjamforelse-val.json"
"""What the comparison that was started here printed, what else it said, and what it was asked."""
MINUTES = 5
SHOWN = 40


def compare(place: Place, visit: Visit) -> "Response":
    """The form, and what the last comparison that was started here found."""
    folder = place.root / ".mediahub"
    asked = _read(folder / ASKED)
    working = _lives(place, asked)
    found = None if working else _read(folder / FOUND)
    return place.page(
        "compare.html",
        visit,
        items=_items(place),
        models=_models(),
        minutes=MINUTES,
        asked=asked,
        working=working,
        found=_shown(found) if found else None,
        wrong=""
        if working or found or not asked
        else tail(folder / SAID) or say("Den sade ingenting."),
        busy=at_work(place) is not None,
    )


async def comparison(place: Place, visit: Visit) -> "Response":
    """Start a comparison as a process of its own; nothing that was made is changed by it."""
    from starlette.responses import RedirectResponse

    from mediahub.web.staff.editing import in_thread

    given = await fields(visit.request)
    item, model = given.get("avsnitt", ""), given.get("modell", "")
    folder = place.root / ".mediahub"
    if _lives(place, _read(folder / ASKED)):
        raise RefusedError(409, say("En jämförelse pågår redan."))
    if item not in {one for one, _ in await in_thread(lambda: _items(place))}:
        raise RefusedError(422, say("Välj en inspelning som är utskriven."))
    if model not in {one for one, _ in await in_thread(_models)}:
        raise RefusedError(422, say("Välj en modell som finns på den här datorn."))
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "mediahub", "-C", str(place.root), "compare", item]
    command += ["--model", model, "--minutes", str(MINUTES), "--json"]
    process = set_off(command, folder / FOUND, folder / SAID)
    place.comparing = process
    write_json(folder / ASKED, {"schema": 1, "item": item, "model": model, "pid": process.pid})
    return RedirectResponse("/jamfor", 303)


def _lives(place: Place, asked: Mapping[str, Any]) -> bool:
    """Whether the comparison that was asked for is at work."""
    from mediahub.workspace.atwork import lives

    if place.comparing is not None:
        place.comparing.poll()  # the system keeps a process that has ended until somebody asks
    with suppress(KeyError, TypeError, ValueError):
        return lives(int(asked["pid"]))
    return False


def _items(place: Place) -> list[tuple[str, str]]:
    """The recordings that have words: id and title."""
    transcripts = place.root / "transcripts"
    return [
        (item.id, item.title)
        for item in place.library.catalogue().items
        if not item.written and (transcripts / item.id / "recognition.json").is_file()
    ]


def _models() -> list[tuple[str, str]]:
    """The recognisers on this machine: name, and how wrong they are in Swedish."""
    from mediahub.models import KNOWN, STYLED, default_store

    store, found = default_store(), []
    for model in (*KNOWN, *STYLED):
        if model.kind != "recogniser":
            continue
        with suppress(MediahubError):
            if store.at_hand(model):
                found.append((model.name, str(model.swedish_wer or "")))
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _shown(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """A comparison as the page has it; None for what is none."""
    try:
        now, new, cost = found["now"], found["new"], found["cost"]
        rows = [(say_as("antal", "Ord"), str(now["words"]), str(new["words"]))]
        if new["confidence"] is not None:
            rows.append(
                (say("Säkerhet, medel"), _share(now["confidence"]), _share(new["confidence"]))
            )
        if found["truth_words"] is not None:
            rows.append((say("Ordfel mot facit"), _share(now["wer"]), _share(new["wer"])))
        if now["terms"] or new["terms"]:
            rows.append((say("Husets ord som hörs"), str(now["terms"]), str(new["terms"])))
        if found["corrections"]:
            rows.append((say("Av era rättelser"), str(now["corrections"]), str(new["corrections"])))
        start, end = found["part"]
        base = item_address(str(found["item"]))
        return {
            "item": found["item"],
            "address": base,
            "part": f"{clock_hms(start)}–{clock_hms(end)}",
            "now": now["model"] or say("textningsfilen"),
            "new": new["model"],
            "rows": rows,
            "differing": percent(found["differing"]),
            "differences": [_difference(one, base) for one in found["differences"][:SHOWN]],
            "more": max(0, len(found["differences"]) - SHOWN),
            "items": cost["items"],
            "minutes": max(1, round(cost["seconds"] / 60)),
        }
    except (KeyError, TypeError, ValueError):
        return None


def _difference(one: Mapping[str, Any], base: str) -> dict[str, Any]:
    at = int(one["start_ms"])
    return {
        "clock": clock_hms(at),
        "seconds": at / 1000,
        "media": f"{base}/ljud",
        "left": " ".join(one["left"]),
        "now": " ".join(word["text"] for word in one["now"]),
        "new": " ".join(word["text"] for word in one["new"]),
        "right": " ".join(one["right"]),
    }


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)
