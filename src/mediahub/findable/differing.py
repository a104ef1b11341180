"""What differs between two parts of an index, and between two vocabularies."""

from collections.abc import Collection, Iterator, Mapping

from mediahub.findable.classes import ending_class
from mediahub.findable.contents import Part
from mediahub.findable.inflected import dictionary_forms
from mediahub.findable.kin import Kin
from mediahub.findable.known import Vocabulary, sound_of
from mediahub.language.derivation import doings_of
from mediahub.search.analysis import ABBREVIATED


def words_that_differ(old: Part, new: Part) -> set[str]:
    """The words that stand elsewhere in one than in the other, or in passages of another size."""
    before, after = set(_occurrences(old)), set(_occurrences(new))
    sizes = [dict(enumerate(one.sizes.tolist())) for one in (old, new)]
    resized = {number for number, _ in sizes[0].items() ^ sizes[1].items()}
    found = {word for word, *_ in before ^ after}
    if resized:
        found |= {word for word, passage, _ in before | after if passage in resized}
    return found


def classes_that_differ(
    former: Vocabulary, now: Vocabulary, words: Collection[str], marked: Collection[str]
) -> set[str]:
    """The classes of which the dictionary may tell something else than before, where `words` have
    come or gone, and the marks of the keys `marked` are others, or these have come or gone.
    """
    found: set[str] = set()
    marks = frozenset(marked)
    moved = {*words, *_leading_to(marks, now.kinship)}
    for word in moved:
        found.add(ending_class(word))
        for numbers in (former.numbers, now.numbers):
            if word in numbers:
                found.add(ending_class(numbers[word]))
    for sound in {sound_of(word) for word in moved} - {None}:
        found.update(map(ending_class, now.sounds.get(sound or "", ())))
    for form, _ in dictionary_forms(marks):
        found.add(ending_class(form))
    for key in marks:
        found.update(map(ending_class, (key, *doings_of(key))))
    found.update(ending_class(short) for short, stem in ABBREVIATED.items() if stem in marks)
    return found


def _occurrences(part: Part) -> Iterator[tuple[str, int, int]]:
    words = part.vocabulary
    return zip(
        (words[number] for number in part.word.tolist()),
        part.passage.tolist(),
        part.position.tolist(),
        strict=True,
    )


def _leading_to(keys: frozenset[str], kinship: Mapping[str, Kin]) -> Iterator[str]:
    if keys:
        for word, own in kinship.items():
            if not keys.isdisjoint(own.keys) or not all(map(keys.isdisjoint, own.groups)):
                yield word
