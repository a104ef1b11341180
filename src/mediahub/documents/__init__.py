"""The text of articles and slides, page by page."""

from mediahub.documents.reading import SUFFIXES, read_document
from mediahub.documents.values import Document, Page

__all__ = ["SUFFIXES", "Document", "Page", "read_document"]
