"""Which words of the index answer a word of the query, where they stand, and how well they fit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mediahub.language import fold, phonetic, stems
from mediahub.search.analysis import derived_from, forms, is_dull, part_kin
from mediahub.search.engine import POSITION_BITS, Keys, Kin, Snapshot, empty_keys, merged
from mediahub.search.letters import allowed
from mediahub.search.query import Term, split_words
from mediahub.search.values import Manner

MOST_PREFIXED = 1_000
"""Words that a prefix stands for, in each segment; the commonest are taken."""
_MOST_VARIANTS = 5
_RARE = 10
"""A word that stands fewer times in the index may be a misspelling of another."""
_NEAR = 8
"""Words within which the parts of a compound must stand to be taken for it."""

# How well a word fits, 1.0 for the very word. They only rank; nothing is left out by them.
_INFLECTION, _HEAD, _PART = 0.97, 0.95, 0.75
_TORN, _TOGETHER = 3, 0.85
_APART = ((0, 0.72), (3, 0.62), (_NEAR, 0.5))
_SYNONYM, _FOLDED, _FOLDED_TOO, _SOUND, _SPELLING = 0.8, 0.85, 0.3, 0.6, 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """Occurrences that answer a term in one manner, as `variant` of what was typed.

    `quality` is one number for each key; `width` the words that an occurrence spans.
    """

    manner: Manner
    variant: str
    keys: Keys
    quality: NDArray[np.float32]
    width: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """All that answers a clause: occurrences ascending, the best quality of each."""

    alternatives: tuple[Alternative, ...]
    keys: Keys
    quality: NDArray[np.float32]
    ends: Keys
    """The last position of each occurrence."""
    corrected: str | None = None
    """What the clause was taken to say, when the index did not know the word as typed."""


class Matcher:
    """Answers terms from one snapshot; remembers the postings that were read last."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._kin: dict[tuple[str, str], Keys] = {}

    def clause(
        self, terms: Sequence[Term], synonyms: Mapping[str, Sequence[str]], *, generous: bool
    ) -> Found:
        """Everything that answers any of the terms; `generous` tries other spellings always."""
        alternatives: list[Alternative] = []
        corrected = None
        for term in terms:
            found = [*self._term(term, generous), *self._synonyms(term, synonyms)]
            if not found and term.kind == "word":
                found = self._misspelt(term.words[0])
                if found:
                    corrected = found[0].variant
            alternatives += found
        return _together(alternatives, corrected)

    def _term(self, term: Term, generous: bool) -> list[Alternative]:
        if term.kind == "phrase":
            return self._phrase(term.words)
        if term.kind == "exact":
            return _one("word", term.words[0], self.snapshot.word(term.words[0]), 1.0)
        if term.kind == "prefix":
            return self._beginning(term.words[0])
        if term.kind == "named":
            return [*self._phrase(term.words, inflected=True), *self._gathered(term.words)]
        if term.kind == "joined":
            whole = "".join(term.words)
            return [*self._phrase(term.words), *self._word(whole)]
        found = self._word(term.words[0], torn=True)
        if generous:
            found += self._spelt_otherwise(term.words[0], _FOLDED)
            if self.snapshot.frequency(term.words[0]) < _RARE:
                found += self._misspelt(term.words[0])
        elif not found:
            found = self._spelt_otherwise(term.words[0], _FOLDED)
        elif fold(term.words[0]) == term.words[0]:
            found += self._spelt_otherwise(
                term.words[0], _FOLDED_TOO, sum(len(a.keys) for a in found)
            )
        return found

    def _word(self, word: str, *, torn: bool = False) -> list[Alternative]:
        """The word itself, its inflections, compounds with it, and its parts near each other."""
        found = _one("word", word, self.snapshot.word(word), 1.0)
        for stem in forms(word).stems:
            found += _one("inflection", word, self._read("stem", stem), _INFLECTION)
            found += _one("compound", word, self._read("head", stem), _HEAD)
            found += _one("compound", word, self._read("part", stem), _PART)
        found += self._apart(word)
        return found + self._torn(word) if torn else found

    def _apart(self, word: str) -> list[Alternative]:
        """A compound written as its parts, near each other in any order."""
        parts = part_kin(word)
        if not parts:
            return []
        places = []
        for number, part in enumerate(parts):
            kinds: tuple[Kin, ...] = ("stem", "head", "part")
            keys = [self._read(kind, stem) for stem in part for kind in kinds]
            if number == len(parts) - 1:
                keys += [self._read("stem", stem) for stem in derived_from(word)]
            places.append(merged(keys))
            if not len(places[-1]):
                return []
        near, quality = _near(places)
        return [Alternative("compound", word, near, quality)] if len(near) else []

    def _torn(self, word: str) -> list[Alternative]:
        """The word torn into two or three, as a recogniser may write it: social styrelsens.

        What is torn at a function word is none: "till stånd" is no "tillstånd".
        """
        if len(word) < 2 * _TORN or not word.isalpha():
            return []
        found: list[Alternative] = []
        for cut in range(_TORN, len(word) - _TORN + 1):
            start, rest = word[:cut], word[cut:]
            first = self.snapshot.word(start)
            if len(first) and not is_dull(start) and not is_dull(rest):
                then = _common(first, self._any_form(rest) - 1)
                found += _one("compound", word, then, _TOGETHER, width=2)
                for second in range(_TORN, len(rest) - _TORN + 1):
                    middle = _common(first, self.snapshot.word(rest[:second]) - 1)
                    if len(middle):
                        last = _common(middle, self._any_form(rest[second:]) - 2)
                        found += _one("compound", word, last, _TOGETHER, width=3)
        return found

    def _phrase(self, wanted: Sequence[str], *, inflected: bool = False) -> list[Alternative]:
        starts = None
        for number, word in enumerate(wanted):
            keys = self._any_form(word) if inflected else self.snapshot.word(word)
            if not len(keys) and not inflected:
                keys = self._folded(word)
            shifted = keys - number
            starts = shifted if starts is None else _common(starts, shifted)
            if not len(starts):
                return []
        assert starts is not None  # noqa: S101  (a phrase has words)
        return _one("word", " ".join(wanted), starts, 1.0, width=len(wanted))

    def _folded(self, word: str) -> Keys:
        folded = fold(word)
        others = self.snapshot.kin_words("folded", folded)
        return merged([self.snapshot.word(one) for one in others if fold(one) == folded])

    def _gathered(self, wanted: Sequence[str]) -> list[Alternative]:
        """The words of a term near each other in any order, those that say little left out."""
        telling = [word for word in wanted if not is_dull(word)]
        places = [self._any_form(word) for word in telling]
        if len(places) < 2 or not all(map(len, places)):
            return []
        keys, quality = _near(places)
        return [Alternative("word", wanted[0], keys, quality)] if len(keys) else []

    def _any_form(self, word: str) -> Keys:
        return merged(
            [self.snapshot.word(word), *(self._read("stem", stem) for stem in forms(word).stems)]
        )

    def _spelt_otherwise(self, word: str, quality: float, beyond: int = 0) -> list[Alternative]:
        """Words that are the same without diacritics; with `beyond`, only far commoner ones."""
        keys = dict.fromkeys([fold(word), *(fold(stem) for stem in stems(word))])
        others = {
            other for key in keys for other in self.snapshot.kin_words("folded", key)
            if other != word and not set(stems(other)) & set(stems(word))
        }  # fmt: skip
        ranked = sorted(others, key=lambda other: (-self.snapshot.frequency(other), other))
        found: list[Alternative] = []
        for other in ranked[:_MOST_VARIANTS]:
            if beyond and self.snapshot.frequency(other) < 10 * beyond:
                continue
            found += _weaker(self._word(other), "folded", other, quality)
        return found

    def _beginning(self, prefix: str) -> list[Alternative]:
        found = _one("word", prefix, self.snapshot.beginning(prefix, MOST_PREFIXED), 1.0)
        if fold(prefix) == prefix:
            keys = self.snapshot.beginning(prefix, MOST_PREFIXED, folded=True)
            found += _one("folded", prefix, keys, _FOLDED_TOO if found else _FOLDED)
        return found

    def _misspelt(self, word: str) -> list[Alternative]:
        """Words that sound the same, or are a few letters away."""
        found: list[Alternative] = []
        seen = {word}
        if len(word) >= 4 and len(sound := phonetic(word)) >= 3:
            alike = self.snapshot.kin_words("sound", sound)
            alike.sort(key=lambda other: (-self.snapshot.frequency(other), other))
            for other in alike[:_MOST_VARIANTS]:
                if other not in seen:
                    seen.add(other)
                    found += _weaker(self._word(other), "sound", other, _SOUND)
        folded = fold(word)
        if most := allowed(folded):
            near = [one for one in self.snapshot.similar(folded, most) if one[0] not in seen]
            near.sort(key=lambda one: (one[1], one[0][:1] != word[:1], -one[2], one[0]))
            closest = near[0][1] if near else 0
            for other, edits, _ in near[:_MOST_VARIANTS]:
                if edits <= closest + 1:
                    quality = _SPELLING - 0.1 * (edits - 1)
                    found += _weaker(self._word(other), "spelling", other, quality)
        return found

    def _synonyms(self, term: Term, synonyms: Mapping[str, Sequence[str]]) -> list[Alternative]:
        if term.kind in ("prefix", "exact"):
            return []
        found: list[Alternative] = []
        for other in synonyms_of(term.words, synonyms):
            wanted = split_words(other)
            if len(wanted) == 1:
                found += _weaker(self._word(wanted[0]), "synonym", other, _SYNONYM)
            elif wanted:
                phrase = self._phrase(wanted, inflected=True)
                found += _weaker(phrase, "synonym", other, _SYNONYM)
        return found

    def _read(self, kind: Kin, key: str) -> Keys:
        known = self._kin.get((kind, key))
        if known is None:
            if len(self._kin) > 256:
                self._kin.clear()
            known = self._kin[kind, key] = self.snapshot.kin(kind, key)
        return known


