"""The run: every item's due stages, with what is done indexed and published on the way."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from mediahub.catalog import Item
from mediahub.catalog.defaults import write_default_settings
from mediahub.catalog.moments import swedish_minute
from mediahub.errors import SettingsError
from mediahub.models import Store, default_store
from mediahub.pipeline import former
from mediahub.pipeline.account import models_used, voices_not_told_apart, word_to_try
from mediahub.pipeline.calibrating import calibrate
from mediahub.pipeline.conductor import Conductor, as_now
from mediahub.pipeline.consent import keep_what_may_be_kept
from mediahub.pipeline.execute.cluster.address import Cluster
from mediahub.pipeline.failed import keep_failed
from mediahub.pipeline.failures import noted
from mediahub.pipeline.gold import gold_figures, measure_gold
from mediahub.pipeline.indexing import index_of, index_plan, update_index
from mediahub.pipeline.itemwork import ItemWork
from mediahub.pipeline.noticing import noticed
from mediahub.pipeline.passing import PAUSES_S
from mediahub.pipeline.plan import SOURCE_GONE, Choices, Status
from mediahub.pipeline.publishing import publish_series
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.rest import Rest, keep_rest, read_rest, stamp
from mediahub.pipeline.searchfeeds import publish_searches
from mediahub.pipeline.selection import Expression
from mediahub.pipeline.selection.choosing import Chosen, choose, nothing_due
from mediahub.pipeline.selection.facts import keep_facts
from mediahub.pipeline.sending import send
from mediahub.pipeline.standing import damaged, drafts, held, put_back, scheduled, still_published
from mediahub.pipeline.summary import SIGNALLED, Account, Failure, Summary, Unfinished
from mediahub.pipeline.survey import Survey, state_of, survey, with_titles
from mediahub.pipeline.sweeping import next_leaving
from mediahub.search.values import SearchServerError
from mediahub.site.target import SiteError
from mediahub.stopping import NEVER, Stop
from mediahub.tongues import Said, Words, joined, swedish
from mediahub.workspace.answering import told_when_silent
from mediahub.workspace.atwork import at_work, sweep_after_the_killed
from mediahub.workspace.forced import ForcedRun
from mediahub.workspace.ledger import take_over
from mediahub.workspace.locks import is_leased, item_lock, run_lock, sweep_locks
from mediahub.workspace.paths import Workspace
from mediahub.workspace.state import write_state

_AS_FOUND = Words(
    "published as the run found it, not as it is now: {why}",
    "publicerat som det var när körningen började, inte som det är nu: {why}",
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a run commits and publishes what is done, beside doing so at its end.

    Not before `seconds` have passed since it last did, nor before `share` times as long as that
    took: by default once a minute at most, and for a tenth of the run at most. It is asked each
    time an item is done; `Pace(0, 0)` publishes after each.
    """

    seconds: float = 60.0
    share: float = 10.0


@dataclass(frozen=True, slots=True)
class Options:
    """What `mediahub run` was asked for; `only` holds item ids, empty for all.

    `where` narrows them to those of which it holds.
    """

    only: tuple[str, ...] = ()
    where: Expression | None = None
    choices: Choices = field(default_factory=Choices)
    jobs: int = 2
    model: str | None = None
    verify: bool = False
    pace: Pace = field(default_factory=Pace)
    pauses_s: tuple[float, ...] = PAUSES_S
    """How long is waited before each further try of what failed for a reason that may pass."""
    leave: frozenset[str] = frozenset()
    """Items by id, and files by their place in the workspace, that are not worked on now."""
    cluster: Cluster | None = None
    """Where its work is done; None for this process."""
    anew: bool = False
    """Whether a forced run that was stopped is begun again in place of gone on with."""

    @property
    def plain(self) -> bool:
        """Whether nothing but what is due was asked for."""
        return self == Options(
            jobs=self.jobs, pace=self.pace, pauses_s=self.pauses_s, cluster=self.cluster
        )


