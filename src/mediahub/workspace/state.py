"""What was made of an item, from which inputs: `transcripts/ITEM-ID/state.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mediahub.atomic import write_json
from mediahub.workspace.digests import sha256_of_value

Inputs = Mapping[str, Any]
"""What a stage was made from: JSON values by name; `version` is the stage's own."""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One finished stage: its inputs and the SHA-256 of each file it wrote, by file name."""

    inputs: Inputs
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the inputs."""
        return sha256_of_value(dict(self.inputs))


@dataclass(frozen=True, slots=True)
class ItemState:
    """The finished stages of one item; `source` and `sha256` say which file it came from.

    `title` is what the file's tags call it, None when they say nothing; `duration_ms` its length;
    `journal` is where its edits lay, by which they are found again when only the media file was
    renamed.
    """

    item: str
    source: str = ""
    sha256: str = ""
    title: str | None = None
    duration_ms: int = 0
    journal: str | None = None
    stages: Mapping[str, StageRecord] = field(default_factory=dict)

    def with_stage(self, name: str, record: StageRecord) -> "ItemState":
        """The same state with one stage (re)made."""
        return replace(self, stages={**self.stages, name: record})

    def output(self, stage: str, file: str) -> str | None:
        """The SHA-256 of a file the stage wrote, None when it was not made."""
        record = self.stages.get(stage)
        return record.outputs.get(file) if record else None


def read_state(path: Path, item_id: str) -> ItemState:
    """The state kept in `path`; an absent or damaged file means that nothing was made."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["schema"] != 1:
            return ItemState(item_id)
        return ItemState(
            item=item_id,
            source=stored["source"],
            sha256=stored["sha256"],
            title=stored["title"],
            duration_ms=stored["duration_ms"],
            journal=stored["journal"],
            stages={
                name: StageRecord(record["inputs"], record["outputs"])
                for name, record in stored["stages"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ItemState(item_id)


def write_state(path: Path, state: ItemState) -> None:
    """Write the state to `path`, atomically."""
    write_json(
        path,
        {
            "schema": 1,
            "item": state.item,
            "source": state.source,
            "sha256": state.sha256,
            "title": state.title,
            "duration_ms": state.duration_ms,
            "journal": state.journal,
            "stages": {
                name: {
                    "fingerprint": record.fingerprint,
                    "inputs": dict(record.inputs),
                    "outputs": dict(record.outputs),
                }
                for name, record in state.stages.items()
            },
        },
    )
