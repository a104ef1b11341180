"""What was read of documents: `index/notices.json`, beside the passages made of them.

A document has no folder of results, since all that is made of it is what can be found.
"""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mediahub.atomic import write_json
from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.workspace.paths import Workspace

SCHEMA = 1


def document_notices(workspace: Workspace) -> dict[str, tuple[Notice, ...]]:
    """What there is to look at in documents, by item; none where the file is absent or damaged."""
    try:
        return {
            item_id: tuple(map(notice_from_json, found))
            for item_id, found in _stored(workspace)["items"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def document_titles(workspace: Workspace) -> dict[str, str]:
    """What documents call themselves, by item; none where the file is absent or damaged."""
    titles = _stored(workspace).get("titles")
    found = titles.items() if isinstance(titles, dict) else ()
    return {item_id: title for item_id, title in found if isinstance(title, str)}


def document_abouts(workspace: Workspace) -> dict[str, Any]:
    """What documents say of themselves beside their titles, by item, as JSON values."""
    abouts = _stored(workspace).get("about")
    return abouts if isinstance(abouts, dict) else {}


def documents_told(workspace: Workspace) -> bool:
    """Whether it was kept what all documents that are in the index told."""
    return "titles" in _stored(workspace)


def keep_told(
    workspace: Workspace,
    notices: Mapping[str, tuple[Notice, ...]],
    titles: Mapping[str, str | None],
    abouts: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Put what these documents tell in place of what was kept of them.

    Raises OSError when the file cannot be written.
    """
    before, called = document_notices(workspace), document_titles(workspace)
    told = document_abouts(workspace)
    after = {i: found for i, found in {**before, **notices}.items() if found}
    now = {i: title for i, title in {**called, **titles}.items() if title}
    says = {i: about for i, about in {**told, **abouts}.items() if about}
    if (after, now, says) != (before, called, told) or not documents_told(workspace):
        items = {i: [*map(notice_to_json, found)] for i, found in sorted(after.items())}
        workspace.document_notices.parent.mkdir(parents=True, exist_ok=True)
        kept = {"schema": SCHEMA, "items": items, "titles": dict(sorted(now.items()))}
        kept |= {"about": dict(sorted(says.items()))} if says else {}
        write_json(workspace.document_notices, kept)


def _stored(workspace: Workspace) -> dict[str, Any]:
    try:
        stored = json.loads(workspace.document_notices.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) and stored.get("schema") == SCHEMA else {}
