"""A web page's own text as pages: what a browser shows of it, without menus and page feet."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.documents.hidden import hiding_rules, is_hidden
from mediahub.documents.notices import NO_TEXT
from mediahub.documents.values import Document, own_title, plain, sections
from mediahub.errors import MediaError
from mediahub.notices import Notice
from mediahub.textfile import ReadText, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset(
    {
        *("script", "style", "template", "noscript", "noframes", "nav", "select", "datalist"),
        *("iframe", "object", "embed", "head", "canvas", "video", "audio", "textarea"),
        *("rt", "rp", "title", "desc", "metadata", "annotation", "annotation-xml", "dialog"),
    }
)
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "main", "body", "html", "header", "ul", "ol", "li"),
        *("dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
        *("blockquote", "pre", "figure", "figcaption", "address", "hr", "details", "aside"),
        *("summary", "fieldset", "legend", "form", "footer", "center", "menu", "dir", "hgroup"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "text", "foreignobject", "search", "img", "dialog"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OF_AN_ARTICLE = ("article", "main", "section", "blockquote", "figure", "aside", "details")
_ROLES = {"navigation": "nav", "contentinfo": "footer", "search": "nav", "menubar": "nav"}
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]+)",
    re.IGNORECASE,
)
# Browsers read what says that it is one of these as windows-1252, and so do they that wrote it.
_WESTERN = frozenset({"iso8859-1", "ascii", "latin-1"})


def read_html(path: Path, name: str) -> Document:
    """A page for each heading of level 1 to 3, of what `main` holds where there is one.

    Raises MediaError when there is no text in it.
    """
    read = decoded(path.read_bytes(), name)
    return page_of(read.text, name, (read.notice,) if read.notice else ())


def decoded(data: bytes, name: str) -> ReadText:
    """The text of a web page, in the encoding that it declares if it is in that.

    Raises MediaError as `textfile.decode`.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:4096])
        if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            try:
                found = codecs.lookup((declared[1] or declared[2]).decode("ascii")).name
                codec = "windows-1252" if found in _WESTERN else found
                return ReadText(data.decode(codec), codec)
            except (LookupError, UnicodeDecodeError):
                pass  # it is not what it says
    return decode(data, name)


def page_of(text: str, name: str, notices: tuple[Notice, ...] = ()) -> Document:
    """The document that the HTML `text` makes. Raises MediaError when there is no text in it."""
    root = parsed(text)
    title = own_title(root.findtext(".//title"))
    blocks = blocks_of(root)
    headings = [words for level, words in blocks if level == 1]
    document = sections(headings[0] if len(headings) == 1 else title, blocks, notices)
    if document.pages:
        return document
    if not document.title:
        raise MediaError("there is no text in the page", swedish="det finns ingen text i den")
    return Document(document.title, (), (*notices, NO_TEXT.at(name)))


def parsed(text: str) -> "HtmlElement":
    """The tree of a page or of a piece of one. Raises MediaError."""
    import lxml.etree
    import lxml.html

    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise MediaError(f"not a web page ({error})", swedish="det är ingen webbsida") from error
    if any("xcessive depth" in one.message for one in parser.error_log):
        raise MediaError(
            "what is in it lies deeper in other things than in any real page, and is cut off there",
            swedish="innehållet ligger djupare nästlat än i någon verklig sida. Spara den på nytt",
        )
    return root


def blocks_of(root: "HtmlElement", *, alternative_texts: bool = False) -> list[tuple[int, str]]:
    """(level, text) of each heading and paragraph that is shown.

    `alternative_texts` says whether the words that stand for a picture count.
    """
    hides = hiding_rules(root)
    body = root.find(".//body")
    start = root if body is None else body
    mains = [
        one
        for one in start.iter("main", "div")
        if (one.tag == "main" or one.get("role") == "main") and not is_hidden(one)
    ]
    parts = [
        part
        for part in mains or [start]
        if not any(other in mains for other in part.iterancestors())
    ]
    # What style sheets hide all of is shown by a script.
    return _shown(parts, lambda one: is_hidden(one) or hides(one), alternative_texts) or _shown(
        parts, is_hidden, alternative_texts
    )


def _shown(
    parts: "list[HtmlElement]", hidden: Callable[["HtmlElement"], bool], alternative_texts: bool
) -> list[tuple[int, str]]:
    blocks: list[tuple[int, str]] = []
    for part in parts:
        walk = _Walk(alternative_texts)
        walk.tree(part, hidden)
        blocks += walk.blocks
    return blocks


class _Walk:
    """Gathers the text of a tree into blocks, without calling itself: a page may be deep."""

    def __init__(self, alternative_texts: bool) -> None:
        self.blocks: list[tuple[int, str]] = []
        self._alternative_texts = alternative_texts
        self._text: list[str] = []
        self._levels: list[int] = []

    def tree(self, start: "HtmlElement", hidden: Callable[["HtmlElement"], bool]) -> None:
        """Take in an element and all that it holds and shows."""
        import lxml.etree

        events = lxml.etree.iterwalk(start, events=("start", "end", "comment", "pi"))
        skipped: set[HtmlElement] = set()
        for event, element in events:
            tag = element.tag
            if not isinstance(tag, str):
                self._text.append(element.tail or "")
            elif event == "start":
                if element is not start and (_silent(element) or hidden(element)):
                    skipped.add(element)
                    events.skip_subtree()
                else:
                    self._begin(element, tag)
            else:
                if element in skipped:
                    skipped.discard(element)
                else:
                    self._end(tag)
                if element is not start:
                    self._text.append(element.tail or "")
        self._block()

    def _begin(self, element: "HtmlElement", tag: str) -> None:
        if tag in _BLOCKS:
            self._block()
        if tag in _HEADINGS:
            self._levels.append(_HEADINGS[tag])
        if tag in ("br", "input", "button", "option"):
            self._text.append(" ")
        elif tag == "img" and self._alternative_texts:
            self._text.append(element.get("alt") or "")
        elif tag == "sup" and _is_figure(element) and len(_last_word(self._text)) > 2:
            self._text.append(" ")  # the figure of a note is no part of the word before it
        # In a picture only its texts are words.
        if tag not in ("svg", "g", "defs"):
            self._text.append(element.text or "")

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._block()
        elif tag == "button":
            self._text.append(" ")
        if tag in _HEADINGS:
            self._levels.pop()

    def _block(self) -> None:
        """The text so far is a paragraph or a heading."""
        if text := plain("".join(self._text)):
            self.blocks.append((self._levels[-1] if self._levels else 0, text))
        self._text.clear()


def _last_word(pieces: list[str]) -> str:
    return "".join(pieces[-3:]).rpartition(" ")[2]


def _is_figure(element: "HtmlElement") -> bool:
    return "".join(element.itertext()).strip(" []()*").isdigit()


def _silent(element: "HtmlElement") -> bool:
    """Whether nothing of the element is the page's own text."""
    tag = _ROLES.get(element.get("role") or "", element.tag)
    if tag == "dialog":
        return element.get("open") is None
    if tag == "footer":  # an article's own says who wrote it; the page's is on every page
        return not any(one.tag in _OF_AN_ARTICLE for one in element.iterancestors())
    if tag == "button":
        return not any(one.tag in _HEADINGS or one.tag in ("summary", "dt")
                       for one in element.iterancestors())  # fmt: skip
    if tag in ("span", "i", "svg") and element.get("aria-hidden") == "true":
        return True  # the letters of an icon
    return tag in _SILENT
