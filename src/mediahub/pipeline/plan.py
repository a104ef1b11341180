"""What there is to do: the wanted inputs held against those on disk, with reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from mediahub.pipeline.changes import setting
from mediahub.pipeline.stage import Change, Models, Stage, View
from mediahub.pipeline.stages import ITEM_STAGES
from mediahub.tongues import Said
from mediahub.workspace.state import Inputs, ItemState, StageRecord

Condition = Literal["fresh", "missing", "stale", "renewable", "orphan"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where a stage of an item stands; `reasons` say why in words (empty when fresh).

    `changed` holds the words by which `--renew` asks for it. `kept` says why it is not done
    although it was asked for, "" where nothing speaks against it.
    """

    item: str
    stage: str
    condition: Condition
    reasons: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who runs asked for: which stages, what to renew, and whether to force."""

    stages: frozenset[str] = frozenset()
    """Stage names; empty means all."""
    renew: frozenset[str] = frozenset()
    """Words of `RENEWABLE`."""
    force: bool = False
    done: frozenset[tuple[str, str]] = frozenset()
    """Item and stage of what this forced run did before it was stopped: not forced again."""

    def include(self, stage: str) -> bool:
        """Whether the stage was asked for at all."""
        return not self.stages or stage in self.stages

    def due(self, status: Status) -> bool:
        """Whether a run does the stage: what is missing or stale, and what was asked for."""
        if not self.include(status.stage) or status.kept:
            return False
        forced = self.force and (status.item, status.stage) not in self.done
        if forced or status.condition in ("missing", "stale"):
            return True
        return status.condition == "renewable" and bool(self.renew & set(status.changed))


NOTHING_ASKED = Choices()
SOURCE_GONE = Said("its source is gone", "källan finns inte längre")
NOT_MADE = Said("not made yet", "inte gjort än")
STAGE_WORDS: Mapping[str, str] = {
    "probe": "undersöka filen", "recognise": "höra orden", "respell": "rätta stavningen",
    "diarise": "skilja rösterna åt", "transcribe": "skriva ut", "chapter": "hitta kapitel",
    "render": "göra filen att ladda ner", "page": "göra sidan", "index": "göra sökbart",
    "feed": "göra flödet", "item": "källan",
}  # fmt: skip
"""What each stage does, in Swedish."""


def plan_item(
    view: View, present: Collection[str], choices: Choices = NOTHING_ASKED
) -> list[Status]:
    """The status of every stage of one item, in order; `present` names the files on disk.

    A stage behind one that is missing or stale, or made again by these `choices`, is stale too, if
    it is made from what that one makes: its input will be new.
    """
    wanted = {stage.name: stage.wanted(view) for stage in ITEM_STAGES if stage.applies(view)}
    return plan_stages(view.state, wanted, present, models=view.models, choices=choices)


def plan_stages(
    state: ItemState,
    wanted: Mapping[str, Inputs],
    present: Collection[str],
    *,
    models: Models | None = None,
    choices: Choices = NOTHING_ASKED,
) -> list[Status]:
    """As `plan_item`, from the wanted inputs of each stage that applies."""
    models = models or Models()
    statuses: list[Status] = []
    pending: set[str] = set()
    for stage in ITEM_STAGES:
        inputs = wanted.get(stage.name)
        if inputs is None:
            continue
        status = stage_status(stage, state, inputs, present, named=models.named)
        kept = choices.due(status) and keeps_better_model(status, state, inputs, choices, models)
        if kept:
            status = replace(status, kept=kept)
        if status.condition in ("fresh", "renewable"):
            waiting = [name for name in upstream(stage, inputs) if name in pending]
            if waiting:
                status = Status(state.item, stage.name, "stale", (_follows(waiting[0]),))
        if status.condition in ("missing", "stale") or choices.due(status):
            pending.add(stage.name)
        statuses.append(status)
    return statuses


def keeps_better_model(
    status: Status, state: ItemState, wanted: Inputs, choices: Choices, models: Models
) -> str | None:
    """Why a result stays although it is due: a lesser model would replace a better one's."""
    record = state.stages.get(status.stage)
    if choices.force or record is None or status.condition == "missing":
        return None
    old, new = record.inputs.get("model"), wanted.get("model")
    if old is None or record.inputs.get("source") != wanted.get("source"):
        return None
    named = models.named and status.stage == "recognise" and "model" in choices.renew
    if new is None or named or new["rank"] >= old["rank"] or 0 in (new["rank"], old["rank"]):
        return None
    return Said(
        f"kept the result of {old['name']}: {new['name']} is a lesser model "
        f"(--force replaces it all the same)",
        f"det som {old['name']} gjorde står kvar: {new['name']} är en sämre modell "
        f"(--force byter ändå)",
    )


