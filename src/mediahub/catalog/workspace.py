"""Reading a workspace: mediahub.toml and media/ to a Catalogue, or to one error with all faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.catalog import build
from mediahub.catalog.check import Checker, Names, person_names, tables, text
from mediahub.catalog.entries import Document, Entry, ThemeEntry
from mediahub.catalog.finding import Finder
from mediahub.catalog.problems import Problems
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, boundary, walk
from mediahub.catalog.tomlfile import read
from mediahub.catalog.values import Catalogue, Item, ItemKind, Person, Series
from mediahub.errors import SettingsError

if TYPE_CHECKING:
    from mediahub.catalog.media_models import ItemFields, PeopleFile, ThemeFile
    from mediahub.catalog.workspace_models import MediahubFile

DEFAULT_SERIES = "media"


def load(root: Path) -> Catalogue:
    """The catalogue of the workspace at `root`.

    Raises SettingsError with every problem there is, one a line: file, table and key, what is wrong
    and what was probably meant. A file that merely cannot be used (a link that leaves the
    workspace) becomes an item with a `problem`.
    """
    root = root.resolve()
    if not (root / MEDIA).is_dir():
        raise SettingsError(
            f"{root} is no workspace: it has no folder media/. "
            "Go to one (or name it with -C), or make one here with `mediahub init`."
        )
    problems, notices = Problems(), list[str]()
    limits = boundary(root)
    finder = Finder(limits, walk(root, problems, notices), problems)
    mediahub = _read_if_there(root, MEDIAHUB, problems)
    people = _read_if_there(root, f"{MEDIA}/{PEOPLE}", problems)
    finder.find()
    files = _validate(mediahub, people, finder, problems)
    checker = Checker(limits, _names(mediahub, people), problems)
    checker.mediahub(mediahub)
    checker.people(people)
    for theme in finder.themes:
        checker.theme(theme)
    for entry in finder.entries:
        checker.entry(entry)
    checker.ids(finder.themes, finder.entries)
    problems.raise_if_any()
    return _catalogue(root, files, finder, notices)


@dataclass(slots=True)
class _Files:
    """What the TOML files say, validated; None for those that are not there."""

    mediahub: MediahubFile | None
    people: PeopleFile | None
    themes: dict[ThemeEntry, ThemeFile | None]
    items: dict[Entry, ItemFields | None]


def _read_if_there(root: Path, label: str, problems: Problems) -> Document:
    path = root / label
    if not path.exists():
        return Document(path, label, {})
    if not path.is_file():
        problems.add(label, "", "should be a file")
        return Document(path, label, None)
    return Document(path, label, read(path, label, problems))


def _validate(mediahub: Document, people: Document, finder: Finder, problems: Problems) -> _Files:
    files = _Files(None, None, {}, dict.fromkeys(finder.entries))
    own = [entry for entry in finder.entries if entry.document and entry.number is None]
    if not (mediahub.raw or people.raw or finder.themes or own):
        return files  # nothing to validate, and pydantic takes longer to import than the rest

    from mediahub.catalog.media_models import ItemFile, PeopleFile, ThemeFile
    from mediahub.catalog.validate import validate
    from mediahub.catalog.workspace_models import MediahubFile

    if mediahub.raw:
        files.mediahub = validate(MediahubFile, mediahub.raw, mediahub.label, problems)
    if people.raw:
        files.people = validate(PeopleFile, people.raw, people.label, problems)
    for theme in finder.themes:
        document = theme.document
        if document.raw is not None:
            files.themes[theme] = validate(ThemeFile, document.raw, document.label, problems)
    for entry in finder.entries:
        theme_file = files.themes.get(entry.theme) if entry.theme else None
        if entry.number is not None:
            files.items[entry] = theme_file.items[entry.number] if theme_file else None
        elif entry.document is not None and entry.document.raw is not None:
            files.items[entry] = validate(
                ItemFile, entry.document.raw, entry.document.label, problems
            )
    return files


def _names(mediahub: Document, people: Document) -> Names:
    """The names that items may use; None for those of a file that could not be read."""
    series = {text(table, "id") or "" for _, table in tables(mediahub.raw, "series")}
    names = person_names(people.raw)
    return Names(
        None if mediahub.raw is None else frozenset(series or {DEFAULT_SERIES}),
        None if people.raw is None else names,
        frozenset(names.values()),
    )


def _catalogue(root: Path, files: _Files, finder: Finder, notices: list[str]) -> Catalogue:
    publisher = build.publisher(files.mediahub.publisher if files.mediahub else None, root)
    series = tuple(
        build.series(table, root) for table in (files.mediahub.series if files.mediahub else ())
    )
    if not series:
        series = (_default_series(publisher.name),)
        notices.insert(
            0,
            f"No series is written in {MEDIAHUB}: every film and podcast goes into one feed, "
            f"'{DEFAULT_SERIES}', and is published as soon as it is done (autopublish).",
        )
    series_of: dict[ItemKind, str] = {}
    for one in series:
        for kind in one.kinds:
            series_of.setdefault(kind, one.id)
    people = {
        table.id: build.person(table) for table in (files.people.people if files.people else ())
    }
    items = _items(files, finder, people, series_of)
    for item in items.values():
        if item.published is not None and item.series is None and not item.written:
            notices.append(
                f"'{item.id}' has a publication time but is in no feed: no series in {MEDIAHUB} "
                f"takes a {item.kind}, and it names none."
            )
    return Catalogue(
        root=root,
        publisher=publisher,
        public_url=files.mediahub.public_url if files.mediahub else None,
        series=series,
        themes=tuple(
            build.theme(
                theme, file, [item for entry, item in items.items() if entry.theme is theme]
            )
            for theme, file in files.themes.items()
            if file is not None
        ),
        items=tuple(items.values()),
        people=tuple(people.values()),
        settings=build.settings(files.mediahub),
        notices=tuple(notices),
        searches=tuple(
            build.search(table) for table in (files.mediahub.searches if files.mediahub else ())
        ),
    )


def _items(
    files: _Files,
    finder: Finder,
    people: dict[str, Person],
    series_of: dict[ItemKind, str],
) -> dict[Entry, Item]:
    return {
        entry: build.item(
            entry,
            files.items[entry],
            files.themes.get(entry.theme) if entry.theme else None,
            people,
            series_of,
        )
        for entry in finder.entries
    }


def _default_series(publisher: str) -> Series:
    return Series(
        id=DEFAULT_SERIES,
        title=publisher,
        description=f"Film och podd från {publisher}.",
        kinds=("podcast", "film"),
        autopublish=True,
    )
