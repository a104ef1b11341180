"""What is known of words of other languages than Swedish: whether they are words, and their stems.

The word lists are simplemma's, the stemmers Snowball's; a language that has none knows all words,
and each word is its own stem.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

STEMMERS = {"en": "english"}
"""Snowball's name of the stemmer of each language that is stemmed."""
_AFFIX = re.compile(r"['’]\w*$")
"""What English writes after an apostrophe: don't, we've, children's."""
LONGEST_ABBREVIATION = 5


@lru_cache(maxsize=50_000)
def is_foreign_word(text: str, language: str) -> bool:
    """Whether each word of a text is one of the language (its primary code), or an abbreviation."""
    if not has_words(language):
        return True
    from simplemma import is_known

    return all(
        not bare.isalpha()
        or (bare.isupper() and len(bare) <= LONGEST_ABBREVIATION)
        or is_known(bare, lang=language)
        or is_known(bare.lower(), lang=language)
        for part in re.findall(r"\w+(?:['’]\w+)*", text)
        if (bare := _AFFIX.sub("", part))
    )


@cache
def has_words(language: str) -> bool:
    """Whether there is a list of the language's words."""
    from importlib import resources

    folder = resources.files("simplemma.strategies.dictionaries") / "data"
    return any(file.name.startswith(f"{language}.") for file in folder.iterdir())


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer

    stem_word: Callable[[str], str] = snowballstemmer.stemmer(STEMMERS[language]).stemWord
    return stem_word


@lru_cache(maxsize=100_000)
def foreign_stem(word: str, language: str) -> str:
    """The stem of a word in lower case in a language (its primary code)."""
    return _stemmer(language)(word) if language in STEMMERS else word
