"""Word files: what Word shows, in the order in which it is read."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.documents.drawings import drawn
from mediahub.documents.package import WRONG_ENDING, Package, attribute, local
from mediahub.documents.values import TITLE_LEVEL, Document, own_title, plain, sections
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

Block = tuple[int, str]

_HEADING = re.compile(r"(?:heading|rubrik) ?([1-9])", re.IGNORECASE)
_TITLES = ("title", "rubrik", "titel")
# Deletions, what is behind a field or a control, properties, and what others say of the text.
_NOT_SHOWN = frozenset(
    {
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "fldData", "sdtPr"),
        *("sdtEndPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt", "ffData"),
        *("binData", "tblPrEx", "docPr", "numRef", "annotationRef"),
    }
)
_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}


def read_docx(path: Path, name: str) -> Document:  # noqa: ARG001 - every reader takes both
    """A page for each heading of level 1 to 3, since a page's end hangs on who prints it.

    Raises MediaError.
    """
    package = Package(path, "Word file (.docx)")
    main = package.related_as("", "officeDocument") or "word/document.xml"
    if main.endswith(("presentation.xml", "workbook.xml")):
        raise MediaError("not a Word file (.docx), whatever its ending says", swedish=WRONG_ENDING)
    walk = _Walk(package, main, _Styles(package, main))
    for piece in package.pieces(main, 2):
        walk.piece(piece)
    document = sections(core_title(package), walk.blocks)
    if not document.pages and not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return document


def core_title(package: Package) -> str | None:
    """The title among an Office file's properties, when a person wrote it."""
    part = package.related_as("", "core-properties")
    return own_title(package.tree(part).findtext("{*}title")) if part else None


class _Styles:
    """What the styles of a file mean: the level of a heading, and text that is hidden."""

    def __init__(self, package: Package, main: str) -> None:
        self._own: dict[str, tuple[str | None, int | None, bool | None]] = {}
        part = package.related_as(main, "styles")
        for style in package.tree(part).iter("{*}style") if part else ():
            level = _named_level(_value(style, "name") or "")
            if level is None:
                level = _outline(style.find("{*}pPr"))
            self._own[attribute(style, "styleId") or ""] = (
                _value(style, "basedOn"),
                level,
                _vanishes(style.find("{*}rPr")),
            )

    def _first(self, style: str | None, place: int) -> int | None:
        for _ in range(20):  # styles that are based on each other in a circle
            if style is None or style not in self._own:
                return None
            own = self._own[style]
            if (value := own[place]) is not None:
                return int(value)
            style = own[0]
        return None

    def level(self, style: str | None) -> int:
        """The level of a paragraph of this style, 0 for no heading."""
        return self._first(style, 1) or 0

    def hides(self, style: str | None) -> bool:
        """Whether text of this style is not shown."""
        return bool(self._first(style, 2))


def _has(element: "_Element", name: str) -> bool:
    return element.find(f"{{*}}{name}") is not None


def _value(properties: "_Element | None", name: str) -> str | None:
    found = None if properties is None else properties.find(f"{{*}}{name}")
    return None if found is None else attribute(found, "val") or ""


def _vanishes(properties: "_Element | None") -> bool | None:
    value = _value(properties, "vanish")
    return None if value is None else value not in ("0", "false", "off")


def _named_level(name: str) -> int | None:
    if found := _HEADING.fullmatch(name):
        return int(found[1])
    return TITLE_LEVEL if name.lower() in _TITLES else None


def _outline(properties: "_Element | None") -> int | None:
    value = _value(properties, "outlineLvl")
    if value is None or not value.isdigit():
        return None
    return int(value) + 1 if int(value) < 9 else 0


