"""A long feed in several documents that lead to each other (RFC 5005, section 3).

They are cut from the oldest episode on, so that a new one leaves the older documents alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from mediahub.feed.entry import FeedEntry
from mediahub.feed.names import FEED
from mediahub.feed.rss import assemble_feed, in_feed_order, trailers_of
from mediahub.feed.values import FeedSeries

_PAGE = re.compile(r"feed-([1-9]\d*)\.xml")


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One document of a feed: its file name, its entries, and the links that lead from it, as file
    names by what they are (`first`, `previous`, `next`, `last`).
    """

    name: str
    entries: tuple[FeedEntry, ...]
    links: Mapping[str, str]


def feed_pages(entries: Iterable[FeedEntry], size: int | None) -> tuple[FeedPage, ...]:
    """The documents of a feed, that with the newest entries first; one holds all without a `size`.

    Each but the first has `size` entries; the first has as many at least, and fewer than twice as
    many. The oldest episodes are in `feed-1.xml`, and stay there when new ones come.
    """
    ordered = in_feed_order(entries)
    older = max(0, len(ordered) // size - 1) if size else 0
    if size is None or older == 0:
        return (FeedPage(FEED, ordered, {}),)
    newest = len(ordered) - older * size
    cuts = [ordered[:newest]]
    cuts += [ordered[at : at + size] for at in range(newest, len(ordered), size)]
    names = [FEED, *(f"feed-{number}.xml" for number in range(older, 0, -1))]
    return tuple(
        FeedPage(name, cut, _links(names, number))
        for number, (name, cut) in enumerate(zip(names, cuts, strict=True))
    )


def assemble_pages(
    series: FeedSeries,
    entries: Iterable[FeedEntry],
    size: int | None,
    *,
    updated: datetime | None = None,
) -> dict[str, bytes]:
    """The documents of a feed by file name, each as `assemble_feed` makes it; raises as that."""
    made = {}
    ordered = in_feed_order(entries)
    for page in feed_pages(ordered, size):
        links = {rel: urljoin(series.feed_url, name) for rel, name in page.links.items()}
        address = urljoin(series.feed_url, page.name)
        # Of the series itself the first document tells when it changed.
        changed = updated if page.name == FEED else None
        made[page.name] = assemble_feed(
            series,
            page.entries,
            updated=changed,
            address=address,
            links=links,
            trailers=trailers_of(ordered),
        )
    return made


def documents(names: Iterable[str]) -> Sequence[str]:
    """The file names that are documents of a feed, from the newest entries to the oldest."""
    older = [(int(found[1]), name) for name in names if (found := _PAGE.fullmatch(name))]
    return [FEED, *(name for _, name in sorted(older, reverse=True))]


def _links(names: Sequence[str], at: int) -> dict[str, str]:
    links = {"first": names[0]}
    if at > 0:
        links["previous"] = names[at - 1]
    if at + 1 < len(names):
        links["next"] = names[at + 1]
    return {**links, "last": names[-1]}
