"""Words in their place: times in the recording, in order, never drawn over a pause."""

from collections.abc import Sequence

from mediahub.speech.chunks import Chunk
from mediahub.speech.recogniser import HeardWord
from mediahub.transcript import Span, Word, union

JOIN_MS = 300
"""Shorter pauses may lie inside a word's time; a longer one is not drawn over."""
SLACK_MS = 120
"""The VAD may be this late or early at a word's edge."""
LONGEST_MS = 2000
"""No word takes longer; the end is then what the alignment got wrong."""
SHORTEST_MS = 20


def place(heard: Sequence[HeardWord], chunk: Chunk, regions: Sequence[Span]) -> tuple[Word, ...]:
    """The words of a chunk as words of the recording, their times sane.

    Each word keeps to the one stretch of speech that holds most of it, lasts from 20 ms to 2 s,
    and begins where the word before ends or later.
    """
    voiced = [
        span.widen(SLACK_MS, chunk.span) if chunk.span.overlap_ms(span) else span
        for span in union(regions, join_ms=JOIN_MS)
        if span.overlap_ms(chunk.span)
    ]
    words: list[Word] = []
    for word in heard:
        start = chunk.at(word.start_ms)
        end = max(start, chunk.at(word.end_ms, end=True))
        span = _voiced_part(Span(start, end), voiced)
        span = Span(span.start_ms, min(span.end_ms, span.start_ms + LONGEST_MS))
        earliest = words[-1].span.end_ms if words else chunk.span.start_ms
        begin = max(earliest, span.start_ms)
        words.append(
            Word(
                word.text,
                Span(begin, max(begin + SHORTEST_MS, span.end_ms)),
                round(word.probability, 4),
            )
        )
    return tuple(words)


def _voiced_part(span: Span, voiced: Sequence[Span]) -> Span:
    best = max(voiced, key=span.overlap_ms, default=None)
    common = span & best if best is not None else None
    return span if common is None else common
