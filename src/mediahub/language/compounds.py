"""Compounds: where a Swedish word is put together of others."""

from collections.abc import Callable
from functools import cache, lru_cache

from mediahub.language.stemming import stem

_SHORTEST = 3


@cache
def _is_known() -> Callable[[str], bool]:
    import simplemma  # noqa: PLC0415  (slow to import)

    known: Callable[..., bool] = simplemma.is_known
    return lambda word: known(word, lang="sv")


@lru_cache(maxsize=200_000)
def _split(word: str) -> tuple[str, ...]:
    known = _is_known()
    if known(word) and len(word) < 10:
        return (word,)
    for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        first, last = word[:cut], word[cut:]
        if (known(first) or (first[-1] == "s" and known(first[:-1]))) and known(last):
            return (*_split(first), last)
    return (word,)


def split_compound(word: str) -> list[str]:
    """The parts of `word` as written, linking letters with the part they follow; `[word]` if one.

    The parts joined give the word back, save a letter that was simplified from three to two
    (fallucka: fall + lucka).
    """
    parts, at = [], 0
    for part in _split(word.lower()):
        parts.append(word[at : at + len(part)])
        at += len(part)
    return parts


@lru_cache(maxsize=200_000)
def compound_stems(word: str) -> tuple[str, ...]:
    """The stem of each part of `word`, linking letters out; `(stem(word),)` when it is simple."""
    return tuple(stem(part) for part in split_compound(word))
