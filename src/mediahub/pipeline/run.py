"""The run: every item's due stages, then the index, then the feeds; and the summary of it all."""

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mediahub.errors import SettingsError
from mediahub.language import prepare
from mediahub.models import Store, first_embedder, first_recogniser
from mediahub.pipeline.account import (
    ModelUse,
    models_used,
    voices_not_told_apart,
    word_to_try,
)
from mediahub.pipeline.consent import keep_what_may_be_kept
from mediahub.pipeline.estimates import Speeds
from mediahub.pipeline.expecting import expected_work
from mediahub.pipeline.gold import gold_figures, measure_gold
from mediahub.pipeline.indexing import update_index
from mediahub.pipeline.plan import Choices, Status
from mediahub.pipeline.publishing import publish_series
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.searchfeeds import publish_searches
from mediahub.pipeline.stages import Models
from mediahub.pipeline.standing import put_back, still_published
from mediahub.pipeline.survey import Survey, survey
from mediahub.pipeline.tools import Tools
from mediahub.pipeline.working import Failure, ItemResult, Shop, probe_item, work_item
from mediahub.workspace.ledger import take_over
from mediahub.workspace.locks import run_lock, sweep_locks
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.evaluate import Figures

log = logging.getLogger(__name__)

Value = TypeVar("Value")

WORKER = "item-worker"
"""What the names of the threads that work on items begin with."""


@dataclass(frozen=True, slots=True)
class Options:
    """What `mediahub run` was asked for; `only` holds item ids, empty for all."""

    only: tuple[str, ...] = ()
    choices: Choices = field(default_factory=Choices)
    jobs: int = 2
    model: str | None = None
    verify: bool = False


@dataclass
class Summary:
    """What a run did: items with the stages done, documents indexed, feeds written, failures.

    `models` are the recognisers behind the workspace's transcripts, `one_voice` counts the items
    whose speakers could not be told apart for want of a model. A run that did something also has
    the `figures` of the items it worked on that have a truth file, and a word `to_try` a search
    with.
    """

    items: int = 0
    sound_ms: int = 0
    done: dict[str, list[str]] = field(default_factory=dict)
    indexed: list[str] = field(default_factory=list)
    feeds: dict[str, Path] = field(default_factory=dict)
    """Every feed there is, by series."""
    changed_feeds: list[str] = field(default_factory=list)
    renewable: int = 0
    drafts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    models: tuple[ModelUse, ...] = ()
    one_voice: int = 0
    figures: dict[str, "Figures"] = field(default_factory=dict)
    to_try: str | None = None

    @property
    def exit_code(self) -> int:
        """0 when all went well, 1 when some items failed."""
        return 1 if self.failures else 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.done or self.indexed or self.changed_feeds or self.failures)


def run(root: Path, options: Options, reporter: Reporter, *, store: Store | None = None) -> Summary:
    """Bring the workspace up to date. Raises SettingsError, nothing touched, when it is wrong.

    Only one run at a time works on a workspace: a second one raises SettingsError.
    """
    place = Workspace(root.resolve())
    if not (place.root / "media").is_dir():
        survey(place.root)  # says what is wrong before even the lock is made
    with run_lock(place):
        state = survey(place.root, model=options.model, verify=options.verify, store=store)
        _check_only(state, options.only)
        take_over(place)
        sweep_locks(place, {*state.states, *state.ledger.by_item, *state.sources})
        summary = Summary()
        summary.notes.extend([*state.catalogue.notices, *put_back(state)])
        chosen = [
            item.id for item in state.media_items if not options.only or item.id in options.only
        ]
        speeds = Speeds(place.private / "speeds.json")
        tools = Tools(state.store, state.models, state.catalogue.settings)
        shop = Shop(state, tools, options.choices, speeds, reporter)
        plans = {
            item.id: state.plan(item) for item in state.media_items if item.id in state.sources
        }
        busy = [item_id for item_id in chosen if _busy(shop, plans.get(item_id))]
        with tools:
            results = list(_each(partial(probe_item, shop), busy, options.jobs))
            get_models(shop, results)
            if busy:
                prepare(reporter.say)
            reporter.expect(expected_work(shop, results))
            for result in _each(partial(work_item, shop), results, options.jobs):
                _take(summary, result)
        keep_what_may_be_kept(state, summary.done)
        if options.choices.include("index"):
            update_index(state, summary, reporter, force=options.choices.force)
        if options.choices.include("feed"):
            publish_series(state, summary, reporter, force=options.choices.force)
            # Said when its feed is made anew, not every night: `plan` says it always.
            summary.notes.extend(still_published(state, series=summary.changed_feeds))
            publish_searches(state, summary, force=options.choices.force)
        plans |= {i: state.plan(state.catalogue.item(i)) for i in busy if i in state.sources}
        _count(state, summary, plans)
        _account(state, summary)
        state.digests.save()
        if summary.done:
            speeds.save()
    return summary


