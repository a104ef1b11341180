"""Which lines of a PDF page are one paragraph: those whose ends were only the ends of a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from mediahub.documents.hyphens import BREAK
from mediahub.documents.pdf_lines import Line
from mediahub.documents.structure import Block, Listing, Paragraph, Run

_BULLET = re.compile(r"[•▪◦‣●○■□➢➤·\uf0b7–-] +(?=\S)")
_DASHES = "–-"
"""What begins a point, and what somebody says: where one stands alone it is said."""
_NUMBER = re.compile(r"(?:\d{1,3}|[a-zA-Z])[.)] +\S")
_ENDS = re.compile(r"[.!?:;…][”\"’)\]]*$")
_APART = 1.35
"""In distances from line to line as most are: what is further below begins a paragraph."""
_INDENT = 6.0
"""Points by which the first line of a paragraph stands further in, at the least."""
_SAME_LEFT = 40.0
"""Points within which lines are of one column, indented or not."""
_LONG, _LINE = 40, 20
"""Characters of a line that is long enough to have been broken, whatever comes next; and of one
that may end a column."""
_MOST = 500
"""Lines on a page: one with more is a drawing, whose words are no paragraphs."""
_ROW_WORDS, _ROW_LETTERS = 4, 0.8
"""A line with wide gaps is a row of a table unless it has so many words, mostly of letters."""


def blocks_of_page(lines: Sequence[Line], *, slide: bool) -> tuple[Block, ...]:
    """The paragraphs and lists of a page; a hyphen that ends a line is `hyphens.BREAK`.

    On a slide lines are points: only what goes on in the middle of a sentence is one.
    """
    found: list[Block] = []
    points: list[str] = []
    for text in _paragraphs(lines, slide):
        if _BULLET.match(text):
            points.append(text)
            continue
        found += _listed(points)
        points = []
        found.append(Paragraph((Run(text),)))
    return (*found, *_listed(points))


def _listed(points: list[str]) -> list[Block]:
    if not points:
        return []
    if len(points) == 1 and points[0][0] in _DASHES:
        return [Paragraph((Run(points[0]),))]
    return [Listing(tuple((Paragraph((Run(_BULLET.sub("", one, count=1)),)),) for one in points))]


def _paragraphs(lines: Sequence[Line], slide: bool) -> Iterator[str]:
    gaps = [
        one.middle - two.middle
        for one, two in pairwise(lines)
        if one.middle - two.middle > 0 and abs(one.left - two.left) < _SAME_LEFT
    ]
    usual = median(gaps) if gaps else 0.0
    text, last = "", None
    drawn = len(lines) > _MOST
    for line in lines:
        if last is not None and not drawn and _goes_on(last, line, lines, usual, slide):
            text = _with(text, line.text)
        else:
            if text:
                yield text
            text = line.text
        last = line
    if text:
        yield re.sub(rf"{BREAK}+$", "-", text)


def _with(text: str, more: str) -> str:
    """A paragraph with its next line; a hyphen between letters breaks a word."""
    if text.endswith(BREAK):
        return text + more
    if re.search(r"[^\W_]-$", text) and re.match(r"\w", more):
        return f"{text[:-1]}{BREAK}{more}"
    return f"{text} {more}"


def _goes_on(one: Line, two: Line, lines: Sequence[Line], usual: float, slide: bool) -> bool:
    """Whether the second line goes on with the paragraph of the first."""
    if _is_row(one) or _is_row(two) or _BULLET.match(two.text) or _NUMBER.match(two.text):
        return False
    broken = one.text.endswith(BREAK) or bool(re.search(r"[^\W_]-$", one.text))
    lower = two.text[:1].islower()
    if not 0 < one.middle - two.middle <= usual * _APART:  # another column, or further down
        amid = broken or (len(one.text) >= _LINE and not _ENDS.search(one.text))
        return amid and lower and two.middle > one.middle
    point = _BULLET.match(one.text) or _NUMBER.match(one.text)
    if two.left > one.left + _INDENT and not point:
        return False
    if broken:
        return True
    right = max(line.right for line in lines if abs(line.left - one.left) < _SAME_LEFT)
    first = two.text.partition(" ")[0]
    letter = (two.right - two.left) / max(1, len(two.text))
    full = one.right + (len(first) + 1) * letter >= right - (right - one.left) * 0.02
    if slide:
        return full and lower and not _ENDS.search(one.text)
    return full and (lower or len(one.text) >= _LONG)


def _is_row(line: Line) -> bool:
    """Whether wide gaps part a line because it is a row; they do where lines are justified, too."""
    if line.runs < 2:
        return False
    words = line.text.split()
    signs = "".join(words)
    letters = sum(sign.isalpha() for sign in signs)
    return len(words) < _ROW_WORDS or letters < len(signs) * _ROW_LETTERS
