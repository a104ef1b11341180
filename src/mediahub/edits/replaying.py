"""Replaying: a journal's words put in one by one, with note of whose every word is.

A tag tells where a word of the edited text comes from: `(BASE, i)` is word i of the recognition,
`(n, k)` is word k that entry number n wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mediahub.edits.anchors import Place
from mediahub.edits.entries import ReplaceWords, Review
from mediahub.edits.fits import Fit
from mediahub.edits.rewording import Outcome, Rewording
from mediahub.edits.standing import differences, on_wording
from mediahub.transcript.values import Recognition, Word

Tag = tuple[int, int]
BASE = -1
NEAR = 200
"""By how many words a text is seldom shorter than what it was made of."""


@dataclass
class Replay:
    """A recognition being corrected, with a tag for each of its words.

    `ranges` tells where in the text each entry's words stand now, [first, end), equal for what it
    deleted; entries whose words are all gone have none. `covered` are the tags that an entry took
    the place of.
    """

    recognition: Recognition
    ranges: dict[int, tuple[int, int]] = field(default_factory=dict)
    covered: dict[int, tuple[Tag, ...]] = field(default_factory=dict)
    reviewed: dict[str, frozenset[Tag]] = field(default_factory=dict)
    """The words that each review, by its id, calls right."""
    tags: list[Tag] = field(init=False)
    rewording: Rewording = field(init=False)
    _differences: int = 0

    def __post_init__(self) -> None:
        self.rewording = Rewording(self.recognition)
        self.tags = [(BASE, index) for index in range(len(self.recognition.words))]

    @property
    def words(self) -> Sequence[Word]:
        """The words as they are now."""
        return self.rewording.wording.words

    def put(self, number: int, entry: ReplaceWords, *, exact: bool) -> Outcome:
        """Put an entry where it finds its place, and note what became of the others."""
        outcome, place = self.rewording.find(entry, exact=exact)
        if place is not None:
            self.put_at(number, entry, place, done=outcome == "already so")
        return outcome

    def put_at(self, number: int, entry: ReplaceWords, place: Place, *, done: bool = False) -> None:
        """Put an entry in this place; with `done` its words stand there already."""
        count = place.end - place.first if done else len(entry.after.split())
        if not done:
            self.rewording.put_at(place, entry)
        self.covered[number] = tuple(self.tags[place.first : place.end])
        self.tags[place.first : place.end] = [(number, at) for at in range(count)]
        for other, (first, end) in list(self.ranges.items()):
            kept = _after(first, end, place, count)
            if kept is None:
                del self.ranges[other]
            else:
                self.ranges[other] = kept
        self.ranges[number] = place.first, place.first + count

    def review(self, entry: Review, wording: str) -> None:
        """Put a reviewed text in its place, and note which words it holds."""
        for fit in differences(entry, wording):
            outcome, place = self.rewording.find(difference_entry(fit), exact=True)
            if place is not None and outcome == "placed":
                self.difference(place, fit)
        anchored = on_wording(entry, wording) or entry
        self.reviewed[entry.id] = frozenset(
            tag
            for tag, word in zip(self.tags, self.words, strict=True)
            if word.span.middle_ms in anchored.span
        )

    def difference(self, place: Place, fit: Fit) -> None:
        """Put what a reviewed text says in a place."""
        self._differences += 1
        self.put_at(-1 - self._differences, difference_entry(fit), place)

    def alive(self, number: int) -> bool:
        """Whether anything that the entry wrote, or deleted, still holds."""
        if number not in self.ranges:
            return False
        first, end = self.ranges[number]
        return first == end or any(tag[0] == number for tag in self.tags[first:end])

    def at(self, tag: Tag) -> int | None:
        """Where the word with this tag stands now."""
        owner, index = tag
        # A word of the recognition stands about where it stood: no need to look from the start.
        for start in (max(0, index - NEAR), 0) if owner == BASE else (0,):
            try:
                return self.tags.index(tag, start)
            except ValueError:
                continue
        return None


def difference_entry(fit: Fit) -> ReplaceWords:
    """What a reviewed text says at one place, as a correction."""
    return ReplaceWords("", fit.span, fit.words, fit.after or "", fit.left, fit.right)


def _after(first: int, end: int, place: Place, count: int) -> tuple[int, int] | None:
    """Where a range stands when a place in the text has been given `count` words.

    None when all of it, or the seam that it was, lies inside the place.
    """
    more = count - (place.end - place.first)
    if end <= place.first and (first < end or end < place.first or place.first == place.end):
        return first, end
    if first >= place.end and not (first == end == place.first):
        return first + more, end + more
    if place.first <= first and end <= place.end:
        return (first, first) if first == end in (place.first, place.end) else None
    return min(first, place.first), max(end, place.end) + more
