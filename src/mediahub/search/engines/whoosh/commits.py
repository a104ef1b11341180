"""A change of the index: new segments beside the old ones, made the index in one stroke."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from mediahub.atomic import write_text
from mediahub.search.analysis import Forms
from mediahub.search.engine import StoredPassage
from mediahub.search.engines.whoosh.contents import (
    Contents,
    Segment,
    newest_generation,
    read_contents,
    unneeded,
    write_contents,
)
from mediahub.search.engines.whoosh.segment_reader import SegmentReader
from mediahub.search.engines.whoosh.segment_writer import SegmentWriter

_LARGEST_SEGMENT = 12_000
"""Passages gathered before they are written; bounds memory (about 3 kB a passage)."""
_SMALL, _FEW = 2_000, 8
"""Segments up to this many passages are made one when there are so many of them."""


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
        generation = newest_generation(target)
        self._before = read_contents(target, generation) if generation >= 0 else None
        self._segments = {one.name: one for one in self._before.segments} if self._before else {}
        self._items = {name: dict(one.items) for name, one in self._segments.items()}
        """What is left in each segment that is written."""
        self._open: SegmentWriter | None = None
        self._ended = False
        self._compact = False

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Put these passages in place of all that the item has."""
        self.remove(item)
        if self._open is None:
            self._open = SegmentWriter(self._target, self._forms)
        self._open.add(item, passages, fingerprint)
        if self._open.count >= _LARGEST_SEGMENT:
            self._close_segment()

    def remove(self, item: str) -> None:
        """Take out all that the item has."""
        for items in (*self._items.values(), *([self._open.items] if self._open else [])):
            items.pop(item, None)

    def compact(self) -> None:
        """Have the commit write anew every segment that holds what is not found any more."""
        self._compact = True

    def commit(self) -> None:
        """Make the change seen, on disk; ends the writer."""
        if self._ended:
            return
        self._close_segment()
        left = [replace(one, items=self._items[name]) for name, one in self._segments.items()]
        segments = [one for one in self._merged(left) if one.items]
        old = {one.name for one in self._before.segments} if self._before else set()
        for segment in segments:
            if segment.name not in old:
                for ending in segment.files:
                    flush(self._target / segment.file(ending))
        generation = self._before.generation + 1 if self._before else 1
        contents = Contents(generation, tuple(segments))
        flush(self._target)
        write_contents(self._target, contents)
        flush(self._target)
        write_text(self._folder / "current", self._target.name + "\n")
        self._clean(contents)
        self._end()

    def cancel(self) -> None:
        """Drop the change; ends the writer."""
        if self._ended:
            return
        try:
            if self._before is None:
                shutil.rmtree(self._target, ignore_errors=True)
            else:
                self._clean(self._before)
        finally:
            self._ended = True
            self._release()

    def _clean(self, contents: Contents) -> None:
        if self._open is not None:
            self._open.close()
        for path in list(unneeded(self._target, contents)):
            try:
                path.unlink()
            except OSError:
                continue  # another process has it open, on a system that then keeps it

    def _end(self) -> None:
        self._ended = True
        for other in self._folder.iterdir():  # what a rebuild replaced or a killed one left
            if other.is_dir() and other.name.startswith("whoosh-") and other != self._target:
                shutil.rmtree(other, ignore_errors=True)
        self._release()

    def _close_segment(self) -> None:
        if self._open is not None:
            segment = self._open.finish()
            self._segments[segment.name] = segment
            self._items[segment.name] = self._open.items
            self._open = None

    def _merged(self, segments: list[Segment]) -> list[Segment]:
        """The segments, small and half-dead ones made one: never so many that it takes long."""
        small = [one for one in segments if one.living <= _SMALL]
        wanting = [
            one
            for one in segments
            if (one.living <= _LARGEST_SEGMENT and one.living * 2 < one.count)
            or (self._compact and one.living < one.count)
        ]
        chosen = list(small) if len(small) >= _FEW else []
        chosen += [one for one in wanting if one not in chosen]
        chosen = [one for one in chosen if one.items]
        if not chosen:
            return segments
        writer = SegmentWriter(self._target, self._forms)
        for segment in chosen:
            writer.carry(segment, SegmentReader(self._target, segment))
        return [*(one for one in segments if one not in chosen), writer.finish()]
