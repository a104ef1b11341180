"""What people wrote, as far as it can be read; read again when it has changed."""

import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mediahub.catalog import Catalogue, Problem, Publisher, load_for_reading
from mediahub.catalog.scan import MEDIA, MEDIAHUB, PEOPLE, THEME
from mediahub.errors import SettingsError
from mediahub.search.synonyms import synonyms
from mediahub.workspace.paths import Workspace

_COARSE_NS = 50_000_000
"""A file system's clock ticks this seldom at worst."""

_Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """The catalogue, whatever is wrong with it; an empty one where there is no folder media/."""

    catalogue: Catalogue
    synonyms: Mapping[str, Sequence[str]]
    """The glossaries' other words and people's other names, as `SearchIndex.search` takes them."""
    unread: tuple[str, ...] = ()
    """A line for each thing in the TOML files that could not be read, file by file."""


class KeptCatalogue:
    """The catalogue of a workspace, kept and read again when a TOML of it changes.

    Any threads may ask at once. How fresh an answer is: every `look_every_s` seconds, when somebody
    asks, the files that it was made of are looked at (size, inode and times of mediahub.toml,
    people.toml, every theme.toml and sidecar, and of the folders in media/ that hold anything, in
    which new ones appear): two thousand of them in some ms. One thread reads what has changed while
    the others are answered as before, so an answer is that much older than the disk, and as old
    as one reading of the catalogue takes.
    """

    def __init__(self, root: Path, look_every_s: float = 1.0) -> None:
        self._root = root
        self._look_every_s = look_every_s
        self._looking = threading.Lock()
        self._kept: _Kept | None = None
        self._look_at = 0.0

    def now(self) -> Written:
        """What is written; the first call reads it."""
        kept = self._kept
        if kept is None:
            with self._looking:
                kept = self._kept or self._look(None)
        elif time.monotonic() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                kept = self._look(self._kept)
            finally:
                self._looking.release()
        return kept.written

    def look_again(self) -> None:
        """Look at the files now, whenever that was done last: somebody knows that they changed."""
        with self._looking:
            self._look(self._kept)

    def _look(self, kept: "_Kept | None") -> "_Kept":
        if kept is None or not kept.holds():
            kept = _read(self._root)
        self._kept = kept
        self._look_at = time.monotonic() + self._look_every_s
        return kept


@dataclass(frozen=True, slots=True)
class _Kept:
    written: Written
    stamps: Mapping[str, _Stamp | None]
    settled: bool
    """Whether nothing changed while it was read: else it may be of before or after the change."""

    def holds(self) -> bool:
        return self.settled and all(_stamp(path) == old for path, old in self.stamps.items())


def _read(root: Path) -> _Kept:
    begun = time.time_ns()
    try:
        catalogue = load_for_reading(root)
        unread = tuple(problem.line for problem in catalogue.problems if _unread(problem))
    except SettingsError as error:
        catalogue, unread = Catalogue(root, Publisher(root.name)), (error.said,)
    catalogue, states = _under_kept_ids(catalogue)
    stamps = {path: _stamp(path) for path in (*_looked_at(catalogue), *states)}
    ended = time.time_ns()
    settled = not any(
        begun - _COARSE_NS <= changed <= ended
        for stamp in stamps.values()
        if stamp is not None
        for changed in stamp[:2]
    )
    terms = (term for theme in catalogue.themes for term in theme.glossary)
    return _Kept(Written(catalogue, synonyms(terms, catalogue.people), unread), stamps, settled)


def _under_kept_ids(catalogue: Catalogue) -> tuple[Catalogue, list[str]]:
    """The catalogue with files that were moved under the ids that they keep; and what told so.

    A run finds them by their bytes and notes where they lie. Here only the notes are read, and of
    those alone whose ids no file has by its name.
    """
    workspace = Workspace(catalogue.root)
    try:
        made = {one.name for one in os.scandir(workspace.transcripts) if one.is_dir()}
    except OSError:
        return catalogue, []
    ids = {item.id for item in catalogue.items}
    moved = {
        workspace.relative(item.path): item.id
        for item in catalogue.items
        if not item.written and not item.missing and item.id not in made
    }
    if not moved or not made - ids:
        return catalogue, []
    from mediahub.pipeline.identity import renamed  # seldom needed
    from mediahub.workspace.state import read_state

    states = {item_id: workspace.item(item_id) / "state.json" for item_id in sorted(made - ids)}
    places = {read_state(path, item_id).source: item_id for item_id, path in states.items()}
    renames = {item_id: places[place] for place, item_id in moved.items() if place in places}
    return renamed(catalogue, renames) if renames else catalogue, [*map(str, states.values())]


def _unread(problem: Problem) -> bool:
    """Whether it is about what is written; a file that is gone keeps nothing from being read."""
    return problem.file.endswith(".toml") or not problem.items


def _looked_at(catalogue: Catalogue) -> Iterator[str]:
    root, media = catalogue.root, catalogue.root / MEDIA
    folders = dict.fromkeys([root, media])
    for path in (
        *(one.path for one in catalogue.themes),
        *(i.path.parent for i in catalogue.items),
    ):
        while path not in folders and path.is_relative_to(media):
            folders[path] = None
            path = path.parent  # noqa: PLW2901 - up to media/
    yield from map(str, folders)
    yield str(root / MEDIAHUB)
    yield str(media / PEOPLE)
    yield from (str(theme.path / THEME) for theme in catalogue.themes)
    sidecars = (one.described_in for one in catalogue.items)
    yield from dict.fromkeys(str(path) for path in sidecars if path and path.name != THEME)


def _stamp(path: str) -> _Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - thousands of them, between two queries
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
