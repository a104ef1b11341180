"""A web page's own text as pages: what a browser shows of it, without menus and page feet."""

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mediahub.documents.hidden import hiding_rules, is_hidden
from mediahub.documents.htmlwalk import Left, Walk
from mediahub.documents.notices import NO_TEXT, of_a_page
from mediahub.documents.structure import Block, Paragraph, in_place_of_picture
from mediahub.documents.values import Document, own_title, sections
from mediahub.errors import MediaError
from mediahub.notices import Notice
from mediahub.textfile import ReadText, decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]+)",
    re.IGNORECASE,
)
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_ON_THE_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_WITH_SCHEME = re.compile(r"https?://[^/\s]|mailto:|tel:", re.IGNORECASE)
_SCRIPT = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data|about|blob)\s*:", re.IGNORECASE)
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
    base = _base(root, text)
    shown = shown_of(root, lambda href: _address(href, base), in_place_of_picture)
    headings = [
        block.text for block in shown.blocks if isinstance(block, Paragraph) and block.level == 1
    ]
    told = (*notices, *of_a_page(name, shown.left))
    document = sections(headings[0] if len(headings) == 1 else title, shown.blocks, told)
    if document.pages:
        return document
    if not document.title:
        raise MediaError("there is no text in the page", swedish="det finns ingen text i den")
    return Document(document.title, (), (*notices, NO_TEXT.at(name)))


def _base(root: "HtmlElement", text: str) -> str:
    """The address that the page had on the web, "" where it does not say."""
    told = (
        root.xpath("string(//base/@href)"),
        root.xpath("string(//link[@rel='canonical']/@href)"),
        root.xpath("string(//meta[@property='og:url']/@content)"),
        (_SAVED.search(text[:2000]) or {1: ""})[1],
    )
    return next((one.strip() for one in map(str, told) if _ON_THE_WEB.match(one.strip())), "")


def _address(href: str, base: str) -> str | None:
    """Where a link leads: "" within the page or to a script, None to a file beside it."""
    href = "".join(href.split("\n")).strip().replace(" ", "%20")
    if not href or href.startswith("#") or _SCRIPT.match(href):
        return ""
    if href.startswith("//"):
        href = f"https:{href}"
    if _WITH_SCHEME.match(href):
        return href
    try:
        return urljoin(base, href) if base and ":" not in href.partition("/")[0] else None
    except ValueError:
        return None


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


@dataclass(frozen=True, slots=True)
class Shown:
    """The blocks of a page, and how much of it has no form among blocks."""

    blocks: list[Block]
    left: Left


def shown_of(
    root: "HtmlElement",
    address_of: Callable[[str], str | None],
    picture: Callable[[str], str],
) -> Shown:
    """What a page shows; `address_of` and `picture` are as `Walk` has them."""
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

    def walked(hidden: Callable[["HtmlElement"], bool]) -> Shown:
        walk = Walk(address_of, picture)
        for part in parts:
            walk.tree(part, hidden)
        return Shown(walk.blocks, walk.left)

    shown = walked(lambda one: is_hidden(one) or hides(one))
    # What style sheets hide all of is shown by a script.
    return shown if shown.blocks else walked(is_hidden)
