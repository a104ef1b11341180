"""Texts and slides of LibreOffice (OpenDocument): what it shows, in the order it is read."""

from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.documents.notices import of_slides
from mediahub.documents.package import Package, attribute, local
from mediahub.documents.values import TITLE_LEVEL, Document, Page, own_title, plain, sections
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

Block = tuple[int, str]

# Deletions, comments, and what is behind the text.
_NOT_SHOWN = frozenset(
    {
        *("tracked-changes", "annotation", "note-citation", "ruby-text", "hidden-text"),
        *("covered-table-cell", "title", "desc", "binary-data", "forms", "event-listeners"),
        *("variable-decls", "sequence-decls", "user-field-decls", "script", "table-source"),
        *("animations", "par", "page-thumbnail", "shapes", "dde-connection-decls"),
        *("alphabetical-index-mark", "toc-mark", "user-index-mark", "table-of-content-source"),
        *("illustration-index-source", "table-index-source", "alphabetical-index-source"),
    }
)
_SIGNS = {"s": " ", "tab": " ", "line-break": " ", "soft-page-break": " "}
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
    styles = _Styles(package)
    blocks: list[Block] = []
    pages: list[Page] = []
    slides = 0
    hidden: list[int] = []
    noted: list[int] = []
    for piece in package.pieces("content.xml", 3):
        walk = _Walk(package, "", styles)
        if local(piece) == "page":
            slides += 1
            if (attribute(piece, "style-name") or "") in styles.hidden:
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
    document = sections(title, blocks)
    if not document.pages and not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return document


class _Styles:
    """Which styles hide their text or slide, and which are those of a title."""

    def __init__(self, package: Package) -> None:
        self.hidden: set[str] = set()
        self._parents: dict[str, str] = {}
        for part in ("styles.xml", "content.xml"):
            # Styles stand before the body: at this depth, in either part.
            for style in package.pieces(part, 2) if part in package else ():
                if local(style) != "style":
                    continue
                own = attribute(style, "name") or ""
                self._parents[own] = attribute(style, "parent-style-name") or ""
                shown = style.find("{*}text-properties")
                page = style.find("{*}drawing-page-properties")
                if (shown is not None and attribute(shown, "display") == "none") or (
                    page is not None and attribute(page, "visibility") == "hidden"
                ):
                    self.hidden.add(own)

    def is_title(self, style: str) -> bool:
        for _ in range(20):
            if style == "Title":
                return True
            style = self._parents.get(style, "")
        return False

    def hides(self, style: str) -> bool:
        for _ in range(20):
            if style in self.hidden:
                return True
            style = self._parents.get(style, "")
        return False


class _Walk:
    """Gathers what is shown into blocks: (level, text) of each paragraph or row."""

    def __init__(self, package: Package, folder: str, styles: _Styles) -> None:
        self._package, self._folder, self._styles = package, folder, styles
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._after: list[Block] = []
        self._inside = 0
        self._known: dict[str, Callable[[_Element], None]] = {
            "p": self._paragraph, "h": self._paragraph, "table-row": self._row,
            "note-body": self._apart, "text-box": self._apart, "object": self._object,
            "section": self._section, "notes": self._apart,
        }  # fmt: skip

    def whole(self, element: "_Element") -> list[Block]:
        """The blocks of an element."""
        self._one(element)
        return self._blocks + self._after

    def slide(self, element: "_Element", number: int) -> tuple[Page | None, bool]:
        """A slide: title, shapes in order, the speaker's notes last; and if it has these."""
        heading, lines, spoken = "", [], []
        for shape in element:
            part = local(shape)
            kind = attribute(shape, "class") if part == "frame" else None
            if kind in _RUNNING:
                continue
            words = [text for _, text in _Walk(self._package, "", self._styles).whole(shape)]
            if kind == "title" and not heading:
                heading = " ".join(words)
            elif part == "notes":
                spoken += words
            else:
                lines += words
        lines += spoken
        page = Page(number, heading or None, "\n".join(lines)) if heading or lines else None
        return page, bool(spoken)

    def _one(self, element: "_Element") -> None:
        name = local(element)
        if name in _SIGNS:
            self._text.append(_SIGNS[name])
        elif name in _NOT_SHOWN or attribute(element, "class") in _RUNNING:
            return
        elif known := self._known.get(name):
            known(element)
        elif not self._styles.hides(attribute(element, "style-name") or ""):
            self._all(element)

    def _all(self, element: "_Element") -> None:
        if self._inside:
            self._text.append(element.text or "")
        for child in element:
            self._one(child)
            if self._inside:
                self._text.append(child.tail or "")

    def _paragraph(self, element: "_Element") -> None:
        style = attribute(element, "style-name") or ""
        if self._styles.hides(style):
            return
        outer = self._text, self._after
        self._text, self._after = [], []
        self._inside += 1
        self._all(element)
        self._inside -= 1
        level = 0
        if local(element) == "h":
            level = int(attribute(element, "outline-level") or 1)
        elif self._styles.is_title(style):
            level = TITLE_LEVEL
        text = plain("".join(self._text))
        found = ([(level, text)] if text else []) + self._after
        self._text, self._after = outer
        self._place(found)

    def _place(self, blocks: list[Block]) -> None:
        (self._after if self._inside else self._blocks).extend(blocks)

    def _alone(self, element: "_Element") -> list[Block]:
        """The blocks of an element that stands by itself: a box, a cell, a note."""
        walk = _Walk(self._package, self._folder, self._styles)
        for child in element:
            walk._one(child)
        return walk._blocks + walk._after

    def _apart(self, element: "_Element") -> None:
        self._place(self._alone(element))

    def _section(self, element: "_Element") -> None:
        if attribute(element, "display") != "none":
            self._all(element)

    def _row(self, element: "_Element") -> None:
        """A row is one line, unless there is but one cell in it or a cell has a heading."""
        cells = [self._alone(cell) for cell in element.iterchildren("{*}table-cell")]
        cells = [cell for cell in cells if cell]
        blocks = [block for cell in cells for block in cell]
        if len(cells) < 2 or any(level for level, _ in blocks):
            self._place(blocks)
        else:
            self._place([(0, " ".join(text for _, text in blocks))])

    def _object(self, element: "_Element") -> None:
        """A chart or formula: a document of its own in the same file."""
        where = (attribute(element, "href") or "").removeprefix("./")
        part = f"{self._folder}{where}/content.xml"
        if not where or part not in self._package or self._folder:
            return
        walk = _Walk(self._package, f"{where}/", self._styles)
        for piece in self._package.pieces(part, 3):
            walk._one(piece)
        lines = dict.fromkeys(text for _, text in walk._blocks)
        self._place([(0, line) for line in lines if any(sign.isalpha() for sign in line)])
