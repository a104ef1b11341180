"""The values in the middle: span, word, recognition, turn, segment, transcript, chapter."""

from mediahub.transcript.language import is_swedish, primary_language
from mediahub.transcript.span import Span, covered_ms, union
from mediahub.transcript.values import (
    Chapter,
    ChapterSource,
    Diarisation,
    ModelIdentity,
    Origin,
    Recognition,
    Segment,
    Speaker,
    Stretch,
    Transcript,
    Turn,
    Word,
    language_at,
)

__all__ = [
    "Chapter",
    "ChapterSource",
    "Diarisation",
    "ModelIdentity",
    "Origin",
    "Recognition",
    "Segment",
    "Span",
    "Speaker",
    "Stretch",
    "Transcript",
    "Turn",
    "Word",
    "covered_ms",
    "is_swedish",
    "language_at",
    "primary_language",
    "union",
]
