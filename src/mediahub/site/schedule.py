"""When an item is published: pure rules over what is written, what is promised, and the clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from mediahub.catalog import Item, Series, Theme
from mediahub.catalog.moments import stockholm, swedish_date, swedish_second
from mediahub.tongues import Said, Words
from mediahub.workspace.ledger import Ledger, Promise, mint_guid

AHEAD = timedelta(days=31)
"""How far a clock may be ahead of everything else that tells a time before it is doubted.

A workspace may rest between two themes; a clock that is wrong is mostly so by a year or more.
"""

_AHEAD = Words(
    "this machine's clock says {now}, and nothing here is newer than {newest}: what is published "
    "at once gets that day. Set the clock right, or, if it is, write `published = …`",
    "datorns klocka visar {now}, och inget här är nyare än {newest}: det som publiceras genast får "
    "den dagen. Ställ klockan rätt eller skriv, om den går rätt, `published = …`.",
)
_BEHIND = Words(
    "this machine's clock says {now}, and an episode was published on {newest}: what is published "
    "at once gets that time. Set the clock right",
    "datorns klocka visar {now}, och ett avsnitt publicerades {newest}: det som publiceras genast "
    "får den tiden. Ställ klockan rätt.",
)
_FAR_BEHIND = Words(
    "this machine's clock says {now}, and an episode was published on {newest}: the clock was "
    "wrong then, or is now. What is published at once gets the clock's day; `published = …` says "
    "another",
    "datorns klocka visar {now}, och ett avsnitt publicerades {newest}: klockan gick fel då eller "
    "gör det nu. Det som publiceras genast får klockans dag. `published = …` ger en annan.",
)
_COME = Words(
    "{item} was to be published on {day}, and is now: by this machine's clock that day has come, "
    "though nothing else here is newer than {newest}",
    "{item} skulle publiceras {day} och är det nu: enligt datorns klocka har den dagen kommit, "
    "fast inget annat här är nyare än {newest}.",
)
_NOT_COME = Words(
    "{item} is published since {since}, and subscribers have it: its new time, {day}, has not come "
    "and is not taken; to take it back, withdraw it",
    "{item} är publicerat sedan {since}, och prenumeranter har det: den nya tiden, {day}, har inte "
    "kommit och gäller inte. Dra tillbaka det om det ska bort.",
)
_OTHER_GUID = Words(
    'series {series}: mediahub.toml says guid = "{written}", but the feed was published with '
    "{promised}, by which apps and directories know it: that stays",
    'serien {series}: i mediahub.toml står guid = "{written}", men flödet är publicerat med '
    "{promised}, som appar och kataloger känner det genom: det står kvar.",
)

Kind = Literal["draft", "scheduled", "held", "due", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an item belongs in its feed, and its moment (aware).

    The moment is that of its publication: promised, written, or to be promised now; for what is
    withdrawn, that of the withdrawal; None for a draft. What is held would be due if a person had
    reviewed its words. `note` says what is odd about it.
    """

    kind: Kind
    moment: datetime | None = None
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time that a run goes by. `now` is the machine's; `promise` is what is promised as "now".

    They differ where the machine's time can hardly be right; `note` says so then.
    """

    now: datetime
    promise: datetime
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item that enters its feed, or stays there: what its promise says of it."""

    item: str
    series: str
    title: str
    source_sha256: str
    moment: datetime


def trusted_clock(now: datetime, *, seen: datetime | None, promised: Iterable[datetime]) -> Clock:
    """What is to be promised as "now" in a series whose episodes have the times `promised`.

    `seen` is the newest time at which a file came into the workspace. Far ahead of that and of all
    that was promised, `now` is not believed: a first date is kept for ever, and apps hide what has
    not come yet. Somewhat behind the newest promise, that one's time is promised, so that a new
    episode stands before older ones; far behind, nothing tells which of the two is wrong.
    """
    newest = max(promised, default=None)
    if newest is not None and newest > now:
        return _behind(now, newest)
    told = [moment for moment in (seen, newest) if moment is not None]
    if not told or now <= max(told) + AHEAD:
        return Clock(now, swedish_second(now))
    return Clock(
        now,
        swedish_second(max(told)),
        _AHEAD.said(now=swedish_date(now), newest=swedish_date(max(told))),
    )


