"""Respelling: near-misses of the house's own names and terms put right after recognition.

What is wanted stands in the catalogue; what was heard stays in the recognition, beside it. One
wrong change is worse than ten that are not made: a word that people know is left alone unless it
was part of a longer name or term that was taken apart (kontakt person, Carin Algren).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal

from mediahub.edits import ReplaceWords
from mediahub.language import is_stop_word, phonetic, stem
from mediahub.language.capitals import uncapitalised
from mediahub.language.forms import forms, in_dictionary, is_known, is_numeral, neighbours
from mediahub.language.likeness import unlikeness
from mediahub.transcript import Recognition, Respelling, Span, Why, Word

Kind = Literal["name", "term"]

SHORTEST = 5
"""Letters that a name or term must have before something like it is taken for it."""
UNKNOWN = 0.18
"""Unlikeness up to which a sure word that nobody knows is taken for a term …"""
UNSURE = 0.26
"""… and one of probability 0; in between by probability."""
SEVERAL = 0.18
"""Unlikeness up to which several words, one of them unknown, are taken for a term."""
ENOUGH_LETTERS = 10
"""Shorter terms are nearer to everything: they must be likened the more exactly, by length."""
KNOWN = 0.1
"""The same for words that people know, when several are taken together for one term."""
SURE = 0.7
"""Mean probability above which words that people know are left alone, however like a term."""
FULL_NAME = 0.16
"""The same for a first and last name together."""
MARGIN = 0.04
"""How much better than the next best the best must be."""
UNSURE_SMALL = 0.4
"""Probability below which a small word (om, i, för) may belong to the term that follows."""
LONGEST_PAUSE_MS = 400
"""Words with a longer pause between them are not one term."""
SEEN = 0.4
"""How unlike what is heard the words that a person corrected may be, their times being the same."""
_MOST_WORDS = 4
_MOST_ENDING = 5
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Target:
    """One form of a name or term, and the term it is a form of."""

    text: str
    term: str
    kind: Kind


def respell(
    recognition: Recognition, names: Sequence[str], terms: Sequence[str]
) -> tuple[Respelling, ...]:
    """The respellings of a recognition, in order, none overlapping.

    `names` are people's full names, `terms` the glossary's words in their base form; inflected
    ones stay inflected. An author's words are left alone, and so are those in other languages than
    Swedish, but for names of several words that stand there with their capitals.
    """
    if recognition.origin == "author" or not recognition.words:
        return ()
    words = recognition.words
    foreign = recognition.not_swedish
    if len(foreign) == len(words):
        return ()
    matches = _Matcher(names, terms).matches(words)
    if foreign:
        named = _Matcher(names, ()).matches(words)
        matches = chain(
            ((cost, one) for cost, one in matches if not _places(one) & foreign),
            ((cost, one) for cost, one in named if _places(one) <= foreign and _is_name(one)),
        )
    found = _with_learnt(words, _best(matches))
    return tuple(_without_capitals(recognition, names, terms, found))


def _places(one: Respelling) -> set[int]:
    return set(range(one.first, one.first + len(one.before)))


def _is_name(one: Respelling) -> bool:
    """Whether what is respelt is written as a full name: several words, all with capitals."""
    return len(one.before) > 1 and all(_edges(word)[1][:1].isupper() for word in one.before)


def heeding(
    recognition: Recognition,
    respellings: Sequence[Respelling],
    corrections: Iterable[ReplaceWords],
) -> tuple[Respelling, ...]:
    """The respellings that leave every place as a person saw it when they corrected it.

    One that would change words which a person read and corrected is left out; where the corrected
    words were a respelling that is made no more, it is made again: their time tells the place.
    """
    kept = list(respellings)
    words = recognition.words
    starts = {word.span.start_ms: index for index, word in enumerate(words)}
    ends = {word.span.end_ms: index + 1 for index, word in enumerate(words)}
    for entry in corrections:
        seen = " ".join(entry.before)
        near = [one for one in kept if one.span.overlap_ms(entry.span)]
        for one in near:
            if one.after not in seen and " ".join(one.before) in seen:
                kept.remove(one)
        first, end = starts.get(entry.span.start_ms), ends.get(entry.span.end_ms)
        if near or not seen or first is None or end is None or not 0 < end - first <= _MOST_WORDS:
            continue
        before = tuple(word.text for word in words[first:end])
        if before != entry.before and unlikeness(" ".join(before), seen) <= SEEN:
            kept.append(Respelling(first, entry.span, before, seen, "corrected", 1.0))
    return tuple(sorted(kept, key=lambda one: one.first))


class _Matcher:
    """The names and terms of one recording, and what in it comes near them."""

    def __init__(self, names: Sequence[str], terms: Sequence[str]) -> None:
        self._targets = list(dict.fromkeys((*_name_targets(names), *_term_targets(terms))))
        self._exact: dict[str, list[_Target]] = defaultdict(list)
        self._by_bigram: dict[str, set[int]] = defaultdict(set)
        self._letters = [_joined(target.text) for target in self._targets]
        for number, (target, letters) in enumerate(zip(self._targets, self._letters, strict=True)):
            self._exact[letters].append(target)
            for pair in _bigrams(letters):
                self._by_bigram[pair].add(number)
        self._own = {part.lower() for target in self._targets for part in target.text.split()}
        longest = max((target.text.count(" ") + 1 for target in self._targets), default=0)
        self._sizes = range(1, min(_MOST_WORDS, longest + 1) + 1 if longest else 1)

    def matches(self, words: Sequence[Word]) -> Iterator[tuple[float, Respelling]]:
        """Each window of words that may be a term, with its unlikeness; windows may overlap."""
        bare = [_edges(word.text)[1] for word in words]
        for first in range(len(words)):
            for size in self._sizes:
                end = first + size
                if end > len(words) or not _hangs_together(words, first, end):
                    break
                match = self._match(words[first:end], bare[first:end])
                if match is not None:
                    cost, target, why = match
                    yield cost, _respelling(words, first, end, target.text, why, cost)

    def _match(
        self, words: Sequence[Word], bare: Sequence[str]
    ) -> tuple[float, _Target, Why] | None:
        text = " ".join(bare)
        letters = _joined(text)
        if len(letters) < 3 or not letters.isalpha():
            return None
        if exact := self._exact.get(letters):
            return self._same_letters(text, words, bare, exact)
        if len(letters) < SHORTEST - 1 or not self._open(words, bare):
            return None
        best = self._nearest(letters, len(bare))
        if best is None:
            return None
        cost, target = best
        if cost > _allowed(words, bare, target) or _is_another(letters, len(bare), target, cost):
            return None
        alike = phonetic(letters) == phonetic(_joined(target.text))
        return cost, target, "spelling" if alike else "sound"

    def _same_letters(
        self, text: str, words: Sequence[Word], bare: Sequence[str], exact: Sequence[_Target]
    ) -> tuple[float, _Target, Why] | None:
        """What is written apart, or with other capitals, than the term of the same letters."""
        wanted = exact[0]
        if any(_as_written(target.text, text) for target in exact):
            return None
        if " " in text or " " in wanted.text:
            # "om organisationen" may be meant just so.
            small = any(is_stop_word(word) and word.lower() not in self._own for word in bare)
            sure = min(word.probability for word in words) >= UNSURE_SMALL
            return None if small and sure else (0.0, wanted, "joined")
        return None if is_known(text) else (0.0, wanted, "spelling")

    def _open(self, words: Sequence[Word], bare: Sequence[str]) -> bool:
        """Whether the window is in doubt at all: a word nobody knows, or several unsure ones."""
        if any(is_stop_word(word) and word.lower() not in self._own for word in bare):
            return False  # a small word of its own stays so
        if any(not is_known(word) for word in bare):
            return True
        if len(words) == 1:
            return bare[0][:1].isupper() and not in_dictionary(bare[0])
        sure = sum(word.probability for word in words) / len(words)
        return sure < SURE or all(word[:1].isupper() for word in bare)

    def _nearest(self, letters: str, size: int) -> tuple[float, _Target] | None:
        """The target least unlike the letters, unless another term is about as near."""
        shared: Counter[int] = Counter()
        for pair in _bigrams(letters):
            shared.update(self._by_bigram.get(pair, ()))
        near: list[tuple[float, _Target]] = []
        for number, count in shared.items():
            if count < 2 or count < len(letters) // 3:
                continue
            target, wanted = self._targets[number], self._letters[number]
            if len(wanted) < SHORTEST or abs(len(wanted) - len(letters)) > len(wanted) // 4 + 1:
                continue
            if target.kind == "name" and target.text.count(" ") + 1 != size:
                continue
            near.append((_unlike(letters, wanted), target))
        if not near:
            return None
        best = min(near, key=lambda one: (one[0], one[1].text))
        rivals = (cost for cost, target in near if target.term != best[1].term)
        return None if min(rivals, default=1.0) - best[0] < MARGIN else best


@lru_cache(maxsize=100_000)
def _unlike(one: str, other: str) -> float:
    return unlikeness(one, other)


def _name_targets(names: Sequence[str]) -> Iterator[_Target]:
    """Full names, and last names alone, with their genitives; a first name is anybody's."""
    for name in names:
        full = " ".join(name.split())
        for text in dict.fromkeys((full, full.split(" ")[-1])) if full else ():
            yield _Target(text, full, "name")
            if text[-1].lower() not in "sxz":
                yield _Target(text + "s", full, "name")


