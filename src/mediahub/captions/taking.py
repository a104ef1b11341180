"""Taking: what people wrote as captions, as a recognition that keeps their cues."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from mediahub.captions.sounds import is_inaudible
from mediahub.captions.values import CaptionCue
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import AuthoredCue, CuePart, Recognition, Word


def recognition_from_captions(
    cues: Sequence[CaptionCue], duration_ms: int, language: str
) -> Recognition:
    """An author's captions as a recognition; a piece's words share its time by their length.

    Inline times are the words' own. A cue "[ohörbart]" becomes a gap, and a sound stays in the
    cues alone. What begins past the end of the recording is left out: see `clock.on_the_clock`.
    """
    taken = _Taken(duration_ms)
    for _, pieces in groupby(cues, key=lambda cue: cue.cue):
        taken.add([*pieces])
    return Recognition(
        language=language,
        duration_ms=duration_ms,
        words=tuple(taken.words),
        regions=tuple(taken.regions),
        gaps=tuple(taken.gaps),
        origin="author",
        breaks=tuple(taken.breaks),
        voices=tuple(taken.voices),
        cues=tuple(taken.cues),
    )


class _Taken:
    """What has been taken of the cues so far."""

    def __init__(self, duration_ms: int) -> None:
        self._duration_ms = duration_ms
        self.words: list[Word] = []
        self.breaks: list[int] = []
        self.voices: list[str] = []
        self.gaps: list[Span] = []
        self.regions: list[Span] = []
        self.cues: list[AuthoredCue] = []

    def add(self, pieces: Sequence[CaptionCue]) -> None:
        """Take the pieces of one cue on screen."""
        parts = [part for piece in pieces for part in self._part(piece)]
        if parts:
            first = pieces[0]
            self.cues.append(AuthoredCue(self._inside(first.shown or first.span), tuple(parts)))

    def _part(self, piece: CaptionCue) -> Iterable[CuePart]:
        lines = piece.lines or (piece.text,)
        if piece.span.start_ms >= self._duration_ms:
            return
        span = self._inside(piece.span)
        if is_inaudible(piece.text):
            self.gaps.append(span)
            yield CuePart(lines, gap=True)
        elif piece.sound:
            yield CuePart(lines)
        elif texts := piece.text.split():
            yield CuePart(lines, len(self.breaks), piece.turn)
            self.breaks.append(len(self.words))
            self.voices.append(piece.voice)
            self.regions.append(span)
            self.words += [
                Word(word.text, self._inside(word.span), word.probability) for word in piece.words
            ] or spread(texts, span)

    def _inside(self, span: Span) -> Span:
        return Span(min(span.start_ms, self._duration_ms), min(span.end_ms, self._duration_ms))
