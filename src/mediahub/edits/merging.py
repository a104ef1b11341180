"""The three-way merge: where every decision stands among the words of a new recognition.

The edited text and the new words are aligned once; what people wrote is the best anchor there is,
since a better model hears it, too. What lies between the partners of an entry's neighbours is its
place. Nothing is lost: where the place is in doubt the person's words stand, and a person is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mediahub.edits.alignment import Timed
from mediahub.edits.anchors import CONTEXT, Place, key
from mediahub.edits.entries import Anchored, Entry, ReplaceWords, Review
from mediahub.edits.fits import Fit, State, with_fits
from mediahub.edits.pairing import Partners, rising, unlike
from mediahub.edits.replaying import BASE, Replay
from mediahub.edits.standing import fit_on, is_at_home, on_wording, placed
from mediahub.transcript.span import Span
from mediahub.transcript.values import Recognition, Word

WIDER = 3
"""So many words more than a person saw or wrote are too many for one place."""
ASTRAY_MS = 1500
"""How far off in time a place is no longer taken without asking."""
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
class _Spot:
    """Words [first, end) of the new recognition are where an entry belongs."""

    first: int
    end: int
    state: State
    after: str | None = None
    """What must stand there where that is more than the entry's own words."""


def merged(
    old: Recognition, old_wording: str, entries: Sequence[Entry], new: Recognition, wording: str
) -> tuple[Entry, ...]:
    """The entries, each with its fit in the new wording, where it has none yet.

    `old` is the wording that the entries hold in, `new` the one they are to hold in, both without
    any edits.
    """
    before = Replay(old)
    for number, entry in enumerate(entries):
        if isinstance(entry, ReplaceWords):
            anchored = on_wording(entry, old_wording)
            if anchored is not None:
                before.put(number, anchored, exact=fit_on(entry, old_wording) is not None)
    merge = _Merge(before, entries, new, wording)
    return merge.entries()


