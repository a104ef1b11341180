"""The feeds of a run: values gathered, the site built and checked, the ledger written, the sync."""

import logging
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from mediahub.catalog import Item, Series
from mediahub.catalog.moments import stockholm
from mediahub.errors import MediahubError
from mediahub.feed import PREVIEW_URL, advise, ascii_name
from mediahub.feed.names import FEED
from mediahub.pipeline.gathering import Gathering, SharedPictures
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.summary import Account, Failure
from mediahub.pipeline.survey import Survey
from mediahub.site.build import build_site
from mediahub.site.check import accepted, check_site
from mediahub.site.declared import Json, episode_inputs, series_inputs
from mediahub.site.episodefile import write_episode
from mediahub.site.folder import FolderTarget
from mediahub.site.leaving import leaving
from mediahub.site.schedule import Clock, DueItem, Standing, clock, mint, standing
from mediahub.site.state import FeedStates
from mediahub.site.values import (
    Refusal,
    SeriesValues,
    Site,
    SiteValues,
    feed_address,
    page_address,
)
from mediahub.workspace.ledger import Ledger

log = logging.getLogger(__name__)


def publish_series(
    survey: Survey,
    summary: Account,
    reporter: Reporter,
    *,
    force: bool = False,
    now: datetime | None = None,
) -> None:
    """Bring every feed up to date; a series that is refused keeps every byte it had.

    The ledger is written before the feed that makes its promises known.
    """
    now = now or datetime.now(UTC)
    states = feed_states(survey)
    base = survey.catalogue.public_url or PREVIEW_URL
    if survey.catalogue.public_url is None and survey.catalogue.series:
        summary.notes.append(
            "no public_url in mediahub.toml: the feeds are made for `mediahub preview` alone"
        )
    before = survey.ledger
    for item_id, told in sorted(before.damaged.items()):
        summary.failures.append(Failure(item_id, "feed", told))
    there = _due_series(survey, summary, base, now)
    stale = {
        series.id
        for series, items in there
        if force or not states.fresh(series.id, feed_inputs(survey, series, items, base))
    }
    if not stale:
        return
    values, refused = _gathered(survey, summary, there, base, reporter)
    site = build_site(values)
    refused += check_site(site, survey.ledger)
    refused += _unreadable_promises(survey)
    for refusal in refused:
        summary.failures.append(Failure(refusal.series, "feed", str(refusal)))
        log.error("%s", refusal)
    survey.ledger = _without(before, survey.ledger, {refusal.series for refusal in refused})
    survey.keep_promises()
    target = folder_target(survey)
    front = [a for a in [page_address()] if target.holds(a)]
    site = accepted(values, site, refused, there=front)
    for series, items in there:
        made = next((one for one in values.series if one.id == series.id), None)
        if made is None or feed_address(series.id) not in site:
            continue
        if not _sync(survey, summary, target, site.under(series.id), series.id):
            continue
        for episode in made.episodes:
            path = survey.workspace.item(episode.item) / "episode.json"
            if path.parent.is_dir():
                write_episode(path, episode.feed)
        # Made of what was promised on the way, so the next run finds nothing to do.
        names = [a.partition("/")[2] for a in site.under(series.id)]
        states.put(series.id, feed_inputs(survey, series, items, base), names)
        if series.id in stale:
            summary.changed_feeds[series.id] = None
            summary.notes.extend(_advice(survey, made))
    rest = Site(base, {a: site.contents[a] for a in (*values.shared, *front_of(site))})
    _sync(survey, summary, target, rest, "index.html")
    states.save()


