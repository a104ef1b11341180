"""What a text is built of: paragraphs, lists, tables, quotations and notes, of runs of words."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LINE_END = "\x0b"
"""Stands in words that are not tidied yet where a line ends within a paragraph: no file has it."""

DEEPEST = 30
"""So many lists, tables and quotations within each other are nobody's text."""

_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; whether the address may be followed is for who shows it."""

    address: str


Mark = str | Link
"""How words are marked: the name of an element (em, strong, s, sup), or where they lead."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words marked alike, the outermost mark first; "\\n" in them ends a line.

    `note` is the number of the note that is called for here, 0 for none.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    note: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a heading if `level` is 1 or more."""

    runs: tuple[Run, ...]
    level: int = 0

    @property
    def text(self) -> str:
        """Its words on one line."""
        return plain("".join(run.text for run in self.runs))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: of bullets, or counted in figures ("1"), letters or Roman numbers ("a", "A", …)."""

    entries: tuple[tuple["Block", ...], ...]
    counted: str = ""
    first: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `scope` is "col" or "row" where it heads one."""

    blocks: tuple["Block", ...]
    scope: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; `lined` says that a row is one line where lines are wanted."""

    rows: tuple[tuple[Cell, ...], ...]
    lined: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Text whose lines and spaces count."""

    text: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they mean, in order: whether it is a term, and its blocks."""

    entries: tuple[tuple[bool, tuple["Block", ...]], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note, after the block that calls for it by its number."""

    number: int
    blocks: tuple["Block", ...]


Block = Paragraph | Listing | Table | Quotation | Program | Definitions | Note


def plain(text: str) -> str:
    """The text on one line: runs of white space as one space, no signs that only break lines."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(text.split())


def paragraph(text: str, level: int = 0) -> Paragraph:
    """A paragraph, or heading, of words without marks."""
    return Paragraph((Run(plain(text)),), level)


def in_place_of_picture(alternative: str) -> str:
    """What stands where a picture stood, by its alternative text; "" where it has none."""
    words = plain(alternative)
    return f" [Bild: {words}] " if words else ""


def tidied(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with white space as a page shows it: one space, or one line's end, none outermost.

    Runs beside each other that are marked alike are one.
    """
    found: list[tuple[list[str], tuple[Mark, ...], int]] = []
    begun, space = False, ""
    around: tuple[Mark, ...] = ()

    def add(text: str, marks: tuple[Mark, ...]) -> None:
        if found and found[-1][1] == marks and not found[-1][2]:
            found[-1][0].append(text)
        else:
            found.append(([text], marks, 0))

    for run in runs:
        if run.note:
            found.append(([run.text], run.marks, run.note))
            continue
        text = run.text
        if not text.isascii():
            text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
        words = _collapsed(text)
        before = text[: len(text) - len(text.lstrip())]
        if before:
            around = _shared(around, run.marks)
            space = _space(space, before)
        if not words:
            continue
        if space and begun:
            add(space, _shared(around, run.marks))
        add(words, run.marks)
        after = text[len(text.rstrip()) :]
        begun, space, around = True, _space("", after) if after else "", run.marks
    return tuple(Run("".join(texts), marks, note) for texts, marks, note in found)


def _space(before: str, more: str) -> str:
    return "\n" if before == "\n" or LINE_END in more else " "


def _collapsed(text: str) -> str:
    """The text without outer white space, that within as one space or line's end."""
    if LINE_END not in text:
        return " ".join(text.split())
    parts = (" ".join(part.split()) for part in text.split(LINE_END))
    return "\n".join(filter(None, parts))


def _shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks that both are within."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return one[:count]


def headed(blocks: Iterable[Block]) -> bool:
    """Whether there is a heading among them, that a page could begin with."""
    return any(isinstance(one, Paragraph) and 1 <= one.level <= 3 for one in blocks)


def lines(block: Block) -> Iterator[str]:
    """The words of a block, a line for each paragraph in it."""
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Program):
        yield plain(block.text)
    elif isinstance(block, Listing):
        for entry in block.entries:
            yield from _lines(entry)
    elif isinstance(block, Table):
        for row in block.rows:
            cells = [found for cell in row if (found := [*_lines(cell.blocks)])]
            words = [line for cell in cells for line in cell if line]
            yield from (" ".join(words),) if block.lined and len(cells) > 1 else words
    elif isinstance(block, Definitions):
        for _, inner in block.entries:
            yield from _lines(inner)
    else:
        yield from _lines(block.blocks)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from lines(block)


def as_table(rows: Sequence[tuple[Cell, ...]], *, lined: bool = True) -> list[Block]:
    """The blocks that a table is: a table, unless it only puts text into places.

    A table of one column does, and a row in which there are headings.
    """
    flat = max((sum(cell.columns for cell in row) for row in rows), default=0) < 2
    found: list[Block] = []
    kept: list[tuple[Cell, ...]] = []
    for row in rows:
        blocks = [block for cell in row for block in cell.blocks]
        if not blocks:
            continue
        if flat or headed(blocks):
            found += [Table(tuple(kept), lined)] if kept else []
            kept = []
            found += blocks
        else:
            kept.append(row)
    return found + ([Table(tuple(kept), lined)] if kept else [])
