"""Anchors: finding again the place an edit was made at, by its time, its words and its neighbours.

Words are compared by their letters and digits only, in lower case. A place is looked for within
2 s of its time; of several the one whose neighbours agree best counts, then the nearest in time.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mediahub.transcript.span import Span
from mediahub.transcript.values import Word

REACH_MS = 2000
CONTEXT = 3
"""How many neighbours on either side an edit keeps."""
NEXT_DOOR = 2
"""What the nearest neighbour counts for; those further out count 1."""
CLOSE_MS = 300
"""A single word this near its time needs no neighbour to vouch for it."""
ALIKE = 0.25
"""Share of an anchor's words that must still be heard at its time when they moved or changed."""


def key(text: str) -> str:
    """What two spellings of a word share: its letters and digits in lower case."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or text


class Wording:
    """A list of words that can be searched by time and changed in place."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = list(words)
        self.keys = [key(word.text) for word in self.words]
        self._starts: list[int] = []
        latest = 0
        for word in self.words:
            latest = max(latest, word.span.start_ms)
            self._starts.append(latest)

    def put(self, first: int, end: int, words: Sequence[Word]) -> None:
        """Put `words` in the place of those from `first` up to `end`."""
        self.words[first:end] = words
        self.keys[first:end] = [key(word.text) for word in words]
        self._starts[first:end] = [word.span.start_ms for word in words]

    def start(self, index: int) -> int:
        """When the word at `index` begins, times made to rise; for the end, the last word's end."""
        if index < len(self._starts):
            return self._starts[index]
        return self.words[-1].span.end_ms if self.words else 0

    def within(self, start_ms: int, end_ms: int) -> range:
        """The indices of the words that begin in [start_ms, end_ms]."""
        return range(bisect_left(self._starts, start_ms), bisect_right(self._starts, end_ms))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: `agreement` of its neighbours first, then nearness in time."""

    agreement: int
    nearness_ms: int
    """0 at its own time, else negative."""
    first: int
    end: int


def best_place(
    wording: Wording, at_ms: int, words: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> Place | None:
    """The place near `at_ms` where `words` stand; where the neighbours meet when there are none.

    None when they stand nowhere near, or only by chance: a short, displaced stretch with no
    neighbour to vouch for it.
    """
    wanted = [key(word) for word in words]
    count = len(wanted)
    found: list[Place] = []
    near = wording.within(max(0, at_ms - REACH_MS), at_ms + REACH_MS)
    # A place between words may lie in a long silence, far from where the next one begins.
    for first in range(max(0, near.start - 1), min(near.stop + 1, len(wording.words)) + 1):
        if wording.keys[first : first + count] != wanted:
            continue
        apart = _apart(wording, first, at_ms, between=not count)
        if apart > REACH_MS:
            continue
        agreement = _agreement(wording, first, first + count, left, right)
        found.append(Place(agreement, -apart, first, first + count))
    # Of equals the earlier, so that the order of the text decides.
    best = max(found, key=lambda place: (place.agreement, place.nearness_ms), default=None)
    if best is None:
        return None
    alone = not left and not right
    vouched = best.agreement >= NEXT_DOOR or count >= CONTEXT or alone
    return best if vouched or (count and -best.nearness_ms <= CLOSE_MS) else None


def exact_place(
    wording: Wording, span: Span, words: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> Place | None:
    """The place where `words` begin at that very time, with neighbours as in `best_place`.

    None when they do not; of several that begin then the one whose neighbours agree best counts.
    Without words it is where the neighbours meet, however many of them agree.
    """
    wanted = [key(word) for word in words]
    if not wanted:
        return _seam(wording, span.start_ms, left, right)
    found = [
        Place(_agreement(wording, at, at + len(wanted), left, right), 0, at, at + len(wanted))
        for at in wording.within(span.start_ms, span.start_ms)
        if wording.keys[at : at + len(wanted)] == wanted
    ]
    return max(found, key=lambda place: place.agreement, default=None)


def _seam(wording: Wording, at_ms: int, left: Sequence[str], right: Sequence[str]) -> Place | None:
    near = wording.within(max(0, at_ms - REACH_MS), at_ms + REACH_MS)
    found = [
        Place(
            _agreement(wording, at, at, left, right),
            -_apart(wording, at, at_ms, between=True),
            at,
            at,
        )
        for at in range(max(0, near.start - 1), min(near.stop + 1, len(wording.words)) + 1)
    ]
    return max(found, key=lambda place: (place.agreement, place.nearness_ms), default=None)


def stretch(wording: Wording, span: Span, words: Sequence[str]) -> range | None:
    """The indices of what is said at an anchor: its words where they stand, else its time.

    None when hardly any of its words are heard at that time any more, or nothing at all; an anchor
    without words is its time alone.
    """
    place = best_place(wording, span.start_ms, words, (), ()) if words else None
    if place is not None:
        return range(place.first, place.end)
    heard = [
        index
        for index in wording.within(max(0, span.start_ms - REACH_MS), span.end_ms + REACH_MS)
        if wording.words[index].span.overlap_ms(span) or wording.start(index) in span
    ]
    wanted = Counter(map(key, words))
    common = wanted & Counter(wording.keys[index] for index in heard)
    if not heard or (words and common.total() < max(1, ALIKE * wanted.total())):
        return None
    return range(heard[0], heard[-1] + 1)


def _apart(wording: Wording, first: int, at_ms: int, *, between: bool) -> int:
    """How far in ms the word at `first`, or the silence before it, lies from a time."""
    start = wording.start(first)
    if not between:
        return abs(start - at_ms)
    silence = wording.words[first - 1].span.end_ms if first else 0
    return max(0, min(silence, start) - at_ms, at_ms - max(silence, start))


def _agreement(
    wording: Wording, first: int, end: int, left: Sequence[str], right: Sequence[str]
) -> int:
    """How well the neighbours agree; the edge of the text is a neighbour too."""
    agreement = 0
    for step in range(CONTEXT):
        weight = NEXT_DOOR if step == 0 else 1
        agreement += weight * _same(wording.keys, first - 1 - step, left, len(left) - 1 - step)
        agreement += weight * _same(wording.keys, end + step, right, step)
    return agreement


def _same(keys: Sequence[str], index: int, context: Sequence[str], at: int) -> bool:
    inside = 0 <= index < len(keys)
    if not 0 <= at < len(context):
        # Less context than three words means that the text began or ended there.
        return not inside
    return inside and keys[index] == key(context[at])
