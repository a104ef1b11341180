"""read_document: what a file says, read by a process that may take what a document needs."""

from pathlib import Path

from mediahub.documents.child import document_of
from mediahub.documents.hyphens import join_breaks
from mediahub.documents.kinds import NOT_READ, READERS, SUFFIXES
from mediahub.documents.values import Document
from mediahub.documents.work import READER, Limits
from mediahub.errors import MediaError, system_reason
from mediahub.tongues import swedish

LARGEST = 200 * 1024 * 1024
"""Bytes. A larger file is no article and would only fill the memory."""
_SECONDS, _SECONDS_A_MB, _MOST_SECONDS = 7.0, 20.0, 120.0
_MEMORY = 230 << 20
# A page of plain PDF is some 3 kB and 10 ms; a Word page some 2 kB and 5 ms.


def read_document(path: Path, name: str | None = None) -> Document:
    """The text of the document by page, each reader chosen by the file's ending.

    `name` is what messages and notices call the file, its path if not given. Reading may take some
    seconds and 300 MB, more for a large file. Raises MediaError when the file cannot be read as
    what its ending says, or not within that.
    """
    name = name or str(path)
    suffix = path.suffix.lower()
    if suffix in NOT_READ:
        raise MediaError(
            f"{name}: “{suffix}” files are not read: save it as {NOT_READ[suffix]}",
            swedish=f"{path.name}: filer som slutar på ”{suffix}” läses inte. Spara den som "
            f"{swedish(NOT_READ[suffix])}.",
        )
    if suffix not in READERS:
        known = ", ".join(sorted(SUFFIXES))
        raise MediaError(
            f"{name}: files ending in “{path.suffix}” cannot be read as text; these can: {known}",
            swedish=f"{path.name}: filer som slutar på ”{path.suffix}” går inte att läsa som text. "
            f"De här går: {known}.",
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            empty = size < 4096 and not file.read().strip()
    except OSError as error:
        raise MediaError(
            f"{name}: cannot be read ({error.strerror})",
            swedish=f"{path.name}: går inte att läsa ({system_reason(error).swedish})",
        ) from error
    if size > LARGEST:
        raise MediaError(
            f"{name}: larger than {LARGEST >> 20} MB; split it or make it smaller",
            swedish=f"{path.name}: större än {LARGEST >> 20} MB. Dela den eller gör den mindre.",
        )
    if empty:
        raise MediaError(
            f"{name}: the file is empty; put the text in, or take the file away",
            swedish=f"{path.name}: filen är tom.",
        )
    return join_breaks(document_of(READER.ask(path, name, limits(size)), name))


def limits(size: int) -> Limits:
    """What reading a file of `size` bytes may take: a document is never dearer than this."""
    seconds = min(_MOST_SECONDS, _SECONDS + _SECONDS_A_MB * size / (1 << 20))
    return Limits(seconds, _MEMORY + 2 * size)
