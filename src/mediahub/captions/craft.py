"""Craft: how well cues can be read, by the figures that makers of captions go by."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediahub.captions.cue import (
    CHARS_PER_SECOND,
    DASH,
    MAX_LINE,
    MAX_LINES,
    MAX_MS,
    MIN_GAP_MS,
    MIN_MS,
    Cue,
)

RULES = ("width", "lines", "time", "speed", "gap")
"""What a cue is held against: its lines' length, their number, its time, its speed, its gap."""


@dataclass(frozen=True, slots=True)
class Craft:
    """How many cues there are, and for each of `RULES` the places of those that break it."""

    cues: int
    broken: tuple[tuple[int, ...], ...]

    def share(self, rule: str) -> float:
        """The share of cues that keep the rule, 0 to 1; 1 where there is none."""
        return 1 - len(self.broken[RULES.index(rule)]) / self.cues if self.cues else 1.0


def craft(shown: Sequence[Cue]) -> Craft:
    """Which cues, in order of time, break which rule of the craft.

    A line has 42 characters at most and a cue two lines; it is shown for 1 to 7 s, at 17 characters
    a second at most (spaces and a name in the text count, a line's end is one space), and 80 ms
    before the next. A word that is longer than a line is no fault of the cue's.
    """
    found: dict[str, list[int]] = {rule: [] for rule in RULES}
    for at, cue in enumerate(shown):
        if any(len(line) > MAX_LINE and " " in line.removeprefix(DASH) for line in cue.lines):
            found["width"].append(at)
        if len(cue.lines) > MAX_LINES:
            found["lines"].append(at)
        if not MIN_MS <= cue.span.duration_ms <= MAX_MS:
            found["time"].append(at)
        if reading_ms(len(cue.text)) > cue.span.duration_ms:
            found["speed"].append(at)
    for at, (cue, following) in enumerate(pairwise(shown)):
        if following.span.start_ms - cue.span.end_ms < MIN_GAP_MS:
            found["gap"].append(at)
    return Craft(len(shown), tuple(tuple(found[rule]) for rule in RULES))


def reading_ms(letters: int) -> int:
    """How long so many characters must be shown to be read, in ms."""
    return -(-letters * 1000 // CHARS_PER_SECOND)
