"""Publishing: values gathered, the site built and checked, the ledger written, then the sync."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediahub.catalog import Item, Series
from mediahub.errors import MediahubError
from mediahub.feed import advise
from mediahub.feed.names import FEED
from mediahub.pipeline.collecting import (
    gathered_feeds,
    may_gather,
    publish_collected,
    with_guids,
)
from mediahub.pipeline.ending import ended
from mediahub.pipeline.failures import failure_of, noted
from mediahub.pipeline.former import former_series, leave_former, to_leave
from mediahub.pipeline.gating import Checked, checked_site
from mediahub.pipeline.pagepublishing import kept_pages, publish_pages
from mediahub.pipeline.plan import plan_item
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey, results_of, state_of
from mediahub.pipeline.sweeping import Sweep, next_leaving
from mediahub.site.declared import FEED_VERSION, promise_json
from mediahub.site.folder import FolderTarget
from mediahub.site.holding import HeldBack
from mediahub.site.state import FeedStates
from mediahub.site.values import (
    Refusal,
    SeriesValues,
    Site,
    SyncReport,
    feed_address,
)
from mediahub.tongues import Said, Words
from mediahub.workspace.ledger import Ledger, read_ledger, write_changed
from mediahub.workspace.locks import site_lock

log = logging.getLogger(__name__)

PUBLIC_STAGES = ("render", "page")
PROMISED = ("enclosures", "chapters")
_ADVICE = Words("feed {feed}: {advice}", "flödet {feed}: {advice}")
_NOT_AS_MADE = Words(
    "{file} is not what it was made as; delete it and run again",
    "{file} är inte som den gjordes. Ta bort filen och kör igen.",
)
"""What is kept in `published/` of what a feed tells; a feed made before one of them is made again,
so that it is promised too."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the ledger as it is now, the feeds there are and those changed."""

    ledger: Ledger
    feeds: Mapping[str, Path] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """The folders of the pages written that gather over items; "" stands for the first page's."""
    notes: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass
class _Doing:
    """What has been noticed and done so far."""

    put: dict[str, bool] = field(default_factory=dict)
    """The series that were put into place, and whether anything had to be written."""
    notes: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        self.failures.append(Failure(refusal.series, "feed", refusal.said))
        log.error("%s", refusal)

    def hold_back(self, held: Iterable[HeldBack]) -> None:
        for one in held:
            if one.absent:  # why it is not made is told where it failed
                self.notes.append(f"{one.item}: {one}")
            else:
                self.failures.append(Failure(one.item, "feed", one.said))
                log.error("%s: %s", one.item, one)


def publish_series(
    survey: Survey, *, force: bool = False, verify: bool = False, search: bool = True
) -> Published:
    """Bring every feed up to date; a series that is refused keeps every byte it had.

    Of the survey's due items those are published whose pages are made. The ledger is written
    before the feed that makes its promises known. Without `search` that of the pages waits for the
    next publication.
    """
    states = feed_states(survey)
    there = {
        series.id: items
        for series in survey.catalogue.series
        if (items := ready_items(survey, series))
        or survey.workspace.feed(series.id).exists()
        or series.id in survey.ledger.feeds
    }
    feeds = {name: survey.workspace.feed(name) / FEED for name in there}
    stale = {
        name
        for name, items in there.items()
        if force or not states.fresh(name, feed_inputs(survey, name, items))
    }
    doing = _Doing()
    for item_id, told in sorted(survey.ledger.damaged.items()):
        doing.failures.append(Failure(item_id, "feed", told))
    if not (stale or verify or to_leave(survey)):
        _sweep_overdue(survey, doing)
        pages = _publish_pages(survey, doing, states, force=force, verify=verify, search=search)
        notes, failures = tuple(doing.notes), tuple(doing.failures)
        return Published(survey.ledger, feeds, pages=pages, notes=notes, failures=failures)
    checked = checked_site(survey, there)
    doing.hold_back(checked.held)
    for refusal in checked.refused:
        doing.refuse(refusal)
    collections = gathered_feeds(survey, checked)
    if survey.catalogue.public_url is not None:
        checked = replace(checked, ledger=with_guids(checked.ledger, collections))
    unkept: list[Failure] = []
    with noted(unkept, "published", "feed"):
        write_changed(survey.workspace, survey.ledger, checked.ledger)
    if unkept:  # what cannot be kept is not promised
        return Published(survey.ledger, feeds, failures=(*doing.failures, *unkept))
    with noted(doing.failures, "feeds", "feed"), site_lock(survey.workspace):
        # Who withdrew something meanwhile publishes next, and sees all that is made by now.
        if not _withdrawn_since(checked.ledger, read_ledger(survey.workspace)):
            _put(survey, checked, doing, states, verify=verify)
            if may_gather(checked):
                target = folder_target(survey)
                doing.failures += publish_collected(survey, collections, target, states)
        states.save()
    changed = [name for name, written in doing.put.items() if written or name in stale]
    for name in changed:
        doing.notes.extend(_advice(survey, checked.gathered[name].values))
    seen = replace(survey, ledger=checked.ledger)
    pages = _publish_pages(seen, doing, states, force=force, verify=verify, search=search)
    return Published(
        checked.ledger, feeds, tuple(changed), pages, tuple(doing.notes), tuple(doing.failures)
    )


