"""The work on one media item: its due stages in order, each on disk as soon as it is done."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from mediahub.errors import MediaError, MediahubError
from mediahub.pipeline.bench import Bench
from mediahub.pipeline.estimates import SharedTime, Speeds
from mediahub.pipeline.plan import Choices, Status, stage_status
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.stages import DIARISE, ITEM_STAGES, PROBE, RECOGNISE, Stage, wanted_inputs
from mediahub.pipeline.steps import STEPS
from mediahub.pipeline.survey import Survey, titled
from mediahub.pipeline.tools import Tools
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.state import Inputs, ItemState, StageRecord, write_state

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """An item that could not be done: the stage it failed in and what to do about it.

    `trace` is the traceback of a bug, "" for what a person can mend.
    """

    item: str
    stage: str
    message: str
    trace: str = ""


@dataclass
class ItemResult:
    """What a run did with an item: the stages done, sentences worth reading, and the failure."""

    item: str
    state: ItemState
    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failure: Failure | None = None


@dataclass(frozen=True)
class Shop:
    """What the items of a run share; safe to use from several threads."""

    survey: Survey
    tools: Tools
    choices: Choices
    speeds: Speeds
    reporter: Reporter
    time: SharedTime = field(default_factory=SharedTime)


def probe_item(shop: Shop, item_id: str) -> ItemResult:
    """Look at the item's file alone: what cannot be used is told before anything heavy begins."""
    result = ItemResult(item_id, shop.survey.state(item_id))
    return _do_stages(shop, result, (PROBE,))


def work_item(shop: Shop, result: ItemResult) -> ItemResult:
    """Do the due stages of a probed item; a MediaError or OSError stops this item only.

    The state is written after each stage, so a killed run goes on where it was.
    """
    return _do_stages(shop, result, ITEM_STAGES[1:])


def _do_stages(shop: Shop, result: ItemResult, stages: Sequence[Stage]) -> ItemResult:
    if result.failure is not None:
        return result
    survey, item_id = shop.survey, result.item
    item = survey.catalogue.item(item_id)
    if item_id in survey.unreadable:
        result.failure = Failure(item_id, "probe", survey.unreadable[item_id])
        return result
    bench = Bench(survey.workspace, survey.catalogue, item, survey.sources[item_id], shop.reporter)
    stage = stages[0]
    try:
        for stage in stages:
            _do_stage(shop, stage, bench, result)
    except Exception as error:  # noqa: BLE001 - a bug stops its own item, and is told at the end
        if shop.tools.stopped:  # what it had on the cores was cancelled: no fault of the item's
            log.info("%s: %s stopped", item_id, stage.name)
            return result
        shop.reporter.end(item_id, stage.name, failed=True)
        result.failure = _failure(item_id, stage, error)
        return result
    if stage is ITEM_STAGES[-1]:
        bench.clear_scratch()
    return result


def _failure(item_id: str, stage: Stage, error: Exception) -> Failure:
    """What went wrong, told to the person who can mend it, or as a bug; it is in the log too."""
    if isinstance(error, (MediahubError, OSError)):
        sentence = _sentence(error)
        log.error("%s: %s failed: %s", item_id, stage.name, sentence)
        return Failure(item_id, stage.name, sentence)
    log.error("%s: %s failed", item_id, stage.name, exc_info=error)
    message = f"a bug in mediahub ({type(error).__name__}: {error}); please report it"
    return Failure(item_id, stage.name, message, "".join(traceback.format_exception(error)))


def _do_stage(shop: Shop, stage: Stage, bench: Bench, result: ItemResult) -> None:
    wanted = _wanted(shop, stage, bench, result.state)
    status = stage_status(stage, result.state, wanted, shop.survey.files(bench.item.id))
    if not shop.choices.due(status):
        # It may have been expected all the same: what it is made from was made anew and is alike.
        shop.reporter.end(bench.item.id, stage.name)
        return
    _require_upstream(stage, result.state)
    kept = _keeps_better_model(status, result.state, wanted, shop.choices)
    if kept is not None:
        result.notes.append(f"{bench.item.id}: {kept}")
        shop.reporter.end(bench.item.id, stage.name)
        return
    total_ms = 0 if stage.name == "probe" else bench.duration_ms
    with _turn(shop, stage, bench):
        bench.reporter.begin(bench.item.id, stage.name, total_ms)
        shop.time.begin((bench.item.id, stage.name))
        try:
            STEPS[stage.name](bench, shop.tools)
        finally:
            took = shop.time.end((bench.item.id, stage.name))
    record = StageRecord(wanted, {name: sha256_of(bench.path(name)) for name in stage.files})
    result.state = replace(
        result.state.with_stage(stage.name, record),
        source=shop.survey.workspace.relative(bench.item.path),
        sha256=bench.sources.media,
        title=bench.media["title"],
        duration_ms=bench.duration_ms,
        journal=_journal(shop, bench),
    )
    bench.item = titled(bench.item, result.state)
    write_state(bench.path("state.json"), result.state)
    shop.survey.states[bench.item.id] = result.state
    result.done.append(stage.name)
    # What an earlier run had done took none of this one's time.
    sound_ms = total_ms - bench.resumed_ms if stage is RECOGNISE else total_ms
    shop.speeds.add(stage.name, speed_name(stage, wanted), sound_ms, took)
    bench.reporter.end(bench.item.id, stage.name)
    log.info("%s: %s done in %.1f s (%s)", bench.item.id, stage.name, took, _why(status))


def _turn(shop: Shop, stage: Stage, bench: Bench) -> AbstractContextManager[object]:
    """The wait until the stage may begin: one item at a time is recognised, so that it is done."""
    hears = stage is RECOGNISE and bench.item.captions is None
    return shop.tools.recognising if hears else nullcontext()


def speed_name(stage: Stage, wanted: Inputs) -> str:
    """The model that decides a stage's speed, "" where none does."""
    model = wanted.get("model") if stage in (RECOGNISE, DIARISE) else None
    return str(model["name"]) if model else ""


def _journal(shop: Shop, bench: Bench) -> str | None:
    path = bench.sources.edits_path
    return shop.survey.workspace.relative(path) if path is not None else None


def _wanted(shop: Shop, stage: Stage, bench: Bench, state: ItemState) -> Inputs:
    inputs: Mapping[str, Inputs] = wanted_inputs(
        shop.survey.catalogue, bench.item, state, bench.sources, shop.tools.models
    )
    return inputs[stage.name]


def _require_upstream(stage: Stage, state: ItemState) -> None:
    """A stage that was asked for alone cannot be done before the ones it builds on."""
    for name in stage.after:
        if name not in state.stages:
            raise MediaError(f"{stage.name} needs {name} first; run without --stage, or add {name}")


def _keeps_better_model(
    status: Status, state: ItemState, wanted: Inputs, choices: Choices
) -> str | None:
    """Why a result stays although it is due: a lesser model would replace a better one's."""
    record = state.stages.get(status.stage)
    if choices.force or record is None or status.condition == "missing":
        return None
    old, new = record.inputs.get("model"), wanted.get("model")
    if old is None or record.inputs.get("source") != wanted.get("source"):
        return None
    if new is None or new["rank"] >= old["rank"]:
        return None
    return (
        f"kept the result of {old['name']}: {new['name']} is a lesser model "
        f"(--force replaces it all the same)"
    )


def _why(status: Status) -> str:
    return "; ".join(status.reasons) or status.condition


def _sentence(error: Exception) -> str:
    if isinstance(error, MediaError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{where}; make room or give write permission, then run again"
    return str(error)
