"""`published/`: what has been promised to the world, and may never change under it.

A small file for each item (`items/ITEM-ID.toml`) and for each series (`series/SERIES-ID.toml`), so
that one promise costs as much to keep among ten thousand as alone. An older `published.toml` is
read as it is, and taken over by the first that writes.
"""

import os
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from mediahub.atomic import write_text
from mediahub.catalog import tomledit
from mediahub.catalog.problems import Problems
from mediahub.errors import SettingsError, system_reason
from mediahub.tongues import Said, Words, enumerated, joined
from mediahub.workspace.former_ledger import differing_guids, read_former, take_over
from mediahub.workspace.ledger_cache import Stamp, read_cache, write_cache
from mediahub.workspace.locks import item_lock, ledger_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.promise_file import (
    MEND,
    as_kept,
    edited_promise,
    edited_series,
    label_of,
    promise_text,
    read_promise_file,
    read_series_file,
    series_text,
)
from mediahub.workspace.promises import (
    UNSEEN,
    Ledger,
    Promise,
    PromisedChapters,
    PromisedEnclosure,
    is_public,
    ledger_of,
    mint_guid,
)

__all__ = [
    "UNSEEN",
    "Ledger",
    "Promise",
    "PromisedChapters",
    "PromisedEnclosure",
    "is_public",
    "ledger_of",
    "mint_guid",
    "read_ledger",
    "read_promise",
    "series_guid",
    "take_over",
    "write_changed",
    "write_promise",
    "write_series_guid",
]

CACHE = "ledger.json"
SHARED = Words(
    "published/items/{item}.toml: key 'guid': '{guid}' is also that of {others}; take away the "
    "file that is a copy",
    "published/items/{item}.toml: nyckeln ”guid”: ”{guid}” har även {others}. Ta bort filen som "
    "är en kopia.",
)
FEW = 100
"""Files that are parsed each time sooner than the cache is written anew."""


def read_ledger(workspace: Workspace) -> Ledger:
    """All that has been promised; an empty ledger when nothing was.

    A file that cannot be read is told in `damaged` or `damaged_feeds`. Raises SettingsError, naming
    file and key, when an older published.toml is damaged, or when `published/` cannot be looked
    into: what is not seen would be promised anew. Remembers in `.mediahub` what it has parsed.
    """
    former = read_former(workspace)
    promises, damaged = _promises(workspace)
    for item, promise in former.promises.items():
        there = promises.setdefault(item, promise.kept()) if item not in damaged else promise
        if there.guid != promise.guid:
            label = label_of(workspace.promise(item))
            damaged[item] = joined(": ", (label, differing_guids(item, promise.guid, there.guid)))
    damaged |= _shared_guids(promises)
    feeds, damaged_feeds = _podcasts(workspace)
    former_feeds = {
        series: guid for series, guid in former.feeds.items() if series not in damaged_feeds
    }
    sound = {item: promise for item, promise in promises.items() if item not in damaged}
    return Ledger(sound, {**former_feeds, **feeds}, damaged, damaged_feeds)


def read_promise(workspace: Workspace, item_id: str) -> Promise | None:
    """The promise made for the item with this id, or None.

    Raises SettingsError, naming file and key, when it cannot be read.
    """
    path = workspace.promise(item_id)
    if os.path.lexists(path):
        problems = Problems()
        promise = read_promise_file(path, item_id, problems)
        _raise(problems, path)
        return promise
    former = read_former(workspace).promises.get(item_id)
    return None if former is None else former.kept()


def write_promise(workspace: Workspace, promise: Promise) -> bool:
    """Bring the promise's file up to it; return False, touching nothing, when it says so already.

    Comments, order and unknown keys are kept, and other promises' files are not touched. Addresses
    on this machine are left out: they are no promises. Who read the promise to change it holds the
    item's lock meanwhile; it is taken here, too. Raises SettingsError when the file there is
    damaged, and when it has another GUID.
    """
    wanted = as_kept(promise)
    with item_lock(workspace, promise.item):
        take_over(workspace)
        path = workspace.promise(promise.item)
        there = read_promise(workspace, promise.item)
        if there is None:
            return write_text(path, promise_text(wanted))
        if there.guid != wanted.guid:
            raise SettingsError(
                f"{label_of(path)}: key 'guid': is '{there.guid}' and would become "
                f"'{wanted.guid}'; a GUID never changes, so nothing was written; run again",
                swedish=f"{label_of(path)}: nyckeln ”guid” är ”{there.guid}” och skulle bli "
                f"”{wanted.guid}”. Ett GUID ändras aldrig, så inget är skrivet. Kör igen.",
            )
        if there == wanted:
            return False
        text = edited_promise(tomledit.read_text(path), path, there, wanted)
        return tomledit.write_text(path, text)


def write_changed(workspace: Workspace, before: Ledger, after: Ledger) -> bool:
    """Write the promises and podcast GUIDs in which `after` differs from `before`; False when none.

    `before` is what was read and `after` what was made of it. What others have written meanwhile
    stays: only the fields that differ are changed in what is there now. Raises as `write_promise`.
    """
    written: dict[str, tuple[Stamp, Promise]] = {}
    for item, promise in sorted(after.by_item.items()):
        old = before.promise(item)
        if old is promise or old == promise:
            continue
        with item_lock(workspace, item):
            now = read_promise(workspace, item)
            wanted = promise if now is None else _on(now, old, promise)
            if write_promise(workspace, wanted):
                written[item] = (_stamp(workspace.promise(item).stat()), as_kept(wanted))
    changed = [
        series
        for series, guid in sorted(after.feeds.items())
        if before.feeds.get(series) != guid and write_series_guid(workspace, series, guid)
    ]
    if len(written) > FEW:
        cache = workspace.private / CACHE
        write_cache(cache, read_cache(cache) | written)
    return bool(written or changed)


