"""Words cut by short rules that a browser can follow too, so that what was never seen is found."""

import re
from functools import lru_cache

from mediahub.language import fold

_ENDING_TEXT = """
    andena andets arens ernas arnas ornas ande ades erna arna orna arne ens ets ers ars ors ans
    ade ats ad at en et er ar or an as es na ns ts n t a e s
"""
ENDINGS = tuple(_ENDING_TEXT.split())
"""Inflections, longest first; the browser's script is given this very list."""
_BY_LAST = {
    last: tuple(one for one in ENDINGS if one.endswith(last)) for last in {o[-1] for o in ENDINGS}
}
SHORTEST = 3
"""Letters that are always left."""
_KEPT = 100_000
"""So many words' classes are kept: an edit leaves nearly all of a site's words as they were."""
_JOINED = re.compile(r"^[hgdl](?=j)")
_SOUNDS = str.maketrans({"c": "k", "q": "k", "z": "s", "w": "v", "x": "ks"})
"""What is written in several ways; the browser's script has the same."""
_UNHEARD = str.maketrans("", "", "aeiouyhj")
"""What is easily left out, but at the beginning."""
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=_KEPT)
def ending_class(word: str) -> str:
    """`word` (in lower case) without its ending: what its forms have in common, roughly.

    It is no stem: words of several kinds may share a class, and the index says for each class which
    stems its forms are of. It must stay what the browser's script does.
    """
    for ending in _BY_LAST.get(word[-1:], ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=_KEPT)
def place(word: str) -> str:
    """Where the class of `word` stands in the order of the index: without case and accents."""
    return fold(word)


@lru_cache(maxsize=_KEPT)
def skeleton(word: str) -> str:
    """What is left of the class `word` when it is misspelt: its first letter, and which other
    consonants it has, in the order of the alphabet. It must stay what the browser's script does.
    """
    letters = _JOINED.sub("", fold(word))
    if letters[:1] in _VOWELS:
        letters = f"a{letters[1:]}"
    letters = letters.replace("ph", "f").translate(_SOUNDS)
    return letters[:1] + "".join(sorted(set(letters[1:].translate(_UNHEARD))))
