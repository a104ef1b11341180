"""Shifting: how the clock of a recording runs against that of another one of the same talk.

An intro cut away, or a jingle put in front, moves all that is said after it. Rows of words that
stand once in either text tell by how much; where too few do, nothing is shifted.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from mediahub.edits.entries import Anchored, AttributeWords, Entry, NameSpeaker
from mediahub.edits.fits import Anchor, Fit
from mediahub.edits.pairing import timed
from mediahub.transcript.span import Span
from mediahub.transcript.values import Recognition, Word

ROW = 3
"""So many words in a row tell a place."""
FEWEST = 4
"""So many such rows, one after the other, tell a shift."""
TOGETHER_MS = 1000
"""How far apart the shifts of two rows may be that tell the same: models differ in times."""
LEAST_MS = 500
"""A shift smaller than this is within what models differ in."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is said in [first_ms, last_ms] of the older recording is said `by_ms` later in the new.

    Earlier where that is negative. Both times are those of words.
    """

    first_ms: int
    last_ms: int
    by_ms: int


@dataclass(frozen=True, slots=True)
class Shift:
    """The stretches that a recording has in common with a newer one, in order of time.

    `plain` tells that the clock is the same throughout, as far as anything tells it.
    """

    stretches: tuple[Stretch, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether nothing is moved."""
        return all(abs(one.by_ms) < LEAST_MS for one in self.stretches)

    def by(self, at_ms: int) -> int:
        """How much later a time of the older recording is in the newer: as the nearest stretch."""
        if self.plain:
            return 0
        nearest = min(
            self.stretches,
            key=lambda one: max(one.first_ms - at_ms, at_ms - one.last_ms, 0),
        )
        return nearest.by_ms

    def time(self, at_ms: int) -> int:
        """The time in the newer recording; 0 for what lies before its beginning."""
        return max(0, at_ms + self.by(at_ms))

    def span(self, span: Span) -> Span:
        """The span in the newer recording; empty at 0 for what lies before its beginning."""
        start = self.time(span.start_ms)
        return Span(start, max(start, self.time(span.end_ms)))

    def around(self, span: Span, far_ms: int) -> tuple[int, ...]:
        """By how much what stands nearest a span on either side is moved: as much, or two ways.

        Nothing where no stretch holds it or comes as near as `far_ms`.
        """
        near = [
            one
            for one in self.stretches
            if one.first_ms - far_ms < span.end_ms and span.start_ms < one.last_ms + far_ms
        ]
        before = [one for one in near if one.first_ms <= span.start_ms]
        after = [one for one in near if one.last_ms >= span.end_ms]
        by = {one.by_ms for one in (*before[-1:], *after[:1])}
        return (0,) if by and self.plain else tuple(sorted(by))

    @staticmethod
    def moved(span: Span, by_ms: int) -> Span:
        """A span so much later, cut at the beginning of the recording."""
        start = max(0, span.start_ms + by_ms)
        return Span(start, max(start, span.end_ms + by_ms))

    def cuts(self, span: Span, duration_ms: int) -> bool:
        """Whether nothing of a span is left in the newer recording, which is so long."""
        if self.plain:
            return False
        start, end = (at + self.by(at) for at in (span.start_ms, span.end_ms))
        return end <= 0 or start >= duration_ms


def shift_between(old: Sequence[Word], new: Sequence[Word]) -> Shift:
    """How the clock of the old words runs against that of the new ones."""
    before, after = timed(old), timed(new)
    theirs = _rows(after.keys)
    common = [(at, theirs[row]) for row, at in _rows(before.keys).items() if row in theirs]
    found: list[Stretch] = []
    for rows in _together([(before.times[a], after.times[b]) for a, b in _rising(common)]):
        by = median_low([later - earlier for earlier, later in rows])
        found.append(Stretch(rows[0][0], rows[-1][0], by))
    return Shift(tuple(found))


def shifted_words(recognition: Recognition, shift: Shift) -> Recognition:
    """The words on the newer recording's clock."""
    words = tuple(replace(word, span=shift.span(word.span)) for word in recognition.words)
    return replace(recognition, words=words)


def shifted_entry(entry: Entry, shift: Shift, former: str, wording: str) -> Entry:
    """An entry with its places in the wording `former` on the newer recording's clock.

    Those in the newer recording's own `wording` are on it already.
    """
    if not isinstance(entry, Anchored):
        return entry
    fits = tuple(_shifted_fit(fit, shift, former, wording) for fit in entry.fits)
    if entry.wording == wording:
        return replace(entry, fits=fits)
    if isinstance(entry, NameSpeaker | AttributeWords):
        return replace(
            entry, span=shift.span(entry.span), voice=_shifted_voice(entry.voice, shift), fits=fits
        )
    return replace(entry, span=shift.span(entry.span), fits=fits)


def _shifted_fit(fit: Fit, shift: Shift, former: str, wording: str) -> Fit:
    if former not in fit.wordings or wording in fit.wordings:
        return fit
    return replace(fit, span=shift.span(fit.span), voice=_shifted_voice(fit.voice, shift))


def _shifted_voice(voice: Anchor | None, shift: Shift) -> Anchor | None:
    return None if voice is None else (shift.span(voice[0]), voice[1])


def _rows(keys: Sequence[str]) -> dict[tuple[str, ...], int]:
    """The rows of words that stand once, each with where it begins, in order."""
    rows = [tuple(keys[at : at + ROW]) for at in range(len(keys) - ROW + 1)]
    counts = Counter(rows)
    return {row: at for at, row in enumerate(rows) if counts[row] == 1}


def _rising(common: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of the pairs, which rise in the first, that rises in the second too."""
    ends: list[int] = []
    last: list[int] = []
    earlier: list[int | None] = []
    for number, (_, b) in enumerate(common):
        at = bisect_left(ends, b)
        earlier.append(last[at - 1] if at else None)
        ends[at : at + 1], last[at : at + 1] = [b], [number]
    found: list[tuple[int, int]] = []
    at_last = last[-1] if last else None
    while at_last is not None:
        found.append(common[at_last])
        at_last = earlier[at_last]
    return found[::-1]


def _together(times: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The pairs of times in groups of about one shift each; a few that tell their own are none."""
    groups: list[list[tuple[int, int]]] = []
    for earlier, later in times:
        if groups and abs(_by(groups[-1]) - (later - earlier)) <= TOGETHER_MS:
            groups[-1].append((earlier, later))
        else:
            groups.append([(earlier, later)])
    whole: list[list[tuple[int, int]]] = []
    for group in groups:
        if len(group) < FEWEST:
            continue
        if whole and abs(_by(whole[-1]) - _by(group)) <= TOGETHER_MS:
            whole[-1].extend(group)
        else:
            whole.append(group)
    return whole


def _by(group: Sequence[tuple[int, int]]) -> int:
    return median_low([later - earlier for earlier, later in group[-15:]])
