"""What the styles of an OpenDocument file mean."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mediahub.documents.package import Package, attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_QUOTES = ("Quotations", "Quotation", "Block_20_Quotation", "Citat")
_COUNTED = ("1", "a", "A", "i", "I")
_FACES = ("strong", "em", "s", "sup")


class Styles:
    """Which styles hide their text or slide, which are titles, and how text of them is marked."""

    def __init__(self, package: Package) -> None:
        self._hidden: set[str] = set()
        self._parents: dict[str, str] = {}
        self._faces: dict[str, dict[str, bool]] = {}
        self._lists: dict[str, dict[int, tuple[str, int]]] = {}
        self._automatic: set[str] = set()
        for part in ("styles.xml", "content.xml"):
            # Styles stand before the body: at this depth, in either part.
            for style in package.pieces(part, 2) if part in package else ():
                if local(style) == "list-style":
                    self._list(style)
                elif local(style) == "style":
                    self._style(style, automatic=part == "content.xml")

    def _style(self, style: "_Element", *, automatic: bool) -> None:
        own = attribute(style, "name") or ""
        self._parents[own] = attribute(style, "parent-style-name") or ""
        if automatic:
            self._automatic.add(own)
        shown = style.find("{*}text-properties")
        page = style.find("{*}drawing-page-properties")
        if (shown is not None and attribute(shown, "display") == "none") or (
            page is not None and attribute(page, "visibility") == "hidden"
        ):
            self._hidden.add(own)
        if shown is not None:
            self._faces[own] = dict(_faces(shown))

    def _list(self, style: "_Element") -> None:
        levels = {}
        for level in style:
            depth, start = attribute(level, "level") or "1", attribute(level, "start-value") or "1"
            kind = attribute(level, "num-format") or "" if "number" in local(level) else ""
            if depth.isdigit() and start.isdigit():
                levels[int(depth)] = (kind if kind in _COUNTED or not kind else "1", int(start))
        self._lists[attribute(style, "name") or ""] = levels

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(20):
            if not style:
                return
            yield style
            style = self._parents.get(style, "")

    def is_title(self, style: str) -> bool:
        """Whether a paragraph of this style is the document's title."""
        return "Title" in self._chain(style)

    def hides(self, style: str) -> bool:
        """Whether text, or a slide, of this style is not shown."""
        return any(one in self._hidden for one in self._chain(style))

    def hides_slide(self, style: str) -> bool:
        """Whether a slide of this very style is not shown."""
        return style in self._hidden

    def quotes(self, style: str) -> bool:
        """Whether what is of this style is quoted."""
        return any(one in _QUOTES for one in self._chain(style))

    def marks(self, style: str, *, own: bool = False) -> tuple[str, ...]:
        """How words of this style are marked; `own`: by what this text alone was given.

        A style that many paragraphs share is a look of the document, and no emphasis.
        """
        said: dict[str, bool] = {}
        for one in self._chain(style):
            if not own or one in self._automatic:
                said = self._faces.get(one, {}) | said
        return tuple(face for face in _FACES if said.get(face))

    def counted(self, style: str, depth: int) -> tuple[str, int]:
        """How lists of this style are counted at a depth from 1 ("" for bullets), and from what."""
        return self._lists.get(style, {}).get(depth, ("", 1))


def _faces(properties: "_Element") -> Iterator[tuple[str, bool]]:
    weight, slant = attribute(properties, "font-weight"), attribute(properties, "font-style")
    if weight:
        yield "strong", weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    if slant:
        yield "em", slant in ("italic", "oblique")
    if through := attribute(properties, "text-line-through-style"):
        yield "s", through != "none"
    if position := attribute(properties, "text-position"):
        yield "sup", position.startswith("super")
