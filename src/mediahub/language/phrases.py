"""Key phrases: what one text is about that the others beside it are not."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mediahub.language.compounds import split_compound
from mediahub.language.lexicon import ADJECTIVE, NONE, NOUN, VERB, lexicon
from mediahub.language.stemming import stem
from mediahub.language.stop_words import is_stop_word
from mediahub.language.text import Token, words

_LONGEST = 3
_BETWEEN = frozenset(("och", "i", "på", "av", "för", "med", "om", "mot", "till"))
# A compound says more than a simple word, and a phrase more than a word.
_COMPOUND_WORTH, _WORD_MORE_WORTH = 1.3, 0.5


# Adjectives that the dictionary has as nouns (a heap, a moss).
_NO_NOUNS = frozenset(("hög", "låg", "stor", "lång", "bra", "liten"))


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """One to three words as they stand in the text, how telling they are, and their stems."""

    text: str
    score: float
    stems: tuple[str, ...]


@dataclass
class _Section:
    """How often each phrase (by its stems) occurs in a section, and in which forms."""

    times: Counter[tuple[str, ...]] = field(default_factory=Counter)
    forms: dict[tuple[str, ...], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def key_phrases(
    sections: Sequence[str], *, limit: int = 5, max_chars: int = 40
) -> list[list[KeyPhrase]]:
    """The phrases that set each section off against the others, most telling first.

    A phrase is a noun, a name, or a short group that ends in one: "våld i nära relationer" is too
    long, "psykisk hälsa" and "barn och unga" are not. At most `limit` for each section and
    `max_chars` characters each; no two of a section share a stem. A section without words gets an
    empty list.
    """
    counted = [_count(section) for section in sections]
    spread = Counter(key for section in counted for key in section.times)
    return [
        _best(section, spread, len(sections), limit=limit, max_chars=max_chars)
        for section in counted
    ]


def _count(text: str) -> _Section:
    section = _Section()
    for key, form in _candidates(text):
        section.times[key] += 1
        section.forms[key][form] += 1
    return section


def _candidates(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each word or group of two or three in a clause that may be a phrase, with its stems."""
    tokens = words(text)
    for first, start in enumerate(tokens):
        for last in range(first, min(first + _LONGEST, len(tokens))):
            if last > first and text[tokens[last - 1].end : tokens[last].start] != " ":
                break
            group = tokens[first : last + 1]
            if _is_phrase(group):
                key = tuple(stem(token.text) for token in group if not is_stop_word(token.text))
                yield key, text[start.start : tokens[last].end]


def _is_phrase(group: Sequence[Token]) -> bool:
    """Whether the words are a noun, with an adjective, noun or name before it, or one joined on."""
    first, last = group[0].text, group[-1].text
    if not _is_noun(last):
        return False
    if len(group) == 1:
        return True
    middle = group[1].text if len(group) == 3 else None
    if middle is not None and middle.lower() in _BETWEEN:
        return _is_noun(first)
    return all(_qualifies(word) for word in (first, middle) if word is not None)


def _is_noun(word: str) -> bool:
    if _is_dull(word) or stem(word) in _NO_NOUNS:
        return False
    return _kind(word) & NOUN > 0 or _kind(word) == 0


def _qualifies(word: str) -> bool:
    # Two common nouns side by side belong to different phrases; a name or genitive does not.
    kind = _kind(word)
    named = word[0].isupper() or word.endswith("s")
    return not _is_dull(word) and (
        kind & ADJECTIVE > 0 or stem(word) in _NO_NOUNS or (named and not kind & VERB)
    )


def _is_dull(word: str) -> bool:
    return is_stop_word(word) or len(word) < 3 or not any(char.isalpha() for char in word)


@lru_cache(maxsize=50_000)
def _kind(word: str) -> int:
    """The kinds of `word`, those of its last part if it is unknown; 0 when that is unknown too."""
    table = lexicon()
    number = table.number(word.lower())
    if number != NONE and table.kind[number]:
        return table.kind[number]
    last = split_compound(word.lower())[-1]
    number = NONE if last == word.lower() else table.number(last)
    return 0 if number == NONE else table.kind[number]


def _best(
    section: _Section,
    spread: Counter[tuple[str, ...]],
    sections: int,
    *,
    limit: int,
    max_chars: int,
) -> list[KeyPhrase]:
    ranked = []
    for key, times in section.times.items():
        forms = section.forms[key]
        text = max(forms, key=lambda form: (forms[form], -len(form), form))
        if len(text) <= max_chars and (times > 1 or len(key) == 1):
            rarity = math.log(1 + sections / spread[key])
            worth = 1 + _WORD_MORE_WORTH * (len(key) - 1)
            if any(len(split_compound(word)) > 1 for word in text.split()):
                worth *= _COMPOUND_WORTH
            ranked.append(KeyPhrase(text, round(times * rarity * worth, 6), key))
    ranked.sort(key=lambda phrase: (-phrase.score, phrase.text))
    chosen: list[KeyPhrase] = []
    taken: set[str] = set()
    for phrase in ranked:
        if len(chosen) == limit:
            break
        if not taken & set(phrase.stems):
            chosen.append(phrase)
            taken.update(phrase.stems)
    return chosen
