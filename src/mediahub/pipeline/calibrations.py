"""How far models that nobody measured can be believed, as `.mediahub/confidence.json` keeps it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mediahub.atomic import write_json
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.speech.confidence import Knots, Table

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """A table, and how many reviewed words in how many items it was fitted to."""

    table: "Table"
    words: int
    items: int

    @property
    def digest(self) -> str:
        """A digest of the table: what is marked by it changes when it does."""
        return sha256_of_value([self.table.known, self.table.unknown])


Calibrations = Mapping[str, Calibration]
"""By the model's name."""


def read_calibrations(workspace: Workspace) -> Calibrations:
    """What is kept, of models that still have no table of their own.

    Empty where nothing is kept, or nothing that can be read: it is then fitted anew.
    """
    try:
        stored = json.loads(workspace.confidence.read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA:
            return {}
        from mediahub.speech.confidence import is_measured

        return {
            name: _from_json(value)
            for name, value in stored["models"].items()
            if not is_measured(name)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_calibrations(workspace: Workspace, calibrations: Calibrations) -> None:
    """Keep them, in place of what was kept."""
    models = {
        name: {
            "words": one.words,
            "items": one.items,
            "known": one.table.known,
            "unknown": one.table.unknown,
        }
        for name, one in sorted(calibrations.items())
    }
    write_json(workspace.confidence, {"schema": SCHEMA, "models": models})


def _from_json(value: Mapping[str, Any]) -> Calibration:
    from mediahub.speech.confidence import Table

    table = Table(_knots(value["known"]), _knots(value["unknown"]))
    return Calibration(table, int(value["words"]), int(value["items"]))


def _knots(value: Any) -> "Knots":
    knots = tuple((float(probability), float(share)) for probability, share in value)
    if not knots or list(knots) != sorted(knots):
        raise ValueError("the knots do not rise")
    return knots