class _Merge:
    """One merge under way: the edited text, the new words, and the new words being edited."""

    def __init__(
        self, before: Replay, entries: Sequence[Entry], new: Recognition, wording: str
    ) -> None:
        self._before, self._entries, self._wording = before, entries, wording
        self._partners = Partners.of(_timed(before.words), _timed(new.words))
        self._new = new.words
        self._after = Replay(new)
        self._claimed: dict[int, int] = {}

    def entries(self) -> tuple[Entry, ...]:
        """The entries with their fits."""
        spots = {
            number: self._spot(number, entry)
            for number, entry in enumerate(self._entries)
            if isinstance(entry, ReplaceWords)
            and not is_at_home(entry, self._wording)
            and self._before.alive(number)
        }
        made: list[Entry] = []
        for number, entry in enumerate(self._entries):
            if isinstance(entry, ReplaceWords):
                made.append(self._put(number, entry, spots.get(number)))
            else:
                made.append(entry)
        return tuple(made)

    def _spot(self, number: int, entry: ReplaceWords) -> _Spot:
        """Where an entry belongs among the new words, and how sure that is."""
        a, b = self._before.ranges[number]
        partners = self._partners
        lo, hi = partners.before(a), partners.after(b)
        own = [place for place in partners.places[a:b] if place is not None]
        left, right = self._neighbour(a - 1), self._neighbour(b)
        if own:
            lo = own[0][0] if left is None else lo
            hi = own[-1][1] if right is None else hi
        said = "".join(key(word.text) for word in self._before.words[a:b])
        heard = "".join(key(word.text) for word in self._new[lo:hi])
        if said == heard and (own or (left is not None and right is not None)):
            return _Spot(lo, hi, "settled")
        after = None if said == heard else self._swallowed(a, b, lo, hi)
        narrow = hi - lo <= max(b - a, len(entry.before)) + WIDER
        near = self._apart_ms(entry.span, lo, hi) <= ASTRAY_MS
        sides = sum(side is not None and side <= SIMILAR for side in (left, right))
        if narrow and near and (sides == 2 or self._vouched(entry, said, heard, own, sides, after)):
            return _Spot(lo, hi, "moved", after)
        if not narrow:
            lo, hi = (own[0][0], own[-1][1]) if own else self._heard_in(entry.span, lo, hi)
        return _Spot(lo, hi, "question", after)

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
        words, places = self._before.words, self._partners.places
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

    def _neighbour(self, at: int) -> float | None:
        """How unlike a word next to an entry and its partner are; None for one without a partner.

        The edge of the text is its own partner.
        """
        if not 0 <= at < len(self._partners.places):
            return 0.0
        place = self._partners.places[at]
        return place[2] if place is not None else None

    def _apart_ms(self, span: Span, lo: int, hi: int) -> int:
        if lo < hi:
            held = Span(
                self._new[lo].span.start_ms,
                max(self._new[lo].span.start_ms, *(w.span.end_ms for w in self._new[lo:hi])),
            )
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

    def _put(self, number: int, entry: ReplaceWords, spot: _Spot | None) -> ReplaceWords:
        """The entry with its fit, put in its place for those that come after it."""
        if is_at_home(entry, self._wording):
            anchored = on_wording(entry, self._wording)
            if anchored is not None:
                self._after.put(number, anchored, exact=True)
            return entry
        if spot is None:
            if number in self._before.covered:
                gone = Fit((), "superseded", entry.span, entry.before, entry.left, entry.right)
                return replace(entry, fits=with_fits(entry.fits, self._wording, (gone,)))
            return entry
        chained = self._chained(number)
        place = chained or self._place(number, spot)
        state: State = spot.state
        words = self._after.words
        span = self._span(entry, place)
        fit = Fit(
            (),
            state,
            span,
            tuple(word.text for word in words[place.first : place.end]),
            tuple(word.text for word in words[max(0, place.first - CONTEXT) : place.first]),
            tuple(word.text for word in words[place.end : place.end + CONTEXT]),
            after=spot.after if chained is None else None,
        )
        anchored = placed(entry, fit)
        outcome, found = self._after.rewording.find(anchored, exact=True)
        if outcome != "placed" or found is None or (found.first, found.end) != (
            place.first,
            place.end,
        ):
            fit = replace(fit, state="question")
        self._after.put_at(number, anchored, place)
        return replace(entry, fits=with_fits(entry.fits, self._wording, (fit,)))

    def _chained(self, number: int) -> Place | None:
        """The place of an entry that took the place of other entries' words alone."""
        tags = self._before.covered.get(number, ())
        if not tags or any(owner == BASE for owner, _ in tags):
            return None
        found = [self._after.at(tag) for tag in tags]
        places = [at for at in found if at is not None]
        if len(places) != len(tags):
            return None
        return Place(0, 0, min(places), max(places) + 1)

    def _place(self, number: int, spot: _Spot) -> Place:
        """Where the new words [first, end) stand by now; others may have taken some of them."""
        mine = [
            at
            for word in range(spot.first, spot.end)
            if (at := self._after.at((BASE, word))) is not None
        ]
        runs = [at for at in mine if at - mine[0] == mine.index(at)]
        if runs:
            return Place(0, 0, runs[0], runs[-1] + 1)
        at = self._seam(spot.first)
        a = self._before.ranges[number][0]
        while at < len(self._after.tags) and self._is_before(self._after.tags[at][0], a):
            at += 1
        return Place(0, 0, at, at)

    def _is_before(self, owner: int, a: int) -> bool:
        return owner != BASE and self._before.ranges.get(owner, (a, a))[0] < a

    def _seam(self, word: int) -> int:
        """Where in the text by now what stands before a new word ends."""
        for index in range(word - 1, -1, -1):
            at = self._after.at((BASE, index))
            if at is not None:
                return at + 1
        return 0

    def _span(self, entry: ReplaceWords, place: Place) -> Span:
        """The time of a place: its words', or what is free of the entry's own between two words."""
        words = self._after.words
        if place.first < place.end:
            held = words[place.first : place.end]
            start = held[0].span.start_ms
            return Span(start, max(start, *(word.span.end_ms for word in held)))
        earliest = words[place.first - 1].span.end_ms if place.first else 0
        following = place.first < len(words)
        latest = words[place.first].span.start_ms - 1 if following else self._after.recognition.duration_ms
        latest = max(earliest, latest)
        start = min(max(entry.span.start_ms, earliest), latest)
        return Span(start, max(start, min(entry.span.end_ms, latest)))


def _timed(words: Sequence[Word]) -> Timed:
    return Timed(
        [key(word.text) for word in words], rising([word.span.start_ms for word in words])
    )
