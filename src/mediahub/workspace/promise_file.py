"""One file of published/ as text: read strictly, changed without losing what a person wrote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediahub.catalog import tomledit
from mediahub.catalog.moments import swedish_second
from mediahub.catalog.problems import Problems, place
from mediahub.catalog.tomlfile import read
from mediahub.catalog.validate import validate
from mediahub.tongues import Said
from mediahub.workspace.promises import Promise, PromisedChapters, PromisedEnclosure

if TYPE_CHECKING:
    from mediahub.workspace.ledger_models import PromiseFile

PROMISE_HEAD = """\
# What mediahub has promised to the world of this item: the GUID by which podcast apps know it, when
# it was first published, and the addresses it was given. Written at publication. Keep this file for
# ever (and in your backup): without it every subscriber gets the episode anew.

"""
SERIES_HEAD = """\
# The GUID by which podcast apps know this podcast, also when its feed moves. Keep this file for
# ever (and in your backup).

"""
MEND = Said(
    "mend it or restore it from a backup; what it holds cannot be remade",
    "Rätta den eller återställ den ur en säkerhetskopia: det den har kan inte göras på nytt.",
)


def read_promise_file(path: Path, item: str, problems: Problems) -> Promise | None:
    """The promise of the item kept at `path`; None, with each fault noted, when it is damaged."""
    from mediahub.workspace.ledger_models import PromiseFile

    label = label_of(path)
    raw = read(path, label, problems)
    file = None if raw is None else validate(PromiseFile, raw, label, problems)
    if file is None:
        return None
    if file.item != item:
        what = Said(
            f"'{file.item}' is not what the file is called; it is the promise of '{item}'",
            f"”{file.item}” är inte vad filen heter: den är löftet för ”{item}”",
        )
        problems.add(label, place("", key="item"), what)
        return None
    return promise_of(file)


def read_series_file(path: Path, series: str, problems: Problems) -> str | None:
    """The podcast GUID of the series kept at `path`; None, with each fault noted, as above."""
    from mediahub.workspace.ledger_models import SeriesFile

    label = label_of(path)
    raw = read(path, label, problems)
    file = None if raw is None else validate(SeriesFile, raw, label, problems)
    if file is None:
        return None
    if file.series != series:
        what = Said(
            f"'{file.series}' is not what the file is called; it is the GUID of '{series}'",
            f"”{file.series}” är inte vad filen heter: den har GUID för ”{series}”",
        )
        problems.add(label, place("", key="series"), what)
        return None
    return file.guid


def label_of(path: Path) -> str:
    """What a file of `published/` is called in messages."""
    return "/".join(path.parts[-3:])


def promise_of(file: "PromiseFile") -> Promise:
    """The value that a sound table stands for."""
    return Promise(
        item=file.item,
        guid=file.guid,
        series=file.series,
        published=file.published,
        source_sha256=file.source_sha256,
        enclosures=tuple(
            PromisedEnclosure(
                one.url,
                one.sha256,
                one.length,
                one.type,
                one.key,
                tuple((chapter.start_ms, chapter.title) for chapter in one.chapters),
                tuple(one.tags.items()),
            )
            for one in file.enclosures
        ),
        withdrawn=file.withdrawn,
        title=file.title,
        why=file.why,
        former_sources=tuple(file.former_sources),
        chapters=None
        if file.chapters_key is None
        else PromisedChapters(
            file.chapters_key,
            tuple((one.start_ms, one.end_ms, one.title) for one in file.chapters),
        ),
    )


def as_kept(promise: Promise) -> Promise:
    """The promise as a file can hold it: public addresses, Swedish time, whole seconds."""

    def swedish(moment: datetime) -> datetime:
        moment = swedish_second(moment)
        # With its offset, not with the zone's rules: as it will be read again.
        return datetime.fromisoformat(moment.isoformat())

    withdrawn = promise.withdrawn
    return replace(
        promise.kept(),
        published=swedish(promise.published),
        withdrawn=None if withdrawn is None else swedish(withdrawn),
    )


def promise_text(promise: Promise, unknown: Mapping[str, Any] | None = None) -> str:
    """A new file for the promise, with the keys of a former table that are not understood."""
    parts = [*_lines(_plain(promise))]
    for enclosure in promise.enclosures:
        parts += ["", "[[enclosures]]", *_lines(_enclosure(enclosure))]
    text = PROMISE_HEAD + "\n".join(parts) + "\n"
    return _with_unknown(text, promise, unknown) if unknown else text


def series_text(series: str, guid: str) -> str:
    """A new file for the podcast GUID of a series."""
    return SERIES_HEAD + "\n".join(_lines({"series": series, "guid": guid})) + "\n"


def edited_promise(text: str, path: Path, before: Promise, after: Promise) -> str:
    """The file's text with what differs written over the old, the rest as it was."""
    import tomlkit

    document = tomledit.document(text, path)
    old, new = _plain(before), _plain(after)
    for key in new:
        if new[key] != old.get(key):
            tomledit.put(document, key, new[key])
    for key in old.keys() - new.keys():
        del document[key]
    _edit_enclosures(document, before.enclosures, after.enclosures)
    return tomlkit.dumps(document)


