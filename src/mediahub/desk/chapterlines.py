"""A chapter list as people write it: a time and a title a line, or a podcast's JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.catalog.moments import offset_ms
from mediahub.edits import JournalVersion
from mediahub.errors import SettingsError
from mediahub.feed.text import VALUE_CHARACTERS, one_line
from mediahub.tongues import Said, joined
from mediahub.transcript import shape
from mediahub.transcript.clock import clock_hms

_LINE = re.compile(r"(?:[-*•]\s+)?[(\[]?(\d[\d:.,]*)[)\]]?(?:\s+[-–—]\s+|\s*[–—]\s*|\s+)(.*\S)")
_HEADING = re.compile(r"#\s*(\S+): .*\bedits (\d+)-([0-9a-f]+)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter as it is written: where it begins (ms), its title, and a web page about it."""

    start_ms: int
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenChapters:
    """The chapters of a file, and of which item and which of its edits it says that they are."""

    marks: tuple[Mark, ...]
    item: str | None = None
    seen: JournalVersion | None = None


def time_of(text: str) -> int:
    """A time as people write it, in ms: "12:00", "1:02:03", "1:02:03,5" or seconds.

    Raises SettingsError that says how it is written.
    """
    try:
        return offset_ms(text.strip().replace(",", "."))
    except ValueError as error:
        raise SettingsError(error.args[0]) from error


def title_of(text: str) -> str:
    """A title on one line. Raises SettingsError for one that says nothing."""
    title = " ".join(text.split())
    if len(title) > VALUE_CHARACTERS:
        raise SettingsError(
            f"the title is longer than {VALUE_CHARACTERS} signs; write a short one",
            swedish=f"Rubriken är längre än {VALUE_CHARACTERS} tecken. Skriv en kort.",
        )
    title = one_line(title)
    if not title:
        raise SettingsError(
            "the title is empty; write what listeners are to read",
            swedish="Rubriken är tom. Skriv vad lyssnarna ska läsa.",
        )
    return title


def heading(item: str, told: str, seen: JournalVersion) -> Said:
    """The line above a list by which its item and its edits are known when it comes back."""
    return joined("", (f"# {item}: ", told, f"; edits {seen.entries}-{seen.digest}"))


def parse_chapters(text: str, name: str) -> WrittenChapters:
    """The chapters of a text, as `mediahub chapters` prints them or any hand writes them.

    Raises SettingsError that names the line for what is no chapter, and for times that do not rise.
    """
    written = _from_json(text, name) if text.lstrip().startswith("{") else _from_lines(text, name)
    if not written.marks:
        raise SettingsError(
            f'{name} holds no chapters; write a time and a title a line: "0:00 Inledning"',
            swedish=f'{name} har inga kapitel. Skriv en tid och en rubrik på varje rad: "0:00 '
            'Inledning".',
        )
    return written


def _from_lines(text: str, name: str) -> WrittenChapters:
    marks: list[Mark] = []
    item, seen = None, None
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = raw.strip()
        if line.startswith("#"):
            if found := _HEADING.match(line):
                item, seen = found[1], JournalVersion(int(found[2]), found[3])
            continue
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise SettingsError(
                f'{name}, line {number}: "{shape.short(line)[1:-1]}" is no chapter; write a time '
                'and a title: "12:30 Frågor"',
                swedish=f"{name}, rad {number}: ”{shape.short(line)[1:-1]}” är inget kapitel. "
                "Skriv en "
                'tid och en rubrik: "12:30 Frågor".',
            )
        mark = _mark(match[1], match[2], None, f"{name}, line {number}")
        require_after(marks, mark, f"{name}, line {number}")
        marks.append(mark)
    return WrittenChapters(tuple(marks), item, seen)


def _from_json(text: str, name: str) -> WrittenChapters:
    try:
        document = shape.record(json.loads(text), "")
        rows = shape.items(document, "chapters", shape.record)
        marks: list[Mark] = []
        for number, row in enumerate(rows):
            where = f"chapters[{number}]"
            start = shape.field(row, "startTime", shape.number, where)
            title = shape.field(row, "title", shape.text, where)
            link = shape.text_or_none(row.get("url"), f"{where}.url")
            mark = _mark(str(start), title, link, f"{name}, {where}")
            require_after(marks, mark, f"{name}, {where}")
            marks.append(mark)
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            f"{name} is no chapters file: {error}",
            swedish=f"{name} är ingen fil med kapitel: {error}",
        ) from error
    item: Any = document.get("item")
    return WrittenChapters(
        tuple(marks), item if isinstance(item, str) else None, _version(document.get("edits"))
    )


def _version(value: object) -> JournalVersion | None:
    match = re.fullmatch(r"(\d+)-([0-9a-f]+)", value) if isinstance(value, str) else None
    return JournalVersion(int(match[1]), match[2]) if match else None


def _mark(time: str, title: str, link: str | None, where: str) -> Mark:
    try:
        return Mark(time_of(time), title_of(title), link)
    except SettingsError as error:
        raise SettingsError(joined(": ", (where, error.said))) from error


def require_after(marks: Sequence[Mark], mark: Mark, where: str) -> None:
    """Raise SettingsError unless the chapter begins after the last of those before it."""
    if marks and mark.start_ms <= marks[-1].start_ms:
        raise SettingsError(
            f"{where}: {clock_hms(mark.start_ms)} does not come after "
            f"{clock_hms(marks[-1].start_ms)}; put the chapters in order",
            swedish=f"{where}: {clock_hms(mark.start_ms)} kommer inte efter "
            f"{clock_hms(marks[-1].start_ms)}. Sätt kapitlen i ordning.",
        )
