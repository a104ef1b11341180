"""The text of articles and slides, page by page."""

from mediahub.documents.kinds import NOT_READ, SLIDES, SUFFIXES, VERSION
from mediahub.documents.markdown import markdown_source
from mediahub.documents.reading import read_document
from mediahub.documents.values import About, Document, Page

__all__ = [
    "NOT_READ",
    "SLIDES",
    "SUFFIXES",
    "VERSION",
    "About",
    "Document",
    "Page",
    "markdown_source",
    "read_document",
]