def run(
    root: Path,
    options: Options,
    reporter: Reporter,
    *,
    store: Store | None = None,
    stop: Stop = NEVER,
) -> Summary:
    """Bring the workspace up to date. Raises SettingsError, nothing touched, when it is wrong.

    Asked to stop, it ends after the chunk at hand, and publishes what is done.
    Only one run at a time works on a workspace: a second one raises SettingsError.
    """
    place = Workspace(root.resolve())
    if options.cluster is not None and stop is NEVER:
        stop = Stop()  # a scheduler that goes away asks for an end
    if not (place.root / "media").is_dir():
        survey(place.root)  # says what is wrong before even the lock is made
    with run_lock(place):
        sweep_after_the_killed(place, shared=is_leased(place))
        with at_work(place), told_when_silent(place.root, reporter.say):
            return _alone(place, options, reporter, store or default_store(), stop)


def _alone(
    place: Workspace, options: Options, reporter: Reporter, store: Store, stop: Stop
) -> Summary:
    """The run, nobody else's going on."""
    stamped = stamp(place, store) if options.plain else ""
    rest = read_rest(place, stamped, datetime.now(UTC)) if options.plain else None
    if rest is not None:
        return rest.summary
    seen = survey(place.root, model=options.model, verify=options.verify, store=store)
    index_of(seen)  # what is wrong with its settings had better be told before the work
    chosen = choose(seen, options.only, options.where)
    write_default_settings(place.root)
    take_over(place)
    sweep_locks(place, {*seen.states, *seen.ledger.by_item, *seen.sources})
    options = replace(options, only=chosen.only)
    forced = forced_run(place, options) if options.choices.force else None
    if forced is not None:
        options = replace(options, choices=replace(options.choices, done=forced.done))
    run = _Run(seen, options, chosen, reporter, stop, forced)
    summary = run.through()
    if forced is not None and summary.stopped is None:
        forced.finish()
    if summary.idle and options.plain and stamped == stamp(place, store):
        run.keep_rest(stamped, summary)
    return summary


def forced_run(place: Workspace, options: Options) -> ForcedRun:
    """The note of the forced run that these options begin, or go on with."""
    asked = {
        "only": sorted(options.only),
        "where": options.where.text if options.where is not None else None,
        "stages": sorted(options.choices.stages),
        "renew": sorted(options.choices.renew),
        "model": options.model,
    }
    return ForcedRun(place, asked, datetime.now(UTC), anew=options.anew)


