"""A query as an engine gets it: no word of Swedish is left to know, only entries to look up.

Every value is frozen, compares and pickles, so that it can be kept, shown, or sent to an engine
in another process or another language. What it means is said here, and two engines that follow it
find the same passages in the same order.

A *place* is a word's position in a passage, from 0. Something *answers* at places, each with a
quality from 0 to 1; where it answers one place in several ways, the best quality counts.
"""

from dataclasses import dataclass, field
from typing import Literal

from mediahub.search.values import Manner

Field = Literal[
    "word", "stem", "head", "part", "folded", "sound", "verb", "beginning", "folded_beginning"
]  # fmt: skip
"""What of a word an entry of the index is: the word itself; one of its stems; a stem of the last
part of a compound or of another part; a stem or the word without diacritics; how it sounds; a
verb whose doing it is; or what the word, or its folded form, begins with."""
Label = Literal["speaker", "theme", "series", "kind", "year", "reviewed", "title"]


@dataclass(frozen=True, slots=True)
class Lookup:
    """All words of the index that have `key` in this field; of very many the `most` commonest."""

    field: Field
    key: str
    most: int | None = None


Slot = tuple[Lookup, ...]
"""The words that may stand at one place: those of any of the lookups."""


@dataclass(frozen=True, slots=True)
class Words:
    """Answers wherever one of the words stands."""

    slot: Slot


@dataclass(frozen=True, slots=True)
class Phrase:
    """Answers at the first place of a run that has a word of each slot, in order, side by side."""

    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Nearness:
    """Answers at the places of the slots' words where they stand near each other in a passage.

    From each place of the slot that has the fewest in the whole index (the first of equals), the
    nearest place of every other slot (the later of equals) may be so many words off as the last
    of `quality` says. The quality of all the places then is that of the first (distance, quality)
    whose distance is not less than the furthest one's.
    """

    slots: tuple[Slot, ...]
    quality: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a term is answered: as `variant` of what was typed, in this manner.

    The quality of a place is `weight`, times that of a Nearness.
    """

    manner: Manner
    variant: str
    weight: float
    pattern: Words | Phrase | Nearness


@dataclass(frozen=True, slots=True)
class Tier:
    """Alternatives that are taken together; `correction` is what the term then is taken to say."""

    alternatives: tuple[Alternative, ...]
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """What answers one term of the query: the first tier that has a place, and what is `besides`.

    It must have one anywhere in the index, whatever the filters. `besides` is taken with any tier,
    or alone when no tier has a place.
    """

    tiers: tuple[Tier, ...]
    besides: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """What must be found: an answer to any of the terms, or a title with one of these entries."""

    terms: tuple[Expansion, ...]
    titles: tuple[str, ...] = ()
    """Values of the label `title`; a passage that carries one answers, with no place."""
    typed: tuple[int, int] | None = None
    """Where the clause stands in the query, when it is one term that can be put right there."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a passage must be; None for no matter, an empty tuple for what nothing is.

    Values of labels are as they stand in the index. Days are proleptic ordinals, inclusive; a
    passage without a date has no day and is before every first one and after every last one.

    With `speakers` places count only in those speakers' turns, and titles do not count. Without
    clauses the places are then those where one of them takes the word.
    """

    speakers: tuple[str, ...] | None = None
    themes: tuple[str, ...] | None = None
    series: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    first_day: int | None = None
    last_day: int | None = None
    reviewed: tuple[str, ...] | None = None

    def __and__(self, other: "Narrowing") -> "Narrowing":
        """What is both."""
        return Narrowing(
            _in_both(self.speakers, other.speakers),
            _in_both(self.themes, other.themes),
            _in_both(self.series, other.series),
            _in_both(self.kinds, other.kinds),
            max(
                (day for day in (self.first_day, other.first_day) if day is not None), default=None
            ),
            min((day for day in (self.last_day, other.last_day) if day is not None), default=None),
            _in_both(self.reviewed, other.reviewed),
        )


ANYTHING = Narrowing()
"""No narrowing at all."""


def _in_both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    return tuple(value for value in one if value in other)


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a passage that answers is scored, from 0 to 1, rounded to four decimals.

    A clause's part is the best quality of its places there times its density n / (n + b + c · l),
    where n is how many places there are and l the words of the passage by `usual_length` (BM25's
    saturation with k1 = 1, b = 0.75 and a fixed length in place of the average, so that the order
    does not hang on what else is in the index). A title as well makes it `also_titled` times
    that, a title alone is worth `titled`.

    The parts are added by weight: the clause's rarity by that of all. With N passages in the
    index, H of which have a place that counts, the rarity is
    `floor` + log(1 + N / (H + 1)) / log(2 + N). The sum is multiplied by 1 - `confidence` +
    `confidence` times the passage's, and that of what is described by `described`.

    When all clauses are wanted and two or more have places, it is multiplied by closeness:
    apart + (1 - apart) / (1 + over / `half_way`), where `over` is how many words wider than side
    by side the narrowest stretch is, at most `far` wide, from a place of the clause that has the
    fewest in the index (the first of equals) to the nearest place of each other (the later of
    equals); `apart` where that clause answers by a title alone.
    When any clause will do, it is multiplied by `any_of_them` in place of that.
    """

    usual_length: int = 60
    b: float = 0.25
    c: float = 0.75
    titled: float = 0.3
    also_titled: float = 1.1
    floor: float = 0.25
    confidence: float = 0.1
    described: float = 0.5
    apart: float = 0.6
    half_way: int = 6
    far: int = 60
    any_of_them: float = 0.5


@dataclass(frozen=True, slots=True)
class ExpandedQuery:
    """What to find: the passages that all clauses answer, or any of them, and no excluded one.

    A passage whose places all lie in its lead belongs to the one before; one that answers by its
    title alone must be the first of its item. One that is described is left out where another of
    its item answers, or is excluded. Excluded clauses count anywhere.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    narrowing: Narrowing = ANYTHING
    any_of_them: bool = False
    scoring: Scoring = field(default_factory=Scoring)
