"""published.toml, where earlier versions kept all promises: read, and taken over file by file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.catalog.problems import Problems, place
from mediahub.catalog.tomlfile import read
from mediahub.catalog.validate import validate
from mediahub.tongues import Said
from mediahub.workspace.locks import ledger_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.promise_file import (
    MEND,
    as_kept,
    label_of,
    promise_of,
    promise_text,
    read_promise_file,
    series_text,
)
from mediahub.workspace.promises import Promise

ASIDE = "taken-over"
"""What the old file is called in `published/`, before `.toml` or, when there is one, `-2.toml`."""


@dataclass(frozen=True)
class FormerLedger:
    """What published.toml holds: promises as it has them, with addresses on this machine too.

    `tables` are the promises' tables by item, with the keys that are not understood.
    """

    promises: Mapping[str, Promise] = field(default_factory=dict)
    feeds: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def is_there(workspace: Workspace) -> bool:
    """Whether there is a published.toml to take over, be it one that cannot be read."""
    return os.path.lexists(workspace.former_ledger)


def read_former(workspace: Workspace) -> FormerLedger:
    """What published.toml promises; nothing when there is none.

    Raises SettingsError, naming file and key, when it is damaged: it cannot be remade.
    """
    if not is_there(workspace):
        return FormerLedger()
    path, problems = workspace.former_ledger, Problems()
    raw = read(path, path.name, problems)
    former = _former(raw, path.name, problems) if raw else FormerLedger()
    if problems.found:
        problems.add(path.name, "", MEND)
    problems.raise_if_any()
    return former


def take_over(workspace: Workspace) -> bool:
    """Write each promise of published.toml to a file of its own and move it aside; False when
    there is none.

    What has its own file already stays as that has it: it is the newer one, and a take-over that
    was killed is gone on with. Addresses on this machine are no promises and are left out. Raises
    SettingsError, the old file left where it is, when it is damaged or says another GUID.
    """
    if not is_there(workspace):
        return False
    with ledger_lock(workspace):
        if not is_there(workspace):
            return False  # another was quicker
        former = read_former(workspace)
        problems = Problems()
        for item, promise in former.promises.items():
            _check_guid(workspace.promise(item), item, promise.guid, problems)
        problems.raise_if_any()
        for item, promise in former.promises.items():
            path = workspace.promise(item)
            if not os.path.lexists(path):
                write_text(path, promise_text(as_kept(promise), former.tables[item]))
        for series, guid in former.feeds.items():
            path = workspace.podcast(series)
            if not os.path.lexists(path):
                write_text(path, series_text(series, guid))
        workspace.published.mkdir(exist_ok=True)
        workspace.former_ledger.rename(_free_name(workspace.published))
    return True


def differing_guids(item: str, one: str, other: str) -> Said:
    """That two files give an item two GUIDs, and what to do."""
    return Said(
        f"published.toml has '{one}' for {item}, and this file '{other}'; a GUID never changes: "
        "keep the one that the feed on the web has, in both files",
        f"published.toml har ”{one}” för {item}, och den här filen ”{other}”. Ett GUID ändras "
        "aldrig: behåll det som flödet på webben har, i båda filerna.",
    )


def _former(raw: dict[str, Any], label: str, problems: Problems) -> FormerLedger:
    from mediahub.workspace import ledger_models

    file = validate(ledger_models.FormerLedger, raw, label, problems)
    if file is None:
        return FormerLedger()
    for key in ("item", "guid"):
        first: dict[str, int] = {}
        for number, promise in enumerate(file.promises, start=1):
            value = getattr(promise, key)
            if first.setdefault(value, number) != number:
                what = Said(
                    f"'{value}' stands in [[promises]] {first[value]} too",
                    f"”{value}” står även i [[promises]] {first[value]}",
                )
                problems.add(label, place("promises", number, key), what)
    return FormerLedger(
        {one.item: promise_of(one) for one in file.promises},
        dict(file.feeds),
        {table["item"]: table for table in raw.get("promises", ())},
    )


def _check_guid(path: Path, item: str, guid: str, problems: Problems) -> None:
    if not os.path.lexists(path):
        return
    there = read_promise_file(path, item, Problems())  # damage stops the item, not the take-over
    if there is not None and there.guid != guid:
        problems.add(label_of(path), place("", key="guid"), differing_guids(item, guid, there.guid))


def _free_name(folder: Path) -> Path:
    number, path = 1, folder / f"{ASIDE}.toml"
    while os.path.lexists(path):
        number += 1
        path = folder / f"{ASIDE}-{number}.toml"
    return path
