"""read_document: which reader a file needs, and what to say when it fails."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from mediahub.documents.values import Document
from mediahub.errors import MediaError

LARGEST = 200 * 1024 * 1024
"""Bytes. A larger file is no article and would only fill the memory."""

_READERS: Mapping[str, tuple[str, str]] = {
    ".md": ("markdown", "read_markdown"),
    ".markdown": ("markdown", "read_markdown"),
    ".txt": ("markdown", "read_plain"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("office", "read_docx"),
    ".pptx": ("office", "read_pptx"),
}
SUFFIXES = frozenset(_READERS)
"""The endings, in lower case, of the files that `read_document` reads."""


def read_document(path: Path) -> Document:
    """The text of the document by page, each reader chosen by the file's ending.

    Raises MediaError when the file cannot be read as what its ending says.
    """
    try:
        module, name = _READERS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(sorted(SUFFIXES))
        raise MediaError(
            f"{path}: files ending in “{path.suffix}” cannot be read as text; these can: {known}"
        ) from None
    try:
        if path.stat().st_size > LARGEST:
            raise MediaError(f"{path}: larger than {LARGEST >> 20} MB; split it or make it smaller")
        data = path.read_bytes()
    except OSError as error:
        raise MediaError(f"{path}: cannot be read ({error.strerror})") from error
    if not data.strip():
        raise MediaError(f"{path}: the file is empty; put the text in, or take the file away")
    read: Callable[[bytes], Document] = getattr(import_module(f"mediahub.documents.{module}"), name)
    try:
        return read(data)
    except MediaError as error:
        raise MediaError(f"{path}: {error}") from error
    except ModuleNotFoundError as error:
        raise MediaError(f"{path}: reading it needs {error.name}: install mediahub anew") from error


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, with or without byte-order mark. Raises MediaError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MediaError(
            f"not UTF-8 text (byte {error.start + 1}): open it in an editor and save it as UTF-8"
        ) from error
    if "\0" in text:
        raise MediaError("not a text file: it holds zero bytes")
    return text
