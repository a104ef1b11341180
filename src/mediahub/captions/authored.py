"""Authored: an author's cues shown as they were made, with what was corrected in them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mediahub.captions.cue import CHARS_PER_SECOND, MAX_LINE, MAX_MS, WITHHELD, Cue, CueVoice
from mediahub.captions.lines import broken
from mediahub.transcript.assemble import ONLY_SPEAKER
from mediahub.transcript.span import Span
from mediahub.transcript.values import CuePart, Segment, Transcript

BRIEFEST_MS = 800
"""A cue that another one covers is shown for so long at least."""


def authored_cues(transcript: Transcript) -> tuple[Cue, ...]:
    """The author's cues: times and line breaks as they were made, also where they overlap.

    A part whose words were corrected is broken into lines anew; one that has none left goes. What
    is withheld has a cue that says so. What lies past the end of the recording is cut off.
    """
    said: dict[int, list[tuple[int, Segment]]] = {}
    for number, segment in enumerate(transcript.segments):
        if segment.piece is not None:
            said.setdefault(segment.piece, []).append((number, segment))
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    gaps = transcript.gaps
    found = []
    for at, cue in enumerate(transcript.cues):
        parts = [
            voice for part in cue.parts for voice in _voices(part, cue.span, said, names, gaps)
        ]
        if parts:
            first = next((said[p.piece][0][0] for p in cue.parts if p.piece in said), None)
            later = transcript.cues[at + 1].span.start_ms if at + 1 < len(transcript.cues) else None
            span = _shown(cue.span, parts, later, transcript.duration_ms)
            found.append(Cue(span, tuple(parts), first))
    marks = [Cue(_marked(span), (CueVoice("", (WITHHELD,)),), None) for span in transcript.withheld]
    return tuple(sorted([*found, *marks], key=lambda cue: cue.span.start_ms) if marks else found)


def one_at_a_time(shown: Sequence[Cue]) -> tuple[Cue, ...]:
    """The cues with none overlapping the next, for a format whose players show one at a time.

    A cue yields to the next one; two that begin within 0.8 s of each other share their time.
    """
    result: list[Cue] = []
    for cue in shown:
        before = result[-1] if result else None
        if before is None or before.span.end_ms <= cue.span.start_ms:
            result.append(cue)
        elif cue.span.start_ms - before.span.start_ms >= BRIEFEST_MS:
            result[-1] = Cue(
                Span(before.span.start_ms, cue.span.start_ms), before.parts, before.segment
            )
            result.append(cue)
        else:
            segment = before.segment if before.segment is not None else cue.segment
            result[-1] = Cue(before.span | cue.span, (*before.parts, *cue.parts), segment)
    return tuple(result)


def _voices(
    part: CuePart,
    span: Span,
    said: Mapping[int, list[tuple[int, Segment]]],
    names: Mapping[str, str],
    gaps: Sequence[Span],
) -> Iterator[CueVoice]:
    """What is shown of a part: one entry, more where a person gave some of its words to another."""
    if part.piece is None:
        if not part.gap or any(span.overlap_ms(gap) for gap in gaps):
            yield CueVoice("", part.lines)
        return
    segments = [segment for _, segment in said.get(part.piece, ())]
    dash = part.dash
    for speaker, group in groupby(segments, key=lambda segment: segment.speaker):
        text = " ".join(segment.text for segment in group)
        whole = text == " ".join(part.lines)
        # Who "Talare" is, nobody wrote.
        name = "" if names[speaker] == ONLY_SPEAKER else names[speaker]
        yield CueVoice(name, part.lines if whole else broken(text, MAX_LINE), dash=dash)
        dash = False


def _marked(span: Span) -> Span:
    """When it is said that a stretch is withheld: from its beginning, as long as is read."""
    return Span(span.start_ms, min(span.end_ms, span.start_ms + MAX_MS))


def _shown(span: Span, parts: Sequence[CueVoice], later: int | None, duration_ms: int) -> Span:
    """The cue's own time, inside the recording; one of no length stays until it can be read."""
    end = min(span.end_ms, duration_ms)
    start = min(span.start_ms, max(0, duration_ms - 1))
    if end > start:
        return Span(start, end)
    letters = sum(len(line) for part in parts for line in part.lines)
    wanted = start + max(BRIEFEST_MS, 1000 * letters // CHARS_PER_SECOND)
    room = later if later is not None and later > start else wanted
    return Span(start, max(start + 1, min(wanted, room, duration_ms)))
