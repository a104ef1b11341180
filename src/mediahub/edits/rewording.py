"""Rewording: the words of a recognition with corrections put in their places, one by one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from mediahub.edits.anchors import Place, Wording, best_place, exact_place
from mediahub.edits.entries import ReplaceWords
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Recognition, Word

CHARACTER_MS = 65
"""How long a spoken letter takes, about 15 a second; for words that nothing else times."""
LENT = 3
"""A neighbour lends one part in three of its time to words put in where there is no silence."""
Outcome = Literal["placed", "already so", "unplaced"]


class Rewording:
    """A recognition being corrected; `put` takes the entries in their order."""

    def __init__(self, recognition: Recognition) -> None:
        self._recognition = recognition
        self._breaks = list(recognition.breaks)
        self.wording = Wording(recognition.words)
        self._inserted: list[Span] = []

    def put(self, entry: ReplaceWords, *, exact: bool = False) -> Outcome:
        """Put one correction in its place, if its place is still there and it is still needed.

        With `exact` its words are looked for at their very time first.
        """
        outcome, place = self.find(entry, exact=exact)
        if place is not None and outcome == "placed":
            self.put_at(place, entry)
        return outcome

    def find(self, entry: ReplaceWords, *, exact: bool = False) -> tuple[Outcome, Place | None]:
        """Where a correction has its place, or where it stands already."""
        if exact:
            place = exact_place(self.wording, entry.span, entry.before, entry.left, entry.right)
            if place is not None:
                return "placed", place
        texts = entry.after.split()
        at = entry.span.start_ms
        place = best_place(self.wording, at, entry.before, entry.left, entry.right)
        done = best_place(self.wording, at, texts, entry.left, entry.right)
        if place is None or (done is not None and done.agreement > place.agreement):
            return ("already so" if done is not None else "unplaced"), done
        return "placed", place

    def put_at(self, place: Place, entry: ReplaceWords) -> None:
        """Put a correction in a place that was found for it."""
        texts = entry.after.split()
        if place.first == place.end:
            self._insert(place.first, texts, entry.span)
        else:
            self._replace(place, texts, entry.span)

    def result(self) -> Recognition:
        """The recognition with its words corrected; a gap that was filled in is one no more."""
        recognition = self._recognition
        words = tuple(self.wording.words)
        breaks, voices, pieces = self._remaining_breaks(len(words))
        return replace(
            recognition,
            words=words,
            gaps=tuple(
                gap
                for gap in recognition.gaps
                if not any(span.middle_ms in gap for span in self._inserted)
            ),
            breaks=breaks,
            voices=voices,
            pieces=pieces,
        )

    def _replace(self, place: Place, texts: Sequence[str], span: Span) -> None:
        old = self.wording.words[place.first : place.end]
        held = Span(old[0].span.start_ms, max(word.span.end_ms for word in old))
        kept = texts if [word.text for word in old] != list(texts) else ()
        if not held and kept:
            self._splice(place.first, place.end, ())
            self._insert(place.first, texts, span)
        elif kept or not texts:
            self._splice(place.first, place.end, spread(kept, held))
        else:  # a person says that what was heard is right
            self.wording.put(place.first, place.end, [replace(w, probability=1.0) for w in old])

    def _insert(self, at: int, texts: Sequence[str], span: Span) -> None:
        """Put words where there were none, in the silence there or in time a neighbour lends."""
        words = self.wording.words
        before = words[at - 1] if at else None
        after = words[at] if at < len(words) else None
        start = before.span.end_ms if before else 0
        end = after.span.start_ms if after else self._recognition.duration_ms
        silence = Span(start, end) if start < end else None
        # At or after the next word's start means: at the beginning of what follows.
        forward = after is not None and (before is None or span.start_ms >= after.span.start_ms)
        wanted = CHARACTER_MS * sum(map(len, texts))
        free = silence & span if silence else None
        if free is not None and 2 * free.duration_ms >= wanted:
            held = free
        elif silence and 2 * silence.duration_ms >= wanted:
            begin = max(start, min(span.start_ms, end - wanted))
            held = Span(begin, min(end, begin + wanted))
        elif forward and after is not None:
            lent = after.span.start_ms + after.span.duration_ms // LENT
            held = Span(after.span.start_ms, lent)
            self.wording.put(at, at + 1, [replace(after, span=Span(lent, after.span.end_ms))])
        elif before is not None:
            lent = before.span.end_ms - before.span.duration_ms // LENT
            held = Span(lent, before.span.end_ms)
            self.wording.put(at - 1, at, [replace(before, span=Span(before.span.start_ms, lent))])
        else:
            held = Span(0, min(wanted, self._recognition.duration_ms))
        self._splice(at, at, spread(texts, held), joins_next=forward)

    def _splice(
        self, first: int, end: int, words: Sequence[Word], *, joins_next: bool = True
    ) -> None:
        """Change the list of words, and move the author's breaks along."""
        self._inserted += [word.span for word in words]
        self.wording.put(first, end, words)
        more = len(words) - (end - first)
        for number, index in enumerate(self._breaks):
            if index >= end and not (index == first and joins_next):
                self._breaks[number] = index + more
            elif index > first:
                self._breaks[number] = min(index, first + len(words))

    def _remaining_breaks(
        self, count: int
    ) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...]]:
        """The breaks of the pieces that still have words, their voices, and which they are."""
        old = self._recognition
        pieces = [
            (number, index)
            for number, (index, following) in enumerate(pairwise([*self._breaks, count]))
            if index < following
        ]
        voices = tuple(old.voices[number] for number, _ in pieces) if old.voices else ()
        which = old.pieces or range(len(old.breaks))
        left = tuple(which[number] for number, _ in pieces)
        return (
            tuple(index for _, index in pieces),
            voices,
            () if left == tuple(range(len(left))) else left,
        )
