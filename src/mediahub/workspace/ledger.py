"""published.toml: what has been promised to the world, and may never change under it."""

import json
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from mediahub.catalog import tomledit
from mediahub.catalog.moments import stockholm
from mediahub.catalog.problems import Problems, place
from mediahub.catalog.tomlfile import read

_PODCAST = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid, from the Podcasting 2.0 specification."""
_EPISODE = uuid.uuid5(_PODCAST, "mediahub:episode")

HEAD = """\
# What mediahub has promised to the world: the GUIDs by which podcast apps know the episodes, when
# each was first published, and the addresses it was given. Written at publication. Keep this file
# for ever (and in your backup): without it every subscriber gets every episode anew.
"""


@dataclass(frozen=True, slots=True)
class PromisedEnclosure:
    """A file that a feed has named: its address, digest, length in bytes and media type.

    `key` is the digest of what it stands and falls with; `chapters` (ms, title) and `tags` are what
    was put into it, so that the very same file can be made again.
    """

    url: str
    sha256: str
    length: int
    type: str
    key: str = ""
    chapters: tuple[tuple[int, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """An item that has been published; times have a zone and are kept to the second.

    `source_sha256` is the digest of its source file, by which a moved file is known again;
    `enclosures` are the files named for it, newest last.
    """

    item: str
    guid: str
    series: str
    published: datetime
    source_sha256: str
    enclosures: tuple[PromisedEnclosure, ...] = ()
    withdrawn: datetime | None = None
    title: str = ""


@dataclass(frozen=True)
class Ledger:
    """All promises, and the podcast GUID of each series by the series' id."""

    promises: tuple[Promise, ...] = ()
    feeds: Mapping[str, str] = field(default_factory=dict)

    def promise(self, item: str) -> Promise | None:
        """The promise made for the item with this id, or None."""
        return self._by_item.get(item)

    @cached_property
    def _by_item(self) -> dict[str, Promise]:
        return {one.item: one for one in self.promises}

    def with_promise(self, promise: Promise) -> "Ledger":
        """This ledger with the promise in place of the item's earlier one, or as a new one."""
        if self.promise(promise.item) == promise:
            return self
        kept = [promise if one.item == promise.item else one for one in self.promises]
        if promise not in kept:
            kept.append(promise)
        return replace(self, promises=tuple(kept))

    def with_feed(self, series: str, guid: str) -> "Ledger":
        """This ledger with the podcast GUID of a series."""
        return replace(self, feeds={**self.feeds, series: guid})

    def of_source(self, sha256: str) -> tuple[Promise, ...]:
        """The promises made for a source file with this digest: usually one or none."""
        return tuple(one for one in self.promises if one.source_sha256 == sha256)


def podcast_guid(feed_url: str) -> str:
    """The podcast:guid of a feed: UUIDv5 of its address without scheme and trailing slashes.

    To be computed once and kept, also when the feed moves (Podcasting 2.0, tag `guid`).
    """
    _, _, rest = feed_url.rpartition("://")
    return str(uuid.uuid5(_PODCAST, rest.rstrip("/")))


def mint_guid(podcast: str, item: str, source_sha256: str) -> str:
    """A new episode's GUID, to be minted once, at first publication, and looked up ever after.

    `podcast` is the podcast's GUID (or the workspace's public URL), `item` the item's id and
    `source_sha256` the digest of its source. The GUID is a UUIDv5 of the three: unlike a random one
    it is the same on two machines that publish the same for the first time, and no two items share
    all three. It identifies by being kept in published.toml: once there it is never computed again,
    so a new title, file, id or address does not change it.
    """
    return str(uuid.uuid5(_EPISODE, json.dumps([podcast, item, source_sha256])))


def read_ledger(path: Path) -> Ledger:
    """The ledger kept at `path`; an empty one when there is no such file.

    Raises SettingsError, naming file and key, when the file is damaged: it cannot be remade.
    """
    if not path.exists():
        return Ledger()
    problems = Problems()
    raw = read(path, path.name, problems)
    ledger = _ledger(raw, path.name, problems) if raw else Ledger()
    if problems.found:
        problems.add(
            path.name, "", "mend it or restore it from a backup; what it holds cannot be remade"
        )
    problems.raise_if_any()
    return ledger


def write_ledger(path: Path, ledger: Ledger) -> bool:
    """Bring the file at `path` up to `ledger`; return False, touching nothing, when it says so.

    Comments, order and unknown keys are kept. A promise that `ledger` lacks stays in the file: it
    is withdrawn by its `withdrawn`, never by being forgotten. Raises SettingsError when the file
    there is damaged.
    """
    wanted = [_to_the_second(promise) for promise in ledger.promises]
    there = read_ledger(path)
    kept = {promise.guid: promise for promise in there.promises}
    changed = [one for one in wanted if one.guid in kept and kept[one.guid] != one]
    added = [one for one in wanted if one.guid not in kept]
    feeds = {key: guid for key, guid in ledger.feeds.items() if there.feeds.get(key) != guid}
    if not (changed or added or feeds):
        return False
    text = tomledit.read_text(path) if path.exists() else HEAD
    if changed or feeds:
        text = _edited(text, path, changed, kept, feeds)
    if added:
        text = _appended(text, path, added)
    return tomledit.write_text(path, text)


