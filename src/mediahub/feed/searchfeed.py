"""The feed of a saved search: RSS 2.0 for staff, an entry for each passage that answers it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mediahub.feed.addresses import ascii_url
from mediahub.feed.rss import GENERATOR
from mediahub.feed.text import clean, escape, one_line
from mediahub.transcript.clock import clock_hms

BEFORE, AFTER = "\ue000", "\ue001"
"""What stands around a matched word in a `Found.snippet`: no text that is read has these."""
_NAMESPACE = uuid.UUID("5f0f7c1c-4d0e-5a53-9e5b-6a3f0f1c7b52")
_STEP_MS = 10_000


@dataclass(frozen=True, slots=True)
class SearchChannel:
    """A saved search as a channel: `title` and `description` are Swedish, for its readers."""

    name: str
    title: str
    description: str
    link: str
    feed_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of an item: where it is (ms, and the page of a document), and what was matched.

    `when` is aware; `link` is None when nobody can read the item on the web.
    """

    item: str
    title: str
    at_ms: int
    page: int | None
    matched: str
    snippet: str
    when: datetime
    speaker: str | None = None
    link: str | None = None
    paged: bool = True
    """Whether `page` is a page; else it is a part of a text in one flow."""


def build_search_feed(channel: SearchChannel, found: Iterable[Found]) -> bytes:
    """The feed as UTF-8 XML, newest first; the same values give the same bytes.

    lastBuildDate is the newest date among the entries; a feed without entries has none. Of two
    passages with one GUID the first is kept. Raises ValueError for a naive time.
    """
    from feedgen.feed import FeedGenerator

    entries: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: (one.item, one.page or 0, one.at_ms)):
        entries.setdefault(search_guid(channel.name, one), one)
    ordered = sorted(entries.items(), key=lambda entry: entry[1].when, reverse=True)
    feed = FeedGenerator()
    feed.title(one_line(channel.title))
    # The last link becomes <link>, so the feed's own address comes first.
    feed.link(href=ascii_url(channel.feed_url), rel="self", type="application/rss+xml")
    feed.link(href=ascii_url(channel.link), rel="alternate")
    feed.description(one_line(channel.description))
    feed.language("sv")
    feed.generator(GENERATOR)
    for guid, one in ordered:
        _entry(feed.add_entry(order="append"), guid, one)
    if ordered:
        feed.lastBuildDate(ordered[0][1].when)
    else:
        _without_date(feed)
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def search_guid(name: str, found: Found) -> str:
    """The passage's GUID in the feed of a search: a UUIDv5 that survives a new transcription.

    It is made of the search, the item, the place to ten seconds and the matched words.
    """
    place = [str(found.at_ms // _STEP_MS), *([str(found.page)] if found.page else [])]
    words = " ".join(clean(found.matched).casefold().split())
    return str(uuid.uuid5(_NAMESPACE, "\n".join([name, found.item, *place, words])))


def _entry(entry: Any, guid: str, found: Found) -> None:
    entry.title(one_line(f"{found.title}, {_place(found)}"))
    if found.link:
        entry.link(href=ascii_url(found.link))
    who = f"{escape(found.speaker)}: " if found.speaker else ""
    snippet = escape(found.snippet).replace(BEFORE, "<b>").replace(AFTER, "</b>")
    entry.description(who + snippet)
    entry.pubDate(found.when)
    # Last, since feedgen's id() would make it a permalink.
    entry.guid(guid, permalink=False)


def _place(found: Found) -> str:
    if found.page is not None:
        return f"{'sida' if found.paged else 'del'} {found.page}"
    return clock_hms(found.at_ms)


def _without_date(feed: Any) -> None:
    # feedgen's own value is the time of the run, and it has no way to unset it.
    feed._FeedGenerator__rss_lastBuildDate = None
