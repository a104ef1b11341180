"""What Word shows of a file's parts, as pieces of a text."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mediahub.documents.drawings import drawn
from mediahub.documents.listing import Continued, Entry, Piece, Quoted, listed
from mediahub.documents.package import Package, attribute, local
from mediahub.documents.structure import (
    LINE_END,
    Block,
    Cell,
    Link,
    Mark,
    Note,
    Paragraph,
    Run,
    as_table,
    in_place_of_picture,
    paragraph,
    tidied,
)
from mediahub.documents.wordstyles import Numbering, Styles, numbered, outline, switched, value
from mediahub.documents.wordtables import Row, heads_by_look, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

# Deletions, what is behind a field or a control, properties, and what others say of the text.
_NOT_SHOWN = frozenset(
    {
        *("del", "moveFrom", "delText", "delInstrText", "fldData", "sdtPr"),
        *("sdtEndPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "ffData"),
        *("binData", "tblPrEx", "docPr", "numRef", "annotationRef"),
    }
)
_SIGNS = {"tab": " ", "ptab": " ", "cr": LINE_END, "noBreakHyphen": "-", "softHyphen": ""}
_MACHINE_MADE = re.compile(
    r"automati\w+ (?:genererad|generated)|(?:genererad|generated) automati|AI-gener", re.IGNORECASE
)
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', re.IGNORECASE)
_ON_THE_WEB = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_SCHEME = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)


@dataclass(slots=True)
class File:
    """What all parts of a file share: styles, lists, notes, and what has no form on a page."""

    package: Package
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    pictures: int = 0
    drawings: int = 0
    boxes: int = 0
    lost: int = 0

    @property
    def left(self) -> int:
        """How much has no form on a page."""
        return self.pictures + self.drawings + self.boxes


@dataclass(slots=True)
class _Field:
    """A field whose end has not come: its code, and where it leads once its result is shown."""

    shown: bool = False
    code: str = ""
    link: Link | None = None


class Walk:
    """Gathers what is shown into pieces: paragraphs, entries of lists, tables, notes."""

    def __init__(self, file: File, part: str) -> None:
        self.blocks: list[Piece] = []
        self._file, self._part, self._styles = file, part, file.styles
        self._runs: list[Run] = []
        self._marks: tuple[Mark, ...] = ()
        self._links: list[Link] = []
        self._after: list[Block] = []
        self._rows: list[Row] = []
        self._paragraphs = 0
        self._fields: list[_Field] = []
        self._notes: dict[str, dict[str, list[Block]]] = {}
        self._addresses: dict[str, str] | None = None
        self._known: dict[str, Callable[[_Element], None]] = {
            "p": self._paragraph, "r": self._run, "t": self._words, "tr": self._row,
            "sdt": self._control, "AlternateContent": self._alternatives, "fldChar": self._field,
            "footnoteReference": self._note, "endnoteReference": self._note, "sym": self._symbol,
            "txbxContent": self._box, "chart": self._drawing, "relIds": self._drawing,
            "tbl": self._table, "hyperlink": self._hyperlink, "instrText": self._instruction,
            "fldSimple": self._simple_field, "inline": self._framed, "anchor": self._framed,
            "br": self._line_end, "shape": self._shape,
        }  # fmt: skip

    def piece(self, element: "_Element") -> None:
        """Take in one child of the document's body."""
        self._one(element)
        # A field whose beginning was not followed by its result would hide all that comes.
        self._fields = [one for one in self._fields if one.shown]
        if runs := tidied(self._runs):
            self.blocks.append(Paragraph(runs))
        self.blocks += self._after
        self._runs.clear()
        self._after.clear()

    def _one(self, element: "_Element") -> None:
        name = local(element)
        if known := self._known.get(name):
            known(element)
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name not in _NOT_SHOWN:
            self._all(element)

    def _all(self, element: "_Element") -> None:
        for child in element:
            self._one(child)

    def _say(self, text: str) -> None:
        if all(one.shown for one in self._fields):
            links = [*self._links, *(one.link for one in self._fields if one.link)][:1]
            self._runs.append(Run(text, (*links, *self._marks)))

    def _paragraph(self, element: "_Element") -> None:
        outer = self._runs, self._after, self._marks
        self._runs, self._after, self._marks = [], [], ()
        self._paragraphs += 1
        properties = element.find("{*}pPr")
        style = value(properties, "pStyle")
        own = outline(properties)
        level = self._styles.level(style) if own is None else own
        if self._styles.hides(style) or self._styles.is_contents(style):
            self._fields_of(element)
        else:
            self._all(element)
        runs, after = tidied(self._runs), self._after
        self._runs, self._after, self._marks = outer
        self._paragraphs -= 1
        if level and runs:
            # A heading is bold by what it is.
            runs = tuple(replace(run, marks=_without_weight(run.marks)) for run in runs)
            found: list[Piece] = [Paragraph(runs, level), *after]
        elif runs:
            found = self._placed(properties, style, (Paragraph(runs), *after))
        else:
            found = [*after]
        if self._paragraphs:  # one within another: its text stands after it
            self._after += listed(found)
        else:
            self.blocks += found

    def _placed(
        self, properties: "_Element | None", style: str | None, blocks: tuple[Block, ...]
    ) -> list[Piece]:
        """The blocks of a paragraph as what it is: an entry of a list, a quotation, or neither."""
        own, named = numbered(properties), self._styles.listed(style)
        where = own or self._styles.numbered(style)
        if where is not None and where.list != "0":
            if (count := self._file.numbering.counted(where)) is not None:
                # "List Bullet 2" is a list of its own, and as deep as its name says.
                depth = named[1] if named and own is None else where.depth
                return [Entry(max(depth, where.depth), blocks, *count)]
        elif where is None and named:
            return [Entry(named[1], blocks, named[0])]
        if self._styles.quotes(style):
            return [Quoted(blocks)]
        return [Continued(blocks)] if self._styles.continues(style) else [*blocks]

    def _fields_of(self, element: "_Element") -> None:
        """Only the fields that begin and end in what is not shown."""
        for child in element.iter("{*}fldChar"):
            self._field(child)

    def _run(self, element: "_Element") -> None:
        properties = element.find("{*}rPr")
        style = value(properties, "rStyle")
        hidden = switched(properties, "vanish")
        if self._styles.hides(style) if hidden is None else hidden:
            self._fields_of(element)
            return
        raised = value(properties, "vertAlign") == "superscript"
        if raised:
            self._apart(element)
        marks = self._marks
        self._marks = self._marked(properties, style, raised)
        for child in element:
            if child is not properties:
                self._one(child)
        self._marks = marks

    def _marked(
        self, properties: "_Element | None", style: str | None, raised: bool
    ) -> tuple[Mark, ...]:
        found: list[Mark] = []
        for name, mark in (("b", "strong"), ("i", "em")):
            own = switched(properties, name)
            if self._styles.marks(style, name) if own is None else own:
                found.append(mark)
        if switched(properties, "strike") or switched(properties, "dstrike"):
            found.append("s")
        return (*found, "sup") if raised else tuple(found)

    def _apart(self, element: "_Element") -> None:
        """The raised figure of a note is no part of the word before it."""
        figure = "".join(text.text or "" for text in element.iter("{*}t")).strip()
        before = "".join(run.text for run in self._runs[-1:]).rpartition(" ")[2]
        if figure.isdigit() and len(before) > 2:  # m² stays one word
            self._say(" ")

    def _words(self, element: "_Element") -> None:
        if element.text:
            self._say(element.text)
        if len(element):  # the text of a diagram's point holds paragraphs
            self._all(element)

    def _line_end(self, element: "_Element") -> None:
        self._say(" " if attribute(element, "type") in ("page", "column") else LINE_END)

    def _symbol(self, element: "_Element") -> None:
        code = int(attribute(element, "char") or "0", 16)
        if 0x20 <= code < 0xD800:  # past that are a font's private signs
            self._say(chr(code))

    def _hyperlink(self, element: "_Element") -> None:
        if self._addresses is None:
            self._addresses = self._file.package.links(self._part)
        target = self._addresses.get(attribute(element, "id") or "", "")
        anchor = attribute(element, "anchor")
        link = self._link(f"{target}#{anchor}" if target and anchor else target)
        self._links += [link] if link else []
        self._all(element)
        if link:
            self._links.pop()

    def _link(self, address: str) -> Link | None:
        """Where a link leads, if it does so on the web."""
        address = address.strip().replace(" ", "%20")
        if _ON_THE_WEB.match(address):
            return Link(address)
        # One within the document needs no word, and a script is not to be mourned.
        if address and not address.startswith("#") and not _SCHEME.match(address):
            self._file.lost += 1
        return None

    def _field(self, element: "_Element") -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
            self._fields[-1].link = self._field_link(self._fields[-1].code)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, element: "_Element") -> None:
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].code += element.text or ""

    def _simple_field(self, element: "_Element") -> None:
        link = self._field_link(attribute(element, "instr") or "")
        self._links += [link] if link else []
        self._all(element)
        if link:
            self._links.pop()

    def _field_link(self, code: str) -> Link | None:
        found = _HYPERLINK.match(code)
        return self._link(found[2]) if found and not found[1] else None

    def _control(self, element: "_Element") -> None:
        properties = element.find("{*}sdtPr")
        gallery = None if properties is None else properties.find("{*}docPartObj")
        if (value(gallery, "docPartGallery") or "").lower() == "table of contents":
            self._fields_of(element)
        elif value(properties, "showingPlcHdr") in (None, "0", "false"):
            for content in element.iterchildren("{*}sdtContent"):
                self._all(content)

    def _alternatives(self, element: "_Element") -> None:
        """The first way to show something that says anything: they all show the same."""
        before = self._so_far()
        for way in element.iterchildren("{*}Choice", "{*}Fallback"):
            self._all(way)
            if self._so_far() != before:
                return

    def _so_far(self) -> tuple[int, ...]:
        return len(self._runs), len(self._after), len(self.blocks), self._file.left

    def _inside(self, elements: "Iterator[_Element]") -> list[Block]:
        """The blocks of elements that stand by themselves: a box, a cell."""
        outer = self.blocks, self._paragraphs, self._runs, self._after, self._marks
        self.blocks, self._paragraphs, self._runs, self._after, self._marks = [], 0, [], [], ()
        for element in elements:
            self._one(element)
        found = listed([*self.blocks, *self._after])
        self.blocks, self._paragraphs, self._runs, self._after, self._marks = outer
        return found

    def _place(self, blocks: list[Block]) -> None:
        if self._paragraphs:
            self._after += blocks
        else:
            self.blocks += blocks

    def _box(self, element: "_Element") -> None:
        found = self._inside(element.iterchildren())
        self._file.boxes += bool(found)
        self._place(found)

    def _drawing(self, element: "_Element") -> None:
        self._file.drawings += 1
        found = drawn(self._file.package, self._part, element)
        self._place([paragraph(line) for line in found])

    def _framed(self, element: "_Element") -> None:
        """A picture, or what is drawn: a picture has words that stand for it."""
        if next(element.iter("{*}pic"), None) is not None:
            about = element.find("{*}docPr")
            decoration = next(element.iter("{*}decorative"), None)
            if decoration is None or attribute(decoration, "val") in ("0", "false"):
                self._pictured("" if about is None else attribute(about, "descr") or "")
        self._all(element)

    def _shape(self, element: "_Element") -> None:
        if element.find("{*}imagedata") is not None:
            self._pictured(attribute(element, "alt") or "")
        self._all(element)

    def _pictured(self, alternative: str) -> None:
        self._file.pictures += 1
        if not _MACHINE_MADE.search(alternative):
            self._say(in_place_of_picture(alternative))

    def _note(self, element: "_Element") -> None:
        kind = local(element).removesuffix("Reference") + "s"
        if kind not in self._notes:
            self._notes[kind] = self._notes_of(kind)
        id_ = attribute(element, "id") or ""
        blocks = self._notes[kind].get(id_, [])
        if not blocks or not all(one.shown for one in self._fields):
            return
        numbers = self._file.notes
        known = (kind, id_) in numbers
        number = numbers.setdefault((kind, id_), len(numbers) + 1)
        self._runs.append(Run("", (), number))
        if not known:
            self._place([Note(number, tuple(blocks))])

    def _notes_of(self, kind: str) -> dict[str, list[Block]]:
        part = self._file.package.related_as(self._part, kind)
        found = {}
        for note in self._file.package.pieces(part, 1) if part else ():
            walk = Walk(self._file, part or "")
            for child in note:
                walk.piece(child)
            found[attribute(note, "id") or ""] = listed(walk.blocks)
        return found

    def _table(self, element: "_Element") -> None:
        outer, self._rows = self._rows, []
        self._all(element)
        rows, self._rows = self._rows, outer
        look = element.find("{*}tblPr/{*}tblLook")
        self._place(as_table(merged(rows, heads_by_look(look))))

    def _row(self, element: "_Element") -> None:
        properties = element.find("{*}trPr")
        if properties is not None and properties.find("{*}del") is not None:
            return
        column = _count(value(properties, "gridBefore"), 0)
        cells = []
        for cell in element.iter("{*}tc"):
            row = next(cell.iterancestors("{*}tr"))
            own = cell.find("{*}tcPr")
            deleted = own is not None and own.find("{*}cellDel") is not None
            if row is not element or deleted:  # others are those of tables within
                continue

            width = max(1, _count(value(own, "gridSpan"), 1))
            goes_on = value(own, "vMerge") in ("", "continue")
            blocks = tuple(self._inside(cell.iterchildren()))
            cells.append((column, goes_on, Cell(blocks, "", width)))
            column += width
        self._rows.append(Row(bool(switched(properties, "tblHeader")), tuple(cells)))


def _without_weight(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if mark != "strong")


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 4 else otherwise
