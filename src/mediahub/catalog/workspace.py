"""Reading a workspace: mediahub.toml and media/ to a Catalogue that says what is wrong with it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog import build
from mediahub.catalog.check import Checker, Names, person_names, tables, text
from mediahub.catalog.entries import Document, FoundFile, FoundTheme
from mediahub.catalog.finding import Finder
from mediahub.catalog.naming import title_from_name
from mediahub.catalog.notices import NO_FEED, NO_FORM, NO_SERIES
from mediahub.catalog.passedover import files_named, misnamed_settings, passed_over
from mediahub.catalog.problems import Problem, Problems
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, Folder, boundary, is_written, walk
from mediahub.catalog.tomlfile import read
from mediahub.catalog.values import Catalogue, Item, ItemKind, Person, Series
from mediahub.errors import SettingsError
from mediahub.notices import Notice
from mediahub.tongues import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mediahub.catalog.media_models import ItemFields, PeopleFile, ThemeFile
    from mediahub.catalog.workspace_models import MediahubFile

_MADE = ("published.toml", "published/*", "transcripts/*/state.json")
"""What only a run leaves."""


def load(root: Path) -> Catalogue:
    """The catalogue of the workspace at `root`, to work on it.

    A fault in one theme, in what is written of one item, or a file that is gone stops those items:
    they have a `problem`, and `problems` has them all. Raises SettingsError, with every problem
    there is, one a line, when one stops everything: in mediahub.toml, on which all leans, and in
    media/people.toml, since what is published without the names that belong to it is wrong; and
    when things have been made here and mediahub.toml, which says what is a draft, is gone.
    """
    root = _workspace(root)
    _refuse_without_settings(root)
    with _no_collecting():
        reading = _Reading(root)
        reading.problems.raise_if_any()
        return reading.catalogue()


def load_for_reading(root: Path) -> Catalogue:
    """As `load`, for those who only look at what was made: what can be read, whatever is wrong.

    A fault that stops everything is among `problems`; what it spoils has its default. Raises
    SettingsError only when there is no folder media/.
    """
    root = _workspace(root)
    with _no_collecting():
        return _Reading(root).catalogue()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the cyclic garbage collector: a fifth of the time, and there is no garbage yet."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _workspace(root: Path) -> Path:
    root = root.resolve()
    if not (root / MEDIA).is_dir():
        raise SettingsError(
            f"{root} is no workspace: it has no folder media/. "
            "Go to one (or name it with -C), or make one here with `mediahub init`.",
            swedish=f"{root} är ingen arbetsyta: mappen media/ saknas. Gå till en (eller nämn den "
            "med -C), eller gör en här med `mediahub init`.",
        )
    return root


def _refuse_without_settings(root: Path) -> None:
    """A first run writes mediahub.toml: where it is gone, drafts would be published for good."""
    if (root / MEDIAHUB).exists():
        return
    if (misnamed := misnamed_settings(root)) is not None:
        raise SettingsError(
            f"{MEDIAHUB} is not there, and '{misnamed}' seems to be meant for it: without it every "
            f"draft would be published. Call it {MEDIAHUB} and let it stand beside {MEDIA}/, or "
            "give it quite another name",
            swedish=f"{MEDIAHUB} finns inte, och ”{misnamed}” verkar vara menad som den: utan den "
            f"skulle varje utkast publiceras. Döp den till {MEDIAHUB} och låt den ligga bredvid "
            f"{MEDIA}/, eller ge den ett helt annat namn.",
        )
    made = next(chain(*(root.glob(pattern) for pattern in _MADE)), None)
    if made is not None:
        from mediahub.catalog.defaults import default_settings

        raise SettingsError(
            f"{MEDIAHUB} is not there, and yet this workspace has been run (it has "
            f"{made.relative_to(root).parts[0]}): without it every draft would be published. Put "
            "it back from a copy; if there never was one, write it with these lines:\n\n"
            + default_settings(root),
            swedish=f"{MEDIAHUB} finns inte, men arbetsytan har körts (den har "
            f"{made.relative_to(root).parts[0]}): utan den skulle varje utkast publiceras. Lägg "
            "tillbaka den från en kopia. Har den aldrig funnits, skriv den med de här raderna:\n\n"
            + default_settings(root),
        )


@dataclass(slots=True)
class _Files:
    """What the TOML files say, validated; None for those that say nothing or cannot be read."""

    mediahub: MediahubFile | None = None
    people: PeopleFile | None = None
    themes: dict[FoundTheme, ThemeFile] = field(default_factory=dict)
    items: dict[FoundFile, ItemFields | None] = field(default_factory=dict)


class _Reading:
    """One reading of a workspace: first every fault is found, then what is sound becomes values."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems = Problems()
        self.notices: list[Notice] = []
        limits = boundary(root)
        folders = walk(root, self.problems, self.notices)
        self.finder = Finder(limits, folders, self.problems)
        self.mediahub = self._read_if_there(MEDIAHUB)
        self.people = self._read_if_there(f"{MEDIA}/{PEOPLE}")
        self.finder.find()
        self.notices += self.finder.notices
        self.notices += self._passed_over(folders)
        self.files = _Files()
        if self._anything_written():
            self._validate()
        names = _names(self.mediahub, self.people)
        checker = Checker(limits, names, self.problems)
        checker.mediahub(self.mediahub)
        checker.people(self.people)
        for theme in self.finder.themes:
            checker.theme(theme)
        for file in self.finder.files:
            checker.file(file)
        checker.ids(self.finder.themes, self.finder.files)

    def _passed_over(self, folders: list[Folder]) -> Iterator[Notice]:
        """What nothing is made of, for those who look after the workspace."""
        files = self.finder.files
        documents = [self.mediahub, self.people, *(one.document for one in self.finder.themes)]
        documents += [file.document for file in files if file.document is not None]
        named = files_named(documents)
        recordings: dict[str, list[str]] = {}
        for file in files:
            if not is_written(file.name):
                recordings.setdefault(file.folder.path, []).append(file.name)
        for folder in folders:
            yield from passed_over(folder, recordings.get(folder.path, ()), named)

    def _read_if_there(self, label: str) -> Document:
        path = self.root / label
        if not path.exists():
            return Document(path, label, {})
        if not path.is_file():
            self.problems.add(label, "", Said("should be a file", "ska vara en fil"))
            return Document(path, label, None)
        return Document(path, label, read(path, label, self.problems))

    def _anything_written(self) -> bool:
        """Whether a model is needed: pydantic takes longer to import than all the rest."""
        own = any(file.document and file.number is None for file in self.finder.files)
        return bool(self.mediahub.raw or self.people.raw or self.finder.themes or own)

    def _validate(self) -> None:
        from mediahub.catalog.media_models import ItemFile, PeopleFile
        from mediahub.catalog.validate import salvaged, validate, validated, where
        from mediahub.catalog.workspace_models import MediahubFile

        for document, model in ((self.mediahub, MediahubFile), (self.people, PeopleFile)):
            if document.raw:
                value = validate(model, document.raw, document.label, self.problems)
                value = value or salvaged(model, document.raw)
                if isinstance(value, MediahubFile):
                    self.files.mediahub = value
                elif isinstance(value, PeopleFile):
                    self.files.people = value
        for theme in self.finder.themes:
            self._validate_theme(theme)
        for file in self.finder.files:
            if file.number is None and file.document is not None and file.table is not None:
                fields, faults = validated(ItemFile, file.table)
                self.files.items[file] = fields
                for location, what in faults:
                    self.problems.add(file.document.label, where(location), what, stops=[file])

    def _validate_theme(self, theme: FoundTheme) -> None:
        from mediahub.catalog.media_models import ThemeFile
        from mediahub.catalog.validate import validated, where

        document = theme.document
        if document.raw is None:
            return
        value, faults = validated(ThemeFile, document.raw)
        for location, what in faults:
            stops: list[FoundFile] | list[FoundTheme] = [theme]
            if location[0] == "items" and len(location) > 1:
                file = theme.listed.get(int(location[1]))
                stops = [file] if file is not None else self._unlisted(theme)
            self.problems.add(document.label, where(location), what, stops=stops)
        if value is not None:
            self.files.themes[theme] = value
            for number, file in theme.listed.items():
                if file.number == number:
                    self.files.items[file] = value.items[number]

    def _unlisted(self, theme: FoundTheme) -> list[FoundFile]:
        """Those that a table which names no file may be about; their own words are not known."""
        return [file for file in self.finder.files if file.theme is theme and not file.document]

    def catalogue(self) -> Catalogue:
        """What is sound, as values; what is not has its default, and a problem."""
        self._salvage()
        files, root = self.files, self.root
        publisher = build.publisher(files.mediahub.publisher if files.mediahub else None, root)
        people = {
            table.id: build.person(table, self.people)
            for table in (files.people.people if files.people else ())
        }
        series = tuple(
            build.series(table, root, people)
            for table in (files.mediahub.series if files.mediahub else ())
        )
        if not series:
            series = (build.default_series(publisher.name),)
            self.notices.insert(0, NO_SERIES.at("", series=series[0].id))
        if files.mediahub and files.mediahub.questions and not files.mediahub.public_url:
            self.notices.append(NO_FORM.at("mediahub.toml, [questions]"))
        items = self._items(people, series)
        of_theme: dict[str, list[Item]] = {}
        for item in items:
            if item.theme is not None:
                of_theme.setdefault(item.theme, []).append(item)
        self._notice_homeless(items)
        return Catalogue(
            root=root,
            publisher=publisher,
            public_url=files.mediahub.public_url if files.mediahub else None,
            series=series,
            themes=tuple(
                build.theme(theme, files.themes[theme], of_theme.get(theme.id, ()), people)
                for theme in self.finder.themes
            ),
            items=items,
            people=tuple(people.values()),
            settings=build.settings(files.mediahub),
            site=build.site(files.mediahub, root),
            questions=build.questions(files.mediahub),
            staff=build.staff(files.mediahub),
            notices=tuple(self.notices),
            searches=tuple(
                build.search(table) for table in (files.mediahub.searches if files.mediahub else ())
            ),
            problems=self._problems(),
        )

    def _items(self, people: dict[str, Person], series: tuple[Series, ...]) -> tuple[Item, ...]:
        series_of: dict[ItemKind, str] = {}
        for one in series:
            for kind in one.kinds:
                series_of.setdefault(kind, one.id)
        spoken_in = {one.id: one.languages for one in series}
        return tuple(
            build.item(
                file,
                self.files.items.get(file),
                self.files.themes.get(file.theme) if file.theme else None,
                people,
                series_of,
                spoken_in,
            )
            for file in self.finder.files
        )

    def _notice_homeless(self, items: tuple[Item, ...]) -> None:
        self.notices.extend(
            NO_FEED.at("", item=item.id, kind=item.kind)
            for item in items
            if item.published is not None and item.series is None and not item.written
        )

    def _salvage(self) -> None:
        """Read what can be read of themes and tables with a fault."""
        broken = [one for one in self.finder.themes if one.faulty or one not in self.files.themes]
        faulty = [
            file
            for file in self.finder.files
            if file.table is not None and (file.faulty or self.files.items.get(file) is None)
        ]
        if not broken and not faulty:
            return
        from mediahub.catalog.media_models import ItemFields, ThemeFile
        from mediahub.catalog.validate import salvaged

        for theme in broken:
            rest = _without(theme.document.raw or {}, {*theme.faulty, "items"})
            untitled = {**rest, "title": title_from_name(theme.folder.parts[-1])}
            value = salvaged(ThemeFile, rest) or salvaged(ThemeFile, untitled)
            if value is not None:
                self.files.themes[theme] = value
        for file in faulty:
            rest = _without(file.table or {}, {*file.faulty, "file"})
            self.files.items[file] = salvaged(ItemFields, rest)

    def _problems(self) -> tuple[Problem, ...]:
        of_theme: dict[FoundTheme, list[str]] = {}
        for file in self.finder.files:
            if file.theme is not None:
                of_theme.setdefault(file.theme, []).append(file.id)
        written_in = {theme.document.label: theme.id for theme in self.finder.themes}
        found = []
        for fault in self.problems.in_order():
            ids: list[str] = []
            for one in fault.stops or ():
                if isinstance(one, FoundFile):
                    ids.append(one.id)
                elif isinstance(one, FoundTheme):
                    ids.extend(of_theme.get(one, ()))
            items = tuple(dict.fromkeys(ids))
            found.append(Problem(fault.file, fault.line, items, written_in.get(fault.file)))
        return tuple(found)


def _without(table: dict[str, object], keys: set[str]) -> dict[str, object]:
    return {key: value for key, value in table.items() if key not in keys}


def _names(mediahub: Document, people: Document) -> Names:
    """The names that items may use; None for those of a file that could not be read."""
    series = {text(table, "id") or "" for _, table in tables(mediahub.raw, "series")}
    names = person_names(people.raw)
    return Names(
        None if mediahub.raw is None else frozenset(series or {build.DEFAULT_SERIES}),
        None if people.raw is None else names,
        frozenset(names.values()),
    )
