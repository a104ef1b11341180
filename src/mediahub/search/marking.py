"""Which letters of a passage a person is shown as found, and as what word in what manner."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from mediahub.language import fold
from mediahub.language.foreign import STEMMERS
from mediahub.search.analysis import ABBREVIATED, derived_from, forms, pieces
from mediahub.search.expanded import Alternative, Lookup, Nearness, Phrase
from mediahub.search.foreign import foreign_readings
from mediahub.search.places import LazyPlaces, Place, places
from mediahub.search.readings import NAME, Reading, may_begin, name_readings, other_readings
from mediahub.search.values import Manner, Match

Span = tuple[int, int]


class Beside:
    """A passage's words, and what else may be read in it: found out when it is first asked for."""

    def __init__(
        self, text: str, words: LazyPlaces, languages: Sequence[tuple[int, str]] = ()
    ) -> None:
        self.text, self.words, self._languages = text, words, languages
        self._others: dict[int, list[Reading]] | None = None
        self._foreign: dict[int, list[Reading]] | None = None

    def readings(self, position: int, place: Place, *, names: bool) -> Sequence[Reading]:
        """The readings that begin at the place; names and other languages only with `names`."""
        found = self._other_readings(position, place)
        if names:
            own = name_readings(self.text, position, place, found)
            return (*found, *own, *self._foreign_readings(position))
        return found

    def _other_readings(self, position: int, place: Place) -> Sequence[Reading]:
        if self._others is None:
            before = self.words.get(position - 1) if position else None
            if not may_begin(self.text, before.start if before else -1, place):
                return ()
            self._others = _by_position(other_readings(self.text, places(self.text)))
        return self._others.get(position, ())

    def _foreign_readings(self, position: int) -> Sequence[Reading]:
        if self._foreign is None:
            there = any(code in STEMMERS for _, code in self._languages)
            words = places(self.text) if there else []
            self._foreign = _by_position(foreign_readings(self.text, words, self._languages))
        return self._foreign.get(position, ())


def _by_position(found: Iterable[Reading]) -> dict[int, list[Reading]]:
    by_position: dict[int, list[Reading]] = {}
    for one in found:
        by_position.setdefault(one.position, []).append(one)
    return by_position


def marked(
    passage: Beside, position: int, word: Place, alternative: Alternative, number: int = 0
) -> tuple[tuple[Span, ...], Match]:
    """The stretches to mark where a word, or a reading beside it, answers; and the match told.

    `number` is which slot of a phrase stands there.
    """
    lookups = _lookups(alternative, number)
    if not _plainly_has(word.word, lookups):
        names = any(lookup.key.startswith(NAME) for lookup in lookups)
        beside = passage.readings(position, word, names=names)
        # What a word has is dear to find out, and it is the word that answers if nothing else can.
        if beside and not any(has(word.word, lookup) for lookup in lookups):
            for reading in beside:
                if any(has(reading.word, lookup) for lookup in lookups):
                    found = reading.word
                    if found.startswith(NAME):
                        start, end = reading.spans[0]
                        found = passage.text[start:end].lower()
                    return reading.spans, Match(alternative.variant, found, alternative.manner)
    match = Match(alternative.variant, word.word, alternative.manner)
    if word.end - word.start != len(word.word):
        return ((word.start, word.end),), match
    first, last = _part_of(word.word, alternative.variant.lower(), alternative.manner)
    return ((word.start + first, word.start + last),), match


def _plainly_has(word: str, lookups: Sequence[Lookup]) -> bool:
    """Whether it can be seen at once that the word is one of a lookup's."""
    for lookup in lookups:
        if lookup.field == "word":
            if lookup.key == word:
                return True
        elif lookup.field == "beginning" and word.startswith(lookup.key):
            return True
    return False


def _lookups(alternative: Alternative, number: int) -> Sequence[Lookup]:
    pattern = alternative.pattern
    if isinstance(pattern, Phrase):
        return pattern.slots[number] if number < len(pattern.slots) else ()
    if isinstance(pattern, Nearness):
        return [lookup for slot in pattern.slots for lookup in slot]
    return pattern.slot


def has(word: str, lookup: Lookup) -> bool:
    """Whether the word is one of the lookup's."""
    key = lookup.key
    if lookup.field == "word":
        return word == key
    if lookup.field == "beginning":
        return word.startswith(key)
    if lookup.field == "folded_beginning":
        return fold(word).startswith(key)
    own = forms(word)
    fields = {
        "stem": own.stems, "head": own.heads, "part": own.parts, "folded": own.folded,
        "sound": (own.sound,), "verb": own.verbs,
    }  # fmt: skip
    return key in fields[lookup.field]


@lru_cache(maxsize=4_096)
def _part_of(word: str, wanted: str, manner: Manner) -> Span:
    """The stretch to mark in a word that answers: the smallest part of it that matched."""
    whole = (0, len(word))
    if word == wanted or " " in wanted:
        return whole
    if manner in ("sound", "derivation") or wanted in ABBREVIATED:
        return whole
    if word.startswith(wanted):
        return 0, len(wanted)
    own = forms(wanted)
    stems, kin = set(own.stems), {*own.stems, *own.heads, *own.parts}
    best: Span | None = None
    for stem, start, end in pieces(word):
        piece = word[start:end]
        if stem in kin or not stems.isdisjoint(derived_from(piece)):
            shared = _shared(piece, wanted)
            until = start + shared if shared >= 3 and shared * 2 > len(piece) else end
            best = (start, until) if best is None else (min(best[0], start), max(best[1], until))
    if best is None:
        shared = _shared(word, wanted)
        return (0, shared) if shared >= 3 and shared * 2 >= len(wanted) else whole
    return best


def _shared(one: str, other: str) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
