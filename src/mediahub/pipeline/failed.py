"""Which items failed in the last run: kept, so that they can be chosen (`--where failed`)."""

import json
from collections.abc import Collection, Iterable

from mediahub.atomic import write_json
from mediahub.pipeline.survey import Survey
from mediahub.workspace.paths import Workspace

SCHEMA = 1


def failed_items(state: Survey) -> frozenset[str]:
    """The media items that cannot be used, or failed in the last run that worked on them.

    One whose file has changed since counts no more.
    """
    items = {item.id: item for item in state.media_items}
    kept = _read(state.workspace)
    still = {
        item_id
        for item_id, digest in kept.items()
        if item_id in state.sources and state.sources[item_id].media.sha256 == digest
    }
    unusable = {item_id for item_id, item in items.items() if item.problem is not None}
    return frozenset(still | unusable | (items.keys() & state.unreadable.keys()))


def keep_failed(state: Survey, tried: Collection[str], failed: Iterable[str]) -> None:
    """Note down which of the items that a run `tried` failed; the others' notes stay.

    Raises OSError when the disk refuses.
    """
    before = _read(state.workspace)
    now = {item_id: digest for item_id, digest in before.items() if item_id not in tried}
    now |= {
        item_id: state.sources[item_id].media.sha256
        for item_id in failed
        if item_id in state.sources
    }
    now = {item_id: now[item_id] for item_id in sorted(now) if item_id in state.sources}
    if now != before:
        path = state.workspace.private / "failed.json"
        write_json(path, {"schema": SCHEMA, "items": now})


def _read(workspace: Workspace) -> dict[str, str]:
    try:
        stored = json.loads((workspace.private / "failed.json").read_text(encoding="utf-8"))
        items = stored["items"] if stored["schema"] == SCHEMA else {}
        return {str(item_id): str(digest) for item_id, digest in items.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
