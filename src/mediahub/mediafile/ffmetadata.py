"""Tags and chapters in ffmpeg's own metadata format, FFMETADATA1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.mediafile.languages import three_letters
from mediahub.transcript import Chapter


@dataclass(frozen=True, slots=True)
class Tags:
    """What the enclosure says of itself; an empty value is left out.

    `date` is ISO 8601 (a year or a day), `language` BCP 47 (`sv`, `sv-SE`).
    """

    title: str
    album: str = ""
    artist: str = ""
    date: str | None = None
    comment: str = ""
    genre: str = ""
    language: str = ""

    @property
    def language_code(self) -> str | None:
        """The three-letter code of the language, None where it isn't known."""
        return three_letters(self.language) if self.language else None


def ffmetadata(tags: Tags, chapters: Sequence[Chapter]) -> str:
    """The text of an FFMETADATA1 file: the tags in a fixed order, the chapters in order of time."""
    lines = [";FFMETADATA1"]
    values = {
        "title": tags.title,
        "album": tags.album,
        "artist": tags.artist,
        "date": tags.date or "",
        "comment": tags.comment,
        "genre": tags.genre,
        "language": tags.language_code or "",
    }
    lines += [f"{key}={_escaped(value)}" for key, value in values.items() if value.strip()]
    for chapter in sorted(chapters, key=lambda chapter: chapter.span):
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={chapter.span.start_ms}",
            f"END={chapter.span.end_ms}",
            f"title={_escaped(chapter.title)}",
        ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    # Control characters cannot be kept by every player; a line break in a comment can.
    text = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text.replace("\r\n", "\n")).strip()
    return re.sub(r"([=;#\\\n])", r"\\\1", text)
