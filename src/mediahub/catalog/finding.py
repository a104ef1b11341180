"""Which items there are: the files that TOMLs name, and those that no TOML names."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.catalog.entries import Document, Entry, ThemeEntry
from mediahub.catalog.naming import item_id, theme_id
from mediahub.catalog.problems import Problems, did_you_mean
from mediahub.catalog.scan import (
    MEDIA,
    PEOPLE,
    THEME,
    Boundary,
    Folder,
    is_written,
    kind_of,
    nfc,
    shown_name,
    stem_and_ending,
)
from mediahub.catalog.tomlfile import read


@dataclass(slots=True)
class Finder:
    """Finds the themes and items of a workspace, and notes what is wrong with them."""

    boundary: Boundary
    folders: list[Folder]
    problems: Problems
    themes: list[ThemeEntry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    _by_label: dict[str, Folder] = field(default_factory=dict)
    _taken: dict[str, Entry] = field(default_factory=dict)

    def find(self) -> None:
        """Fill `themes` and `entries`: each theme's items as written, then the others by path."""
        self._by_label = {nfc(folder.label): folder for folder in self.folders}
        theme_of: dict[tuple[str, ...], ThemeEntry] = {}
        for folder in self.folders:
            if THEME in folder.files:
                theme_of[folder.parts] = self._theme(folder)
            elif len(folder.parts) > 2 and folder.parts[:-1] in theme_of:
                # A folder in a theme's folder belongs to it; but not all of media/ to media/'s own.
                theme_of[folder.parts] = theme_of[folder.parts[:-1]]
        for theme in self.themes:
            self._take_listed(theme)
        for folder in self.folders:
            self._take_unlisted(folder, theme_of.get(folder.parts))

    def _theme(self, folder: Folder) -> ThemeEntry:
        path, label = Path(folder.path, THEME), f"{folder.label}/{THEME}"
        raw = read(path, label, self.problems)
        given = _text(raw, "id")
        theme = ThemeEntry(
            theme_id(folder) if given is None else given, folder, Document(path, label, raw)
        )
        self.themes.append(theme)
        return theme

    def _take_listed(self, theme: ThemeEntry) -> None:
        document = theme.document
        tables = document.raw.get("items") if document.raw else None
        for number, table in enumerate(tables if isinstance(tables, list) else ()):
            file = table.get("file") if isinstance(table, dict) else None
            if not isinstance(file, str) or not file.strip():
                continue  # the model says what is wrong
            entry = self._locate(theme.folder, file)
            entry.theme, entry.document, entry.table, entry.number = theme, document, table, number
            if not entry.path:
                near = did_you_mean(entry.name, filter(kind_of, entry.folder.files.values()))
                what = f"'{file}' does not exist in {theme.folder.label}/{near}"
                self.problems.add(document.label, entry.where("file"), what)
            elif (first := self._taken.get(entry.path)) is not None:
                what = f"'{file}' is listed twice, first in {first.told_in}"
                self.problems.add(document.label, entry.where("file"), what)
            else:
                self._take(entry)

    def _locate(self, base: Folder, file: str) -> Entry:
        """The entry of a file named in a theme of the folder `base`, without its table.

        Its path is "" when nothing is there, and it has a problem when it leaves the workspace.
        """
        if file in base.files:  # the common case, with no question to the disk
            name = base.files[file]
            return Entry(base, name, f"{base.path}/{name}")
        path = os.path.normpath(os.path.join(base.path, file))  # noqa: PTH118
        inside = os.path.relpath(path, self.boundary.root)
        if inside == os.pardir or inside.startswith(os.pardir + os.sep):
            problem = (
                f"'{file}', named in {base.label}/{THEME}, lies outside the workspace. "
                f"Copy the file into {base.label}/ and write its new name there."
            )
            return Entry(base, os.path.basename(path), path, problem=problem)  # noqa: PTH119
        *parts, name = Path(inside).parts or (".",)
        folder = self._by_label.get(nfc("/".join(parts)))
        if folder is not None and nfc(name) in folder.files:
            name = folder.files[nfc(name)]
            return Entry(folder, name, f"{folder.path}/{name}")
        folder = folder or Folder(os.path.dirname(path), tuple(parts))  # noqa: PTH120
        # No path holds "\0", and asking for one raises.
        if "\0" in path or not os.path.isfile(path):  # noqa: PTH113
            return Entry(folder, name, "")
        folder.links.add(name)  # a folder on the way may be a link: where it leads is looked up
        return Entry(folder, name, path)

    def _take_unlisted(self, folder: Folder, theme: ThemeEntry | None) -> None:
        own = self._own_documents(folder)
        for name in sorted([*folder.files.values(), *folder.twins]):
            kind, path = kind_of(name), f"{folder.path}/{name}"
            if kind is None or path in self._taken:
                continue
            document = own.get(name)
            if is_written(name) and theme is None and document is None:
                continue  # a text that nothing speaks of: someone's notes, not for the world
            table = document.raw if document else None
            self._take(Entry(folder, name, path, theme, document, table))

    def _own_documents(self, folder: Folder) -> dict[str, Document]:
        """The TOML files that stand beside a media file, by the media file's name."""
        documents: dict[str, Document] = {}
        for name in sorted(folder.files.values()):
            stem, ending = stem_and_ending(name)
            if ending != "toml" or name == THEME or (folder.parts == (MEDIA,) and name == PEOPLE):
                continue
            label = f"{folder.label}/{name}"
            target = self._described_by(folder, nfc(stem), label)
            if target is None:
                continue
            listed = self._taken.get(f"{folder.path}/{target}")
            told = listed.told_in if listed else ""
            if target in documents:
                told = documents[target].label
            if told:
                what = (
                    f"describes '{target}', and so does {told}; move what it says (such as "
                    f"`published`) over there, and remove {name}"
                )
                self.problems.add(label, "", what)
                continue
            raw = read(Path(folder.path, name), label, self.problems)
            documents[target] = Document(Path(folder.path, name), label, raw)
        return documents

    def _described_by(self, folder: Folder, stem: str, label: str) -> str | None:
        """The file that STEM.toml describes; None, with the problem noted, when that is unclear."""
        if stem in folder.files and kind_of(stem):
            return folder.files[stem]  # a.mp3.toml beside a.mp3
        sharing = folder.stems.get(stem, [])
        candidates = [name for name in sharing if not is_written(name)] or sharing
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            names = " or ".join(f"'{name}'" for name in candidates)
            what = f"may describe {names}; name it '{candidates[0]}.toml' to say which"
        else:
            near = did_you_mean(f"{stem}.toml", (THEME, PEOPLE)) or did_you_mean(stem, folder.stems)
            what = f"describes no file: no media file is called '{stem}'{near}"
        self.problems.add(label, "", what)
        return None

    def _take(self, entry: Entry) -> None:
        """Keep the entry, with its id, its captions, and why it cannot be used, if so."""
        given = _text(entry.table, "id")
        entry.id = item_id(entry.folder, entry.name) if given is None else given
        folder = entry.folder
        if entry.problem is None:
            entry.problem = self._problem(folder, entry.name, entry.path)
        if not is_written(entry.name) and entry.problem is None:
            captions = folder.beside(entry.name, ("vtt", "srt"))
            if captions is not None:
                entry.captions = f"{folder.path}/{captions}"
                entry.problem = self._problem(folder, captions, entry.captions)
        self._taken[entry.path] = entry
        self.entries.append(entry)

    def _problem(self, folder: Folder, name: str, path: str) -> str | None:
        """Why the file cannot be used, as a sentence that says what to do; None when it can."""
        label = f"{folder.label}/{name}"
        if (shown := shown_name(label)) != label:
            return f"The name '{shown}' is not valid Unicode. Rename the file or folder."
        if name not in folder.links:
            return None
        if not self.boundary.holds(path):
            return (
                f"'{label}' is a link that leads out of the workspace. "
                "Put the file itself where the link stands."
            )
        if not os.path.isfile(path):  # noqa: PTH113
            return f"'{label}' is a link that leads to no file. Put the file where the link stands."
        return None


def _text(table: dict[str, Any] | None, key: str) -> str | None:
    value = table.get(key) if table else None
    return value if isinstance(value, str) else None