def series_guid(workspace: Workspace, series_id: str) -> str | None:
    """The podcast GUID that was kept for the series, or None.

    Raises SettingsError, naming file and key, when it cannot be read.
    """
    path = workspace.podcast(series_id)
    if os.path.lexists(path):
        problems = Problems()
        guid = read_series_file(path, series_id, problems)
        _raise(problems, path)
        return guid
    return read_former(workspace).feeds.get(series_id)


def write_series_guid(workspace: Workspace, series_id: str, guid: str) -> bool:
    """Keep the podcast GUID of a series; return False, touching nothing, when it is kept already.

    Comments, order and unknown keys stay. Raises SettingsError when the file there is damaged.
    """
    take_over(workspace)
    with ledger_lock(workspace):
        path = workspace.podcast(series_id)
        there = series_guid(workspace, series_id)
        if there is None:
            return write_text(path, series_text(series_id, guid))
        if there == guid:
            return False
        return tomledit.write_text(path, edited_series(tomledit.read_text(path), path, guid))


def _promises(workspace: Workspace) -> tuple[dict[str, Promise], dict[str, str]]:
    """The promises in `items/`, and what is wrong with those that cannot be read."""
    cache = workspace.private / CACHE
    known = read_cache(cache)
    found: dict[str, tuple[Stamp, Promise]] = {}
    damaged: dict[str, str] = {}
    parsed = 0
    for item, stamp in _files(workspace.promises):
        kept = known.get(item)
        if kept is not None and kept[0] == stamp:
            found[item] = kept
            continue
        path, problems = workspace.promise(item), Problems()
        promise = read_promise_file(path, item, problems)
        if promise is None:
            damaged[item] = _told(problems)
            continue
        parsed += 1
        found[item] = (stamp, promise)
    if parsed > FEW and workspace.private.is_dir():
        write_cache(cache, found)
    return {item: promise for item, (_, promise) in found.items()}, damaged


def _podcasts(workspace: Workspace) -> tuple[dict[str, str], dict[str, str]]:
    """The podcast GUIDs in `series/`, and what is wrong with those that cannot be read."""
    found: dict[str, str] = {}
    damaged: dict[str, str] = {}
    for series, _ in _files(workspace.podcasts):
        problems = Problems()
        guid = read_series_file(workspace.podcast(series), series, problems)
        if guid is None:
            damaged[series] = _told(problems)
        else:
            found[series] = guid
    return found, damaged


def _files(folder: Path) -> Iterator[tuple[str, Stamp]]:
    """The TOML files in a folder by name without its ending, in order, each with its stamp."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(
                (entry.name, entry)
                for entry in entries
                if entry.name.endswith(".toml") and not entry.name.startswith(".")
            )
        for name, entry in names:
            try:
                yield name[:-5], _stamp(entry.stat())
            except FileNotFoundError:  # a link to nothing: read, and told
                yield name[:-5], (0, 0, 0)
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(
            f"{'/'.join(folder.parts[-2:])} cannot be looked into ({error.strerror}); it says what "
            "was promised to the world: see to it that it can be read",
            swedish=f"{'/'.join(folder.parts[-2:])} går inte att se in i "
            f"({system_reason(error).swedish}). Där står vad världen har blivit lovad: se "
            "till att mappen går att läsa.",
        ) from error


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _shared_guids(promises: dict[str, Promise]) -> dict[str, str]:
    """What is wrong with promises that have the same GUID: a file was copied, and which is not
    known.
    """
    items: dict[str, list[str]] = {}
    for item, promise in promises.items():
        items.setdefault(promise.guid, []).append(item)
    return {
        item: SHARED.said(
            item=item, guid=guid, others=enumerated(one for one in sharing if one != item)
        )
        for guid, sharing in items.items()
        if len(sharing) > 1
        for item in sharing
    }


def _on(now: Promise, before: Promise | None, after: Promise) -> Promise:
    """What is there now, with what was changed from `before` to `after`."""
    if before is None:  # another published it in the same moment
        before = replace(now, enclosures=())
        after = replace(after, published=now.published, withdrawn=now.withdrawn, why=now.why)
    changes = {
        field.name: getattr(after, field.name)
        for field in fields(Promise)
        if getattr(after, field.name) != getattr(before, field.name)
    }
    old, new = before.kept().enclosures, after.kept().enclosures
    if new[: len(old)] == old and now.enclosures[: len(old)] == old:
        added = tuple(one for one in new[len(old) :] if one not in now.enclosures[len(old) :])
        changes["enclosures"] = (*now.enclosures, *added)
    elif old == new:
        changes.pop("enclosures", None)
    return replace(now, **changes)


def _told(problems: Problems) -> Said:
    lines = joined("; ", (line for _, line in problems.found))
    english, swedes = (f"{lines}; {MEND}", f"{lines.swedish.rstrip('.')}. {MEND.swedish}")
    return Said(english, swedes)


def _raise(problems: Problems, path: Path) -> None:
    if problems.found:
        problems.add(label_of(path), "", MEND)
    problems.raise_if_any()
