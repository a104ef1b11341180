"""The segments of a transcript as pages and their scripts have them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.catalog import Term
from mediahub.desk.wording import segment_version
from mediahub.transcript import Chapter, Segment, Transcript, language_at
from mediahub.transcript.clock import clock_hms
from mediahub.web.staff.explaining import Mention, mentions


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment as the page has it: its times (ms), its words with whether each is doubtful.

    `language` is the one that is spoken in its middle.
    """

    at_ms: int
    end_ms: int
    clock: str
    label: str
    speaker: str
    changed: bool
    words: tuple[tuple[str, bool, int], ...]
    version: str
    reviewed: bool
    language: str
    mentions: tuple[Mention, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool, int | None], ...]:
        """The words as they are shown: a text, whether it is doubtful, and the term that it is.

        Words in a row of which there is nothing to say are one text: a page has tens of thousands.
        """
        terms = {one.first: one for one in self.mentions}
        pieces: list[tuple[str, bool, int | None]] = []
        at = 0
        while at < len(self.words):
            mention = terms.get(at)
            end = mention.end if mention is not None else at + 1
            part = self.words[at:end]
            text, doubtful = " ".join(one[0] for one in part), any(one[1] for one in part)
            term = mention.term if mention is not None else None
            if pieces and term is None and pieces[-1][1:] == (doubtful, None) == (False, None):
                pieces[-1] = (f"{pieces[-1][0]} {text}", False, None)
            else:
                pieces.append((text, doubtful, term))
            at = end
        return tuple(pieces)

    def to_json(self) -> dict[str, Any]:
        """As the editor's script is answered."""
        return {
            "at": self.at_ms,
            "end": self.end_ms,
            "clock": self.clock,
            "speaker": self.speaker,
            "first": self.changed,
            "version": self.version,
            "reviewed": self.reviewed,
            "language": self.language,
            "text": " ".join(text for text, _, _ in self.words),
            "words": [[text, doubt] for text, doubt, _ in self.words],
        }


def shown_segments(
    transcript: Transcript, terms: Sequence[Term] = (), chapters: Iterable[Chapter] = ()
) -> tuple[ShownSegment, ...]:
    """All segments of a transcript as the page has them; the terms are those to be explained."""
    doubtful = frozenset(transcript.doubtful)
    names = {one.label: one.name for one in transcript.speakers}
    shown, at, before = [], 0, None
    said = mentions(transcript.segments, terms, chapters)
    for segment, here in zip(transcript.segments, said, strict=True):
        shown.append(_segment(segment, transcript, names, doubtful, at, before, here))
        at += len(segment.words)
        before = segment.speaker
    return tuple(shown)


def _segment(
    segment: Segment, transcript: Transcript, names: dict[str, str], doubtful: frozenset[int],
    at: int, before: str | None, said: tuple[Mention, ...],
) -> ShownSegment:  # fmt: skip
    span = segment.span
    return ShownSegment(
        span.start_ms,
        span.end_ms,
        clock_hms(span.start_ms),
        segment.speaker,
        names.get(segment.speaker, segment.speaker),
        segment.speaker != before,
        tuple(
            (word.text, at + number in doubtful, word.span.start_ms)
            for number, word in enumerate(segment.words)
        ),
        segment_version(segment),
        all(map(transcript.is_reviewed, segment.words)),
        language_at(transcript.stretches, span.middle_ms, transcript.language),
        said,
    )
