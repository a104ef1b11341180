"""The engine: our own postings in Whoosh's segments, term dictionary and columns.

Layout of the folder: `current` names the sub-folder that holds the index; a rebuild fills
another one and then changes that name, so that readers see the old index until the new is whole.
One writer at a time holds `.lock`, which the system lets go of when a process dies.

Neither Whoosh nor numpy is imported before there is something to read or write of a segment.
"""

import contextlib
import logging
import shutil
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.atomic import write_text
from mediahub.language import identity
from mediahub.search.analysis import VERSION as ANALYSIS_VERSION
from mediahub.search.analysis import Forms
from mediahub.search.engines.whoosh.contents import (
    Contents,
    Segment,
    newest_generation,
    read_contents,
    when_written,
)
from mediahub.search.values import DamagedIndexError
from mediahub.tongues import Words

if TYPE_CHECKING:
    from mediahub.search.engines.whoosh.commits import WhooshWriter
    from mediahub.search.engines.whoosh.snapshot import WhooshSnapshot

_FORMAT = 6
"""Raise when what is written of the same passages changes its form."""
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, IndexError, AssertionError,
    MemoryError, OverflowError, RecursionError, struct.error,
)  # fmt: skip
_MARK = "damaged"
"""A file of this name beside an index says that its files are not as they were written."""
_WAITING = Words(
    "Another run is writing the search index in {folder}; waiting.",
    "En annan körning skriver i sökregistret i {folder}. Den väntas på.",
)
_ATTEMPTS = 5
_Mark = tuple[str, int, int]
"""A commit's folder and number, and when it was written: an index that was deleted and made again
begins with the same numbers."""
_LOG = logging.getLogger(__name__)


@cache
def _format() -> str:
    """The beginning of the sub-folder's name: an index of other forms or words is none."""
    return f"whoosh-{_FORMAT}.{ANALYSIS_VERSION}-{identity()}"


class WhooshEngine:
    """The index in `folder`, which need not exist; `on_wait` is told when a writer must wait.

    Any threads may ask at once, and each answer is of the newest commit, whoever made it.
    """

    def __init__(self, folder: Path, on_wait: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._on_wait = on_wait or _LOG.warning
        self._opening = threading.Lock()
        self._snapshot: tuple[_Mark, WhooshSnapshot] | None = None

    def newest(self) -> str:
        """A mark of the newest commit, another one for each; empty when there is none."""
        name, *numbers = self._generation()
        return "/".join([name, *map(str, numbers)]) if name else ""

    def fingerprints(self) -> Mapping[str, str]:
        """Each item's fingerprint in the newest commit. Raises DamagedIndexError."""
        _, contents = self._newest()
        return {
            item: entry[0] for segment in contents.segments for item, entry in segment.items.items()
        }

    @contextlib.contextmanager
    def reading(self) -> "Iterator[WhooshSnapshot]":
        """The newest commit, for as long as the block lasts. Raises DamagedIndexError."""
        yield self.snapshot()

    def snapshot(self) -> "WhooshSnapshot":
        """The newest commit. Raises DamagedIndexError."""
        known = self._snapshot
        if known and known[0] == self._generation():
            return known[1]
        with self._opening:  # one thread opens what is new, the others wait for it
            return self._opened()

    def _opened(self) -> "WhooshSnapshot":
        from mediahub.search.engines.whoosh.snapshot import WhooshSnapshot

        for attempt in range(_ATTEMPTS):
            generation = self._generation()
            older = self._snapshot
            if older and older[0] == generation:
                return older[1]
            try:
                folder, contents = self._newest()
                snapshot = WhooshSnapshot(folder, contents.segments, older and older[1])
            except _UNREADABLE as error:
                # A commit may have taken a file away between our reading of the two.
                if attempt < _ATTEMPTS - 1 and generation != self._generation():
                    continue
                raise self._damaged(error) from error
            # A commit since `generation` was asked for is then seen by the next question.
            self._snapshot = (generation, snapshot)
            return snapshot
        raise AssertionError

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> "WhooshWriter":
        """The one writer, once it is this one's turn. Raises OSError when it cannot write."""
        import filelock

        from mediahub.search.engines.whoosh.commits import WhooshWriter

        self._folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self._folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            self._on_wait(_WAITING.said(folder=self._folder))
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
        from mediahub.search.engines.whoosh.segment_writer import checksum

        folder, contents = self._newest()
        for segment in contents.segments:
            for ending, written in segment.files.items():
                path = folder / segment.file(ending)
                try:
                    found = (path.stat().st_size, checksum(path))
                except OSError as error:
                    raise self._damaged(error) from error
                if found != written:
                    with contextlib.suppress(OSError):  # a reader may have no right to write
                        write_text(folder / _MARK, f"{path.name}\n")
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

    def _generation(self) -> _Mark:
        current = self._current()
        if current is None:
            return ("", -1, 0)
        generation = newest_generation(current)
        return (current.name, generation, when_written(current, generation))

    def _newest(self) -> tuple[Path, Contents]:
        """The folder and the table of contents of the newest commit; an empty one for none."""
        for attempt in range(_ATTEMPTS):
            current = self._current()
            if current is None:
                return self._folder, Contents(-1)
            generation = newest_generation(current)
            try:
                contents = read_contents(current, generation)
                _look_over(current, contents.segments)
            except FileNotFoundError as error:  # a newer commit may just have replaced it
                if attempt == _ATTEMPTS - 1 or self._generation()[:2] == (current.name, generation):
                    raise self._damaged(error) from error
            except _UNREADABLE as error:
                raise self._damaged(error) from error
            else:
                return current, contents
        raise AssertionError

    def _damaged(self, why: Exception) -> DamagedIndexError:
        return DamagedIndexError(
            f"The search index in {self._folder} is damaged ({why}): run `mediahub run`, which"
            " builds it anew from the transcripts.",
            swedish=f"Sökregistret i {self._folder} är skadat ({why}). Kör `mediahub run`, som "
            "bygger det på nytt ur avskrifterna.",
        )


def take_away(folder: Path) -> None:
    """Remove the files of an index, and nothing else that lies in the folder."""
    for path in folder.glob("whoosh-*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
    for name in ("current", ".lock"):
        (folder / name).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else lies there
        folder.rmdir()


def _look_over(folder: Path, segments: Iterable[Segment]) -> None:
    """Raises OSError or ValueError when a file of the index is missing or has another size."""
    if (folder / _MARK).exists():
        raise ValueError("its files are not as they were written")
    for segment in segments:
        for ending, (size, _) in segment.files.items():
            path = folder / segment.file(ending)
            if path.stat().st_size != size:
                raise ValueError(f"{path.name} has another size than was written")
