"""What a text is built of as HTML: the one place where its elements are written.

Nothing in here is copied from a file: every element is ours, all words are escaped, and of
addresses only those of the web, of e-mail and of telephones are followed.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from mediahub.documents.structure import (
    Block,
    Cell,
    Definitions,
    Link,
    Listing,
    Note,
    Paragraph,
    Program,
    Quotation,
    Run,
    Table,
)
from mediahub.feed.footnotes import as_list, mark_of
from mediahub.feed.text import allowed

FOLLOWED = re.compile(r"https?://[^\s/]\S*|mailto:\S+@\S+|tel:[\d+]+", re.IGNORECASE)
"""The addresses that a link may lead to."""

_ELEMENTS = frozenset(("em", "strong", "s", "sup"))
_DEEPEST_HEADING = 6


def inline_html(runs: Iterable[Run]) -> str:
    """The runs as HTML that may stand within a paragraph."""
    return _inline(tuple(runs), 0)


def _inline(runs: Sequence[Run], depth: int) -> str:
    made = []
    for mark, group in groupby(runs, lambda run: run.marks[depth : depth + 1]):
        inside = tuple(group)
        if not mark:
            made += [_words(run) for run in inside]
            continue
        inner = _inline(inside, depth + 1)
        if isinstance(mark[0], Link):
            address = mark[0].address
            followed = FOLLOWED.fullmatch(address)
            made.append(f'<a href="{html.escape(address)}">{inner}</a>' if followed else inner)
        elif mark[0] in _ELEMENTS:
            made.append(f"<{mark[0]}>{inner}</{mark[0]}>")
        else:
            made.append(inner)
    return "".join(made)


def _words(run: Run) -> str:
    return mark_of(run.note) if run.note else html.escape(allowed(run.text)).replace("\n", "<br>")


def sections_html(
    sections: Sequence[tuple[int, str, Sequence[Block]]], title: str = "", own: str = ""
) -> list[tuple[int, str, str]]:
    """Sections (level, heading, blocks) with the level each heading has on a page, and as HTML.

    On a page whose title is the only heading of level 1. A first heading that says no more than
    `title` has that level, other headings 2 and down, none skipped; a section without one has
    level 0. `own` is what the text calls itself, which no other heading stands below. The notes
    are a list at the end of the last.
    """
    outline = _Outline(title, own)
    notes: list[tuple[int, str]] = []
    found = []
    for level, heading, blocks in sections:
        depth = outline.depth(level, heading) if level else 0
        pieces = [piece for block in blocks for piece in _block(block, notes, outline)]
        found.append((depth, heading, pieces))
    if notes:
        found[-1][2].append(as_list([text for _, text in sorted(notes)]))
    return [(depth, heading, "\n".join(pieces)) for depth, heading, pieces in found]


class _Outline:
    """How deep each heading is within those before it, whatever levels a person chose."""

    def __init__(self, title: str, own: str) -> None:
        self._titles = {_same(own): 2, _same(title): 1, "": 0}
        self._open: list[int] = []

    def depth(self, level: int, heading: str) -> int:
        """The level on the page of the next heading."""
        titles, self._titles = self._titles, {}
        if depth := titles.get(_same(heading), 0):
            return depth
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return min(len(self._open) + 1, _DEEPEST_HEADING)


def _same(heading: str) -> str:
    """What headings that say the same have in common."""
    return " ".join(heading.casefold().split())


def blocks_html(blocks: Iterable[Block]) -> Iterator[str]:
    """Each block of a text without notes as HTML; a heading is a paragraph in bold."""
    notes: list[tuple[int, str]] = []
    for block in blocks:
        yield from _block(block, notes, None)


def _block(
    block: Block, notes: list[tuple[int, str]], outline: _Outline | None = None
) -> Iterator[str]:
    """`outline` gives headings their level; without it they are paragraphs in bold."""
    if isinstance(block, Paragraph):
        inner = inline_html(block.runs)
        if not block.level:
            yield f"<p>{inner}</p>"
        elif outline is None:
            yield f"<p><strong>{inner}</strong></p>"
        else:
            depth = max(2, outline.depth(block.level, block.text))
            yield f"<h{depth}>{inner}</h{depth}>"
    elif isinstance(block, Listing):
        yield _listing(block, notes)
    elif isinstance(block, Table):
        rows = "".join(_row(row, notes) for row in block.rows)
        yield f'<div class="table"><table>{rows}</table></div>'
    elif isinstance(block, Quotation):
        yield f"<blockquote>{_inside(block.blocks, notes)}</blockquote>"
    elif isinstance(block, Program):
        yield f"<pre>{html.escape(allowed(block.text))}</pre>"
    elif isinstance(block, Definitions):
        entries = (
            f"<{name}>{_entry(inner, notes)}</{name}>"
            for term, inner in block.entries
            for name in ("dt" if term else "dd",)
        )
        yield f"<dl>{''.join(entries)}</dl>"
    else:
        notes.append((block.number, _entry(block.blocks, notes)))


def _inside(blocks: Iterable[Block], notes: list[tuple[int, str]]) -> str:
    return "".join(piece for block in blocks for piece in _block(block, notes))


def _listing(listing: Listing, notes: list[tuple[int, str]]) -> str:
    entries = "".join(f"<li>{_entry(entry, notes)}</li>" for entry in listing.entries)
    if not listing.counted:
        return f"<ul>{entries}</ul>"
    kind = f' type="{listing.counted}"' if listing.counted in "aAiI" else ""
    start = f' start="{listing.first}"' if listing.first != 1 else ""
    return f"<ol{kind}{start}>{entries}</ol>"


def _entry(blocks: Sequence[Block], notes: list[tuple[int, str]]) -> str:
    """What stands in an entry or a cell: words alone where they are its only paragraph."""
    shown = [block for block in blocks if not isinstance(block, Note)]
    if len(shown) == 1 and isinstance(shown[0], Paragraph) and not shown[0].level:
        inner = inline_html(shown[0].runs)
        return inner + _inside((one for one in blocks if isinstance(one, Note)), notes)
    return _inside(blocks, notes)


def _row(row: Sequence[Cell], notes: list[tuple[int, str]]) -> str:
    return f"<tr>{''.join(_cell(cell, notes) for cell in row)}</tr>"


def _cell(cell: Cell, notes: list[tuple[int, str]]) -> str:
    name = "th" if cell.scope else "td"
    given = f' scope="{cell.scope}"' if cell.scope in ("col", "row") else ""
    given += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    given += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{name}{given}>{_entry(cell.blocks, notes)}</{name}>"
