"""The lines of a PDF page in reading order, from where its characters stand."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from statistics import median
from typing import Any

from mediahub.documents.hyphens import BREAK
from mediahub.documents.values import plain

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""

_WIDE_GAP = 1.5
"""In heights of a character: a gap that may part columns, and hardly two words."""
_QUARTER = math.pi / 2
_INFERRED = frozenset((10, 13, 32))
_FEWEST_ROWS = 3
_PROSE_LETTERS, _PROSE_WORDS = 15, 2.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `height` is where it stands, 0 at the foot of the page and 1 at the head.

    `left`, `right` and `middle` say the same in points; of `runs` there are several where wide gaps
    part it.
    """

    text: str
    height: float
    left: float = 0.0
    right: float = 0.0
    middle: float = 0.0
    runs: int = 1


@dataclass(slots=True)
class _Run:
    """Characters of one line with no wide gap between them."""

    box: Box
    text: str
    pieces: list[str] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


_Sign = tuple[str, Box | None, int]
"""A character; its place as seen by who reads it, None if it was only inferred; its direction."""


def page_lines(textpage: Any, page: Box) -> list[Line]:
    """The lines of a page. Text that stands on its side is read in its own direction, last.

    Columns that were drawn row by row are read one by one.
    """
    signs: dict[int, list[_Sign]] = {}
    for sign in _signs(textpage):
        signs.setdefault(sign[2], []).append(sign)
    found: list[Line] = []
    for turn in sorted(signs, key=lambda one: -len(signs[one])):
        _, bottom, _, top = _turned(page, turn)
        high = max(top - bottom, 1.0)
        for row in _in_order(_rows(signs[turn])):
            text = plain(" ".join(run.text for run in row))
            if text:
                first, last = row[0], row[-1]
                height = (first.middle - bottom) / high
                found.append(Line(text, height, first.box[0], last.box[2], first.middle, len(row)))
    return found


def _signs(textpage: Any) -> Iterator[_Sign]:
    raw = import_module("pypdfium2.raw")
    handle = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    turn = 0
    for at in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, at)
        if code in _INFERRED and raw.FPDFText_IsGenerated(handle, at) == 1:
            yield " " if code == 32 else "\n", None, turn
            continue
        angle = raw.FPDFText_GetCharAngle(handle, at)
        turn = round(angle / _QUARTER) % 4 if angle > 0 else 0
        raw.FPDFText_GetCharBox(handle, at, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        text = chr(code) if 32 < code < 0xAD else _shown(code)
        yield text, _turned(box, turn) if turn else box, turn


def _shown(code: int) -> str:
    """A character; of a ligature its letters. A half of a pair, or a control, says nothing."""
    if code in (2, 0xAD, 0xFFFE):
        return BREAK
    if code < 32 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else ""
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if 0xFB00 <= code <= 0xFB06 else text


def _turned(box: Box, turn: int) -> Box:
    """The box as seen by who reads text that is turned clockwise by `turn` quarters."""
    left, bottom, right, top = box
    if turn == 1:
        return -top, left, -bottom, right
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return bottom, -right, top, -left
    return box


def _rows(signs: list[_Sign]) -> list[list[_Run]]:
    """Runs side by side, row by row as they were drawn."""
    heights = [box[3] - box[1] for text, box, _ in signs if box is not None and text.isalnum()]
    high = max(median(heights) if heights else 0.0, 1.0)
    rows: list[list[_Run]] = []
    run: _Run | None = None
    ended = True
    for text, box, _ in signs:
        if text == "\n":
            ended = True
        elif box is None or not text.strip():
            if run is not None and not ended:
                run.pieces.append(" ")
        elif run is not None and not ended and _beside(run.box, box, high):
            run.pieces.append(text)
            run.box = _around(run.box, box)
        else:
            # A line that is said to end may go on: of a table's cells with one sign each.
            same = run is not None and _same_row(run.box, box)
            run, ended = _Run(box, "", [text]), False
            if same:
                rows[-1].append(run)
            else:
                rows.append([run])
    for row in rows:
        for one in row:
            one.text = "".join(one.pieces)
    return rows


def _same_row(one: Box, other: Box) -> bool:
    """Whether `other` stands to the right of `one`, at its height."""
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    low = min(one[3] - one[1], other[3] - other[1])
    beside = overlap > low / 2 or abs(one[1] - other[1]) < 1
    return beside and other[0] >= one[2]


def _beside(run: Box, sign: Box, high: float) -> bool:
    """Whether a character goes on with the run."""
    gap = sign[0] - run[2]
    near = sign[1] < run[3] + high and sign[3] > run[1] - high
    return near and -2 * high <= gap <= _WIDE_GAP * high


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _in_order(rows: list[list[_Run]]) -> list[list[_Run]]:
    """Rows as they are read: from above, and columns one after the other."""
    ups = sum(_just_above(one[0], two[0]) for one, two in pairwise(rows))
    downs = sum(_just_above(two[0], one[0]) for one, two in pairwise(rows))
    if ups > downs:
        rows = sorted(rows, key=lambda row: (-row[0].middle, row[0].box[0]))
    found: list[list[_Run]] = []
    at = 0
    while at < len(rows):
        end, lefts = _columns(rows, at)
        if end > at:
            for column, left in enumerate(lefts):
                before = lefts[column + 1] if column + 1 < len(lefts) else math.inf
                for row in rows[at:end]:
                    found += [[run] for run in row if left - 2 <= run.box[0] < before - 2]
            at = end
        else:
            found.append(rows[at])
            at += 1
    return found


def _just_above(one: _Run, other: _Run) -> bool:
    """Whether `other` is the next line above `one`."""
    high = max(one.box[3] - one.box[1], 1.0)
    over = min(one.box[2], other.box[2]) > max(one.box[0], other.box[0])
    return over and 0 < other.middle - one.middle < 4 * high


def _columns(rows: list[list[_Run]], at: int) -> tuple[int, list[float]]:
    """How far rows from `at` on are columns of prose, and where each begins; `at` if they are not.

    A row may lack a column: one is shorter than the other.
    """
    lefts = [run.box[0] for run in rows[at]]
    if len(lefts) < 2:
        return at, []
    columns: list[list[str]] = [[] for _ in lefts]
    end, whole = at, 0
    for row in rows[at:]:
        fits = [_column(run, lefts) for run in row]
        if None in fits or len(set(fits)) < len(fits):
            break
        for run, column in zip(row, fits, strict=True):
            columns[column or 0].append(run.text)
        end += 1
        whole += len(row) == len(lefts)
    prose = whole >= _FEWEST_ROWS and all(_is_prose(texts) for texts in columns)
    return (end, lefts) if prose else (at, [])


def _is_prose(texts: list[str]) -> bool:
    """Whether lines are of a column of text, and no figures, labels or marks."""
    letters = sum(sign.isalpha() for text in texts for sign in text)
    words = sum(len(text.split()) for text in texts)
    return letters >= _PROSE_LETTERS * len(texts) and words >= _PROSE_WORDS * len(texts)


def _column(run: _Run, lefts: list[float]) -> int | None:
    """The column that the run stands in, if it stands in one alone."""
    for number, left in enumerate(lefts):
        before = lefts[number + 1] if number + 1 < len(lefts) else math.inf
        if abs(run.box[0] - left) <= 2 and run.box[2] < before:
            return number
    return None
