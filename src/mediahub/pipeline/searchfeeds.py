"""Saved searches: writing one down, and the feed that each run makes of it for staff.

`feeds/` is copied to a public web server, so what is not published is in none of these feeds.
"""

import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.atomic import write_bytes
from mediahub.catalog import Item, SavedSearch
from mediahub.catalog.check import SEARCHES
from mediahub.catalog.edit import add_search
from mediahub.errors import MediahubError
from mediahub.feed import PREVIEW_URL, ascii_name, url_under
from mediahub.feed.names import FEED
from mediahub.pipeline.episodes import Address
from mediahub.pipeline.feedstate import FeedStates
from mediahub.pipeline.finding import find_in
from mediahub.pipeline.publishing import LOCAL, due_items
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.search import SearchIndex
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.feed.searchfeed import Found, SearchChannel
    from mediahub.pipeline.run import Account
    from mediahub.search import Hit

log = logging.getLogger(__name__)

SEARCH_FEED_VERSION = 1
MOST_ENTRIES = 200
_PAGE = 500

Public = tuple[Item, datetime, str | None]


def save_search(root: Path, search: SavedSearch) -> Path:
    """Write the search into mediahub.toml; the file. Raises SettingsError as `add_search` does."""
    from mediahub.workspace.locks import run_lock  # which makes these feeds

    workspace = Workspace(root.resolve())
    with run_lock(workspace):
        return add_search(workspace.root, search)


def publish_searches(survey: Survey, summary: "Account", *, force: bool = False) -> None:
    """Bring the feed of every saved search up to date; one that cannot be made fails alone.

    The feeds of searches that are saved no more are taken away.
    """
    folder = survey.workspace.feeds / SEARCHES
    searches = survey.catalogue.searches
    if searches or not any(series.id == SEARCHES for series in survey.catalogue.series):
        _take_away(folder, {search.name for search in searches})
    if not searches:
        return
    states = FeedStates(survey.workspace)
    published = published_items(survey, datetime.now(UTC))
    index = SearchIndex.open(survey.workspace.index).fingerprints()
    if not index:
        return  # nothing was ever transcribed
    shared = _inputs(survey, published, index)
    for search in searches:
        name = f"{SEARCHES}/{search.name}"
        inputs = {**shared, "search": asdict(search)}
        if force or not states.fresh(name, inputs):
            try:
                _make(survey, search, published, folder / search.name / FEED)
            except (MediahubError, OSError) as error:
                summary.failures.append(Failure(name, "feed", str(error)))
                log.error("feed %s: %s", name, error)
                continue
            states.put(name, inputs, [FEED])
            summary.changed_feeds[name] = None
        summary.feeds[name] = folder / search.name / FEED
    states.save()


def published_items(survey: Survey, now: datetime) -> Mapping[str, Public]:
    """What the world can have, by id: the item, the time it counts from, the address of its page.

    An episode is published when it is due and its feed has an enclosure for it; a document when
    its publication time, which somebody wrote, has come. A document has no page.
    """
    base = survey.catalogue.public_url or PREVIEW_URL
    found: dict[str, Public] = {}
    for series in survey.catalogue.series:
        address = Address(base, series.id)
        for item in due_items(survey, series, now):
            promise = survey.ledger.promise(item.id)
            if promise is not None and promise.enclosures:
                page = address.of(ascii_name(item.id), "")
                found[item.id] = (item, _when(item, promise.published), page)
    for item in survey.catalogue.items:
        if item.written and item.published is not None and item.published <= now:
            found[item.id] = (item, _when(item, item.published), None)
    return found


def _when(item: Item, published: datetime) -> datetime:
    if item.date is None:
        return published
    return datetime.combine(item.date, time(12), LOCAL)


def _inputs(
    survey: Survey,
    published: Mapping[str, Public],
    index: Mapping[str, str],
) -> dict[str, object]:
    catalogue = survey.catalogue
    return {
        "version": SEARCH_FEED_VERSION,
        "base": catalogue.public_url or PREVIEW_URL,
        "publisher": catalogue.publisher.name,
        "glossaries": [repr(theme.glossary) for theme in catalogue.themes],
        # The whole index counts: which words are known decides how a query is understood.
        "index": sha256_of_value(dict(index)),
        "published": [
            [item_id, item.title, when.isoformat(), page]
            for item_id, (item, when, page) in sorted(published.items())
        ],
    }


def _make(
    survey: Survey,
    search: SavedSearch,
    published: Mapping[str, Public],
    path: Path,
) -> None:
    from mediahub.feed.searchfeed import build_search_feed

    found = []
    for hit in _hits(survey, search, published):
        item, when, page = published[hit.item]
        found.append(_found(hit, item, when, page))
    write_bytes(path, build_search_feed(_channel(survey, search), found))


def _hits(survey: Survey, search: SavedSearch, published: Mapping[str, Public]) -> "list[Hit]":
    """The newest hits in published items; only those that hold what was asked for.

    A person at a terminal is helped with near-misses; in a feed they would be false alarms.
    """
    from mediahub.feed.searchfeed import AFTER, BEFORE
    from mediahub.search import Filters, Markers

    filters = Filters(search.speaker, search.theme, search.series, search.kind)
    hits: list[Hit] = []
    offset = 0
    while len(hits) < MOST_ENTRIES:
        results = find_in(
            survey.workspace,
            survey.catalogue,
            search.query,
            limit=_PAGE,
            offset=offset,
            filters=filters,
            sort="date",
            markers=Markers(BEFORE, AFTER),
        )
        if results.relaxed or results.suggestion is not None:
            return []
        hits.extend(hit for hit in results.hits if hit.item in published)
        offset += _PAGE
        if offset >= results.total:
            break
    return hits[:MOST_ENTRIES]


def _found(hit: "Hit", item: Item, when: datetime, page: str | None) -> "Found":
    from mediahub.feed.searchfeed import Found

    return Found(
        item=item.id,
        title=item.title,
        at_ms=hit.at_ms,
        page=hit.page,
        matched=" ".join(hit.text[start:end] for start, end in hit.marks),
        snippet=" ".join(hit.snippet.split()),
        when=when,
        speaker=hit.speaker,
        link=f"{page}#t={hit.at_ms // 1000}" if page is not None else None,
        paged=item.kind != "article",
    )


def _channel(survey: Survey, search: SavedSearch) -> "SearchChannel":
    from mediahub.feed.searchfeed import SearchChannel

    base = survey.catalogue.public_url or PREVIEW_URL
    return SearchChannel(
        name=search.name,
        title=f"Sökning: {search.query}",
        description=f"Var det sägs i det som {survey.catalogue.publisher.name} har publicerat.",
        link=url_under(base, ""),
        feed_url=url_under(base, SEARCHES, search.name, FEED),
    )


def _take_away(folder: Path, kept: set[str]) -> None:
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path.name not in kept:
                shutil.rmtree(path)
