"""Pairing: which word of a new recognition stands for which word of the edited text.

Long equal stretches near in time are taken first; between them the cheapest alignment of all is
found, where a word costs by its letters and by how far off it is heard. Two words that are written
as one, or one as two, are a pair as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediahub.edits.alignment import Block, Timed, equal_blocks
from mediahub.edits.anchors import key
from mediahub.transcript.values import Word

SURE_WORDS = 3
SURE_LETTERS = 8
"""Equal stretches of so many words, or of so many letters, are not put in question."""
SURE_MS = 2000
"""How near in time they must be heard, though."""
UNEQUAL = 0.1
"""What two different words cost as a pair beside the letters that differ."""
ALONE = 0.55
"""What a word without a partner costs."""
JOINED = 0.05
"""What one word that the other text writes as two costs."""
NEAR_MS = 3000
FAR_COST = 0.4
"""What each second past `NEAR_MS` between the two of a pair costs."""
DRIFT_COST = 0.02
"""What each second costs in any case: of equals the nearest is meant."""
MOST_CELLS = 400_000
"""The largest gap that is aligned as a whole; a larger one is cut in time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words [a, a_end) of the one text stand for words [b, b_end) of the other.

    `cost` is 0 for equal ones, else `UNEQUAL` and the share of their letters that differ.
    """

    a: int
    a_end: int
    b: int
    b_end: int
    cost: float

    @property
    def equal(self) -> bool:
        """Whether both are the same letters."""
        return self.cost <= JOINED


def pairs(a: Timed, b: Timed) -> list[Pair]:
    """The pairs of two texts of one recording, in order; words without a partner are in none."""
    sure = list(_sure(a, b))
    found: list[Pair] = []
    ends = [(0, 0), *((block.a + block.size, block.b + block.size) for block in sure)]
    starts = [*((block.a, block.b) for block in sure), (len(a.keys), len(b.keys))]
    for number, ((i, j), (i_end, j_end)) in enumerate(zip(ends, starts, strict=True)):
        found.extend(_between(a, b, i, i_end, j, j_end))
        if number < len(sure):
            block = sure[number]
            found.extend(
                Pair(block.a + at, block.a + at + 1, block.b + at, block.b + at + 1, 0.0)
                for at in range(block.size)
            )
    return found


def _sure(a: Timed, b: Timed) -> list[Block]:
    found: list[Block] = []
    for block in equal_blocks(a, b):
        letters = sum(map(len, a.keys[block.a : block.a + block.size]))
        near = abs(a.times[block.a] - b.times[block.b]) <= SURE_MS
        if near and (block.size >= SURE_WORDS or letters >= SURE_LETTERS):
            found.append(block)
    return found


def _between(a: Timed, b: Timed, i: int, i_end: int, j: int, j_end: int) -> list[Pair]:
    """The pairs of a gap, cut in halves by time while it is too large to be aligned at once."""
    if i == i_end or j == j_end:
        return []
    if (i_end - i) * (j_end - j) <= MOST_CELLS:
        return _aligned(a, b, i, i_end, j, j_end)
    middle_ms = (a.times[i] + a.times[i_end - 1]) // 2
    i_cut = next((at for at in range(i, i_end) if a.times[at] > middle_ms), i_end)
    j_cut = next((at for at in range(j, j_end) if b.times[at] > middle_ms), j_end)
    if i_cut in (i, i_end):  # all at one time: nothing tells them apart
        return []
    return [*_between(a, b, i, i_cut, j, j_cut), *_between(a, b, i_cut, i_end, j_cut, j_end)]


def _aligned(a: Timed, b: Timed, i: int, i_end: int, j: int, j_end: int) -> list[Pair]:
    """The cheapest alignment of two short stretches (Needleman and Wunsch, 1970)."""
    rows, columns = i_end - i, j_end - j
    cost = [[ALONE * column for column in range(columns + 1)]]
    step: list[list[tuple[int, int]]] = [[(0, 1)] * (columns + 1)]
    for row in range(1, rows + 1):
        line, steps = [ALONE * row], [(1, 0)]
        above = cost[row - 1]
        x = a.keys[i + row - 1]
        for column in range(1, columns + 1):
            y = b.keys[j + column - 1]
            apart = _apart_cost(a.times[i + row - 1] - b.times[j + column - 1])
            best, move = above[column - 1] + _unlike(x, y) + apart, (1, 1)
            if above[column] + ALONE < best:
                best, move = above[column] + ALONE, (1, 0)
            if line[column - 1] + ALONE < best:
                best, move = line[column - 1] + ALONE, (0, 1)
            if column > 1 and x == b.keys[j + column - 2] + y:
                joined = above[column - 2] + JOINED + apart
                best, move = min((best, move), (joined, (1, 2)))
            if row > 1 and a.keys[i + row - 2] + x == y:
                joined = cost[row - 2][column - 1] + JOINED + apart
                best, move = min((best, move), (joined, (2, 1)))
            line.append(best)
            steps.append(move)
        cost.append(line)
        step.append(steps)
    found: list[Pair] = []
    row, column = rows, columns
    while row and column:
        up, back = step[row][column]
        if up and back:
            one, other = i + row - up, j + column - back
            unlike = JOINED if up + back > 2 else _unlike(a.keys[one], b.keys[other])
            found.append(Pair(one, one + up, other, other + back, unlike))
        row, column = row - up, column - back
    return found[::-1]


def _unlike(x: str, y: str) -> float:
    return 0.0 if x == y else UNEQUAL + unlike(x, y)


def unlike(x: str, y: str) -> float:
    """The share of letters that differ between two spellings, of the longer: 0 to 1."""
    from rapidfuzz.distance import Levenshtein  # only where something is merged

    return float(Levenshtein.normalized_distance(x, y))


def _apart_cost(apart_ms: int) -> float:
    apart = abs(apart_ms)
    return DRIFT_COST * apart / 1000 + FAR_COST * max(0, apart - NEAR_MS) / 1000


@dataclass(frozen=True, slots=True)
class Partners:
    """For each word of one text its place in the other: [start, end) where it has a partner."""

    places: tuple[tuple[int, int, float] | None, ...]
    length: int
    """How many words the other text has."""

    @classmethod
    def of(cls, a: Timed, b: Timed) -> "Partners":
        """The partners of a's words in b."""
        places: list[tuple[int, int, float] | None] = [None] * len(a.keys)
        for pair in pairs(a, b):
            for at in range(pair.a, pair.a_end):
                places[at] = (pair.b, pair.b_end, pair.cost)
        return cls(tuple(places), len(b.keys))

    def before(self, at: int) -> int:
        """Where in the other text what stands before word `at` ends."""
        for index in range(at - 1, -1, -1):
            place = self.places[index]
            if place is not None:
                return place[1]
        return 0

    def after(self, at: int) -> int:
        """Where in the other text what stands from word `at` on begins."""
        for index in range(at, len(self.places)):
            place = self.places[index]
            if place is not None:
                return place[0]
        return self.length


def rising(times: Sequence[int]) -> list[int]:
    """The times made to rise."""
    made = list(times)
    for at, (earlier, later) in enumerate(pairwise(made)):
        made[at + 1] = max(made[at], earlier, later)
    return made


def timed(words: Sequence[Word]) -> Timed:
    """Words as a text to align: by their letters, at their times made to rise."""
    return Timed([key(word.text) for word in words], rising([word.span.start_ms for word in words]))
