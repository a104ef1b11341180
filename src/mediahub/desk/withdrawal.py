"""Withdrawing by command: a tombstone in published/, from which everything else follows."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mediahub.catalog.moments import swedish_date
from mediahub.desk.after import WITHDRAWN, Followed, follow, told_of
from mediahub.errors import SettingsError
from mediahub.pipeline.survey_item import find_item
from mediahub.workspace.ledger import Promise, read_promise, take_over, write_promise
from mediahub.workspace.locks import item_lock
from mediahub.workspace.paths import Workspace


class Withdrawal(NamedTuple):
    """The promise with its tombstone, the file that holds it, what comes next in a sentence, and
    what followed at once.
    """

    promise: Promise
    file: Path
    next: str
    followed: Followed


def episode(root: Path, given_id: str) -> Promise:
    """The promise of a published episode; `given_id` is its id or the only one that begins so.

    Where its source is gone, it is known by its whole id. Raises SettingsError when there is no
    such item, when it was never published, and when it is withdrawn already.
    """
    workspace = Workspace(root.resolve())
    promised = _promised(workspace)
    item_id = given_id if given_id in promised else find_item(workspace.root, given_id).item.id
    return _standing(workspace, item_id)


def withdraw(root: Path, given_id: str, why: str) -> Withdrawal:
    """Withdraw a published episode for good, and keep why; nothing else is taken away here.

    Its promise stays as a tombstone: its GUID is never given to another, and its publication time
    in a TOML counts no more. Raises SettingsError as `episode`, and when `why` is empty.
    """
    reason = " ".join(why.split())
    if not reason:
        raise SettingsError(
            "--why is empty; say in a few words why the episode is withdrawn",
            swedish="Skriv i några ord varför avsnittet dras tillbaka.",
        )
    workspace = Workspace(root.resolve())
    item_id = episode(root, given_id).item
    take_over(workspace)
    with item_lock(workspace, item_id):
        now = datetime.now(UTC).replace(microsecond=0)
        promise = replace(_standing(workspace, item_id), withdrawn=now, why=reason)
        write_promise(workspace, promise)
    followed = follow(root, [item_id], searches=True, to_target=True)
    told = told_of(followed, WITHDRAWN)
    return Withdrawal(promise, workspace.promise(item_id), told, followed)


def _standing(workspace: Workspace, item_id: str) -> Promise:
    promise = read_promise(workspace, item_id)
    if promise is None:
        raise SettingsError(
            f"{item_id} was never published, and there is nothing to withdraw; to keep it from "
            "being published, take `published` out of its TOML",
            swedish=f"{item_id} har aldrig publicerats, så det finns inget att dra tillbaka.",
        )
    if promise.withdrawn is not None:
        day = swedish_date(promise.withdrawn).isoformat()
        why = f" ({promise.why})" if promise.why else ""
        raise SettingsError(
            f"{item_id} is withdrawn since {day}{why}; nothing was changed",
            swedish=f"{item_id} är tillbakadraget sedan {day}{why}. Inget är ändrat.",
        )
    return promise


def _promised(workspace: Workspace) -> frozenset[str]:
    """The ids of all items that were ever published."""
    from mediahub.workspace.former_ledger import read_former

    try:
        names = os.listdir(workspace.promises)  # noqa: PTH208 - thousands
    except OSError:
        names = []
    kept = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return frozenset({*kept, *read_former(workspace).promises})