def _publish_pages(
    survey: Survey,
    doing: _Doing,
    states: FeedStates,
    *,
    force: bool,
    verify: bool,
    search: bool,
) -> tuple[str, ...]:
    """The pages that gather over items, once the feeds and what belongs to them stand."""
    with noted(doing.failures, "feeds", "feed"), site_lock(survey.workspace):
        target = folder_target(survey)
        made = publish_pages(survey, target, states, force=force, verify=verify, search=search)
        doing.failures.extend(made.failures)
        doing.notes.extend(made.notes)
        return tuple(made.written)
    return ()


def _put(
    survey: Survey, checked: Checked, doing: _Doing, states: FeedStates, *, verify: bool
) -> None:
    """Sync what has been checked; a series that people changed since is left as they made it.

    It is not remembered as made, so that the next publication makes it anew.
    """
    target, site = folder_target(survey), checked.site
    sweep = Sweep(survey, target)
    for name, items in checked.there.items():
        if name not in checked.gathered or feed_address(name) not in site:
            continue
        if any(_changed_since(survey, item) for item in items):
            continue
        part = site.under(name)
        made = checked.gathered[name].renditions
        withheld = frozenset(item for item, one in made.items() if one.withheld)
        report = _sync(target, part, name, doing, verify=verify)
        if report is not None:
            sweep.series(name, part.contents.keys(), report.unreferred, withheld)
            names = [address.partition("/")[2] for address in part]
            if not checked.holds_back(items):
                states.put(name, feed_inputs(survey, name, items), names)
            doing.put[name] = bool(report.written)
            if report.written and not checked.gathered[name].values.episodes:
                doing.notes.append(
                    Said(
                        f"feed {name}: no episode is left in it; it stays, empty, so that apps "
                        "take away what they have of it",
                        f"flödet {name}: inget avsnitt är kvar i det. Det står kvar, tomt, så att "
                        "appar tar bort det de har.",
                    )
                )
    rest = [a for a in checked.values.shared if a in site]
    shared = Site(checked.values.base, {a: site.contents[a] for a in rest})
    report = _sync(target, shared, "personer", doing, verify=verify)
    if report is not None and not checked.refused and not former_series(survey):
        # Pages that gather over items show people, too, and know what is theirs.
        sweep.people(shared.contents.keys() | kept_pages(survey).every)
    leave_former(replace(survey, ledger=checked.ledger), target, sweep)
    sweep.overdue()
    sweep.save()


def _withdrawn_since(before: Ledger, now: Ledger) -> bool:
    """Whether something of what was looked at is withdrawn now, or was and is no more."""
    return any(
        (there := now.promise(one.item)) is not None
        and (there.withdrawn is None) != (one.withdrawn is None)
        for one in before.promises
    )


