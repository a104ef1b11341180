"""The text of an article, a report or slides as its page shows it."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mediahub.atomic import write_json
from mediahub.catalog import Item
from mediahub.documents import VERSION, Document, Page, markdown_source, read_document
from mediahub.feed.prose import to_sections
from mediahub.pages import TextPart
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.search import Passage

TEXTS_VERSION = 2
"""Grows when a page's text is made otherwise of the same file."""

_MARKDOWN = (".md", ".markdown")
_AS_DOCUMENT = re.compile(r"<(?:!|/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>)")
"""What `prose` has no form for: HTML; the address of a page or of e-mail in `<>` is none."""
_IN_PAGES = {".pdf": "Sida", ".pptx": "Bild", ".pptm": "Bild", ".ppsx": "Bild", ".odp": "Bild"}
"""What the pages of a file are called; other files are texts in one flow."""
_ONLY_TEXT = (*_MARKDOWN, ".txt", ".html", ".htm")
"""Files of which the page itself is all that a reader wants."""


def text_parts(workspace: Workspace, item: Item, sha256: str) -> tuple[TextPart, ...]:
    """The item's text, a part for each section or page; `sha256` is its file's digest.

    Raises MediaError when it cannot be read.
    """
    name = workspace.relative(item.path)
    if item.path.suffix.lower() in _MARKDOWN:
        source = markdown_source(item.path, name)
        parts = () if _AS_DOCUMENT.search(source) else tuple(_sections(source, item.title))
        if parts:
            return parts
    document = _read(workspace, item, sha256, name)
    called = _IN_PAGES.get(item.path.suffix.lower(), "")
    if called and item.kind == "slides":
        called = "Bild"
    return tuple(_pages(document, item.title, called))


def passages_of_parts(item: Item, parts: Sequence[TextPart]) -> "tuple[Passage, ...]":
    """The words of a text, with the parts of its page that they stand in."""
    from mediahub.search import PassageSource, passages_of_document

    pages = [(one.number, one.heading or None, _bare(one.html)) for one in parts]
    return passages_of_document(pages, PassageSource(item.id, item.title, item.kind))


def _bare(text: str) -> str:
    """The words of HTML that is safe."""
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def downloaded(path: Path) -> bool:
    """Whether the file itself is offered beside its text."""
    return path.suffix.lower() not in _ONLY_TEXT


def _sections(source: str, title: str) -> Iterator[TextPart]:
    """Numbered as `documents` numbers them, so that a hit leads to its section."""
    sections = to_sections(source)
    first = next((heading for level, heading, _ in sections if level), "")
    kept = [one for one in sections if one[2] or (one[1] and one[1] != first)]
    if first and not _same(first, title) and first not in [heading for _, heading, _ in kept]:
        yield TextPart(0, first, "")
    for number, (_, heading, text) in enumerate(kept, 1):
        yield TextPart(number, "" if _same(heading, title) else heading, text)


def _same(heading: str, title: str) -> bool:
    """Whether a heading says no more than the title that stands above it."""
    return heading.casefold().split() == title.casefold().split()


def _pages(document: Document, title: str, called: str) -> Iterator[TextPart]:
    for page in document.pages:
        lines = (f"<p>{html.escape(line)}</p>" for line in page.text.split("\n") if line.strip())
        heading = page.heading or ""
        if not called and _same(heading, title):
            heading = ""
        count = f"{called} {page.number}" if called else ""
        yield TextPart(page.number, heading, "\n".join(lines), count)


def _read(workspace: Workspace, item: Item, sha256: str, name: str) -> Document:
    """The document; what was read of the same file is kept, since reading may take seconds."""
    kept = workspace.private / "texts" / f"{item.id}.json"
    key = [sha256, VERSION]
    try:
        stored = json.loads(kept.read_text(encoding="utf-8"))
        if stored["key"] == key:
            return Document(stored["title"], tuple(Page(*page) for page in stored["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # never read, or of another form
    document = read_document(item.path, name)
    pages = [[page.number, page.heading, page.text] for page in document.pages]
    write_json(kept, {"key": key, "title": document.title, "pages": pages})
    return document
