"""One item as it stands, without looking at the others: for what people do to it by command."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.catalog import Catalogue, Item, load
from mediahub.catalog.problems import resolve_id
from mediahub.edits import journal_path
from mediahub.edits.journal import SUFFIX as JOURNAL
from mediahub.errors import SettingsError
from mediahub.models import Store, default_store
from mediahub.pipeline.kinds import by_content
from mediahub.pipeline.stage import Handle, Sources
from mediahub.pipeline.survey import (
    Dating,
    Survey,
    edits_of,
    models_at_hand,
    read_sources,
    share_corrections,
    state_of,
    survey,
    with_titles,
)
from mediahub.pipeline.titles import titled
from mediahub.workspace.digests import Digests
from mediahub.workspace.ledger import Ledger, read_promise, series_guid
from mediahub.workspace.paths import Workspace


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item that was found by its id, and what people wrote of the workspace it is in."""

    workspace: Workspace
    catalogue: Catalogue
    item: Item
    digests: Digests
    store: Store


def survey_item(root: Path, given_id: str, *, store: Store | None = None) -> tuple[Survey, Item]:
    """As `survey`, of one item alone; `given_id` is its id, or the only one that begins so.

    Its states, sources and promises are this item's alone, its catalogue is whole: every stage of
    the item is planned as in a survey of all. Raises SettingsError when the workspace is wrong, or
    has no such item.
    """
    found = find_item(root, given_id, store=store)
    return with_siblings(read_item(found), found.item.id)


def find_item(root: Path, given_id: str, *, store: Store | None = None) -> FoundItem:
    """The item that is meant; what was made of it is not read yet. Raises as `survey_item`."""
    workspace = Workspace(root.resolve())
    catalogue = load(workspace.root)
    store = store or default_store()
    item = _directly(workspace, catalogue, given_id)
    if item is None:
        # A file that was moved keeps the id it had: that is seen when all are looked at.
        seen = survey(root, store=store)
        catalogue = seen.catalogue
        item = catalogue.item(resolve_id(given_id, [one.id for one in catalogue.items]))
    digests = Digests(workspace.private / "digests.json", workspace.root, part=True)
    return FoundItem(workspace, catalogue, item, digests, store)


def read_item(found: FoundItem) -> Survey:
    """What was made of the item that was found, its edits and its promise, as they are now.

    Who goes on to change them holds the item's lock. What its siblings' edits tell is not read. A
    promise that cannot be read is told in the ledger's `damaged`.
    """
    workspace, item = found.workspace, found.item
    state = state_of(workspace, item.id)
    found.digests.forget(edits_of(workspace, item, state))
    sources, unreadable = read_sources(workspace, [item], {item.id: state}, found.digests)
    ledger = _promised(workspace, item.id, [series.id for series in found.catalogue.series])
    catalogue = by_content(found.catalogue, sources, {item.id: state})
    item = catalogue.item(item.id)
    dated = Dating(catalogue, ledger).item(titled(item, state))
    others = catalogue.items
    items = tuple(dated if one.id == item.id else one for one in others)
    return Survey(
        workspace,
        with_titles(workspace, replace(catalogue, items=items)),
        ledger,
        found.digests,
        found.store,
        models_at_hand(found.catalogue.settings.model, found.store),
        {item.id: state},
        sources,
        unreadable,
    )


def read_again(state: Survey, item: Item) -> Survey:
    """As `read_item`, of an item that was surveyed before: what people wrote is not read again."""
    found = FoundItem(state.workspace, state.catalogue, item, state.digests, state.store)
    return read_item(found)


def with_siblings(state: Survey, item_id: str) -> tuple[Survey, Item]:
    """The survey with what the edits of the item's siblings tell of it; and the item."""
    item = state.catalogue.item(item_id)
    own = state.sources.get(item_id)
    if own is None:
        return state, item
    sources = {**_siblings(state, item), item_id: own}
    shared = share_corrections(state.workspace, state.catalogue, sources)
    return replace(state, sources={item_id: shared[item_id]}), item


def _siblings(state: Survey, item: Item) -> dict[str, Sources]:
    """Those of the item's theme or series that have edits, with these alone."""
    root = state.workspace.root
    folders = {
        folder
        for folder, _, names in os.walk(root / "media")
        if any(name.endswith(JOURNAL) for name in names)
    }
    found = {}
    for other in state.media_items:
        near = (other.theme or "", other.series or "") if folders else ()
        if item.id == other.id or other.problem is not None or not _akin(item, near):
            continue
        if str(other.path.parent) in folders and (journal := journal_path(other.path)).exists():
            edits = Handle(state.workspace.relative(journal), "")
            found[other.id] = Sources(media=Handle("", ""), edits=edits)
    return found


def _akin(item: Item, groups: tuple[str, ...]) -> bool:
    return any(group and group in groups for group in (item.theme, item.series))


def _promised(workspace: Workspace, item_id: str, series: list[str]) -> Ledger:
    damaged: dict[str, str] = {}
    damaged_feeds: dict[str, str] = {}
    feeds: dict[str, str] = {}
    promise = None
    try:
        promise = read_promise(workspace, item_id)
    except SettingsError as error:
        damaged[item_id] = error.said
    for series_id in series:
        try:
            guid = series_guid(workspace, series_id)
        except SettingsError as error:
            damaged_feeds[series_id] = error.said
        else:
            if guid is not None:
                feeds[series_id] = guid
    by_item = {item_id: promise} if promise is not None else {}
    return Ledger(by_item, feeds, damaged, damaged_feeds)


def _directly(workspace: Workspace, catalogue: Catalogue, given_id: str) -> Item | None:
    """The item that bears the id; None when one that bore it earlier may be meant."""
    items = {item.id: item for item in catalogue.items}
    try:
        item = items[resolve_id(given_id, items.keys())]
    except SettingsError:
        return None
    if not item.written and item.id not in _once_there(workspace, item.id):
        return None  # new here: perhaps an old acquaintance under another name
    if item.id != given_id and any(one not in items for one in _once_there(workspace, given_id)):
        return None
    return item


def _once_there(workspace: Workspace, beginning: str) -> Iterator[str]:
    """The ids that begin so and have results or a promise."""
    for folder, ending in ((workspace.transcripts, ""), (workspace.promises, ".toml")):
        try:
            names = os.listdir(folder)  # noqa: PTH208 - thousands
        except OSError:
            continue
        for name in names:
            if name.startswith(beginning) and name.endswith(ending):
                yield name.removesuffix(ending)
