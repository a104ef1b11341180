"""Which words of an index a word that stands nowhere may be a slip of the pen for."""

from mediahub.language import is_common_word, is_stop_word, is_verb_alone
from mediahub.search.places import is_number
from mediahub.search.readings import NAME

_LONGEST = 30
"""Letters of a word that is held against all others."""
_SHORT = 8
"""Letters below which two slips are believed only after the same first letter."""


def allowed(word: str) -> int:
    """How many edits a word of this length may have and still be taken for a misspelling."""
    if not 4 <= len(word) <= _LONGEST:
        return 0
    return 1 if len(word) < 7 else 2 if len(word) < 12 else 3


def believable(word: str, other: str, edits: int) -> bool:
    """Whether `other`, so many edits away, may be what was meant by `word`.

    No word that says nothing (Mueller, eller); no number; no form of a verb for a word that the
    dictionary has, or that begins or ends otherwise (integration, integrerat).
    """
    if other.startswith(NAME) or is_stop_word(other) or is_number(other):
        return False
    same_start = other[:1] == word[:1]
    if is_verb_alone(other):
        return same_start and other[-1:] == word[-1:] and not is_common_word(word)
    return same_start or edits < 2 or len(word) >= _SHORT
