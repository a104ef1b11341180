"""Spotting: where among new words the place of a correction is, and how sure that is."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.edits.anchors import key
from mediahub.edits.entries import ReplaceWords
from mediahub.edits.fits import State
from mediahub.edits.pairing import Partners, timed, unlike
from mediahub.edits.replaying import BASE, Replay
from mediahub.transcript.span import Span
from mediahub.transcript.values import Word, spoken

WIDER = 3
"""So many words more than a person saw or wrote are too many for one place."""
ASTRAY_MS = 1500
"""How far off in time a place is no longer taken without asking."""
SAME_MS = 150
"""What begins so near the same time is the same sound."""
SIMILAR = 0.6
"""A pair that costs no more is the same word, heard otherwise."""
ALIKE = 0.45
"""So unlike, in shares of the letters, what a person saw or wrote and what is heard in its place
may be where no neighbour tells the place."""
FEW_LETTERS = 4
LESS = 0.05
MOST_SWALLOWED = 2
LONG = 12
"""A passage of so many words is not taken without both of its neighbours."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Words [first, end) of the new recognition are where an entry belongs."""

    first: int
    end: int
    state: State
    after: str | None = None
    """What must stand there where that is more than the entry's own words."""


class Spotter:
    """An edited text and the new words, and where in these the words of the text have partners."""

    def __init__(self, before: Replay, new: Sequence[Word]) -> None:
        self._before, self._new, self._old = before, new, before.recognition.words
        keyed = timed(new)
        self._keys, self._times = keyed.keys, keyed.times
        self.partners = Partners.of(timed(before.words), keyed)

    def spot(self, number: int, entry: ReplaceWords) -> Spot:
        """Where an entry belongs among the new words, and how sure that is."""
        a, b = self._before.ranges[number]
        same = self._as_it_was(number, entry)
        if same is not None:
            return same
        partners = self.partners
        lo, hi = partners.before(a), partners.after(b)
        own = [place for place in partners.places[a:b] if place is not None]
        left, right = self._neighbour(a - 1), self._neighbour(b)
        if own:
            lo = own[0][0] if left is None else lo
            hi = own[-1][1] if right is None else hi
        said = "".join(key(word.text) for word in self._before.words[a:b])
        heard = "".join(key(word.text) for word in self._new[lo:hi])
        if said == heard and (own or (left is not None and right is not None)):
            return Spot(lo, hi, "settled")
        after = None if said == heard else self._swallowed(a, b, lo, hi)
        narrow = hi - lo <= max(b - a, len(entry.before)) + WIDER
        near = self._apart_ms(entry.span, lo, hi) <= ASTRAY_MS
        sides = sum(side is not None and side <= SIMILAR for side in (left, right))
        if narrow and near and (sides == 2 or self._vouched(entry, said, heard, own, sides, after)):
            return Spot(lo, hi, "moved", after)
        if not narrow:
            lo, hi = (own[0][0], own[-1][1]) if own else self._heard_in(entry.span, lo, hi)
        return Spot(lo, hi, "question", after)

    def _neighbour(self, at: int) -> float | None:
        """How unlike a word next to an entry and its partner are; None for one without a partner.

        The edge of the text is its own partner.
        """
        if not 0 <= at < len(self.partners.places):
            return 0.0
        place = self.partners.places[at]
        return place[2] if place is not None else None

    def _as_it_was(self, number: int, entry: ReplaceWords) -> Spot | None:
        """Where the new words are at that very time just what the old ones were, both sides too."""
        tags = self._before.tags
        a, b = self._before.ranges[number]
        covered = self._before.covered[number]
        sides = [tags[at] if 0 <= at < len(tags) else None for at in (a - 1, b)]
        if any(tag is not None and tag[0] != BASE for tag in (*covered, *sides)):
            return None
        left, right = (self._old[tag[1]] if tag is not None else None for tag in sides)
        inside = [self._old[index] for _, index in covered]
        first = inside[0] if inside else right
        if first is None or (
            inside and [key(w.text) for w in inside] != list(map(key, entry.before))
        ):
            return None
        wanted = [*([left] if left else []), *inside, *([right] if right else [])]
        keys = [key(word.text) for word in wanted]
        skipped = len(inside) + (right is not None) if not left else None
        for at in self._near(first.span.start_ms):
            begin = at - (left is not None)
            end = begin + len(wanted)
            if begin < 0 or self._keys[begin:end] != keys or (skipped and begin):
                continue
            if right is None and end != len(self._keys):
                continue
            return Spot(at, at + len(inside), "moved")
        return None

    def _near(self, at_ms: int) -> range:
        """The new words that begin at a time, or as good as then."""
        starts = self._times
        return range(bisect_left(starts, at_ms - SAME_MS), bisect_right(starts, at_ms + SAME_MS))

    def part(self, spots: dict[int, Spot]) -> None:
        """Give each new word to one entry: to the surer, then to the earlier in the text."""
        taken: set[int] = set()
        ranges = self._before.ranges
        order = sorted(
            spots, key=lambda number: (spots[number].state == "question", ranges[number])
        )
        for number in order:
            spot = spots[number]
            mine = [word for word in range(spot.first, spot.end) if word not in taken]
            if mine != list(range(spot.first, spot.end)):
                first = mine[0] if mine else spot.first
                spots[number] = Spot(first, first + len(mine), "question", spot.after)
            taken.update(mine)

    def _vouched(
        self,
        entry: ReplaceWords,
        said: str,
        heard: str,
        own: Sequence[tuple[int, int, float]],
        sides: int,
        after: str | None,
    ) -> bool:
        """Whether a place with one neighbour or none is sure all the same, by what is heard in it.

        A short word may be another's: two people say "ja" at once. A long passage needs both.
        """
        if after is not None or (said == heard and own):
            return True
        was = "".join(map(key, entry.before))
        if not heard or len(own) > LONG or max(len(was), len(said)) < FEW_LETTERS:
            return False
        alike = min(unlike(said, heard), unlike(was, heard))
        return alike <= (SIMILAR if sides else ALIKE)

    def _swallowed(self, a: int, b: int, lo: int, hi: int) -> str | None:
        """What a place must say so that no neighbour is lost that was heard as one with its words.

        "mest asfalt" may be heard as "mestasfalt": what stands there is then both words. None
        where the entry's own words are enough.
        """
        words, places = self._before.words, self.partners.places
        heard = "".join(key(word.text) for word in self._new[lo:hi])
        best, reach = unlike(self._letters(a, b), heard), (a, b)
        first = a
        while first > max(0, a - MOST_SWALLOWED) and places[first - 1] is None:
            first -= 1
        last = b
        while last < min(len(words), b + MOST_SWALLOWED) and places[last] is None:
            last += 1
        for one in range(first, a + 1):
            for other in range(b, last + 1):
                cost = unlike(self._letters(one, other), heard)
                if self._is_plain(one, a) and self._is_plain(b, other) and cost < best - LESS:
                    best, reach = cost, (one, other)
        if reach == (a, b) or best > ALIKE:
            return None
        return " ".join(word.text for word in words[reach[0] : reach[1]])

    def _letters(self, a: int, b: int) -> str:
        return "".join(key(word.text) for word in self._before.words[a:b])

    def _is_plain(self, a: int, b: int) -> bool:
        """Whether nobody wrote any of these words."""
        return all(owner == BASE for owner, _ in self._before.tags[a:b])

    def _apart_ms(self, span: Span, lo: int, hi: int) -> int:
        if lo < hi:
            held = spoken(self._new[lo:hi])
        else:
            start = self._new[lo - 1].span.end_ms if lo else 0
            end = self._new[lo].span.start_ms if lo < len(self._new) else start
            held = Span(min(start, end), max(start, end))
        return held.gap_ms(span)

    def _heard_in(self, span: Span, lo: int, hi: int) -> tuple[int, int]:
        """Those of the words [lo, hi) that are heard at this time; where they would be if none."""
        inside = [at for at in range(lo, hi) if self._new[at].span.middle_ms in span]
        if inside:
            return inside[0], inside[-1] + 1
        at = next((at for at in range(lo, hi) if self._new[at].span.start_ms >= span.end_ms), hi)
        return at, at
