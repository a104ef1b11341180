"""Markdown (CommonMark with tables and HTML) and plain text as pages."""

import re
from dataclasses import replace
from pathlib import Path

from mediahub.documents.frontmatter import without_front_matter
from mediahub.documents.html import parsed, shown_of
from mediahub.documents.notices import FRONT_MATTER, NO_TEXT
from mediahub.documents.structure import paragraph
from mediahub.documents.values import Document, sections
from mediahub.errors import MediaError
from mediahub.notices import Notice
from mediahub.textfile import ReadText, decode

# A note in the way of Pandoc and GitHub, which CommonMark may take for the address of a link.
_NOTE = re.compile(r"^( {0,3})\[\^[^\]\s]+\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")


def read_markdown(path: Path, name: str) -> Document:
    """A page for each heading of level 1 to 3. Raises MediaError when it is not text."""
    from markdown_it import MarkdownIt

    read = decode(path.read_bytes(), name)
    front, text = without_front_matter(_lines(read))
    text = _NOTE_MARK.sub("", _NOTE.sub(r"\n\1", text))
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    html = reader.render(text)
    # An address that is none of the web is no link on the page, and what stands for a picture is
    # words of the text.
    blocks = shown_of(parsed(html), str, str).blocks if html.strip() else []
    told: tuple[Notice, ...] = (read.notice,) if read.notice else ()
    if front.unused:
        told += (FRONT_MATTER.at(name, keys=", ".join(front.unused)),)
    return replace(_told(sections(front.title, blocks, told), name), about=front.about)


def markdown_source(path: Path, name: str) -> str:
    """A Markdown file's text as it was written, without its block of properties.

    Raises MediaError when it is not text.
    """
    return without_front_matter(_lines(decode(path.read_bytes(), name)))[1]


def read_plain(path: Path, name: str) -> Document:
    """Plain text: one page, a paragraph for each run of lines. Raises MediaError."""
    read = decode(path.read_bytes(), name)
    paragraphs = re.split(r"\n\s*\n", _lines(read))
    blocks = [paragraph(text) for text in paragraphs if text.strip()]
    return _told(sections(None, blocks, (read.notice,) if read.notice else ()), name)


def _lines(read: ReadText) -> str:
    return re.sub(r"\r\n?|[\u2028\u2029]", "\n", read.text)


def _told(document: Document, name: str) -> Document:
    if document.pages:
        return document
    if not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return Document(document.title, (), (*document.notices, NO_TEXT.at(name)))