def _due_series(
    survey: Survey, summary: Account, base: str, now: datetime
) -> list[tuple[Series, list[Item]]]:
    """The series that have or had a feed, each with its due items, which get their promises."""
    before = survey.ledger
    summary.drafts.clear()  # a run publishes several times: what was a draft then may be due now
    summary.scheduled.clear()
    there: list[tuple[Series, list[Item]]] = []
    for series in survey.catalogue.series:
        times = _clock(survey, series, now)
        found = standings(survey, series, times)
        summary.drafts.extend(i for i, one in found.items() if one.kind == "draft")
        summary.scheduled.extend(scheduled(found))
        items = [survey.catalogue.item(i) for i, one in found.items() if one.kind == "due"]
        if not items and not survey.workspace.feed(series.id).exists():
            continue
        there.append((series, items))
        _mint(survey, series, found, base)
        new = [i for i in found if before.promise(i) is None]
        summary.notes.extend(note for i in new if (note := found[i].note) is not None)
        if times.note is not None and _newly(before, survey.ledger, series, times.promise):
            summary.notes.append(times.note)
        summary.feeds[series.id] = survey.workspace.feed(series.id) / "feed.xml"
    return there


def front_of(site: Site) -> tuple[str, ...]:
    """The page of all series, if it is in the site."""
    return (page_address(),) if page_address() in site else ()


def folder_target(survey: Survey) -> FolderTarget:
    """`feeds/` as a target."""
    return FolderTarget(survey.workspace.feeds, survey.workspace.private / "site.jsonl")


def feed_states(survey: Survey) -> FeedStates:
    """What each feed was last made from."""
    return FeedStates(survey.workspace.private / "feeds.json", survey.workspace.feeds)


def standings(survey: Survey, series: Series, times: Clock) -> dict[str, Standing]:
    """Where each transcribed item of a series stands, by id, in the catalogue's order."""
    return {
        item.id: standing(item, series, survey.ledger.promise(item.id), times)
        for item in survey.media_items
        if item.series == series.id
        and "chapter" in survey.state(item.id).stages
        and item.id not in survey.ledger.damaged
    }


def scheduled(found: Mapping[str, Standing]) -> list[tuple[str, str]]:
    """The items whose publication time is to come, each with that time (Swedish, ISO 8601)."""
    return [
        (item_id, one.moment.astimezone(stockholm()).isoformat())
        for item_id, one in found.items()
        if one.kind == "scheduled" and one.moment is not None
    ]


def standings_now(survey: Survey, series: Series, now: datetime) -> dict[str, Standing]:
    """Where each transcribed item of a series stands at the time `now`, by id."""
    return standings(survey, series, _clock(survey, series, now))


def due_items(survey: Survey, series: Series, now: datetime) -> list[Item]:
    """The items that belong in the feed now: transcribed, and promised or with a time that came."""
    found = standings_now(survey, series, now)
    return [survey.catalogue.item(i) for i, one in found.items() if one.kind == "due"]


def feed_inputs(survey: Survey, series: Series, items: list[Item], base: str) -> Json:
    """Everything that a feed's bytes depend on, as JSON values."""
    catalogue = survey.catalogue
    return series_inputs(
        series,
        catalogue.publisher,
        base=base,
        guid=survey.ledger.feeds.get(series.id) or series.guid,
        cover=_digest(survey, series.image),
        episodes=[_episode_inputs(survey, item) for item in items],
        orphans=[
            promise
            for promise in survey.ledger.promises
            if promise.series == series.id and promise.item in survey.orphans
        ],
    )


def _episode_inputs(survey: Survey, item: Item) -> Json:
    state = survey.state(item.id)
    theme = survey.catalogue.theme(item.theme) if item.theme else None
    people = sorted({one.person for one in item.contributors}, key=lambda person: person.id)
    media = survey.workspace.root / "media"
    local = {p.id: p.picture for p in people if p.picture and "://" not in p.picture}
    return episode_inputs(
        item,
        survey.ledger.promise(item.id),
        theme,
        {
            "source": state.sha256,
            "transcript": state.output("transcribe", "transcript.json"),
            "chapters": state.output("chapter", "chapters.json"),
            "image": _digest(survey, item.image),
            "theme image": _digest(survey, theme.image if theme else None),
            **{f"person {i}": _digest(survey, media / name) for i, name in local.items()},
        },
    )


