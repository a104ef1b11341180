"""Key phrases: what one text is about that the others beside it are not."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediahub.language.stemming import stem
from mediahub.language.stop_words import is_stop_word
from mediahub.language.text import Token, words

_LONGEST = 3


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """One to three words as they stand in the text, how telling they are, and their stems."""

    text: str
    score: float
    stems: tuple[str, ...]


def _candidates(section: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each run of one to three words in a clause, neither end of it a stop word."""
    tokens = words(section)
    for first, start in enumerate(tokens):
        if _is_dull(start):
            continue
        for last in range(first, min(first + _LONGEST, len(tokens))):
            if last > first and section[tokens[last - 1].end : tokens[last].start] != " ":
                break
            if not _is_dull(tokens[last]):
                run = tokens[first : last + 1]
                key = tuple(stem(token.text) for token in run if not is_stop_word(token.text))
                yield key, section[start.start : tokens[last].end]


def _is_dull(token: Token) -> bool:
    return is_stop_word(token.text) or len(token.text) < 3 or token.text.isdigit()


def key_phrases(
    sections: Sequence[str], *, limit: int = 5, max_chars: int = 40
) -> list[list[KeyPhrase]]:
    """The phrases that set each section off against the others, most telling first.

    At most `limit` for each section and `max_chars` characters each; none begins or ends with a
    stop word. A section without words gets an empty list.
    """
    counts: list[Counter[tuple[str, ...]]] = []
    surfaces: list[dict[tuple[str, ...], Counter[str]]] = []
    for section in sections:
        count: Counter[tuple[str, ...]] = Counter()
        forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for key, text in _candidates(section):
            count[key] += 1
            forms[key][text] += 1
        counts.append(count)
        surfaces.append(forms)
    spread = Counter(key for count in counts for key in count)
    return [
        _best(count, forms, spread, len(sections), limit=limit, max_chars=max_chars)
        for count, forms in zip(counts, surfaces, strict=True)
    ]


def _best(
    count: Counter[tuple[str, ...]],
    forms: dict[tuple[str, ...], Counter[str]],
    spread: Counter[tuple[str, ...]],
    sections: int,
    *,
    limit: int,
    max_chars: int,
) -> list[KeyPhrase]:
    ranked = []
    for key, times in count.items():
        text = max(forms[key], key=lambda form: (forms[key][form], form))
        if len(text) <= max_chars and (times > 1 or len(key) == 1):
            rarity = math.log(1 + sections / spread[key])
            ranked.append(KeyPhrase(text, times * rarity * (0.5 + len(key) / 2), key))
    ranked.sort(key=lambda phrase: (-phrase.score, phrase.text))
    chosen: list[KeyPhrase] = []
    for phrase in ranked:
        if len(chosen) == limit:
            break
        if not any(set(phrase.stems) & set(other.stems) for other in chosen):
            chosen.append(phrase)
    return chosen
