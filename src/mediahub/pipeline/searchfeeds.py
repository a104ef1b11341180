"""Saved searches: writing one down, and gathering the feed that each run makes of it for staff.

`feeds/` is copied to a public web server, so what is not published is in none of these feeds.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from mediahub.catalog import SavedSearch
from mediahub.catalog.check import SEARCHES
from mediahub.catalog.edit import add_search
from mediahub.errors import MediahubError
from mediahub.feed import PREVIEW_URL, ascii_name, url_under
from mediahub.feed.names import FEED
from mediahub.pipeline.failures import failure_of, noted
from mediahub.pipeline.indexing import index_of
from mediahub.pipeline.publicity import TEXTS
from mediahub.pipeline.publishing import feed_states, folder_target, ready_items
from mediahub.pipeline.summary import Account
from mediahub.pipeline.survey import Survey
from mediahub.search import Filters, Hit
from mediahub.search.known import require_known
from mediahub.search.synonyms import synonyms
from mediahub.site.build import search_contents
from mediahub.site.declared import glossary_json, search_json
from mediahub.site.episodes import Address
from mediahub.site.searches import MARKERS, MOST_ENTRIES, PublicItem, counts_from, search_feed
from mediahub.site.values import SearchFeedValues, Site
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.paths import Workspace

SEARCH_FEED_VERSION = 3
_PAGE = 500


def save_search(root: Path, search: SavedSearch) -> Path:
    """Write the search into mediahub.toml; the file. Raises SettingsError as `add_search` does."""
    from mediahub.workspace.locks import registry_lock

    workspace = Workspace(root.resolve())
    with registry_lock(workspace):
        return add_search(workspace.root, search)


def publish_searches(survey: Survey, summary: Account, *, force: bool = False) -> None:
    """Bring the feed of every saved search up to date; one that cannot be made fails alone.

    The feeds of searches that are saved no more are taken away.
    """
    folder = survey.workspace.feeds / SEARCHES
    searches, target = survey.catalogue.searches, folder_target(survey)
    if searches or not any(series.id == SEARCHES for series in survey.catalogue.series):
        kept = {f"{SEARCHES}/{search.name}/{FEED}" for search in searches}
        target.remove(set(target.addresses(SEARCHES)) - kept)
    if not searches:
        return
    states = feed_states(survey)
    published = published_items(survey, datetime.now(UTC))
    index: Mapping[str, str] = {}
    with noted(summary.failures, "index", "index"):
        index = index_of(survey).fingerprints()
    if not index:
        return  # nothing was ever transcribed
    shared = _inputs(survey, published, index)
    for search in searches:
        name = f"{SEARCHES}/{search.name}"
        inputs = {**shared, "search": search_json(search)}
        if force or not states.fresh(name, inputs):
            try:
                values = _gathered(survey, search, published)
                target.sync(Site(_base(survey), search_contents((values,))))
            except (MediahubError, OSError) as error:
                summary.failures.append(failure_of(name, "feed", error))
                continue
            states.put(name, inputs, [FEED])
            summary.changed_feeds[name] = None
        summary.feeds[name] = folder / search.name / FEED
    with noted(summary.failures, "feeds", "feed"):
        states.save()


def published_items(survey: Survey, now: datetime) -> Mapping[str, PublicItem]:
    """What the world can have, by id.

    An episode is published when it is due and its feed has it; a document when its publication
    time, which somebody wrote, has come.
    """
    found: dict[str, PublicItem] = {}
    for series in survey.catalogue.series:
        address = Address(_base(survey), series.id)
        for item in ready_items(survey, series):
            promise = survey.ledger.promise(item.id)
            if promise is not None and (survey.workspace.item(item.id) / "episode.json").exists():
                page = address.of(ascii_name(item.id), "")
                when = counts_from(item.date, promise.published)
                found[item.id] = PublicItem(item.id, item.title, item.kind, when, page)
    for item in survey.catalogue.items:
        if item.written and item.published is not None and item.published <= now:
            when = counts_from(item.date, item.published)
            page = url_under(_base(survey), TEXTS, ascii_name(item.id), "")
            found[item.id] = PublicItem(item.id, item.title, item.kind, when, page)
    return found


def _base(survey: Survey) -> str:
    return survey.catalogue.public_url or PREVIEW_URL


def _inputs(
    survey: Survey, published: Mapping[str, PublicItem], index: Mapping[str, str]
) -> dict[str, object]:
    catalogue = survey.catalogue
    return {
        "version": SEARCH_FEED_VERSION,
        "base": _base(survey),
        "publisher": catalogue.publisher.name,
        "glossaries": [glossary_json(theme) for theme in catalogue.themes],
        # The whole index counts: which words are known decides how a query is understood.
        "index": sha256_of_value(dict(index)),
        "published": [
            [item.id, item.title, item.when.isoformat(), item.page]
            for _, item in sorted(published.items())
        ],
    }


def _gathered(
    survey: Survey, search: SavedSearch, published: Mapping[str, PublicItem]
) -> SearchFeedValues:
    return search_feed(
        search,
        _hits(survey, search, published),
        published,
        publisher=survey.catalogue.publisher.name,
        base=_base(survey),
    )


def _hits(survey: Survey, search: SavedSearch, published: Mapping[str, PublicItem]) -> list[Hit]:
    """The newest hits in published items; only those that hold what was asked for.

    A person at a terminal is helped with near-misses; in a feed they would be false alarms.
    """
    filters = Filters(
        speaker=search.speaker,
        theme=search.theme,
        series=search.series,
        kind=search.kind,
        reviewed=search.reviewed,
    )
    catalogue, index = survey.catalogue, index_of(survey)
    require_known(
        filters,
        index,
        themes=[theme.id for theme in catalogue.themes],
        series=[series.id for series in catalogue.series],
    )
    terms = (term for theme in catalogue.themes for term in theme.glossary)
    others = synonyms(terms, catalogue.people)
    hits: list[Hit] = []
    offset = 0
    while len(hits) < MOST_ENTRIES:
        results = index.search(
            search.query,
            limit=_PAGE,
            offset=offset,
            filters=filters,
            synonyms=others,
            sort="date",
            markers=MARKERS,
        )
        if results.relaxed or results.suggestion is not None:
            return []
        hits.extend(hit for hit in results.hits if hit.item in published)
        offset += _PAGE
        if offset >= results.total:
            break
    return hits
