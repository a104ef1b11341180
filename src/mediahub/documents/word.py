"""Word files: what Word shows, in the order in which it is read."""

import re
from pathlib import Path

from mediahub.documents.listing import listed
from mediahub.documents.officetext import document_of_text
from mediahub.documents.package import WRONG_ENDING, Package
from mediahub.documents.values import Document, own_title
from mediahub.documents.wordstyles import Numbering, Styles
from mediahub.documents.wordwalk import File, Walk
from mediahub.errors import MediaError

_PRIVATE = re.compile(rb"<(?:\w+:)?(?:delText|delInstrText|moveFrom|comment)[ >]")
"""What is in a part with tracked deletions, or in the one with the comments."""


def read_docx(path: Path, name: str) -> Document:
    """A page for each heading of level 1 to 3, since a page's end hangs on who prints it.

    Raises MediaError.
    """
    package = Package(path, "Word file (.docx)")
    main = package.related_as("", "officeDocument") or "word/document.xml"
    if main.endswith(("presentation.xml", "workbook.xml")):
        raise MediaError("not a Word file (.docx), whatever its ending says", swedish=WRONG_ENDING)
    file = File(package, Styles(package, main), Numbering(package, main))
    walk = Walk(file, main)
    for piece in package.pieces(main, 2):
        walk.piece(piece)
    return document_of_text(core_title(package), listed(walk.blocks), name, file, _PRIVATE)


def core_title(package: Package) -> str | None:
    """The title among an Office file's properties, when a person wrote it."""
    part = package.related_as("", "core-properties")
    return own_title(package.tree(part).findtext("{*}title")) if part else None
