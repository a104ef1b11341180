"""Under which keys a word is found, and by which keys it is looked for."""

from dataclasses import dataclass

from mediahub.language import is_stop_word
from mediahub.search.analysis import forms, part_kin


@dataclass(frozen=True, slots=True)
class Kin:
    """A word's keys: those of the whole word, and those of what it is made of or derived from.

    `groups` are for looking it up: of a compound, the keys of each of its parts, all of which must
    be near each other to say the same.
    """

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]


def kin(word: str) -> Kin:
    """The kin of `word` (in lower case); nothing for one that says nothing."""
    if is_stop_word(word):
        return Kin((), (), ())
    found = forms(word)
    whole = found.stems or (word,)
    parts = tuple(
        one
        for one in dict.fromkeys((*found.heads, *found.parts, *found.verbs))
        if one not in whole and not is_stop_word(one)
    )
    return Kin(whole, parts, tuple(part_kin(word)) if word.isalpha() else ())
