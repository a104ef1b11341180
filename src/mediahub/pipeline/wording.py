"""A wording: the words of one item before any edits, and what names them.

It is the recognition respelt and in readable form; an author's words are as they are.
"""

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from mediahub.atomic import write_bytes
from mediahub.edits import Journal
from mediahub.edits.fits import wording_digest
from mediahub.errors import MediahubError
from mediahub.transcript import Recognition, Respelling, Word, is_swedish
from mediahub.transcript.codec import dump, recognition_from_json
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_json, read_kept

Fillers = Literal["remove", "keep"]
NOBODY = Journal()
BASE = ".json.gz"
"""The ending of a base's file, whose name is what names its words."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a wording is made of: what was recognised, what is respelt, and what is left out."""

    recognition: Recognition
    respellings: tuple[Respelling, ...]
    fillers: Fillers

    def worded(self, journal: Journal = NOBODY, wording: str | None = None) -> Recognition:
        """The words in readable form; where people corrected them, as those people saw them."""
        from mediahub.language.writing import readable
        from mediahub.pipeline.respelling import reworded

        recognition = self.recognition
        if recognition.origin == "author" or not _in_swedish(recognition):
            return recognition
        respelt = reworded(recognition, self.respellings, journal, wording)
        if not respelt.stretches:
            return replace(respelt, words=readable(respelt.words, fillers=self.fillers))
        words: list[Word] = []
        for language, together in groupby(respelt.words, key=respelt.language_of):
            run = tuple(together)
            words += readable(run, fillers=self.fillers) if is_swedish(language) else run
        return replace(respelt, words=tuple(words))


def _in_swedish(recognition: Recognition) -> bool:
    """Whether Swedish is spoken in it."""
    codes = (recognition.language, *(one.language for one in recognition.stretches))
    return any(map(is_swedish, codes))


def recognised(folder: Path, fillers: Fillers) -> Recognised:
    """What lies in a folder of results. Raises MediahubError for what cannot be read."""
    return recognised_from(folder / "recognition.json", folder / "respelling.json", fillers)


def recognised_from(recognition: Path, respelling: Path, fillers: Fillers) -> Recognised:
    """What lies in two files of results. Raises MediahubError for what cannot be read."""
    from mediahub.pipeline.respelling import respellings_from_json

    value = read_kept(recognition, recognition_from_json)
    if value.origin == "author" or not _in_swedish(value):
        return Recognised(value, (), fillers)
    return Recognised(value, read_json(respelling, respellings_from_json), fillers)


def keep_base(
    workspace: Workspace, item_id: str, fillers: Fillers, wording: str | None = None
) -> None:
    """Keep what an item's edits were last applied to, for the merge into words that are to come.

    `wording` names what lies there now, which then is it; without it what lies there is kept only
    where nothing is.
    """
    folder = workspace.bases(item_id)
    kept = sorted(folder.glob(f"*{BASE}"))
    if kept and wording is None:
        return
    results = workspace.item(item_id)
    try:
        if wording is None:
            wording = wording_digest(recognised(results, fillers).worded().words)
        new = folder / f"{wording}{BASE}"
        if kept == [new]:
            return
        value = {
            "schema": 1,
            "fillers": fillers,
            "recognition": json.loads((results / "recognition.json").read_bytes()),
            "respelling": json.loads((results / "respelling.json").read_bytes()),
        }
    except (MediahubError, OSError, ValueError):
        return  # what cannot be read can be no base: edits are then found by their own anchors
    write_bytes(new, gzip.compress(dump(value).encode(), mtime=0))
    for old in kept:
        if old != new:
            old.unlink(missing_ok=True)


def base_path(workspace: Workspace, item_id: str) -> Path | None:
    """Where what an item's edits were last applied to is kept; None where it is not."""
    kept = sorted(workspace.bases(item_id).glob(f"*{BASE}"))
    return kept[-1] if kept else None


def base_wording(path: str) -> str:
    """What names the words that are kept in a base's file."""
    return PurePosixPath(path).name.removesuffix(BASE)


def read_base(path: Path) -> Recognised | None:
    """What edits were last applied to; None for a file that is damaged or gone."""
    from mediahub.pipeline.respelling import respellings_from_json

    try:
        value: Mapping[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        recognition = recognition_from_json(value["recognition"])
        fillers: Fillers = "keep" if value["fillers"] == "keep" else "remove"
        return Recognised(recognition, respellings_from_json(value["respelling"]), fillers)
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error):
        return None
