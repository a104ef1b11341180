"""Word files: what Word shows, in the order in which it is read."""

import re
from dataclasses import replace
from pathlib import Path

from mediahub.documents.listing import listed
from mediahub.documents.notices import BOXES, DRAWINGS, LINKS_LOST, PICTURES, PRIVATE, counted
from mediahub.documents.package import WRONG_ENDING, Package
from mediahub.documents.values import Document, own_title, sections
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
    told = counted(
        name,
        (PICTURES, file.pictures),
        (DRAWINGS, file.drawings),
        (BOXES, file.boxes),
        (LINKS_LOST, file.lost),
    )
    private = package.mentions(_PRIVATE)
    told += (PRIVATE.at(name),) if private else ()
    document = sections(core_title(package), listed(walk.blocks), told)
    if not document.pages and not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return replace(document, private=private)


def core_title(package: Package) -> str | None:
    """The title among an Office file's properties, when a person wrote it."""
    part = package.related_as("", "core-properties")
    return own_title(package.tree(part).findtext("{*}title")) if part else None
