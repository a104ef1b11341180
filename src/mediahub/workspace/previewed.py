"""Enclosures that were made for the preview on this machine alone: known again, never promised."""

import json
from collections.abc import Mapping
from dataclasses import replace

from mediahub.atomic import write_text
from mediahub.workspace.ledger_cache import enclosure_to_json, enclosures_from_json
from mediahub.workspace.paths import Workspace
from mediahub.workspace.promises import Ledger, PromisedEnclosure, is_public

NAME = "previewed.json"
Previewed = Mapping[str, tuple[PromisedEnclosure, ...]]
"""Enclosures by item id, newest last."""


def read_previewed(workspace: Workspace) -> Previewed:
    """What was made for the preview; a file that is absent or damaged means nothing."""
    try:
        stored = json.loads((workspace.private / NAME).read_text(encoding="utf-8"))
        if stored["schema"] != 1:
            return {}
        return {item: enclosures_from_json(values) for item, values in stored["items"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_previewed(workspace: Workspace, previewed: Previewed) -> bool:
    """Keep it; False, touching nothing, when it is kept already, or when there is nothing."""
    path = workspace.private / NAME
    if not previewed and not path.exists():
        return False
    items = {
        item: [enclosure_to_json(one) for one in enclosures]
        for item, enclosures in sorted(previewed.items())
    }
    return write_text(path, json.dumps({"schema": 1, "items": items}, ensure_ascii=False))


def previewed_of(ledger: Ledger) -> Previewed:
    """The enclosures of a ledger in memory that are no promises, of items that are previewed now.

    Where the newest enclosure is a promise, those before are of no use any more.
    """
    return {
        promise.item: tuple(one for one in promise.enclosures if not is_public(one.url))
        for promise in ledger.promises
        if promise.enclosures and not is_public(promise.enclosures[-1].url)
    }


def as_read_again(ledger: Ledger) -> Ledger:
    """A ledger in memory as the next run will read it, once it is written down."""
    previewed = previewed_of(ledger)
    return with_previewed(ledger.with_promise(*(one.kept() for one in ledger.promises)), previewed)


def with_previewed(ledger: Ledger, previewed: Previewed) -> Ledger:
    """The ledger as a run uses it: with what was made for the preview after what was promised."""
    return ledger.with_promise(
        *(
            replace(promise, enclosures=(*promise.enclosures, *enclosures))
            for item, enclosures in previewed.items()
            if (promise := ledger.promise(item)) is not None
        )
    )
