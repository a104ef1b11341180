"""One item as it stands, without looking at the others: for what people do to it by command."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.catalog import Catalogue, Item, load
from mediahub.catalog.problems import resolve_id
from mediahub.errors import SettingsError
from mediahub.models import Store, default_store
from mediahub.pipeline.survey import (
    Dating,
    Survey,
    edits_of,
    models_at_hand,
    read_sources,
    state_of,
    survey,
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

    Its states, sources and ledger hold this item (and what else has its id), its catalogue all that
    people wrote. Raises SettingsError when the workspace is wrong, or has no such item.
    """
    state = read_item(find_item(root, given_id, store=store))
    (item_id,) = state.states
    return state, state.catalogue.item(item_id)


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
    digests = Digests(workspace.private / "digests.json", workspace.root)
    return FoundItem(workspace, catalogue, item, digests, store)


def read_item(found: FoundItem) -> Survey:
    """What was made of the item that was found, its edits and its promise, as they are now.

    Who goes on to change them holds the item's lock. A promise that cannot be read is told in the
    ledger's `damaged`.
    """
    workspace, item = found.workspace, found.item
    state = state_of(workspace, item.id)
    found.digests.forget(edits_of(workspace, item, state))
    sources, unreadable = read_sources(workspace, [item], {item.id: state}, found.digests)
    ledger = _promised(workspace, item)
    dated = Dating(found.catalogue, ledger).item(titled(item, state))
    others = found.catalogue.items
    return Survey(
        workspace,
        replace(
            found.catalogue, items=tuple(dated if one.id == item.id else one for one in others)
        ),
        ledger,
        found.digests,
        found.store,
        models_at_hand(found.catalogue.settings.model, found.store),
        {item.id: state},
        sources,
        unreadable,
    )


def _promised(workspace: Workspace, item: Item) -> Ledger:
    """What was promised of the item and of its series."""
    feeds: dict[str, str] = {}
    damaged: dict[str, str] = {}
    try:
        guid = series_guid(workspace, item.series) if item.series is not None else None
        if guid is not None and item.series is not None:
            feeds[item.series] = guid
    except SettingsError as error:
        damaged[item.series or ""] = str(error)
    try:
        promise = read_promise(workspace, item.id)
    except SettingsError as error:
        return Ledger({}, feeds, {item.id: str(error)}, damaged)
    return Ledger({} if promise is None else {item.id: promise}, feeds, {}, damaged)


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
