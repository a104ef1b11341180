"""Bringing the gathered feeds up to date, after those of the series that they gather."""

from collections.abc import Collection as Addresses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mediahub.catalog.check import COLLECTED
from mediahub.feed import (
    Fault,
    FeedEntry,
    FeedSeries,
    ascii_name,
    check_feed,
    in_feed_order,
    podcast_guid,
)
from mediahub.feed.names import FEED
from mediahub.feed.paging import assemble_pages, feed_pages
from mediahub.pipeline.ending import latest
from mediahub.pipeline.failures import noted
from mediahub.pipeline.gating import Checked
from mediahub.pipeline.summary import Failure
from mediahub.pipeline.survey import Survey
from mediahub.site.build import series_entries
from mediahub.site.chain import chain_faults
from mediahub.site.check import NO_EPISODE
from mediahub.site.collected import (
    Collection,
    Source,
    channel_of,
    collected,
    feed_url,
    is_kept,
)
from mediahub.site.declared import publisher_json
from mediahub.site.folder import FolderTarget
from mediahub.site.state import FeedStates
from mediahub.site.target import SiteError
from mediahub.site.values import Content, Site
from mediahub.tongues import Words, joined
from mediahub.workspace.digests import sha256_of_value
from mediahub.workspace.ledger import Ledger

VERSION = 1
"""Grows when gathered feeds come out differently of the same values."""


@dataclass(frozen=True, slots=True)
class GatheredFeed:
    """A gathered feed to be published: what it is, its channel and its entries in order.

    `per_page` is how many entries each further document of it holds; None: it is one.
    """

    collection: Collection
    channel: FeedSeries
    entries: tuple[FeedEntry, ...]
    per_page: int | None = None


def gathered_feeds(survey: Survey, checked: Checked) -> list[GatheredFeed]:
    """The feeds that gather what the series have in public once this site is."""
    catalogue, base = survey.catalogue, survey.publicity.base
    sources = list(_sources(survey, checked))
    found = []
    for one in collected(sources, catalogue.themes, catalogue.publisher, checked.ledger.feeds):
        ordered, collection = in_feed_order(one.entries), one.collection
        channel = channel_of(
            collection,
            one.like,
            catalogue.publisher,
            base=base,
            guid=survey.ledger.feeds.get(collection.kept_as)
            or podcast_guid(feed_url(collection, base)),
            explicit=any("<itunes:explicit>true" in entry.xml for entry in ordered),
        )
        found.append(GatheredFeed(collection, channel, ordered, one.per_page))
    return found


def may_gather(checked: Checked) -> bool:
    """Whether it is known what each series has; else what is gathered stays as it is."""
    known = {series.id for series in checked.values.series}
    return known.issuperset(refusal.series for refusal in checked.refused)


def with_guids(ledger: Ledger, feeds: Iterable[GatheredFeed]) -> Ledger:
    """The ledger that keeps the GUIDs of these feeds; not to be called without a public address."""
    for feed in feeds:
        kept_as, guid = feed.collection.kept_as, feed.channel.podcast_guid
        if is_kept(feed.collection) and ledger.feeds.get(kept_as) != guid:
            ledger = ledger.with_feed(kept_as, guid)
    return ledger


def publish_collected(
    survey: Survey, feeds: Iterable[GatheredFeed], target: FolderTarget, states: FeedStates
) -> list[Failure]:
    """Bring each gathered feed up to date; what failed.

    What gathers nothing is taken away, unless it has subscribers.
    """
    failures: list[Failure] = []
    standing = frozenset(target.addresses(COLLECTED))
    kept: set[str] = set()
    for feed in feeds:
        made: Addresses[str] | None = None
        with noted(failures, feed.collection.folder, "feed"):
            made = _brought_up_to_date(survey, feed, target, states)
        # What could not be made anew stays as it is.
        kept |= _within(standing, feed.collection.folder) if made is None else set(made)
    target.remove(standing - kept)
    return failures


def _brought_up_to_date(
    survey: Survey, feed: GatheredFeed, target: FolderTarget, states: FeedStates
) -> Addresses[str]:
    """Bring one gathered feed up to date; the addresses of its documents.

    Raises SiteError where the gate refuses it.
    """
    folder, channel = feed.collection.folder, feed.channel
    last = None if feed.entries else latest(survey.ledger.promises)
    inputs = {
        "version": VERSION,
        **({"ended": last.isoformat()} if last is not None else {}),
        **({"per_page": feed.per_page} if feed.per_page else {}),
        "channel": [channel.title, channel.description, channel.image_url, channel.feed_url],
        "publisher": publisher_json(survey.catalogue.publisher),
        "guid": channel.podcast_guid,
        "entries": sha256_of_value([entry.xml for entry in feed.entries]),
        # A key of its own, so that no feed is made anew for it in which nobody changed anything.
        **({"changed": changed} if (changed := _changed(feed.entries)) else {}),
    }
    if states.fresh(folder, inputs):
        return [f"{folder}/{name}" for name in states.files(folder)]
    documents = assemble_pages(channel, feed.entries, feed.per_page, updated=last)
    faults = _faults(feed, documents, survey.publicity.base)
    if faults:
        words = Words("{feed} is not published: {says}", "{feed} är inte publicerat: {says}")
        raise SiteError(words.said(feed=f"{folder}/{FEED}", says=joined("; ", map(str, faults))))
    # What a document leads to is there before it.
    contents = {
        f"{folder}/{name}": Content.of_bytes(name, xml) for name, xml in reversed(documents.items())
    }
    target.sync(Site(survey.publicity.base, contents))
    states.put(folder, inputs, documents)
    return contents


def _changed(entries: Iterable[FeedEntry]) -> str | None:
    """When a person changed something last of what is shown; None where nobody did."""
    changed = [one.changed for one in entries if one.changed > one.published]
    return max(changed).isoformat() if changed else None


def _faults(feed: GatheredFeed, documents: Mapping[str, bytes], base: str) -> list[Fault]:
    """What the gate finds in a gathered feed's documents, each and together."""
    from lxml import etree

    folder = feed.collection.folder
    pages = {page.name: page.entries for page in feed_pages(feed.entries, feed.per_page)}
    found = [
        fault
        for name, xml in documents.items()
        for fault in check_feed(xml, entries=pages[name])
        if feed.entries or fault.rule != NO_EPISODE
    ]
    roots = {f"{folder}/{name}": etree.fromstring(xml) for name, xml in documents.items()}
    return [*found, *chain_faults(Site(base), roots)]


def _within(addresses: Iterable[str], folder: str) -> set[str]:
    return {address for address in addresses if address.startswith(f"{folder}/")}


def _sources(survey: Survey, checked: Checked) -> Iterator[Source]:
    """The series as they stand in public now: as made, or, where one is refused, as it was."""
    theme_of = {item.id: item.theme for item in survey.catalogue.items}
    refused = {one.series for one in checked.refused}
    for series in checked.values.series:
        if series.id not in refused:
            themes = [theme_of.get(episode.item) for episode in series.episodes]
            made = zip(series_entries(series), themes, strict=True)
            yield Source(series.channel, tuple(made), series.episodes_per_page)
            continue
        standing = checked.standing.entries(series.id)
        # By the address: what was promised of it may be what cannot be read.
        themes_at = {
            f"/{series.id}/{ascii_name(item_id)}/": theme for item_id, theme in theme_of.items()
        }
        entries = [
            (
                checked.standing.entry(xml),
                next((theme for at, theme in themes_at.items() if at in xml), None),
            )
            for xml in standing.values()
        ]
        yield Source(series.channel, tuple(entries), series.episodes_per_page)
