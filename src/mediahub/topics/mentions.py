"""Where a stretch of talk speaks of a thing: each word with its form, company and place."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mediahub.language import is_known, is_stop_word, stem, words
from mediahub.language.forms import is_numeral
from mediahub.transcript import Segment, Word

_ORDER = frozenset(("sist", "först", "nästa", "sista", "första"))
"""Words that a host orders topics by; some of them are nouns too, which nobody speaks of."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word as it stands in a sentence: who says it, how it is written, and what is round it.

    `sentence` is the sentence's number in the stretch, `place` the word's in the sentence;
    `before` are the words since the last comma, in lower case, `after` the next word up to one.
    `text` is in the nominative; `listed` says that the word is stands between commas, in a row.
    """

    text: str
    sentence: int
    place: int
    speaker: str
    before: tuple[str, ...]
    after: str
    probability: float
    genitive: bool = False
    listed: bool = False


def mentions(
    part: Sequence[Segment], takes: Callable[[Word, str], bool]
) -> Mapping[str, tuple[Mention, ...]]:
    """For each stem in the stretch its mentions, in order; of words that `takes` refuses none."""
    found: defaultdict[str, list[Mention]] = defaultdict(list)
    for number, segment in enumerate(part):
        before: tuple[str, ...] = ()
        tokens = [(written, word) for written in segment.words for word in _said_in(written.text)]
        for place, (written, word) in enumerate(tokens):
            ends = not written.text[-1:].isalnum()
            lower = word.lower()
            if not is_dull(word) and takes(written, word):
                after = "" if ends or place + 1 == len(tokens) else tokens[place + 1][1].lower()
                text, genitive = nominative(lower if place == 0 and word[1:].islower() else word)
                found[stem(text)].append(
                    Mention(
                        text, number, place, segment.speaker, before, after,
                        written.probability, genitive, ends and len(before) < min(place, 3),
                    )
                )  # fmt: skip
            before = () if ends else (*before, lower)
    return {key: tuple(many) for key, many in found.items()}


@lru_cache(maxsize=50_000)
def _said_in(written: str) -> tuple[str, ...]:
    return tuple(token.text for token in words(written))


@lru_cache(maxsize=50_000)
def is_dull(word: str) -> bool:
    """Whether nothing is spoken of by the word: small words, numbers, what orders topics."""
    lower = word.lower()
    return (
        is_stop_word(word)
        or len(word) < 3
        or not any(map(str.isalpha, word))
        or (word[0].isdigit() or "hundra" in lower or lower in _ORDER or is_numeral(word))
    )


@lru_cache(maxsize=50_000)
def nominative(word: str) -> tuple[str, bool]:
    """The word without the genitive's s, and whether there was one: hjärnans, kvinnors, AI:s."""
    if word.endswith(":s"):
        return word[:-2], True
    rest = word[:-1]
    if word.endswith("s") and len(rest) > 2 and is_known(rest) and stem(rest) == stem(word):
        return rest, True
    return word, False
