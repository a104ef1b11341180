"""What a document says, and on which page."""

from dataclasses import dataclass


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
    """The pages that have text, in order; `title` is the document's own, None when it has none."""

    title: str | None
    pages: tuple[Page, ...]


def sections(title: str | None, blocks: list[tuple[int, str]]) -> Document:
    """A Document of text in one flow: a page for each heading of level 1 to 3.

    `blocks` are (level, text) in order, level 0 for a paragraph. A first heading that is the
    title, or when there is none becomes it, heads no page of its own unless text follows.
    """
    pages: list[tuple[str | None, list[str]]] = [(None, [])]
    for level, text in blocks:
        if 1 <= level <= 3:
            title = title or text
            pages.append((text, []))
        elif text:
            pages[-1][1].append(text)
    kept = [(heading, lines) for heading, lines in pages if lines or (heading and heading != title)]
    return Document(
        title,
        tuple(Page(at, heading, "\n".join(lines)) for at, (heading, lines) in enumerate(kept, 1)),
    )
