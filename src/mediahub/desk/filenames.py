"""What a file that is handed in is called here: its own name is a proposal, and no path."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from mediahub.catalog.ids import name_slug
from mediahub.catalog.languages import language_in_name
from mediahub.catalog.scan import CAPTIONS, is_ignored, kind_of, stem_and_ending
from mediahub.desk.receiving import UploadError
from mediahub.documents import NOT_READ

LONGEST = 80
"""Characters of a name without its ending."""
NEVER = frozenset(("theme", "people", "mediahub"))
"""Stems whose TOML file would be another's."""


def safe_name(called: str) -> str:
    """The name that a file called so gets here: a slug, and its ending in lower case.

    Of captions the language stays apart (`film.sv.vtt`). Raises UploadError for a kind of file that
    nothing is made of.
    """
    plain = unicodedata.normalize("NFC", called.replace("\\", "/"))
    stem, ending = stem_and_ending(PurePosixPath(plain).name.strip())
    if kind_of(f"x.{ending}") is None and ending not in CAPTIONS:
        raise _no_such_kind(called, ending)
    language = ""
    if ending in CAPTIONS:
        front, dot, last = stem.rpartition(".")
        if dot and front and language_in_name(last.lower(), after_dot=True) is not None:
            stem, language = front, f".{last.lower()}"
    made = name_slug(stem)[:LONGEST].rstrip("-")
    if made in NEVER or is_ignored(f"{made}.{ending}"):
        made = f"fil-{made}"
    return f"{made}{language}.{ending}"


def stem_of_captions(name: str) -> str:
    """The name of the recording that captions of this (safe) name are of, without an ending."""
    return re.sub(r"\.[a-z]+$", "", stem_and_ending(name)[0])


def numbered(name: str, number: int) -> str:
    """The name with a number, from the second on: `film-2.mp4`."""
    if number == 1:
        return name
    stem, ending = stem_and_ending(name)
    return f"{stem}-{number}.{ending}"


def stems(names: Collection[str]) -> frozenset[str]:
    """The slugs of the stems of the files that items are made of."""
    return frozenset(name_slug(stem_and_ending(name)[0]) for name in names if kind_of(name))


def _no_such_kind(called: str, ending: str) -> UploadError:
    shown = f"”.{ending}”" if ending else "utan ändelse"
    instead = NOT_READ.get(f".{ending}", "")
    return UploadError(
        "unfit",
        f"{called}: files of this kind are not taken in"
        + (f"; save it as {instead}" if instead else ""),
        swedish=f"{called}: filer {shown} tas inte emot. Ljud: MP3, M4A, WAV. Film: MP4, MOV, MKV. "
        "Text: Word, PDF, Markdown. Bilder: PowerPoint, PDF. Textning: VTT, SRT.",
    )
