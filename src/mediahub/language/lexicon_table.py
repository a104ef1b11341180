"""The table that the lexicon is: word forms by number, kept in a file that is mapped, not read.

For each form: of which words it is an inflection, how readily it stands first or last in a
compound, and how readily it is a part whole. Good for looking up all beginnings of a word in
microseconds, in about 40 MB of which only the pages in use are held.
"""

import json
import mmap
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.atomic import replacing

NONE = 0xFFFFFFFF
NAME = 255
"""The score `whole` of a form that is a name only, and so no part of another word."""
NOUN, ADJECTIVE, VERB = 1, 2, 4
"""Bits of a form's kind; a form may be several, and none when nothing is known of it."""
_SECTIONS = ("first", "last", "whole", "base", "lemma", "second", "link", "kind")
_MAGIC = b"mediahub lexicon\n"


def pack_score(score: float) -> int:
    """A logarithm from -3 to 7 as a byte from 1 to 254; 0 is kept for "not at all"."""
    return max(1, min(254, round((score + 3) * 25) + 1))


def unpack_score(byte: int) -> float:
    """What `pack_score` packed, to within 0.02."""
    return (byte - 1) / 25 - 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word forms in a trie, which numbers them, and what is known of each, by its number.

    `first`, `last` and `whole` hold packed scores (0: not so); `base`, `lemma`, `second` and
    `link` hold numbers of words (NONE: there is none); `kind` holds bits.
    """

    trie: Any
    first: Sequence[int]
    last: Sequence[int]
    whole: Sequence[int]
    base: Sequence[int]
    lemma: Sequence[int]
    second: Sequence[int]
    link: Sequence[int]
    kind: Sequence[int]

    def beginnings(self, text: str) -> Iterator[tuple[str, int]]:
        """Every word form that `text` begins with, and its number, shortest first."""
        found: Iterator[tuple[str, int]] = self.trie.iter_prefixes_with_ids(text)
        return found

    def number(self, form: str) -> int:
        """The number of `form`, or NONE."""
        found: int = self.trie.get(form, NONE)
        return found

    def text(self, number: int) -> str:
        """The word form of this number."""
        form: str = self.trie.restore_key(number)
        return form


def save(made: Lexicon, path: Path) -> None:
    """Write `made` to `path`, whole or not at all. Raises OSError."""
    parts = {"trie": made.trie.tobytes()}
    parts |= {name: bytes(getattr(made, name)) for name in _SECTIONS}
    header = json.dumps({name: len(data) for name, data in parts.items()}).encode()
    with replacing(path) as temporary, temporary.open("wb") as file:
        start = _MAGIC + header + b"\n"
        file.write(start + b"\0" * (-len(start) % 8))
        for data in parts.values():
            file.write(data + b"\0" * (-len(data) % 8))


def load(path: Path) -> Lexicon:
    """Map the lexicon at `path`. Raises OSError, and ValueError when it is damaged."""
    with path.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    end = bytes(view[:4096]).find(b"\n", len(_MAGIC))
    if bytes(view[: len(_MAGIC)]) != _MAGIC or end < 0:
        raise ValueError(f"{path} is not a lexicon")
    lengths: Mapping[str, int] = json.loads(bytes(view[len(_MAGIC) : end]))
    at = end + 1 + -(end + 1) % 8
    parts: dict[str, memoryview] = {}
    for name, length in lengths.items():
        parts[name] = view[at : at + length]
        at += length + -length % 8
    if at != len(view):
        raise ValueError(f"{path} is cut short")
    import marisa_trie

    trie = marisa_trie.Trie().frombytes(bytes(parts["trie"]))
    sizes = array("I").itemsize
    return Lexicon(
        trie,
        *(
            parts[name] if len(parts[name]) == len(trie) else _numbers(parts[name], sizes)
            for name in _SECTIONS
        ),
    )


def _numbers(part: memoryview, size: int) -> memoryview:
    if len(part) % size:
        raise ValueError("a lexicon's numbers are cut short")
    return part.cast("I")
