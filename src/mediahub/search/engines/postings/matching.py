"""Where the clauses of an expanded query are answered, and how well."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postings.keys import (
    POSITION_BITS,
    Keys,
    common,
    empty_keys,
    merged,
    nearest,
    once,
)
from mediahub.search.engines.postings.postings import Postings
from mediahub.search.expanded import (
    Alternative,
    Clause,
    Expansion,
    Lookup,
    Nearness,
    Phrase,
    Slot,
    Words,
)

_LOOKUPS, _CLAUSES = 512, 16
"""How many lookups' and clauses' places are kept: a query that is widened, or turned to its next
page, asks for the same ones again."""


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where one alternative answers; `quality` is one number for each key.

    `width` is how many words it spans.
    """

    alternative: Alternative | None
    keys: Keys
    quality: NDArray[np.float32]
    width: int = 1

    @property
    def even(self) -> bool:
        """Whether it is seen at once that the quality is the same everywhere (`_evenly`)."""
        return self.quality.strides == (0,)


@dataclass(frozen=True, slots=True, eq=False)
class ClausePlaces:
    """All that answers a clause: places ascending, those of each alternative, titles, tiers."""

    parts: tuple[Places, ...]
    keys: Keys
    titled: NDArray[np.int64]
    """The passages whose title answers."""
    taken: tuple[int | None, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all answers it."""
        return not len(self.keys) and not len(self.titled)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Where anyone takes the word, and where those do that are wanted."""

    all_starts: Keys
    starts: Keys

    def __call__(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of the places are in a wanted turn."""
        if not len(self.starts):
            return np.zeros(len(keys), dtype=bool)
        before = np.searchsorted(self.all_starts, keys, side="right") - 1
        begun = self.all_starts[np.maximum(before, 0)]
        at = np.minimum(np.searchsorted(self.starts, begun), len(self.starts) - 1)
        there: NDArray[np.bool_] = (self.starts[at] == begun) & (begun <= keys)
        return there & (begun >> POSITION_BITS == keys >> POSITION_BITS)


class Matcher:
    """Finds the places of clauses in one commit; remembers those that were read last.

    Any threads may ask at once: what is remembered is only ever put in or dropped whole.
    """

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._known: dict[Lookup, Keys] = {}
        self._answered: dict[Clause, ClausePlaces] = {}

    def clause(self, clause: Clause) -> ClausePlaces:
        """Everything that answers the clause."""
        known = self._answered.get(clause)
        if known is None:
            if len(self._answered) >= _CLAUSES:
                self._answered.clear()
            known = self._answered[clause] = self._answer(clause)
        return known

    def _answer(self, clause: Clause) -> ClausePlaces:
        taken, parts = [], []
        for term in clause.terms:
            number, found = self._term(term)
            taken.append(number)
            parts += found
        titled = merged([self._postings.labelled("title", value) for value in clause.titles])
        return _together(parts, titled, tuple(taken))

    def _term(self, term: Expansion) -> tuple[int | None, list[Places]]:
        besides = self._places(term.besides)
        for number, tier in enumerate(term.tiers):
            if found := self._places(tier.alternatives):
                return number, found + besides
        return None, besides

    def _places(self, alternatives: Iterable[Alternative]) -> list[Places]:
        """The places of each alternative that has any."""
        return [found for one in alternatives if len((found := self._alternative(one)).keys)]

    def _alternative(self, alternative: Alternative) -> Places:
        pattern, weight = alternative.pattern, alternative.weight
        if isinstance(pattern, Nearness):
            keys, quality = self._near(pattern)
            return Places(alternative, keys, quality * np.float32(weight))
        keys = self._slot(pattern.slot) if isinstance(pattern, Words) else self._phrase(pattern)
        width = 1 if isinstance(pattern, Words) else len(pattern.slots)
        return Places(alternative, keys, _evenly(weight, len(keys)), width)

    def _slot(self, slot: Slot) -> Keys:
        return merged([self._read(lookup) for lookup in slot])

    def _phrase(self, phrase: Phrase) -> Keys:
        starts = None
        for number, slot in enumerate(phrase.slots):
            shifted = self._slot(slot) - number
            starts = shifted if starts is None else common(starts, shifted)
            if not len(starts):
                break
        return empty_keys() if starts is None else starts

    def _near(self, nearness: Nearness) -> tuple[Keys, NDArray[np.float32]]:
        places = []
        for slot in nearness.slots:
            places.append(self._slot(slot))
            if not len(places[-1]):
                return empty_keys(), np.empty(0, dtype=np.float32)
        return near(places, nearness.quality)

    def _read(self, lookup: Lookup) -> Keys:
        known = self._known.get(lookup)
        if known is None:
            if len(self._known) >= _LOOKUPS:
                self._known.clear()
            known = self._known[lookup] = self._postings.places(lookup)
        return known


def said_by(found: ClausePlaces, said: Said) -> ClausePlaces:
    """The clause as far as wanted speakers say it; a title is no one's word."""
    return replace(_only(found, said), titled=empty_keys())


def places_of(keys: Keys) -> ClausePlaces:
    """Just these places, answered by nothing."""
    parts = [Places(None, keys, _evenly(1.0, len(keys)))] if len(keys) else []
    return _together(parts, empty_keys(), ())


def _evenly(weight: float, size: int) -> NDArray[np.float32]:
    """The same quality so many times, which takes the room of one."""
    return np.broadcast_to(np.float32(weight), (size,))


def _only(found: ClausePlaces, wanted: Callable[[Keys], NDArray[np.bool_]]) -> ClausePlaces:
    parts = []
    for one in found.parts:
        good = wanted(one.keys)
        parts.append(replace(one, keys=one.keys[good], quality=one.quality[good]))
    return replace(found, parts=tuple(parts), keys=found.keys[wanted(found.keys)])


def _together(
    parts: Sequence[Places], titled: NDArray[np.int64], taken: tuple[int | None, ...]
) -> ClausePlaces:
    keys = once(merged([one.keys for one in parts]))
    return ClausePlaces(tuple(parts), keys, titled, taken)


def near(
    places: Sequence[Keys], by_distance: Sequence[tuple[int, float]]
) -> tuple[Keys, NDArray[np.float32]]:
    """As `Nearness`: the places (none of them empty) that are near, each with its quality.

    Keys of different passages are far more than that apart, save at the very end of a longest one.
    """
    within, least = by_distance[-1]
    rarest = min(places, key=len)
    kept, furthest = rarest, np.zeros(len(rarest), dtype=np.int64)
    chosen = [rarest]
    for keys in places:
        if keys is rarest:
            continue
        others, apart = nearest(keys, kept)
        good = (apart <= within) & (others >> POSITION_BITS == kept >> POSITION_BITS)
        kept, furthest = kept[good], np.maximum(furthest, apart)[good]
        chosen = [one[good] for one in chosen] + [others[good]]
    quality = np.full(len(kept), least, dtype=np.float32)
    for limit, value in reversed(by_distance):
        quality[furthest <= limit] = value
    all_keys, all_quality = np.concatenate(chosen), np.tile(quality, len(chosen))
    order = np.lexsort((-all_quality, all_keys))
    all_keys, all_quality = all_keys[order], all_quality[order]
    if not len(all_keys):
        return all_keys, all_quality
    first = np.concatenate(([True], all_keys[1:] != all_keys[:-1]))
    return all_keys[first], all_quality[first]