def _term_targets(terms: Sequence[str]) -> Iterator[_Target]:
    for term in terms:
        *firsts, last = term.split() or [""]
        if is_numeral(last):
            continue  # another number is near every number, and would be false
        for form in forms(last) if last else ():
            yield _Target(" ".join((*firsts, form)), term, "term")


def _hangs_together(words: Sequence[Word], first: int, end: int) -> bool:
    """Whether the last word of the window goes on from the one before, without point or pause."""
    if end - first == 1:
        return True
    before, last = words[end - 2], words[end - 1]
    return (
        before.text[-1:].isalnum()
        and last.text[:1].isalnum()
        and last.span.start_ms - before.span.end_ms <= LONGEST_PAUSE_MS
    )


def _allowed(words: Sequence[Word], bare: Sequence[str], target: _Target) -> float:
    """How unlike the target these words may be and still be taken for it."""
    if target.kind == "name":
        if not all(word[:1].isupper() or not is_known(word) for word in bare):
            return 0.0
        return FULL_NAME if len(bare) > 1 else KNOWN
    strange = [word for word, text in zip(words, bare, strict=True) if not is_known(text)]
    if not strange:
        return KNOWN if len(bare) > 1 else 0.0
    doubt = 1 - sum(word.probability for word in strange) / len(strange)
    most = SEVERAL if len(bare) > 1 else UNKNOWN + (UNSURE - UNKNOWN) * doubt
    return most * min(1.0, len(_joined(target.text)) / ENOUGH_LETTERS)


