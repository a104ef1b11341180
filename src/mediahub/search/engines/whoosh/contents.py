"""The table of contents: which segments make up a commit, and the items that each holds.

JSON with a checksum, where Whoosh's own is a pickle. Read with the standard library alone, since
a plan asks for nothing but fingerprints and should need neither Whoosh nor numpy.
"""

import json
import os
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.search.engines.whoosh.layout import FILES, INDEX_NAME

_NAME = re.compile(rf"{INDEX_NAME}_[0-9a-z]+")
_CONTENTS = re.compile(rf"_{INDEX_NAME}_([0-9]+)\.toc")
_FILE = re.compile(rf"({INDEX_NAME}_[0-9a-z]+)\.[A-Za-z0-9_.]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A batch of passages on disk, written once; what still lives of it is what `items` names."""

    name: str
    count: int
    """Passages, those that are no more included."""
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Each file's size and CRC-32, by ending."""
    items: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    """Each item's fingerprint, first passage and number of passages."""

    @property
    def living(self) -> int:
        """How many passages belong to an item that was not replaced or removed since."""
        return sum(count for _, _, count in self.items.values())

    def file(self, ending: str) -> str:
        """The name of its file with this ending."""
        return self.name + ending


@dataclass(frozen=True, slots=True)
class Contents:
    """A commit: its number and its segments."""

    generation: int
    segments: tuple[Segment, ...] = ()


def newest_generation(folder: Path) -> int:
    """The number of the newest commit in the folder; -1 when there is none."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  (each search asks, and names are all it needs)
    except OSError:
        return -1
    return max((int(found[1]) for found in map(_CONTENTS.fullmatch, names) if found), default=-1)


def when_written(folder: Path, generation: int) -> int:
    """When the commit was written, in ns; 0 when it is not there."""
    try:
        return _path(folder, generation).stat().st_mtime_ns
    except OSError:
        return 0


def read_contents(folder: Path, generation: int) -> Contents:
    """The table of contents of a commit. Raises OSError, or ValueError when it is not as written.

    Whatever it says has been looked over: names of files name files in the folder, and items lie
    within their segment.
    """
    data = _path(folder, generation).read_bytes()
    checksum, _, body = data.partition(b"\n")
    if checksum != _checksum(body):
        raise ValueError("its table of contents is not as it was written")
    value = json.loads(body)
    contents = Contents(value["generation"], tuple(map(_segment, value["segments"])))
    if contents.generation != generation:
        raise ValueError("its table of contents is another commit's")
    return contents


def write_contents(folder: Path, contents: Contents) -> None:
    """Write the table of contents, which makes the commit seen; it is on the disk afterwards."""
    value = {
        "schema": 1,
        "generation": contents.generation,
        "segments": [
            {"name": one.name, "count": one.count, "files": one.files, "items": one.items}
            for one in contents.segments
        ],
    }
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    checksum = _checksum(body.encode()).decode()
    write_text(_path(folder, contents.generation), f"{checksum}\n{body}")


def unneeded(folder: Path, contents: Contents) -> Iterable[Path]:
    """Files of commits and segments that are not in these contents, and what was never finished.

    For the one writer only.
    """
    names = {one.name for one in contents.segments}
    for path in folder.iterdir():
        commit, segment = _CONTENTS.fullmatch(path.name), _FILE.fullmatch(path.name)
        if (
            path.name.startswith(f"._{INDEX_NAME}_")
            or (commit and int(commit[1]) != contents.generation)
            or (segment and segment[1] not in names)
        ):
            yield path


def _path(folder: Path, generation: int) -> Path:
    return folder / f"_{INDEX_NAME}_{generation}.toc"


def _checksum(body: bytes) -> bytes:
    return b"%08x" % zlib.crc32(body)


def _segment(value: Any) -> Segment:
    files = {ending: _numbers(numbers, 2) for ending, numbers in value["files"].items()}
    items = {
        item: (fingerprint, *_numbers(numbers, 2))
        for item, (fingerprint, *numbers) in value["items"].items()
    }
    name, (count,) = value["name"], _numbers([value["count"]], 1)
    if not _NAME.fullmatch(name) or set(files) != set(FILES):
        raise ValueError("its table of contents names files that are none of the index's")
    if any(first + number > count for _, first, number in items.values()):
        raise ValueError("its table of contents names passages that are not there")
    return Segment(name, count, files, items)  # type: ignore[arg-type]


def _numbers(value: list[Any], length: int) -> tuple[int, ...]:
    if len(value) != length or not all(type(one) is int and one >= 0 for one in value):
        raise ValueError("its table of contents has no number where there should be one")
    return tuple(value)
