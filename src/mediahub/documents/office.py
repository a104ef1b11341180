"""Word and PowerPoint files as pages."""

import re
import zipfile
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mediahub.documents.values import Document, Page, sections
from mediahub.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNPACKED = 1 << 30
"""Bytes. A file that unpacks to more is broken or meant to harm."""
_HEADING = re.compile(r"^(?:heading|rubrik) ?([1-9])$", re.I)
_TITLE_STYLES = ("title", "rubrik", "titel")
_NO_TITLE = ("powerpoint presentation", "powerpoint-presentation", "word document")


def read_docx(data: bytes) -> Document:
    """A page for each heading of level 1 to 3, since a page's end hangs on who prints it.

    Raises MediaError.
    """
    _check_archive(data, "word/document.xml", "Word file (.docx)")
    docx = import_module("docx")

    try:
        file = docx.Document(BytesIO(data))
        title = _title(file.core_properties.title)
        blocks: list[tuple[int, str]] = []
        for level, text in _docx_blocks(file.iter_inner_content()):
            if level == _TITLE_LEVEL:
                title = text
            elif text:
                blocks.append((level, text))
    except Exception as error:  # the library lets many kinds through from a broken file
        raise MediaError(f"not a readable Word file ({type(error).__name__}: {error})") from error
    document = sections(title, blocks)
    if not document.pages:
        raise MediaError("there is no text in it")
    return document


_TITLE_LEVEL = -1


def _docx_blocks(content: "Iterable[Any]") -> Iterator[tuple[int, str]]:
    for block in content:
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield 0, " ".join(cell for cell in cells if cell)
            continue
        style = (block.style.name or "") if block.style is not None else ""
        text = " ".join(block.text.split())
        if found := _HEADING.match(style):
            yield int(found[1]), text
        else:
            yield (_TITLE_LEVEL if style.lower() in _TITLE_STYLES else 0), text


def read_pptx(data: bytes) -> Document:
    """A page for each slide, headed by its title, with the speaker's notes after its text.

    Raises MediaError.
    """
    _check_archive(data, "ppt/presentation.xml", "PowerPoint file (.pptx)")
    pptx = import_module("pptx")

    try:
        file = pptx.Presentation(BytesIO(data))
        pages = [
            page for number, slide in enumerate(file.slides, 1) if (page := _slide(number, slide))
        ]
        title = _title(file.core_properties.title)
    except Exception as error:
        raise MediaError(
            f"not a readable PowerPoint file ({type(error).__name__}: {error})"
        ) from error
    if not pages:
        raise MediaError("there is no text on its slides")
    return Document(title or pages[0].heading, tuple(pages))


def _slide(number: int, slide: Any) -> Page | None:
    title_shape = slide.shapes.title
    heading = " ".join(title_shape.text_frame.text.split()) if title_shape is not None else ""
    skipped = title_shape.shape_id if title_shape is not None else None
    lines = [line for shape in slide.shapes if shape.shape_id != skipped for line in _shape(shape)]
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        lines += [" ".join(line.split()) for line in notes.text.splitlines() if line.strip()]
    if not heading and not lines:
        return None
    return Page(number, heading or None, "\n".join(lines))


def _shape(shape: Any) -> Iterator[str]:
    if hasattr(shape, "shapes"):  # a group
        for inner in shape.shapes:
            yield from _shape(inner)
    elif getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " ".join(" ".join(cell.text.split()) for cell in row.cells).strip()
    elif shape.has_text_frame:
        for paragraph in shape.text_frame.paragraphs:
            if line := " ".join("".join(run.text for run in paragraph.runs).split()):
                yield line


def _title(title: str | None) -> str | None:
    words = " ".join((title or "").split())
    return None if words.lower() in ("", *_NO_TITLE) else words


def _check_archive(data: bytes, member: str, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = {one.filename for one in archive.infolist()}
            unpacked = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile as error:
        raise MediaError(f"not a {name}: save it again from the program that made it") from error
    if member not in members:
        raise MediaError(f"not a {name}, whatever its ending says")
    if unpacked > _UNPACKED:
        raise MediaError(f"it unpacks to {unpacked >> 20} MB, more than any real document")
