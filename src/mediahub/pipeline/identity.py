"""Ids that last: a renamed or moved file is recognised by its bytes and keeps its id."""

from collections.abc import Mapping

from mediahub.catalog import Catalogue
from mediahub.workspace.ledger import Ledger
from mediahub.workspace.state import ItemState


def keep_ids(
    catalogue: Catalogue,
    shas: Mapping[str, str],
    states: Mapping[str, ItemState],
    ledger: Ledger,
) -> dict[str, str]:
    """The new ids that are old ones under another name: new id to the id to keep.

    A file is an old acquaintance when its id has neither results nor a promise, and its SHA-256 is
    that of an item whose own file is not in the workspace any more. What was promised to the world
    goes before what was only transcribed. One that was moved, and replaced by a new cut since, is
    known by where it was last seen.
    """
    here = {item.id for item in catalogue.items}
    former: dict[str, str] = {}
    for item_id, state in sorted(states.items()):
        if item_id not in here and state.sha256:
            former[state.sha256] = item_id
    gone = [promise for promise in ledger.promises if promise.item not in here]
    for promise in gone:
        former |= dict.fromkeys(promise.former_sources, promise.item)
    for promise in gone:  # the source it has goes before those that others had before
        former[promise.source_sha256] = promise.item
    promised = {*ledger.by_item, *ledger.damaged}
    renames: dict[str, str] = {}
    for item_id, sha in shas.items():
        if item_id in states or item_id in promised:
            continue
        kept = former.pop(sha, None)
        if kept is not None:
            renames[item_id] = kept
    by_place = {
        state.source: item_id
        for item_id, state in sorted(states.items())
        if item_id not in here and item_id not in renames.values()
    }
    for item in catalogue.items:
        if item.id in shas and not {item.id} & {*states, *promised, *renames}:
            kept = by_place.get(item.path.relative_to(catalogue.root).as_posix())
            if kept is not None:
                renames[item.id] = kept
    return renames
