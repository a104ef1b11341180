"""The lexicon: some million Swedish word forms in a table that is mapped from disk, not read.

For each form: of which words it is an inflection, how readily it stands first or last in a
compound, and how readily it is a part whole. Good for looking up all beginnings of a word in
microseconds, in about 40 MB of which only the pages in use are held.
"""

import json
import mmap
import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mediahub.atomic import replacing

VERSION = 3
"""Raise when the same dictionary would give another lexicon."""
NONE = 0xFFFFFFFF
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


def word_list(name: str, *, by_line: bool = False) -> tuple[str, ...]:
    """The words (or lines) of the file `name` in this room's data, those behind # left out."""
    from importlib import resources

    text = resources.files("mediahub.language").joinpath("data", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(lines) if by_line else tuple(word for line in lines for word in line.split())


@cache
def lexicon() -> Lexicon:
    """The lexicon of the installed dictionary, from the user's cache folder.

    The first call on a machine makes it (see `prepare`). `MEDIAHUB_CACHE` names another folder.
    """
    path = _path()
    try:
        return load(path)
    except (OSError, ValueError):
        return _make(path)


def prepare(say: Callable[[str], None]) -> None:
    """Make the lexicon if this machine has none yet, after one sentence to `say` about it.

    Quick when it is there. Of two processes that ask at once one makes it and the other waits.
    """
    path = _path()
    if path.exists():
        return
    say(
        "The table of Swedish words (32 MB) is made once on this machine, which takes about half a "
        f"minute, and kept in {path.parent}."
    )
    lexicon()


def _path() -> Path:
    return _cache_folder() / f"lexicon-{identity()}.bin"


def _make(path: Path) -> Lexicon:
    """Build the lexicon and keep it at `path`, in place of those of other versions."""
    from filelock import FileLock

    made = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name("lexicon.lock")):
            try:
                return load(path)  # made while this process waited
            except (OSError, ValueError):
                made = _build()
            save(made, path)
            for old in path.parent.glob("lexicon-*.bin"):
                if old != path:
                    with suppress(OSError):  # in use, on a system that minds
                        old.unlink()
        return load(path)
    except OSError:
        # A folder that cannot be written costs time at each start, no more.
        return _build() if made is None else made


@cache
def identity() -> str:
    """What the lexicon depends on, as a short text: it changes when stems and parts may."""
    from importlib import metadata

    versions = (metadata.version(name) for name in ("hunspell-sv", "simplemma"))
    return "-".join((str(VERSION), *versions))


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


def _cache_folder() -> Path:
    if folder := os.environ.get("MEDIAHUB_CACHE"):
        return Path(folder)
    from platformdirs import user_cache_path

    return user_cache_path("mediahub", appauthor=False)


def _build() -> Lexicon:
    # All of this is for the one time that a machine makes the lexicon.
    from simplemma.strategies.dictionaries.dictionary_factory import (
        DefaultDictionaryFactory,
    )

    from mediahub.language.hunspell import Dictionary
    from mediahub.language.lexicon_build import build
    from mediahub.language.lexicon_forms import Lemmas

    dictionary = Dictionary(_dictionary_file("sv_SE.dic"), _dictionary_file("sv_SE.aff"))
    return build(
        dictionary,
        Lemmas(DefaultDictionaryFactory().get_dictionary("sv").items()),
        never_first=frozenset(word_list("never_first.txt")),
        never_last=frozenset(word_list("never_last.txt")),
    )


def _dictionary_file(name: str) -> Path:
    # The distribution holds no module, only files below the environment's share folder.
    from importlib import metadata

    for file in metadata.files("hunspell-sv") or ():
        if file.name == name:
            return Path(str(file.locate())).resolve()
    raise FileNotFoundError(f"the package hunspell-sv holds no {name}")
