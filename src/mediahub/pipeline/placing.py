"""Outputs put into their place: whole, under the item's lock, with the state that vouches for them.

Only the conductor does this. What a person decided while a stage was at work is not undone: an
outcome that was made from edits that have changed since is dropped, and the stage done again.
"""

import filecmp
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from mediahub.edits import Journal, read_journal, version_of, write_journal
from mediahub.edits.vouching import origin_of
from mediahub.errors import SettingsError
from mediahub.pipeline.anchoring import carried_from_json
from mediahub.pipeline.execute.local import outputs_of
from mediahub.pipeline.execute.values import Outcome
from mediahub.pipeline.stage import Stage, View
from mediahub.pipeline.survey import edits_of, state_of
from mediahub.pipeline.wording import Fillers, keep_base
from mediahub.workspace.copies import keep_copy, withhold_from_copies
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import read_promise
from mediahub.workspace.locks import item_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json, read_transcript
from mediahub.workspace.state import Inputs, ItemState, StageRecord, write_state

BASES = ("recognise", "respell")
"""The stages whose results the edits stand on."""


def put_into_place(
    workspace: Workspace, stage: Stage[Any], view: View, wanted: Inputs, outcome: Outcome
) -> ItemState | None:
    """The item's state with the outcome in it; None when its edits are not those it was made from.

    `wanted` are the inputs that the outcome was made from. Raises OSError when the disk refuses.
    """
    item_id = view.item.id
    made = workspace.root / outcome.place if outcome.place else outputs_of(workspace, outcome.task)
    folder = workspace.item(item_id)
    with item_lock(workspace, item_id):
        if "edits" in wanted and _edits_now(workspace, view) != wanted["edits"]:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        if view.sources.edits is not None and stage.name in BASES:
            keep_base(workspace, item_id, _fillers(view))
        # What was withdrawn while it was made does not come into public after that.
        public = not _withdrawn_now(workspace, item_id)
        for name in outcome.outputs.keys() - set(stage.outputs):
            if public and (made / name).exists():
                place = workspace.root / name
                place.parent.mkdir(parents=True, exist_ok=True)
                put_file(made / name, place)
        for name in stage.outputs:
            put_file(made / name, folder / name)
        journal = Journal()
        if stage.name == "transcribe" and view.sources.edits is not None:
            journal, wanted = _anchored(workspace, view, wanted, folder / "anchors.json")
        state = replace(
            state_of(workspace, item_id).with_stage(
                stage.name, StageRecord(wanted, outcome.outputs, outcome.notices)
            ),
            source=view.sources.media.path,
            sha256=view.sources.media.sha256,
            journal=view.sources.edits.path if view.sources.edits else None,
        )
        if "media.json" in stage.outputs:
            media = read_json(folder / "media.json", dict)
            state = replace(
                state,
                title=media["title"],
                duration_ms=int(media["duration_ms"]),
                picture=media["video"] is not None,
            )
        if "transcript.vtt" in stage.outputs:
            _keep_copy(workspace, folder, journal)
        write_state(folder / "state.json", state)
    return state


def _anchored(
    workspace: Workspace, view: View, wanted: Inputs, anchors: Path
) -> tuple[Journal, Inputs]:
    """Keep in the journal where its entries stand in the new words; the inputs with it in them."""
    path = edits_of(workspace, view.item, view.state)
    journal = read_journal(path)
    places = read_json(anchors, carried_from_json)
    now = places.journal(journal)
    if now != journal:
        write_journal(path, now)
        wanted = {**wanted, "edits": sha256_of(path)}
    keep_base(workspace, view.item.id, wanted["fillers"], places.wording)
    return now, wanted


def _fillers(view: View) -> Fillers:
    """How the words that lie there were made readable."""
    record = view.state.stages.get("transcribe")
    now = view.catalogue.settings.fillers
    return record.inputs.get("fillers", now) if record is not None else now


def put_file(made: Path, target: Path) -> bool:
    """Move a finished file to its place; False when the same bytes lie there, which stay untouched.

    Both are on one file system. Raises OSError that names the target.
    """
    try:
        if filecmp.cmp(made, target, shallow=False):
            made.unlink()
            return False
    except OSError:
        pass  # absent, or unreadable: it is replaced
    try:
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(target)
    except OSError as error:
        error.filename = str(target)
        raise
    return True


def _withdrawn_now(workspace: Workspace, item_id: str) -> bool:
    try:
        promise = read_promise(workspace, item_id)
    except SettingsError:
        return False  # the publication tells, and leaves everything as it was
    return promise is not None and promise.withdrawn is not None


def _edits_now(workspace: Workspace, view: View) -> str | None:
    try:
        return sha256_of(edits_of(workspace, view.item, view.state))
    except FileNotFoundError:
        return None


def _keep_copy(workspace: Workspace, folder: Path, journal: Journal) -> None:
    """Keep the transcript that these captions were made of: a copy is held against it."""
    origin = origin_of((folder / "transcript.vtt").read_text(encoding="utf-8"))
    if origin is not None:
        transcript = read_transcript(folder)
        keep_copy(workspace, transcript, origin, version_of(journal))
        if transcript.withheld:
            withhold_from_copies(workspace, origin.item, transcript.withheld)
