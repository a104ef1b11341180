"""A second engine behind the protocol: dictionaries in memory, as plain as can be.

What a query finds must not hang on the engine, so the tests of finding run on both. This one
executes an `ExpandedQuery` by what its values say of themselves, passage by passage and without
numpy, as any other engine would have to.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from mediahub.language import fold
from mediahub.search import analysis
from mediahub.search.analysis import Forms
from mediahub.search.engine import FACETS, Answer, Found, Matches, StoredPassage
from mediahub.search.expanded import (
    ANYTHING,
    Alternative,
    Clause,
    ExpandedQuery,
    Expansion,
    Label,
    Lookup,
    Narrowing,
    Nearness,
    Phrase,
    Scoring,
    Slot,
    Words,
)
from mediahub.search.payload import from_payload
from mediahub.search.values import Sort

Place = tuple[int, int]
"""A passage's number and a position in it."""


def edits(one: str, other: str) -> int:
    """The edits between two words by the book (optimal string alignment)."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            best = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2][j - 2] + 1)
            table[i][j] = best
    return table[-1][-1]


def edits_or_ending(one: str, other: str) -> int:
    """The same, an ending of up to three letters that only `other` has counted as one edit."""
    shorter = [other[:-n] for n in (1, 2, 3) if len(other) - n >= len(one) - 1]
    return min([edits(one, other), *(edits(one, short) + 1 for short in shorter)])


def is_of(word: str, lookup: Lookup) -> bool:
    """Whether the word is one of the lookup's."""
    own, key = analysis.forms(word), lookup.key
    return {
        "word": lambda: word == key,
        "stem": lambda: key in own.stems,
        "head": lambda: key in own.heads,
        "part": lambda: key in own.parts,
        "folded": lambda: key in own.folded,
        "sound": lambda: key == own.sound,
        "verb": lambda: key in own.verbs,
        "beginning": lambda: word.startswith(key),
        "folded_beginning": lambda: fold(word).startswith(key),
    }[lookup.field]()


@dataclass
class ClauseAnswers:
    """What answers a clause: the best quality, last position and alternative of each place."""

    places: dict[Place, tuple[float, int, Alternative | None]]
    titled: set[int] = field(default_factory=set)
    taken: tuple[int | None, ...] = ()

    def within(self, passage: int) -> list[Answer]:
        return [
            Answer(position, last, alternative)
            for (number, position), (_, last, alternative) in sorted(
                self.places.items(), key=lambda pair: pair[0]
            )
            if number == passage
        ]


