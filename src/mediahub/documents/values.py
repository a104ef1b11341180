"""What a document says, and on which page."""

import re
import unicodedata
from dataclasses import dataclass

from mediahub.notices import Notice


@dataclass(frozen=True, slots=True)
class Page:
    """A page, slide or section, numbered from 1; `text` has a line for each paragraph.

    `heading` is its first heading, which `text` does not repeat.
    """

    number: int
    heading: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """The pages that have text, in order; `title` is the document's own, None when it has none.

    `notices` are what a person should look at: pages without text, another encoding.
    """

    title: str | None
    pages: tuple[Page, ...]
    notices: tuple[Notice, ...] = ()


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
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))


def plain(text: str) -> str:
    """The text on one line: runs of white space as one space, no signs that only break lines."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return " ".join(text.split())


def own_title(title: str | None) -> str | None:
    """The title that a file's properties give, unless a program wrote it and no person."""
    words = plain(title or "")
    return None if not words or _NO_TITLE.fullmatch(words) else words


def sections(
    title: str | None, blocks: list[tuple[int, str]], notices: tuple[Notice, ...] = ()
) -> Document:
    """A Document of text in one flow: a page for each heading of level 1 to 3.

    `blocks` are (level, text) in order, level 0 for a paragraph and `TITLE_LEVEL` for the title,
    which goes before `title`. A first heading that is the title, or when there is none becomes it,
    heads no page of its own unless text follows. A second title is a paragraph.
    """
    pages: list[tuple[str | None, list[str]]] = [(None, [])]
    written = next((text for level, text in blocks if level == TITLE_LEVEL and text), None)
    title, untold = written or title, written
    for level, text in blocks:
        if level == TITLE_LEVEL and text == untold:
            untold = None
        elif 1 <= level <= 3 and text:
            title = title or text
            pages.append((text, []))
        elif text:
            pages[-1][1].append(text)
    kept = [(heading, lines) for heading, lines in pages if lines or (heading and heading != title)]
    return Document(
        title,
        tuple(Page(at, heading, "\n".join(lines)) for at, (heading, lines) in enumerate(kept, 1)),
        notices,
    )
