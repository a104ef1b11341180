"""Texts and slides of LibreOffice (OpenDocument): what it shows, in the order it is read."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.documents.notices import of_slides
from mediahub.documents.officetext import document_of_text
from mediahub.documents.openstyles import Styles
from mediahub.documents.package import Package, attribute, local
from mediahub.documents.structure import (
    LINE_END,
    Block,
    Cell,
    Link,
    Listing,
    Mark,
    Note,
    Paragraph,
    Quotation,
    Run,
    as_table,
    headed,
    in_place_of_picture,
    lines,
    paragraph,
    tidied,
)
from mediahub.documents.values import TITLE_LEVEL, Document, Page, own_title
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

# Deletions, comments, and what is behind the text.
_NOT_SHOWN = frozenset(
    {
        *("tracked-changes", "annotation", "note-citation", "ruby-text", "hidden-text"),
        *("covered-table-cell", "title", "desc", "binary-data", "forms", "event-listeners"),
        *("variable-decls", "sequence-decls", "user-field-decls", "script", "table-source"),
        *("animations", "par", "page-thumbnail", "shapes", "dde-connection-decls"),
        *("alphabetical-index-mark", "toc-mark", "user-index-mark", "table-of-content-source"),
        *("illustration-index-source", "table-index-source", "alphabetical-index-source"),
        *("table-of-content", "illustration-index", "table-index"),
    }
)
_SIGNS = {"s": " ", "tab": " ", "line-break": LINE_END, "soft-page-break": " "}
_ON_THE_WEB = re.compile(r"(?:https?://|mailto:|tel:)\S", re.IGNORECASE)
_SCHEME = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_PRIVATE = re.compile(rb"<(?:\w+:)?(?:deletion|annotation)[ >]")
_RUNNING = ("footer", "date-time", "page-number", "header")


def read_opendocument(path: Path, name: str) -> Document:
    """Of a text a page for each heading of level 1 to 3; of slides a page for each slide shown.

    Raises MediaError.
    """
    package = Package(path, f"LibreOffice file ({path.suffix.lower()})")
    manifest = "META-INF/manifest.xml"
    locks = package.tree(manifest).iter("{*}encryption-data") if manifest in package else ()
    if next(iter(locks), None) is not None:
        raise MediaError(
            "locked by a password: save it without one",
            swedish="den är låst med ett lösenord: spara den utan",
        )
    title = None
    if "meta.xml" in package:
        title = own_title(package.tree("meta.xml").findtext(".//{*}title"))
    styles = Styles(package)
    file = _File(package, styles)
    blocks: list[Block] = []
    pages: list[Page] = []
    slides = 0
    hidden: list[int] = []
    noted: list[int] = []
    for piece in package.pieces("content.xml", 3):
        walk = _Walk(file, "")
        if local(piece) == "page":
            slides += 1
            if styles.hides_slide(attribute(piece, "style-name") or ""):
                hidden.append(slides)
                continue
            page, spoken = walk.slide(piece, slides)
            pages += [page] if page else []
            noted += [slides] if spoken else []
        else:
            blocks += walk.whole(piece)
    if pages:
        told = of_slides(name, hidden, noted)
        return Document(title or pages[0].heading, tuple(pages), told)
    return document_of_text(title, _joined(blocks), name, file, _PRIVATE)


@dataclass(slots=True)
class _File:
    """What all parts of a file share, and how much of it has no form on a page."""

    package: Package
    styles: Styles
    notes: int = 0
    pictures: int = 0
    drawings: int = 0
    boxes: int = 0
    lost: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """How far the lists of a style were counted, for those that go on."""


def _joined(blocks: list[Block]) -> list[Block]:
    """The blocks with quoted paragraphs that follow each other as one quotation."""
    found: list[Block] = []
    for block in blocks:
        if found and isinstance(block, Quotation) and isinstance(found[-1], Quotation):
            found[-1] = Quotation((*found[-1].blocks, *block.blocks))
        else:
            found.append(block)
    return found


class _Walk:
    """Gathers what is shown into blocks."""

    def __init__(self, file: _File, folder: str) -> None:
        self._file, self._folder, self._styles = file, folder, file.styles
        self._package = file.package
        self._blocks: list[Block] = []
        self._runs: list[Run] = []
        self._marks: tuple[Mark, ...] = ()
        self._after: list[Block] = []
        self._rows: list[tuple[Cell, ...]] = []
        self._heads = False
        self._inside = 0
        self._lists: list[str] = []
        self._known: dict[str, Callable[[_Element], None]] = {
            "p": self._paragraph, "h": self._paragraph, "table-row": self._row,
            "note-body": self._apart, "text-box": self._box, "object": self._object,
            "section": self._section, "notes": self._apart, "note": self._note,
            "list": self._list, "table": self._table, "table-header-rows": self._heading_rows,
            "a": self._link, "frame": self._frame,
        }  # fmt: skip

    def whole(self, element: "_Element") -> list[Block]:
        """The blocks of an element."""
        self._one(element)
        return self._blocks + self._after

    def slide(self, element: "_Element", number: int) -> tuple[Page | None, bool]:
        """A slide: title, shapes in order, the speaker's notes last; and if it has these."""
        heading, found, spoken = "", [], []
        for shape in element:
            part = local(shape)
            kind = attribute(shape, "class") if part == "frame" else None
            if kind in _RUNNING:
                continue
            blocks = _Walk(self._file, "").whole(shape)
            words = [line for block in blocks for line in lines(block) if line]
            if kind == "title" and not heading:
                heading = " ".join(words)
            elif part == "notes":
                spoken += words
            else:
                found += words
        found += spoken
        page = Page(number, heading or None, "\n".join(found)) if heading or found else None
        return page, bool(spoken)

    def _one(self, element: "_Element") -> None:
        name = local(element)
        if name in _SIGNS:
            self._say(_SIGNS[name])
        elif name in _NOT_SHOWN or attribute(element, "class") in _RUNNING:
            return
        elif known := self._known.get(name):
            known(element)
        else:
            style = attribute(element, "style-name") or ""
            if not self._styles.hides(style):
                marks = self._marks
                if name == "span":
                    self._marks = (
                        *marks,
                        *(m for m in self._styles.marks(style) if m not in marks),
                    )
                self._all(element)
                self._marks = marks

    def _say(self, text: str | None) -> None:
        if text:
            self._runs.append(Run(text, self._marks))

    def _all(self, element: "_Element") -> None:
        if self._inside:
            self._say(element.text)
        for child in element:
            self._one(child)
            if self._inside:
                self._say(child.tail)

    def _paragraph(self, element: "_Element") -> None:
        style = attribute(element, "style-name") or ""
        if self._styles.hides(style):
            return
        level = 0
        if local(element) == "h":
            level = int(attribute(element, "outline-level") or 1)
        elif self._styles.is_title(style):
            level = TITLE_LEVEL
        outer = self._runs, self._after, self._marks
        # A heading is bold by what it is; of other text, what its paragraph's own style says.
        marks = () if level else self._styles.marks(style, own=True)
        self._runs, self._after, self._marks = [], [], marks
        self._inside += 1
        self._all(element)
        self._inside -= 1
        runs, after = tidied(self._runs), self._after
        self._runs, self._after, self._marks = outer
        found: list[Block] = [Paragraph(runs, level), *after] if runs else after
        if runs and not level and self._styles.quotes(style):
            found = [Quotation(tuple(found))]
        self._place(found)

    def _place(self, blocks: list[Block]) -> None:
        (self._after if self._inside else self._blocks).extend(blocks)

    def _alone(self, element: "_Element") -> list[Block]:
        """The blocks of an element that stands by itself: a box, a cell, a note."""
        walk = _Walk(self._file, self._folder)
        walk._lists = self._lists
        for child in element:
            walk._one(child)
        return _joined(walk._blocks + walk._after)

    def _apart(self, element: "_Element") -> None:
        self._place(self._alone(element))

    def _box(self, element: "_Element") -> None:
        found = self._alone(element)
        self._file.boxes += bool(found)
        self._place(found)

    def _note(self, element: "_Element") -> None:
        blocks = [
            block for body in element.iterchildren("{*}note-body") for block in self._alone(body)
        ]
        if blocks:
            self._file.notes += 1
            self._runs.append(Run("", (), self._file.notes))
            self._place([Note(self._file.notes, tuple(blocks))])

    def _link(self, element: "_Element") -> None:
        address = (attribute(element, "href") or "").strip().replace(" ", "%20")
        marks = self._marks
        if _ON_THE_WEB.match(address):
            self._marks = (Link(address), *marks)
        elif address and not address.startswith("#") and not _SCHEME.match(address):
            self._file.lost += 1
        self._all(element)
        self._marks = marks

    def _section(self, element: "_Element") -> None:
        if attribute(element, "display") != "none":
            self._all(element)

    def _list(self, element: "_Element") -> None:
        style = attribute(element, "style-name") or (self._lists[-1] if self._lists else "")
        self._lists = [*self._lists, style]
        entries: list[tuple[Block, ...]] = []
        first = None
        for item in element.iterchildren("{*}list-item", "{*}list-header"):
            blocks = tuple(self._alone(item))
            if blocks:
                start = attribute(item, "start-value") or ""
                first = int(start) if not entries and start.isdigit() else first
                entries.append(blocks)
        depth = len(self._lists)
        self._lists = self._lists[:-1]
        inner = [block for entry in entries for block in entry]
        if headed(inner) or not entries:
            self._place(inner)
            return
        counted, begins = self._styles.counted(style, depth)
        if attribute(element, "continue-numbering") == "true" or attribute(
            element, "continue-list"
        ):
            begins = self._file.counts.get(style, begins - 1) + 1
        first = begins if first is None else first
        if depth == 1 and counted:
            self._file.counts[style] = first + len(entries) - 1
        self._place([Listing(tuple(entries), counted, first if counted else 1)])

    def _table(self, element: "_Element") -> None:
        outer, self._rows = self._rows, []
        self._all(element)
        rows, self._rows = self._rows, outer
        self._place(as_table(rows))

    def _heading_rows(self, element: "_Element") -> None:
        self._heads = True
        self._all(element)
        self._heads = False

    def _row(self, element: "_Element") -> None:
        self._rows.append(
            tuple(
                Cell(
                    tuple(self._alone(cell)),
                    "col" if self._heads else "",
                    _span(cell, "number-columns-spanned"),
                    _span(cell, "number-rows-spanned"),
                )
                for cell in element.iterchildren("{*}table-cell")
            )
        )

    def _frame(self, element: "_Element") -> None:
        """A picture has words that stand for it; a chart has a picture of itself, too."""
        parts = {local(child) for child in element}
        if "image" in parts and not parts & {"object", "object-ole", "text-box"}:
            self._file.pictures += 1
            about = (element.findtext(f"{{*}}{name}") or "" for name in ("desc", "title"))
            self._pictured(next(filter(None, map(in_place_of_picture, about)), ""))
        self._all(element)

    def _pictured(self, words: str) -> None:
        if self._inside:
            self._say(words)
        elif words:
            self._place([paragraph(words)])

    def _object(self, element: "_Element") -> None:
        """A chart or formula: a document of its own in the same file."""
        where = (attribute(element, "href") or "").removeprefix("./")
        part = f"{self._folder}{where}/content.xml"
        if not where or part not in self._package or self._folder:
            return
        walk = _Walk(self._file, f"{where}/")
        for piece in self._package.pieces(part, 3):
            walk._one(piece)
        self._file.drawings += 1
        words = dict.fromkeys(line for block in walk._blocks for line in lines(block))
        self._place([paragraph(line) for line in words if any(sign.isalpha() for sign in line)])


def _span(cell: "_Element", name: str) -> int:
    value = attribute(cell, name) or "1"
    return max(1, int(value)) if value.isdigit() and len(value) < 4 else 1
