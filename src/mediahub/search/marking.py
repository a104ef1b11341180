"""Which letters of a passage a person is shown as found, and as what word in what manner."""

from collections.abc import Sequence

from mediahub.language import fold
from mediahub.search.analysis import ABBREVIATED, derived_from, forms, pieces
from mediahub.search.expanded import Alternative, Lookup, Nearness, Phrase
from mediahub.search.foreign import foreign_readings
from mediahub.search.places import Place
from mediahub.search.readings import NAME, Reading, readings
from mediahub.search.values import Match

Span = tuple[int, int]


class Beside:
    """A passage's words, and what else may be read in it: found out when it is first asked for."""

    def __init__(
        self, text: str, words: list[Place], languages: Sequence[tuple[int, str]] = ()
    ) -> None:
        self.text, self.words, self._languages = text, words, languages
        self._readings: dict[int, list[Reading]] | None = None

    def readings(self, position: int) -> Sequence[Reading]:
        """The readings that begin at the position."""
        if self._readings is None:
            self._readings = {}
            foreign = foreign_readings(self.text, self.words, self._languages)
            for one in (*readings(self.text, self.words), *foreign):
                self._readings.setdefault(one.position, []).append(one)
        return self._readings.get(position, ())


def marked(
    passage: Beside, position: int, alternative: Alternative, number: int = 0
) -> tuple[tuple[Span, ...], Match]:
    """The stretches to mark where a word, or a reading beside it, answers; and the match told.

    `number` is which slot of a phrase stands there.
    """
    word, lookups = passage.words[position], _lookups(alternative, number)
    if not any(has(word.word, lookup) for lookup in lookups):
        for reading in passage.readings(position):
            if any(has(reading.word, lookup) for lookup in lookups):
                found = reading.word
                if found.startswith(NAME):
                    start, end = reading.spans[0]
                    found = passage.text[start:end].lower()
                return reading.spans, Match(alternative.variant, found, alternative.manner)
    span, match = _part_of(word, alternative)
    return (span,), match


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


def _part_of(word: Place, alternative: Alternative) -> tuple[Span, Match]:
    """The stretch to mark in a word that answers: the smallest part of it that matched."""
    whole = (word.start, word.end)
    wanted = alternative.variant.lower()
    match = Match(alternative.variant, word.word, alternative.manner)
    if word.word == wanted or " " in wanted or word.end - word.start != len(word.word):
        return whole, match
    if alternative.manner in ("sound", "derivation") or wanted in ABBREVIATED:
        return whole, match
    if word.word.startswith(wanted):
        return (word.start, word.start + len(wanted)), match
    own = forms(wanted)
    best: Span | None = None
    for stem, start, end in pieces(word.word):
        piece = word.word[start:end]
        kin = (*own.stems, *own.heads, *own.parts)
        akin = stem in kin or set(derived_from(piece)) & set(own.stems)
        if akin:
            shared = _shared(piece, wanted)
            until = start + shared if shared >= 3 and shared * 2 > len(piece) else end
            best = (start, until) if best is None else (min(best[0], start), max(best[1], until))
    if best is None:
        shared = _shared(word.word, wanted)
        alike = shared >= 3 and shared * 2 >= len(wanted)
        return ((word.start, word.start + shared) if alike else whole), match
    return (word.start + best[0], word.start + best[1]), match


def _shared(one: str, other: str) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
