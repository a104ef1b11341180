"""Which items there are: the files that TOMLs name, and those that no TOML names."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.catalog.entries import Document, FoundFile, FoundTheme
from mediahub.catalog.ids import is_id
from mediahub.catalog.naming import item_id, theme_id
from mediahub.catalog.notices import CAPTIONS_NONE, MEETING_CHAT
from mediahub.catalog.passedover import hidden
from mediahub.catalog.problems import Problems, did_you_mean
from mediahub.catalog.scan import (
    MEDIA,
    PEOPLE,
    THEME,
    Boundary,
    Folder,
    is_chat,
    is_written,
    kind_of,
    nfc,
    shown_name,
    stem_and_ending,
)
from mediahub.catalog.sidecars import Sidecars, everywhere
from mediahub.catalog.tomlfile import read_or_why
from mediahub.catalog.values import REVIEWED
from mediahub.notices import Notice
from mediahub.tongues import Said, Words


@dataclass(slots=True)
class Finder:
    """Finds the themes and items of a workspace, and notes what is wrong with them."""

    boundary: Boundary
    folders: list[Folder]
    problems: Problems
    themes: list[FoundTheme] = field(default_factory=list)
    files: list[FoundFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    _by_label: dict[str, Folder] = field(default_factory=dict)
    _taken: dict[str, FoundFile] = field(default_factory=dict)

    def find(self) -> None:
        """Fill `themes` and `files`: each theme's items as written, then the others by path."""
        self._by_label = {nfc(folder.label): folder for folder in self.folders}
        theme_of: dict[tuple[str, ...], FoundTheme] = {}
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
        self._give_out_captions()

    def _give_out_captions(self) -> None:
        recordings = [file for file in self.files if not is_written(file.name)]
        in_folder: dict[str, list[FoundFile]] = {}
        for file in recordings:
            in_folder.setdefault(file.folder.path, []).append(file)
        all_there_is = everywhere(recordings)
        folders = {folder.path: folder for folder in self.folders}
        for file in recordings:  # one that stands outside media/ has a folder of its own
            folders.setdefault(file.folder.path, file.folder)
        for path, folder in folders.items():
            beside = Sidecars(folder, in_folder.get(path, ()))
            for file, captions in beside.give_out(all_there_is):
                if file.problem is None and not file.missing:
                    self._take_captions(file, captions)
            self.notices += beside.notices
        for file in recordings:
            given = file.table.get("captions") if file.table else None
            if given == REVIEWED and file.captions is None and not file.missing:
                self.notices.append(CAPTIONS_NONE.at(f"{file.folder.label}/{file.name}"))

    def _take_captions(self, file: FoundFile, captions: str) -> None:
        """Let the captions be the file's, or say why they cannot be."""
        file.captions = captions
        where, _, name = captions.rpartition("/")
        if where == file.folder.path and nfc(name) in file.folder.files:
            file.problem = self._problem(file.folder, name, captions)
        # Else its TOML names them, and what is wrong with that is told as a fault of its key.

    def _theme(self, folder: Folder) -> FoundTheme:
        path, label = Path(folder.path, THEME), f"{folder.label}/{THEME}"
        raw, why = read_or_why(path)
        found = FoundTheme(_given_id(raw) or theme_id(folder), folder, Document(path, label, raw))
        if why is not None:
            self.problems.add(label, "", why, stops=[found])
        self.themes.append(found)
        return found

    def _listed(self, theme: FoundTheme) -> list[tuple[str, FoundFile]]:
        """The files that the theme's [[items]] name, as named and as found; `missing` ones too."""
        document, located = theme.document, []
        tables = document.raw.get("items") if document.raw else None
        for number, table in enumerate(tables if isinstance(tables, list) else ()):
            file = table.get("file") if isinstance(table, dict) else None
            if not isinstance(file, str) or not file.strip():
                continue  # the model says what is wrong
            found = self._locate(theme.folder, file)
            found.theme, found.document, found.table, found.number = theme, document, table, number
            located.append((file, found))
        return located

    def _take_listed(self, theme: FoundTheme) -> None:
        located = self._listed(theme)
        named = {found.path for _, found in located if not found.missing}
        for file, found in located:
            number = found.number or 0
            first = self._taken.get(found.path)
            if first is not None:
                theme.listed[number] = first
                words = Words(
                    "'{file}' is listed twice, first in {first}",
                    "”{file}” står två gånger, först i {first}.",
                )
                what = words.said(file=file, first=first.told_in)
                self.problems.add(theme.document.label, found.where("file"), what, stops=[first])
                continue
            if found.missing:
                near = did_you_mean(found.name, filter(kind_of, found.folder.files.values()))
                what = Words(
                    "'{file}' does not exist in {folder}/{near}",
                    "”{file}” finns inte i {folder}/{near}",
                ).said(file=file, folder=theme.folder.label, near=near)
                self.problems.add(theme.document.label, found.where("file"), what, stops=[found])
                _keep_beside(found, named)
            theme.listed[number] = found
            self._take(found)

    def _locate(self, base: Folder, file: str) -> FoundFile:
        """The entry of a file named in a theme of the folder `base`, without its table.

        It is `missing` when nothing is there, and has a problem when it leaves the workspace.
        """
        if file in base.files:  # the common case, with no question to the disk
            name = base.files[file]
            return FoundFile(base, name, f"{base.path}/{name}")
        path = os.path.normpath(os.path.join(base.path, file))  # noqa: PTH118
        inside = os.path.relpath(path, self.boundary.root)
        if inside == os.pardir or inside.startswith(os.pardir + os.sep):
            problem = Said(
                f"'{file}', named in {base.label}/{THEME}, lies outside the workspace. "
                f"Copy the file into {base.label}/ and write its new name there.",
                f"”{file}”, som {base.label}/{THEME} nämner, ligger utanför arbetsytan. "
                f"Kopiera filen till {base.label}/ och skriv dess nya namn där.",
            )
            return FoundFile(base, os.path.basename(path), path, problem=problem)  # noqa: PTH119
        *parts, name = Path(inside).parts or (".",)
        folder = self._by_label.get(nfc("/".join(parts)))
        if folder is not None and nfc(name) in folder.files:
            name = folder.files[nfc(name)]
            return FoundFile(folder, name, f"{folder.path}/{name}")
        folder = folder or Folder(os.path.dirname(path), tuple(parts))  # noqa: PTH120
        # No path holds "\0", and asking for one raises.
        if "\0" in path or not os.path.isfile(path):  # noqa: PTH113
            return FoundFile(folder, name, path.replace("\0", "�"), missing=True)
        folder.links.add(name)  # a folder on the way may be a link: where it leads is looked up
        return FoundFile(folder, name, path)

    def _take_unlisted(self, folder: Folder, theme: FoundTheme | None) -> None:
        own, doubts = self._own_documents(folder)
        for name in sorted([*folder.files.values(), *folder.twins]):
            kind, path = kind_of(name), f"{folder.path}/{name}"
            if kind is None or path in self._taken or hidden(name) is not None:
                continue
            document = own.get(name)
            if document is None and is_chat(nfc(name)):
                self.notices.append(MEETING_CHAT.at(shown_name(f"{folder.label}/{name}")))
                continue
            table = document.raw if document else None
            self._take(FoundFile(folder, name, path, theme, document, table))
        for doubt in doubts:
            paths = [f"{folder.path}/{name}" for name in doubt.about]
            stops = [self._taken[path] for path in paths if path in self._taken]
            if doubt.document is not None:
                name = stem_and_ending(doubt.document.path.name)[0]
                gone = FoundFile(
                    *(folder, name, f"{folder.path}/{name}", theme, doubt.document),
                    table=doubt.document.raw,
                    missing=True,
                )
                self._take(gone)
                stops.append(gone)
            self.problems.add(doubt.label, "", doubt.what, stops=stops)

    def _own_documents(self, folder: Folder) -> tuple[dict[str, Document], list["_Doubt"]]:
        """The TOML files that stand beside a media file, by its name; and what is wrong with them.

        A file that cannot be read is among both.
        """
        documents: dict[str, Document] = {}
        doubts: list[_Doubt] = []
        for name in sorted(folder.files.values()):
            stem, ending = stem_and_ending(name)
            if ending != "toml" or name == THEME or (folder.parts == (MEDIA,) and name == PEOPLE):
                continue
            label = f"{folder.label}/{name}"
            target, about = self._described_by(folder, nfc(stem))
            if target is None and about:
                what = Said(
                    f"may describe {' or '.join(map(repr, about))}; name it '{about[0]}.toml' to "
                    "say which",
                    f"kan beskriva {' eller '.join(about)}. Döp den till {about[0]}.toml, så är "
                    "det sagt vilken.",
                )
                doubts.append(_Doubt(label, what, about))
                continue
            told = self._told_of(folder, target, documents)
            if told:
                words = Words(
                    "describes '{target}', and so does {told}; move what it says (such as "
                    "`published`) over there, and remove {name}",
                    "beskriver ”{target}”, och det gör också {told}. Flytta dit det som står här "
                    "(till exempel `published`), och ta bort {name}.",
                )
                what = words.said(target=target, told=told, name=name)
                doubts.append(_Doubt(label, what, about))
                continue
            raw, why = read_or_why(Path(folder.path, name))
            document = Document(Path(folder.path, name), label, raw)
            if target is not None:
                documents[target] = document
                if why is not None:
                    doubts.append(_Doubt(label, why, about))
                continue
            near = did_you_mean(f"{stem}.toml", (THEME, PEOPLE)) or did_you_mean(stem, folder.stems)
            what = Words(
                "describes no file: no media file is called '{stem}'{near}",
                "beskriver ingen fil: ingen inspelning eller text heter ”{stem}”{near}",
            ).said(stem=nfc(stem), near=near)
            if raw and "items" in raw:  # a misspelt theme.toml is about everything that stands here
                doubts.append(_Doubt(label, what, [*folder.files.values()]))
            else:
                doubts.append(_Doubt(label, what, document=document))
        return documents, doubts

    def _told_of(
        self, folder: Folder, name: str | None, documents: dict[str, Document]
    ) -> str | None:
        """Where the file is described already, if it is."""
        if name in documents:
            return documents[name].label
        listed = self._taken.get(f"{folder.path}/{name}")
        return listed.told_in if listed else None

    def _described_by(self, folder: Folder, stem: str) -> tuple[str | None, list[str]]:
        """The file that STEM.toml describes, or None, and those that it may describe."""
        if stem in folder.files and kind_of(stem):
            return folder.files[stem], [folder.files[stem]]  # a.mp3.toml beside a.mp3
        sharing = folder.stems.get(stem, [])
        candidates = [name for name in sharing if not is_written(name)] or sharing
        return (candidates[0] if len(candidates) == 1 else None), candidates

    def _take(self, found: FoundFile) -> None:
        """Keep the file, with its id and why it cannot be used, if so."""
        found.id = _given_id(found.table) or item_id(found.folder, found.name)
        folder = found.folder
        if found.problem is None and not found.missing:
            found.problem = self._problem(folder, found.name, found.path)
        self._taken[found.path] = found
        self.files.append(found)

    def _problem(self, folder: Folder, name: str, path: str) -> str | None:
        """Why the file cannot be used, as a sentence that says what to do; None when it can."""
        label = f"{folder.label}/{name}"
        if (shown := shown_name(label)) != label:
            return Said(
                f"The name '{shown}' is not valid Unicode. Rename the file or folder.",
                f"Namnet ”{shown}” är inte giltig Unicode. Döp om filen eller mappen.",
            )
        if name not in folder.links:
            return None
        if not self.boundary.holds(path):
            return Said(
                f"'{label}' is a link that leads out of the workspace. "
                "Put the file itself where the link stands.",
                f"”{label}” är en länk som leder ut ur arbetsytan. "
                "Lägg själva filen där länken står.",
            )
        if not os.path.isfile(path):  # noqa: PTH113
            return Said(
                f"'{label}' is a link that leads to no file. Put the file where the link stands.",
                f"”{label}” är en länk som inte leder till någon fil. Lägg filen där länken står.",
            )
        return None


@dataclass(frozen=True, slots=True)
class _Doubt:
    """What is wrong with a TOML beside media files, which it may be about; `document` if none."""

    label: str
    what: str
    about: list[str] = field(default_factory=list)
    document: Document | None = None


def _keep_beside(missing: FoundFile, named: set[str]) -> None:
    """Let a file that is gone count for the ids of its siblings, as when it was there.

    But not where the one that shares its stem is named nowhere: that may be what takes its place,
    and to have its id is how it is found out.
    """
    folder = missing.folder
    rivals = folder.rivals(missing.name)
    if any(f"{folder.path}/{name}" in named for name in rivals):
        folder.stems[nfc(stem_and_ending(missing.name)[0])].append(missing.name)


def _given_id(table: dict[str, Any] | None) -> str | None:
    """The id that a person wrote, if it can be one: it becomes a folder's name."""
    value = table.get("id") if table else None
    return value if isinstance(value, str) and is_id(value) else None
