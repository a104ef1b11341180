"""The values in the middle, from span and word by way of recognition to transcript and chapter."""

from mediahub.transcript.language import is_swedish, primary_language
from mediahub.transcript.respelling import Respelling, Why, respelt
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
    "Respelling",
    "Segment",
    "Span",
    "Speaker",
    "Stretch",
    "Transcript",
    "Turn",
    "Why",
    "Word",
    "covered_ms",
    "is_swedish",
    "language_at",
    "primary_language",
    "respelt",
    "union",
]
