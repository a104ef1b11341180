"""The clock of captions held against the recording's: what lies outside, and what is certain."""

from collections.abc import Sequence
from dataclasses import replace

from mediahub.captions.notices import OUTSIDE, SHIFTED
from mediahub.captions.values import CaptionCue
from mediahub.notices import Notice
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.span import Span

_HOUR_MS = 3_600_000
_LEADER_MS = 120_000
"""How long before the hour a broadcast tape may begin: 09:58:00, with a picture and a clock."""
_SLACK_MS = 2000
"""How far past the end of the sound the last cue may be shown."""
_SOME = 0.2
"""The share of cues that lie outside where the clock is another, and not the last cue too long."""
_SLIVER_MS = 100
"""A cue of which less lies in the recording is not shown for that moment."""


def on_the_clock(
    cues: Sequence[CaptionCue], duration_ms: int, name: str
) -> tuple[tuple[CaptionCue, ...], tuple[Notice, ...]]:
    """The cues that lie within a recording of this length, and what of them is to be told.

    Where all cues lie whole hours late, and fit the recording when they are moved by those hours
    (a broadcast's clock that begins at 10:00:00), they are moved. What does not lie within is left
    out and told, never squeezed in; what is said in the recording is as it was written. `name` is
    the file for messages.
    """
    notices: list[Notice] = []
    moved_ms = _hours_late(cues, duration_ms)
    if moved_ms:
        notices.append(SHIFTED.at(name, by=clock_hms(moved_ms), first=clock_hms(_first(cues))))
    inside: list[CaptionCue] = []
    outside: list[CaptionCue] = []
    for cue in cues:
        moved = _moved(cue, moved_ms) if cue.span.start_ms >= moved_ms else None
        if moved is None or _is_outside(moved, duration_ms):
            outside.append(cue)
        else:
            inside.append(moved)
    if outside:
        notices.append(_told(outside, duration_ms, name))
    numbers = {number: at for at, number in enumerate(dict.fromkeys(cue.cue for cue in inside))}
    return tuple(replace(cue, cue=numbers[cue.cue]) for cue in inside), tuple(notices)


def _hours_late(cues: Sequence[CaptionCue], duration_ms: int) -> int:
    """The whole hours, in ms, by which all cues are certain to be late; 0 where none are."""
    late = sum(cue.span.end_ms > duration_ms + _SLACK_MS for cue in cues)
    if late <= _SOME * len(cues):
        return 0
    first = _first(cues)
    for hours in (-(-first // _HOUR_MS), first // _HOUR_MS):
        by = hours * _HOUR_MS
        if not hours or by - first > _LEADER_MS:
            continue
        after = [cue for cue in cues if cue.span.start_ms >= by]
        before = len(cues) - len(after)
        # What stands before the hour is a tape's leader, not the programme.
        leads = before <= min(1, len(after)) or 4 * before < len(after)
        if leads and all(cue.span.end_ms - by <= duration_ms + _SLACK_MS for cue in after):
            return by
    return 0


def _first(cues: Sequence[CaptionCue]) -> int:
    return min(cue.span.start_ms for cue in cues)


def _moved(cue: CaptionCue, by_ms: int) -> CaptionCue:
    if not by_ms:
        return cue
    shown = cue.shown
    return replace(
        cue,
        span=_earlier(cue.span, by_ms),
        shown=None if shown is None else _earlier(shown, by_ms),
        words=tuple(replace(word, span=_earlier(word.span, by_ms)) for word in cue.words),
    )


def _earlier(span: Span, by_ms: int) -> Span:
    start = max(0, span.start_ms - by_ms)
    return Span(start, max(start, span.end_ms - by_ms))


def _is_outside(cue: CaptionCue, duration_ms: int) -> bool:
    within = duration_ms - cue.span.start_ms
    past = cue.span.end_ms - duration_ms
    return within <= 0 or (within < _SLIVER_MS and within < past)


def _told(outside: Sequence[CaptionCue], duration_ms: int, name: str) -> Notice:
    shown = {cue.cue: cue for cue in reversed(outside)}
    starts = sorted(one.span.start_ms for one in shown.values())
    return OUTSIDE.at(
        name,
        count=len(shown),
        first=clock_hms(starts[0]),
        last=clock_hms(starts[-1]),
        length=clock_hms(duration_ms),
    )
