"""Markup: what stands under the time of a cue, as lines of words; voices and times from its tags.

Signs that nobody sees (soft hyphens, zero-width characters, direction marks) are no part of a text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise

from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Word

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ufeff]"
    # Joiners hold other scripts and emoji together; beside a Latin letter they do nothing.
    "|(?<=[A-Za-z\u00c0-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[A-Za-z\u00c0-\u024f])"
)
_TAGS = (
    "a|b|big|body|c|center|div|em|font|h[1-6]|html|i|ins|lang|mark|p|rp|rt|ruby|s|small|span|strike"
    "|strong|sub|sup|tt|u|v"
)
_MARK = re.compile(
    r"<v(?:\.[^\s<>]*)?(?P<voice>[ \t][^<>]*)?>"
    r"|(?P<end></v>)"
    r"|<(?P<time>\d[\d:.,]*)>"
    r"|(?P<line><br[ \t]*/?>|\[br\]|(?<!:)\\N|[\n\u2028\u2029])"
    r"|(?P<blank>\\h)"
    rf"|</?(?:{_TAGS})(?:[.\s/][^<>]*)?>|</?>"
    r"|\{\\[^{}]*\}|\{=?[yfscp]:[^{}\s]*\}",
    re.IGNORECASE,
)
_MICRODVD = re.compile(r"\{=?([yfscpYFSCP]):[^{}\s]*\}(.*?)\{\1\}", re.DOTALL)
_DASH = re.compile(r"\s*[-‐‑–—―]{1,2}\s*")
_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d+)")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text without white space; `start_ms` is when it is said, where the file says."""

    text: str
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line in one voice; `voice` is None without a `<v>` tag, "" for an empty one.

    `inline` is true where it stands on the line that the one before it began, `dashed` where a dash
    stood before the tag.
    """

    tokens: tuple[Token, ...]
    voice: str | None = None
    inline: bool = False
    dashed: bool = False

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(token.text for token in self.tokens)


def visible(text: str) -> str:
    """The text without signs that nobody sees, its letters composed."""
    if text.isascii() and not _UNSEEN.search(text):
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def lines_of_cue(payload: Sequence[str]) -> tuple[Line, ...]:
    """The lines of a cue that hold any text, tags taken out and entities read."""
    reading = _Reading()
    text = _MICRODVD.sub(r"\2", "\n".join(payload))
    at = 0
    for mark in _MARK.finditer(text):
        reading.text += visible(unescape(text[at : mark.start()]))
        at = mark.end()
        reading.take(mark)
    reading.text += visible(unescape(text[at:]))
    reading.close(line=True)
    return tuple(reading.lines)


def said_in(lines: Iterable[Line]) -> str:
    """The words of all lines with single spaces."""
    return " ".join(line.text for line in lines)


def timed_words(tokens: Sequence[Token], span: Span) -> tuple[Word, ...]:
    """The words with their times; those without one share the time up to the next by length."""
    words: list[Word] = []
    starts = [number for number, token in enumerate(tokens) if token.start_ms is not None]
    now = span.start_ms
    for first, end in pairwise(sorted({0, *starts, len(tokens)})):
        here, there = (_start(tokens, at, now, span) for at in (first, end))
        words += spread([token.text for token in tokens[first:end]], Span(here, max(here, there)))
        now = max(here, there)
    return tuple(words)


def _start(tokens: Sequence[Token], at: int, earliest: int, span: Span) -> int:
    ms = span.end_ms if at == len(tokens) else tokens[at].start_ms
    return earliest if ms is None else min(max(ms, earliest), max(earliest, span.end_ms))


@dataclass(slots=True)
class _Reading:
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    voice: str | None = None
    inline: bool = False
    dashed: bool = False
    times: list[tuple[int, int]] = field(default_factory=list)
    """Where in `text` a time stands, and the time in ms."""

    def take(self, mark: re.Match[str]) -> None:
        if mark["line"]:
            self.close(line=True)
        elif mark["blank"]:
            self.text += " "
        elif mark["time"]:
            if time := _TIME.fullmatch(mark["time"]):
                hours, minutes, seconds = (int(part or 0) for part in time.groups()[:3])
                ms = int(time[4][:3].ljust(3, "0"))
                self.times.append(
                    (len(self.text), (hours * 60 + minutes) * 60_000 + seconds * 1000 + ms)
                )
        elif mark["end"]:
            self.close(line=False)
            self.voice = None
        elif mark[0][1:2] in "vV" and mark[0][2:3] in ".> \t":
            dashed = _DASH.fullmatch(self.text) is not None
            if dashed:
                self.text = ""  # before a name it says no more than the name does
            self.close(line=False)
            self.dashed = dashed
            self.voice = " ".join(visible(unescape(mark["voice"] or "")).split())

    def close(self, *, line: bool) -> None:
        """The words so far are a line, or where no line ends the part of one."""
        found = []
        times = iter([*self.times, (len(self.text) + 1, 0)])
        at, following = next(times)
        end = 0
        for word in re.finditer(r"\S+", self.text):
            ms: int | None = None
            while at <= word.start():
                ms = following if at >= end else ms  # a time inside a word is a syllable's
                at, following = next(times)
            end = word.end()
            found.append(Token(word[0], ms))
        if found:
            self.lines.append(Line(tuple(found), self.voice, self.inline, self.dashed))
            self.dashed = False
        # A voice within a line goes on where the one before it ended.
        self.inline = not line and (self.inline or bool(found))
        self.text, self.times = "", []
