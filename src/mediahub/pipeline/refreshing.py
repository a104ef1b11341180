"""After an edit: one item's transcript, chapters, passages and page, up to date at once.

Nothing is recognised or diarised, and no run lock is taken: a run at work goes on, and does not
undo it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from mediahub.catalog import Item
from mediahub.errors import MediaError, MediahubError
from mediahub.models import Store
from mediahub.notices import Notice
from mediahub.pipeline.conductor import Conductor, as_now
from mediahub.pipeline.failures import failure_of, noted
from mediahub.pipeline.gathering import published_episode
from mediahub.pipeline.gating import held_back
from mediahub.pipeline.indexing import index_item
from mediahub.pipeline.plan import Choices
from mediahub.pipeline.publishing import folder_target, publish_series
from mediahub.pipeline.report import Reporter
from mediahub.pipeline.searchfeeds import publish_searches
from mediahub.pipeline.summary import Account, Failure
from mediahub.pipeline.survey import Survey, survey
from mediahub.site.build import episode_site
from mediahub.site.values import Content, Site, feed_address
from mediahub.tongues import joined
from mediahub.workspace.atwork import at_work
from mediahub.workspace.locks import site_lock

STAGES = frozenset(["respell", "transcribe", "chapter", "render", "page"])
"""What follows from a person's decision, and takes no model."""

WORDS = frozenset(["respell", "transcribe"])
"""What the words and their captions are made by; the rest of STAGES follows from these."""

CHAPTER_LIST = WORDS | {"chapter"}
"""What the list of chapters is made by, of the words as they are."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What was brought up to date: the stages done, its passages, its published files."""

    done: tuple[str, ...] = ()
    indexed: bool = False
    written: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    """What there is to look at that there was not before."""
    failures: tuple[Failure, ...] = ()


def refresh(seen: Survey, item_id: str, reporter: Reporter) -> Refreshed:
    """Bring one item up to date; `seen` need hold no more than this item's state and sources.

    The feed itself, and what else gathers over many items, follows with `gather_feeds`. Whoever
    calls it holds the item's `refreshing_lock` from before `seen` was read: two at once would write
    the same files, and the one that comes last has to see what the other's edit was.
    """
    with at_work(seen.workspace):
        return _refresh(seen, item_id, reporter)


def refresh_part(
    seen: Survey, item_id: str, reporter: Reporter, stages: frozenset[str]
) -> Failure | None:
    """Bring what some of STAGES make of an item up to date, and why that could not be done.

    Called as `refresh`. Everything else is as it was, and `refresh` or a run sees that it has to
    follow.
    """
    item = seen.catalogue.item(item_id)
    if item.written or "transcribe" not in seen.state(item_id).stages:
        return None
    with at_work(seen.workspace):
        (work,) = Conductor(seen, Choices(stages), 1, reporter, aside=True).work([item_id])
    return work.failure


def _refresh(seen: Survey, item_id: str, reporter: Reporter) -> Refreshed:
    item = seen.catalogue.item(item_id)
    if item.written or "transcribe" not in seen.state(item_id).stages:
        return Refreshed()
    (work,) = Conductor(seen, Choices(STAGES), 1, reporter, aside=True).work([item_id])
    failures = [work.failure] if work.failure is not None else []
    now = as_now(seen, [item_id])
    report = index_item(now, item_id, reporter.say)
    failures.extend(report.failures)
    written: Collection[str] = ()
    try:
        written = _sync(now, now.catalogue.item(item_id))
    except (MediahubError, OSError) as error:
        failures.append(failure_of(item_id, "feed", error))
    with noted(failures, ".mediahub", "run"):
        now.digests.save()
    before = seen.state(item_id).notices
    notices = tuple(one for one in now.state(item_id).notices if one not in before)
    indexed = bool(report.indexed)
    return Refreshed(tuple(work.done), indexed, tuple(written), notices, tuple(failures))


def gather_feeds(
    root: Path, *, searches: bool = False, store: Store | None = None
) -> tuple[Failure, ...]:
    """Bring the feeds up to date with what is made of every item; what could not be, and why.

    With `searches` those of saved searches as well, and the search of a large site, which a run
    does otherwise.
    """
    seen = survey(root, store=store)
    account = Account()
    with at_work(seen.workspace):
        # Before the first run of a new version: it makes all pages, and publishes.
        made = _pages_made(seen)
        failures = publish_series(seen, search=searches).failures if made else ()
        if searches:
            publish_searches(seen, account)
    return (*failures, *account.failures)


def _pages_made(seen: Survey) -> bool:
    """Whether what is published is there of every item that subscribers have."""
    return all(
        "page" in seen.state(item.id).stages
        for item in seen.media_items
        if (promise := seen.ledger.promise(item.id)) is not None
        and promise.withdrawn is None
        and promise.enclosures
    )


def _sync(now: Survey, item: Item) -> Collection[str]:
    """Put the item's files into its place in the site, if it stands there already.

    Raises MediaError where the gate would refuse it: what subscribers have then stays.
    """
    view = now.view(item)
    target = folder_target(now)
    if (
        view.public is None
        or now.ledger.promise(item.id) is None
        or "page" not in view.state.stages
        or not target.holds(feed_address(view.public.series.id))
    ):
        return ()
    held = held_back(now, item)
    if held is not None:
        raise MediaError(joined(": ", (item.id, held.said)))
    shared: dict[str, Content] = {}
    episode, _ = published_episode(now, view.public.series.id, item, shared)
    part = episode_site(view.public.base, view.public.series.id, episode)
    whole = Site(part.base, {**part.contents, **shared})
    with site_lock(now.workspace):
        return target.sync(whole).written
