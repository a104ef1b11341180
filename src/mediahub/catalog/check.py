"""What no single table can tell: whether the persons, series and files that it names are there.

The checks read plain dictionaries and pass over what has the wrong type, so that one run names
every problem, also in a file that has others.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.catalog.entries import Document, Entry, ThemeEntry
from mediahub.catalog.moments import offset_ms, shown
from mediahub.catalog.problems import Problems, did_you_mean, place
from mediahub.catalog.scan import Boundary, is_picture, is_sound, kind_of, nfc
from mediahub.catalog.values import WRITTEN_KINDS

SEARCHES = "sok"
"""The folder in feeds/ where the feeds of saved searches lie; no series can have this id then."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names that items may use; None where the file that gives them could not be read."""

    series: frozenset[str] | None
    people: Mapping[str, str] | None
    """Every id, name and alias of a person (lower case), and the id that it stands for."""
    person_ids: frozenset[str] = frozenset()


def tables(raw: Mapping[str, Any] | None, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The tables of the array `key`, numbered from 0; nothing when it is no such array."""
    value = raw.get(key) if raw else None
    for number, table in enumerate(value if isinstance(value, list) else ()):
        if isinstance(table, dict):
            yield number, table


def text(table: Mapping[str, Any], key: str) -> str | None:
    """The text at `key`, or None when there is none."""
    value = table.get(key)
    return value if isinstance(value, str) else None


def texts(table: Mapping[str, Any], key: str) -> list[str]:
    """The texts in the list at `key`."""
    value = table.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def person_names(raw: Mapping[str, Any] | None) -> dict[str, str]:
    """Every id, name and alias in people.toml (lower case), and the id that it stands for."""
    names: dict[str, str] = {}
    for _, person in tables(raw, "people"):
        key = text(person, "id")
        if key is None:
            continue
        for name in (key, text(person, "name"), *texts(person, "aliases")):
            if name:
                names.setdefault(nfc(name).lower(), key)
    return names


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks tables against the rest of the workspace, and notes what is wrong."""

    boundary: Boundary
    names: Names
    problems: Problems

    def mediahub(self, document: Document) -> None:
        """Series: ids, covers; searches: names."""
        self._unique(document, "series")
        self._unique(document, "searches", "name")
        searches = any(tables(document.raw, "searches"))
        for number, table in tables(document.raw, "series"):
            self._file(
                document, place("series", number + 1, "image"), text(table, "image"), picture=True
            )
            if searches and text(table, "id") == SEARCHES:
                where = place("series", number + 1, "id")
                what = f"'{SEARCHES}' is the folder of the saved searches; choose another id"
                self.problems.add(document.label, where, what)

    def people(self, document: Document) -> None:
        """Persons: ids, pictures, and that a consent has its date."""
        self._unique(document, "people")
        for number, table in tables(document.raw, "people"):
            if table.get("voice_consent") is True and "voice_consent_date" not in table:
                where = place("people", number + 1, "voice_consent_date")
                self.problems.add(
                    document.label,
                    where,
                    "is missing; a consent counts from the day it was given, such as 2020-06-03",
                )
            picture = text(table, "picture")
            if picture and not picture.startswith(("https://", "http://")):
                where = place("people", number + 1, "picture")
                self._file(document, where, picture, picture=True)

    def theme(self, theme: ThemeEntry) -> None:
        """A theme's image."""
        image = text(theme.document.raw or {}, "image")
        self._file(theme.document, place("", key="image"), image, picture=True)

    def entry(self, entry: Entry) -> None:
        """Whether an item's kind, series, contributors, chapters and files hold together."""
        document, table = entry.document, entry.table
        if document is None or table is None:
            return
        self._kind(entry, document.label, table)
        series = text(table, "series")
        if series is not None and self.names.series is not None and series not in self.names.series:
            near = did_you_mean(series, self.names.series)
            what = f"there is no series '{series}' in mediahub.toml{near}"
            self.problems.add(document.label, entry.where("series"), what)
        self._contributors(entry, document.label, table)
        self._chapters(entry, document.label, table)
        self._file(document, entry.where("image"), text(table, "image"), picture=True)
        self._file(document, entry.where("truth"), text(table, "truth"), picture=False)

    def ids(self, themes: list[ThemeEntry], entries: list[Entry]) -> None:
        """That no two themes, and no two items, have the same id."""
        first_theme: dict[str, ThemeEntry] = {}
        for theme in themes:
            other_theme = first_theme.setdefault(theme.id, theme)
            if other_theme is not theme:
                what = f"'{theme.id}' is the id of {other_theme.document.label} too; change one"
                self.problems.add(theme.document.label, place("", key="id"), what)
        first: dict[str, Entry] = {}
        for entry in entries:
            other = first.setdefault(entry.id, entry)
            if other is entry:
                continue
            twins = nfc(entry.label) == nfc(other.label)
            note = " (the same letters, stored in two Unicode forms)" if twins else ""
            what = (
                f"'{entry.label}' and '{other.label}'{note} have the same id, '{entry.id}'; rename "
                "one of the files or give one an id of its own"
            )
            label = entry.document.label if entry.document else entry.label
            self.problems.add(label, entry.where("id") if entry.document else "", what)

    def _kind(self, entry: Entry, label: str, table: Mapping[str, Any]) -> None:
        given, told = text(table, "kind"), kind_of(entry.name)
        if given is None and told is None:
            what = (
                f"the ending of '{entry.name}' does not tell what it is; write kind = \"film\", "
                '"podcast", "article" or "slides"'
            )
            self.problems.add(label, entry.where("kind"), what)
        elif given in ("film", "podcast") and told in WRITTEN_KINDS:
            what = f"'{entry.name}' is a text, no {given}"
            self.problems.add(label, entry.where("kind"), what)
        elif given in ("film", *WRITTEN_KINDS) and is_sound(entry.name):
            what = f"'{entry.name}' is sound only, so it is a podcast"
            self.problems.add(label, entry.where("kind"), what)
        if (given or told) in WRITTEN_KINDS and text(table, "series") is not None:
            who = "an article is" if (given or told) == "article" else "slides are"
            what = f"{who} in no feed; take the key away"
            self.problems.add(label, entry.where("series"), what)

    def _contributors(self, entry: Entry, label: str, table: Mapping[str, Any]) -> None:
        people = self.names.people
        if people is None:
            return
        for number, contributor in tables(table, "contributors"):
            person = text(contributor, "person")
            if person is None or person in self.names.person_ids:
                continue
            meant = people.get(nfc(person).lower())
            near = f"; did you mean '{meant}'?" if meant else did_you_mean(person, people.values())
            inner = place("contributors", number + 1, "person")
            where = ", ".join(filter(None, [entry.where(), inner]))
            what = f"there is no person '{person}' in media/people.toml{near}"
            self.problems.add(label, where, what)

    def _chapters(self, entry: Entry, label: str, table: Mapping[str, Any]) -> None:
        before: tuple[int, object] | None = None
        for number, chapter in tables(table, "chapters"):
            start = chapter.get("start")
            try:
                ms = offset_ms(start)
            except ValueError:
                continue  # the model says what is wrong
            if before is not None and ms <= before[0]:
                inner = place("chapters", number + 1, "start")
                where = ", ".join(filter(None, [entry.where(), inner]))
                what = f"{shown(start)} does not come after {shown(before[1])}; put them in order"
                self.problems.add(label, where, what)
            before = ms, start

    def _file(self, document: Document, where: str, file: str | None, *, picture: bool) -> None:
        """That a file named in `document` is there, in the workspace, and a picture if need be."""
        if not file:
            return
        path = beside(document.path, file)
        if "\0" in path or not os.path.isfile(path):  # noqa: PTH113
            folder = os.path.dirname(document.label) or "the workspace"  # noqa: PTH120
            near = did_you_mean(file, _names_beside(document.path, picture=picture))
            self.problems.add(document.label, where, f"'{file}' does not exist in {folder}{near}")
        elif not self.boundary.holds(path):
            self.problems.add(
                document.label, where, f"'{file}' lies outside the workspace; copy it into it"
            )
        elif picture and not is_picture(file):
            what = f"'{file}' is no picture; its name should end in .jpg, .png or .webp"
            self.problems.add(document.label, where, what)

    def _unique(self, document: Document, key: str, name: str = "id") -> None:
        first: dict[str, int] = {}
        for number, table in tables(document.raw, key):
            value = text(table, name)
            if value is None:
                continue
            other = first.setdefault(value, number)
            if other != number:
                what = f"'{value}' is the {name} of [[{key}]] {other + 1} too; each needs its own"
                self.problems.add(document.label, place(key, number + 1, name), what)


def beside(document: Path, file: str) -> str:
    """The path of a file named in a TOML, as seen from the TOML's folder."""
    return os.path.normpath(os.path.join(document.parent, file))  # noqa: PTH118


def _names_beside(path: Path, *, picture: bool) -> list[str]:
    """The names of what may be meant: never what mediahub keeps beside a source."""
    try:
        names = os.listdir(path.parent)  # noqa: PTH208
    except OSError:
        return []
    if picture:
        return [name for name in names if is_picture(name)]
    return [name for name in names if not name.endswith((".toml", ".edits.json"))]