def _is_another(letters: str, size: int, target: _Target, cost: float) -> bool:
    """Whether the word is an unlisted inflection of the term, or nearer to a word people know."""
    wanted = _joined(target.text)
    if letters.startswith(wanted) and len(letters) <= len(wanted) + _MOST_ENDING:
        return True
    if size > 1 or target.kind == "name":
        return False
    return any(_unlike(letters, word) < cost for word in neighbours(letters))


def _respelling(
    words: Sequence[Word], first: int, end: int, text: str, why: Why, cost: float
) -> Respelling:
    before = tuple(word.text for word in words[first:end])
    opening = _edges(before[0])[0]
    closing = _edges(before[-1])[2]
    starts = first == 0 or words[first - 1].text[-1:] in ".?!"
    if starts and before[0].lstrip(opening)[:1].isupper():
        text = text[:1].upper() + text[1:]
    span = Span(words[first].span.start_ms, max(word.span.end_ms for word in words[first:end]))
    after = opening + text + closing
    return Respelling(first, span, before, after, why, round(1 - cost, 3))


def _best(matches: Iterable[tuple[float, Respelling]]) -> list[Respelling]:
    """The matches that hold together: the likest first, of equals the longest, none overlapping."""
    taken: set[int] = set()
    kept = []
    ordered = sorted(matches, key=lambda one: (one[0], -len(one[1].before), one[1].first))
    for _, one in ordered:
        places = range(one.first, one.first + len(one.before))
        if taken.isdisjoint(places):
            taken.update(places)
            if one.before != (one.after,):
                kept.append(one)
    return sorted(kept, key=lambda one: one.first)


