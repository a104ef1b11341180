"""What every word leads to: those that stand in texts, keys, forms that the dictionary has of them.

`every_known` tells all, `known_of` those of some classes, in the same order: a class hangs on
nothing but what is told of it, so that some may be made anew by themselves.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mediahub.findable.classes import ENDINGS, SHORTEST, ending_class
from mediahub.findable.dictionary import Known
from mediahub.findable.inflected import dictionary_forms, forms_among
from mediahub.findable.kin import Kin
from mediahub.language import is_common_word, is_stop_word, phonetic
from mediahub.language.derivation import doings_of
from mediahub.language.numerals import in_figures, in_letters
from mediahub.search.analysis import ABBREVIATED
from mediahub.search.readings import NAME

_MOST_ALIKE = 10
"""Words of one sound that are told of each other are fewer."""


@dataclass(frozen=True)
class Vocabulary:
    """All words of an index, in any order, and what is told of them by others.

    `passages` tells in how many each key stands. `sounds` are the words that sound alike by how
    they sound, `numbers` are words that are numbers with how each is written otherwise, `doings`
    are keys of verbs with what is said of them.
    """

    kinship: Mapping[str, Kin]
    passages: Mapping[str, int]
    sounds: Mapping[str, Sequence[str]]
    numbers: Mapping[str, str]
    doings: Mapping[str, Sequence[str]]

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """For each word that is a name, or that nobody knows, the others that sound like it."""
        return {
            word: tuple(other for other in words if other != word)
            for words in self.sounds.values()
            if 1 < len(words) < _MOST_ALIKE
            for word in words
        }

    def known(self, word: str) -> Known | None:
        """What a word of the texts leads to; None where that is nothing."""
        own = self.kinship[word]
        if not own.keys or word.startswith(NAME):
            return None
        groups = tuple(self._there(group) for group in own.groups)
        others = (key for other in self.alike.get(word, ()) for key in self.kinship[other].whole)
        return Known(
            word, own.whole, groups if all(groups) else (), tuple(dict.fromkeys(others)), True
        )

    def said_otherwise(self) -> Iterator[Known]:
        """Numbers in letters for those in figures and the other way, what is said in short, and
        what is the doing of a verb.
        """
        for word in sorted(self.numbers):
            yield Known(self.numbers[word], (), (), self.kinship[word].whole)
        for short, stem in ABBREVIATED.items():
            if stem in self.passages:
                yield Known(short, (), (), (stem,))
        for key in sorted(self.doings):
            for doing in self.doings[key]:
                yield Known(doing, (), (), (key,))

    def _there(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in self.passages)


def vocabulary_of(kinship: Mapping[str, Kin], passages: Mapping[str, int]) -> Vocabulary:
    """The vocabulary of these words, whose keys stand in so many passages."""
    sounds: dict[str, list[str]] = {}
    for word in sorted(kinship):
        if (sound := sound_of(word)) is not None:
            sounds.setdefault(sound, []).append(word)
    numbers = {word: other for word in kinship if (other := number_of(word)) is not None}
    doings = {key: list(found) for key in passages if (found := doings_of(key))}
    return Vocabulary(kinship, passages, sounds, numbers, doings)


def sound_of(word: str) -> str | None:
    """How a word sounds that is a name, or that nobody knows; None for others."""
    if word.isalpha() and len(word) > SHORTEST and not is_common_word(word):
        return phonetic(word)
    return None


def number_of(word: str) -> str | None:
    """A number as it is written otherwise, in letters or in figures; None for what is none."""
    return in_figures(word) or in_letters(word)


def every_known(words: Vocabulary) -> Iterator[Known]:
    """Every word that leads anywhere."""
    told: set[str] = set()
    for word in sorted(words.kinship):
        if (one := words.known(word)) is not None:
            told.add(word)
            yield one
    for form, stems in dictionary_forms(words.passages.keys()):
        if form not in told and not is_stop_word(form):
            told.add(form)
            yield Known(form, stems)
    for key in sorted(words.passages):
        if key not in told and not key.startswith(NAME):
            yield Known(key, (key,))
    yield from words.said_otherwise()


def known_of(classes: Collection[str], words: Vocabulary) -> Iterator[Known]:
    """Those of `every_known` that are of these classes, each class's in the same order."""
    otherwise = [one for one in words.said_otherwise() if ending_class(one.word) in classes]
    for name in classes:
        every = {form for end in ("", *ENDINGS) if ending_class(form := name + end) == name}
        told: set[str] = set()
        for word in sorted(every & words.kinship.keys()):
            if (one := words.known(word)) is not None:
                told.add(word)
                yield one
        for form, stems in forms_among(every, words.passages):
            if form not in told and not is_stop_word(form):
                told.add(form)
                yield Known(form, stems)
        for key in sorted(every & words.passages.keys()):
            if key not in told and not key.startswith(NAME):
                yield Known(key, (key,))
    yield from otherwise