def _digest(survey: Survey, path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        return survey.digests.of(path)
    except OSError:
        return None


def _clock(survey: Survey, series: Series, now: datetime) -> Clock:
    """The clock of a series: held against its promises, and the coming of files not yet promised.

    ctime tells when a file came here; its mtime is older, or what a camera thought.
    """
    promised = [
        promise.published
        for promise in survey.ledger.promises
        if promise.series == series.id and promise.withdrawn is None
    ]
    new = [
        item.path
        for item in survey.media_items
        if item.series == series.id and survey.ledger.promise(item.id) is None
    ]
    if not new:
        return clock(now, seen=None, promised=())  # nothing will be promised by it
    came = []
    for path in new:
        try:
            came.append(datetime.fromtimestamp(path.stat().st_ctime, UTC))
        except OSError:
            continue  # gone meanwhile; the next run tells
    return clock(now, seen=max(came, default=None), promised=promised)


def _mint(survey: Survey, series: Series, found: Mapping[str, Standing], base: str) -> None:
    """Promises for what is due; an old item's GUID is never touched."""
    due = [
        DueItem(
            item_id,
            series.id,
            survey.catalogue.item(item_id).title,
            survey.state(item_id).sha256,
            one.moment,
        )
        for item_id, one in found.items()
        if one.kind == "due" and one.moment is not None
    ]
    survey.ledger = mint(survey.ledger, due, base)


def _newly(before: Ledger, after: Ledger, series: Series, moment: datetime) -> bool:
    """Whether a promise of the series was just made for the moment that the clock gave."""
    return any(
        promise.series == series.id
        and promise.published == moment
        and before.promise(promise.item) is None
        for promise in after.promises
    )


def _without(before: Ledger, after: Ledger, refused: Collection[str]) -> Ledger:
    """The ledger with what was promised now, save in the series that were refused."""
    ledger = before
    for promise in after.promises:
        if promise.series not in refused:
            ledger = ledger.with_promise(promise)
    for series, guid in after.feeds.items():
        if series not in refused and ledger.feeds.get(series) != guid:
            ledger = ledger.with_feed(series, guid)
    return ledger


def _gathered(
    survey: Survey,
    summary: Account,
    there: Iterable[tuple[Series, list[Item]]],
    base: str,
    reporter: Reporter,
) -> tuple[SiteValues, tuple[Refusal, ...]]:
    """The values of all series, and those that cannot even be gathered."""
    shared = SharedPictures(survey, base)
    gathered, refused = [], []
    for series, items in there:
        one = Gathering(survey, series, base, shared, reporter)
        try:
            values = one.values(items)
        except (MediahubError, OSError) as error:
            refused.append(Refusal(series.id, (str(error),)))
            continue
        summary.failures.extend(one.failures)
        summary.notes.extend(one.notes)
        gathered.append(values)
        if survey.catalogue.public_url is not None and values.episodes:
            # A guid made from the preview's address would be everybody's: it is kept once the feed
            # has an address of its own.
            survey.ledger = survey.ledger.with_feed(series.id, values.channel.podcast_guid)
    summary.notes.extend(shared.notes)
    publisher = survey.catalogue.publisher
    values_of_all = SiteValues(
        base,
        publisher.name,
        tuple(gathered),
        shared=shared.contents,
        publisher_link=publisher.link,
    )
    return values_of_all, tuple(refused)


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


def _sync(survey: Survey, summary: Account, target: FolderTarget, site: Site, name: str) -> bool:
    """Sync a part of the site; False, told, where something cannot be written."""
    try:
        report = target.sync(site)
    except (MediahubError, OSError) as error:
        summary.failures.append(Failure(name, "feed", str(error)))
        log.error("feed %s: %s", name, error)
        return False
    target.remove(leaving(report.unreferred, survey.ledger))
    return True


def _advice(survey: Survey, made: SeriesValues) -> list[str]:
    """What could be better in a feed that the world will read; nothing for a local preview."""
    if survey.catalogue.public_url is None:
        return []
    found = advise(made.channel, [one.feed for one in made.episodes])
    return [f"feed {made.id}: {advice}" for advice in found]
