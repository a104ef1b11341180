"""Which forms a Swedish word has, and whether a word is one that people know."""

import re
from functools import lru_cache

from mediahub.language.compounds import split_compound
from mediahub.language.lexicon import lexicon
from mediahub.language.lexicon_table import ADJECTIVE, NAME, NONE, NOUN, VERB
from mediahub.language.stemming import stem

_MOST_CUT = 3
"""How many last letters of a word may differ between its forms: anmälan, anmälningar."""
_NUMERAL = re.compile(
    r"(?:noll|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|tjugo|hundra|tusen|miljon(?:er)?"
    r"|(?:tret|fjor|fem|sex|sjut|ar|nit)ton|(?:tret|fyr|fem|sex|sjut|åt|nit)tio)+",
    re.IGNORECASE,
)

_OF_AN_ADJECTIVE = re.compile(
    r"(?:[a-zåäö]{2}(?:isk|lig|al|ell|iv|bar|lös|sam|full)(?:a|t)?|yggande|digt|diga"
    r"|[a-zåäö]{3}(?:ad|ade|at|erad|erade|erat))$"
)


def in_dictionary(word: str) -> bool:
    """Whether `word`, in any case, stands in the dictionary; names do, most compounds do not."""
    return lexicon().number(word.lower()) != NONE


@lru_cache(maxsize=100_000)
def is_known(word: str) -> bool:
    """Whether `word`, in any case, is in the dictionary or put together of words that are.

    One with a hyphen is when its last part is: FN-organisation, F-skuldsanering.
    """
    lower = word.lower().rpartition("-")[2]
    return bool(lower) and (in_dictionary(lower) or len(split_compound(lower)) > 1)


@lru_cache(maxsize=100_000)
def is_common_word(word: str) -> bool:
    """Whether the dictionary has `word`, in any case, written without a capital: berg, not Bergh.

    What it lacks, and is put together of words that it has, is one too.
    """
    table, lower = lexicon(), word.lower()
    number = table.number(lower)
    if number != NONE:
        return table.whole[number] != NAME
    return len(split_compound(lower)) > 1


def is_verb_alone(word: str) -> bool:
    """Whether the dictionary reads `word`, in any case, as a form of a verb and nothing else."""
    table = lexicon()
    number = table.number(word.lower())
    return number != NONE and table.kind[number] == VERB


def is_numeral(word: str) -> bool:
    """Whether `word`, in any case, is a cardinal number in letters: sju, tjugofem, fyrtiotusen."""
    return _NUMERAL.fullmatch(word) is not None


@lru_cache(maxsize=50_000)
def is_noun(word: str) -> bool | None:
    """Whether the dictionary reads `word`, in any case, as a noun; None when it does not say.

    A compound that it lacks is what its last part is. It takes some nouns for verbs or adjectives
    (köpare, avgång), so False is a strong hint and no more.
    """
    table, lower = lexicon(), word.lower()
    for form in (lower, split_compound(lower)[-1]):
        number = table.number(form)
        if number != NONE and table.kind[number]:
            return bool(table.kind[number] & NOUN)
    return None


def is_name(word: str) -> bool:
    """Whether the dictionary has `word`, in any case, with a capital only: Ola, Stockholm.

    A name that is a word as well (Björn, Sten) is none.
    """
    number = lexicon().number(word.lower())
    return number != NONE and lexicon().whole[number] == NAME


@lru_cache(maxsize=50_000)
def is_adjective(word: str) -> bool:
    """Whether `word`, in any case, can stand before a noun and tell of it: by the dictionary's
    kind, where it says one, and by ending (social, digitala, förebyggande).
    """
    lower = word.lower()
    number = lexicon().number(lower)
    kind = 0 if number == NONE else lexicon().kind[number]
    if kind & ADJECTIVE and not kind & NOUN:
        return True
    if kind == VERB and stem(lower).endswith(("en", "am")):
        return True  # öppen and ensam, which are flagged as öppna and ensamma are
    return _OF_AN_ADJECTIVE.search(lower) is not None and not kind & VERB


@lru_cache(maxsize=10_000)
def forms(word: str) -> tuple[str, ...]:
    """The inflected forms of `word`, itself first, as far as the dictionary has them.

    Of a compound the last part is inflected. A word of which nothing is known has only its
    genitive, an abbreviation (SoL) none. The case of the letters that stay is kept.
    """
    if not word.isalpha() or not word[1:].islower():
        return (word,)
    *firsts, last = split_compound(word)
    before = word[: len(word) - len(last)] if firsts else ""
    found = {before + form: None for form in _inflections(last)}
    if word[-1:].isalpha() and word[-1].lower() not in "sxz":
        found[word + "s"] = None
    found.pop(word, None)
    return (word, *found)


def _inflections(word: str) -> list[str]:
    lower = word.lower()
    if not lower.isalpha() or not in_dictionary(lower) or len(lower) < _MOST_CUT:
        return []
    kept = lower[: max(_MOST_CUT, len(lower) - _MOST_CUT)]
    own = stem(lower)
    alike = (form for form in lexicon().trie.keys(kept) if len(form) <= len(lower) + 6)
    return [word[: len(kept)] + form[len(kept) :] for form in sorted(alike) if stem(form) == own]


def neighbours(word: str) -> tuple[str, ...]:
    """The dictionary's words, in lower case, of about the length of `word` that begin like it."""
    lower = word.lower()
    alike = lexicon().trie.keys(lower[:_MOST_CUT]) if len(lower) > _MOST_CUT else ()
    return tuple(other for other in alike if abs(len(other) - len(lower)) <= 1)
