"""What there is to look at in documents: `index/notices.json`, beside the passages made of them.

A document has no folder of results, since all that is made of it is what can be found.
"""

import json
from collections.abc import Mapping

from mediahub.atomic import write_json
from mediahub.notices import Notice, notice_from_json, notice_to_json
from mediahub.workspace.paths import Workspace

SCHEMA = 1


def document_notices(workspace: Workspace) -> dict[str, tuple[Notice, ...]]:
    """The notices of documents by item; none where the file is absent or damaged."""
    try:
        stored = json.loads(workspace.document_notices.read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA:
            return {}
        return {
            item_id: tuple(map(notice_from_json, found))
            for item_id, found in stored["items"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep_document_notices(workspace: Workspace, changed: Mapping[str, tuple[Notice, ...]]) -> None:
    """Put the notices of these documents in place of what was kept of them.

    Raises OSError when the file cannot be written.
    """
    before = document_notices(workspace)
    after = {i: found for i, found in {**before, **changed}.items() if found}
    if after != before or not workspace.document_notices.exists():
        items = {i: [*map(notice_to_json, found)] for i, found in sorted(after.items())}
        workspace.document_notices.parent.mkdir(parents=True, exist_ok=True)
        write_json(workspace.document_notices, {"schema": SCHEMA, "items": items})