class _Run:
    """One run, from what was seen at its beginning to its summary."""

    def __init__(
        self,
        seen: Survey,
        options: Options,
        chosen: Chosen,
        reporter: Reporter,
        stop: Stop,
        forced: ForcedRun | None,
    ) -> None:
        self._survey = seen
        self._options = options
        self._chosen = chosen
        self._reporter = reporter
        self._stop = stop
        self._forced = forced
        self._unfinished: Unfinished | None = None
        self._account = Account()
        self._published_at = time.monotonic()
        self._publishing_took = 0.0
        self._plans: dict[str, list[Status]] = {}

    def through(self) -> Summary:
        """Do it all."""
        seen, account, choices = self._survey, self._account, self._options.choices
        account.notes.extend([*put_back(seen), *held(seen), *former.note(seen)])
        account.notes.extend(seen.publicity.notes())
        if seen.catalogue.public_url is None and seen.catalogue.series:
            account.notes.append(
                Said(
                    "no public_url in mediahub.toml: the feeds are made for `mediahub preview` "
                    "alone",
                    "mediahub.toml har ingen public_url: flödena görs bara för `mediahub preview`",
                )
            )
        chosen = [
            item_id
            for item_id in self._chosen.ids
            if not self._is_left(seen.catalogue.item(item_id))
        ]
        plans = {item.id: seen.plan(item) for item in seen.media_items if item.id in seen.sources}
        busy = [one for one in chosen if _busy(choices, plans.get(one))]
        if self._chosen.told is not None:
            account.notes.insert(
                0, joined("", (self._chosen.told, nothing_due(self._chosen, busy, plans)))
            )
        forced = self._forced
        if forced is not None and forced.resumed:
            self._reporter.say(
                Said(
                    f"goes on with the forced run of {swedish_minute(forced.began)}, "
                    f"{len(chosen) - len(busy)} of {len(chosen)} items done (--anew begins it "
                    "again)",
                    f"fortsätter den framtvingade körningen från {swedish_minute(forced.began)}, "
                    f"{len(chosen) - len(busy)} av {len(chosen)} avsnitt klara (--anew börjar om "
                    "den)",
                )
            )
        if busy:
            did = forced.did if forced is not None else lambda _item, _stage: None
            conductor = Conductor(
                seen,
                choices,
                self._options.jobs,
                self._reporter,
                self._finished,
                self._stop,
                did,
                self._options.pauses_s,
                self._options.cluster,
                frozenset(self._options.only),
            )
            self._note_what_is_left(conductor.work(busy))
            account.notes.extend(conductor.notes)
            seen = replace(seen, models=conductor.models)
        self._survey = as_now(seen, busy)
        with noted(account.failures, "transcripts", "run"):
            note_places(self._survey)
            keep_what_may_be_kept(self._survey, account.done)
            keep_facts(self._survey, account.done)
            account.notes.extend(calibrate(self._survey))
        with self._stop.gently():
            self._publish()
            self._send()
        account.notes.extend(still_published(self._survey, series=account.changed_feeds))
        plans |= {
            i: self._survey.plan(self._survey.catalogue.item(i)) for i in busy if i in seen.sources
        }
        self._plans = plans
        summary = self._summary(plans)
        unwritten: list[Failure] = []
        with noted(unwritten, ".mediahub", "run"):
            self._survey.digests.save()
            keep_failed(seen, busy, [one.item for one in account.failures])
        failures = dict.fromkeys((*summary.failures, *unwritten))
        return replace(summary, failures=tuple(failures))

    def _is_left(self, item: Item) -> bool:
        leave, place = self._options.leave, self._survey.workspace
        files = (item.path, item.captions) if leave else ()
        return item.id in leave or any(
            file is not None and place.relative(file) in leave for file in files
        )

    def keep_rest(self, stamped: str, summary: Summary) -> None:
        """Note down what was found, so that the next run need not look for it."""
        state = self._survey
        if any(item.truth is not None for item in state.media_items):
            return  # what is measured lies outside what is stamped
        statuses = [status for plan in self._plans.values() for status in plan]
        try:
            statuses += index_plan(state)
        except SearchServerError:
            return  # it has gone since
        statuses += [Status(name, "feed", "fresh") for name in summary.feeds if "/" not in name]
        statuses += [Status(item_id, "item", "orphan", (SOURCE_GONE,)) for item_id in state.orphans]
        notes = (*damaged(state), *put_back(state), *still_published(state), *former.note(state))
        moments = [one.moment for one in state.publicity.all_standings() if one.kind == "scheduled"]
        moments.append(next_leaving(state))
        until = min((moment for moment in moments if moment is not None), default=None)
        keep_rest(
            state.workspace,
            stamped,
            Rest(summary, tuple(statuses), notes),
            now=state.now,
            until=until,
        )

    def _note_what_is_left(self, works: list[ItemWork]) -> None:
        reason = self._stop.reason
        left = tuple(work.item_id for work in works if work.left)
        if reason is not None and left:
            self._unfinished = Unfinished(reason, len(works) - len(left), left)

    def _finished(self, work: ItemWork) -> None:
        account = self._account
        if work.done:
            account.done[work.item_id] = tuple(work.done)
        account.notes.extend(work.notes)
        if work.failure is not None:
            account.failures.append(work.failure)
        pace = self._options.pace
        since = time.monotonic() - self._published_at
        if work.done and since >= max(pace.seconds, pace.share * self._publishing_took):
            self._publish()

    def _publish(self) -> None:
        """Commit to the index what is done, and publish what is due."""
        started = time.monotonic()
        self._see_what_was_decided()
        account, choices = self._account, self._options.choices
        if choices.include("index"):
            report = update_index(self._survey, self._reporter.say, force=choices.force)
            account.indexed |= dict.fromkeys(report.indexed)
            account.unpublished["index"] = report.failures
            now = with_titles(self._survey.workspace, self._survey.catalogue)
            self._survey = replace(self._survey, catalogue=now)
        if choices.include("feed"):
            self._publish_site()
            publish_searches(self._survey, account, force=choices.force)
        self._published_at = time.monotonic()
        self._publishing_took = self._published_at - started

    def _see_what_was_decided(self) -> None:
        """Look at the workspace anew: people edited, published and withdrew while the work went on.

        A run that had nothing to do has only just looked. What cannot be read now is told by the
        next run; this one goes by what it saw.
        """
        if not self._account.done:
            return
        seen = self._survey
        with noted(self._account.failures, ".mediahub", "run"):
            seen.digests.save()  # what was read through need not be read again
        try:
            now = survey(seen.workspace.root, model=self._options.model, store=seen.store)
        except SettingsError as error:
            self._account.notes.append(_AS_FOUND.said(why=error.said))
            return
        # By the time of the run its pages are made, and what is due was promised.
        self._survey = replace(now, now=seen.now)

    def _publish_site(self) -> None:
        account, options = self._account, self._options
        made = publish_series(self._survey, force=options.choices.force, verify=options.verify)
        account.feeds |= made.feeds
        account.changed_feeds |= dict.fromkeys(made.changed)
        account.changed_pages |= dict.fromkeys(made.pages)
        account.notes.extend(made.notes)
        account.unpublished["feed"] = made.failures
        self._survey = replace(self._survey, ledger=made.ledger)

    def _send(self) -> None:
        """Bring the target that mediahub.toml names up to date; the next run goes on with it."""
        account, seen = self._account, self._survey
        if not self._options.choices.include("feed"):
            return
        with noted(account.failures, "target", "send"):
            done = send(
                seen.workspace,
                seen.catalogue,
                seen.ledger,
                os.environ,
                # A run whose time is up brings what it made to the web all the same.
                stopped=lambda: self._stop.reason in SIGNALLED,
            )
            if done is None or not (done.written or done.removed or done.left):
                return
            account.sent = len(done.written) + len(done.removed)
            if done.left:
                raise SiteError(
                    f"{done.told}; `mediahub send` or the next run goes on",
                    swedish=f"{swedish(done.told)}. `mediahub send` eller nästa körning fortsätter",
                )
            account.notes.append(done.told)

    def _summary(self, plans: Mapping[str, list[Status]]) -> Summary:
        state, account = self._survey, self._account
        notes = [*account.notes, *_gone(state), *measure_gold(state)]
        failures = [*account.failures, *chain(*account.unpublished.values())]
        summary = Summary(
            items=len(state.media_items),
            sound_ms=sum(state.state(item.id).duration_ms for item in state.media_items),
            done=account.done,
            indexed=tuple(account.indexed),
            feeds=account.feeds,
            changed_feeds=tuple(account.changed_feeds),
            changed_pages=tuple(account.changed_pages),
            renewable=sum(
                any(status.condition == "renewable" for status in plan) for plan in plans.values()
            ),
            drafts=drafts(state),
            scheduled=scheduled(state),
            notes=tuple(dict.fromkeys(notes)),
            notices=noticed(state),
            failures=tuple(dict.fromkeys(failures)),
            models=models_used(state),
            one_voice=voices_not_told_apart(state),
            stopped=self._unfinished,
            sent=account.sent,
        )
        if summary.idle:
            return summary
        others = [item.id for item in state.media_items if item.id not in account.done]
        return replace(
            summary,
            figures=gold_figures(state, list(account.done)),
            to_try=word_to_try(state, [*account.done, *others]),
        )


