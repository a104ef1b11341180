"""What a document says, and on which page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mediahub.documents.structure import Block, Paragraph, lines, plain
from mediahub.notices import Notice

__all__ = ["TITLE_LEVEL", "About", "Document", "Page", "own_title", "plain", "sections"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or section, numbered from 1; `text` has a line for each paragraph.

    `heading` is its first heading, of `level`, which `text` does not repeat. `blocks` are the text
    with its form, where that is known.
    """

    number: int
    heading: str | None
    text: str
    level: int = field(default=0, compare=False)
    blocks: tuple[Block, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class About:
    """What a text says of itself before it begins; the day as ISO 8601 has it, "" for nothing."""

    authors: tuple[str, ...] = ()
    summary: str = ""
    language: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The pages that have text, in order; `title` is the document's own, None when it has none.

    `notices` are what a person should look at: pages without text, another encoding. `private` says
    that the file has in it what no reader should see: tracked deletions, comments.
    """

    title: str | None
    pages: tuple[Page, ...]
    notices: tuple[Notice, ...] = ()
    about: About = field(default_factory=About, compare=False)
    private: bool = field(default=False, compare=False)


TITLE_LEVEL = -1
"""The level of a block that is the document's title."""

_NO_TITLE = re.compile(
    # What programs write when nobody gave a title, and the names of files.
    r"\(.*\)|(?:untitled|unnamed|anonymous|namnlös[at]?|utan titel|ingen titel|no title|new|nytt"
    r"|tom|blank)?"
    r"(?: ?(?:page|sida|slide|bild|title|titel|rubrik|untitled))?(?: ?\d+)?"
    r"|(?:(?:untitled|namnlös[at]?|new|nytt|tomt|blank|powerpoint|word|excel|libreoffice)[- ])?"
    r"(?:presentation|bildspel|document|dokument)(?: ?\d+)?"
    r"|microsoft (?:office )?(?:word|powerpoint|excel)(?: - .*)?"
    r"|(?:.*\.(?:docx?|docm|dotx?|pptx?|pptm|ppsx?|odt|odp|indd|qxp)"
    r"|\S*\.(?:rtf|pub|pages|key|pdf|html?))(?: \(.*\))?",
    re.IGNORECASE,
)


def own_title(title: str | None) -> str | None:
    """The title that a file's properties give, unless a program wrote it and no person."""
    words = plain(title or "")
    return None if not words or _NO_TITLE.fullmatch(words) else words


def sections(
    title: str | None, blocks: Sequence[Block], notices: tuple[Notice, ...] = ()
) -> Document:
    """A Document of text in one flow: a page for each heading of level 1 to 3.

    A paragraph of `TITLE_LEVEL` is the title, which goes before `title`. A first heading that is
    the title, or when there is none becomes it, heads no page of its own unless text follows. A
    second title is a paragraph.
    """
    pages: list[tuple[str | None, int, list[Block]]] = [(None, 0, [])]
    written = next((text for block in blocks if (text := _titling(block))), None)
    title, untold = written or title, written
    for block in blocks:
        level = block.level if isinstance(block, Paragraph) else 0
        if untold is not None and _titling(block) == untold:
            untold = None
        elif isinstance(block, Paragraph) and 1 <= level <= 3 and block.text:
            title = title or block.text
            pages.append((block.text, level, []))
        elif level == TITLE_LEVEL and isinstance(block, Paragraph):
            pages[-1][2].append(Paragraph(block.runs))
        else:
            pages[-1][2].append(block)
    made = [
        (heading, level, inner, "\n".join(line for one in inner for line in lines(one) if line))
        for heading, level, inner in pages
    ]
    kept = [one for one in made if one[3] or (one[0] and one[0] != title)]
    return Document(
        title,
        tuple(
            Page(at, heading, text, level, tuple(inner))
            for at, (heading, level, inner, text) in enumerate(kept, 1)
        ),
        notices,
    )


def _titling(block: Block) -> str:
    """The words of a paragraph that is a title, "" of another block."""
    return block.text if isinstance(block, Paragraph) and block.level == TITLE_LEVEL else ""
