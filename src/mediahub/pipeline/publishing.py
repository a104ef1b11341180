"""The feeds: enclosures, captions, chapters, pages and feed.xml of every series, in that order."""

import logging
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mediahub.atomic import write_text
from mediahub.catalog import Item, Series
from mediahub.errors import MediahubError
from mediahub.feed import PREVIEW_URL, advise
from mediahub.pages import ListedSeries, all_series_page
from mediahub.pipeline.feedfolder import FeedFolder
from mediahub.pipeline.feedstate import FeedStates, series_inputs
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.workspace.ledger import Promise, mint_guid

if TYPE_CHECKING:
    from mediahub.pipeline.run import Account

log = logging.getLogger(__name__)

LOCAL = ZoneInfo("Europe/Stockholm")


def publish_series(
    survey: Survey,
    summary: "Account",
    reporter: Reporter,
    *,
    force: bool = False,
    now: datetime | None = None,
) -> None:
    """Bring every feed up to date; a series that fails its gate keeps the feed it had.

    The ledger is written before the feed that makes its promises known.
    """
    now = now or datetime.now(UTC)
    states = FeedStates(survey.workspace)
    base = survey.catalogue.public_url or PREVIEW_URL
    if survey.catalogue.public_url is None and survey.catalogue.series:
        summary.notes.append(
            "no public_url in mediahub.toml: the feeds are made for `mediahub preview` alone"
        )
    there = [
        (series, items)
        for series in survey.catalogue.series
        if (items := due_items(survey, series, now)) or survey.workspace.feed(series.id).exists()
    ]
    for item_id, told in sorted(survey.ledger.damaged.items()):
        summary.failures.append(Failure(item_id, "feed", told))
    for series in survey.catalogue.series:
        summary.drafts.extend(item.id for item in drafts(survey, series, now))
    for series, items in there:
        _mint(survey, series, items, base, now)
        summary.feeds[series.id] = survey.workspace.feed(series.id) / "feed.xml"
    stale = [
        series.id
        for series, items in there
        if force or not states.fresh(series.id, series_inputs(survey, series, items, base))
    ]
    if not stale:
        return
    # The page of all series lists every episode, so all are gone through when one has changed;
    # what is the same is not written again.
    listed = []
    for series, items in there:
        folder = FeedFolder(survey, series, base, reporter)
        try:
            summary.failures.extend(folder.make(items))
        except (MediahubError, OSError) as error:
            summary.failures.append(Failure(series.id, "feed", str(error)))
            log.error("feed %s: %s", series.id, error)
            continue
        if folder.listed is not None:
            listed.append(folder.listed)
            # Made of what was promised on the way, so the next run finds nothing to do.
            states.put(series.id, series_inputs(survey, series, items, base), folder.files)
            if series.id in stale:
                summary.changed_feeds[series.id] = None
                summary.notes.extend(_advice(survey, folder.listed))
    if listed:
        page = all_series_page(survey.catalogue.publisher.name, listed)
        write_text(survey.workspace.feeds / "index.html", page)
    states.save()


def _advice(survey: Survey, listed: ListedSeries) -> list[str]:
    """What could be better in a feed that the world will read; nothing for a local preview."""
    if survey.catalogue.public_url is None:
        return []
    found = advise(listed.series, [one.episode for one in listed.episodes])
    return [f"feed {listed.series.id}: {advice}" for advice in found]


def drafts(survey: Survey, series: Series, now: datetime) -> list[Item]:
    """The items of a series that have no publication time, or one that has not come yet."""
    shown = {item.id for item in due_items(survey, series, now)}
    return [
        item
        for item in survey.media_items
        if item.series == series.id
        and item.id not in shown
        and "chapter" in survey.state(item.id).stages
        and not _barred(survey, item.id)
    ]


def due_items(survey: Survey, series: Series, now: datetime) -> list[Item]:
    """The items that belong in the feed now: transcribed, with a time that has come."""
    result = []
    for item in survey.media_items:
        if item.series != series.id or "chapter" not in survey.state(item.id).stages:
            continue
        moment = publication_time(survey, series, item, now)
        if moment is not None and moment <= now and not _barred(survey, item.id):
            result.append(item)
    return result


def publication_time(survey: Survey, series: Series, item: Item, now: datetime) -> datetime | None:
    """When the item is published: as promised first, as written, or at once under autopublish.

    An item published by its series gets noon (Swedish time) of its own date, else the time of its
    first run; the ledger keeps it from then on. None for a draft.
    """
    promise = survey.ledger.promise(item.id)
    if item.published is not None:
        return item.published
    if promise is not None:
        return promise.published
    if not series.autopublish:
        return None
    if item.date is not None:
        noon = datetime.combine(item.date, time(12), LOCAL)
        return min(noon, now)
    return now.astimezone(LOCAL).replace(microsecond=0)


def _barred(survey: Survey, item_id: str) -> bool:
    """Whether it was withdrawn, or what was promised of it cannot be read."""
    if item_id in survey.ledger.damaged:
        return True
    promise = survey.ledger.promise(item_id)
    return promise is not None and promise.withdrawn is not None


def _mint(survey: Survey, series: Series, items: list[Item], base: str, now: datetime) -> None:
    """Promises for the items that are new to the feed; an old item's GUID is never touched."""
    promises = []
    for item in items:
        old = survey.ledger.promise(item.id)
        moment = publication_time(survey, series, item, now)
        sha = survey.state(item.id).sha256
        assert moment is not None  # noqa: S101 - due_items holds no drafts
        # As it will be read back: with its offset, not with the zone's rules, or the next run
        # would find the feed's inputs changed.
        moment = datetime.fromisoformat(moment.isoformat())
        if old is None:
            guid = mint_guid(f"{base}/{series.id}", item.id, sha)
            promise = Promise(
                item=item.id,
                guid=guid,
                series=series.id,
                published=moment,
                source_sha256=sha,
                title=item.title,
            )
        else:
            promise = replace(
                old.with_source(sha), series=series.id, published=moment, title=item.title
            )
        promises.append(promise)
    survey.ledger = survey.ledger.with_promise(*promises)
