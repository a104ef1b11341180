"""Where one item stands in public, and what of it the world has."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from mediahub.catalog import Item
from mediahub.catalog.moments import swedish_second
from mediahub.desk.after import PUBLISHED, UP_TO_DATE, bring_up_to_date, follow
from mediahub.desk.publication import publish_item, take_back
from mediahub.desk.sheets import Sheet, item_sheet, save
from mediahub.errors import SettingsError
from mediahub.feed import ascii_name, url_under
from mediahub.pipeline.publicity import text_folder
from mediahub.pipeline.survey_item import find_item, read_item
from mediahub.site.schedule import Kind
from mediahub.site.values import page_address
from mediahub.workspace.paths import Workspace
from mediahub.workspace.state import read_state

PublicKind = Kind | Literal["none"]
"""As a `Standing`, or "none" for what no series takes: it is found by search alone."""


@dataclass(frozen=True, slots=True)
class InPublic:
    """An item as the world has it.

    `moment` is that of its publication or withdrawal. `feed` is the title of its series. `page`
    says whether its page stands in `feeds/`, `address` where the world reads that, if anywhere.
    `promised` says that its feed has it, so that it is taken back by a withdrawal alone; `why` is
    what was said of that. `by_itself` says that it is published without a time of its own,
    `reviewed_only` that its series waits until a person has reviewed its words.
    `target` is where `feeds/` is sent to, if it is.
    """

    item: Item
    kind: PublicKind
    moment: datetime | None = None
    feed: str | None = None
    page: bool = False
    address: str | None = None
    promised: bool = False
    why: str | None = None
    by_itself: bool = False
    reviewed_only: bool = False
    target: str | None = None


def in_public(root: Path, given_id: str) -> InPublic:
    """Where an item stands. Raises SettingsError for none, or where its promise is damaged."""
    there = find_item(root, given_id)
    state = read_item(there)
    item = state.catalogue.item(there.item.id)
    if item.id in state.ledger.damaged:
        raise SettingsError(state.ledger.damaged[item.id])
    found = state.publicity.standing_of(item)
    promise = state.ledger.promise(item.id)
    series = state.catalogue.serie(item.series) if item.series and not item.written else None
    home = promise.series if promise is not None else item.series
    folder = text_folder(item.id) if item.written else f"{home}/{ascii_name(item.id)}"
    public = state.catalogue.public_url
    sent = state.catalogue.settings.publish
    page = (state.workspace.feeds / page_address(folder)).is_file()
    return InPublic(
        item,
        "none" if found is None else found.kind,
        None if found is None else found.moment,
        None if series is None else series.title,
        page,
        url_under(public, *folder.split("/"), "") if public and page else None,
        found is not None and found.kind == "due" and promise is not None,
        None if promise is None else promise.why,
        series is not None and series.autopublish,
        series is not None and series.unreviewed == "hold",
        None if sent is None else sent.target,
    )


def bring_back(root: Path, item_id: str) -> bool:
    """Take a withdrawal back: the same episode returns, with the time and GUID it had.

    Whether its feed and pages could follow at once. Raises SettingsError where it has none.
    """
    if not take_back(Workspace(root.resolve()), item_id):
        raise SettingsError(
            f"{item_id} is not withdrawn; nothing was changed",
            swedish=f"{item_id} är inte tillbakadraget, och inget är ändrat.",
        )
    return bring_up_to_date(root, item_id, PUBLISHED) == UP_TO_DATE


def give_time(root: Path, item_id: str, moment: datetime | None) -> bool:
    """Write when an item is published, None for now; whether what follows could be done at once.

    Raises SettingsError for what goes into no feed, and for an item that is withdrawn or that
    subscribers have: only a withdrawal takes that back.
    """
    now = in_public(root, item_id)
    if now.promised or now.kind == "withdrawn":
        raise SettingsError(
            f"{item_id} has been published; withdraw it, or take that back",
            swedish=f"{item_id} är publicerat. Dra tillbaka det i stället.",
        )
    if now.item.written:
        return _written(root, item_id, moment or datetime.now().astimezone())
    return publish_item(root, item_id, moment, at_once=True).next == UP_TO_DATE


def make_draft(root: Path, item_id: str) -> bool:
    """Take the time of publication out of an item's TOML; whether what follows was done at once.

    Raises SettingsError where that would not keep it from the public.
    """
    now = in_public(root, item_id)
    if now.promised or now.kind == "withdrawn":
        raise SettingsError(
            f"{item_id} has been published; withdraw it, or take that back",
            swedish=f"{item_id} är publicerat. Dra tillbaka det i stället.",
        )
    if now.by_itself:
        raise SettingsError(
            f"{item_id} is in a series that publishes by itself; give it a time",
            swedish=f"{item_id} är i en serie som publicerar av sig själv. Ge det en tid.",
        )
    return _written(root, item_id, None)


def _written(root: Path, item_id: str, moment: datetime | None) -> bool:
    """Have the item's TOML say when it is published, and bring the public pages up to date."""
    value = None if moment is None else swedish_second(moment)

    def decided(_sheet: Sheet) -> dict[str, object]:
        return {"published": value}

    save(root, lambda: item_sheet(root, item_id), decided)
    followed = follow(root, [item_id] if _made(root, item_id) else [], searches=True)
    return not followed.failures


def _made(root: Path, item_id: str) -> bool:
    state = read_state(Workspace(root.resolve()).item(item_id) / "state.json", item_id)
    return state is not None and "transcribe" in state.stages
