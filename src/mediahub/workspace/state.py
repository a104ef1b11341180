"""What was made of an item, from which inputs: `transcripts/ITEM-ID/state.json`.

The file holds a checksum of itself. What a damaged one, or one of an unknown schema, no longer says
is found again from the outputs: work of hours does not depend on a note about it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.workspace.digests import sha256_of, sha256_of_value

SCHEMA = 1
Inputs = Mapping[str, Any]
"""What a stage was made from: JSON values by name; `version` is the stage's own."""

LOST: Inputs = {"record": "lost"}
"""The inputs of a result whose note is lost."""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One finished stage: its inputs and the SHA-256 of each file it wrote, by file name.

    `notices` are what a person should look at in its result.
    """

    inputs: Inputs
    outputs: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

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
    picture: bool | None = None
    """Whether the file holds a film's picture; None where no run has looked since it is noted."""
    journal: str | None = None
    stages: Mapping[str, StageRecord] = field(default_factory=dict)

    def with_stage(self, name: str, record: StageRecord) -> "ItemState":
        """The same state with one stage (re)made."""
        return replace(self, stages={**self.stages, name: record})

    def output(self, stage: str, file: str) -> str | None:
        """The SHA-256 of a file the stage wrote, None when it was not made."""
        record = self.stages.get(stage)
        return record.outputs.get(file) if record else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a person should look at in the results, stage by stage, each once."""
        found = [notice for record in self.stages.values() for notice in record.notices]
        return tuple(dict.fromkeys(found))


def read_state(
    path: Path, item_id: str, outputs: Mapping[str, Iterable[str]] | None = None
) -> ItemState:
    """The state kept in `path`; an absent file means that nothing was made.

    `outputs` names each stage's files: with it, what a damaged file or one of another schema does
    not tell is found again from them.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return ItemState(item_id)
    except ValueError:
        text = ""  # not even UTF-8
    state = _parsed(text, item_id)
    if state is not None:
        return state
    return _found_again(path.parent, item_id, outputs or {})


def write_state(path: Path, state: ItemState) -> None:
    """Write the state to `path`, atomically."""
    body = json.dumps(
        {
            "schema": SCHEMA,
            "item": state.item,
            "source": state.source,
            "sha256": state.sha256,
            "title": state.title,
            "duration_ms": state.duration_ms,
            "picture": state.picture,
            "journal": state.journal,
            "stages": {
                name: {
                    "fingerprint": record.fingerprint,
                    "inputs": dict(record.inputs),
                    "outputs": dict(record.outputs),
                    **_noticed(record),
                }
                for name, record in state.stages.items()
            },
        },
        ensure_ascii=False,
        indent=1,
    )
    write_text(path, f'{{\n "check": "{_check(body[1:])}",{body[1:]}\n')


def _noticed(record: StageRecord) -> dict[str, Any]:
    return {"notices": [*map(notice_to_json, record.notices)]} if record.notices else {}


def _parsed(text: str, item_id: str) -> ItemState | None:
    """The state that a file's text holds; None when it is damaged or of another schema."""
    try:
        stored = json.loads(text)
        if stored["schema"] != SCHEMA:
            return None
        checked = "check" in stored
        if checked and not _whole(text, stored["check"]):
            return None
        stages = {
            name: StageRecord(
                record["inputs"],
                record["outputs"],
                tuple(map(notice_from_json, record.get("notices", ()))),
            )
            for name, record in stored["stages"].items()
        }
        # Before files held a checksum, each stage's inputs had one all the same.
        if not checked and any(
            record.fingerprint != stored["stages"][name]["fingerprint"]
            for name, record in stages.items()
        ):
            return None
        return ItemState(
            item=item_id,
            source=stored["source"],
            sha256=stored["sha256"],
            title=stored["title"],
            duration_ms=stored["duration_ms"],
            picture=stored.get("picture"),
            journal=stored["journal"],
            stages=stages,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _whole(text: str, check: object) -> bool:
    head, _, rest = text.partition(f'"check": "{check}",')
    return head.strip() == "{" and _check(rest.removesuffix("\n")) == check


def _check(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:16]


def _found_again(folder: Path, item_id: str, outputs: Mapping[str, Iterable[str]]) -> ItemState:
    """What the outputs themselves tell of an item whose note of them is lost."""
    stages: dict[str, StageRecord] = {}
    for stage, names in outputs.items():
        try:
            stages[stage] = StageRecord(LOST, {name: sha256_of(folder / name) for name in names})
        except OSError:
            continue  # it was not finished
    media: Any = {}
    try:
        media = json.loads((folder / "media.json").read_text(encoding="utf-8"))
        return ItemState(
            item_id,
            sha256=str(media.get("sha256") or ""),
            title=media["title"],
            duration_ms=int(media["duration_ms"]),
            picture=media["video"] is not None if "video" in media else None,
            stages=stages,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ItemState(item_id, stages=stages)
