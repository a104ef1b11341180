"""Tiny transcripts to find chapters in."""

from collections.abc import Callable, Sequence

import pytest

from mediahub.transcript import Segment, Span, Speaker, Transcript, Word

Line = tuple[str, str]
"""A speaker and what they say."""
MakeTranscript = Callable[..., Transcript]


def transcript(
    lines: Sequence[Line], *, word_ms: int = 800, pause_ms: int = 400, probability: float = 1.0
) -> Transcript:
    """Each line said at an even pace after a pause, from the first second on."""
    at, segments = 1_000, []
    for speaker, text in lines:
        words = []
        for word in text.split():
            words.append(Word(word, Span(at, at + word_ms), probability))
            at += word_ms
        segments.append(Segment(speaker, tuple(words)))
        at += pause_ms
    labels = dict.fromkeys(speaker for speaker, _ in lines)
    speakers = tuple(Speaker(label, f"Talare {label[1:]}") for label in labels)
    return Transcript("sv", at + 1_000, tuple(segments), speakers)


@pytest.fixture
def make() -> MakeTranscript:
    return transcript
