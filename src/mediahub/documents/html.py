"""A web page's own text as pages: its headings and paragraphs without menus and footers."""

from typing import TYPE_CHECKING

from mediahub.documents.values import Document, sections
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(
    {
        *("script", "style", "template", "noscript", "nav", "aside", "footer", "form", "button"),
        *("select", "svg", "iframe", "object", "head", "math", "canvas", "video", "audio"),
    }
)
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "body", "html", "header", "ul", "ol", "li"),
        *("dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
        *("blockquote", "pre", "figure", "figcaption", "address", "hr", "br", "details"),
        *("summary", "fieldset", "h1", "h2", "h3", "h4", "h5", "h6"),
    }
)
_DEEPEST = 200
"""Nesting past this is a broken or hostile page; what lies deeper is left out."""


def read_html(data: bytes) -> Document:
    """A page for each heading of level 1 to 3, of `main` or `article` where there is one.

    Raises MediaError when there is no text in it.
    """
    import lxml.etree
    import lxml.html

    # Without a declared encoding lxml guesses Latin-1, which turns å into two signs.
    try:
        data.decode("utf-8")
        parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    except UnicodeDecodeError:
        parser = lxml.html.HTMLParser(no_network=True)
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise MediaError(f"not a web page ({error})") from error
    title = " ".join((root.findtext(".//title") or "").split()) or None
    body = root.find(".//main")
    if body is None:
        articles = root.findall(".//article")
        body = articles[0] if len(articles) == 1 else root.find(".//body")
    walk = _Walk()
    if body is not None:
        walk.element(body, 0)
    walk.end_block()
    headings = [text for level, text in walk.blocks if level == 1]
    document = sections(headings[0] if len(headings) == 1 else title, walk.blocks)
    if not document.pages and not document.title:
        raise MediaError("there is no text in the page")
    return document


class _Walk:
    """Gathers the text of a tree into blocks."""

    def __init__(self) -> None:
        self.blocks: list[tuple[int, str]] = []
        self._text: list[str] = []
        self._level = 0

    def element(self, element: "HtmlElement", depth: int) -> None:
        """Take in an element and all that it holds."""
        tag = element.tag
        if isinstance(tag, str) and tag not in _SILENT and depth < _DEEPEST and _shown(element):
            block = tag in _BLOCKS
            if block:
                self.end_block()
            before = self._level
            if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                self._level = int(tag[1])
            self._text.append(element.text or "")
            for child in element:
                self.element(child, depth + 1)
            if block:
                self.end_block()
            self._level = before
        if depth:
            self._text.append(element.tail or "")

    def end_block(self) -> None:
        """The text so far is a paragraph or a heading."""
        if text := " ".join("".join(self._text).split()):
            self.blocks.append((self._level, text))
        self._text.clear()


def _shown(element: "HtmlElement") -> bool:
    return element.get("hidden") is None and element.get("aria-hidden") != "true"
