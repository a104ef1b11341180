"""Promises as they were read last, so that ten thousand small files need not be parsed again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from mediahub.atomic import write_bytes
from mediahub.workspace.promises import Promise, PromisedChapters, PromisedEnclosure

Stamp = tuple[int, int, int]
"""Size, modification time in ns, and inode: while they stay the same, so does the file."""

SCHEMA = 1


def read_cache(path: Path) -> dict[str, tuple[Stamp, Promise]]:
    """The promises by item id, each with the stamp of its file; a damaged cache is an empty one."""
    try:
        checksum, _, data = path.read_bytes().partition(b"\n")
        if hashlib.sha256(data).hexdigest().encode() != checksum:
            return {}
        stored = json.loads(data)
        if stored["schema"] != SCHEMA:
            return {}
        return {
            item: ((size, mtime, inode), promise_from_json(item, value))
            for item, (size, mtime, inode, value) in stored["items"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_cache(path: Path, promises: Mapping[str, tuple[Stamp, Promise]]) -> None:
    """Remember the promises, where that can be written; it is no matter where it cannot."""
    items = {
        item: [*stamp, promise_to_json(promise)]
        for item, (stamp, promise) in sorted(promises.items())
    }
    data = json.dumps({"schema": SCHEMA, "items": items}, ensure_ascii=False).encode("utf-8")
    with suppress(OSError):
        write_bytes(path, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)


def promise_to_json(promise: Promise) -> dict[str, Any]:
    """The promise as a JSON value, without its item."""
    value: dict[str, Any] = {
        "guid": promise.guid,
        "series": promise.series,
        "published": promise.published.isoformat(),
        "source_sha256": promise.source_sha256,
    }
    if promise.enclosures:
        value["enclosures"] = [enclosure_to_json(one) for one in promise.enclosures]
    if promise.withdrawn is not None:
        value["withdrawn"] = promise.withdrawn.isoformat()
    if promise.title:
        value["title"] = promise.title
    if promise.why is not None:
        value["why"] = promise.why
    if promise.former_sources:
        value["former_sources"] = promise.former_sources
    if promise.chapters is not None:
        value["chapters"] = [promise.chapters.key, promise.chapters.chapters]
    return value


def promise_from_json(item: str, value: dict[str, Any]) -> Promise:
    """The promise that `promise_to_json` gave. Raises what a damaged value raises."""
    withdrawn = value.get("withdrawn")
    return Promise(
        item,
        value["guid"],
        value["series"],
        datetime.fromisoformat(value["published"]),
        value["source_sha256"],
        enclosures_from_json(value.get("enclosures", ())),
        None if withdrawn is None else datetime.fromisoformat(withdrawn),
        value.get("title", ""),
        value.get("why"),
        tuple(value.get("former_sources", ())),
        _chapters_from_json(value.get("chapters")),
    )


def _chapters_from_json(value: Any) -> PromisedChapters | None:
    if value is None:
        return None
    key, chapters = value
    return PromisedChapters(key, tuple((start, end, title) for start, end, title in chapters))


def enclosure_to_json(enclosure: PromisedEnclosure) -> list[Any]:
    """The enclosure as a JSON value."""
    return [
        enclosure.url,
        enclosure.sha256,
        enclosure.length,
        enclosure.type,
        enclosure.key,
        enclosure.chapters,
        enclosure.tags,
    ]


def enclosures_from_json(values: Iterable[Any]) -> tuple[PromisedEnclosure, ...]:
    """The enclosures that `enclosure_to_json` gave. Raises what a damaged value raises."""
    return tuple(
        PromisedEnclosure(
            url,
            sha256,
            length,
            kind,
            key,
            tuple((start, title) for start, title in chapters),
            tuple((name, text) for name, text in tags),
        )
        for url, sha256, length, kind, key, chapters, tags in values
    )
