"""Text as the index sees it: words with their place, and for each distinct word its kin."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mediahub.language import (
    compound_stems,
    fold,
    is_stop_word,
    normalise,
    phonetic,
    split_compound,
    stems,
    words,
)

VERSION = 2
"""Raise when the same text would give other words or forms: the index is then built anew."""

_SHORTEST_PART = 3
# Endings that make a noun of another word and are no compounds: fattigdom, trygghet, föräldraskap.
_DERIVATIONS = ("heter", "het", "domar", "dom", "skaper", "skap")


class Forms(NamedTuple):
    """A word's kin: its stems, those of what it is made of, all its stems folded, its sound.

    `heads` are of the last part of a compound, which says what sort of thing it is (an
    orosanmälan is an anmälan), `parts` of the others and of what the word is derived from.
    """

    stems: tuple[str, ...]
    heads: tuple[str, ...]
    parts: tuple[str, ...]
    folded: tuple[str, ...]
    sound: str


@dataclass(frozen=True, slots=True)
class Place:
    """A word in lower case and where it stands, `text[start:end]`."""

    word: str
    start: int
    end: int


def composed(text: str) -> str:
    """`text` in NFC, which is how passages are stored: offsets refer to it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def places(text: str) -> list[Place]:
    """The words of `text` (in NFC) in order; a word with hyphens gives each of its parts."""
    found: list[Place] = []
    for token in words(text):
        raw = token.text
        if raw.isalnum():
            found.append(Place(raw.lower(), token.start, token.end))
            continue
        at = 0
        for part in raw.replace("\u2010", "-").replace("\u2011", "-").split("-"):
            word = normalise(part).lower()
            if word:
                found.append(Place(word, token.start + at, token.start + at + len(part)))
            at += len(part) + 1
    return found


def joined(text: str) -> list[tuple[int, str]]:
    """The words with hyphens written as one (e-post: epost), and the position of their first part.

    A position is an index into what `places` gives.
    """
    found: list[tuple[int, str]] = []
    at = 0
    for token in words(text):
        parts = [part for part in normalise(token.text).lower().split("-") if part]
        if len(parts) > 1:
            found.append((at, "".join(parts)))
        at += len(parts)
    return found


@lru_cache(maxsize=65_536)
def forms(word: str) -> Forms:
    """The kin of `word` (in lower case, without hyphen)."""
    word_stem = word.partition(":")[0]  # SVT:s is SVT
    whole = stems(word_stem)
    *others, head = part_stems(word) or ("",)
    heads = [head] if head and head not in whole else []
    parts = [
        stem
        for stem in dict.fromkeys((*others, *derived_from(word)))
        if stem not in whole and stem not in heads
    ]
    folded = dict.fromkeys([fold(word), *(fold(stem) for stem in whole)])
    return Forms(whole, tuple(heads), tuple(parts), tuple(folded), phonetic(word))


@lru_cache(maxsize=65_536)
def part_stems(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound in order; empty for a simple word."""
    if len(word) < 2 * _SHORTEST_PART or not word.isalpha():
        return ()
    found = compound_stems(word)
    return found if len(found) > 1 else ()


def derived_from(word: str) -> tuple[str, ...]:
    """The stem of what `word`, or its last part, is derived from: fattigdom, from fattig."""
    last = split_compound(word)[-1] if len(word) >= 6 else word
    stem = stems(last)[0]
    for ending in _DERIVATIONS:
        if stem.endswith(ending) and len(stem) >= len(ending) + _SHORTEST_PART:
            return stems(stem.removesuffix(ending))
    return ()


def pieces(word: str) -> list[tuple[str, int, int]]:
    """The parts of a compound with their stems and places in `word`; one piece for a simple word.

    Where a letter was simplified away (fallucka) the next part begins with the one before it.
    """
    parts = split_compound(word) if word.isalpha() and len(word) >= 2 * _SHORTEST_PART else [word]
    part_stem = compound_stems(word) if len(parts) > 1 else stems(word)
    found, at = [], 0
    for part, stem in zip(parts, part_stem, strict=False):
        start = word.find(part, max(0, at - 1))
        start = at if start < 0 else start
        found.append((stem, start, min(len(word), start + len(part))))
        at = start + len(part)
    return found


def is_dull(word: str) -> bool:
    """Whether `word` says so little that a search may do without it."""
    return is_stop_word(word)
