"""Saved searches as feeds for staff: pure functions of hits in what the world can have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from mediahub.catalog import ItemKind, SavedSearch
from mediahub.catalog.check import SEARCHES
from mediahub.catalog.moments import stockholm
from mediahub.catalog.values import WRITTEN_KINDS
from mediahub.feed import url_under
from mediahub.feed.names import FEED
from mediahub.feed.searchfeed import AFTER, BEFORE, Found, SearchChannel
from mediahub.search import Hit, Markers
from mediahub.site.values import SearchFeedValues

MOST_ENTRIES = 200
MARKERS = Markers(BEFORE, AFTER)
"""How the hits of a search feed must be marked."""


@dataclass(frozen=True, slots=True)
class PublicItem:
    """An item that the world can have: the moment it counts from, and the address of its page.

    `page` is None for one that has none.
    """

    id: str
    title: str
    kind: ItemKind
    when: datetime
    page: str | None


def counts_from(day: date | None, published: datetime) -> datetime:
    """The moment an item's passages are dated by: noon in Sweden of its day, else that given."""
    return published if day is None else datetime.combine(day, time(12), stockholm())


def search_feed(
    search: SavedSearch,
    hits: Iterable[Hit],
    public: Mapping[str, PublicItem],
    *,
    publisher: str,
    base: str,
) -> SearchFeedValues:
    """The feed of a search from its hits, newest first and marked with `MARKERS`.

    Hits in what is not public are left out, and so is what comes after the first 200.
    """
    found: list[Found] = []
    for hit in hits:
        if len(found) == MOST_ENTRIES:
            break
        if hit.item in public:
            found.append(_found(hit, public[hit.item]))
    return SearchFeedValues(_channel(search, publisher, base), tuple(found))


def _found(hit: Hit, item: PublicItem) -> Found:
    return Found(
        item=item.id,
        title=item.title,
        at_ms=hit.at_ms,
        page=hit.page,
        matched=" ".join(hit.text[start:end] for start, end in hit.marks),
        snippet=" ".join(hit.snippet.split()),
        when=item.when,
        speaker=hit.speaker,
        link=_place(item, hit),
        paged=item.kind != "article",
    )


def _place(item: PublicItem, hit: Hit) -> str | None:
    """Where in the item's page it is said or written."""
    if item.page is None:
        return None
    if item.kind in WRITTEN_KINDS:
        return f"{item.page}#sida-{hit.page}" if hit.page else item.page
    return f"{item.page}#t={hit.at_ms // 1000}"


def _channel(search: SavedSearch, publisher: str, base: str) -> SearchChannel:
    return SearchChannel(
        name=search.name,
        title=f"Sökning: {search.query}",
        description=f"Var det sägs i det som {publisher} har publicerat.",
        link=url_under(base, ""),
        feed_url=url_under(base, SEARCHES, search.name, FEED),
    )
