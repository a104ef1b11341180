"""How alike two words are, to the ear and to the eye: what a recogniser mistakes for what."""

from functools import lru_cache

from mediahub.language.phonetics import phonetic

_VOWELS = frozenset("aeiouyåäöéü")
_MIX_UPS = frozenset(
    frozenset(pair)
    for pair in (
        "bp",
        "dt",
        "gk",
        "fv",
        "sz",
        "mn",
        "rl",
        "gj",
        "kh",
        "ck",
        "$s",
        "5$",
        "5k",
        "cs",
        "dn",
    )
)
"""Consonants of which one is often heard for the other: voiced and voiceless, nasals, hissing."""
VOWEL, MIX_UP, DOUBLED = 0.5, 0.5, 0.2
"""What a change costs that the ear hardly hears; any other letter put in, lost or changed is 1."""


def unlikeness(one: str, other: str) -> float:
    """The cost a letter of turning one text into the other, by sound and spelling; 0 when equal.

    A weighted Levenshtein distance, over the longer text's length, of the letters and of their
    phonetic keys; the mean of the two. Case is not heeded. 1 is nothing in common.
    """
    one, other = one.lower(), other.lower()
    return (_apart(one, other) + _apart(phonetic(one), phonetic(other))) / 2


@lru_cache(maxsize=50_000)
def _apart(one: str, other: str) -> float:
    if one == other:
        return 0.0
    longest = max(len(one), len(other))
    if not one or not other:
        return 1.0
    above = [0.0]
    for at in range(len(other)):
        above.append(above[-1] + _single(other, at))
    for i, letter in enumerate(one):
        lost = _single(one, i)
        row = [above[0] + lost]
        for j, wanted in enumerate(other):
            row.append(
                min(
                    above[j] + _change(letter, wanted),
                    above[j + 1] + lost,
                    row[j] + _single(other, j),
                )
            )
        above = row
    return min(1.0, above[-1] / longest)


def _single(text: str, at: int) -> float:
    """What it costs to put in or lose a letter: little where it only doubles the one before."""
    return DOUBLED if at and text[at] == text[at - 1] else 1.0


@lru_cache(maxsize=4_000)
def _change(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if one in _VOWELS and other in _VOWELS:
        return VOWEL
    return MIX_UP if frozenset((one, other)) in _MIX_UPS else 1.0
