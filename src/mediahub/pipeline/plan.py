"""What there is to do: the wanted fingerprints held against those on disk, with reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mediahub.pipeline.stages import DIARISE, ITEM_STAGES, RECOGNISE, Stage
from mediahub.workspace.state import Inputs, ItemState, StageRecord

Condition = Literal["fresh", "missing", "stale", "renewable", "orphan"]

RENEWABLE_KEYS = frozenset({"model", "vocabulary"})
"""Inputs whose change makes good work better, not wrong."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a stage of an item stands; `reasons` say why in words (empty when fresh).

    `changed` names the inputs that differ from those the result was made from.
    """

    item: str
    stage: str
    condition: Condition
    reasons: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who runs asked for: which stages, what to renew, and whether to force."""

    stages: frozenset[str] = frozenset()
    """Stage names; empty means all."""
    renew: frozenset[str] = frozenset()
    """`model`, `vocabulary`, or both."""
    force: bool = False

    def include(self, stage: str) -> bool:
        """Whether the stage was asked for at all."""
        return not self.stages or stage in self.stages

    def due(self, status: Status) -> bool:
        """Whether a run does the stage: what is missing or stale, and what was asked for."""
        if not self.include(status.stage):
            return False
        if self.force or status.condition in ("missing", "stale"):
            return True
        return status.condition == "renewable" and bool(self.renew & set(status.changed))


def plan_item(
    state: ItemState, wanted: Mapping[str, Inputs], present: Collection[str]
) -> list[Status]:
    """The status of every stage of one item, in order; `present` names the files on disk.

    A stage behind one that is missing or stale is stale too, if it is made from what that one
    makes: its input will be new.
    """
    statuses: list[Status] = []
    pending: dict[str, str] = {}
    for stage in ITEM_STAGES:
        status = stage_status(stage, state, wanted[stage.name], present)
        if status.condition in ("fresh", "renewable"):
            waiting = [name for name in _made_from(stage, wanted[stage.name]) if name in pending]
            if waiting:
                status = Status(state.item, stage.name, "stale", (f"follows {waiting[0]}",))
        if status.condition in ("missing", "stale"):
            pending[stage.name] = status.condition
        statuses.append(status)
    return statuses


def _made_from(stage: Stage, wanted: Inputs) -> tuple[str, ...]:
    """The stages whose results a stage takes up: the turns depend on words only from captions."""
    if stage is DIARISE and "recognition" not in wanted:
        return tuple(name for name in stage.after if name != RECOGNISE.name)
    return stage.after


def stage_status(
    stage: Stage, state: ItemState, wanted: Inputs, present: Collection[str]
) -> Status:
    """The status of one stage, its upstream taken as it is."""
    record = state.stages.get(stage.name)
    if record is None:
        return Status(state.item, stage.name, "missing", ("not made yet",))
    gone = [name for name in stage.files if name not in present]
    if gone:
        return Status(state.item, stage.name, "missing", (f"{gone[0]} is gone",))
    changed = changed_keys(record, wanted)
    if not changed:
        return Status(state.item, stage.name, "fresh")
    before = record.inputs
    # The registry counts only where there are edits, and comes and goes with them.
    comes_or_goes = not (before.get("registry") and wanted.get("registry"))
    silent = {"registry"} if "edits" in changed and comes_or_goes else set[str]()
    reasons = tuple(
        describe(stage, key, before.get(key), wanted.get(key))
        for key in changed
        if key not in silent
    )
    condition: Condition = "renewable" if set(changed) <= RENEWABLE_KEYS else "stale"
    return Status(state.item, stage.name, condition, reasons, tuple(changed))


def changed_keys(record: StageRecord, wanted: Inputs) -> list[str]:
    """The inputs that differ, in the order of `wanted`; a lesser model counts as no difference."""
    keys = [*wanted, *(key for key in record.inputs if key not in wanted)]
    changed = [key for key in keys if record.inputs.get(key) != wanted.get(key)]
    if "model" in changed and not _better(record.inputs.get("model"), wanted.get("model")):
        changed.remove("model")
    return changed


def _better(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    if new is None:
        return False
    return old is None or bool(new["rank"] > old["rank"])


def describe(stage: Stage, key: str, old: Any, new: Any) -> str:
    """One change of an input in words."""
    if key == "model" and stage.name in ("recognise", "diarise"):
        before, after = (model["name"] if model else "none" for model in (old, new))
        return f"a better model is at hand: {before} → {after}"
    if key in _PLAIN_WORDS:
        return _PLAIN_WORDS[key]
    if key in _FILES:
        return _come_or_gone(_FILES[key], old, new)
    if key in ("vocabulary", "terms"):
        return _terms("vocabulary" if key == "vocabulary" else "glossary", old or (), new or ())
    if key == "speakers":
        return f"number of speakers {_bounds(old)} → {_bounds(new)}"
    name = "stage version" if key == "version" else key.replace("_", " ")
    come_or_gone = f"the {name} is {'new' if old is None else 'gone'}"
    return come_or_gone if old is None or new is None else f"{name} {old} → {new}"


_PLAIN_WORDS = {
    "source": "source replaced",
    "recognition": "the recognition is new",
    "respelling": "the respelling is new",
    "turns": "the turns are new",
    "transcript": "the transcript is new",
    "people": "names changed",
    "names": "names changed",
    "lexicon": "the Swedish dictionary is new",
    "registry": "names changed",
    "author": "the author's chapters changed",
}
_FILES = {"captions": "the author's captions", "edits": "the edits"}


def _come_or_gone(what: str, old: Any, new: Any) -> str:
    if old is None:
        return f"{what} are new"
    return f"{what} are gone" if new is None else f"{what} changed"


def _terms(what: str, old: Sequence[str], new: Sequence[str]) -> str:
    added, removed = len(set(new) - set(old)), len(set(old) - set(new))
    parts = [
        f"{count} term{'s' if count > 1 else ''} {verb}"
        for count, verb in ((added, "added"), (removed, "removed"))
        if count
    ]
    return f"{what}: " + (", ".join(parts) or "in another order")


def _bounds(value: Sequence[int] | None) -> str:
    if not value:
        return "unknown"
    return str(value[0]) if value[0] == value[1] else f"{value[0]}–{value[1]}"
