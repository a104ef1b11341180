"""What is left to do for a text of Word or LibreOffice, once its blocks are read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from mediahub.documents.notices import BOXES, DRAWINGS, LINKS_LOST, PICTURES, PRIVATE, counted
from mediahub.documents.package import Package
from mediahub.documents.structure import Block
from mediahub.documents.values import Document, sections
from mediahub.errors import MediaError


class TextFile(Protocol):
    """A file, and how much in it has no form on a page."""

    package: Package
    pictures: int
    drawings: int
    boxes: int
    lost: int


def document_of_text(
    title: str | None,
    blocks: Sequence[Block],
    name: str,
    file: TextFile,
    private: re.Pattern[bytes],
) -> Document:
    """The document, with what there is to look at in it.

    `private` is found in the file where it holds what nobody else should read. Raises MediaError
    when there is no text in it.
    """
    told = counted(
        name,
        (PICTURES, file.pictures),
        (DRAWINGS, file.drawings),
        (BOXES, file.boxes),
        (LINKS_LOST, file.lost),
    )
    holds = file.package.mentions(private)
    told += (PRIVATE.at(name),) if holds else ()
    document = sections(title, blocks, told)
    if not document.pages and not document.title:
        raise MediaError("there is no text in it", swedish="det finns ingen text i den")
    return replace(document, private=holds)
