"""PDF as pages, with PDFium."""

import re
from importlib import import_module

from mediahub.documents.values import Document, Page
from mediahub.errors import MediaError

_MOST_PAGES = 5_000
# PDFium writes a hyphen that only breaks a line as one of these, then the line's end.
_BROKEN_WORD = re.compile(r"[\x02\ufffe\u00ad]\s*")
_NO_TITLE = re.compile(
    r"^(?:untitled|microsoft (?:word|powerpoint) - .*|.*\.(?:docx?|pptx?|indd))?$", re.I
)


def read_pdf(data: bytes) -> Document:
    """The pages that have text; on a page wider than high (a slide) the first line heads it.

    Raises MediaError when it is locked, broken, or only pictures.
    """
    pypdfium2 = import_module("pypdfium2")

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise MediaError("locked by a password: save it without one") from error
        raise MediaError(f"not a readable PDF ({error})") from error
    try:
        pages = []
        for number in range(min(len(pdf), _MOST_PAGES)):
            try:
                page = pdf[number]
                text = page.get_textpage().get_text_range()
                wide = page.get_width() > page.get_height()
            except pypdfium2.PdfiumError as error:
                raise MediaError(f"page {number + 1} cannot be read ({error})") from error
            lines = _lines(text)
            heading = lines.pop(0) if wide and len(lines) > 1 and len(lines[0]) <= 100 else None
            if lines:
                pages.append(Page(number + 1, heading, "\n".join(lines)))
        title = " ".join((pdf.get_metadata_dict().get("Title") or "").split())
    finally:
        pdf.close()
    if not pages:
        raise MediaError("its pages are pictures without text: run them through text recognition")
    return Document(None if _NO_TITLE.match(title) else title, tuple(pages))


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in _BROKEN_WORD.sub("", text).splitlines())
    return [line for line in lines if line]