def synonyms_of(wanted: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> list[str]:
    """The words that the glossary gives for these, whichever inflection was typed."""
    found: dict[str, None] = {}
    kin = [stems(word) for word in wanted]
    for key, others in synonyms.items():
        known = split_words(key)
        if len(known) == len(wanted) and all(
            set(stems(word)) & set(own) for word, own in zip(known, kin, strict=True)
        ):
            found.update(dict.fromkeys(others))
    return list(found)


def _one(
    manner: Manner, variant: str, keys: Keys, quality: float, width: int = 1
) -> list[Alternative]:
    if not len(keys):
        return []
    return [
        Alternative(manner, variant, keys, np.full(len(keys), quality, dtype=np.float32), width)
    ]


def _weaker(
    found: Sequence[Alternative], manner: Manner, variant: str, quality: float
) -> list[Alternative]:
    return [
        Alternative(manner, variant, one.keys, one.quality * np.float32(quality), one.width)
        for one in found
    ]


def only(found: Found, wanted: Callable[[Keys], NDArray[np.bool_]]) -> Found:
    """What of it stands at wanted places."""
    alternatives = []
    for one in found.alternatives:
        good = wanted(one.keys)
        alternatives.append(replace(one, keys=one.keys[good], quality=one.quality[good]))
    good = wanted(found.keys)
    return replace(
        found,
        alternatives=tuple(alternatives),
        keys=found.keys[good],
        quality=found.quality[good],
        ends=found.ends[good],
    )


def places_of(keys: Keys) -> Found:
    """Just these places, with nothing about them to mark."""
    return _together(_one("word", "", keys, 1.0), None)


def _together(alternatives: Sequence[Alternative], corrected: str | None) -> Found:
    if not alternatives:
        none = empty_keys()
        return Found((), none, np.empty(0, dtype=np.float32), none, corrected)
    keys = np.concatenate([one.keys for one in alternatives])
    quality = np.concatenate([one.quality for one in alternatives])
    ends = np.concatenate([one.keys + (one.width - 1) for one in alternatives])
    order = np.argsort(keys, kind="stable")
    keys, quality, ends = keys[order], quality[order], ends[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    if len(first) < len(keys):
        quality = np.maximum.reduceat(quality, first)
        ends = np.maximum.reduceat(ends, first)
        keys = keys[first]
    return Found(tuple(alternatives), keys, quality, ends, corrected)


def _common(one: Keys, other: Keys) -> Keys:
    """The keys in both; each ascending without doubles."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return one
    at = np.searchsorted(other, one)
    at[at == len(other)] = len(other) - 1
    return one[other[at] == one]


def nearest(keys: Keys, to: Keys) -> tuple[Keys, NDArray[np.int64]]:
    """For each of `to` the nearest of `keys` (not empty) and how far off it is."""
    after = np.searchsorted(keys, to)
    before = np.maximum(after - 1, 0)
    after = np.minimum(after, len(keys) - 1)
    back, ahead = np.abs(to - keys[before]), np.abs(keys[after] - to)
    closer = np.where(ahead <= back, keys[after], keys[before])
    return closer, np.minimum(back, ahead)


def _near(places: Sequence[Keys]) -> tuple[Keys, NDArray[np.float32]]:
    """Where all parts stand within `_NEAR` words of the rarest one, each place with its quality.

    Keys of different passages are far more than that apart, save at the very end of a longest one.
    """
    rarest = min(places, key=len)
    kept, furthest = rarest, np.zeros(len(rarest), dtype=np.int64)
    chosen = [rarest]
    for keys in places:
        if keys is rarest:
            continue
        others, apart = nearest(keys, kept)
        good = (apart <= _NEAR) & (others >> POSITION_BITS == kept >> POSITION_BITS)
        kept, furthest = kept[good], np.maximum(furthest, apart)[good]
        chosen = [one[good] for one in chosen] + [others[good]]
    quality = np.full(len(kept), _APART[-1][1], dtype=np.float32)
    for limit, value in reversed(_APART):
        quality[furthest <= limit] = value
    all_keys, all_quality = np.concatenate(chosen), np.tile(quality, len(chosen))
    order = np.lexsort((-all_quality, all_keys))
    all_keys, all_quality = all_keys[order], all_quality[order]
    if not len(all_keys):
        return all_keys, all_quality
    first = np.concatenate(([True], all_keys[1:] != all_keys[:-1]))
    return all_keys[first], all_quality[first]
