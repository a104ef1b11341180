"""Pacing: when each cue is shown, near what is said in it and long enough to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.captions.craft import reading_ms
from mediahub.captions.cue import LINGER_MS, MAX_MS, MIN_GAP_MS, MIN_MS
from mediahub.transcript.span import Span

EARLY_MS = 400
LATE_MS = 1000
"""How far from its first word a cue may begin where people speak faster than others read: subtitles
may slip within a run that is fast if they are back in step after it (BBC subtitle guidelines)."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cue shows: from when to when it is said, and how many characters it has."""

    span: Span
    letters: int

    @property
    def wanted_ms(self) -> int:
        """How long it should be shown."""
        return min(max(MIN_MS, reading_ms(self.letters)), MAX_MS)


def paced(said: Sequence[Spoken], duration_ms: int) -> list[Span]:
    """When the cues are shown: in their order, apart, inside the recording.

    A cue begins with its first word and stays until it is read, up to a second after its last. One
    that has no time for that may begin a little earlier or push the next one, within a run of cues
    that all need it. What is said too fast even so is shown too briefly; nothing is left out.
    """
    if not said:
        return []
    # A recording has room for its cues, whatever a broken file says.
    duration_ms = max(duration_ms, len(said))
    starts = _rising([one.span.start_ms for one in said], duration_ms)
    starts = _spread(said, starts, duration_ms)
    spans = []
    rooms = [*(start - MIN_GAP_MS for start in starts[1:]), duration_ms]
    for start, room, one in zip(starts, rooms, said, strict=True):
        end = max(one.span.end_ms, min(start + one.wanted_ms, one.span.end_ms + LINGER_MS))
        end = min(max(end, start + 1), start + MAX_MS, max(room, start + 1))
        spans.append(Span(start, end))
    return spans


def _rising(starts: list[int], duration_ms: int) -> list[int]:
    """Starts with none at or before the one before it, each inside the recording."""
    for at in range(1, len(starts)):
        starts[at] = max(starts[at], starts[at - 1] + 1)
    latest = duration_ms - 1
    for at in reversed(range(len(starts))):
        starts[at] = min(starts[at], latest)
        latest = starts[at] - 1
    return starts


def _spread(said: Sequence[Spoken], starts: Sequence[int], duration_ms: int) -> list[int]:
    """The starts moved where the cue before one, or it itself, has too little time otherwise."""
    steps = [one.wanted_ms + MIN_GAP_MS for one in said]
    lows = [max(0, start - EARLY_MS) for start in starts]
    latest = list(starts)
    following = duration_ms + MIN_GAP_MS
    for at in reversed(range(len(starts))):
        longest = said[at].span.end_ms + LINGER_MS - said[at].wanted_ms
        high = min(starts[at] + LATE_MS, max(longest, lows[at]))
        latest[at] = max(lows[at], min(high, following - steps[at]))
        following = latest[at]
    moved: list[int] = []
    free = 0
    for at, start in enumerate(starts):
        begin = max(free, min(start, latest[at]))
        if begin > start + LATE_MS:
            # The one before cannot be read in time anyhow: the run begins anew from here.
            seen = min(moved[-1] + MIN_MS + MIN_GAP_MS, start + LATE_MS)
            begin = max(start, seen, moved[-1] + 1)
        moved.append(begin)
        free = begin + steps[at]
    return _rising(moved, duration_ms)
