"""The gate on the way to the public: the site built and checked, and its ledger."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from mediahub.catalog import Item, ItemKind
from mediahub.errors import MediahubError
from mediahub.feed import FeedEntry, ascii_name, in_feed_order
from mediahub.feed.names import FEED
from mediahub.mediafile import enclosed
from mediahub.pipeline.failures import sentence
from mediahub.pipeline.gathering import Gathered, gather
from mediahub.pipeline.survey import Survey
from mediahub.site.build import build_site, series_entries
from mediahub.site.chapterlist import promise_chapters
from mediahub.site.check import accepted, check_site
from mediahub.site.episodefile import read_episode
from mediahub.site.holding import HeldBack, Standing, hold_back
from mediahub.site.opening import Opener
from mediahub.site.renditions import promise_rendition
from mediahub.site.values import EpisodeValues, Refusal, Site, SiteValues
from mediahub.tongues import Said
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.ledger import Ledger


@dataclass(frozen=True)
class Checked:
    """A site that has passed the gate, and what it is made of."""

    there: Mapping[str, list[Item]]
    gathered: Mapping[str, Gathered]
    values: SiteValues
    site: Site
    ledger: Ledger
    standing: Standing
    refused: tuple[Refusal, ...] = ()
    held: tuple[HeldBack, ...] = ()

    def holds_back(self, items: Iterable[Item]) -> bool:
        """Whether any of these is held back."""
        return not {one.item for one in self.held}.isdisjoint(item.id for item in items)


def checked_site(survey: Survey, there: Mapping[str, list[Item]]) -> Checked:
    """The site as it may be published: refused series left out, refused episodes as they stand."""
    gathered: dict[str, Gathered] = {}
    refused = list(_unreadable_promises(survey))
    for name, items in there.items():
        series = survey.catalogue.serie(name)
        try:
            gathered[name] = gather(survey, series, items, survey.publicity.channel(series)[0])
        except (MediahubError, OSError) as error:
            refused.append(Refusal(name, (sentence(error),)))
    values = _site_values(survey, gathered)
    ledger = _promised(survey, there, gathered)
    opener = Opener(enclosed, survey.workspace.private / "gate.json")
    site = build_site(values)
    found = check_site(site, ledger, _entries(values), opener)
    standing = Standing(values.base, survey.workspace.feeds, sha256_of)
    values, held = hold_back(values, found, standing, partial(_last_known, survey))
    if held:
        ledger = _without(survey.ledger, ledger, (), {one.item for one in held})
        site = build_site(values)
        found = _but(check_site(site, ledger, _entries(values), opener), held)
    with suppress(OSError):  # what is not kept is read again
        opener.save()
    refused += found
    ledger = _without(survey.ledger, ledger, {refusal.series for refusal in refused})
    site = accepted(site, refused)
    return Checked(there, gathered, values, site, ledger, standing, tuple(refused), held)


def held_back(survey: Survey, item: Item) -> HeldBack | None:
    """What the gate holds against one item of a series as it is made now; None when nothing.

    For an item that is synced by itself; what gathers over many items is not looked at. Raises as
    `gather`.
    """
    series = survey.catalogue.serie(item.series or "")
    there = {series.id: [item]}
    found = gather(survey, series, [item], survey.publicity.channel(series)[0])
    values = _site_values(survey, {series.id: found})
    ledger = _promised(survey, there, {series.id: found})
    opener = Opener(enclosed, survey.workspace.private / "gate.json")
    refusals = check_site(build_site(values), ledger, _entries(values), opener)
    (guid,) = (one.feed.guid for one in found.values.episodes if one.item == item.id)
    faults = tuple(fault for one in refusals for fault in one.faults if fault.guid == guid)
    return HeldBack(item.id, guid, faults, kept=True) if faults else None


def _but(refusals: Iterable[Refusal], held: Iterable[HeldBack]) -> tuple[Refusal, ...]:
    """The refusals for other reasons than what was wrong with episodes already as published."""
    guids = {one.guid for one in held if one.kept}
    rest = []
    for refusal in refusals:
        faults = tuple(fault for fault in refusal.faults if fault.guid not in guids)
        if faults:
            rest.append(Refusal(refusal.series, tuple(one.said for one in faults), faults))
    return tuple(rest)


def _last_known(survey: Survey, guid: str) -> EpisodeValues | None:
    """What was last made of the episode with this GUID, whose page cannot be made now."""
    promise = survey.ledger.promise_of_guid(guid)
    if promise is None:
        return None
    episode = read_episode(survey.workspace.item(promise.item) / "episode.json")
    if episode is None:
        return None
    kind: ItemKind = "film" if episode.enclosure.type.startswith("video") else "podcast"
    return EpisodeValues(promise.item, ascii_name(promise.item), kind, episode, {}, None)


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


def _without(
    before: Ledger, after: Ledger, refused: Collection[str], held: Collection[str] = ()
) -> Ledger:
    """The ledger with what was promised now, save in the refused series and of the held items."""
    kept = (one for one in after.promises if one.series not in refused and one.item not in held)
    ledger = before.with_promise(*kept)
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
        own = {item.id for item in survey.items_of(series.id)} if ledger.damaged else set()
        hurt = [
            item_id
            for item_id in sorted(ledger.damaged)
            if item_id in own or (folder / ascii_name(item_id)).is_dir()
        ]
        if hurt and (folder / FEED).exists():
            told = Said(
                f"what was promised of {', '.join(hurt)} cannot be read, and subscribers may have "
                "it already; the feed stays as it was until that is mended",
                f"det som lovats om {', '.join(hurt)} går inte att läsa, och prenumeranter kan "
                "redan ha det; flödet förblir som det var tills det är åtgärdat",
            )
            refused.append(Refusal(series.id, (told,)))
    return tuple(refused)
