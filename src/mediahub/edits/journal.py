"""The journal of edits: what people corrected, kept beside the source as `NAME.edits.json`.

It is precious: a rewrite keeps keys and entry types that this version does not know, and a journal
that cannot be read is never written over.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.edits.entries import Entry, SetChapters
from mediahub.edits.entryjson import entry_from_json, entry_to_json
from mediahub.edits.standing import standing
from mediahub.errors import MediaError, system_reason
from mediahub.transcript import shape
from mediahub.transcript.codec import dump
from mediahub.transcript.values import Chapter

SCHEMA = 1
SUFFIX = ".edits.json"
LONGEST_NAME = 255
"""Bytes that a file name may have on the file systems in use."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The edits of one recording in the order they were made; `source` is its file's name."""

    entries: tuple[Entry, ...] = ()
    source: str | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that count: those that nobody took back."""
        return standing(self.entries)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the last SetChapters; empty when there is none."""
        for entry in reversed(self.standing):
            if isinstance(entry, SetChapters):
                return entry.chapters
        return ()


def journal_path(source: Path) -> Path:
    """Where the edits of a media file lie: `NAME.edits.json`.

    When that journal belongs to a neighbour of the same name (`a.mp3` beside `a.mp4`), or when a
    journal with the whole name exists, it is `NAME.mp3.edits.json`. A name that this would make
    too long for a file system is cut, with a hash of the whole in its place.
    """
    whole = source.with_name(_fitting(source.name))
    short = source.with_name(_fitting(source.stem))
    if whole.exists() or not short.exists():
        return whole if whole.exists() else short
    try:
        owner = read_journal(short).source
    except MediaError:
        return short  # whoever reads it says what is wrong
    if owner is None or owner == source.name or not _is_beside(source, owner):
        return short
    return whole


def _fitting(name: str) -> str:
    """The file name of the journal of what is called so, at most 255 bytes long."""
    # Systems write å in one sign or in two; a long name finds its edits in either way.
    composed = unicodedata.normalize("NFC", name)
    for whole in (name, composed):
        if len(os.fsencode(whole + SUFFIX)) <= LONGEST_NAME:
            return whole + SUFFIX
    written = os.fsencode(composed)
    end = f"~{hashlib.sha256(written).hexdigest()[:8]}{SUFFIX}"
    return written[: LONGEST_NAME - len(end)].decode(errors="ignore") + end


def _is_beside(source: Path, name: str) -> bool:
    """Whether a file of this name lies beside the source; what is no file name does not."""
    try:
        return source.with_name(name).exists()
    except (OSError, ValueError):
        return False


def read_journal(path: Path) -> Journal:
    """The journal in a file; an empty one when there is no file.

    Raises MediaError that names the file and the place when it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        raise MediaError(
            f"{path}: the edits cannot be read ({error.strerror})",
            swedish=f"{path.name}: rättelserna går inte att läsa ({system_reason(error).swedish}).",
        ) from error
    try:
        return journal_from_json(json.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise _damaged(path, f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _damaged(path, f"{place}: {error.msg}") from error
    except RecursionError as error:
        raise _damaged(path, "nested too deep") from error
    except ValueError as error:
        raise _damaged(path, str(error)) from error


def write_journal(path: Path, journal: Journal) -> bool:
    """Write the journal; False when the file already says just that.

    Raises MediaError, writing nothing, when what stands there cannot be read.
    """
    read_journal(path)
    return write_text(path, dump(journal_to_json(journal)))


def journal_to_json(journal: Journal) -> dict[str, Any]:
    """The journal as a JSON object."""
    head: dict[str, Any] = {"schema": SCHEMA}
    if journal.source is not None:
        head["source"] = journal.source
    return {
        **head,
        **journal.rest,
        "entries": [entry_to_json(entry) for entry in journal.entries],
    }


def journal_from_json(data: object) -> Journal:
    """The journal in a JSON object. Raises ValueError that names the key that is wrong."""
    document = shape.record(data, "journal")
    version = shape.field(document, "schema", shape.natural)
    if version > SCHEMA:
        raise ValueError(f"schema: {version} was written by a newer mediahub; upgrade this one")
    if version < SCHEMA:
        raise ValueError(f"schema: there is no version {version}")
    return Journal(
        entries=shape.items(document, "entries", entry_from_json),
        source=shape.text_or_none(document.get("source"), "source"),
        rest={
            key: value
            for key, value in document.items()
            if key not in {"schema", "source", "entries"}
        },
    )


def _damaged(path: Path, problem: str) -> MediaError:
    return MediaError(
        f"{path}: the edits cannot be read: {problem}. Mend the file, or move it away to start "
        "anew; it was not touched",
        swedish=f"{path.name}: rättelserna går inte att läsa ({problem}). Laga filen, eller flytta "
        "undan den och börja om; den är inte rörd.",
    )
