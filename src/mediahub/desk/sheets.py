"""What a form shows and writes: one table of what people wrote, as it is and as it is to be.

A sheet is read, changed by somebody, and written under the registry's lock against what stands
there then: `decide` is given the table as it is in that moment, so that no change of another's is
lost. The TOML's own models say what is wrong.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mediahub.catalog import Catalogue, Item, Theme, load, tomledit
from mediahub.catalog.edit import own_toml
from mediahub.catalog.ids import name_slug, slug
from mediahub.catalog.problems import resolve_id
from mediahub.catalog.rewriting import Spot, new_faults, rewritten, table_at
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, THEME, nfc
from mediahub.catalog.templates import new_theme
from mediahub.catalog.tomlfile import parse
from mediahub.errors import MediahubError, SettingsError
from mediahub.tongues import Said, joined
from mediahub.workspace.locks import item_lock, registry_lock
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from pydantic import BaseModel

Kind = Literal["theme", "item", "person", "term", "series"]
Values = Mapping[str, object]
Decide = Callable[["Sheet"], Values]


class FaultsError(MediahubError):
    """What was filled in cannot be written: what is wrong, by key ("" for none of the form's)."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(joined("; ", (joined(": ", pair) for pair in faults.items())))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands: in which file, which of its tables, and what it says.

    `table` is empty for one that is new; `of` is the id of what it is about, "" for a new one.
    """

    kind: Kind
    file: Path
    spot: Spot
    table: Mapping[str, Any]
    of: str = ""

    @property
    def version(self) -> str:
        """A digest of what it says."""
        text = json.dumps(self.table, default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


BLANK_THEME = Sheet("theme", Path(), (), {})
"""Of a theme that is to come."""


def theme_sheet(root: Path, theme_id: str) -> Sheet:
    """What is written of a theme itself. Raises SettingsError for none."""
    return _sheet("theme", _theme(load(root), theme_id).path / THEME, (), theme_id)


def item_sheet(root: Path, item_id: str) -> Sheet:
    """What is written of an item, where it is or would be. Raises SettingsError for none."""
    catalogue = load(root)
    item = _item(catalogue, item_id)
    path = item.described_in or own_toml(root, item.path)
    spot: Spot = ()
    if path.name == THEME:
        spot = ("items", _number_of(item, path))
    return _sheet("item", path, spot, item.id)


def person_sheet(root: Path, person_id: str = "") -> Sheet:
    """What is written of a person; without an id the one that is to come."""
    path = root / MEDIA / PEOPLE
    people = _raw(path).get("people", [])
    if not person_id:
        return Sheet("person", path, ("people", len(people)), {})
    for number, table in enumerate(people):
        if table.get("id") == person_id:
            return Sheet("person", path, ("people", number), table, person_id)
    raise SettingsError(
        f"there is no person {person_id!r} in {MEDIA}/{PEOPLE}",
        swedish="Personen finns inte längre.",
    )


def term_sheet(root: Path, theme_id: str, term: str = "") -> Sheet:
    """An entry of a theme's glossary; without a term the one that is to come."""
    path = _theme(load(root), theme_id).path / THEME
    terms = _raw(path).get("glossary", [])
    if not term:
        return Sheet("term", path, ("glossary", len(terms)), {}, "")
    for number, table in enumerate(terms):
        if table.get("term") == term:
            return Sheet("term", path, ("glossary", number), table, term)
    raise SettingsError(
        f"the glossary of {theme_id} has no {term!r}",
        swedish=f"Ordet ”{term}” finns inte längre i ordlistan.",
    )


def series_sheet(root: Path, series_id: str) -> Sheet:
    """What is written of a series. Raises SettingsError for none that mediahub.toml names."""
    path = root / MEDIAHUB
    for number, table in enumerate(_raw(path).get("series", [])):
        if table.get("id") == series_id:
            return Sheet("series", path, ("series", number), table, series_id)
    raise SettingsError(
        f"there is no series {series_id!r} in {MEDIAHUB}", swedish="Serien finns inte längre."
    )


def save(root: Path, find: Callable[[], Sheet], decide: Decide) -> Sheet:
    """Write what `decide` makes of the sheet as it is now; the sheet as it is then.

    Nothing is written where it says nothing new. Raises FaultsError for what cannot stand there,
    and whatever `find` and `decide` raise.
    """
    workspace = Workspace(root)
    seen = find()
    held = item_lock(workspace, seen.of) if seen.kind == "item" else nullcontext()
    with held, registry_lock(workspace):
        sheet = find()
        values = dict(decide(sheet))
        if sheet.kind == "person" and not sheet.of:
            values = {"id": _free_id(root, str(values.get("name") or "")), **values}
        _write(root, sheet, values)
    now = table_at(_raw(sheet.file), sheet.spot) or {}
    of = str(now.get({"person": "id", "term": "term"}.get(sheet.kind, ""), sheet.of))
    return Sheet(sheet.kind, sheet.file, sheet.spot, _own(sheet.kind, now), of)


def begin_theme(root: Path, values: Values) -> str:
    """Make a folder with a theme of these values; its id. Raises FaultsError.

    The folder is called by date and title. Media files may be put into it then.
    """
    given = {key: value for key, value in values.items() if value is not None}
    faults = faults_of(root, BLANK_THEME, given)
    if faults:
        raise FaultsError(faults)
    title, day = str(given["title"]), given.get("date")
    name = name_slug(title)[:80].rstrip("-")
    folder = root / MEDIA / (f"{day}-{name}" if isinstance(day, date) else name)
    with registry_lock(Workspace(root)):
        if folder.exists():
            raise FaultsError(
                {
                    "title": Said(
                        f"there is a folder {folder.name} already",
                        f"Det finns redan en mapp som heter {folder.name}.",
                    )
                }
            )
        path = new_theme(root, folder.name, day if isinstance(day, date) else None)
        text = rewritten(tomledit.read_text(path), path, (), given)
        tomledit.write_text(path, text)
    return next(one.id for one in load(root).themes if one.path == folder.resolve())


def faults_of(root: Path, sheet: Sheet, values: Values) -> dict[str, str]:
    """What would be wrong with these values there, by key; "" for what is no key of the table."""
    unknown = _unknown(load(root), values)
    if sheet == BLANK_THEME:
        from mediahub.catalog.media_models import ThemeFile
        from mediahub.catalog.validate import validated

        given = {key: value for key, value in values.items() if value is not None}
        return {str(at[0]): what for at, what in validated(ThemeFile, given)[1]} | unknown
    before, after = _texts(sheet, values)
    return new_faults(_model(sheet), before, after, sheet.spot) | unknown


def _write(root: Path, sheet: Sheet, values: Values) -> None:
    before, after = _texts(sheet, values)
    if after == before:
        return
    faults = faults_of(root, sheet, values)
    if faults:
        raise FaultsError(faults)
    tomledit.write_text(sheet.file, after)


def _texts(sheet: Sheet, values: Values) -> tuple[str, str]:
    """The file's text as it is, and with these values."""
    before = tomledit.read_text(sheet.file) if sheet.file.exists() else ""
    wanted = {
        key: value for key, value in values.items() if value is not None or key in sheet.table
    }
    return before, rewritten(before, sheet.file, sheet.spot, wanted) if wanted else before


def _unknown(catalogue: Catalogue, values: Values) -> dict[str, str]:
    """What the file alone does not tell: names of what is not there, a consent without its day."""
    found = {}
    people = {one.id for one in catalogue.people}
    parts = values.get("contributors")
    for part in parts if isinstance(parts, list) else ():
        if part["person"] not in people:
            found["contributors"] = f"there is no person {part['person']!r} in {MEDIA}/{PEOPLE}"
    series = values.get("series")
    if series is not None and series not in {one.id for one in catalogue.series}:
        found["series"] = f"there is no series {series!r} in mediahub.toml"
    if values.get("voice_consent") is True and values.get("voice_consent_date") is None:
        found["voice_consent_date"] = "is missing; a consent counts from the day it was given"
    return found


def _model(sheet: Sheet) -> "type[BaseModel]":
    from mediahub.catalog.media_models import ItemFile, PeopleFile, ThemeFile
    from mediahub.catalog.workspace_models import MediahubFile

    if sheet.kind == "series":
        return MediahubFile
    if sheet.kind == "person":
        return PeopleFile
    return ItemFile if sheet.kind == "item" and not sheet.spot else ThemeFile


def _sheet(kind: Kind, path: Path, spot: Spot, of: str) -> Sheet:
    return Sheet(kind, path, spot, _own(kind, table_at(_raw(path), spot) or {}), of)


def _own(kind: Kind, table: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of this kind is about: of a theme its own words, not its items' or entries'."""
    others = {"items", "glossary", "answers"} if kind == "theme" else set()
    return {key: value for key, value in table.items() if key not in others}


def _raw(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _theme(catalogue: Catalogue, theme_id: str) -> Theme:
    try:
        return catalogue.theme(theme_id)
    except KeyError:
        raise SettingsError(
            f"there is no theme {theme_id!r}", swedish="Temat finns inte längre."
        ) from None


def _item(catalogue: Catalogue, item_id: str) -> Item:
    return catalogue.item(resolve_id(item_id, [one.id for one in catalogue.items]))


def _number_of(item: Item, path: Path) -> int:
    """Which of the theme's [[items]] names the item's file. Raises SettingsError for none."""
    for number, table in enumerate(_raw(path).get("items", ())):
        file = Path(path.parent, str(table.get("file", "")))
        if nfc(str(_straight(file))) == nfc(str(_straight(item.path))):
            return number
    raise SettingsError(
        f"{path} does not list {item.path.name!r} any more; load it anew",
        swedish=f"{path.name} nämner inte {item.path.name} längre. Ladda om sidan.",
    )


def _straight(path: Path) -> Path:
    import os

    return Path(os.path.normpath(path))


def _free_id(root: Path, name: str) -> str:
    taken = {one.id for one in load(root).people}
    wanted = made = slug(name) or "person"
    number = 1
    while made in taken:
        number += 1
        made = f"{wanted}-{number}"
    return made
