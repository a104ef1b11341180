"""An item's finished results read back: transcript, turns, chapters."""

import json
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
    return read_json(folder / "transcript.json", transcript_from_json)


def read_chapters(folder: Path) -> tuple[Chapter, ...]:
    """The chapters in an item's folder. Raises MediaError when they are absent or damaged."""
    return read_json(folder / "chapters.json", chapters_from_json)


def read_json(path: Path, parse: Callable[[Any], Value]) -> Value:
    """A value from a JSON file. Raises MediaError that names the file and what to do."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise MediaError(
            f"{path} cannot be read ({error}); delete it and run again",
            swedish=f"{path} går inte att läsa ({error}). Ta bort den och kör igen.",
        ) from error
