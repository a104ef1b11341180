"""The way of one media item through its stages: what is due next, and what came of it."""

import hashlib
import json
import logging
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from mediahub.errors import MediaError
from mediahub.pipeline.execute.values import Outcome, Task
from mediahub.pipeline.failures import failure_of
from mediahub.pipeline.passing import Lies, how_it_lies, why_passing
from mediahub.pipeline.placing import put_into_place
from mediahub.pipeline.plan import Choices, Status, keeps_better_model, stage_status
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.stage import Models, Stage, View
from mediahub.pipeline.stages import ITEM_STAGES
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey, results_of, sources_of, state_of
from mediahub.pipeline.titles import titled
from mediahub.stopping import Stopped
from mediahub.tongues import joined, swedish
from mediahub.workspace.state import Inputs

log = logging.getLogger(__name__)

ASIDE = "edited"
"""The folder of unfinished work of an item that is brought up to date after an edit."""


@dataclass
class ItemWork:
    """One item under way. The conductor alone holds it; workers get its tasks, which are values."""

    survey: Survey
    item_id: str
    choices: Choices
    reporter: Reporter
    stages: Sequence[Stage[Any]] = ITEM_STAGES
    done: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    failure: Failure | None = None
    passing: str | None = None
    """Why the failure may be gone at another try; None for one that lasts."""
    tries: int = 1
    left: bool = False
    """Whether the run was asked to stop before the item was through."""
    resumed_ms: int = 0
    """How far into the recording an unfinished recognition had come before this run."""
    aside: bool = False
    """Whether it is brought up to date after an edit: a run may have unfinished work of the same
    item, which is to stay."""
    _at: int = 0
    _lies: Lies = None
    _doing: "tuple[Stage[Any], View, Inputs, Status] | None" = None

    def __post_init__(self) -> None:
        if self._lies is None:
            self._lies = how_it_lies(self.survey.catalogue.item(self.item_id).path)

    def view(self, models: Models) -> View:
        """The item as it is now: people may have edited it since the run began."""
        survey = self.survey
        state = state_of(survey.workspace, self.item_id)
        item = titled(survey.catalogue.item(self.item_id), state)
        before = survey.sources[self.item_id]
        for handle in (before.edits,):
            if handle is not None:
                survey.digests.forget(survey.workspace.root / handle.path)
        sources = sources_of(survey.workspace, item, state, survey.digests)
        return View(
            survey.catalogue,
            item,
            state,
            replace(sources, corrected=before.corrected),
            models,
            survey.publicity.public(item, sources.media.sha256),
            self.choices.renew,
            survey.calibrations,
        )

    def next_task(self, models: Models) -> Task | None:
        """The next due stage as a task; None at the end."""
        if self.failure is None and self.item_id in self.survey.unreadable:
            self.failure = Failure(self.item_id, "probe", self.survey.unreadable[self.item_id])
        while self.failure is None and self._at < len(self.stages):
            stage = self.stages[self._at]
            try:
                task = self._due(stage, models)
            except Exception as error:  # noqa: BLE001 - a bug stops its own item
                self._fail(stage, error)
                return None
            if task is not None:
                return task
            self.reporter.end(self.item_id, stage.name)
            self._at += 1
        if self.failure is None and self.stages[-1] is ITEM_STAGES[-1]:
            self._clear()
        return None

    def _clear(self) -> None:
        """Take away the unfinished work: after an edit its own alone, else all but that."""
        folder = self.survey.workspace.work(self.item_id)
        with suppress(OSError):
            for one in folder.iterdir():
                if (one.name == ASIDE) == self.aside:
                    shutil.rmtree(one, ignore_errors=True)
            folder.rmdir()  # unless somebody else's is there

    def _due(self, stage: Stage[Any], models: Models) -> Task | None:
        if not self.choices.include(stage.name):
            return None
        view = self.view(models)
        wanted = stage.wanted(view)
        if not stage.applies(view):
            return None
        present = results_of(self.survey.workspace, view.state, verify=self.survey.verify)
        status = stage_status(
            stage, view.state, wanted, present, named=models.named and stage.chosen
        )
        if not self.choices.due(status):
            # It may have been expected all the same: what it is made from came out alike.
            return None
        for name in stage.after:
            if name not in view.state.stages:
                raise MediaError(
                    f"{stage.name} needs {name} first; run without --stage, or add {name}",
                    swedish=f"Steget {stage.name} behöver {name} först. Kör utan --stage, "
                    "eller lägg till "
                    f"{name}.",
                )
        kept = keeps_better_model(status, view.state, wanted, self.choices, models)
        if kept is not None:
            self.notes.append(joined(": ", (self.item_id, kept)))
            return None
        self._doing = (stage, view, wanted, status)
        work = ASIDE if self.aside else view.sources.media.sha256[:16]
        return Task(
            self.item_id,
            stage.name,
            stage.job(view),
            work,
            wants=_digest(stage.name, wanted),
            alone=stage.alone(view),
            anew=self.choices.force,
        )

    def sound_ms(self, stage: str) -> int:
        """The sound that a stage passes, ms; 0 where its time does not go with the length."""
        one = next(one for one in self.stages if one.name == stage)
        return state_of(self.survey.workspace, self.item_id).duration_ms if one.paced else 0

    def take(self, outcome: Outcome) -> Status | None:
        """Put a task's outcome into place; what it was done for, None when it was not done."""
        assert self._doing is not None  # noqa: S101 - the outcome is of the task under way
        stage, view, wanted, status = self._doing
        self._doing = None
        if isinstance(outcome.error, Stopped):
            return None
        if outcome.error is not None:
            if not isinstance(outcome.error, Exception):
                raise outcome.error
            self._fail(stage, outcome.error)
            return None
        try:
            state = put_into_place(self.survey.workspace, stage, view, wanted, outcome)
        except OSError as error:
            self._fail(stage, error)
            return None
        if state is None:
            return None  # its edits changed meanwhile: the next task is the same stage again
        self.done.append(stage.name)
        self._at += 1
        self._log_done(stage.name, wanted, status, outcome)
        self.reporter.end(self.item_id, stage.name)
        return status

    def _log_done(self, stage: str, wanted: Inputs, status: Status, outcome: Outcome) -> None:
        reasons = status.reasons or (status.condition,)
        model = wanted.get("model")
        event = {
            "event": "done",
            "item": self.item_id,
            "stage": stage,
            "took_s": round(outcome.took_s, 1),
            "reasons": list(reasons),
            "swedish_reasons": list(map(swedish, reasons)),
            "model": model["name"] if model else None,
            "notices": [notice.code for notice in outcome.notices],
        }
        log.info("%s: %s done in %.1f s (%s)", self.item_id, stage, outcome.took_s,
                 "; ".join(reasons), extra={"event": event})  # fmt: skip

    def try_again(self) -> None:
        """Go on from the stage that failed."""
        assert self.failure is not None  # noqa: S101 - the caller looked
        told = f"{self.item_id}: {self.failure.stage} is tried again: {self.passing}"
        event = {
            "event": "tried again",
            "item": self.item_id,
            "stage": self.failure.stage,
            "error": self.passing,
        }
        log.info("%s", told, extra={"event": event})
        self.reporter.say(told)
        self.failure, self.passing = None, None
        self.tries += 1
        self._lies = how_it_lies(self.survey.catalogue.item(self.item_id).path)

    def _why_passing(self, error: Exception) -> str | None:
        if (why := why_passing(error)) is not None:
            return why
        if how_it_lies(self.survey.catalogue.item(self.item_id).path) != self._lies:
            return "the file was still being written"
        return None

    def _fail(self, stage: Stage[Any], error: Exception) -> None:
        self.passing = self._why_passing(error)
        self.reporter.end(self.item_id, stage.name, failed=True)
        failure = failure_of(self.item_id, stage.name, error)
        if self.tries > 1:
            failure = replace(failure, message=f"{failure.message} (tried {self.tries} times)")
        self.failure = failure


def _digest(stage: str, wanted: Inputs) -> str:
    """The SHA-256 of what a stage would be made from."""
    text = json.dumps([stage, wanted], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