def edited_series(text: str, path: Path, guid: str) -> str:
    """The file's text with another podcast GUID, the rest as it was."""
    import tomlkit

    document = tomledit.document(text, path)
    tomledit.put(document, "guid", guid)
    return tomlkit.dumps(document)


def _lines(keys: Mapping[str, Any]) -> list[str]:
    import tomlkit

    return [f"{key} = {tomlkit.item(value).as_string()}" for key, value in keys.items()]


def _plain(promise: Promise) -> dict[str, Any]:
    """The keys of a promise as its file has them, in its order, without the enclosures."""
    keys: dict[str, Any] = {
        "item": promise.item,
        "title": promise.title,
        "guid": promise.guid,
        "series": promise.series,
        "published": promise.published,
        "source_sha256": promise.source_sha256,
    }
    if promise.former_sources:
        keys["former_sources"] = list(promise.former_sources)
    if promise.withdrawn is not None:
        keys["withdrawn"] = promise.withdrawn
    if promise.why is not None:
        keys["why"] = promise.why
    if promise.chapters is not None:
        keys["chapters_key"] = promise.chapters.key
        keys["chapters"] = _rows(
            {"start_ms": start, "end_ms": end, "title": title}
            for start, end, title in promise.chapters.chapters
        )
    return keys


def _rows(rows: Iterable[Mapping[str, Any]]) -> Any:
    """A TOML array with an inline table a line."""
    import tomlkit

    array = tomlkit.array().multiline(True)
    for row in rows:
        table = tomlkit.inline_table()
        table.update(row)
        array.append(table)
    return array


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
        keys["chapters"] = _rows(
            {"start_ms": start, "title": title} for start, title in enclosure.chapters
        )
    return keys


def _edit_enclosures(
    document: Any, before: Sequence[PromisedEnclosure], after: Sequence[PromisedEnclosure]
) -> None:
    import tomlkit

    if before == after:
        return
    there = document.get("enclosures", ())
    written = isinstance(there, tomlkit.items.AoT)
    if written and len(there) == len(before) and list(after[: len(before)]) == list(before):
        fresh = after[len(before) :]  # the usual case: one more, with the old ones left untouched
    else:
        if "enclosures" in document:
            del document["enclosures"]
        fresh = after
    if not fresh:
        return
    if "enclosures" not in document:
        document["enclosures"] = tomlkit.aot()
    for enclosure in fresh:
        new = tomlkit.table()
        new.update(_enclosure(enclosure))
        document["enclosures"].append(new)


def _with_unknown(text: str, promise: Promise, raw: Mapping[str, Any]) -> str:
    """The text with what a former table holds besides what is understood."""
    import tomlkit

    from mediahub.workspace.ledger_models import EnclosureTable, PromiseFile

    document = tomlkit.parse(text)
    kept = {enclosure.url: number for number, enclosure in enumerate(promise.enclosures)}
    for key, value in raw.items():
        if key not in PromiseFile.model_fields:
            tomledit.put(document, key, value)
    for table in raw.get("enclosures", ()):
        if table["url"] not in kept:
            continue
        for key, value in table.items():
            if key not in EnclosureTable.model_fields:
                tomledit.put(document["enclosures"][kept[table["url"]]], key, value)
    return tomlkit.dumps(document)
