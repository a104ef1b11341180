"""What a word of the query may stand for in an index: its kin, its parts, other spellings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mediahub.language import fold, is_common_word, phonetic, stems, without_accents
from mediahub.language.foreign import STEMMERS
from mediahub.language.numerals import in_figures, in_letters
from mediahub.search.analysis import derived_from, forms, is_dull, part_kin
from mediahub.search.expanded import (
    Alternative,
    Field,
    Lookup,
    Nearness,
    Phrase,
    Slot,
    Words,
)
from mediahub.search.foreign import held, stem_of
from mediahub.search.misspelling import allowed, believable
from mediahub.search.places import is_number
from mediahub.search.query import split_words
from mediahub.search.readings import may_name, name_keys
from mediahub.search.values import Manner
from mediahub.search.vocabulary import Vocabulary

MOST_PREFIXED = 1_000
"""Words that a prefix stands for; the commonest are taken."""
RARE = 10
"""A word that stands fewer times in the index may be a misspelling of another."""
_MOST_VARIANTS = 5
_NEAR = 8
"""Words within which the parts of a compound must stand to be taken for it."""

# How well a word fits, 1.0 for the very word. They only rank; nothing is left out by them.
_INFLECTION, _HEAD, _PART, _DERIVED = 0.97, 0.95, 0.75, 0.5
_TORN, _TOGETHER = 3, 0.85
_LONGEST_TORN = 30
"""Letters of a word that is looked for torn apart, which costs the square of them."""
_MOST_CORRECTED = 8
"""Words of a query that are taken for misspelt: more is no query that somebody typed."""
_LONGEST_INFLECTED = 12
"""Words of a phrase that is looked for inflected."""
_HALF_PAST = re.compile(r"(\d{1,2})\.30")
_LETTERS_AND_DIGITS = re.compile(r"([^\W\d_]+)(\d+)")
_APART = ((0, 0.72), (3, 0.62), (_NEAR, 0.5))
_SYNONYM, _SOUND, _SPELLING, _NAME, _ACCENTS = 0.8, 0.6, 0.6, 0.5, 0.6
FOLDED, FOLDED_TOO = 0.85, 0.3
Alternatives = list[Alternative]


class Expander:
    """Expands words by one commit's vocabulary; alternatives that it cannot have are left out."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._corrected: set[str] = set()
        """The words that were held against all others, which is what costs most."""
        self._languages = [
            code for code in STEMMERS if vocabulary.count(Lookup("word", held(code)))
        ]

    def frequency(self, word: str) -> int:
        """In how many places this very word stands."""
        return self._vocabulary.count(Lookup("word", word))

    def certain(self, alternatives: Sequence[Alternative]) -> int:
        """The places of the alternatives that need no other word near them."""
        return sum(
            self._vocabulary.count(lookup)
            for one in alternatives
            if isinstance(one.pattern, Words)
            for lookup in one.pattern.slot
        )

    def exactly(self, word: str) -> Alternatives:
        """The very word."""
        return self._one("word", word, 1.0, Lookup("word", word))

    def word(self, word: str, *, torn: bool = False) -> Alternatives:
        """The word itself, its inflections, compounds with it, and its parts near each other."""
        found = self.exactly(word)
        if is_number(word):
            return found + self._said_in_letters(word)
        for stem in forms(word).stems:
            found += self._one("inflection", word, _INFLECTION, Lookup("stem", stem))
            found += self._one("compound", word, _HEAD, Lookup("head", stem))
            found += self._one("compound", word, _PART, Lookup("part", stem))
        for lookup in self._foreign(word):
            found += self._one("inflection", word, _INFLECTION, lookup)
        if figures := in_figures(word):
            found += self._one("synonym", figures, _SYNONYM, Lookup("word", figures))
        for verb in forms(word).verbs:
            found += self._one("derivation", word, _DERIVED, Lookup("verb", verb))
        found += self._apart(word)
        return found + self._torn(word) if torn else found

    def _said_in_letters(self, word: str) -> Alternatives:
        """A number or time as it is said (70: sjuttio; 14.30: halv tre), and covid19 in two."""
        if parts := _LETTERS_AND_DIGITS.fullmatch(word):
            return self.phrase((parts[1], parts[2]))
        if letters := in_letters(word):
            return self._one("synonym", letters, _SYNONYM, Lookup("word", letters))
        if half := half_past(word):
            return weaker(self.phrase(half), "synonym", " ".join(half), _SYNONYM)
        return []

    def as_a_name(self, word: str, raw: str) -> Alternatives:
        """Other spellings of the word, if it may be a name, and what differs in accents alone."""
        found: Alternatives = []
        if may_name(word, raw):
            for key in name_keys(word):
                found += self._one("sound", word, _NAME, Lookup("word", key))
        if without_accents(word) == word and not is_number(word):
            others = self._vocabulary.words(Lookup("folded", fold(word)))
            for other in others:
                if other != word and without_accents(other) == word:
                    found += weaker(self.exactly(other), "folded", other, _ACCENTS)
        return found

    def joined(self, wanted: Sequence[str], raws: Sequence[str]) -> Alternatives:
        """Words that a hyphen or the like joins: side by side, the last inflected, or as one."""
        found = self.phrase(wanted)
        exact = [self._there([Lookup("word", word)]) for word in wanted]
        if len(wanted) <= _LONGEST_INFLECTED:
            variant = " ".join(wanted)
            last = self._any_form(wanted[-1])
            if all(slots := [*exact[:-1], last]):
                found.append(Alternative("inflection", variant, _INFLECTION, Phrase(tuple(slots))))
            found += self.names(wanted, raws)
        whole = "".join(wanted)
        found += self.word(whole)
        if all(raw.istitle() for raw in raws):
            found += self.as_a_name(whole, "".join(raws))
        return found

    def names(self, wanted: Sequence[str], raws: Sequence[str]) -> Alternatives:
        """Words side by side of which some are names, in their other spellings."""
        keys = [
            name_keys(word) if may_name(word, raw) else ()
            for word, raw in zip(wanted, raws, strict=True)
        ]
        slots = [
            self._there([Lookup("word", one) for one in (word, *own)])
            for word, own in zip(wanted, keys, strict=True)
        ]
        if not any(keys) or not all(slots):
            return []
        return [Alternative("sound", " ".join(wanted), _NAME, Phrase(tuple(slots)))]

    def phrase(self, wanted: Sequence[str], *, inflected: bool = False) -> Alternatives:
        """The words side by side; as they are, or without diacritics if not there, or inflected."""
        slots = []
        for word in wanted:
            slot = self._any_form(word) if inflected else self._there([Lookup("word", word)])
            if not slot and not inflected:
                slot = self._folded(word)
            if not slot:
                return []
            slots.append(slot)
        return [Alternative("word", " ".join(wanted), 1.0, Phrase(tuple(slots)))]

    def gathered(self, wanted: Sequence[str]) -> Alternatives:
        """The words of a term near each other in any order, those that say little left out."""
        slots = [self._any_form(word) for word in wanted if not is_dull(word)]
        if len(slots) < 2 or not all(slots):
            return []
        return [Alternative("word", wanted[0], 1.0, Nearness(tuple(slots), _APART))]

    def beginning(self, prefix: str) -> Alternatives:
        """Words that begin so; without diacritics too when none is typed."""
        found = self._one("word", prefix, 1.0, Lookup("beginning", prefix, MOST_PREFIXED))
        if fold(prefix) == prefix:
            lookup = Lookup("folded_beginning", prefix, MOST_PREFIXED)
            found += self._one("folded", prefix, FOLDED_TOO if found else FOLDED, lookup)
        return found

    def spelt_otherwise(self, word: str, weight: float, beyond: int = 0) -> Alternatives:
        """Words that are the same without diacritics; with `beyond`, only far commoner ones."""
        own = set(stems(word))
        keys = dict.fromkeys([fold(word), *(fold(stem) for stem in stems(word))])
        others = {
            other for key in keys for other in self._vocabulary.words(Lookup("folded", key))
            if other != word and not set(stems(other)) & own and not _parted(word, other)
        }  # fmt: skip
        found: Alternatives = []
        for other in self._commonest(others):
            if self.frequency(other) >= 10 * beyond:
                found += weaker(self.word(other), "folded", other, weight)
        return found

    def misspelt(self, word: str) -> Alternatives:
        """Words that sound the same, or are a few letters away; the likeliest first.

        None for a number: another number is no misspelling of it.
        """
        found: Alternatives = []
        if is_number(word) or is_dull(word):
            return found
        seen = {word}
        if len(word) >= 4 and len(sound := phonetic(word)) >= 3:
            for other in self._commonest(self._vocabulary.words(Lookup("sound", sound))):
                if other not in seen and believable(word, other, 1):
                    seen.add(other)
                    found += weaker(self.word(other), "sound", other, _SOUND)
        folded = fold(word)
        if len(self._corrected) < _MOST_CORRECTED:
            self._corrected.add(folded)
        if folded in self._corrected and (most := allowed(folded)):
            near = [
                (other, edits, count)
                for other, edits, count in self._vocabulary.similar(folded, most)
                if other not in seen and believable(word, other, edits)
            ]
            near.sort(key=lambda one: (one[1], one[0][:1] != word[:1], -one[2], one[0]))
            closest = near[0][1] if near else 0
            for other, edits, _ in near[:_MOST_VARIANTS]:
                if edits <= closest + 1:
                    weight = _SPELLING - 0.1 * (edits - 1)
                    found += weaker(self.word(other), "spelling", other, weight)
        return found

    def synonyms(self, others: Sequence[str]) -> Alternatives:
        """The other words that a glossary gives, inflected too."""
        found: Alternatives = []
        for other in others:
            wanted = split_words(other)
            if len(wanted) == 1:
                found += weaker(self.word(wanted[0]), "synonym", other, _SYNONYM)
            elif wanted:
                found += weaker(self.phrase(wanted, inflected=True), "synonym", other, _SYNONYM)
        return found

    def _apart(self, word: str) -> Alternatives:
        """A compound written as its parts, near each other in any order."""
        parts = part_kin(word)
        slots = []
        for number, part in enumerate(parts):
            fields: tuple[Field, ...] = ("stem", "head", "part")
            lookups = [Lookup(field, stem) for stem in part for field in fields]
            if number == len(parts) - 1:
                lookups += [Lookup("stem", stem) for stem in derived_from(word)]
            if not (slot := self._there(lookups)):
                return []
            slots.append(slot)
        return [Alternative("compound", word, 1.0, Nearness(tuple(slots), _APART))] if slots else []

    def _torn(self, word: str) -> Alternatives:
        """The word torn into two or three, as a recogniser may write it: social styrelsens.

        What is torn at a function word is none: "till stånd" is no "tillstånd".
        """
        if not 2 * _TORN <= len(word) <= _LONGEST_TORN or not word.isalpha():
            return []
        found: Alternatives = []
        for cut in range(_TORN, len(word) - _TORN + 1):
            start, rest = word[:cut], word[cut:]
            if is_dull(start) or is_dull(rest) or not self.frequency(start):
                continue
            first = (Lookup("word", start),)
            if then := self._any_form(rest):
                found.append(Alternative("compound", word, _TOGETHER, Phrase((first, then))))
            for second in range(_TORN, len(rest) - _TORN + 1):
                middle, end = rest[:second], rest[second:]
                if self.frequency(middle) and (last := self._any_form(end)):
                    pattern = Phrase((first, (Lookup("word", middle),), last))
                    found.append(Alternative("compound", word, _TOGETHER, pattern))
        return found

    def _folded(self, word: str) -> Slot:
        folded = fold(word)
        others = self._vocabulary.words(Lookup("folded", folded))
        return tuple(Lookup("word", other) for other in others if fold(other) == folded)

    def _any_form(self, word: str) -> Slot:
        own = (Lookup("stem", stem) for stem in forms(word).stems)
        return self._there([Lookup("word", word), *own, *self._foreign(word)])

    def _foreign(self, word: str) -> list[Lookup]:
        """The word's stems in the other languages that the index holds words of."""
        return [Lookup("word", stem_of(word, code)) for code in self._languages]

    def _there(self, lookups: Sequence[Lookup]) -> Slot:
        """Those of the lookups that the index has words for, each once."""
        return tuple(lookup for lookup in dict.fromkeys(lookups) if self._vocabulary.count(lookup))

    def _one(self, manner: Manner, variant: str, weight: float, lookup: Lookup) -> Alternatives:
        if not self._vocabulary.count(lookup):
            return []
        return [Alternative(manner, variant, weight, Words((lookup,)))]

    def _commonest(self, words: Sequence[str] | set[str]) -> list[str]:
        return sorted(words, key=lambda word: (-self.frequency(word), word))[:_MOST_VARIANTS]


