"""Chapters of a transcript: where the talk goes on to something else."""

import math
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mediahub.language import compound_stems, is_stop_word, stem, words
from mediahub.topics.beginnings import beginnings, taken_up
from mediahub.topics.cohesion import Bag, best_cut
from mediahub.topics.cues import asks, closing, continues, greets, opening
from mediahub.topics.meaning import coherence
from mediahub.topics.nouns import is_light
from mediahub.topics.settings import ChapterSettings
from mediahub.topics.titles import titles
from mediahub.transcript import Chapter, Segment, Span, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAD_MS = 250
"""A chapter starts this much before its first word, so that no player cuts into it."""

_OUTRIGHT = 2.0
"""How clearly a phrase must open a topic to be an announcement."""
_SAID_AGAIN, _SAYS_EACH_MS = 3, 400_000
"""A talk that announces its topics does so three times and each seven minutes or oftener."""


def find_chapters(
    transcript: Transcript,
    settings: ChapterSettings | None = None,
    *,
    own_words: Collection[str] = (),
    about: str = "",
) -> tuple[Chapter, ...]:
    """Cut a transcript where its subject changes, and name each chapter by what sets it off.

    The first chapter begins at 0, the last ends at the recording's end, and they follow each other
    without a gap; one topic is one chapter, and no speech gives none. Titles are at most 40
    characters and differ; a word of theirs that the recogniser heard is Swedish as people know it,
    or one of the house's `own_words`. What people wrote of the recording, its title and description
    (`about`), tells which of a chapter's words matter. The same transcript gives the same chapters.
    """
    settings = settings or ChapterSettings()
    segments = transcript.segments
    if not segments:
        return ()
    starts = best_cut(
        [terms(segment, settings) for segment in segments],
        evidence(segments, settings),
        _fits(segments, transcript.duration_ms, settings),
        burst=settings.burst,
        weight=settings.cohesion,
    )
    parts = [segments[a:b] for a, b in zip(starts, (*starts[1:], len(segments)), strict=True)]
    borders = [0, *(_begins_ms(segments, start) for start in starts[1:]), transcript.duration_ms]
    return tuple(
        Chapter(Span(borders[i], borders[i + 1]), title)
        for i, title in enumerate(titles(parts, transcript, own_words, about))
    )


def terms(segment: Segment, settings: ChapterSettings) -> Bag:
    """What a sentence speaks of: the stems of its words, and of the parts of compounds.

    Each is worth the recogniser's own belief in the word, times `part_weight` for a part and
    `light_weight` for a word that fits any subject.
    """
    bag: dict[str, float] = {}
    for written in segment.words:
        for key, whole in _keys(written.text):
            weight = 1.0 if whole else settings.part_weight
            amount = weight * written.probability * (settings.light_weight ** is_light(key))
            if amount > 0:
                bag[key] = max(bag.get(key, 0.0), amount)
    return bag


@lru_cache(maxsize=50_000)
def _keys(written: str) -> tuple[tuple[str, bool], ...]:
    """The stems of a word as written, and those of a compound's parts; whether each is a whole."""
    found: list[tuple[str, bool]] = []
    for word in words(written):
        if is_stop_word(word.text) or len(word.text) < 3 or word.text.isdigit():
            continue
        parts = dict.fromkeys((part for part in compound_stems(word.text) if len(part) > 2), False)
        found += {**parts, stem(word.text): True}.items()
    return tuple(found)


