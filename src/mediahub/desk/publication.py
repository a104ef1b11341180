"""Publishing by command: the time, a withdrawal taken back, and what may stand in the way."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mediahub.catalog import Item
from mediahub.catalog.edit import set_published
from mediahub.catalog.moments import swedish_minute, swedish_second
from mediahub.desk.after import PUBLISHED, bring_up_to_date
from mediahub.desk.item import item_in_hand
from mediahub.errors import MediaError, SettingsError
from mediahub.mediafile import probe
from mediahub.pipeline.survey import Survey
from mediahub.tongues import Said, Words
from mediahub.workspace.ledger import read_promise, write_promise
from mediahub.workspace.locks import item_lock, registry_lock
from mediahub.workspace.paths import Workspace

_A_KIND = {
    "film": "a film",
    "podcast": "a podcast episode",
    "article": "an article",
    "slides": "slides",
}


LATER = Said(
    "The first `mediahub run` after that time puts it into its feed.",
    "Den första `mediahub run` efter den tiden lägger det i flödet.",
)
BROKEN = Words(
    "No run puts it into its feed before this is mended: {reason}",
    "Ingen körning lägger det i flödet förrän det här är avhjälpt: {reason}",
)
UNFINISHED = Said(
    "It has no finished transcript yet: `mediahub run` makes it first, and says so if it fails.",
    "Det har ingen färdig avskrift än: `mediahub run` gör den först, och säger till om det inte "
    "går.",
)


NO_FEED = Words(
    "{item} is {kind}, and no series takes it: it can be found by search, but goes into no feed",
    "{item} tas inte av någon serie: det går att söka i, men är inte med i något flöde.",
)
WRITTEN = Words(
    "{item} is {kind}, and goes into no feed; `published = {moment}` for it in its TOML gives it a "
    "page on the site",
    "{item} är en text och är inte med i något flöde. `published = {moment}` i dess TOML-fil ger "
    "den en sida på webbplatsen.",
)
IN_FEED = Words(
    "{item} is in its feed since {since}, and nothing was changed; say `mediahub publish {item} "
    "--now` or --at TIME to give it another time, which moves it in apps",
    "{item} är med i flödet sedan {since}, och inget ändrades. Säg `mediahub publish {item} --now` "
    "eller --at TID för att ge det en annan tid, som flyttar det i apparna.",
)


NOT_YET = Words(
    "{item} is in its feed since {since}, and subscribers have it: a time to come is not taken, "
    "and nothing was changed. Say `mediahub withdraw {item}` to take it back",
    "{item} är med i flödet sedan {since}, och prenumeranter har det. En tid som inte har kommit "
    "går därför inte att ge, och inget är ändrat. Säg `mediahub withdraw {item}` för att dra "
    "tillbaka det.",
)
NO_RETURN_LATER = Words(
    "{item} is withdrawn, and returns at once when it is published again: it cannot be given a "
    "time to come, and nothing was changed. Say `mediahub publish {item}` when that has come",
    "{item} är tillbakadraget och återkommer genast när det publiceras igen. Det går inte att ge "
    "en tid som inte har kommit, och inget är ändrat. Säg `mediahub publish {item}` när det är "
    "dags.",
)


class Publication(NamedTuple):
    """The item, the file and the time that were written, whether a withdrawn episode returns by it,
    and what comes next: what stands between the item and its feed, or when it enters.
    """

    item: str
    file: Path
    moment: datetime
    returns: bool
    next: str


class ScheduledError(SettingsError):
    """An item that has a publication time to come, which nobody said to give up."""

    def __init__(self, item_id: str, moment: datetime) -> None:
        super().__init__(
            f"{item_id} is scheduled for {swedish_minute(moment)}; say "
            f"`mediahub publish {item_id} --now` to publish it at once, or --at TIME for another "
            "time",
            swedish=f"{item_id} ska publiceras {swedish_minute(moment)}. Välj en annan tid, eller "
            "publicera nu.",
        )
        self.item_id = item_id
        self.moment = moment


def publish_item(
    root: Path, item_id: str, when: datetime | None, *, at_once: bool = False
) -> Publication:
    """Write the item's publication time into its TOML, and take its withdrawal back.

    A time without a zone is Swedish; None is now. Raises SettingsError for an unknown item, and for
    one that goes into no feed, or is in its feed already; ScheduledError for one whose time is to
    come. The last two not where `when` says another time, or it is meant `at_once`; a time to come
    is refused for what subscribers have or had.
    """
    now = datetime.now(UTC)
    with item_in_hand(root, item_id) as (state, item):
        if item.series is None:
            words, today = (WRITTEN if item.written else NO_FEED), swedish_second(now).date()
            raise SettingsError(
                words.said(item=item.id, kind=_A_KIND[item.kind], moment=today.isoformat())
            )
        scheduled = item.published is not None and item.published > now
        if scheduled and when is None and not at_once:
            assert item.published is not None  # noqa: S101 - it is to come
            raise ScheduledError(item.id, item.published)
        promise = state.ledger.promise(item.id)
        in_feed = promise is not None and promise.withdrawn is None and promise.enclosures
        if in_feed and when is None and not at_once:
            assert promise is not None  # noqa: S101 - it is kept
            since = swedish_minute(promise.published)
            raise SettingsError(IN_FEED.said(item=item.id, since=since))
        moment = swedish_second(when or now)
        if moment > now and promise is not None and promise.enclosures:
            # What was promised comes back, or stays, with the first run, whatever time is written.
            since = swedish_minute(promise.published)
            words = NOT_YET if in_feed else NO_RETURN_LATER
            raise SettingsError(words.said(item=item.id, since=since))
        with registry_lock(state.workspace):  # a theme.toml describes several items
            file = set_published(state.workspace.root, item, moment)
        returns = take_back(state.workspace, item.id)
    obstacle = _obstacle(state, item)
    if obstacle is None and moment > now:
        after: str = LATER
    else:
        after = obstacle or bring_up_to_date(root, item.id, PUBLISHED)
    return Publication(item.id, file, moment, returns, after)


def take_back(workspace: Workspace, item_id: str) -> bool:
    """Take the item's withdrawal back, so that its episode returns; False when it has none.

    It returns under its GUID and address: to an app that kept it, it is the same episode. Raises
    SettingsError when what was promised of it cannot be read.
    """
    with item_lock(workspace, item_id):
        promise = read_promise(workspace, item_id)
        if promise is None or promise.withdrawn is None:
            return False
        return write_promise(workspace, replace(promise, withdrawn=None, why=None))


def _obstacle(state: Survey, item: Item) -> str | None:
    reason = state.ledger.damaged.get(item.id)
    if reason is None and "chapter" in state.state(item.id).stages:
        return None
    reason = reason or state.unreadable.get(item.id)
    if reason is None:
        try:
            probe(item.path)
        except MediaError as error:
            reason = error.said
    if reason is not None:
        return BROKEN.said(reason=reason)
    return UNFINISHED
