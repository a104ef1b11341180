"""The page of an article, a report or slides: its text as HTML, and the file to download."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from mediahub.catalog import Item
from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.pages.entries import Picture, ThemeEntry
from mediahub.pages.environment import site_page
from mediahub.pages.finding import Heading
from mediahub.pages.frame import Frame
from mediahub.pages.linked import text_linked
from mediahub.pages.mentioned import mentioned
from mediahub.pages.people import shown_people
from mediahub.pages.wording import formats_words


@dataclass(frozen=True, slots=True)
class TextPart:
    """A section of an article, or a page of a document; `html` is its text, in safe elements.

    `count` is what the page is called ("Bild 3"), "" in a text that has no pages; `level` is that
    of its heading below the page's, which is 1.
    """

    number: int
    heading: str
    html: str
    count: str = ""
    level: int = 2


@dataclass(frozen=True, slots=True)
class TextPage:
    """What the page of a text shows; `folder` is its own, from the site's root.

    `file` is the name of the file to download, beside the page, and `length` its size in bytes;
    None where the page is all there is to read.
    `portraits` are the addresses of people's pictures and `people` those of their pages, by id;
    both as seen from the page.
    """

    item: Item
    folder: str
    file: str | None = None
    length: int = 0
    parts: tuple[TextPart, ...] = ()
    published: datetime | None = None
    picture: Picture | None = None
    og_image: str | None = None
    theme: ThemeEntry | None = None
    contact: str | None = None
    credits: tuple[str, ...] = ()
    portraits: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Heading, ...] = ()
    """What is spoken of in it, with the parts."""


def text_page(page: TextPage, frame: Frame) -> str:
    """The page as HTML; it stands in its folder as index.html."""
    item, address = page.item, f"{page.folder}/{PAGE}"
    writers = [one.person.name for one in item.contributors if one.role == "writer"]
    crumbs = [{"title": page.theme.title, "page": page.theme.address}] if page.theme else []
    return site_page(
        "text.html",
        frame,
        address,
        title=f"{one_line(item.title)} – {one_line(frame.publisher)}",
        summary=item.description or item.title,
        crumbs=crumbs,
        item=item,
        mentioned=mentioned(page.mentions),
        mentioned_in=_called(page.parts),
        parts=[(part, Markup(part.html)) for part in page.parts],  # noqa: S704 - told to be safe
        published=page.published,
        formats=formats_words(item.formats, item.kind),
        writers=f"Text: {_listed(writers)}" if writers else "",
        shown=page.picture,
        file=page.file,
        file_words=_file_words(page.file or ""),
        file_size=page.length,
        people=shown_people(item.contributors, page.portraits, page.people),
        theme=page.theme,
        contact=page.contact or frame.contact,
        credit_lines=tuple(dict.fromkeys((*page.credits, *frame.credits))),
        og_type="article",
        og_image=page.og_image,
        linked=text_linked(item, frame, address, page.published, page.og_image),
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} och {names[-1]}"


def _called(parts: tuple[TextPart, ...]) -> str:
    """What a part of this text is called before its number: bild, sida, else avsnitt."""
    word = parts[0].count.partition(" ")[0] if parts else ""
    return (word or "avsnitt").lower()


_ENDINGS = {
    "md": "Texten", "txt": "Texten", "markdown": "Texten", "html": "Webbsidan",
    "pdf": "PDF", "pptx": "Bilderna (PowerPoint)", "odp": "Bilderna (OpenDocument)",
    "docx": "Dokumentet (Word)", "odt": "Dokumentet (OpenDocument)", "rtf": "Dokumentet (RTF)",
}  # fmt: skip


def _file_words(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return _ENDINGS.get(ending, ending.upper())
