"""PowerPoint files: what each slide shows, in its order, and the speaker's notes."""

from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.documents.drawings import drawn
from mediahub.documents.notices import of_slides
from mediahub.documents.package import WRONG_ENDING, Package, local, named
from mediahub.documents.values import Document, Page, plain
from mediahub.documents.word import core_title
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES = ("title", "ctrTitle")
_RUNNING = ("dt", "ftr", "hdr")
_NOT_SHOWN = frozenset({"pPr", "rPr", "endParaRPr", "nvSpPr", "spPr", "tblPr", "tblGrid", "tcPr"})


def read_pptx(path: Path, name: str) -> Document:
    """A page for each slide shown, headed by its title, with the speaker's notes after its text.

    What stands at the foot of many slides is on the first of them alone. Raises MediaError.
    """
    package = Package(path, "PowerPoint file (.pptx)")
    main = package.related_as("", "officeDocument") or "ppt/presentation.xml"
    if main.endswith(("document.xml", "workbook.xml")):
        raise MediaError(
            "not a PowerPoint file (.pptx), whatever its ending says", swedish=WRONG_ENDING
        )
    targets = package.related(main)
    pages, running = [], set[str]()
    hidden, noted = [], []
    for number, one in enumerate(package.tree(main).iterfind("{*}sldIdLst/{*}sldId"), 1):
        # The slide's own id is an attribute of that name too, without a namespace.
        _kind, part = targets.get(named(one, "id") or "", ("", ""))
        if part not in package:
            continue
        slide = _Slide(package, part)
        if slide.hidden:
            hidden.append(number)
            continue
        notes = package.related_as(part, "notesSlide")
        spoken = _Slide(package, notes).body if notes else []
        noted += [number] if spoken else []
        feet = [line for line in slide.running if line not in running]
        running.update(feet)
        if slide.heading or slide.lines or spoken or feet:
            lines = [*slide.lines, *feet, *spoken]
            pages.append(Page(number, slide.heading or None, "\n".join(lines)))
    if not pages:
        raise MediaError(
            "there is no text on its slides", swedish="det finns ingen text på bilderna"
        )
    return Document(
        core_title(package) or pages[0].heading, tuple(pages), of_slides(name, hidden, noted)
    )


class _Slide:
    """The words of a slide, or of its notes, by what they are."""

    def __init__(self, package: Package, part: str) -> None:
        self.heading = ""
        self.lines: list[str] = []
        self.running: list[str] = []
        self.body: list[str] = []
        self._package, self._part = package, part
        root = package.tree(part)
        self.hidden = root.get("show", "1") in ("0", "false")
        tree = root.find("{*}cSld/{*}spTree")
        if tree is not None:
            self._shapes(tree)

    def _shapes(self, parent: "_Element") -> None:
        for shape in parent:
            name = local(shape)
            if name == "AlternateContent":
                self._alternatives(shape)
            elif not name or _hidden(shape):
                continue
            elif name in ("grpSp", "lockedCanvas"):
                self._shapes(shape)
            elif name == "sp":
                self._shape(shape)
            elif name in ("graphicFrame", "cxnSp", "pic", "contentPart"):
                self.lines += self._framed(shape)

    def _alternatives(self, element: "_Element") -> None:
        before = len(self.lines), len(self.heading), len(self.running)
        for way in element.iterchildren("{*}Choice", "{*}Fallback"):
            self._shapes(way)
            if (len(self.lines), len(self.heading), len(self.running)) != before:
                return

    def _shape(self, shape: "_Element") -> None:
        holder = shape.find("{*}nvSpPr/{*}nvPr/{*}ph")
        kind = "" if holder is None else holder.get("type") or "obj"
        lines = _paragraphs(shape)
        if kind in _TITLES and not self.heading:
            self.heading = " ".join(lines)
        elif kind in _RUNNING:
            self.running += lines
        elif kind != "sldNum":
            self.lines += lines
            if kind == "body":
                self.body += lines

    def _framed(self, frame: "_Element") -> list[str]:
        """The lines of a table (a row each), a chart or SmartArt."""
        lines = []
        for row in frame.iter("{*}tr"):
            cells = (" ".join(_paragraphs(cell)) for cell in row.iterchildren("{*}tc"))
            lines.append(" ".join(cell for cell in cells if cell))
        for data in frame.iter("{*}chart", "{*}relIds"):
            lines += drawn(self._package, self._part, data)
        return [line for line in lines if line]


def _hidden(shape: "_Element") -> bool:
    return any(
        one.get("hidden") in ("1", "true")
        for holder in shape
        if local(holder).startswith("nv")
        for one in holder.iterchildren("{*}cNvPr")
    )


def _paragraphs(element: "_Element") -> list[str]:
    found = (plain("".join(_words(one))) for one in element.iter("{*}p"))
    return [line for line in found if line]


def _words(element: "_Element") -> "list[str]":
    """The pieces of a paragraph's text: runs, fields, breaks, and formulas once."""
    name = local(element)
    if name == "t":
        # An escaped control character is a break that was pasted in.
        return [(element.text or "").replace("_x000B_", " ").replace("_x000D_", " ")]
    if name in ("br", "tab"):
        return [" "]
    if name in _NOT_SHOWN:
        return []
    if name == "AlternateContent":
        for way in element.iterchildren("{*}Choice", "{*}Fallback"):
            if words := [word for child in way for word in _words(child)]:
                return words
        return []
    return [word for child in element for word in _words(child)]
