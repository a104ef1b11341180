"""What gold items were worth over time: kept in `private/`, for nothing else remembers it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediahub.atomic import write_json
from mediahub.workspace.locks import private_lock
from mediahub.workspace.paths import Workspace

FOLDER, FILE = "private", "quality.json"
KEPT = ("wer", "der", "chapter_f1")
"""The figures that are kept, by their names in `Figures`."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What an item was worth once: its figures (rates 0 to 1) by name, and by which model."""

    item: str
    at: datetime
    model: str | None
    figures: Mapping[str, float]


def remember(root: Path, measured: Iterable[Measurement]) -> None:
    """Add measurements; one that says the same as the item's last is left out.

    Raises OSError where they cannot be written, also where a file that lies there is damaged: what
    nothing else remembers is not written over.
    """
    path = root / FOLDER / FILE
    with private_lock(Workspace(root)):
        kept = list(_read(path))
        last = {one.item: (one.model, dict(one.figures)) for one in kept}
        new = [one for one in measured if last.get(one.item) != (one.model, dict(one.figures))]
        if new:
            path.parent.mkdir(exist_ok=True)
            write_json(path, {"schema": 1, "measured": [_to_json(one) for one in (*kept, *new)]})


def history(root: Path) -> tuple[Measurement, ...]:
    """All that is remembered, the oldest first; nothing of a file that cannot be read."""
    try:
        return _read(root / FOLDER / FILE)
    except OSError:
        return ()


def figures_kept(values: Mapping[str, Any]) -> dict[str, float]:
    """Those of the figures that are kept."""
    return {name: round(float(values[name]), 4) for name in KEPT if values.get(name) is not None}


def _read(path: Path) -> tuple[Measurement, ...]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_from_json(one) for one in value["measured"])
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(f"{path} is damaged ({error}); put it right or take it away") from error


def _to_json(one: Measurement) -> dict[str, Any]:
    at = one.at.astimezone(UTC).isoformat(timespec="seconds")
    return {"item": one.item, "at": at, "model": one.model, "figures": dict(one.figures)}


def _from_json(value: Mapping[str, Any]) -> Measurement:
    figures = {str(name): float(number) for name, number in value["figures"].items()}
    model = value["model"]
    return Measurement(
        str(value["item"]),
        datetime.fromisoformat(value["at"]),
        str(model) if model is not None else None,
        figures,
    )
