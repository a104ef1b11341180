"""What a segment's files hold, and by which marks its dictionary tells its terms apart.

A segment is three files. Whoosh's term dictionary leads from a stem, a part, a folded form or a
sound to the numbers of words, and from a label to passages; Whoosh's stored column holds what is
shown of each passage; the arrays are ours. The words of a segment are sorted and numbered.
"""

from collections.abc import Mapping
from typing import cast

from mediahub.search.expanded import Label

INDEX_NAME = "passages"
TERMS, STORED, ARRAYS = ".trm", ".stored", ".arrays"
FILES = (STORED, ARRAYS, TERMS)
FIELDS: Mapping[str, bytes] = {
    "stem": b"s",
    "head": b"h",
    "part": b"p",
    "folded": b"f",
    "sound": b"n",
    "verb": b"v",
}
"""What a term of each field begins with in the dictionary."""
TURN = b"t"
KINDS_OF_ARRAYS: Mapping[str, str] = {
    "places": "<u4",  # passage << POSITION_BITS | position, word after word
    "word_starts": "<u8",  # where each word's places begin; one more for the end
    "text": "u1",  # the words, sorted, one after the other in UTF-8
    "text_starts": "<u4",
    "hashes": "<u4",  # the CRC-32 of each word in UTF-8, ascending
    "by_hash": "<u4",  # the numbers of the words in that order
    "folded": "u1",  # the words without diacritics, one byte a letter
    "folded_starts": "<u4",
    "by_folded": "<u4",  # the numbers of the words in order of their folded forms
    "letters": "<u4",  # which letters each folded word has, as bits
    "lead": "<u2",
    "length": "<u2",
    "day": "<i4",
    "confidence": "<f4",
    "described": "u1",
}

COLUMNS = ("lead", "length", "day", "confidence", "described")
"""The arrays with a number for each passage."""

_LABEL = b"m"


def label_term(label: Label | None = None, value: str = "") -> bytes:
    """The term of a label and its value; what all of the label's, or all labels' terms begin with.

    Nothing that begins with a label's is of another label.
    """
    return _LABEL if label is None else _LABEL + f"{label}\0{value}".encode()


def label_of(term: bytes) -> tuple[Label, str]:
    """The label and value that `label_term` made the term of."""
    label, _, value = term[len(_LABEL) :].decode().partition("\0")
    return cast(Label, label), value