def _follows(stage: str) -> Said:
    return Said(f"follows {stage}", f"följer på: {STAGE_WORDS.get(stage, stage)}")


def upstream(stage: Stage[Any], wanted: Inputs) -> tuple[str, ...]:
    """The stages whose results a stage takes up when it is made from these inputs."""
    spared = stage.optional(wanted)
    return tuple(name for name in stage.after if name not in spared)


def stage_status(
    stage: Stage[Any],
    state: ItemState,
    wanted: Inputs,
    present: Collection[str],
    *,
    named: bool = False,
) -> Status:
    """The status of one stage, its upstream taken as it is; `named`: a person chose the model."""
    record = state.stages.get(stage.name)
    if record is None:
        return Status(state.item, stage.name, "missing", (NOT_MADE,))
    gone = [name for name in (*stage.outputs, *record.outputs) if name not in present]
    if gone:
        return Status(
            state.item, stage.name, "missing", (Said(f"{gone[0]} is gone", f"{gone[0]} är borta"),)
        )
    if "record" in record.inputs:
        return _without_record(stage, state, wanted)
    changed = _told(stage, record, wanted, named=named and stage.chosen)
    if not changed:
        return Status(state.item, stage.name, "fresh")
    silent = stage.silent(record.inputs, wanted)
    reasons = tuple(
        change_of(stage, key).words(record.inputs.get(key), wanted.get(key))
        for key in changed
        if key not in silent
    )
    if any(change_of(stage, key).meaning == "stale" for key in changed):
        return Status(state.item, stage.name, "stale", reasons)
    words = dict.fromkeys(change_of(stage, key).renew for key in changed)
    return Status(state.item, stage.name, "renewable", reasons, tuple(words))


def _told(stage: Stage[Any], record: StageRecord, wanted: Inputs, *, named: bool) -> list[str]:
    """The inputs by which a result is not what it would be now; what is only offered comes last.

    What is offered has no part in a result that is wrong.
    """
    changed = [
        key
        for key in changed_keys(record, wanted, named=named)
        if change_of(stage, key).meaning != "nothing" and not change_of(stage, key).offered
    ]
    if any(change_of(stage, key).meaning == "stale" for key in changed):
        return changed
    offered = (key for key, change in stage.changes.items() if change.offered)
    return [*changed, *(key for key in offered if wanted.get(key) is not None)]


def change_of(stage: Stage[Any], key: str) -> Change:
    """What a changed input means; one that only an older version knew counts as its version."""
    found = stage.changes.get(key)
    return found or replace(stage.changes["version"], words=setting(key.replace("_", " "), key))


def _without_record(stage: Stage[Any], state: ItemState, wanted: Inputs) -> Status:
    """The status of a result whose note is lost: dear work stands while its source is the same."""
    change = stage.changes["record"]
    source = wanted.get("source")
    if source is not None and state.sha256 and source != state.sha256:
        reason = stage.changes["source"].words(state.sha256, source)
        return Status(state.item, stage.name, "stale", (reason,))
    if change.meaning == "stale":
        return Status(state.item, stage.name, "stale", (change.words(None, None),))
    return Status(state.item, stage.name, "renewable", (change.words(None, None),), (change.renew,))


def changed_keys(record: StageRecord, wanted: Inputs, *, named: bool = False) -> list[str]:
    """The inputs that differ, in the order of `wanted`; a model that is no better is no difference.

    A model that a person named differs from any other.
    """
    keys = [*wanted, *(key for key in record.inputs if key not in wanted)]
    changed = [key for key in keys if record.inputs.get(key) != wanted.get(key)]
    if "model" in changed:
        old, new = record.inputs.get("model"), wanted.get("model")
        if not (_better(old, new) or (named and _other(old, new))):
            changed.remove("model")
    return changed


def _better(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    """Whether a result by `new` outranks one by `old`; rank 0 is unknown, and not compared."""
    if new is None:
        return False
    if old is None:
        return True
    return bool(0 < old["rank"] < new["rank"])


def _other(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    if old is None or new is None:
        return new is not None
    return (old["name"], old["revision"]) != (new["name"], new["revision"])
