"""Changes to a person's TOML files, made only by explicit command; comments and order are kept."""

import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from mediahub.catalog import tomledit
from mediahub.catalog.ids import is_id
from mediahub.catalog.moments import swedish_second
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, is_written, kind_of, nfc, stem_and_ending
from mediahub.catalog.values import Item, SavedSearch
from mediahub.errors import SettingsError


def set_published(root: Path, item: Item, when: datetime) -> Path:
    """Write the item's publication time where it is described; return the TOML file.

    That is its table in theme.toml, or a file of its own beside it, which is made if there is none.
    A time without zone is Swedish; seconds are whole. Raises SettingsError when the TOML cannot be
    read, no longer lists the item, or the item's file lies outside the workspace.
    """
    moment = swedish_second(when)
    path = item.described_in or own_toml(root, item.path)
    text = tomledit.read_text(path) if path.exists() else ""
    document = tomledit.document(text, path)
    listed = path.name == "theme.toml"
    table = _table_of(document, path, item) if listed else document
    before = table.get("published")
    same = isinstance(before, datetime) and before.tzinfo is not None and before == moment
    if not same:
        tomledit.put(table, "published", moment)
        tomledit.write_text(path, document.as_string())
    return path


def add_search(root: Path, search: SavedSearch) -> Path:
    """Write a saved search as a [[searches]] table at the end of mediahub.toml; return the file.

    The same search is not written twice. Raises SettingsError when another has its name, the name
    is no id, or the file cannot be read.
    """
    import tomlkit
    from tomlkit.items import AoT

    if not is_id(search.name):
        raise SettingsError(
            f"--save {search.name}: write a name of a–z, 0–9 and single hyphens; "
            "the feed's address is built on it",
            swedish="Skriv ett namn av a–z, 0–9 och enkla bindestreck: flödets adress görs av det.",
        )
    path = Path(root) / MEDIAHUB
    document = tomledit.document(tomledit.read_text(path) if path.exists() else "", path)
    values = {key: value for key, value in asdict(search).items() if value is not None}
    for other in document.get("searches", ()):
        if str(other.get("name")) == search.name:
            if dict(other) == values:
                return path
            raise SettingsError(
                f"there is a saved search {search.name!r} already ({other.get('query')}); "
                f"choose another name, or change it in {path.name}",
                swedish=f"Det finns redan en sparad sökning som heter {search.name}. Välj ett "
                f"annat namn, eller ändra den i {path.name}.",
            )
    table = tomlkit.table()
    table.update(values)
    there = document.get("searches")
    if there is None:
        document["searches"] = tomlkit.aot()
        there = document["searches"]
    if isinstance(there, AoT):
        there.append(table)
    else:
        inline = tomlkit.inline_table()
        inline.update(values)
        there.append(inline)
    tomledit.write_text(path, document.as_string())
    return path


def rename_search(root: Path, name: str, new: str) -> Path:
    """Give a saved search another name in mediahub.toml; return the file.

    Raises SettingsError when there is none of that name, another has the new one, the new one is no
    id, or the file cannot be read.
    """
    if not is_id(new):
        raise SettingsError(
            f"{new}: write a name of a–z, 0–9 and single hyphens",
            swedish=f"{new}: skriv ett namn av a–z, 0–9 och enkla bindestreck.",
        )
    path = Path(root) / MEDIAHUB
    document = tomledit.document(tomledit.read_text(path) if path.exists() else "", path)
    tables = {str(one.get("name")): one for one in document.get("searches", ())}
    if name not in tables:
        raise _no_search(path, name)
    if new != name:
        if new in tables:
            raise SettingsError(
                f"there is a saved search {new!r} already; choose another name",
                swedish=f"Det finns redan en sparad sökning som heter {new}. Välj ett annat namn.",
            )
        tables[name]["name"] = new
        tomledit.write_text(path, document.as_string())
    return path


def remove_search(root: Path, name: str) -> Path:
    """Take a saved search out of mediahub.toml; return the file.

    What stands round its table stays, comments too. Raises SettingsError when there is none of that
    name, or the file cannot be read or changed so.
    """
    from tomlkit.items import AoT

    path = Path(root) / MEDIAHUB
    text = tomledit.read_text(path) if path.exists() else ""
    document = tomledit.document(text, path)
    there = document.get("searches", ())
    number = next((at for at, one in enumerate(there) if str(one.get("name")) == name), None)
    if number is None:
        raise _no_search(path, name)
    if isinstance(there, AoT):
        text = tomledit.without_table(text, "searches", number, path)
    else:
        del there[number]
        text = document.as_string()
    tomledit.write_text(path, text)
    return path


def _no_search(path: Path, name: str) -> SettingsError:
    return SettingsError(
        f"there is no saved search {name!r} in {path.name}",
        swedish=f"Det finns ingen sparad sökning ”{name}” i {path.name}.",
    )


def withdraw_voice_consent(root: Path, person_id: str) -> Path:
    """Write `voice_consent = false` for a person in media/people.toml; return the file.

    A date that stands there stays: it says when consent was given. Raises SettingsError when the
    file cannot be read or has no such person.
    """
    path = Path(root) / MEDIA / PEOPLE
    document = tomledit.document(tomledit.read_text(path), path)
    for table in document.get("people", ()):
        if str(table.get("id")) == person_id:
            if table.get("voice_consent", False):
                tomledit.put(table, "voice_consent", False)
                tomledit.write_text(path, document.as_string())
            return path
    raise SettingsError(
        f"{path} has no person {person_id!r}",
        swedish=f"{path.name} har ingen person ”{person_id}”.",
    )


def own_toml(root: Path, media: Path) -> Path:
    """The TOML file that describes `media` alone: NAME.toml, or NAME.mp3.toml where NAME is shared.

    Raises SettingsError when the file does not lie in media/: a TOML elsewhere would not be read.
    """
    inside = (Path(os.path.realpath(root)) / MEDIA, Path(root) / MEDIA)
    if not any(media.is_relative_to(folder) for folder in inside):
        raise SettingsError(
            f"{media} does not lie in {MEDIA}/; put it there first",
            swedish=f"{media} ligger inte i {MEDIA}/. Lägg den där först.",
        )
    stem = stem_and_ending(media.name)[0]
    sharing = [
        other.name
        for other in media.parent.iterdir()
        if nfc(stem_and_ending(other.name)[0]) == nfc(stem) and kind_of(other.name)
    ]
    films_and_sound = [name for name in sharing if not is_written(name)]
    alone = [media.name] in (films_and_sound, sharing)
    return media.with_name(f"{stem}.toml" if alone else f"{media.name}.toml")


def _table_of(document: Any, path: Path, item: Item) -> Any:
    """The table in a theme's [[items]] whose file is the item's."""
    for table in document.get("items", ()):
        file = os.path.normpath(os.path.join(path.parent, str(table.get("file", ""))))  # noqa: PTH118
        if nfc(file) == nfc(str(item.path)):
            return table
    raise SettingsError(
        f"{path} does not list '{item.path.name}' any more; load it anew",
        swedish=f"{path.name} nämner inte ”{item.path.name}” längre. Se efter vad som står där nu.",
    )
