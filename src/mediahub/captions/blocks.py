"""Blocks: a caption file's lines, cut where a header, a comment, a cue or a paragraph begins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediahub.captions.markup import visible

# A translator may put blanks into a time, a word processor make one sign of an arrow.
_TIME = r"(?:(\d{1,4}) ?: ?)?(\d{1,2}) ?: ?(\d{1,2})(?: ?[.,] ?(\d+))?"
_ARROW = r"(?:(?:-+|- -|-- |[–—]+|=+)(?:>|&gt;)|→|⟶)"
_TIMING = re.compile(rf"\s*{_TIME}\s*{_ARROW}\s*{_TIME}(?:\s.*)?")
_START = re.compile(rf"\s*{_TIME}\s*{_ARROW}")
_ALONE = re.compile(r"\s*(\d{1,4}):(\d\d):(\d\d)[.,](\d+)\s*")
"""A time whose end is gone; nobody says thousandths of a second."""
_LIKE_TIMING = re.compile(rf"\s*\d+:\d.*{_ARROW}|.*{_ARROW}\s*\d+:\d")
_SBV = re.compile(r"\s*(\d{1,2}):(\d\d):(\d\d)\.(\d+),(\d{1,2}):(\d\d):(\d\d)\.(\d+)\s*")
"""How YouTube's SBV writes a time; a line like that is never said."""
_MAP = re.compile(r"X-TIMESTAMP-MAP\s*=\s*(.*)")
_TICKS_PER_MS = 90
_WRAP = 2**33
"""MPEG counts 90 000 ticks a second, in 33 bits."""
_TOLD = re.compile(r"X-TIMESTAMP-MAP|(?:Kind|Language)\s*:")
"""What stands under the header of a WebVTT file."""
_GUID = re.compile(r"\s*[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/[\d-]+)?\s*", re.IGNORECASE)
_FRAMES = re.compile(r"\s*\d+:\d+:\d+[:;]\d+\b")
_HEADER = "WEBVTT"
_COMMENTS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between blank lines; `line` is the number of the first.

    `at` is which of them says the time of a cue, None for a block without a cue.
    """

    line: int
    lines: tuple[str, ...]
    at: int | None

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines).strip()

    @property
    def payload(self) -> tuple[str, ...]:
        """The lines under the time."""
        return () if self.at is None else self.lines[self.at + 1 :]

    @property
    def is_number(self) -> bool:
        """Whether it is a number alone, as cues are numbered."""
        return len(self.lines) == 1 and is_number(self.lines[0])

    @property
    def is_comment(self) -> bool:
        """Whether it is what WebVTT calls a comment, a style or a region, if this is WebVTT."""
        first = self.lines[0]
        return first.split(maxsplit=1)[0] in _COMMENTS and "-->" not in first

    @property
    def is_header(self) -> bool:
        """Whether it is a WebVTT header: the file's own, or that of a file joined to it."""
        first = self.lines[0].strip()
        if first == _HEADER or (self.line == 1 and first.startswith(_HEADER)):
            return True
        told = len(self.lines) > 1 and _TOLD.match(self.lines[1]) is not None
        return first.startswith(f"{_HEADER} ") and (told or first[7:9] == "- ")

    @property
    def clock_ms(self) -> int | None:
        """What a header adds to the times of its piece of a stream, by the stream's own clock."""
        found = next((found for line in self.lines if (found := _MAP.search(line))), None)
        if not self.is_header or found is None:
            return None
        ticks = re.search(r"MPEGTS:(\d+)", found[1])
        local = re.search(rf"LOCAL:{_TIME}", found[1])
        if ticks is None or local is None:
            return None
        return int(ticks[1]) % _WRAP // _TICKS_PER_MS - _ms(local.groups())

    @property
    def comment(self) -> str | None:
        """What a comment says; None for what is none."""
        first, *said = self.text.split()
        return " ".join(said) if first == "NOTE" else None


@dataclass(frozen=True, slots=True)
class Timing:
    """The times in ms that a line says, as far as it can be read.

    It is `sure` with the arrow `-->`, or with parts of a second: others may be said.
    """

    start_ms: int | None
    end_ms: int | None
    sure: bool

    def later(self, ms: int) -> "Timing":
        """The same times, so much later."""
        start, end = (None if at is None else at + ms for at in (self.start_ms, self.end_ms))
        return Timing(start, end, self.sure)


def lines_of(text: str) -> list[str]:
    """The lines of a text, whichever system's it is, without signs that nobody sees."""
    return visible(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")


def blocks_of(text: str) -> Iterable[Block]:
    """The blocks of a caption file, in order.

    A time line, or the header of a file that was joined, begins a block of its own also where the
    blank line before it is missing.
    """
    lines: list[str] = []
    first = 1
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            if lines:
                yield _block(first, lines)
            lines = []
            continue
        if lines and (line.strip() == _HEADER or (_says_time(line) and _has_time(lines))):
            # The cue's number, if it has one, is the last line that was taken.
            named = is_number(lines[-1]) or _GUID.fullmatch(lines[-1])
            identifier = lines.pop() if named and _says_time(line) else None
            if lines:
                yield _block(first, lines)
            lines = [identifier] if identifier is not None else []
            first = number - len(lines)
        if not lines:
            first = number
        lines.append(line)
    if lines:
        yield _block(first, lines)


def is_webvtt(text: str, suffix: str) -> bool:
    """Whether a caption file is WebVTT: by its ending, or by what it calls itself."""
    return suffix.lower().lstrip(".") == "vtt" or text.lstrip("\ufeff").startswith(_HEADER)


def timing_of(line: str) -> Timing:
    """The times in a line; what is no time in it is None."""
    sure = "-->" in line
    if match := _TIMING.fullmatch(line):
        sure = sure or None not in (match[4], match[8])  # nobody says thousandths of a second
        return Timing(_ms(match.groups()[:4]), _ms(match.groups()[4:]), sure)
    if match := _SBV.fullmatch(line):
        return Timing(_ms(match.groups()[:4]), _ms(match.groups()[4:]), True)
    started = _START.match(line) or _ALONE.fullmatch(line)
    return Timing(_ms(started.groups()) if started else None, None, sure)


def counts_frames(line: str) -> bool:
    """Whether the time in a line ends in frames, not in parts of a second: 00:00:01:12."""
    return any(map(_FRAMES.match, re.split(_ARROW, line)))


def _block(first: int, lines: Sequence[str]) -> Block:
    at = next((at for at, line in enumerate(lines) if _says_time(line)), None)
    if at is None:
        # A time that cannot be read stands where a time does; further down an arrow is text.
        tried = lines[:1] if "-->" in lines[0] else lines[:2]
        at = next((at for at, line in enumerate(tried) if _is_like_time(line)), None)
    return Block(first, tuple(lines), at)


def _is_like_time(line: str) -> bool:
    return (_LIKE_TIMING.match(line) or _ALONE.fullmatch(line)) is not None


def _says_time(line: str) -> bool:
    return (_TIMING.fullmatch(line) or _SBV.fullmatch(line)) is not None


def _has_time(lines: Sequence[str]) -> bool:
    return any(map(_says_time, lines)) or _block(1, lines).at is not None


def is_number(line: str) -> bool:
    """Whether a line is a number alone, as cues are numbered."""
    return re.fullmatch(r"\s*\d{1,9}\s*", line) is not None


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))
