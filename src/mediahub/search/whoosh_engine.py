"""The engine: Whoosh's segments, table of contents and commits, with the search's own postings.

Layout of the folder: `current` names the sub-folder that holds the index; a rebuild fills
another one and then changes that name, so that readers see the old index until the new is whole.
One writer at a time holds `.lock`, which the system lets go of when a process dies.
"""

import contextlib
import logging
import pickle
import struct
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from whoosh.index import TOC, EmptyIndexError
from whoosh.index import IndexError as WhooshIndexError

from mediahub.atomic import write_text
from mediahub.language import identity
from mediahub.search.analysis import VERSION as ANALYSIS_VERSION
from mediahub.search.analysis import Forms
from mediahub.search.commits import Storage, WhooshWriter
from mediahub.search.segment import INDEX_NAME, PassageSegment, checksum
from mediahub.search.snapshot import WhooshSnapshot
from mediahub.search.values import DamagedIndexError

_FORMAT = 4
"""Raise when what is written of the same passages changes its form."""
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, IndexError, AssertionError,
    ImportError, MemoryError, OverflowError, struct.error, pickle.UnpicklingError, WhooshIndexError,
)  # fmt: skip
_MARK = "damaged"
"""A file of this name beside an index says that its files are not as they were written."""
_LOG = logging.getLogger(__name__)


@cache
def _format() -> str:
    """The beginning of the sub-folder's name: an index of other forms or words is none."""
    return f"whoosh-{_FORMAT}.{ANALYSIS_VERSION}-{identity()}"


class WhooshEngine:
    """The index in `folder`, which need not exist; `on_wait` is told when a writer must wait."""

    def __init__(self, folder: Path, on_wait: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._on_wait = on_wait or _LOG.warning
        self._snapshot: WhooshSnapshot | None = None

    def fingerprints(self) -> Mapping[str, str]:
        """Each item's fingerprint in the newest commit. Raises DamagedIndexError."""
        toc, _ = self._newest()
        return {
            item: entry[0]
            for segment in (toc.segments if toc else ())
            for item, entry in segment.items.items()
        }

    def snapshot(self) -> "WhooshSnapshot":
        """The newest commit. Raises DamagedIndexError."""
        for attempt in range(5):
            generation = self._generation()
            if self._snapshot and self._snapshot.generation == generation:
                return self._snapshot
            try:
                toc, storage = self._newest()
                self._snapshot = WhooshSnapshot(
                    storage, toc.segments if toc else [], generation, self._snapshot
                )
            except _UNREADABLE as error:
                # A commit may have taken a file away between our reading of the two.
                if attempt < 4 and generation != self._generation():
                    continue
                raise self._damaged(error) from error
        assert self._snapshot is not None  # noqa: S101  (the loop returns, raises or sets it)
        return self._snapshot

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> "WhooshWriter":
        """The one writer, once it is this one's turn. Raises OSError when it cannot write."""
        import filelock

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self._folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            self._on_wait(f"Another run is writing the search index in {self._folder}; waiting.")
            lock.acquire()
        try:
            target = self._current()
            if not anew:
                try:
                    self._newest()
                except DamagedIndexError:
                    anew = True
            if anew or target is None:
                target = self._fresh(target)
            return WhooshWriter(self._folder, target, forms, lock.release)
        except BaseException:
            lock.release()
            raise

    def verify(self) -> None:
        """Read everything. Raises DamagedIndexError, and so does all else from then on."""
        toc, storage = self._newest()
        for segment in toc.segments if toc else ():
            for ending, written in segment.files.items():
                path = Path(storage.folder) / segment.make_filename(ending)
                try:
                    found = (path.stat().st_size, checksum(path))
                except OSError as error:
                    raise self._damaged(error) from error
                if found != written:
                    with contextlib.suppress(OSError):  # a reader may have no right to write
                        write_text(path.parent / _MARK, f"{path.name}\n")
                    raise self._damaged(ValueError(f"{path.name} is not as it was written"))

    def _current(self) -> Path | None:
        try:
            name = (self._folder / "current").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        good = name.startswith(f"{_format()}-") and name == Path(name).name
        return self._folder / name if good else None

    def _fresh(self, old: Path | None) -> Path:
        number = int(old.name.rsplit("-", 1)[1]) + 1 if old else 1
        while (self._folder / f"{_format()}-{number}").exists():
            number += 1
        target = self._folder / f"{_format()}-{number}"
        target.mkdir()
        return target

    def _generation(self) -> tuple[str, int]:
        current = self._current()
        if current is None:
            return ("", -1)
        return (current.name, TOC._latest_generation(Storage(current), INDEX_NAME))

    def _newest(self) -> tuple[TOC | None, "Storage"]:
        """The table of contents of the newest commit (None when there is none)."""
        for attempt in range(5):
            current = self._current()
            storage = Storage(current or self._folder)
            if current is None:
                return None, storage
            try:
                toc = TOC.read(storage, INDEX_NAME)
                _look_over(current, toc.segments)
                return toc, storage
            except EmptyIndexError as error:
                raise self._damaged(error) from error
            except FileNotFoundError as error:  # a newer commit has just replaced it
                if attempt == 4:
                    raise self._damaged(error) from error
            except _UNREADABLE as error:
                raise self._damaged(error) from error
        raise AssertionError

    def _damaged(self, why: Exception) -> DamagedIndexError:
        return DamagedIndexError(
            f"The search index in {self._folder} is damaged ({why}): run `mediahub run`, which"
            " builds it anew from the transcripts."
        )


def _look_over(folder: Path, segments: Iterable[PassageSegment]) -> None:
    """Raises OSError or ValueError when a file of the index is missing or has another size."""
    if (folder / _MARK).exists():
        raise ValueError("its files are not as they were written")
    for segment in segments:
        for ending, (size, _) in segment.files.items():
            path = folder / segment.make_filename(ending)
            if path.stat().st_size != size:
                raise ValueError(f"{path.name} has another size than was written")
