"""The text of an article, a report or slides as its page shows it."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mediahub.atomic import write_json
from mediahub.catalog import Item
from mediahub.documents import VERSION, Document, Page, markdown_source, read_document
from mediahub.documents.structure import Block, paragraph
from mediahub.documents.structurejson import page_from_json, page_to_json
from mediahub.feed.blockhtml import sections_html
from mediahub.feed.prose import to_sections
from mediahub.pages import TextPart
from mediahub.workspace.paths import Workspace

if TYPE_CHECKING:
    from mediahub.search import Passage

TEXTS_VERSION = 3
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


def downloaded(workspace: Workspace, item: Item, sha256: str) -> bool:
    """Whether the file itself is offered beside its text: one with comments in it is not.

    `sha256` is its digest. Raises MediaError when it cannot be read.
    """
    if item.path.suffix.lower() in _ONLY_TEXT:
        return False
    return not _read(workspace, item, sha256, workspace.relative(item.path)).private


def _sections(source: str, title: str) -> Iterator[TextPart]:
    """Numbered as `documents` numbers them, so that a hit leads to its section."""
    sections = to_sections(source, title)
    first = next(((level, heading) for level, heading, _ in sections if level), None)
    kept = [one for one in sections if one[2] or (one[1] and (first is None or one[1] != first[1]))]
    if first and first[0] > 1 and first[1] not in [one[1] for one in kept]:
        yield TextPart(0, first[1], "", level=first[0])
    for number, (level, heading, text) in enumerate(kept, 1):
        yield TextPart(number, "" if level == 1 else heading, text, level=max(2, level))


def _pages(document: Document, title: str, called: str) -> Iterator[TextPart]:
    titles = ("", "") if called else (title, document.title or "")
    made = sections_html(
        [(page.level, page.heading or "", _blocks(page)) for page in document.pages], *titles
    )
    for page, (level, heading, text) in zip(document.pages, made, strict=True):
        count = f"{called} {page.number}" if called else ""
        yield TextPart(page.number, "" if level == 1 else heading, text, count, max(2, level))


def _blocks(page: Page) -> Sequence[Block]:
    """The page's text in its form, a paragraph for each line where that is not known."""
    return page.blocks or [paragraph(line) for line in page.text.split("\n") if line.strip()]


def _read(workspace: Workspace, item: Item, sha256: str, name: str) -> Document:
    """The document; what was read of the same file is kept, since reading may take seconds."""
    kept = workspace.private / "texts" / f"{item.id}.json"
    key = [sha256, VERSION]
    try:
        stored = json.loads(kept.read_text(encoding="utf-8"))
        if stored["key"] == key:
            pages = tuple(map(page_from_json, stored["pages"]))
            return Document(stored["title"], pages, private=stored["private"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # never read, or of another form
    document = read_document(item.path, name)
    write_json(
        kept,
        {
            "key": key,
            "title": document.title,
            "private": document.private,
            "pages": [page_to_json(page) for page in document.pages],
        },
    )
    return document
