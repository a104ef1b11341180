"""Markdown (CommonMark with tables) and plain text as pages."""

import re
from typing import TYPE_CHECKING

from mediahub.documents.reading import decoded
from mediahub.documents.values import Document, sections

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def read_markdown(data: bytes) -> Document:
    """A page for each heading of level 1 to 3. Raises MediaError when it is not text."""
    from markdown_it import MarkdownIt

    text = decoded(data)
    title = None
    if front := _FRONT_MATTER.match(text):
        if found := _TITLE.search(front[1]):
            title = found[1].strip("\"'") or None
        text = text[front.end() :]
    blocks: list[tuple[int, str]] = []
    level = 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            blocks.append((level, _words(token)))
        elif token.type in ("code_block", "fence"):
            blocks.append((0, " ".join(token.content.split())))
    return sections(title, [(level, text) for level, text in blocks if text])


def _words(inline: "Token") -> str:
    parts = []
    for child in inline.children or ():
        if child.type in ("text", "code_inline") or child.type == "image":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return " ".join("".join(parts).split())


def read_plain(data: bytes) -> Document:
    """Plain text: one page, a paragraph for each run of lines. Raises MediaError."""
    paragraphs = re.split(r"\n\s*\n", decoded(data).replace("\r\n", "\n"))
    return sections(None, [(0, " ".join(text.split())) for text in paragraphs if text.strip()])