class _Walk:
    """Gathers what is shown into blocks: (level, text) of each paragraph or row."""

    def __init__(self, package: Package, part: str, styles: _Styles) -> None:
        self.blocks: list[Block] = []
        self._package, self._part, self._styles = package, part, styles
        self._text: list[str] = []
        self._after: list[Block] = []
        self._paragraphs = 0
        self._fields: list[bool] = []
        self._notes: dict[str, dict[str, list[Block]]] = {}
        self._known: dict[str, Callable[[_Element], None]] = {
            "p": self._paragraph, "r": self._run, "t": self._words, "tr": self._row,
            "sdt": self._control, "AlternateContent": self._alternatives, "fldChar": self._field,
            "footnoteReference": self._note, "endnoteReference": self._note, "sym": self._symbol,
            "txbxContent": self._box, "chart": self._drawing, "relIds": self._drawing,
        }  # fmt: skip

    def piece(self, element: "_Element") -> None:
        """Take in one child of the document's body."""
        self._one(element)
        # A field whose beginning was not followed by its result would hide all that comes.
        self._fields = [shown for shown in self._fields if shown]
        if text := plain("".join(self._text)):
            self.blocks.append((0, text))
        self.blocks += self._after
        self._text.clear()
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
        if all(self._fields):
            self._text.append(text)

    def _paragraph(self, element: "_Element") -> None:
        outer = self._text, self._after
        self._text, self._after = [], []
        self._paragraphs += 1
        properties = element.find("{*}pPr")
        style = _value(properties, "pStyle")
        own = _outline(properties)
        level = self._styles.level(style) if own is None else own
        if not self._styles.hides(style):
            self._all(element)
        text = plain("".join(self._text))
        found = ([(level, text)] if text else []) + self._after
        self._text, self._after = outer
        self._paragraphs -= 1
        (self._after if self._paragraphs else self.blocks).extend(found)

    def _run(self, element: "_Element") -> None:
        properties = element.find("{*}rPr")
        if properties is not None:
            hidden = _vanishes(properties)
            if hidden is None:
                hidden = self._styles.hides(_value(properties, "rStyle"))
            if hidden:
                for child in element.iter("{*}fldChar"):
                    self._field(child)
                return
            if _value(properties, "vertAlign") == "superscript":
                self._apart(element)
        for child in element:
            if child is not properties:
                self._one(child)

    def _apart(self, element: "_Element") -> None:
        """The raised figure of a note is no part of the word before it."""
        figure = "".join(text.text or "" for text in element.iter("{*}t")).strip()
        before = "".join(self._text[-1:]).rpartition(" ")[2]
        if figure.isdigit() and len(before) > 2:  # m² stays one word
            self._say(" ")

    def _words(self, element: "_Element") -> None:
        if element.text:
            self._say(element.text)
        if len(element):  # the text of a diagram's point holds paragraphs
            self._all(element)

    def _symbol(self, element: "_Element") -> None:
        code = int(attribute(element, "char") or "0", 16)
        if 0x20 <= code < 0xD800:  # past that are a font's private signs
            self._say(chr(code))

    def _field(self, element: "_Element") -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _control(self, element: "_Element") -> None:
        properties = element.find("{*}sdtPr")
        if _value(properties, "showingPlcHdr") in (None, "0", "false"):
            for content in element.iterchildren("{*}sdtContent"):
                self._all(content)

    def _alternatives(self, element: "_Element") -> None:
        """The first way to show something that says anything: they all show the same."""
        before = len(self._text), len(self._after), len(self.blocks)
        for way in element.iterchildren("{*}Choice", "{*}Fallback"):
            self._all(way)
            if (len(self._text), len(self._after), len(self.blocks)) != before:
                return

    def _inside(self, elements: "Iterator[_Element]") -> list[Block]:
        """The blocks of elements that stand by themselves: a box, a cell."""
        outer = self.blocks, self._paragraphs, self._text, self._after
        self.blocks, self._paragraphs, self._text, self._after = [], 0, [], []
        for element in elements:
            self._one(element)
        found = self.blocks + self._after
        self.blocks, self._paragraphs, self._text, self._after = outer
        return found

    def _place(self, blocks: list[Block]) -> None:
        (self._after if self._paragraphs else self.blocks).extend(blocks)

    def _box(self, element: "_Element") -> None:
        self._place(self._inside(element.iterchildren()))

    def _drawing(self, element: "_Element") -> None:
        self._place([(0, line) for line in drawn(self._package, self._part, element)])

    def _note(self, element: "_Element") -> None:
        kind = local(element).removesuffix("Reference") + "s"
        if kind not in self._notes:
            self._notes[kind] = {}
            part = self._package.related_as(self._part, kind)
            for note in self._package.pieces(part, 1) if part else ():
                walk = _Walk(self._package, part or "", self._styles)
                for child in note:
                    walk.piece(child)
                self._notes[kind][attribute(note, "id") or ""] = walk.blocks
        self._place(self._notes[kind].get(attribute(element, "id") or "", []))

    def _row(self, element: "_Element") -> None:
        """A row is one line, unless there is but one cell in it or a cell has a heading."""
        properties = element.find("{*}trPr")
        if properties is not None and _has(properties, "del"):
            return
        cells = []
        for cell in element.iter("{*}tc"):
            row = next(cell.iterancestors("{*}tr"))
            deleted = cell.find("{*}tcPr/{*}cellDel") is not None
            if row is element and not deleted:  # others are those of tables within
                cells.append(self._inside(cell.iterchildren()))
        cells = [cell for cell in cells if cell]
        blocks = [block for cell in cells for block in cell]
        if len(cells) < 2 or any(level for level, _ in blocks):
            self._place(blocks)
        else:
            self._place([(0, " ".join(text for _, text in blocks))])