def evidence(segments: Sequence[Segment], settings: ChapterSettings) -> list[float]:
    """What speaks for a border before each sentence, the words' cohesion aside, in nats."""
    host = _host(segments)
    pauses = [max(0, b.span.start_ms - a.span.end_ms) for a, b in pairwise(segments)]
    usual = sorted(pauses)[len(pauses) // 2] if pauses else 0
    # Who leads the talk says when it goes on; from others the same words are half a sign.
    says = [1.0 if host in {None, segment.speaker} else 0.5 for segment in segments]
    opens = [opening(segment.text) * say for segment, say in zip(segments, says, strict=True)]
    closes = [closing(segment.text) * say for segment, say in zip(segments, says, strict=True)]
    firsts, repeated = beginnings(segments), taken_up(segments)
    announces = _announces(segments, opens)
    gains = [0.0]
    for i in range(1, len(segments)):
        before, after = segments[i - 1], segments[i]
        gain = -settings.border
        gain += settings.beginning * firsts[i] - settings.taken_up * repeated[i]
        gain += settings.pause * min(2.0, math.log1p(pauses[i - 1] / (usual + 300)))
        changes = after.speaker != before.speaker
        if host is not None:
            if after.speaker != host:
                gain -= settings.other
            elif changes:
                gain += settings.host + settings.statement * (not asks(after.text))
        gain -= settings.answer * (asks(before.text) and changes)
        gain -= settings.back * continues(after.text)
        opened, closed = _opened(i, segments, opens), _closed(i, segments, closes)
        gain += settings.opening * opened + settings.closing * closed
        if announces:
            gain -= settings.unannounced * min(1.0, max(0.0, 1 - (opened + closed) / _OUTRIGHT))
        gains.append(gain)
    return gains


def _announces(segments: Sequence[Segment], opens: Sequence[float]) -> bool:
    """Whether the talk says when it goes on: again and again, from its beginning to its end."""
    times = sum(opened >= _OUTRIGHT for opened in opens)
    length = segments[-1].span.end_ms - segments[0].span.start_ms
    return times >= max(_SAID_AGAIN, length / _SAYS_EACH_MS)


def _opened(i: int, segments: Sequence[Segment], opens: Sequence[float]) -> float:
    """How clearly sentence i opens a topic; a second opening phrase in a row opens it less, and a
    word or two before one ("Bra. Då går vi vidare till …") nearly as much.
    """
    opened = opens[i]
    own = len(segments) > i + 1 and segments[i + 1].speaker == segments[i].speaker
    if own and (opened or len(segments[i].words) <= 3):
        opened = max(opened, 0.8 * opens[i + 1])
    if opens[i - 1] and segments[i - 1].speaker == segments[i].speaker:
        opened -= 0.5 * opens[i - 1]
    return opened


def _closed(i: int, segments: Sequence[Segment], closes: Sequence[float]) -> float:
    """How clearly the sentence before i, or the one before that by the same voice, ends a topic."""
    closed = closes[i - 1]
    if i > 1 and segments[i - 2].speaker == segments[i - 1].speaker:
        closed = max(closed, 0.9 * closes[i - 2])
    return closed


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


def _fits(
    segments: Sequence[Segment], duration_ms: int, settings: ChapterSettings
) -> "Callable[[int], NDArray[np.float64]]":
    """How well the chapters [i, j) hang together by their meaning, and how usual their lengths
    are.
    """
    lengths = _lengths(segments, duration_ms, settings)
    if not settings.meaning:
        return lengths
    means = coherence(segments, pull=settings.pull)
    return lambda j: lengths(j) + settings.meaning * means(j)


def _lengths(
    segments: Sequence[Segment], duration_ms: int, settings: ChapterSettings
) -> "Callable[[int], NDArray[np.float64]]":
    """The prior on a chapter's length: log-normal round what is usual in a talk of this length."""
    import numpy as np

    begins = np.array([0, *(s.span.start_ms for s in segments[1:]), duration_ms], dtype=np.float64)
    shortest = settings.shortest_ms(duration_ms)
    shortest_first = shortest
    if any(greets(segment.text) for segment in segments[:3]):
        shortest_first = max(shortest, settings.shortest_greeting_ms)
    usual = settings.usual_ms * (duration_ms / 180_000) ** 0.6

    def fits(j: int) -> "NDArray[np.float64]":
        length = begins[j] - begins[:j]
        off = np.log(np.maximum(length, 1.0) / usual)
        allowed = length >= shortest
        allowed[0] = length[0] >= shortest_first
        return np.where(allowed, -settings.length * off * off, -math.inf)

    return fits


def _begins_ms(segments: Sequence[Segment], index: int) -> int:
    start = segments[index].span.start_ms
    pause = max(0, start - segments[index - 1].span.end_ms)
    return start - min(_LEAD_MS, pause // 2)