def _ledger(raw: dict[str, Any], label: str, problems: Problems) -> Ledger:
    from mediahub.catalog.validate import validate
    from mediahub.workspace.ledger_models import PublishedFile

    file = validate(PublishedFile, raw, label, problems)
    if file is None:
        return Ledger()
    for key in ("item", "guid"):
        first: dict[str, int] = {}
        for number, promise in enumerate(file.promises, start=1):
            value = getattr(promise, key)
            if first.setdefault(value, number) != number:
                what = f"'{value}' stands in [[promises]] {first[value]} too"
                problems.add(label, place("promises", number, key), what)
    return Ledger(
        tuple(
            Promise(
                item=one.item,
                guid=one.guid,
                series=one.series,
                published=one.published,
                source_sha256=one.source_sha256,
                enclosures=tuple(
                    PromisedEnclosure(
                        file.url,
                        file.sha256,
                        file.length,
                        file.type,
                        file.key,
                        tuple((one.start_ms, one.title) for one in file.chapters),
                        tuple(file.tags.items()),
                    )
                    for file in one.enclosures
                ),
                withdrawn=one.withdrawn,
                title=one.title,
            )
            for one in file.promises
        ),
        dict(file.feeds),
    )


def _to_the_second(promise: Promise) -> Promise:
    """The promise as the file can hold it: Swedish time, whole seconds."""

    def swedish(moment: datetime) -> datetime:
        return moment.astimezone(stockholm()).replace(microsecond=0)

    withdrawn = promise.withdrawn
    return replace(
        promise,
        published=swedish(promise.published),
        withdrawn=None if withdrawn is None else swedish(withdrawn),
    )


def _plain(promise: Promise) -> dict[str, Any]:
    """The keys of a promise as the file has them, in its order, without the enclosures."""
    keys: dict[str, Any] = {
        "item": promise.item,
        "title": promise.title,
        "guid": promise.guid,
        "series": promise.series,
        "published": promise.published,
        "source_sha256": promise.source_sha256,
    }
    if promise.withdrawn is not None:
        keys["withdrawn"] = promise.withdrawn
    return keys


def _enclosure(enclosure: PromisedEnclosure) -> dict[str, Any]:
    import tomlkit

    keys: dict[str, Any] = {
        "url": enclosure.url,
        "sha256": enclosure.sha256,
        "length": enclosure.length,
        "type": enclosure.type,
    }
    if enclosure.key:
        keys["key"] = enclosure.key
    if enclosure.tags:
        keys["tags"] = tomlkit.inline_table()
        keys["tags"].update(dict(enclosure.tags))
    if enclosure.chapters:
        keys["chapters"] = tomlkit.array().multiline(True)
        for start, title in enclosure.chapters:
            chapter = tomlkit.inline_table()
            chapter.update({"start_ms": start, "title": title})
            keys["chapters"].append(chapter)
    return keys


def _edited(
    text: str,
    path: Path,
    changed: Sequence[Promise],
    kept: Mapping[str, Promise],
    feeds: Mapping[str, str],
) -> str:
    """The text with changed promises and feeds written over the old ones, the rest as it was."""
    import tomlkit

    document = tomledit.document(text, path)
    if feeds and "feeds" not in document:
        document["feeds"] = tomlkit.table()
    for series, guid in feeds.items():
        tomledit.put(document["feeds"], series, guid)
    tables = {str(table["guid"]): table for table in document.get("promises", ())}
    for promise in changed:
        table, before = tables[promise.guid], _plain(kept[promise.guid])
        after = _plain(promise)
        for key in after:
            if after[key] != before.get(key):
                tomledit.put(table, key, after[key])
        for key in before.keys() - after.keys():
            del table[key]
        _edit_enclosures(table, kept[promise.guid].enclosures, promise.enclosures)
    return tomlkit.dumps(document)


def _edit_enclosures(
    table: Any, before: Sequence[PromisedEnclosure], after: Sequence[PromisedEnclosure]
) -> None:
    import tomlkit

    if before == after:
        return
    fresh = list(after)
    if before and fresh[: len(before)] == list(before):
        fresh = fresh[len(before) :]  # the usual case: one more, with the old ones left untouched
    elif "enclosures" in table:
        del table["enclosures"]
    if isinstance(table, tomlkit.items.InlineTable):
        table["enclosures"] = [_enclosure(file) for file in after]
        return
    if "enclosures" not in table:
        table["enclosures"] = tomlkit.aot()
    for enclosure in fresh:
        new = tomlkit.table()
        new.update(_enclosure(enclosure))
        table["enclosures"].append(new)


def _appended(text: str, path: Path, added: Sequence[Promise]) -> str:
    """The text with new promises at its end."""
    import tomlkit

    written = text.rstrip("\n") + "\n\n" + "\n".join(_as_toml(one) for one in added)
    try:
        tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        # `promises = [{…}]`, written by hand. (Not always this way: a document of a thousand
        # tables takes tomlkit seconds to grow.)
        document = tomledit.document(text, path)
        for one in added:
            inline = {**_plain(one), "enclosures": [_enclosure(file) for file in one.enclosures]}
            document["promises"].append(inline)
        return tomlkit.dumps(document)
    return written


def _as_toml(promise: Promise) -> str:
    import tomlkit

    def lines(keys: Mapping[str, Any]) -> list[str]:
        return [f"{key} = {tomlkit.item(value).as_string()}" for key, value in keys.items()]

    parts = ["[[promises]]", *lines(_plain(promise))]
    for enclosure in promise.enclosures:
        parts += ["[[promises.enclosures]]", *lines(_enclosure(enclosure))]
    return "\n".join(parts) + "\n"
