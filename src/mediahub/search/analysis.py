"""A word as the index sees it: its kin, of which it is looked for by any."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from mediahub.language import (
    compound_stems,
    fold,
    in_dictionary,
    is_common_word,
    is_stop_word,
    phonetic,
    split_compound,
    stems,
    verbs_of,
)
from mediahub.search.readings import NAME

VERSION = 5
"""Raise when the same text would give other words or forms: the index is then built anew."""

_SHORTEST_PART = 3
_LONGEST_WORD = 60
"""Letters. What is longer is an address or a slip, and is only looked for as it is."""
ABBREVIATED = {
    "kr": "krona", "kap": "kapitel", "kl": "klocka", "milj": "miljon", "nr": "nummer",
    "tel": "telefon", "tim": "timme", "ca": "cirka", "art": "artikel", "avd": "avdelning",
    "proc": "procent",
}  # fmt: skip
"""Abbreviations without a point inside, and the stem of what they stand for."""
# Endings that make a noun of another word and are no compounds: fattigdom, trygghet, föräldraskap.
_DEFINITE = ("en", "et", "erna", "arna", "orna", "ens", "ets")
_DERIVATIONS = ("heter", "het", "domar", "dom", "skaper", "skap")


class Forms(NamedTuple):
    """A word's kin: its stems, those of what it is made of, all its stems folded, its sound.

    `heads` are of the last part of a compound, which says what sort of thing it is (an
    orosanmälan is an anmälan), `parts` of the others and of what the word is derived from, `verbs`
    what the word is the doing of (organisering, organisation).
    """

    stems: tuple[str, ...]
    heads: tuple[str, ...]
    parts: tuple[str, ...]
    folded: tuple[str, ...]
    sound: str
    verbs: tuple[str, ...] = ()


def composed(text: str) -> str:
    """`text` in NFC, which is how passages are stored: offsets refer to it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65_536)
def forms(word: str) -> Forms:
    """The kin of `word` (in lower case, without hyphen)."""
    if word.startswith(NAME) or len(word) > _LONGEST_WORD:
        return Forms((), (), (), () if word.startswith(NAME) else (fold(word),), "")
    if is_stop_word(word):  # "ska" is a form of "skola", but no one who types that means it
        return Forms((word,), (), (), (fold(word),), phonetic(word))
    if word[0].isdigit():  # a number is no other number; the 1990 of 1990-talet stands by itself
        return Forms((word,), (), (), (word,), "")
    if word in ABBREVIATED:
        return Forms((ABBREVIATED[word], word), (), (), (word,), phonetic(word))
    known = _of_name(word) or stems(word.partition(":")[0])  # SVT:s is SVT
    whole = tuple(stem for stem in known if not is_stop_word(stem)) or (word,)
    *others, head = part_kin(word) or ((),)
    heads = dict.fromkeys(stem for stem in head if stem not in whole)
    parts = dict.fromkeys(
        stem
        for stem in (
            *(one for other in others for one in other),
            *derived_from(word),
            *_spans(word),
        )
        if stem not in whole and stem not in heads
    )
    folded = dict.fromkeys([fold(word), *(fold(stem) for stem in whole)])
    verbs = verbs_of(word) if word.isalpha() else ()
    return Forms(whole, tuple(heads), tuple(parts), tuple(folded), phonetic(word), verbs)


def _of_name(word: str) -> tuple[str, ...]:
    """The stem of a word that is a name and nothing else; empty for any other.

    Mats is no food (mat), nor Erik an Erika; but Moderaterna are moderate, so that what ends as a
    noun in the definite form is taken for one.
    """
    if word.endswith(_DEFINITE) or not in_dictionary(word) or is_common_word(word):
        return ()
    owner = word.removesuffix("s")
    owned = owner != word and in_dictionary(owner) and not is_common_word(owner)
    return (owner,) if owned else (word,)


@lru_cache(maxsize=65_536)
def part_kin(word: str) -> tuple[tuple[str, ...], ...]:
    """For each part of a compound its stems, also without a linking s; empty for a simple word."""
    if len(word) < 2 * _SHORTEST_PART or not word.isalpha():
        return ()
    parts = split_compound(word)
    if len(parts) < 2:
        return ()
    found = []
    for part, stem in zip(parts, compound_stems(word), strict=True):
        kin = [stem]
        if part.endswith("s") and part is not parts[-1] and len(part) > _SHORTEST_PART:
            kin += stems(part[:-1])
        found.append(tuple(dict.fromkeys(kin)))
    return tuple(found)


def _spans(word: str) -> list[str]:
    """The stems of what two or more parts of a longer compound make: fritid in fritidsgården.

    A word that is typed may be one that is not taken apart, or is taken apart otherwise.
    """
    parts = split_compound(word) if len(word) >= 3 * _SHORTEST_PART and word.isalpha() else []
    found: list[str] = []
    for first in range(len(parts) - 1):
        for last in range(first + 2, len(parts) + 1):
            if last - first < len(parts):
                joined = "".join(parts[first:last])
                if last < len(parts) and joined.endswith("s"):
                    joined = joined[:-1]
                found += stems(joined)
    return found


def derived_from(word: str) -> tuple[str, ...]:
    """The stems of what `word` and its parts are derived from: fattigdom, from fattig."""
    found: list[str] = []
    for part in split_compound(word) if len(word) >= 6 and word.isalpha() else ():
        stem = stems(part)[0].removesuffix("s")
        for ending in _DERIVATIONS:
            if stem.endswith(ending) and len(stem) >= len(ending) + _SHORTEST_PART:
                found += stems(stem.removesuffix(ending))
                break
    return tuple(found)


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