def _sweep_overdue(survey: Survey, doing: _Doing) -> None:
    """Take away what was replaced long enough ago, though no feed is made."""
    due = next_leaving(survey)
    if due is not None and due <= survey.now:
        with noted(doing.failures, "feeds", "feed"), site_lock(survey.workspace):
            sweep = Sweep(survey, folder_target(survey))
            sweep.overdue()
            sweep.save()


def _changed_since(survey: Survey, item: Item) -> bool:
    """Whether what is published of an item is not what the survey saw."""
    made = state_of(survey.workspace, item.id).stages.get("page")
    return made != survey.state(item.id).stages.get("page")


def ready_items(survey: Survey, series: Series) -> list[Item]:
    """The items of a series that are due, and of which what is published is made and up to date."""
    own = survey.items_of(series.id)
    return [item for item in own if item.id in survey.sources and _ready(survey, item)] + [
        item for item in own if item.id in survey.unreadable and _stands(survey, item)
    ]


def _ready(survey: Survey, item: Item) -> bool:
    state = survey.state(item.id)
    if any(stage not in state.stages for stage in PUBLIC_STAGES):
        return False
    view = survey.view(item)
    if view.public is None:
        return False
    statuses = plan_item(view, results_of(survey.workspace, state))
    return all(
        status.condition in ("fresh", "renewable")
        or all(reason.startswith("follows ") for reason in status.reasons)
        for status in statuses
        if status.stage in PUBLIC_STAGES
    )


def _stands(survey: Survey, item: Item) -> bool:
    """Whether an item whose file cannot be used now is published all the same, as it was."""
    standing = survey.publicity.standings.get(item.id)
    made = survey.state(item.id).stages
    return standing is not None and standing.kind == "due" and "page" in made


def feed_inputs(survey: Survey, name: str, items: list[Item]) -> dict[str, object]:
    """Everything that a feed and its pages are made of, as JSON values."""
    series = survey.catalogue.serie(name)
    last = None if items else ended(survey, name)
    return {
        "version": FEED_VERSION,
        "promised": PROMISED,
        # A key of its own, so that no feed that has episodes is made anew for it.
        **({"ended": last.isoformat()} if last is not None else {}),
        **({"per_page": series.episodes_per_page} if series.episodes_per_page else {}),
        "channel": survey.publicity.channel(series)[1],
        "episodes": [
            [
                item.id,
                # That nobody says so any more is told when the feed is made.
                None if item.published is None else item.published.isoformat(),
                dict(survey.state(item.id).stages["page"].outputs),
                dict(survey.state(item.id).stages["render"].outputs),
                dict(survey.state(item.id).stages["transcribe"].outputs),
                # A list is promised also where listeners see nothing of it.
                survey.state(item.id).output("chapter", "chapters.json"),
            ]
            for item in items
        ],
        "orphans": [
            promise_json(promise)
            for promise in survey.ledger.promises_of(name)
            if promise.item in survey.orphaned
        ],
    }


def folder_target(survey: Survey) -> FolderTarget:
    """`feeds/` as a target."""
    return FolderTarget(survey.workspace.feeds, survey.workspace.private / "site.jsonl")


def feed_states(survey: Survey) -> FeedStates:
    """What each feed was last made from."""
    return FeedStates(survey.workspace.private / "feeds.json", survey.workspace.feeds)


def _sync(
    target: FolderTarget,
    site: Site,
    name: str,
    doing: _Doing,
    *,
    verify: bool,
) -> SyncReport | None:
    """Sync a part of the site; None, told, where something cannot be written."""
    try:
        report = target.sync(site, verify=verify)
    except (MediahubError, OSError) as error:
        doing.failures.append(failure_of(name, "feed", error))
        return None
    doing.failures.extend(
        Failure(name, "feed", _NOT_AS_MADE.said(file=address))
        for address in (*report.damaged, *report.outdated)
    )
    return report


def _advice(survey: Survey, made: SeriesValues) -> list[Said]:
    """What could be better in a feed that the world will read; nothing for a local preview."""
    if survey.catalogue.public_url is None:
        return []
    found = advise(made.channel, [one.feed for one in made.episodes])
    return [_ADVICE.said(feed=made.id, advice=advice) for advice in found]
