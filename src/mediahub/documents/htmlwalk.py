"""The tree of a web page as blocks: what it shows, in the form that its elements give it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mediahub.documents.beside import silent
from mediahub.documents.structure import (
    DEEPEST,
    LINE_END,
    Block,
    Cell,
    Definitions,
    Link,
    Listing,
    Mark,
    Paragraph,
    Program,
    Quotation,
    Run,
    Table,
    as_table,
    headed,
    tidied,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "body", "html", "header", "ul", "ol", "li"),
        *("dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
        *("blockquote", "pre", "figure", "figcaption", "address", "hr", "details", "aside"),
        *("summary", "fieldset", "legend", "form", "footer", "center", "menu", "dir", "hgroup"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "text", "foreignobject", "search", "img", "dialog"),
    }
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("s", "strike", "del"), "s"),
    "sup": "sup",
}
_LISTS = ("ul", "ol", "menu", "dir")
# What opens within what; elsewhere such an element is but a place where a paragraph ends.
_WITHIN: Mapping[str, tuple[str, ...] | None] = {
    **dict.fromkeys((*_LISTS, "dl", "table", "blockquote")),
    **dict.fromkeys(("td", "th"), ("tr",)),
    **dict.fromkeys(("dt", "dd"), ("dl",)),
    "tr": ("table",),
    "li": _LISTS,
}
_COUNTED = ("1", "a", "A", "i", "I")
_MOST_CELLS = 100
EMBEDDED = frozenset(("iframe", "video", "audio", "object", "embed", "canvas"))


@dataclass(slots=True)
class Left:
    """How many things of a page have no form among blocks."""

    pictures: int = 0
    embedded: int = 0
    links: int = 0


@dataclass(slots=True)
class _Open:
    """An element whose end has not come, and what is in it so far."""

    tag: str
    element: "HtmlElement | None" = None
    blocks: list[Block] = field(default_factory=list)
    entries: list[tuple[Block, ...]] = field(default_factory=list)
    terms: list[tuple[bool, tuple[Block, ...]]] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


class Walk:
    """Gathers a tree into blocks, without calling itself: a page may be deep.

    `address_of` says where a link leads, None when what it leads to is not on the web;
    `pictures` says what stands for a picture with these words, and whether it breaks the text.
    """

    def __init__(
        self, address_of: Callable[[str], str | None], picture: Callable[[str], str]
    ) -> None:
        self.left = Left()
        self._address_of, self._picture = address_of, picture
        self._open = [_Open("")]
        self._runs: list[Run] = []
        self._marks: list[Mark] = []
        self._levels: list[int] = []

    @property
    def blocks(self) -> list[Block]:
        """What was found."""
        return self._open[0].blocks

    def tree(self, start: "HtmlElement", hidden: Callable[["HtmlElement"], bool]) -> None:
        """Take in an element and all that it holds and shows."""
        import lxml.etree

        events = lxml.etree.iterwalk(start, events=("start", "end", "comment", "pi"))
        skipped: set[HtmlElement] = set()
        begun: list[tuple[int, int, int]] = []
        for event, element in events:
            tag = element.tag
            if not isinstance(tag, str):
                self._say(element.tail)
            elif event == "start":
                if element is not start and (hidden(element) or self._passed(element)):
                    skipped.add(element)
                    events.skip_subtree()
                else:
                    begun.append((len(self._open), len(self._marks), len(self._levels)))
                    self._begin(element, tag)
            else:
                if element in skipped:
                    skipped.discard(element)
                else:
                    self._end(tag, *begun.pop())
                if element is not start:
                    self._say(element.tail)
        self._block()

    def _passed(self, element: "HtmlElement") -> bool:
        if not silent(element):
            return False
        if element.tag in EMBEDDED and element.get("width") not in ("0", "1"):
            self.left.embedded += 1
        return True

    def _say(self, text: str | None) -> None:
        if text:
            self._runs.append(Run(text.replace(LINE_END, " "), tuple(self._marks)))

    def _begin(self, element: "HtmlElement", tag: str) -> None:
        if tag in _BLOCKS:
            self._block()
        if tag in _WITHIN and len(self._open) < DEEPEST:
            within = _WITHIN[tag]
            if within is None or self._open[-1].tag in within:
                self._open.append(_Open(tag, element))
        if tag in HEADINGS:
            self._levels.append(HEADINGS[tag])
        if tag == "br":
            self._runs.append(Run(LINE_END, tuple(self._marks)))
        elif tag in ("input", "button", "option"):
            self._say(" ")
        elif tag == "img":
            self._image(element)
        elif tag == "sup" and _is_figure(element) and len(self._last_word()) > 2:
            self._say(" ")  # the figure of a note is no part of the word before it
        if tag in _MARKS:
            self._marks.append(_MARKS[tag])
        elif tag == "a" and element.get("href") is not None:
            self._link(element.get("href") or "")
        # In a picture only its texts are words.
        if tag not in ("svg", "g", "defs"):
            self._say(element.text)

    def _link(self, href: str) -> None:
        address = self._address_of(href)
        if address:
            self._marks.append(Link(address))
        elif address is None:
            self.left.links += 1

    def _image(self, element: "HtmlElement") -> None:
        alternative = element.get("alt")
        if alternative != "" and element.get("width") not in ("0", "1"):
            self.left.pictures += 1
        if not any(isinstance(mark, Link) for mark in self._marks):
            self._say(self._picture(" ".join((alternative or "").split())))

    def _end(self, tag: str, opened: int, marks: int, levels: int) -> None:
        if tag == "pre":
            self._program()
        elif tag in _BLOCKS:
            self._block()
        elif tag == "button":
            self._say(" ")
        while len(self._open) > opened:
            self._close()
        del self._marks[marks:], self._levels[levels:]

    def _last_word(self) -> str:
        return "".join(run.text for run in self._runs[-3:]).rpartition(" ")[2]

    def _block(self) -> None:
        """The text so far is a paragraph or a heading; empty lines divide it."""
        level = self._levels[-1] if self._levels else 0
        for runs in [self._runs] if level else _divided(self._runs):
            if kept := tidied(runs):
                self._put([Paragraph(kept, level)])
        self._runs.clear()

    def _program(self) -> None:
        text = "".join(run.text.replace(LINE_END, "\n") for run in self._runs)
        if text.strip():
            lines = [line.rstrip() for line in text.split("\n")]
            self._put([Program("\n".join(lines).strip("\n"))])
        self._runs.clear()

    def _put(self, blocks: list[Block]) -> None:
        into = self._open[-1]
        if into.element is None or into.tag in ("li", "td", "th", "dt", "dd", "blockquote"):
            into.blocks += blocks
        elif into.tag in _LISTS:
            self._beside_entries(into, blocks)
        elif into.tag == "dl":
            into.terms.append((False, tuple(blocks)))
        else:  # a caption, or what stands between rows
            into.blocks += blocks

    def _beside_entries(self, into: _Open, blocks: list[Block]) -> None:
        """What stands in a list and in no entry: a list within it belongs to the one before."""
        if into.entries and all(isinstance(block, Listing) for block in blocks):
            into.entries[-1] = (*into.entries[-1], *blocks)
        else:
            into.entries.append(tuple(blocks))

    def _close(self) -> None:
        done = self._open.pop()
        into = self._open[-1]
        if done.tag == "li":
            into.entries += [tuple(done.blocks)] if done.blocks else []
        elif done.tag in ("dt", "dd"):
            into.terms += [(done.tag == "dt", tuple(done.blocks))] if done.blocks else []
        elif done.tag in ("td", "th"):
            into.cells.append(_cell(done))
        elif done.tag == "tr":
            into.rows += [_scoped(done)] if done.cells else []
        else:
            self._put(_made(done))


def _made(done: _Open) -> list[Block]:
    """What an element that has ended is: itself, or what is in it where that has headings."""
    if done.tag == "table":
        return [*done.blocks, *_table(done)]
    if done.tag == "blockquote":
        flat = headed(done.blocks) or not done.blocks
        return done.blocks if flat else [Quotation(tuple(done.blocks))]
    if done.tag == "dl":
        inner = [block for _, blocks in done.terms for block in blocks]
        terms = {term for term, _ in done.terms}
        return inner if headed(inner) or True not in terms else [Definitions(tuple(done.terms))]
    inner = [block for entry in done.entries for block in entry]
    if headed(inner) or not inner:
        return inner
    return [Listing(tuple(done.entries), *_counting(done))]


def _counting(done: _Open) -> tuple[str, int]:
    """How a list is counted, and from what number."""
    if done.tag != "ol" or done.element is None:
        return "", 1
    kind, start = done.element.get("type") or "1", done.element.get("start") or "1"
    first = int(start) if re.fullmatch(r"\d{1,6}", start) else 1
    return kind if kind in _COUNTED else "1", first


def _table(done: _Open) -> list[Block]:
    cells = [cell for row in done.rows for cell in row]
    nested = any(isinstance(block, Table) for cell in cells for block in cell.blocks)
    role = done.element.get("role") if done.element is not None else None
    if nested or role in ("presentation", "none"):  # it puts a page's parts into places
        return [block for cell in cells for block in cell.blocks]
    return as_table(done.rows, lined=False)


def _cell(done: _Open) -> Cell:
    element = done.element
    if element is None:
        raise AssertionError("a cell is an element")
    scope = (element.get("scope") or "").lower().removesuffix("group")
    if done.tag == "td":
        scope = ""
    elif scope not in ("col", "row"):
        scope = "col" if element.getparent() is not None and _in_head(element) else "?"
    return Cell(tuple(done.blocks), scope, _span(element, "colspan"), _span(element, "rowspan"))


def _in_head(element: "HtmlElement") -> bool:
    return next(element.iterancestors("thead", "table"), element).tag == "thead"


def _span(element: "HtmlElement", name: str) -> int:
    value = element.get(name) or "1"
    return min(int(value), _MOST_CELLS) if re.fullmatch(r"[1-9]\d{0,5}", value) else 1


def _scoped(done: _Open) -> tuple[Cell, ...]:
    """The cells of a row; a heading that does not say what it heads does as its row tells."""
    beside = "row" if any(not cell.scope for cell in done.cells) else "col"
    return tuple(
        Cell(cell.blocks, beside, cell.columns, cell.rows) if cell.scope == "?" else cell
        for cell in done.cells
    )


def _divided(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs of each paragraph: people end one by two line ends, too."""
    found: list[Run] = []
    ends = 0
    for run in runs:
        if run.text == LINE_END:
            ends += 1
        elif run.text.strip():
            if ends > 1:
                yield found
                found = []
            ends = 0
        found.append(run)
    yield found


def _is_figure(element: "HtmlElement") -> bool:
    return "".join(element.itertext()).strip(" []()*").isdigit()
