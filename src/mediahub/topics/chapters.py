"""Chapters of a transcript: where the talk goes on to something else."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mediahub.topics.cohesion import Bag, best_cut
from mediahub.topics.cues import asks, closing, continues, opening
from mediahub.topics.settings import ChapterSettings
from mediahub.topics.titles import titles
from mediahub.transcript import Chapter, Segment, Span, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAD_MS = 250
"""A chapter starts this much before its first word, so that no player cuts into it."""


def find_chapters(
    transcript: Transcript, settings: ChapterSettings | None = None
) -> tuple[Chapter, ...]:
    """Cut a transcript where its subject changes, and name each chapter by what sets it off.

    The first chapter begins at 0, the last ends at the recording's end, and they follow each other
    without a gap; one topic is one chapter, and no speech gives none. Titles are at most 40
    characters and differ. The same transcript gives the same chapters.
    """
    settings = settings or ChapterSettings()
    segments = transcript.segments
    if not segments:
        return ()
    starts = best_cut(
        [terms(segment, settings.part_weight) for segment in segments],
        evidence(segments, settings),
        _lengths(segments, transcript.duration_ms, settings),
        burst=settings.burst,
    )
    parts = [segments[a:b] for a, b in zip(starts, (*starts[1:], len(segments)), strict=True)]
    borders = [0, *(_begins_ms(segments, start) for start in starts[1:]), transcript.duration_ms]
    return tuple(
        Chapter(Span(borders[i], borders[i + 1]), title)
        for i, title in enumerate(titles(parts, transcript))
    )


def terms(segment: Segment, part_weight: float) -> Bag:
    """The stems of a sentence's telling words, 1 each, and of their parts, `part_weight` each."""
    from mediahub.language import compound_stems, is_stop_word, stem, words

    bag: dict[str, float] = {}
    for word in words(segment.text):
        if is_stop_word(word.text) or len(word.text) < 3 or word.text.isdigit():
            continue
        bag[stem(word.text)] = 1.0
        if part_weight:
            parts = compound_stems(word.text)
            if len(parts) > 1:
                for part in parts:
                    if len(part) > 2:
                        bag[part] = max(bag.get(part, 0.0), part_weight)
    return bag


def evidence(segments: Sequence[Segment], settings: ChapterSettings) -> list[float]:
    """What speaks for a border before each sentence, the words' cohesion aside, in nats."""
    host = _host(segments)
    pauses = [max(0, b.span.start_ms - a.span.end_ms) for a, b in pairwise(segments)]
    usual = sorted(pauses)[len(pauses) // 2] if pauses else 0
    opens = [opening(segment.text) for segment in segments]
    closes = [closing(segment.text) for segment in segments]
    gains = [0.0]
    for i in range(1, len(segments)):
        before, after = segments[i - 1], segments[i]
        gain = -settings.border
        gain += settings.pause * min(2.0, math.log1p(pauses[i - 1] / (usual + 300)))
        changes = after.speaker != before.speaker
        if host is not None:
            if after.speaker != host:
                gain -= settings.other
            elif changes:
                gain += settings.host + settings.statement * (not asks(after.text))
        gain -= settings.answer * (asks(before.text) and changes)
        gain -= settings.back * continues(after.text)
        # A phrase that opens counts for the border just before it, less for the one before that
        # ("Då är vi tillbaka. Nästa ämne är …").
        cue = opens[i]
        if i + 1 < len(segments) and segments[i + 1].speaker == after.speaker:
            cue = max(cue, 0.8 * opens[i + 1])
        if opens[i - 1] and before.speaker == after.speaker:
            cue -= 0.5 * opens[i - 1]
        gain += settings.opening * cue + settings.closing * closes[i - 1]
        gains.append(gain)
    return gains


def _host(segments: Sequence[Segment]) -> str | None:
    """Who leads the talk: the voice that asks the most and opens the most; None for one voice."""
    scores: dict[str, float] = {}
    for segment in segments:
        text = segment.text
        score = text.rstrip().endswith("?") + opening(text)
        scores[segment.speaker] = scores.get(segment.speaker, 0.0) + score
    if len(scores) < 2:
        return None
    ranked = sorted(scores, key=lambda speaker: -scores[speaker])
    return ranked[0] if scores[ranked[0]] > scores[ranked[1]] else None


def _lengths(
    segments: Sequence[Segment], duration_ms: int, settings: ChapterSettings
) -> "Callable[[int], NDArray[np.float64]]":
    """The prior on a chapter's length: log-normal round what is usual in a talk of this length."""
    import numpy as np

    begins = np.array([0, *(s.span.start_ms for s in segments[1:]), duration_ms], dtype=np.float64)
    shortest = settings.shortest_ms(duration_ms)
    usual = 60_000 * (duration_ms / 180_000) ** 0.6

    def fits(j: int) -> "NDArray[np.float64]":
        length = begins[j] - begins[:j]
        off = np.log(np.maximum(length, 1.0) / usual)
        return np.where(length >= shortest, -settings.length * off * off, -math.inf)

    return fits


def _begins_ms(segments: Sequence[Segment], index: int) -> int:
    start = segments[index].span.start_ms
    pause = max(0, start - segments[index - 1].span.end_ms)
    return start - min(_LEAD_MS, pause // 2)
