"""What no single table can tell: whether the persons, series and files that it names are there.

The checks read plain dictionaries and pass over what has the wrong type, so that one run names
every problem, also in a file that has others.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.catalog.entries import Document, FoundFile, FoundTheme
from mediahub.catalog.moments import offset_ms, shown
from mediahub.catalog.problems import Problems, did_you_mean, place
from mediahub.catalog.refusals import folder_of, no_person, not_there, same_id
from mediahub.catalog.scan import (
    CAPTIONS,
    Boundary,
    is_picture,
    is_sound,
    kind_of,
    nfc,
    stem_and_ending,
)
from mediahub.catalog.values import REVIEWED, WRITTEN_KINDS
from mediahub.tongues import Said, Words, joined

COLLECTED = "samlat"
"""The folder in feeds/ of the feeds that gather what others hold; no series' id begins so."""
SEARCHES = "sok"
"""The folder in feeds/ where the feeds of saved searches lie; no series can have this id then."""


PAGES = {
    "assets": Said("style and script of the pages", "sidornas utseende"),
    "tema": Said("the pages of themes", "temanas sidor"),
    "hitta": Said("the search on the pages", "sökningen på sidorna"),
    "register": Said("the register", "registret"),
    "texter": Said("the pages of texts", "texternas sidor"),
    "personer": Said("the pages of people", "personernas sidor"),
}
"""The folders in feeds/ that no series has made, and what lies there; no series has such an id."""


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
            self._picture(document, place("series", number + 1, "image"), text(table, "image"))
            if searches and text(table, "id") == SEARCHES:
                where = place("series", number + 1, "id")
                what = folder_of(SEARCHES, Said("the saved searches", "de sparade sökningarna"))
                self.problems.add(document.label, where, what)
            if f"{text(table, 'id') or ''}-".startswith(f"{COLLECTED}-"):
                where = place("series", number + 1, "id")
                what = folder_of(COLLECTED, Said("feeds that gather", "flöden som samlar"))
                self.problems.add(document.label, where, what)
            for inner, told in self._unknown_people(table):
                where = joined(", ", [place("series", number + 1), inner])
                self.problems.add(document.label, where, told)

            self._folder_of_pages(document, number, text(table, "id") or "")
        site = (document.raw or {}).get("site")
        for key in ("logo", "credit_logo"):
            given = text(site, key) if isinstance(site, dict) else None
            drawn = given is not None and stem_and_ending(given)[1] == "svg"
            wrong = self._wrong_file(document, given, picture=not drawn)
            if wrong is not None:
                self.problems.add(document.label, place("site", key=key), wrong)

    def _folder_of_pages(self, document: Document, number: int, series: str) -> None:
        if series in PAGES:
            what = folder_of(series, PAGES[series])
            self.problems.add(document.label, place("series", number + 1, "id"), what)

    def people(self, document: Document) -> None:
        """Persons: ids, pictures, and that a consent has its date."""
        self._unique(document, "people")
        for number, table in tables(document.raw, "people"):
            if table.get("voice_consent") is True and "voice_consent_date" not in table:
                where = place("people", number + 1, "voice_consent_date")
                self.problems.add(
                    document.label,
                    where,
                    Said(
                        "is missing; a consent counts from the day it was given, such as "
                        "2020-06-03",
                        "saknas. Ett samtycke gäller från den dag det gavs, till exempel "
                        "2020-06-03.",
                    ),
                )
            picture = text(table, "picture")
            if picture and not is_address(picture):
                self._picture(document, place("people", number + 1, "picture"), picture)

    def theme(self, theme: FoundTheme) -> None:
        """A theme's image."""
        image = text(theme.document.raw or {}, "image")
        what = self._wrong_file(theme.document, image, picture=True)
        if what is not None:
            theme.faulty |= {"image"}
            self.problems.add(theme.document.label, place("", key="image"), what, stops=[theme])
        self._answers(theme)

    def _answers(self, theme: FoundTheme) -> None:
        """That those who answer are known, and that a moment is one of the theme's items."""
        raw = theme.document.raw
        files = {text(table, "file") or "" for _, table in tables(raw, "items")}
        for number, answer in tables(raw, "answers"):
            person, file = text(answer, "person"), text(answer, "file")
            found: list[tuple[str, str]] = []
            if person and self.names.people is not None and person not in self.names.person_ids:
                near = did_you_mean(person, self.names.person_ids)
                found.append(("person", no_person(person, near)))
            if file and file not in files:
                near = did_you_mean(file, files)
                words = Words(
                    "no [[items]] of this theme names '{file}'{near}",
                    "inget [[items]] i temat nämner ”{file}”{near}",
                )
                found.append(("file", words.said(file=file, near=near)))
            if "at" in answer and file is None:
                told = Said(
                    "a moment needs its `file`: the film or episode that it is in",
                    "en tid behöver sin `file`: filmen eller avsnittet som den är i.",
                )
                found.append(("at", told))
            for key, what in found:
                theme.faulty |= {"answers"}
                where = place("answers", number + 1, key)
                self.problems.add(theme.document.label, where, what, stops=[theme])

    def file(self, found: FoundFile) -> None:
        """Whether an item's kind, series, contributors, chapters and files hold together."""
        document, table = found.document, found.table
        if document is None or table is None:
            return
        self._kind(found, table)
        series = text(table, "series")
        if series is not None and self.names.series is not None and series not in self.names.series:
            near = did_you_mean(series, self.names.series)
            words = Words(
                "there is no series '{series}' in mediahub.toml{near}",
                "det finns ingen serie ”{series}” i mediahub.toml{near}",
            )
            self._tell(found, "series", words.said(series=series, near=near))
        self._languages(found, table)
        self._contributors(found, table)
        self._chapters(found, table)
        self._captions(found, table)
        files = (("image", True), ("truth", False), ("captions", False), ("described", False))
        for key, picture in files:
            given = text(table, key)
            if (key, given) == ("captions", REVIEWED):
                continue  # no file, but a word about one
            if key == "described" and given and is_address(given):
                continue
            what = self._wrong_file(document, given, picture=picture)
            if what is not None:
                self._tell(found, key, what)

    def ids(self, themes: list[FoundTheme], files: list[FoundFile]) -> None:
        """That no two themes, and no two items, have the same id: it stops both."""
        first_theme: dict[str, FoundTheme] = {}
        for theme in themes:
            other_theme = first_theme.setdefault(theme.id, theme)
            if other_theme is not theme:
                other_file = other_theme.document.label
                what = Said(
                    f"'{theme.id}' is the id of {other_file} too; change one",
                    f"”{theme.id}” är id också för {other_file}. Ändra det ena.",
                )
                stops = [other_theme, theme]
                self.problems.add(theme.document.label, place("", key="id"), what, stops=stops)
        first: dict[str, FoundFile] = {}
        for found in files:
            other = first.setdefault(found.id, found)
            if other is not found:
                label = found.document.label if found.document else found.label
                where = found.where("id") if found.document else ""
                self.problems.add(label, where, same_id(found, other), stops=[other, found])

    def _tell(self, found: FoundFile, key: str, what: str, inner: str = "") -> None:
        """A fault in the value of `key`, or in the place `inner` within it."""
        found.faulty |= {key}
        where = joined(", ", filter(None, [found.where(), inner])) if inner else found.where(key)
        label = found.document.label if found.document else found.label
        self.problems.add(label, where, what, stops=[found])

    def _kind(self, found: FoundFile, table: Mapping[str, Any]) -> None:
        given, told = text(table, "kind"), kind_of(found.name)
        if given is None and told is None:
            if not found.missing:
                what = Said(
                    f"the ending of '{found.name}' does not tell what it is; write "
                    'kind = "film", "podcast", "article" or "slides"',
                    f"slutet på namnet ”{found.name}” säger inte vad det är. Skriv "
                    'kind = "film", "podcast", "article" eller "slides".',
                )
                self._tell(found, "kind", what)
        elif given in ("film", "podcast") and told in WRITTEN_KINDS:
            what = Said(f"'{found.name}' is a text, no {given}", f"”{found.name}” är en text.")
            self._tell(found, "kind", what)
        elif given in ("film", *WRITTEN_KINDS) and is_sound(found.name):
            what = Said(
                f"'{found.name}' is sound only, so it is a podcast",
                f"”{found.name}” är bara ljud, alltså podcast.",
            )
            self._tell(found, "kind", what)
        if (given or told) in WRITTEN_KINDS and text(table, "series") is not None:
            who = (
                Said("an article is", "En artikel är inte med")
                if (given or told) == "article"
                else Said("slides are", "Bilder är inte med")
            )
            words = Words(
                "{who} in no feed; take the key away", "{who} i något flöde. Ta bort nyckeln."
            )
            self._tell(found, "series", words.said(who=who))

    def _captions(self, found: FoundFile, table: Mapping[str, Any]) -> None:
        named = text(table, "captions")
        if named is None:
            return
        kind = text(table, "kind") or kind_of(found.name)
        if kind in WRITTEN_KINDS:
            what = Said(
                f"'{found.name}' is read and not heard; take the key away",
                f"”{found.name}” är en text att läsa. Ta bort nyckeln.",
            )
            self._tell(found, "captions", what)
        elif named != REVIEWED and stem_and_ending(named)[1] not in CAPTIONS:
            endings = ", ".join(f".{ending}" for ending in CAPTIONS)
            what = Said(
                f"'{named}' is no caption file; its name ends in {endings}",
                f"”{named}” är ingen textningsfil. Namnet ska sluta på {endings}.",
            )
            self._tell(found, "captions", what)

    def _languages(self, found: FoundFile, table: Mapping[str, Any]) -> None:
        main, several = text(table, "language"), texts(table, "languages")
        if main is not None and several and several[0] != main:
            what = Said(
                f"begins with '{several[0]}', and `language` is '{main}'; leave `language` out",
                f"börjar med ”{several[0]}”, och `language` är ”{main}”. Ta bort `language`.",
            )
            self._tell(found, "languages", what)

    def _contributors(self, found: FoundFile, table: Mapping[str, Any]) -> None:
        for inner, what in self._unknown_people(table):
            self._tell(found, "contributors", what, inner)

    def _unknown_people(self, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Where contributors are named that people.toml lacks, and what is wrong."""
        people = self.names.people
        if people is None:
            return
        for number, contributor in tables(table, "contributors"):
            person = text(contributor, "person")
            if person is None or person in self.names.person_ids:
                continue
            meant = people.get(nfc(person).lower())
            known = [meant] if meant else people.values()
            near = did_you_mean(meant or person, known)
            yield place("contributors", number + 1, "person"), no_person(person, near)

    def _chapters(self, found: FoundFile, table: Mapping[str, Any]) -> None:
        before: tuple[int, object] | None = None
        for number, chapter in tables(table, "chapters"):
            start = chapter.get("start")
            try:
                ms = offset_ms(start)
            except ValueError:
                continue  # the model says what is wrong
            if before is not None and ms <= before[0]:
                words = Words(
                    "{start} does not come after {before}; put them in order",
                    "{start} kommer inte efter {before}. Sätt dem i ordning.",
                )
                what = words.said(start=shown(start), before=shown(before[1]))
                self._tell(found, "chapters", what, place("chapters", number + 1, "start"))
            before = ms, start

    def _picture(self, document: Document, where: str, file: str | None) -> None:
        """That a picture named in a file on which the whole workspace leans can be used."""
        what = self._wrong_file(document, file, picture=True)
        if what is not None:
            self.problems.add(document.label, where, what)

    def _wrong_file(self, document: Document, file: str | None, *, picture: bool) -> str | None:
        """Why a file named in `document` cannot be used: not there, outside, or no picture."""
        if not file:
            return None
        path = beside(document.path, file)
        if "\0" in path or not os.path.isfile(path):  # noqa: PTH113
            folder = os.path.dirname(document.label) or Said("the workspace", "arbetsytan")  # noqa: PTH120
            near = did_you_mean(file, _names_beside(document.path, picture=picture))
            return not_there(file, folder, near)
        if not self.boundary.holds(path):
            return Said(
                f"'{file}' lies outside the workspace; copy it into it",
                f"”{file}” ligger utanför arbetsytan. Kopiera in den.",
            )
        if picture and not is_picture(file):
            return Said(
                f"'{file}' is no picture; its name should end in .jpg, .png or .webp",
                f"”{file}” är ingen bild. Namnet ska sluta på .jpg, .png eller .webp.",
            )
        return None

    def _unique(self, document: Document, key: str, name: str = "id") -> None:
        first: dict[str, int] = {}
        for number, table in tables(document.raw, key):
            value = text(table, name)
            if value is None:
                continue
            other = first.setdefault(value, number)
            if other != number:
                what = Said(
                    f"'{value}' is the {name} of [[{key}]] {other + 1} too; each needs its own",
                    f"”{value}” är {name} också för [[{key}]] {other + 1}. Var och en ska ha sitt.",
                )
                self.problems.add(document.label, place(key, number + 1, name), what)


def is_address(picture: str) -> bool:
    """Whether a person's picture lies on the web; otherwise it is a file in media/."""
    return picture.startswith(("https://", "http://"))


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
