"""The conductor: hands tasks to workers, puts what comes back into place, and publishes on the way.

It alone writes states, ledger and index, from one thread. Workers get values and give values back.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from mediahub.catalog import Settings
from mediahub.errors import SettingsError
from mediahub.models import first_embedder, first_recogniser
from mediahub.pipeline.estimates import Speeds
from mediahub.pipeline.execute.cluster.address import Cluster
from mediahub.pipeline.execute.local import LocalExecutor
from mediahub.pipeline.execute.values import Began, Executor, Task, TaskEvent
from mediahub.pipeline.itemwork import ItemWork
from mediahub.pipeline.passing import PAUSES_S
from mediahub.pipeline.plan import Choices, Status, plan_item
from mediahub.pipeline.report import Expected, Reporter
from mediahub.pipeline.stage import Progress, Stage, Told
from mediahub.pipeline.stages import BY_NAME, ITEM_STAGES
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey, state_of
from mediahub.pipeline.titles import titled
from mediahub.pipeline.tools import Tools
from mediahub.stopping import NEVER, Stop, Stopped
from mediahub.tongues import Said, Words
from mediahub.workspace.mounts import network_kind

PROBE = ITEM_STAGES[:1]

STOPPING = {
    "ctrl-c": Said("stopping (Ctrl-C again: at once)", "avbryter (Ctrl-C igen: genast)"),
    "sigterm": Said(
        "stopping as asked by SIGTERM (again: at once)",
        "avbryter, som SIGTERM begär (igen: genast)",
    ),
    "until": Said("the time is up: stopping", "tiden är ute: avbryter"),
    "scheduler": Said(
        "the scheduler has gone: stopping", "schemaläggaren har försvunnit: avbryter"
    ),
    "workers": Said(
        "the workers have gone: stopping", "arbetsprocesserna har försvunnit: avbryter"
    ),
}
"""What is said when a stop is heard while items are at work."""


class Conductor:
    """Does the due stages of items; `finished` is called with each item that is through.

    `finished` is where what is done is published while others are still at work; `did` hears of
    each item and stage that is put into place. `aside` leaves a run's unfinished work alone.
    """

    def __init__(
        self,
        survey: Survey,
        choices: Choices,
        jobs: int,
        reporter: Reporter,
        finished: Callable[[ItemWork], None] = lambda _work: None,
        stop: Stop = NEVER,
        did: Callable[[str, str], None] = lambda _item, _stage: None,
        pauses_s: Sequence[float] = PAUSES_S,
        cluster: Cluster | None = None,
        pardoned: frozenset[str] = frozenset(),
        *,
        aside: bool = False,
    ) -> None:
        self._survey = survey
        self._aside = aside
        self._choices = choices
        self._jobs = jobs
        self._reporter = reporter
        self._finished = finished
        self._stop = stop
        self._did = did
        self._pauses_s = pauses_s
        self._cluster = cluster
        self._pardoned = pardoned
        self._told = False
        self._last_try = False
        # A process of a cluster has a share of its machine's cores: it is another speed.
        speeds = "speeds.json" if cluster is None else "cluster-speeds.json"
        self._speeds = Speeds(survey.workspace.private / speeds)
        self._works: dict[str, ItemWork] = {}
        self.models = survey.models
        """Those that the run works with, also such as it fetched."""
        self.notes: list[str] = []
        """What is to be known of a model that was fetched."""

    def work(self, items: Iterable[str]) -> list[ItemWork]:
        """Do all that is due for these items, the first ones first.

        What cannot be used is told before anything heavy begins. Once it is asked to stop nothing
        more is begun, and what is under way is waited for; what is then not done is `left`. Raises
        SettingsError when nothing at all can be done for want of a model.
        """
        works = [
            ItemWork(self._survey, one, self._choices, self._reporter, PROBE, aside=self._aside)
            for one in items
        ]
        tools = Tools(self._survey.store, self.models, self._survey.catalogue.settings, self._stop)
        with tools:
            try:
                executor = self._executor(tools, works)
            except Stopped:  # while it waited for a cluster's workers
                return self._stopped_early(works)
            try:
                rest = self._done_by(executor, works)
            except BaseException:
                tools.stopped = True
                executor.close(at_once=True)
                raise
            executor.close(at_once=False)
        if any(work.done for work in rest):
            self._speeds.save()
        return rest

    def _done_by(self, executor: Executor, works: list[ItemWork]) -> list[ItemWork]:
        self._loop_with_retries(executor, works)
        if self._stop.is_set():
            return self._stopped_early(works)
        self._get_models(works)
        try:
            with self._stop.gently():
                executor.ready(self.models)
        except Stopped:
            return self._stopped_early(works)
        if works:
            self._prepare()
        self._reporter.expect(self._expected(works, executor.alone))
        rest = [self._further(work) for work in works]
        self._loop_with_retries(executor, rest)
        return rest

    def _executor(self, tools: Tools, works: Sequence[ItemWork]) -> Executor:
        survey = self._survey
        if self._cluster is None:
            return LocalExecutor(survey.workspace, tools, self._jobs, self._hear)
        from mediahub.pipeline.execute.cluster.executor import ClusterExecutor

        if (kind := network_kind(survey.workspace.root)) is not None:
            self._reporter.say(
                Said(
                    f"the workspace lies on a network folder ({kind}): leases stand beside its "
                    "locks, so after a machine that died others wait for half a minute",
                    f"arbetsytan ligger i en nätverksmapp ({kind}): bredvid låsen finns "
                    "tidsbegränsade lås, så efter en dator som har dött väntar andra en halv minut",
                )
            )
        with self._stop.gently():
            return ClusterExecutor(
                survey.workspace,
                self._cluster,
                survey.catalogue.settings,
                self.models,
                self._jobs,
                self._hear,
                self._reporter.say,
                self._stop,
                store=str(survey.store.folder),
                hearing=any(self._hears(work.item_id) for work in works),
                pardoned=self._pardoned,
            )

    def _hears(self, item_id: str) -> bool:
        """Whether something heavy is due for an item that has no captions of its author's."""
        item = self._survey.catalogue.item(item_id)
        if item.captions is not None or item_id not in self._survey.sources:
            return False
        due = {one.stage for one in self._survey.plan(item) if self._choices.due(one)}
        return not due.isdisjoint(("recognise", "diarise"))

    def _further(self, work: ItemWork) -> ItemWork:
        return replace(work, stages=ITEM_STAGES, _at=len(PROBE), passing=None)

    def _loop_with_retries(self, executor: Executor, works: Sequence[ItemWork]) -> None:
        """Do the items, and at the end once more those whose failures may have passed."""
        self._last_try = not self._pauses_s
        self._loop(executor, works)
        for number, pause_s in enumerate(self._pauses_s, 1):
            again = [work for work in works if work.failure is not None and work.passing]
            if not again:
                return
            names = ", ".join(work.item_id for work in again[:3])
            left = len(again) - 3
            more = Said(f" and {left} more", f" och {left} till") if left > 0 else ""
            words = Words(
                "waits {s} s before another try of {names}{more}",
                "väntar {s} s innan {names}{more} prövas igen",
            )
            self._reporter.say(words.said(s=f"{pause_s:g}", names=names, more=more))
            with self._stop.gently():
                stopped = self._stop.wait(pause_s)
            self._last_try = stopped or number == len(self._pauses_s)
            for work in again:
                if stopped:
                    self._through(executor, work)
                else:
                    work.try_again()
            if stopped:
                return
            self._loop(executor, again)

    def _loop(self, executor: Executor, works: Iterable[ItemWork]) -> None:
        """Up to `jobs` items at once; an item that must be alone in its stage waits its turn."""
        with self._stop.gently():
            self._go_through(executor, works)

    def _go_through(self, executor: Executor, works: Iterable[ItemWork]) -> None:
        waiting, active = deque(works), 0
        held: deque[tuple[ItemWork, Task]] = deque()
        alone: set[str] = set()
        while waiting or active:
            if self._stop.is_set():
                for work in (*waiting, *(one for one, _ in held)):
                    self._leave(work)
                active -= len(held)
                waiting.clear()
                held.clear()
            while waiting and active < executor.items:
                work = waiting.popleft()
                self._works[work.item_id] = work
                active += self._advance(executor, work, alone, held)
            if not active:
                continue
            outcome = executor.wait(self._tell_stop)
            work = self._works[outcome.task.item]
            status = work.take(outcome)
            if status is not None:
                self._did(work.item_id, outcome.task.stage)
                self._remember(work, outcome.task, outcome.took_s)
            alone.discard(work.item_id)
            while held and len(alone) < executor.alone and not self._stop.is_set():
                other, task = held.popleft()
                alone.add(other.item_id)
                executor.submit(task)
            active += self._advance(executor, work, alone, held) - 1

    def _advance(
        self,
        executor: Executor,
        work: ItemWork,
        alone: set[str],
        held: deque[tuple[ItemWork, Task]],
    ) -> bool:
        """Submit an item's next task; whether it has one. Those who are alone are kept in mind."""
        found = work.next_task(self.models)
        if found is None:
            if not (work.passing and not self._last_try):
                self._through(executor, work)
            return False
        if self._stop.is_set():
            self._leave(work)
            return False
        task = found
        if task.alone and len(alone) >= executor.alone:
            held.append((work, task))
            return True
        if task.alone:
            alone.add(work.item_id)
        executor.submit(task)
        return True

    def _through(self, executor: Executor, work: ItemWork) -> None:
        if work.stages is ITEM_STAGES:
            if work.failure is None:
                executor.through(work.item_id)
            self._finished(work)

    def _leave(self, work: ItemWork) -> None:
        """Let an item be as it is: what was done of it stands."""
        work.left = True
        if work.done:
            self._finished(work)

    def _stopped_early(self, works: list[ItemWork]) -> list[ItemWork]:
        """What was looked into before the stop; its work is all to come."""
        for work in works:
            if work.failure is None:
                work.left = True
            self._finished(work)
        return works

    def _tell_stop(self) -> None:
        """Say once, in the thread that draws, that a stop was heard and what it waits for."""
        if self._told or (reason := self._stop.reason) is None:
            return
        self._told = True
        words = Words(
            "{why}, when the chunk at hand is done", "{why}, när stycket som pågår är klart"
        )
        self._reporter.say(words.said(why=STOPPING[reason]))

    def _hear(self, task: Task, event: TaskEvent) -> None:
        """Called from the workers' threads; the reporter is safe to be told from several."""
        match event:
            case Began():
                work = self._works[task.item]
                self._reporter.begin(task.item, task.stage, work.sound_ms(task.stage))
            case Told(text):
                self._reporter.say(text)
            case Progress(done_ms, resumed=True):
                self._works[task.item].resumed_ms = done_ms
                self._reporter.resume(task.item, task.stage, done_ms)
            case Progress(done_ms):
                self._reporter.advance(task.item, task.stage, done_ms)

    def _remember(self, work: ItemWork, task: Task, took_s: float) -> None:
        stage = BY_NAME[task.stage]
        state = state_of(self._survey.workspace, task.item)
        # What an earlier run had done took none of this one's time.
        passed = work.resumed_ms if task.stage == "recognise" else 0
        sound_ms = (state.duration_ms if stage.paced else 0) - passed
        inputs = state.stages[task.stage].inputs
        self._speeds.add(task.stage, stage.speed(inputs), sound_ms, took_s)

    def _prepare(self) -> None:
        from mediahub.language import prepare

        prepare(self._reporter.say)

    def _expected(self, works: Iterable[ItemWork], processes: int) -> list[Expected]:
        """The due stages of the probed items that can be used, in the order they will be done."""
        found = []
        for work in works:
            if work.failure is not None:
                continue
            view = work.view(self.models)
            for stage, status in self._statuses(work):
                if stage.name != PROBE[0].name and self._choices.due(status):
                    speed = self._speeds.of(stage.name, stage.speed(stage.wanted(view)))
                    duration = view.state.duration_ms
                    seconds = None if speed is None else speed * duration / 1000 / processes
                    found.append(Expected(work.item_id, stage.name, duration, seconds))
        return found

    def _statuses(self, work: ItemWork) -> Iterable[tuple[Stage[Any], Status]]:
        view = work.view(self.models)
        statuses = plan_item(view, self._survey.files(work.item_id))
        return [(BY_NAME[status.stage], status) for status in statuses]

    def _get_models(self, works: list[ItemWork]) -> None:
        """Get a machine its first models when an item that can be used needs them, and say so.

        Where no recogniser can be had, the items that need one fail and the others are done.
        """
        usable = [work for work in works if work.failure is None]
        due = {
            work.item_id: {s.stage for _, s in self._statuses(work) if self._choices.due(s)}
            for work in usable
        }
        authored = {
            work.item_id: self._survey.catalogue.item(work.item_id).captions is not None
            for work in usable
        }
        hearing = [
            work
            for work in usable
            if "recognise" in due[work.item_id] and not authored[work.item_id]
        ]
        survey = self._survey
        if hearing and self._cluster is None:
            _require_machine(survey.catalogue.settings)
        if hearing and self.models.recogniser is None:
            try:
                first = first_recogniser(
                    survey.store, self._reporter.say, device=survey.catalogue.settings.device
                )
            except SettingsError as error:
                if len(hearing) == len(works):
                    raise
                for work in hearing:
                    work.failure = Failure(work.item_id, "recognise", error.said)
            else:
                self.models = replace(self.models, recogniser=first.model)
                self.notes += [first.note] if first.note is not None else []
        wants_voices = any("diarise" in stages for stages in due.values())
        # Captions mostly say who speaks, and are not worth a model.
        if wants_voices and self.models.embedder is None and not all(authored.values()):
            embedder = first_embedder(survey.store, self._reporter.say)
            self.models = replace(self.models, embedder=embedder)


def _require_machine(settings: Settings) -> None:
    """Raise SettingsError, before any item fails of it, where the machine cannot do what is set."""
    from mediahub.speech.whisper import require_machine

    require_machine(settings.device, settings.compute_type)


def as_now(survey: Survey, items: Iterable[str]) -> Survey:
    """The survey with what was made of these items since, and the titles that their files tell."""
    fresh = {item_id: state_of(survey.workspace, item_id) for item_id in items}
    states = {**survey.states, **fresh}
    catalogue = replace(
        survey.catalogue,
        items=tuple(titled(item, states.get(item.id)) for item in survey.catalogue.items),
    )
    return replace(survey, states=states, catalogue=catalogue)
