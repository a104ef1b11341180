"""Whether a sentence reads as the first of something new, by its form alone.

Writers begin a paragraph otherwise than they go on: with a noun that was not there before, seldom
with "han", "dessutom" or "det innebär". What speaks for a beginning was learnt from where
paragraphs begin in written Swedish, as a logistic regression over the signs below.
"""

import math
import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mediahub.language import is_stop_word, words
from mediahub.topics.background import background, keys
from mediahub.transcript import Segment

_NOT_LETTERS = re.compile(r"[^a-zåäöéü]+")
_REMEMBERED = 4
"""How many sentences back a word still counts as just said."""


def beginnings(segments: Sequence[Segment]) -> list[float]:
    """How much likelier than others each sentence begins something new, in nats; 0 on the whole.

    The first sentence of a talk, which follows on nothing, is 0.
    """
    weights = background().signs
    texts = [segment.text for segment in segments]
    odds = [
        math.fsum(weights.get(sign, 0.0) for sign in signs(text, before))  # in whatever order
        for before, text in pairwise(texts)
    ]
    return [0.0, *_centred(odds)]


def taken_up(segments: Sequence[Segment]) -> list[float]:
    """What share of each sentence's telling words was just said, above or below what is usual."""
    recent: deque[frozenset[str]] = deque(maxlen=_REMEMBERED)
    found = []
    for segment in segments:
        stems = _telling(segment.text)
        said = set[str]().union(*recent)
        found.append(len(stems & said) / len(stems) if stems else 0.0)
        recent.append(stems)
    return _centred(found)


@lru_cache(maxsize=20_000)
def _telling(sentence: str) -> frozenset[str]:
    """The stems of a sentence's telling words."""
    return frozenset(key[0] for token in words(sentence.lower()) if (key := keys(token.text)))


def signs(sentence: str, before: str) -> set[str]:
    """The signs in a sentence and in the one `before` it, by which they are weighed."""
    return {*_form("", sentence), *_form("before ", before)}


@lru_cache(maxsize=20_000)
def _form(whose: str, sentence: str) -> tuple[str, ...]:
    return tuple(_signs(whose, sentence))


def _signs(whose: str, sentence: str) -> Iterator[str]:
    yield f"{whose}asks {sentence.rstrip().endswith('?')}"
    said = _NOT_LETTERS.sub(" ", sentence.lower()).split()
    if said:
        yield f"{whose}first {said[0]}"
        yield f"{whose}pair {' '.join(said[:2])}"
        yield f"{whose}length {min(6, len(said) // 4)}"
        yield from (f"{whose}has {word}" for word in set(said) if is_stop_word(word))


def _centred(values: list[float]) -> list[float]:
    mean = sum(values) / len(values) if values else 0.0
    return [value - mean for value in values]
