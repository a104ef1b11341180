"""PDF as pages, with PDFium."""

import re
from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from mediahub.documents.hyphens import BREAK
from mediahub.documents.notices import PAGES_LEFT_OUT, PICTURE_PAGES
from mediahub.documents.pdf_lines import Line, page_lines
from mediahub.documents.pdf_paragraphs import blocks_of_page
from mediahub.documents.running import without_running
from mediahub.documents.values import Document, Page, own_title
from mediahub.errors import MediaError

_MOST_PAGES = 5_000
_LONGEST_HEADING = 100
_WIDGET, _FREE_TEXT, _STAMP = 20, 3, 13


def read_pdf(path: Path, name: str) -> Document:
    """The pages that have text; on a page wider than high (a slide) the first line heads it.

    What stands at the head or foot of every page is left out. Where a line breaks a word at a
    hyphen stands `hyphens.BREAK`. Raises MediaError when it is locked, broken, or only pictures.
    """
    pypdfium2 = import_module("pypdfium2")

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise MediaError(
                "locked by a password: save it without one",
                swedish="den är låst med ett lösenord: spara den utan",
            ) from error
        raise MediaError(
            f"not a readable PDF ({error})", swedish="det är ingen PDF som går att läsa"
        ) from error
    try:
        count = len(pdf)
        read = [_read_page(pdf, at) for at in range(min(count, _MOST_PAGES))]
        title = own_title(pdf.get_metadata_dict().get("Title"))
    finally:
        pdf.close()
    texts = without_running([lines for lines, _wide, _pictured in read])
    _mend_page_breaks(texts)
    pages = [
        page
        for number, (lines, (_, wide, _)) in enumerate(zip(texts, read, strict=True), 1)
        if (page := _page(number, lines, wide)) is not None
    ]
    if not pages:
        raise MediaError(
            "its pages are pictures without text: run them through text recognition",
            swedish="sidorna är bilder utan text: kör den genom ett program som känner igen text",
        )
    with_text = {page.number for page in pages}
    pictures = [
        number
        for number, (_, _, pictured) in enumerate(read, 1)
        if pictured and number not in with_text
    ]
    notices = tuple(PICTURE_PAGES.at(f"{name}, {pages}") for pages in _ranges(pictures))
    if count > _MOST_PAGES:
        notices += (PAGES_LEFT_OUT.at(name, pages=count, read=_MOST_PAGES),)
    return Document(title, tuple(pages), notices)


def _read_page(pdf: Any, at: int) -> tuple[list[Line], bool, bool]:
    """The lines of a page, whether it is wider than high, and whether it shows a picture."""
    pypdfium2, raw = import_module("pypdfium2"), import_module("pypdfium2.raw")
    try:
        page = pdf[at]
        if _has_written_notes(page, raw) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY):
            page = pdf[at]  # what is filled into forms is part of the page now
        text = page.get_textpage()
        lines = page_lines(text, page.get_bbox())
        return lines, page.get_width() > page.get_height(), _has_picture(page, raw)
    except pypdfium2.PdfiumError as error:
        raise MediaError(
            f"page {at + 1} cannot be read ({error})", swedish=f"sidan {at + 1} går inte att läsa"
        ) from error


def _has_written_notes(page: Any, raw: Any) -> bool:
    """Whether something is filled into a form, or written on top of the page."""
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, at)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in (_WIDGET, _FREE_TEXT, _STAMP):
            return True
    return False


def _has_picture(page: Any, raw: Any) -> bool:
    return any(True for _ in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4))


def _page(number: int, lines: list[Line], wide: bool) -> Page | None:
    if not lines:
        return None
    first, heading = lines[0].text, None
    if wide and len(lines) > 1 and len(first) <= _LONGEST_HEADING and not first.endswith(BREAK):
        heading, lines = first, lines[1:]
    text = _text([line.text for line in lines])
    return Page(number, heading, text, blocks=blocks_of_page(lines, slide=wide))


def _text(lines: list[str]) -> str:
    """The lines; one that breaks a word is one with the next."""
    # PDFium marks a hyphen that ends a line, but not one that ends a line of a column.
    marked = re.sub(rf"(?<=[^\W_])(?:{BREAK}|-\n(?=\w))\s*", BREAK, "\n".join(lines))
    return re.sub(rf"{BREAK}+$", "-", marked)


def _mend_page_breaks(pages: list[list[Line]]) -> None:
    """A word that the end of a page breaks belongs to that page."""
    for here, there in pairwise(pages):
        if not here or not there or not re.search(rf"[^\W\d_][-{BREAK}]$", here[-1].text):
            continue
        first, _, rest = there[0].text.partition(" ")
        if not first[:1].islower():
            continue
        here[-1] = replace(here[-1], text=here[-1].text[:-1] + BREAK + first)
        there[:1] = [replace(there[0], text=rest)] if rest else []


def _ranges(numbers: Iterable[int]) -> list[str]:
    """Page numbers as people write them: "page 3", "pages 5–7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"page {run[0]}" if len(run) == 1 else f"pages {run[0]}–{run[-1]}" for run in runs]
