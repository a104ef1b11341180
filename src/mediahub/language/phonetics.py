"""A key that Swedish names spelt in different ways share: Margareta and Margaretha."""

import re
from functools import lru_cache

from mediahub.language.text import fold

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[^a-zåäö]", ""),
        (r"^(?:dj|gj|hj|lj)", "j"),  # Djurgård, Gjörwell, Hjällbo, Ljungberg
        (r"^ch(?=r)", "k"),  # Christer
        (r"(?:stj|skj|sch|sj|ssj|ch|sh)", "$"),  # the sj-sound
        (r"^sk(?=[eiyäö])", "$"),
        (r"^(?:tj|kj)", "5"),  # the tj-sound
        (r"ph", "f"),
        (r"th", "t"),
        (r"(?:qv|qu|qw|kv|kw)", "kv"),
        (r"(?:ck|cc|q)", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"c(?=[eiyäö])", "s"),
        (r"c", "k"),
        (r"w", "v"),
        (r"fv|hv|f$", "v"),  # Löfven, Hvitfeldt, Gustaf
        (r"(?<=[aeiouyåäö])h(?![aeiouyåäö])", ""),  # Dahl, Ahlgren, Lehman
        (r"ij", "i"),
        (r"aa", "å"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=100_000)
def phonetic(word: str) -> str:
    """The key of how `word` sounds, vowels folded; empty when it has no letters."""
    key = word.lower().replace("é", "e").replace("è", "e").replace("ü", "y").replace("æ", "ä")
    for pattern, replacement in _STEPS:
        key = pattern.sub(replacement, key)
    return fold(key.replace("ä", "e"))
