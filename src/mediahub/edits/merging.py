"""The three-way merge: where every decision stands among the words of a new recognition.

The edited text and the new words are aligned once; what people wrote is the best anchor there is,
since a better model hears it, too. What lies between the partners of an entry's neighbours is its
place. Nothing is lost: where the place is in doubt the person's words stand, and a person is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mediahub.edits.anchors import CONTEXT, Place, key
from mediahub.edits.entries import (
    Anchored,
    Entry,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    Review,
)
from mediahub.edits.fits import Fit, with_fits
from mediahub.edits.replaying import BASE, Replay
from mediahub.edits.shifting import Shift, shift_between, shifted_entry, shifted_words
from mediahub.edits.speaking import Moving
from mediahub.edits.spotting import Spot, Spotter
from mediahub.edits.standing import is_at_home, on_wording, placed
from mediahub.transcript.span import Span
from mediahub.transcript.values import Recognition, spoken


def merged(
    old: Recognition, old_wording: str, entries: Sequence[Entry], new: Recognition, wording: str
) -> tuple[Entry, ...]:
    """The entries, each with its fit in the new wording, where it has none yet.

    `old` is the wording that the entries hold in, `new` the one they are to hold in, both without
    any edits.
    """
    shift = shift_between(old.words, new.words)
    if shift.plain:
        return _merged(old, old_wording, entries, new, wording)
    # Another recording of the same talk: all is looked for where it was said, on the new clock.
    there = [one for one in entries if not _is_cut(one, old_wording, shift, new.duration_ms)]
    made = _merged(
        shifted_words(old, shift),
        old_wording,
        [shifted_entry(one, shift, old_wording, wording) for one in there],
        new,
        wording,
    )
    found = {one.id: one for one in made if isinstance(one, Anchored)}
    return tuple(
        _with_fits_of(one, found[one.id], wording)
        if isinstance(one, Anchored) and one.id in found
        else one
        for one in entries
    )


def _is_cut(entry: Entry, wording: str, shift: Shift, duration_ms: int) -> bool:
    """Whether what an entry is about lies in what was cut away."""
    if not isinstance(entry, Anchored) or isinstance(entry, NameSpeaker | NotSpeaker):
        return False
    anchored = on_wording(entry, wording)
    return anchored is not None and shift.cuts(anchored.span, duration_ms)


def _with_fits_of(entry: Anchored, found: Anchored, wording: str) -> Anchored:
    """The entry with the places that were found for it in a wording."""
    fits = [fit for fit in found.fits if wording in fit.wordings]
    return replace(entry, fits=with_fits(entry.fits, wording, fits)) if fits else entry


def _merged(
    old: Recognition, old_wording: str, entries: Sequence[Entry], new: Recognition, wording: str
) -> tuple[Entry, ...]:
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
        self._spotter = Spotter(before, new.words)
        self.partners = self._spotter.partners
        self._new = new.words
        self.after = Replay(new)

    def entries(self) -> tuple[Entry, ...]:
        """The entries with their fits."""
        spots = {
            number: self._spotter.spot(number, entry)
            for number, entry in enumerate(self._entries)
            if isinstance(entry, ReplaceWords)
            and not is_at_home(entry, self._wording)
            and self._before.alive(number)
        }
        self._spotter.part(spots)
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

    def _put(self, number: int, entry: ReplaceWords, spot: Spot | None) -> ReplaceWords:
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
        # What a correction wrote is that entry's own, and finds its place by itself.
        held = [at for at, tag in enumerate(self._before.tags) if tag in mine and tag[0] < 0]
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

    def _place(self, number: int, spot: Spot) -> Place:
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
            return spoken(words[place.first : place.end])
        earliest = words[place.first - 1].span.end_ms if place.first else 0
        latest = self.after.recognition.duration_ms
        if place.first < len(words):
            latest = words[place.first].span.start_ms - 1
        latest = max(earliest, latest)
        start = min(max(own.start_ms, earliest), latest)
        return Span(start, max(start, min(own.end_ms, latest)))