def _busy(choices: Choices, plan: list[Status] | None) -> bool:
    """Whether there is anything to do for an item; None stands for a file that cannot be read."""
    return plan is None or any(choices.due(status) for status in plan)


def note_places(state: Survey) -> None:
    """Write down where items lie now: one that was moved and is replaced later is known by that."""
    for item in state.media_items:
        before, place = state.state(item.id), state.workspace.relative(item.path)
        if item.id in state.sources and before.stages and before.source != place:
            with item_lock(state.workspace, item.id):
                now = state_of(state.workspace, item.id)
                write_state(
                    state.workspace.item(item.id) / "state.json", replace(now, source=place)
                )


def _gone(state: Survey) -> list[str]:
    """A note on the items whose sources are gone."""
    if not state.orphans:
        return []
    names, rest = ", ".join(state.orphans[:3]), len(state.orphans) - 3
    more = Said(f" and {rest} more", f" och {rest} till") if rest > 0 else ""
    words = (
        Words(
            "{names}{more}: its source is gone; put it back, or run `mediahub clean`",
            "{names}{more}: källan är borta. Lägg tillbaka den, eller kör `mediahub clean`.",
        )
        if len(state.orphans) == 1
        else Words(
            "{names}{more}: their sources are gone; put them back, or run `mediahub clean`",
            "{names}{more}: källorna är borta. Lägg tillbaka dem, eller kör `mediahub clean`.",
        )
    )
    return [words.said(names=names, more=more)]
