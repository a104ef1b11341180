"""A change of the index: new segments beside the old ones, made the index in one stroke."""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from whoosh.fields import STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, clean_files

from mediahub.atomic import write_text
from mediahub.search.analysis import Forms
from mediahub.search.engine import StoredPassage
from mediahub.search.segment import INDEX_NAME, PassageSegment, SegmentWriter
from mediahub.search.segment_reader import PassageReader

_LARGEST_SEGMENT = 12_000
"""Passages gathered before they are written; bounds memory (about 3 kB a passage)."""
_SMALL, _FEW = 2_000, 8
"""Segments up to this many passages are made one when there are so many of them."""


class Storage(FileStorage):
    """Files in a folder; a file is on the disk before it gets its final name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in (oldname, "."):
            flush(Path(self.folder) / name)
        super().rename_file(oldname, newname, safe=safe)
        flush(Path(self.folder))


def flush(path: Path) -> None:
    """Have what was written to the file, or the folder's list of names, on the disk."""
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
        self._storage = Storage(target)
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
        old = {one.segid for one in self._old}
        for segment in segments:
            if segment.segid not in old:
                for ending in segment.files:
                    flush(self._target / segment.make_filename(ending))
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
