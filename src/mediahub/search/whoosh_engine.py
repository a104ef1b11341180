"""The engine: Whoosh's segments, table of contents and commits, with the search's own postings.

Layout of the folder: `current` names the sub-folder that holds the index; a rebuild fills
another one and then changes that name, so that readers see the old index until the new is whole.
One writer at a time holds `.lock`, which the system lets go of when a process dies.
"""

import contextlib
import logging
import os
import pickle
import shutil
import struct
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.fields import STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files
from whoosh.index import IndexError as WhooshIndexError

from mediahub.atomic import write_text
from mediahub.search.analysis import VERSION as ANALYSIS_VERSION
from mediahub.search.analysis import Forms
from mediahub.search.engine import (
    POSITION_BITS,
    Columns,
    Keys,
    Kin,
    Label,
    StoredPassage,
    empty_keys,
    merged,
)
from mediahub.search.letters import distances, in_bytes
from mediahub.search.segment import (
    INDEX_NAME,
    PassageReader,
    PassageSegment,
    SegmentWriter,
    checksum,
)
from mediahub.search.values import DamagedIndexError

FORMAT = f"whoosh-2.{ANALYSIS_VERSION}"
"""Part of the sub-folder's name: an index of another format is none."""

_LARGEST_SEGMENT = 12_000
"""Passages gathered before they are written; bounds memory (about 3 kB a passage)."""
_SMALL, _FEW = 2_000, 8
"""Segments up to this many passages are made one when there are so many of them."""
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, IndexError, AssertionError,
    ImportError, MemoryError, OverflowError, struct.error, pickle.UnpicklingError, WhooshIndexError,
)  # fmt: skip
_MARK = "damaged"
"""A file of this name beside an index says that its files are not as they were written."""
_LOG = logging.getLogger(__name__)


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
        good = name.startswith(f"{FORMAT}-") and name == Path(name).name
        return self._folder / name if good else None

    def _fresh(self, old: Path | None) -> Path:
        number = int(old.name.rsplit("-", 1)[1]) + 1 if old else 1
        while (self._folder / f"{FORMAT}-{number}").exists():
            number += 1
        target = self._folder / f"{FORMAT}-{number}"
        target.mkdir()
        return target

    def _generation(self) -> tuple[str, int]:
        current = self._current()
        if current is None:
            return ("", -1)
        return (current.name, TOC._latest_generation(_Storage(current), INDEX_NAME))

    def _newest(self) -> tuple[TOC | None, "_Storage"]:
        """The table of contents of the newest commit (None when there is none)."""
        for attempt in range(5):
            current = self._current()
            storage = _Storage(current or self._folder)
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


class _Storage(FileStorage):
    """Files in a folder; a file is on the disk before it gets its final name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in (oldname, "."):
            _flush(Path(self.folder) / name)
        super().rename_file(oldname, newname, safe=safe)
        _flush(Path(self.folder))


def _flush(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return  # a folder cannot be opened on every system, and need not be flushed there
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


class WhooshWriter:
    """A change in the making: new segments, and the older ones less what is replaced."""

    def __init__(
        self, folder: Path, target: Path, forms: Callable[[str], Forms], release: Callable[[], None]
    ) -> None:
        self._folder, self._target = folder, target
        self._forms, self._release = forms, release
        self._storage = _Storage(target)
        try:
            toc = TOC.read(self._storage, INDEX_NAME)
            self._old, self._generation = list(toc.segments), toc.generation
        except EmptyIndexError:
            self._old, self._generation = [], 0
        self._new: list[PassageSegment] = []
        self._open: SegmentWriter | None = None
        self._ended = False

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Put these passages in place of all that the item has."""
        self.remove(item)
        if self._open is None:
            self._open = SegmentWriter(self._storage, self._forms)
        self._open.add(item, passages, fingerprint)
        if self._open.count >= _LARGEST_SEGMENT:
            self._close_segment()

    def remove(self, item: str) -> None:
        """Take out all that the item has."""
        for segment in (*self._old, *self._new, *([self._open.segment] if self._open else [])):
            segment.items.pop(item, None)

    def commit(self) -> None:
        """Make the change seen, on disk; ends the writer."""
        if self._ended:
            return
        self._close_segment()
        segments = [one for one in self._merged([*self._old, *self._new]) if one.items]
        for segment in segments:
            for ending in segment.files:
                _flush(self._target / segment.make_filename(ending))
        self._generation += 1
        TOC(Schema(stored=STORED()), segments, self._generation).write(self._storage, INDEX_NAME)
        write_text(self._folder / "current", self._target.name + "\n")
        clean_files(self._storage, INDEX_NAME, self._generation, segments)
        self._end()

    def cancel(self) -> None:
        """Drop the change; ends the writer."""
        if self._ended:
            return
        try:
            if self._generation == 0:
                shutil.rmtree(self._target, ignore_errors=True)
            else:
                toc = TOC.read(self._storage, INDEX_NAME)
                clean_files(self._storage, INDEX_NAME, toc.generation, toc.segments)
        finally:
            self._ended = True
            self._release()

    def _end(self) -> None:
        self._ended = True
        for other in self._folder.iterdir():  # what a rebuild replaced or a killed one left
            if other.is_dir() and other.name.startswith("whoosh-") and other != self._target:
                shutil.rmtree(other, ignore_errors=True)
        self._release()

    def _close_segment(self) -> None:
        if self._open is not None:
            self._new.append(self._open.finish())
            self._open = None

    def _merged(self, segments: list[PassageSegment]) -> list[PassageSegment]:
        """The segments, small and half-dead ones made one: never so many that it takes long."""
        small = [one for one in segments if one.living <= _SMALL]
        wanting = [
            one
            for one in segments
            if one.living <= _LARGEST_SEGMENT and one.living * 2 < one.doc_count_all()
        ]
        chosen = list(small) if len(small) >= _FEW else []
        chosen += [one for one in wanting if one not in chosen]
        chosen = [one for one in chosen if one.items]
        if not chosen:
            return segments
        writer = SegmentWriter(self._storage, self._forms)
        for segment in chosen:
            writer.carry(segment, PassageReader(self._storage, segment))
        return [*(one for one in segments if one not in chosen), writer.finish()]


