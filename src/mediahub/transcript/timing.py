"""Timing of words that no recogniser timed: a stretch of time shared by their lengths."""

from collections.abc import Sequence

from mediahub.transcript.span import Span
from mediahub.transcript.values import Word


def spread(texts: Sequence[str], span: Span) -> tuple[Word, ...]:
    """The texts as words that fill `span` one after the other, in proportion to their length."""
    lengths = [max(1, len(text)) for text in texts]
    whole = sum(lengths)
    words = []
    done = 0
    for text, length in zip(texts, lengths, strict=True):
        start = span.start_ms + span.duration_ms * done // whole
        done += length
        end = span.start_ms + span.duration_ms * done // whole
        words.append(Word(text, Span(start, end)))
    return tuple(words)
