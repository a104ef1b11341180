"""The three-way merge: where every decision stands among the words of a new recognition.

The edited text and the new words are aligned once; what people wrote is the best anchor there is,
since a better model hears it, too. What lies between the partners of an entry's neighbours is its
place. Nothing is lost: where the place is in doubt the person's words stand, and a person is asked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mediahub.edits.alignment import Timed
from mediahub.edits.anchors import CONTEXT, Place, key
from mediahub.edits.entries import Entry, ReplaceWords, Review
from mediahub.edits.fits import Fit, State, with_fits
from mediahub.edits.pairing import Partners, rising, unlike
from mediahub.edits.replaying import BASE, Replay
from mediahub.edits.speaking import Moving
from mediahub.edits.standing import is_at_home, on_wording, placed
from mediahub.transcript.span import Span
from mediahub.transcript.values import Recognition, Word

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
                before.put(number, anchored, exact=is_at_home(entry, old_wording))
        elif isinstance(entry, Review):
            before.review(entry, old_wording)
    merge = _Merge(before, entries, new, wording)
    made = merge.entries()
    moving = Moving(before, old_wording, merge.after, merge.partners, wording)
    return tuple(moving.moved(entry) for entry in made)


class _Merge:
    """One merge under way: the edited text, the new words, and the new words being edited."""

    def __init__(
        self, before: Replay, entries: Sequence[Entry], new: Recognition, wording: str
    ) -> None:
        self._before, self._entries, self._wording = before, entries, wording
        self.partners = Partners.of(_timed(before.words), _timed(new.words))
        self._new, self._old = new.words, before.recognition.words
        timed = _timed(new.words)
        self._keys, self._times = timed.keys, timed.times
        self.after = Replay(new)

    def entries(self) -> tuple[Entry, ...]:
        """The entries with their fits."""
        spots = {
            number: self._spot(number, entry)
            for number, entry in enumerate(self._entries)
            if isinstance(entry, ReplaceWords)
            and not is_at_home(entry, self._wording)
            and self._before.alive(number)
        }
        self._part(spots)
        claimed = {word for spot in spots.values() for word in range(spot.first, spot.end)}
        made: list[Entry] = []
        for number, entry in enumerate(self._entries):
            if isinstance(entry, ReplaceWords):
                made.append(self._put(number, entry, spots.get(number)))
            elif isinstance(entry, Review):
                made.append(self._review(entry, claimed))
            else:
                made.append(entry)
        return tuple(made)

    def _spot(self, number: int, entry: ReplaceWords) -> _Spot:
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

    def _as_it_was(self, number: int, entry: ReplaceWords) -> _Spot | None:
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
            return _Spot(at, at + len(inside), "moved")
        return None

    def _near(self, at_ms: int) -> range:
        """The new words that begin at a time, or as good as then."""
        starts = self._times
        return range(bisect_left(starts, at_ms - SAME_MS), bisect_right(starts, at_ms + SAME_MS))

    def _part(self, spots: dict[int, _Spot]) -> None:
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
                spots[number] = _Spot(first, first + len(mine), "question", spot.after)
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

    def _neighbour(self, at: int) -> float | None:
        """How unlike a word next to an entry and its partner are; None for one without a partner.

        The edge of the text is its own partner.
        """
        if not 0 <= at < len(self.partners.places):
            return 0.0
        place = self.partners.places[at]
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
                self.after.put(number, anchored, exact=True)
            return entry
        if spot is None:
            if number in self._before.covered:
                gone = Fit((), "superseded", entry.span, entry.before, entry.left, entry.right)
                return replace(entry, fits=with_fits(entry.fits, self._wording, (gone,)))
            return entry
        chained = self._chained(number)
        place = chained or self._place(number, spot)
        fit = Fit(
            (),
            spot.state,
            self._span(entry.span, place),
            tuple(word.text for word in self.after.words[place.first : place.end]),
            *self._beside(place),
            after=spot.after if chained is None else None,
        )
        anchored = placed(entry, fit)
        _, found = self.after.rewording.find(anchored, exact=True)
        # Where its neighbours stand more than once near by, what finds it later decides.
        self.after.put_at(number, anchored, found or place)
        return replace(entry, fits=with_fits(entry.fits, self._wording, (fit,)))

    def _review(self, entry: Review, claimed: set[int]) -> Review:
        """A reviewed text with its places where the new words say something else."""
        if is_at_home(entry, self._wording):
            self.after.review(entry, self._wording)
            return entry
        mine = self._before.reviewed.get(entry.id, frozenset())
        held = [at for at, tag in enumerate(self._before.tags) if tag in mine]
        if not held:
            return entry
        lo, hi = self.partners.before(held[0]), self.partners.after(held[-1] + 1)
        fits = [Fit((), "settled", self._held(entry.span, lo, hi), ())]
        for a, b in self._differing(held):
            words = [
                word
                for word in range(self.partners.before(a), self.partners.after(b))
                if word not in claimed
            ]
            if fit := self._difference(a, b, words):
                fits.append(fit)
        return replace(entry, fits=with_fits(entry.fits, self._wording, fits))

    def _differing(self, held: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The stretches of the edited text, among `held` words, that the new words say otherwise.

        An empty one is where the new words have something between two that stand side by side.
        """
        places, start = self.partners.places, None
        for number, at in enumerate(held):
            place = places[at]
            same = (
                place is not None
                and place[1] - place[0] == 1
                and self._new[place[0]].text == self._before.words[at].text
            )
            beside = number > 0 and held[number - 1] == at - 1
            if start is not None and (same or not beside):
                yield start, held[number - 1] + 1
                start = None
            elif same and beside and start is None and self.partners.before(at) != places[at][0]:  # type: ignore[index]
                yield at, at
            if not same and start is None:
                start = at
        if start is not None:
            yield start, held[-1] + 1

    def _difference(self, a: int, b: int, words: Sequence[int]) -> Fit | None:
        """What reviewed words [a, b) put in place of these new words, put there at once."""
        first = words[0] if words else self.partners.before(a)
        place = self._place_of(first, words, a)
        shown = self.after.words[place.first : place.end]
        if not shown and a == b:
            return None
        said = self._before.words[a:b]
        start = said[0].span if said else shown[0].span
        alike = "".join(key(w.text) for w in shown) == "".join(key(w.text) for w in said)
        sure = [word.probability for word in shown]
        fit = Fit(
            (),
            "settled" if alike else "question",
            self._span(start, place),
            tuple(word.text for word in shown),
            *self._beside(place),
            after=" ".join(word.text for word in said),
            sure=sum(sure) / len(sure) if sure else None,
        )
        self.after.difference(place, fit)
        return fit

    def _held(self, span: Span, lo: int, hi: int) -> Span:
        if lo >= hi:
            return span
        start = min(span.start_ms, self._new[lo].span.start_ms)
        return Span(start, max(span.end_ms, self._new[hi - 1].span.end_ms))

    def _beside(self, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
        words = self.after.words
        return (
            tuple(word.text for word in words[max(0, place.first - CONTEXT) : place.first]),
            tuple(word.text for word in words[place.end : place.end + CONTEXT]),
        )

    def _chained(self, number: int) -> Place | None:
        """The place of an entry that took the place of other entries' words alone."""
        tags = self._before.covered.get(number, ())
        if not tags or any(owner == BASE for owner, _ in tags):
            return None
        found = [self.after.at(tag) for tag in tags]
        places = [at for at in found if at is not None]
        if len(places) != len(tags):
            return None
        return Place(0, 0, min(places), max(places) + 1)

    def _place(self, number: int, spot: _Spot) -> Place:
        """Where the new words [first, end) stand by now; others may have taken some of them."""
        a = self._before.ranges[number][0]
        return self._place_of(spot.first, range(spot.first, spot.end), a)

    def _place_of(self, first: int, words: Sequence[int], a: int) -> Place:
        mine = [at for word in words if (at := self.after.at((BASE, word))) is not None]
        if mine:
            together = 1
            while together < len(mine) and mine[together] == mine[0] + together:
                together += 1
            return Place(0, 0, mine[0], mine[0] + together)
        at = self._seam(first)
        while at < len(self.after.tags) and self._is_before(self.after.tags[at][0], a):
            at += 1
        return Place(0, 0, at, at)

    def _is_before(self, owner: int, a: int) -> bool:
        return owner != BASE and self._before.ranges.get(owner, (a, a))[0] < a

    def _seam(self, word: int) -> int:
        """Where in the text by now what stands before a new word ends."""
        for index in range(word - 1, -1, -1):
            at = self.after.at((BASE, index))
            if at is not None:
                return at + 1
        return 0

    def _span(self, own: Span, place: Place) -> Span:
        """The time of a place: its words', or what is free of its own time between two words."""
        words = self.after.words
        if place.first < place.end:
            held = words[place.first : place.end]
            start = held[0].span.start_ms
            return Span(start, max(start, *(word.span.end_ms for word in held)))
        earliest = words[place.first - 1].span.end_ms if place.first else 0
        latest = self.after.recognition.duration_ms
        if place.first < len(words):
            latest = words[place.first].span.start_ms - 1
        latest = max(earliest, latest)
        start = min(max(own.start_ms, earliest), latest)
        return Span(start, max(start, min(own.end_ms, latest)))


def _timed(words: Sequence[Word]) -> Timed:
    return Timed([key(word.text) for word in words], rising([word.span.start_ms for word in words]))