class WhooshSnapshot:
    """One commit, whole: its files stay open, so later commits don't touch it."""

    def __init__(
        self,
        storage: FileStorage,
        segments: list[PassageSegment],
        generation: tuple[str, int],
        older: "WhooshSnapshot | None" = None,
    ) -> None:
        self.generation = generation
        known: dict[str, PassageReader] = (
            older._by_segment if older and older.generation[0] == generation[0] else {}
        )
        self._by_segment: dict[str, PassageReader] = {
            one.segid: known.get(one.segid) or PassageReader(storage, one) for one in segments
        }
        self._readers = list(self._by_segment.values())
        self._bases = np.cumsum([0, *(reader.count for reader in self._readers)]).tolist()
        self.items = sorted(item for one in segments for item in one.items)
        self.columns = self._columns(segments)

    def _columns(self, segments: list[PassageSegment]) -> Columns:
        size = self._bases[-1]
        rank = {item: number for number, item in enumerate(self.items)}
        item, place = np.full(size, -1, dtype=np.int32), np.zeros(size, dtype=np.int32)
        for base, segment in zip(self._bases, segments, strict=False):
            for name, (_, first, count) in segment.items.items():
                item[base + first : base + first + count] = rank[name]
                place[base + first : base + first + count] = np.arange(count)

        def whole(name: str, kind: type) -> NDArray[Any]:
            parts = [reader.arrays[name] for reader in self._readers]
            return np.concatenate(parts) if parts else np.empty(0, dtype=kind)

        return Columns(
            live=item >= 0,
            lead=whole("lead", np.uint16),
            length=whole("length", np.uint16),
            day=whole("day", np.int32),
            confidence=whole("confidence", np.float32),
            item=item,
            place=place,
        )

    def word(self, word: str) -> Keys:
        """Where this very word stands."""
        parts = []
        for base, reader in zip(self._bases, self._readers, strict=False):
            if (number := reader.find(word)) >= 0:
                parts.append(reader.places(number, number + 1) + (base << POSITION_BITS))
        return np.concatenate(parts) if parts else empty_keys()

    def kin(self, kind: Kin, key: str) -> Keys:
        """Where words that have this among their forms stand."""
        return merged(
            [
                reader.places(number, number + 1) + (base << POSITION_BITS)
                for base, reader in zip(self._bases, self._readers, strict=False)
                for number in reader.numbers(kind, key).tolist()
            ]
        )

    def kin_words(self, kind: Kin, key: str) -> list[str]:
        """The words that have this among their forms."""
        return sorted(
            {
                reader.text(number)
                for reader in self._readers
                for number in reader.numbers(kind, key).tolist()
            }
        )

    def beginning(self, prefix: str, most: int) -> Keys:
        """Where words with this beginning stand: the `most` commonest of them, and itself."""
        parts = []
        start, end = prefix.encode(), prefix.encode() + b"\xff"
        for base, reader in zip(self._bases, self._readers, strict=False):
            first, last = reader.number(start), reader.number(end)
            shift = base << POSITION_BITS
            if last - first <= most:
                parts.append(np.sort(reader.places(first, last)) + shift)
                continue
            counts = reader.frequencies(np.arange(first, last))
            for number in (np.argsort(-counts, kind="stable")[:most] + first).tolist():
                parts.append(reader.places(number, number + 1) + shift)
        return merged(parts)

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """Words whose folded form is at most so many edits away: word, distance, frequency."""
        likely = [reader.likely(folded, distance) for reader in self._readers]
        if not likely:
            return []
        rows = np.concatenate([letters for _, letters in likely])
        edits = distances(in_bytes(folded), rows, (rows != 0).sum(axis=1), distance)
        found: dict[str, list[int]] = {}
        first = 0
        for reader, (numbers, letters) in zip(self._readers, likely, strict=True):
            own = edits[first : first + len(letters)]
            first += len(letters)
            near = np.flatnonzero(own <= distance)
            counts = reader.frequencies(numbers[near])
            for number, apart, count in zip(
                numbers[near].tolist(), own[near].tolist(), counts.tolist(), strict=True
            ):
                found.setdefault(reader.text(number), [apart, 0])[1] += count
        return [(word, apart, count) for word, (apart, count) in sorted(found.items())]

    def frequency(self, word: str) -> int:
        """How often this very word stands in the index."""
        return sum(
            int(reader.frequencies(np.array([number]))[0])
            for reader in self._readers
            if (number := reader.find(word)) >= 0
        )

    def labels(self, label: Label) -> list[str]:
        """Every value of the label, in order."""
        return sorted({value for reader in self._readers for value in reader.labels(label)})

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry it, ascending; some may be no more."""
        parts = [
            reader.labelled(label, value) + base
            for base, reader in zip(self._bases, self._readers, strict=False)
        ]
        return np.concatenate(parts) if parts else empty_keys()

    def payload(self, passage: int) -> bytes:
        """What was stored with the passage."""
        number = int(np.searchsorted(self._bases, passage, side="right")) - 1
        return self._readers[number].payload(passage - self._bases[number])