@dataclass
class MemorySnapshot:
    """Every passage of every item, in order of the ids."""

    held: Mapping[str, list[StoredPassage]]

    def __post_init__(self) -> None:
        numbered = [(item, n) for item in sorted(self.held) for n in range(len(self.held[item]))]
        self.of_item = numbered
        self.passages = [self.held[item][n] for item, n in numbered]
        self._places: dict[str, list[Place]] = {}
        for number, passage in enumerate(self.passages):
            for position, word in [*enumerate(passage.words), *passage.extra]:
                self._places.setdefault(word, []).append((number, position))

    # The vocabulary

    def count(self, lookup: Lookup) -> int:
        return sum(len(self._places[word]) for word in self.words(lookup))

    def words(self, lookup: Lookup) -> list[str]:
        return sorted(word for word in self._places if is_of(word, lookup))

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        apart = {word: edits_or_ending(folded, fold(word)) for word in self._places}
        return sorted(
            (word, count, len(self._places[word]))
            for word, count in apart.items()
            if count <= distance
        )

    def labels(self, label: Label) -> list[str]:
        return sorted({value for one in self.passages for own, value in one.labels if own == label})

    # Execution

    def execute(
        self,
        expanded: ExpandedQuery,
        filters: Narrowing = ANYTHING,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        facets: Sequence[Label] = FACETS,
    ) -> Matches:
        narrowing = expanded.narrowing & filters
        clauses = [self._clause(clause) for clause in expanded.clauses]
        unanswered = tuple(n for n, one in enumerate(clauses) if not one.places and not one.titled)
        own = clauses
        if narrowing.speakers is not None:
            own = [self._said_by(one, narrowing.speakers) for one in clauses] or [
                self._begun_by(narrowing.speakers)
            ]
        unwanted = {number for one in expanded.excluded for number, _ in self._clause(one).places}
        scores = {
            number: score
            for number, passage in enumerate(self.passages)
            if number not in unwanted and self._is(passage, narrowing)
            if (score := self._score(number, own, expanded)) is not None
        }
        said = {self.of_item[n][0] for n in scores if not self.passages[n].described}
        said |= {self.of_item[n][0] for n in unwanted}
        scores = {
            n: score
            for n, score in scores.items()
            if not (self.passages[n].described and self.of_item[n][0] in said)
        }
        order = sorted(
            scores,
            key=lambda n: (
                -self.passages[n].day if sort == "date" else 0,
                -round(scores[n], 4),
                *self.of_item[n],
            ),
        )
        shown = order[max(0, offset) : max(0, offset) + max(0, limit)]
        return Matches(
            found=tuple(
                Found(
                    from_payload(self.passages[n].payload),
                    round(scores[n], 4),
                    tuple(tuple(one.within(n)) for one in own),
                )
                for n in shown
            ),
            total=len(order),
            by_item={
                item: sum(self.of_item[n][0] == item for n in order)
                for item in (self.of_item[n][0] for n in shown)
            },
            facets={label: self._facet(label, order) for label in facets},
            taken=tuple(one.taken for one in clauses),
            unanswered=unanswered,
        )

    def _is(self, passage: StoredPassage, narrowing: Narrowing) -> bool:
        wanted: list[tuple[Label, tuple[str, ...] | None]] = [
            ("speaker", narrowing.speakers), ("theme", narrowing.themes),
            ("series", narrowing.series), ("kind", narrowing.kinds),
            ("reviewed", narrowing.reviewed),
        ]  # fmt: skip
        first, last = narrowing.first_day, narrowing.last_day
        return (
            all(
                values is None or any((label, value) in passage.labels for value in values)
                for label, values in wanted
            )
            and (first is None or passage.day >= first)
            and (last is None or 0 < passage.day <= last)
        )

    def _facet(self, label: Label, order: Sequence[int]) -> dict[str, int]:
        counts = Counter(
            value
            for number in order
            for value in {value for own, value in self.passages[number].labels if own == label}
        )
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    # Places

    def _clause(self, clause: Clause) -> ClauseAnswers:
        best: dict[Place, tuple[float, int, Alternative | None]] = {}
        taken = []
        for term in clause.terms:
            number, found = self._expansion(term)
            taken.append(number)
            for place, quality, last, alternative in found:
                if place not in best or quality > best[place][0]:
                    best[place] = (quality, last, alternative)
        titled = {
            number
            for number, passage in enumerate(self.passages)
            for label, value in passage.labels
            if label == "title" and value in clause.titles
        }
        return ClauseAnswers(best, titled, tuple(taken))

    def _expansion(
        self, term: Expansion
    ) -> tuple[int | None, list[tuple[Place, float, int, Alternative]]]:
        besides = [one for alternative in term.besides for one in self._alternative(alternative)]
        for number, tier in enumerate(term.tiers):
            found = [one for each in tier.alternatives for one in self._alternative(each)]
            if found:
                return number, found + besides
        return None, besides

    def _alternative(
        self, alternative: Alternative
    ) -> Iterable[tuple[Place, float, int, Alternative]]:
        pattern, weight = alternative.pattern, alternative.weight
        if isinstance(pattern, Words):
            for place in self._slot(pattern.slot):
                yield place, weight, place[1], alternative
        elif isinstance(pattern, Phrase):
            slots = [set(self._slot(slot)) for slot in pattern.slots]
            for number, position in sorted(slots[0]):
                run = ((number, position + n) in slot for n, slot in enumerate(slots))
                if all(run):
                    last = position + len(slots) - 1
                    yield (number, position), weight, last, alternative
        else:
            for place, quality in self._near(pattern):
                yield place, quality * weight, place[1], alternative

    def _slot(self, slot: Slot) -> list[Place]:
        found: set[Place] = set()
        for lookup in slot:
            words = sorted(self.words(lookup), key=lambda word: -len(self._places[word]))
            found.update(place for word in words[: lookup.most] for place in self._places[word])
        return sorted(found)

    def _near(self, pattern: Nearness) -> Iterable[tuple[Place, float]]:
        slots = [self._slot(slot) for slot in pattern.slots]
        rarest = min(slots, key=len)
        for place in rarest:
            near = [place]
            for slot in slots:
                if slot is not rarest and (closest := nearest(slot, place)):
                    near.append(closest)
            furthest = max(abs(one[1] - place[1]) for one in near)
            quality = [value for within, value in pattern.quality if furthest <= within]
            if len(near) == len(slots) and quality:
                for one in near:
                    yield one, quality[0]

    def _said_by(self, clause: ClauseAnswers, speakers: Sequence[str]) -> ClauseAnswers:
        def speaking(place: Place) -> set[str]:
            turns = self.passages[place[0]].turns
            begun = max((at for at, _ in turns if at <= place[1]), default=None)
            return {name for at, name in turns if at == begun}

        kept = {
            place: answer
            for place, answer in clause.places.items()
            if speaking(place) & set(speakers)
        }
        return ClauseAnswers(kept, set(), clause.taken)

    def _begun_by(self, speakers: Sequence[str]) -> ClauseAnswers:
        return ClauseAnswers(
            {
                (number, position): (1.0, position, None)
                for number, passage in enumerate(self.passages)
                for position, name in passage.turns
                if name in speakers
            }
        )

    # Scores

    def _score(
        self, number: int, clauses: Sequence[ClauseAnswers], expanded: ExpandedQuery
    ) -> float | None:
        """The passage's score; None when it does not answer."""
        if not clauses:
            return 0.0
        passage, scoring = self.passages[number], expanded.scoring
        parts = [self._part(number, one, scoring) for one in clauses]
        answers = [answer for one in clauses for answer in one.within(number)]
        past_lead = any(answer.last >= passage.lead for answer in answers)
        enough = any(parts) if expanded.any_of_them else all(parts)
        if not enough or not (past_lead or self.of_item[number][1] == 0):
            return None
        rarities = [self._rarity(one, scoring) for one in clauses]
        score = sum(r * p for r, p in zip(rarities, parts, strict=True)) / sum(rarities)
        score *= 1 - scoring.confidence + scoring.confidence * passage.confidence
        score *= scoring.described if passage.described else 1
        if expanded.any_of_them:
            return score * scoring.any_of_them
        return score * (self._closeness(number, clauses, scoring) if len(clauses) > 1 else 1)

    def _part(self, number: int, clause: ClauseAnswers, scoring: Scoring) -> float:
        qualities = [q for (n, _), (q, _, _) in clause.places.items() if n == number]
        if not qualities:
            return scoring.titled if number in clause.titled else 0
        length = min(len(self.passages[number].words), 4096) / scoring.usual_length
        count = len(qualities)
        part = max(qualities) * count / (count + scoring.b + scoring.c * length)
        return part * (scoring.also_titled if number in clause.titled else 1)

    def _rarity(self, clause: ClauseAnswers, scoring: Scoring) -> float:
        holders, size = len({number for number, _ in clause.places}), len(self.passages)
        return scoring.floor + math.log(1 + size / (holders + 1)) / math.log(2 + size)

    def _closeness(self, number: int, clauses: Sequence[ClauseAnswers], scoring: Scoring) -> float:
        texts = [sorted(one.places) for one in clauses if one.places]
        if len(texts) < 2:
            return 1.0
        rarest = min(texts, key=len)
        spans = []
        for place in (place for place in rarest if place[0] == number):
            near = [nearest(text, place) for text in texts if text is not rarest]
            positions = [place[1], *(one[1] for one in near if one)]
            span = max(positions) - min(positions) if all(near) else scoring.far
            spans.append(min(span, scoring.far))
        if not spans:
            return scoring.apart
        over = max(0, min(spans) - (len(texts) - 1))
        return scoring.apart + (1 - scoring.apart) / (1 + over / scoring.half_way)


