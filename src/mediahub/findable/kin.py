"""Under which keys a word is found, and by which keys it is looked for."""

from dataclasses import dataclass
from functools import lru_cache

from mediahub.language import is_stop_word
from mediahub.search.analysis import forms, part_kin

WHOLE, HEAD, PART, VERB = range(4)
"""What of a word a key is: a stem of it; of the last part of a compound, which says what sort of
thing it is; of another part, or of what it is derived from; a verb whose doing it is."""


@dataclass(frozen=True, slots=True)
class Kin:
    """A word's keys, each with what of the word it is; those of the whole word go first.

    `groups` are for looking it up: of a compound, the keys of each of its parts, all of which must
    be near each other to say the same.
    """

    keys: tuple[str, ...]
    fields: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]

    @property
    def whole(self) -> tuple[str, ...]:
        """The keys of the whole word."""
        return self.keys[: self.fields.count(WHOLE)]


NOTHING = Kin((), (), ())


@lru_cache(maxsize=200_000)
def kin(word: str) -> Kin:
    """The kin of `word` (in lower case); nothing for one that says nothing."""
    if is_stop_word(word):
        return NOTHING
    found = forms(word)
    fields: dict[str, int] = dict.fromkeys(found.stems or (word,), WHOLE)
    for field, keys in ((HEAD, found.heads), (PART, found.parts), (VERB, found.verbs)):
        for key in keys:
            if not is_stop_word(key):
                fields.setdefault(key, field)
    groups = tuple(part_kin(word)) if word.isalpha() else ()
    return Kin(tuple(fields), tuple(fields.values()), groups)