def _with_learnt(words: Sequence[Word], found: Sequence[Respelling]) -> list[Respelling]:
    """What full names taught: Carin Algren was Karin Ahlgren, so Carin alone is Karin."""
    taught: dict[str, str] = {}
    for one in found:
        parts = one.after.split(" ")
        if len(parts) == len(one.before) > 1 and all(part[:1].isupper() for part in parts):
            for old, new in zip(one.before, parts, strict=True):
                taught[_edges(old)[1]] = _edges(new)[1]
    taught = {old: new for old, new in taught.items() if old != new and old[:1].isupper()}
    covered = {at for one in found for at in range(one.first, one.first + len(one.before))}
    result = list(found)
    for index, word in enumerate(words):
        opening, bare, closing = _edges(word.text)
        if bare in taught and index not in covered:
            after = opening + taught[bare] + closing
            result.append(Respelling(index, word.span, (word.text,), after, "learnt", 1.0))
    return sorted(result, key=lambda one: one.first)


def _without_capitals(
    recognition: Recognition,
    names: Sequence[str],
    terms: Sequence[str],
    found: Sequence[Respelling],
) -> list[Respelling]:
    """What was found, and common words that a sentence has with a capital since they were primed
    with one (a prompt begins with it, and so do titles): Barnfattigdom in the middle.
    """
    own = {part for term in (*names, *terms) for part in term.split() if part[:1].isupper()}
    primed = {stem(word) for term in (*recognition.vocabulary, *terms) for word in term.split()}
    covered = {at for one in found for at in range(one.first, one.first + len(one.before))}
    covered |= recognition.not_swedish
    result = list(found)
    for index, (before, word) in enumerate(pairwise(recognition.words), 1):
        opening, bare, closing = _edges(word.text)
        inside = before.text[-1:].isalnum() or before.text.endswith(",")
        near = word.span.start_ms - before.span.end_ms <= LONGEST_PAUSE_MS
        small = uncapitalised(bare) if inside and near and not opening else bare
        if small != bare and stem(small) in primed and bare not in own and index not in covered:
            after = small + closing
            result.append(Respelling(index, word.span, (word.text,), after, "spelling", 1.0))
    return sorted(result, key=lambda one: one.first)


def _edges(text: str) -> tuple[str, str, str]:
    """The signs before a word, the word, and the signs after it."""
    match = _EDGES.match(text)
    return (match[1], match[2], match[3]) if match else ("", text, "")


def _joined(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _as_written(wanted: str, text: str) -> bool:
    """Whether the text is the wanted form already, but for capitals at the start of a sentence."""
    return wanted == text or (wanted.lower() == text.lower() and not _shaped(wanted))


def _shaped(text: str) -> bool:
    """Whether capitals belong to the word: a name, or an abbreviation such as SoL."""
    return any(letter.isupper() for letter in text)


def _bigrams(letters: str) -> Collection[str]:
    return {letters[at : at + 2] for at in range(len(letters) - 1)}