def _behind(now: datetime, newest: datetime) -> Clock:
    days = {"now": swedish_date(now), "newest": swedish_date(newest)}
    if newest <= now + AHEAD:
        return Clock(now, swedish_second(newest), _BEHIND.said(**days))
    return Clock(now, swedish_second(now), _FAR_BEHIND.said(**days))


def standing(item: Item, series: Series, promise: Promise | None, clock: Clock) -> Standing:
    """Where an item stands, and since or till when.

    What is promised is due whatever the clock says, and keeps its moment unless another one, that
    has come, is written for it. Otherwise the time that is written counts, else, in a series that
    publishes by itself, noon (Swedish time) of the item's date or the present; with neither it is a
    draft.
    """
    written = item.published
    if promise is not None and promise.withdrawn is not None:
        return Standing("withdrawn", promise.withdrawn)
    if promise is not None and (promise.kept().enclosures or written is None):
        return _kept(item, promise, clock)
    if written is not None:
        return _written(item, written, clock)
    if not series.autopublish:
        return Standing("draft")
    if item.date is None:
        return Standing("due", clock.promise)
    noon = datetime.combine(item.date, time(12), stockholm())
    return Standing("due", noon if noon <= clock.promise else clock.promise)


def text_standing(item: Item, now: datetime) -> Standing:
    """Where a text stands: in no feed, so that only the time that is written counts."""
    if item.published is None:
        return Standing("draft")
    return Standing("due" if item.published <= now else "scheduled", item.published)


def theme_standing(theme: Theme, items_due: bool, now: datetime) -> Standing:
    """Where a theme's page stands: as written, else it is due with the first of its items."""
    if theme.published is not None:
        return Standing("due" if theme.published <= now else "scheduled", theme.published)
    return Standing("due") if items_due else Standing("draft")


def _written(item: Item, written: datetime, clock: Clock) -> Standing:
    if written > clock.now:
        return Standing("scheduled", written)
    if written <= clock.promise:
        return Standing("due", written)
    return Standing(
        "due",
        written,
        _COME.said(item=item.id, day=swedish_date(written), newest=swedish_date(clock.promise)),
    )


def _kept(item: Item, promise: Promise, clock: Clock) -> Standing:
    written = item.published
    if written is None or written == promise.published:
        return Standing("due", promise.published)
    if written <= clock.now:
        return Standing("due", written)
    return Standing(
        "due",
        promise.published,
        _NOT_COME.said(
            item=item.id, since=swedish_date(promise.published), day=swedish_date(written)
        ),
    )


def mint(ledger: Ledger, due: Sequence[DueItem], base: str) -> Ledger:
    """The ledger with a promise for each item: a new GUID for a new one, the old one for the rest.

    `base` is the site's public address; it goes into new GUIDs alone.
    """
    promises = []
    for item in due:
        old = ledger.promise(item.item)
        # As it will be read back: with its offset, not with the zone's rules.
        moment = datetime.fromisoformat(item.moment.isoformat())
        if old is None:
            guid = mint_guid(f"{base}/{item.series}", item.item, item.source_sha256)
            promise = Promise(
                item=item.item,
                guid=guid,
                series=item.series,
                published=moment,
                source_sha256=item.source_sha256,
                title=item.title,
            )
        else:
            promise = replace(
                old.with_source(item.source_sha256),
                series=item.series,
                published=moment,
                title=item.title,
            )
        promises.append(promise)
    return ledger.with_promise(*promises)


def series_guid(ledger: Ledger, series: Series, feed_guid: str) -> tuple[str, Said | None]:
    """The podcast:guid of a series, and a note where what is written differs from what is promised.

    The ledger's goes first, then the one in mediahub.toml (a publisher who moves in brings it
    along), then `feed_guid`, made of the feed's address.
    """
    promised, written = ledger.feeds.get(series.id), series.guid
    if promised is None:
        return written or feed_guid, None
    if written is None or written == promised:
        return promised, None
    return promised, _OTHER_GUID.said(series=series.id, written=written, promised=promised)