def _check_only(state: Survey, only: tuple[str, ...]) -> None:
    from mediahub.catalog.problems import did_you_mean

    known = [item.id for item in state.catalogue.items]
    for item_id in only:
        if item_id not in known:
            hint = did_you_mean(item_id, known)
            raise SettingsError(
                f"there is no item {item_id!r}{hint or '; `mediahub plan --all` lists them'}"
            )


def get_models(shop: Shop, results: list[ItemResult]) -> None:
    """Get a machine its first models when an item that can be used needs them, and say so.

    Where no recogniser can be had, the items that need one fail and the others are done. Raises
    SettingsError, with the ways out, when nothing at all could be done without.
    """
    state, tools = shop.survey, shop.tools
    usable = [result for result in results if result.failure is None]
    due = {result.item: _due(shop, result.item) for result in usable}
    hearing = [
        result
        for result in usable
        if "recognise" in due[result.item] and state.catalogue.item(result.item).captions is None
    ]
    if hearing and tools.models.recogniser is None:
        try:
            model = first_recogniser(
                state.store, shop.reporter.say, device=state.catalogue.settings.device
            )
        except SettingsError as error:
            if len(hearing) == len(results):
                raise
            for result in hearing:
                result.failure = Failure(result.item, "recognise", str(error))
        else:
            tools.models = Models(model, tools.models.embedder)
    if any("diarise" in stages for stages in due.values()) and tools.models.embedder is None:
        if all(state.catalogue.item(item_id).captions for item_id in due):
            return  # captions mostly say who speaks, and are not worth a model
        tools.models = Models(
            tools.models.recogniser, first_embedder(state.store, shop.reporter.say)
        )
    state.models = tools.models


def _due(shop: Shop, item_id: str) -> set[str]:
    statuses = shop.survey.plan(shop.survey.catalogue.item(item_id))
    return {status.stage for status in statuses if shop.choices.due(status)}


def _each(
    work: Callable[[Value], ItemResult], values: list[Value], jobs: int
) -> Iterator[ItemResult]:
    if jobs <= 1:
        yield from map(work, values)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix=WORKER)
    try:
        yield from pool.map(work, values)
    except BaseException:
        # Ctrl-C does not wait for an hour of recognition: what is finished is on disk.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _take(summary: Summary, result: ItemResult) -> None:
    if result.done:
        summary.done[result.item] = result.done
    summary.notes.extend(result.notes)
    if result.failure is not None:
        summary.failures.append(result.failure)


def _busy(shop: Shop, plan: list[Status] | None) -> bool:
    """Whether there is anything to do for an item; None stands for a file that cannot be read."""
    return plan is None or any(shop.choices.due(status) for status in plan)


def _count(state: Survey, summary: Summary, plans: Mapping[str, list[Status]]) -> None:
    summary.items = len(state.media_items)
    summary.sound_ms = sum(state.state(item.id).duration_ms for item in state.media_items)
    summary.renewable = sum(
        any(status.condition == "renewable" for status in plan) for plan in plans.values()
    )
    if state.orphans:
        names = ", ".join(state.orphans[:3])
        more = f" and {len(state.orphans) - 3} more" if len(state.orphans) > 3 else ""
        summary.notes.append(
            f"{names}{more}: its source is gone; put it back, or run `mediahub clean`"
            if len(state.orphans) == 1
            else f"{names}{more}: their sources are gone; put them back, or run `mediahub clean`"
        )


def _account(state: Survey, summary: Summary) -> None:
    summary.models = models_used(state)
    summary.one_voice = voices_not_told_apart(state)
    summary.notes.extend(measure_gold(state))
    if summary.idle:
        return
    items = list(summary.done)
    summary.figures = gold_figures(state, items)
    if state.workspace.index.exists():
        others = [item.id for item in state.media_items if item.id not in summary.done]
        summary.to_try = word_to_try(state, [*items, *others])