def nearest(places: Sequence[Place], to: Place) -> Place | None:
    """The nearest of the places in the same passage, the later of equals."""
    return min(
        (place for place in places if place[0] == to[0]),
        key=lambda place: (abs(place[1] - to[1]), -place[1]),
        default=None,
    )


@dataclass
class MemoryEngine:
    """The whole index in one dictionary; a writer works on a copy."""

    held: dict[str, tuple[str, list[StoredPassage]]] = field(default_factory=dict)
    commits: int = 0
    _snapshot: MemorySnapshot | None = None

    def newest(self) -> str:
        return str(self.commits) if self.commits else ""

    def fingerprints(self) -> Mapping[str, str]:
        return {item: fingerprint for item, (fingerprint, _) in self.held.items()}

    def reading(self) -> AbstractContextManager[MemorySnapshot]:
        return nullcontext(self.snapshot())

    def snapshot(self) -> MemorySnapshot:
        if self._snapshot is None:
            self._snapshot = MemorySnapshot(
                {item: passages for item, (_, passages) in self.held.items()}
            )
        return self._snapshot

    def writer(self, forms: Callable[[str], Forms], *, anew: bool = False) -> "MemoryWriter":
        assert forms is analysis.forms  # what the snapshot uses too
        return MemoryWriter(self, {} if anew else dict(self.held))

    def verify(self) -> None:
        assert all(count == 1 for count in Counter(self.held).values())


@dataclass
class MemoryWriter:
    """A copy that takes the place of the whole when it is committed."""

    engine: MemoryEngine
    held: dict[str, tuple[str, list[StoredPassage]]]

    def replace(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        self.held[item] = (fingerprint, list(passages))

    def remove(self, item: str) -> None:
        self.held.pop(item, None)

    def commit(self) -> None:
        self.engine.held, self.engine._snapshot = self.held, None
        self.engine.commits += 1

    def cancel(self) -> None:
        pass
