"""Stems: what the inflections of a Swedish word have in common."""

from collections.abc import Callable
from functools import cache, lru_cache

# Whole families that neither the lemmas nor Snowball bring together, by stem.
_FAMILIES = {
    "anmäl": "anmälan anmälans anmälning anmälningen anmälningar anmälningarna anmälningars anmälde"
    " anmälts anmält anmäld anmälda anmäldes anmäl anmäla anmälas anmäler anmäls",
    "bra": "bra bättre bäst bästa",
    "dålig": "dålig dåligt dåliga sämre sämst sämsta värre värst värsta",
    "liten": "liten litet lilla små mindre minst minsta",
    "gammal": "gammal gammalt gamla äldre äldst äldsta",
    "barn": "barn barnet barnets barnen barnens barns",
}
_OVERRIDES = {word: stem for stem, family in _FAMILIES.items() for word in family.split()}


@cache
def _lemmatiser() -> Callable[[str], str]:
    import simplemma  # noqa: PLC0415  (slow to import)

    lemmatise: Callable[..., str] = simplemma.lemmatize
    return lambda word: lemmatise(word, lang="sv")


@cache
def _snowball() -> Callable[[str], str]:
    import snowballstemmer  # noqa: PLC0415  (slow to import)

    stem_word: Callable[[str], str] = snowballstemmer.stemmer("swedish").stemWord
    return stem_word


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems of `word`, best first, in lower case; words are akin when they share one."""
    lower = word.lower()
    if known := _OVERRIDES.get(lower):
        return (known,)
    lemma = _lemmatiser()(lower).lower()
    return (_OVERRIDES.get(lemma) or _snowball()(lemma),)


def stem(word: str) -> str:
    """The best stem of `word`, in lower case: the same for every inflection of it."""
    return stems(word)[0]
