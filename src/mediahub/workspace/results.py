"""An item's finished results read back: transcript, turns, chapters."""

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from mediahub.errors import MediaError
from mediahub.transcript import Chapter, Diarisation, Transcript
from mediahub.transcript.codec import (
    chapters_from_json,
    diarisation_from_json,
    transcript_from_json,
)

Value = TypeVar("Value")
KEPT = 6
"""So many values are kept as they were read, of some 7 MB for a transcript of three hours: what
follows an edit reads the same one again and again."""

_kept: "OrderedDict[tuple[Path, Callable[[Any], Any]], tuple[tuple[int, ...], Any]]" = OrderedDict()
_keeping = threading.Lock()


@dataclass(frozen=True, slots=True)
class Results:
    """What the stages left of one item."""

    transcript: Transcript
    diarisation: Diarisation
    chapters: tuple[Chapter, ...]


def read_results(folder: Path) -> Results:
    """The results in an item's folder. Raises MediaError when one is absent or damaged."""
    return Results(
        read_transcript(folder),
        read_json(folder / "turns.json", diarisation_from_json),
        read_chapters(folder),
    )


def read_transcript(folder: Path) -> Transcript:
    """The transcript in an item's folder. Raises MediaError when it is absent or damaged."""
    return read_transcript_at(folder / "transcript.json")


def read_transcript_at(path: Path) -> Transcript:
    """The transcript in a file. Raises MediaError when it is absent or damaged."""
    return read_kept(path, transcript_from_json)


def read_kept(path: Path, parse: Callable[[Any], Value]) -> Value:
    """As `read_json`, of a value that nobody changes: what was read last, of a file that is the
    same still, is not read again.
    """
    try:
        with path.open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))
            with _keeping:
                kept = _kept.get((path, parse))
            if kept is not None and kept[0] == stamp:
                found: Value = kept[1]
                return found
            value = parse(json.loads(file.read().decode("utf-8")))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    with _keeping:
        _kept[path, parse] = (stamp, value)
        _kept.move_to_end((path, parse))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return value


def _stamp(one: os.stat_result) -> tuple[int, ...]:
    """What is another for another file, or another content of one."""
    return one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns


def read_chapters(folder: Path) -> tuple[Chapter, ...]:
    """The chapters in an item's folder. Raises MediaError when they are absent or damaged."""
    return read_json(folder / "chapters.json", chapters_from_json)


def read_json(path: Path, parse: Callable[[Any], Value]) -> Value:
    """A value from a JSON file. Raises MediaError that names the file and what to do."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> MediaError:
    return MediaError(
        f"{path} cannot be read ({error}); delete it and run again",
        swedish=f"{path} går inte att läsa (“{error}”). Ta bort den och kör igen.",
    )
