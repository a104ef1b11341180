"""Reviewing: a stretch of text that a person read and calls right as it stands."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mediahub.edits.entries import Entry, Review
from mediahub.edits.entryjson import identified
from mediahub.edits.standing import on_wording
from mediahub.transcript.span import Span, union
from mediahub.transcript.values import Recognition, Transcript, Word, spoken


def review_of(transcript: Transcript, span: Span) -> Review | None:
    """The entry that calls right what is said in a span; None where nothing is.

    It holds the words whose middle lies in the span.
    """
    held = [word for word in transcript.words if word.span.middle_ms in span]
    if not held:
        return None
    text = " ".join(word.text for word in held)
    entry = identified(Review("", spoken(held), text, wording=transcript.wording))
    assert isinstance(entry, Review)  # noqa: S101 - identified keeps the type
    return entry


def reviewed_spans(entries: Iterable[Entry], wording: str | None) -> tuple[Span, ...]:
    """The stretches of a wording that people reviewed: apart, and in order."""
    return union(
        (on_wording(entry, wording) or entry).span for entry in entries if isinstance(entry, Review)
    )


def sure(recognition: Recognition, reviewed: Sequence[Span]) -> Recognition:
    """The recognition with the reviewed words as certain as a person's."""
    if not reviewed:
        return recognition
    starts = [span.start_ms for span in reviewed]

    def is_reviewed(word: Word) -> bool:
        at = bisect_right(starts, word.span.middle_ms) - 1
        return at >= 0 and word.span.middle_ms in reviewed[at]

    return replace(
        recognition,
        words=tuple(
            replace(word, probability=1.0) if is_reviewed(word) else word
            for word in recognition.words
        ),
    )
