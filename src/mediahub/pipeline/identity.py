"""Ids that last: a renamed or moved file is recognised by its bytes and keeps its id."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from mediahub.catalog import Catalogue, Item
from mediahub.tongues import Said, joined
from mediahub.workspace.digests import Digests
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
    known by where it was last seen. An item of which only a TOML speaks has no file here.
    """
    here = {item.id for item in catalogue.items if not item.missing}
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
    taken = {*here, *renames.values()}
    by_place = {
        state.source: item_id for item_id, state in sorted(states.items()) if item_id not in taken
    }
    known = {*states, *promised, *renames}  # once: a set for each item is a day's work for many
    for item in catalogue.items:
        if item.id in shas and item.id not in known:
            kept = by_place.get(item.path.relative_to(catalogue.root).as_posix())
            if kept is not None:
                renames[item.id] = kept
    return renames


def renamed(catalogue: Catalogue, renames: Mapping[str, str]) -> Catalogue:
    """The catalogue under the ids to keep.

    Where a TOML still names the place that a file was moved from, the two are one item: as the TOML
    has it, with the fault, which says where the file is now.
    """

    def new(item_id: str) -> str:
        return renames.get(item_id, item_id)

    moved = {renames[item.id]: item for item in catalogue.items if item.id in renames}
    items: list[Item] = []
    for item in catalogue.items:
        if item.missing and item.id in moved:
            path = moved[item.id].path
            place = path.relative_to(catalogue.root).as_posix()
            told = _now_at(item, path, place)
            problem = joined("\n", [item.problem or "", told])
            items.append(replace(item, path=path, missing=False, problem=problem))
        elif item.id not in renames or not _spoken_of(catalogue, new(item.id)):
            items.append(replace(item, id=new(item.id)))
    themes = (
        replace(
            theme,
            items=_each(map(new, theme.items)),
            answers=tuple(
                replace(answer, item=new(answer.item)) if answer.item is not None else answer
                for answer in theme.answers
            ),
        )
        for theme in catalogue.themes
    )
    return replace(catalogue, items=tuple(items), themes=tuple(themes))


def digests_of_hurt(catalogue: Catalogue, digests: Digests) -> dict[str, str]:
    """The SHA-256 of the files that are there and yet cannot be used, by item.

    What is wrong may be the TOML that gives the item its id: it is then known by its bytes. What a
    link out of the workspace leads to is not looked at.
    """
    found: dict[str, str] = {}
    for item in catalogue.items:
        if item.written or item.missing or item.problem is None:
            continue
        try:
            if item.path.resolve(strict=True).is_relative_to(catalogue.root.resolve()):
                found[item.id] = digests.of(item.path)
        except OSError:
            continue  # what is wrong is told of its item already
    return found


def _now_at(item: Item, path: Path, place: str) -> Said:
    """Where the file of an item is now, whose TOML has it in another place, and what to do."""
    own = item.described_in
    if own is not None and own.stem == item.path.stem:  # a TOML of its own has its file's name
        right = f"{path.stem}{own.suffix}"
        return Said(
            f"the file is '{place}' now; rename '{own.name}' to '{right}' beside it, or move it "
            "back",
            f"Filen är ”{place}” nu. Döp om ”{own.name}” till ”{right}” bredvid den, eller flytta "
            "tillbaka den.",
        )
    return Said(
        f"the file is '{place}' now; name it so in the TOML, or move it back",
        f"Filen är ”{place}” nu. Nämn den så i TOML-filen, eller flytta tillbaka den.",
    )


def _spoken_of(catalogue: Catalogue, item_id: str) -> bool:
    return any(item.missing and item.id == item_id for item in catalogue.items)


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
