"""Where a long compound may be broken: by its parts, which no browser knows of Swedish."""

import html
import re

from markupsafe import Markup

from mediahub.feed.text import one_line
from mediahub.language import split_compound

_LONG = re.compile(r"[^\W\d_]{11,}")
"""A word that may be wider than a heading on a telephone."""


def soft(text: str) -> Markup:
    """The text on one line as HTML, its long compounds with soft hyphens between their parts."""
    parts, end, line = [], 0, one_line(text)
    for word in _LONG.finditer(line):
        parts += [html.escape(line[end : word.start()]), _broken(word[0])]
        end = word.end()
    return Markup("".join((*parts, html.escape(line[end:]))))  # noqa: S704 - escaped part by part


def _broken(word: str) -> str:
    pieces = split_compound(word.lower())
    if len(pieces) < 2 or "".join(pieces) != word.lower():
        return html.escape(word)
    found, at = [], 0
    for piece in pieces:
        found.append(html.escape(word[at : at + len(piece)]))
        at += len(piece)
    return "&shy;".join(found)
