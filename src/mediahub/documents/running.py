"""What stands at the head or foot of every page is no part of what the pages say."""

import re
from collections import Counter

from mediahub.documents.pdf_lines import Line

_FEWEST_PAGES = 3
_OUTERMOST = 2
"""Lines from the head and from the foot that are looked at, whatever their height."""
_MARGIN = 0.08
"""Of the page's height: in there, lines are alike if they differ in their figures only."""
_MOST = 0.6
"""Of all pages: a line in the margin need not stand on each, where chapters begin without."""


def without_running(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines of each page without the heads and feet that the pages share."""
    written = sum(bool(lines) for lines in pages)
    if written < _FEWEST_PAGES:
        return pages
    outer: Counter[str] = Counter()
    margin: Counter[str] = Counter()
    for lines in pages:
        outer.update({line.text for line in _outermost(lines)})
        margin.update({_pattern(line.text) for line in lines if _in_margin(line)})
    # Left and right pages may have heads of their own.
    often = max(_FEWEST_PAGES - 1, written * _MOST / 2)
    kept = []
    for lines in pages:
        ends = set(_outermost(lines))
        kept.append(
            [
                line
                for line in lines
                if not (
                    (line in ends and outer[line.text] >= written)
                    or (_in_margin(line) and margin[_pattern(line.text)] >= often)
                )
            ]
        )
    return kept


def _outermost(lines: list[Line]) -> list[Line]:
    order = sorted(lines, key=lambda line: line.height)
    return order[:_OUTERMOST] + order[-_OUTERMOST:]


def _in_margin(line: Line) -> bool:
    return not _MARGIN <= line.height <= 1 - _MARGIN


def _pattern(text: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", text.lower())
