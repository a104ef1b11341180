"""Stems: what the inflections of a Swedish word have in common.

A known form's stem is its lemma; a compound's is its first parts with the lemma of the last; only
an unknown word is cut by rule (Snowball), so that lärare and lära, glas and glass stay apart.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from mediahub.language.compounds import split_compound
from mediahub.language.lexicon import lexicon, word_list
from mediahub.language.lexicon_table import NONE

_ENDING_TEXT = """
    ernas arnas ornas andets arens erna arna orna ens ets ers ars ors ans en et er ar or an na ns ts
    s n t a
"""
_ENDINGS = tuple(_ENDING_TEXT.split())


@cache
def _families() -> Mapping[str, str]:
    """From each form in the override file to the stem of its family, the line's first word."""
    found: dict[str, str] = {}
    for line in word_list("families.txt", by_line=True):
        first, *others = line.split()
        found |= dict.fromkeys((first, *others), first)
    return found


@cache
def _snowball() -> Callable[[str], str]:
    import snowballstemmer

    stem_word: Callable[[str], str] = snowballstemmer.stemmer("swedish").stemWord
    return stem_word


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of `word`, best first, in lower case; words are akin when they share one."""
    lower = word.lower()
    if known := _families().get(lower):
        return (known,)
    found = _lemmas(lower)
    if len(lower) >= 6:
        *firsts, last = split_compound(lower)
        if firsts and (not found or last in _families()):
            before = lower[: len(lower) - len(last)]
            return tuple(before + last_stem for last_stem in stems(last))
    return found or (_cut(lower),)


def _lemmas(word: str) -> tuple[str, ...]:
    table = lexicon()
    number = table.number(word)
    if number == NONE or table.lemma[number] == NONE:
        return ()
    numbers = (table.lemma[number], table.second[number])
    found = (table.text(number) for number in numbers if number != NONE)
    return tuple(dict.fromkeys(_families().get(lemma, lemma) for lemma in found))


def _cut(word: str) -> str:
    """The stem of an unknown word: what is left without its ending if known, else Snowball's."""
    if not word.isalpha():
        before, mark, last = word.rpartition("-")
        if mark and last.isalpha():
            return before + mark + stem(last)
        before, mark, _ending = word.partition(":")  # EU:s
        return before if mark and before.isalpha() else word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 4 and (found := _lemmas(rest)) and found[0] == rest:
            return rest
    return _snowball()(word)


def stem(word: str) -> str:
    """The best stem of `word`, in lower case: the same for every inflection of it."""
    return stems(word)[0]


def _link_stem(part: str) -> str:
    """The stem of a first part of a compound, its linking letters out: hälso gives hälsa."""
    table = lexicon()
    lower = part.lower()
    number = table.number(lower)
    if number != NONE and table.link[number] != NONE:
        return stem(table.text(table.link[number]))
    return stem(lower)


@lru_cache(maxsize=100_000)
def compound_stems(word: str) -> tuple[str, ...]:
    """The stem of each part of `word`, linking letters out; `(stem(word),)` when it is simple."""
    *firsts, last = split_compound(word)
    if not firsts:
        return (stem(word),)
    return (*(_link_stem(first.rstrip("-")) for first in firsts), stem(last))
