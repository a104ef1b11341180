"""A workspace at rest: what a run with nothing to do would find, known without looking into it.

A run that leaves nothing to do notes down how everything lay: every file in media/ and published/
by size, time and inode, every folder of results by its time (results are written by renaming, which
shows there), the versions of all that makes results, and when the next item is due. While all of
that is the same, the next run and plan need not read ten thousand files to find that out.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from mediahub import __version__
from mediahub.atomic import write_text
from mediahub.catalog.searchengine import search_settings
from mediahub.catalog.settings import OWN_ENGINE
from mediahub.errors import MediahubError
from mediahub.language import identity
from mediahub.models import Store, embedder_for
from mediahub.models.known import KNOWN, STYLED
from mediahub.pipeline.account import ModelUse
from mediahub.pipeline.noticing import noticed_from_json, noticed_to_json
from mediahub.pipeline.plan import Status
from mediahub.pipeline.stages import ITEM_STAGES
from mediahub.pipeline.summary import Summary
from mediahub.tongues import Said, swedish
from mediahub.workspace.paths import Workspace

SCHEMA = 3


@dataclass(frozen=True, slots=True)
class Rest:
    """What a run found when it left nothing to do: its summary, and the plan after it."""

    summary: Summary
    statuses: tuple[Status, ...]
    notes: tuple[str, ...]


def read_rest(workspace: Workspace, stamped: str, now: datetime) -> Rest | None:
    """What the last run found, if nothing has changed since; None when that is not certain.

    `stamped` is the workspace's stamp now.
    """
    try:
        stored = json.loads(_path(workspace).read_text(encoding="utf-8"))
        if stored["schema"] != SCHEMA or stored["stamp"] != stamped:
            return None
        if not stored["since"] <= now.isoformat():
            return None
        if stored["until"] is not None and stored["until"] <= now.isoformat():
            return None
        return Rest(
            _summary(workspace, stored["summary"]),
            tuple(_statuses(stored["fresh"], stored["others"])),
            _notes(stored["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_rest(
    workspace: Workspace, stamped: str, rest: Rest, *, now: datetime, until: datetime | None
) -> None:
    """Note down that the workspace is at rest from `now` on, until something falls due.

    `stamped` is its stamp from before it was looked at, the same as after it.
    """
    fresh: dict[str, list[str]] = {}
    others = []
    for status in rest.statuses:
        if status.condition == "fresh":
            fresh.setdefault(status.item, []).append(status.stage)
        else:
            others.append({**asdict(status), "swedish": list(map(swedish, status.reasons))})
    summary = asdict(rest.summary)
    summary["notices"] = noticed_to_json(rest.summary.notices)
    summary["notes"] = _kept(rest.summary.notes)
    summary["feeds"] = {name: workspace.relative(path) for name, path in rest.summary.feeds.items()}
    value = {
        "schema": SCHEMA,
        "stamp": stamped,
        "since": now.isoformat(),
        "until": until.isoformat() if until is not None else None,
        "summary": summary,
        "notes": _kept(rest.notes),
        "fresh": fresh,
        "others": others,
    }
    with suppress(OSError):  # where there is no room for it, the next run looks again
        write_text(_path(workspace), json.dumps(value, ensure_ascii=False))


def stamp(workspace: Workspace, store: Store) -> str:
    """A digest of how everything lies that a run would look at; changes when anything does."""
    digest = hashlib.sha256()
    for part in _versions(store):
        digest.update(f"{part}\n".encode())
    for path in (
        workspace.root / "mediahub.toml",
        workspace.root / "published.toml",
        workspace.confidence,
    ):
        digest.update(f"{_stamp(path)}\n".encode())
    for folder in (workspace.root / "media", workspace.published):
        for line in _files(f"{folder}", f"{workspace.root}{os.sep}"):
            digest.update(line.encode("utf-8", "surrogateescape"))
    for folder in (workspace.transcripts, workspace.feeds, workspace.index.parent):
        for line in _folders(f"{folder}"):
            digest.update(line.encode("utf-8", "surrogateescape"))
    digest.update(_served(workspace).encode())
    return digest.hexdigest()


def _served(workspace: Workspace) -> str:
    """The mark of the newest commit where a server holds the index; another each time it is gone.

    Only then is anything asked, and mediahub.toml read.
    """
    settings = search_settings(workspace.root)
    if settings == OWN_ENGINE:
        return ""
    from mediahub.search import SearchIndex

    try:
        return SearchIndex.open(workspace.index, settings).newest()
    except MediahubError:
        return secrets.token_hex()


def _versions(store: Store) -> Iterator[str]:
    yield __version__
    yield str(identity())
    yield ",".join(f"{stage.name} {stage.version}" for stage in ITEM_STAGES)
    embedder = embedder_for(store)
    yield f"{embedder.identity if embedder is not None else None}"
    there = [model for model in (*KNOWN, *STYLED) if store.at_hand(model) is not None]
    yield ",".join(model.name for model in there)
    # A branch goes on under the same name.
    yield ",".join(store.as_held(model).identity.revision for model in there if model in STYLED)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _files(folder: str, root: str) -> Iterator[str]:
    """A line for every file below a folder, links followed, in order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, root)
            continue
        try:
            status = entry.stat()
        except OSError:
            status = entry.stat(follow_symlinks=False)
        name = entry.path.removeprefix(root)
        yield f"{name} {status.st_size} {status.st_mtime_ns} {status.st_ino}\n"


def _folders(folder: str) -> Iterator[str]:
    """A line for every folder below one, and itself, in order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        # os.stat: ten thousand folders.
        yield f"{folder.rpartition(os.sep)[2]} {os.stat(folder).st_mtime_ns} {len(entries)}\n"  # noqa: PTH116
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _folders(entry.path)


def _path(workspace: Workspace) -> Path:
    return workspace.private / "rest.json"


def _kept(notes: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(note), swedish(note)) for note in notes]


def _notes(kept: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(Said(english, in_swedish) for english, in_swedish in kept)


def _summary(workspace: Workspace, value: Mapping[str, Any]) -> Summary:
    return replace(
        Summary(),
        items=value["items"],
        sound_ms=value["sound_ms"],
        feeds={name: workspace.root / path for name, path in value["feeds"].items()},
        renewable=value["renewable"],
        drafts=tuple(value["drafts"]),
        scheduled=tuple((item, at) for item, at in value["scheduled"]),
        notes=_notes(value["notes"]),
        notices=noticed_from_json(value["notices"]),
        models=tuple(ModelUse(**one) for one in value["models"]),
        one_voice=value["one_voice"],
    )


def _statuses(
    fresh: Mapping[str, Iterable[str]], others: Iterable[Mapping[str, Any]]
) -> Iterator[Status]:
    for item, stages in fresh.items():
        for stage in stages:
            yield Status(item, stage, "fresh")
    for one in others:
        yield Status(
            one["item"],
            one["stage"],
            one["condition"],
            tuple(map(Said, one["reasons"], one["swedish"])),
            tuple(one["changed"]),
        )
