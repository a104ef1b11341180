"""Withholding: a transcript with what people do not want read in it any more taken out.

A passage is withheld by its time alone: a person's words were said then, whatever a model hears
there. It is the last thing done to a transcript, so that nothing can put words back into it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from mediahub.captions.cue import MAX_LINE
from mediahub.captions.lines import broken
from mediahub.edits.entries import Withhold
from mediahub.edits.journal import Journal
from mediahub.transcript.span import Span, union
from mediahub.transcript.values import AuthoredCue, CuePart, Segment, Transcript, Word

MARGIN_MS = 500
"""How far into the silence beside its words a passage reaches at most: another model times the
same words a little earlier or later."""


def withholdings(journal: Journal) -> tuple[Withhold, ...]:
    """What is withheld now, in the order decided; what was taken back since is not."""
    return tuple(entry for entry in journal.standing if isinstance(entry, Withhold))


def withheld(journal: Journal) -> tuple[Span, ...]:
    """The stretches whose words are withheld, apart and in order."""
    return union(entry.span for entry in withholdings(journal) if entry.span)


def silenced(journal: Journal) -> tuple[Span, ...]:
    """The stretches that are not to be heard either, apart and in order."""
    return union(entry.span for entry in withholdings(journal) if entry.sound and entry.span)


def withhold(transcript: Transcript, spans: Iterable[Span]) -> Transcript:
    """The transcript without what is said in the spans, of which `withheld` tells.

    A word goes when any part of it lies in one, and so do sounds and gaps. No segment reaches over
    a passage, and a speaker who says nothing else goes as well.
    """
    end = Span(0, transcript.duration_ms)
    holes = union(found for span in spans if (found := span & end))
    if not holes:
        return transcript
    segments = tuple(_left_of(transcript.segments, holes))
    heard = {segment.speaker for segment in segments}
    numbers = iter(range(len(transcript.words)))
    kept = (at for at, word in enumerate(transcript.words) if not lies_in(word.span, holes))
    place = dict(zip(kept, numbers, strict=False))
    return replace(
        transcript,
        segments=segments,
        speakers=tuple(one for one in transcript.speakers if one.label in heard),
        gaps=tuple(part for gap in transcript.gaps for part in _outside(gap, holes)),
        doubtful=tuple(place[at] for at in transcript.doubtful if at in place),
        cues=tuple(_cues(transcript.cues, segments, holes)),
        withheld=union((*transcript.withheld, *holes)),
    )


def taken_out(transcript: Transcript, span: Span) -> tuple[Word, ...]:
    """The words that go when the span is withheld."""
    return tuple(word for word in transcript.words if lies_in(word.span, (span,)))


def passage(transcript: Transcript, wanted: Span) -> Span:
    """The stretch to withhold for what a person points at: whole words, and some of the silence.

    It reaches half-way into the pauses beside its words, 500 ms at most; where no word is left of
    it, because it is withheld already, it is what is withheld.
    """
    words = [word.span for word in taken_out(transcript, wanted)]
    if not words:
        return next((one for one in transcript.withheld if one | wanted == one), wanted)
    start = min(wanted.start_ms, *(span.start_ms for span in words))
    end = max(wanted.end_ms, *(span.end_ms for span in words))
    others = [word.span for word in transcript.words if not lies_in(word.span, (wanted,))]
    before = max((one.end_ms for one in others if one.end_ms <= start), default=0)
    after = min((one.start_ms for one in others if one.start_ms >= end), default=None)
    room = (transcript.duration_ms if after is None else after) - end
    earlier = min(MARGIN_MS, (start - before) // 2)
    later = min(MARGIN_MS, room if after is None else room // 2)
    return Span(start - max(0, earlier), end + max(0, later))


def lies_in(span: Span, holes: Sequence[Span]) -> bool:
    """Whether any part of a span lies in one of these; one of no length where it begins."""
    return any(span.overlap_ms(hole) or span.start_ms in hole for hole in holes)


def _left_of(segments: Iterable[Segment], holes: Sequence[Span]) -> Iterator[Segment]:
    """The segments without what lies in the holes, cut where one lies between their words."""
    starts = [hole.start_ms for hole in holes]

    def side(word: Word) -> int:
        return bisect_right(starts, word.span.start_ms)

    at = 0
    for segment in segments:
        kept = [word for word in segment.words if not lies_in(word.span, holes)]
        first = segment.paragraph
        for passed, words in groupby(kept, key=side):
            yield replace(segment, words=tuple(words), paragraph=first or passed > at)
            at, first = passed, False


def _outside(span: Span, holes: Iterable[Span]) -> Iterator[Span]:
    """The parts of a span that lie in none of the holes."""
    at = span.start_ms
    for hole in holes:
        if span.overlap_ms(hole):
            if at < hole.start_ms:
                yield Span(at, hole.start_ms)
            at = hole.end_ms
    if at < span.end_ms:
        yield Span(at, span.end_ms)


def _cues(
    cues: Iterable[AuthoredCue], segments: Iterable[Segment], holes: Sequence[Span]
) -> Iterator[AuthoredCue]:
    """An author's cues with only those lines that are still said where one touches a hole."""
    said: dict[int | None, list[str]] = {}
    for segment in segments:
        said.setdefault(segment.piece, []).append(segment.text)
    for cue in cues:
        if not lies_in(cue.span, holes):
            yield cue
            continue
        parts = tuple(
            part
            for old in cue.parts
            if (part := _part(old, " ".join(said.get(old.piece, ())))) is not None
        )
        if parts:
            yield replace(cue, parts=parts)


def _part(part: CuePart, text: str) -> CuePart | None:
    if part.piece is None or not text:
        return None
    return part if text == " ".join(part.lines) else replace(part, lines=broken(text, MAX_LINE))
