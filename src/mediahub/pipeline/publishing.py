"""Publishing: values gathered, the site built and checked, the ledger written, then the sync."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from mediahub.catalog import Item, Series
from mediahub.errors import MediahubError
from mediahub.feed import FeedEntry, advise, ascii_name, in_feed_order
from mediahub.feed.names import FEED
from mediahub.pipeline.failures import failure_of, noted
from mediahub.pipeline.gathering import Gathered, gather
from mediahub.pipeline.pagepublishing import publish_pages
from mediahub.pipeline.plan import plan_item
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey, results_of, state_of
from mediahub.site.build import build_site, series_entries
from mediahub.site.chapterlist import promise_chapters
from mediahub.site.check import accepted, check_site
from mediahub.site.declared import FEED_VERSION, promise_json
from mediahub.site.folder import FolderTarget
from mediahub.site.leaving import leaving
from mediahub.site.renditions import promise_rendition
from mediahub.site.state import FeedStates
from mediahub.site.values import (
    Refusal,
    SeriesValues,
    Site,
    SiteValues,
    SyncReport,
    feed_address,
)
from mediahub.workspace.ledger import Ledger, write_changed
from mediahub.workspace.locks import site_lock

log = logging.getLogger(__name__)

PUBLIC_STAGES = ("render", "page")
PROMISED = ("enclosures", "chapters")
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
        self.failures.append(Failure(refusal.series, "feed", str(refusal)))
        log.error("%s", refusal)


def publish_series(survey: Survey, *, force: bool = False, verify: bool = False) -> Published:
    """Bring every feed up to date; a series that is refused keeps every byte it had.

    Of the survey's due items those are published whose pages are made. The ledger is written
    before the feed that makes its promises known.
    """
    states = feed_states(survey)
    there = {
        series.id: items
        for series in survey.catalogue.series
        if (items := ready_items(survey, series)) or survey.workspace.feed(series.id).exists()
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
    if not (stale or verify):
        pages = _publish_pages(survey, doing, states, force=force, verify=verify)
        failures = tuple(doing.failures)
        return Published(survey.ledger, feeds, pages=pages, failures=failures)
    checked = _checked(survey, there, doing)
    unkept: list[Failure] = []
    with noted(unkept, "published", "feed"):
        write_changed(survey.workspace, survey.ledger, checked.ledger)
    if unkept:  # what cannot be kept is not promised
        return Published(survey.ledger, feeds, failures=(*doing.failures, *unkept))
    with noted(doing.failures, "feeds", "feed"), site_lock(survey.workspace):
        _put(survey, checked, doing, states, verify=verify)
        states.save()
    changed = [name for name, written in doing.put.items() if written or name in stale]
    for name in changed:
        doing.notes.extend(_advice(survey, checked.gathered[name].values))
    seen = replace(survey, ledger=checked.ledger)
    pages = _publish_pages(seen, doing, states, force=force, verify=verify)
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
) -> tuple[str, ...]:
    """The pages that gather over items, once the feeds and what belongs to them stand."""
    with noted(doing.failures, "feeds", "feed"), site_lock(survey.workspace):
        target = folder_target(survey)
        made = publish_pages(survey, target, states, force=force, verify=verify)
        doing.failures.extend(made.failures)
        return tuple(made.written)
    return ()


@dataclass(frozen=True)
class _Checked:
    """A site that has passed the gate, and what it is made of."""

    there: Mapping[str, list[Item]]
    gathered: Mapping[str, Gathered]
    values: SiteValues
    site: Site
    ledger: Ledger


def _checked(survey: Survey, there: Mapping[str, list[Item]], doing: _Doing) -> _Checked:
    """The site as it may be published, what is refused left out and told."""
    gathered: dict[str, Gathered] = {}
    refused = list(_unreadable_promises(survey))
    for name, items in there.items():
        series = survey.catalogue.serie(name)
        try:
            gathered[name] = gather(survey, series, items, survey.publicity.channel(series)[0])
        except (MediahubError, OSError) as error:
            refused.append(Refusal(name, (str(error),)))
    values = _site_values(survey, gathered)
    ledger = _promised(survey, there, gathered)
    site = build_site(values)
    refused += check_site(site, ledger, _entries(values))
    for refusal in refused:
        doing.refuse(refusal)
    ledger = _without(survey.ledger, ledger, {refusal.series for refusal in refused})
    site = accepted(site, refused)
    return _Checked(there, gathered, values, site, ledger)


def _put(
    survey: Survey, checked: _Checked, doing: _Doing, states: FeedStates, *, verify: bool
) -> None:
    """Sync what has been checked; a series that people changed since is left as they made it.

    It is not remembered as made, so that the next publication makes it anew.
    """
    target, site, ledger = folder_target(survey), checked.site, checked.ledger
    for name, items in checked.there.items():
        if name not in checked.gathered:
            continue
        if feed_address(name) not in site:
            if _all_withdrawn(ledger, name):
                _take_down(target, name, doing)
            continue
        if any(_changed_since(survey, item) for item in items):
            continue
        part = site.under(name)
        made = checked.gathered[name].renditions
        withheld = frozenset(item for item, one in made.items() if one.withheld)
        report = _sync(target, part, name, ledger, doing, withheld, verify=verify)
        if report is not None:
            names = [address.partition("/")[2] for address in part]
            states.put(name, feed_inputs(survey, name, items), names)
            doing.put[name] = bool(report.written)
    rest = [a for a in checked.values.shared if a in site]
    shared = Site(checked.values.base, {a: site.contents[a] for a in rest})
    _sync(target, shared, "personer", ledger, doing, verify=verify)


def _all_withdrawn(ledger: Ledger, series: str) -> bool:
    promises = [promise for promise in ledger.promises if promise.series == series]
    return bool(promises) and all(promise.withdrawn is not None for promise in promises)


def _take_down(target: FolderTarget, series: str, doing: _Doing) -> None:
    """Take away a feed whose every episode was withdrawn: one without episodes is no feed."""
    target.remove(set(target.addresses(series)))
    doing.notes.append(f"feed {series}: all its episodes are withdrawn, and it is taken down")


def _changed_since(survey: Survey, item: Item) -> bool:
    """Whether what is published of an item is not what the survey saw."""
    made = state_of(survey.workspace, item.id).stages.get("page")
    return made != survey.state(item.id).stages.get("page")


def ready_items(survey: Survey, series: Series) -> list[Item]:
    """The items of a series that are due, and of which what is published is made and up to date."""
    return [
        item
        for item in survey.media_items
        if item.series == series.id and item.id in survey.sources and _ready(survey, item)
    ] + [
        item
        for item in survey.media_items
        if item.series == series.id and item.id in survey.unreadable and _stands(survey, item)
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
    return {
        "version": FEED_VERSION,
        "promised": PROMISED,
        "channel": survey.publicity.channel(series)[1],
        "episodes": [
            [
                item.id,
                # That nobody says so any more is told when the feed is made.
                None if item.published is None else item.published.isoformat(),
                dict(survey.state(item.id).stages["page"].outputs),
                dict(survey.state(item.id).stages["render"].outputs),
                dict(survey.state(item.id).stages["transcribe"].outputs),
            ]
            for item in items
        ],
        "orphans": [
            promise_json(promise)
            for promise in survey.ledger.promises
            if promise.series == name and promise.item in survey.orphans
        ],
    }


def folder_target(survey: Survey) -> FolderTarget:
    """`feeds/` as a target."""
    return FolderTarget(survey.workspace.feeds, survey.workspace.private / "site.jsonl")


def feed_states(survey: Survey) -> FeedStates:
    """What each feed was last made from."""
    return FeedStates(survey.workspace.private / "feeds.json", survey.workspace.feeds)


def _site_values(survey: Survey, gathered: Mapping[str, Gathered]) -> SiteValues:
    shared = {a: content for one in gathered.values() for a, content in one.shared.items()}
    return SiteValues(
        survey.publicity.base,
        survey.publicity.frame,
        tuple(one.values for one in gathered.values()),
        shared=shared,
    )


def _entries(values: SiteValues) -> dict[str, tuple[FeedEntry, ...]]:
    return {one.id: in_feed_order(series_entries(one)) for one in values.series if one.episodes}


def _promised(
    survey: Survey, there: Mapping[str, list[Item]], gathered: Mapping[str, Gathered]
) -> Ledger:
    """The ledger with all that this site promises; without a public address no file is promised."""
    # Of an item that cannot be read now nothing new is known; what was promised of it stands.
    items = [
        item
        for name in gathered
        for item in there[name]
        if item.id in survey.sources or survey.ledger.promise(item.id) is None
    ]
    ledger = survey.publicity.minted({item.id: survey.state(item.id).sha256 for item in items})
    if survey.catalogue.public_url is None:
        return ledger
    base = survey.publicity.base
    for name, one in gathered.items():
        for item_id, rendition in one.renditions.items():
            folder = ascii_name(item_id)
            ledger = promise_rendition(ledger, item_id, rendition, base=base, folder=folder)
            ledger = promise_chapters(ledger, item_id, one.chapters[item_id], rendition.key)
        if one.values.episodes:
            # A guid made from the preview's address would be everybody's: it is kept once the feed
            # has an address of its own.
            ledger = ledger.with_feed(name, one.values.channel.podcast_guid)
    return ledger


def _without(before: Ledger, after: Ledger, refused: Collection[str]) -> Ledger:
    """The ledger with what was promised now, save in the series that were refused."""
    ledger = before.with_promise(*(one for one in after.promises if one.series not in refused))
    for series, guid in after.feeds.items():
        if series not in refused and ledger.feeds.get(series) != guid:
            ledger = ledger.with_feed(series, guid)
    return ledger


def _unreadable_promises(survey: Survey) -> tuple[Refusal, ...]:
    """The series of which a promise cannot be read: subscribers may have what it promised them."""
    ledger, refused = survey.ledger, []
    for series in survey.catalogue.series:
        folder = survey.workspace.feed(series.id)
        if series.id in ledger.damaged_feeds:
            refused.append(Refusal(series.id, (ledger.damaged_feeds[series.id],)))
        own = {item.id for item in survey.media_items if item.series == series.id}
        hurt = [
            item_id
            for item_id in sorted(ledger.damaged)
            if item_id in own or (folder / ascii_name(item_id)).is_dir()
        ]
        if hurt and (folder / FEED).exists():
            told = (
                f"what was promised of {', '.join(hurt)} cannot be read, and subscribers may have "
                "it already; the feed stays as it was until that is mended"
            )
            refused.append(Refusal(series.id, (told,)))
    return tuple(refused)


def _sync(
    target: FolderTarget,
    site: Site,
    name: str,
    ledger: Ledger,
    doing: _Doing,
    withheld: Collection[str] = (),
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
        Failure(name, "feed", f"{address} is not what it was made as; delete it and run again")
        for address in (*report.damaged, *report.outdated)
    )
    target.remove(leaving(report.unreferred, ledger, withheld))
    return report


def _advice(survey: Survey, made: SeriesValues) -> list[str]:
    """What could be better in a feed that the world will read; nothing for a local preview."""
    if survey.catalogue.public_url is None:
        return []
    found = advise(made.channel, [one.feed for one in made.episodes])
    return [f"feed {made.id}: {advice}" for advice in found]