def weaker(
    found: Sequence[Alternative], manner: Manner, variant: str, weight: float
) -> Alternatives:
    """The alternatives as those of another word, that is found in this manner."""
    return [
        replace(one, manner=manner, variant=variant, weight=one.weight * weight) for one in found
    ]


def half_past(word: str) -> tuple[str, ...]:
    """The words by which a time is said that is half past an hour (14.30: halv tre); else none."""
    half = _HALF_PAST.fullmatch(word)
    return ("halv", in_letters(str(int(half[1]) % 12 + 1)) or "ett") if half else ()


def synonyms_of(wanted: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> list[str]:
    """The words that the glossary gives for these, whichever inflection was typed.

    For halv tre they are its figures, 2.30 and 14.30.
    """
    found: dict[str, None] = {}
    kin = [stems(word) for word in wanted]
    for key, others in synonyms.items():
        known = split_words(key)
        if len(known) == len(wanted) and all(
            set(stems(word)) & set(own) for word, own in zip(known, kin, strict=True)
        ):
            found.update(dict.fromkeys(others))
    if len(wanted) == 2 and wanted[0] == "halv" and (hour := in_figures(wanted[1])):
        before = int(hour) - 1
        found.update({f"{before}.30": None, f"{before + 12}.30": None})
    return list(found)


def _parted(word: str, other: str) -> bool:
    """Whether both are words of their own, and the one was typed with its å, ä or ö: mätning."""
    typed = without_accents(word) != fold(word)
    return typed and is_common_word(word) and is_common_word(other)
