"""Captions: WebVTT and SRT read back, tolerantly, and taken as a recognition.

Texts come decoded; nothing here reads a file.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from html import unescape

from mediahub.captions.blocks import blocks_of, timing_of
from mediahub.captions.clock import on_the_clock
from mediahub.captions.markup import lines_of_cue
from mediahub.captions.notices import EMPTY, ROLLED
from mediahub.captions.rolling import Shown, unrolled
from mediahub.captions.sounds import is_inaudible
from mediahub.captions.speakers import spoken
from mediahub.captions.ttml import is_ttml, read_ttml
from mediahub.captions.values import CaptionCue, ReadCaptions
from mediahub.captions.written import OURS, read_written
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Recognition, Word

__all__ = [
    "CaptionCue",
    "ReadCaptions",
    "comments",
    "on_the_clock",
    "parse_captions",
    "read_captions",
    "recognition_from_captions",
]


def parse_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> list[CaptionCue]:
    """The cues that `read_captions` finds, without what it would tell."""
    return list(read_captions(text, suffix, name=name, names=names).cues)


def read_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> ReadCaptions:
    """What is said in a caption file, in order of time, tags taken out and entities read.

    `suffix` is one of `CAPTION_SUFFIXES`, though a file may be what another suffix says; `name` is
    the file for messages, `names` the people who may speak. Captions that roll are said once. A cue
    whose time is wrong keeps its text and is told; a file without a cue has none and is told.
    Raises MediaError that names the line when more cues have wrong times than right ones, or there
    is text and no cue at all.
    """
    written = read_ttml(text, name) if is_ttml(text) else read_written(text, suffix, name)
    shown = [
        Shown(cue.span, lines, cue.identifier)
        for cue in sorted(written.cues, key=lambda cue: cue.span.start_ms)
        if (lines := lines_of_cue(cue.payload))
    ]
    once = unrolled(shown)
    told = list(written.notices)
    if once.rolled:
        told.append(ROLLED.at(name, count=once.rolled, all=len(shown)))
    if not shown:
        told.append(EMPTY.at(name))
    ours = any(comment.startswith(OURS) for _, comment in comments(text))
    return ReadCaptions(tuple(spoken(once.cues, names, ours=ours)), tuple(told))


def comments(text: str) -> list[tuple[int, str]]:
    """The comments of a WebVTT file, each with the next cue's start (ms); 0 without."""
    found: list[tuple[int, str]] = []
    waiting: list[str] = []
    for block in blocks_of(text):
        if block.at is not None:
            start = timing_of(block.lines[block.at]).start_ms or 0
            found += [(start, comment) for comment in waiting]
            waiting = []
        elif block.comment is not None:
            waiting.append(" ".join(unescape(block.comment).split()))
    return found + [(0, comment) for comment in waiting]


def recognition_from_captions(
    cues: Sequence[CaptionCue], duration_ms: int, language: str
) -> Recognition:
    """An author's captions as a recognition; a cue's words share its time by their length.

    Words with times of their own keep them. A cue "[ohörbart]" becomes a gap, sounds are no words,
    and what does not lie in the recording is left out: see `clock.on_the_clock`.
    """
    words: list[Word] = []
    breaks: list[int] = []
    voices: list[str] = []
    gaps: list[Span] = []
    regions: list[Span] = []
    for cue in cues:
        if cue.sound or cue.span.start_ms >= duration_ms or not cue.text.split():
            continue
        span = Span(cue.span.start_ms, min(cue.span.end_ms, duration_ms))
        if is_inaudible(cue.text):
            gaps.append(span)
            continue
        breaks.append(len(words))
        voices.append(cue.voice)
        regions.append(span)
        words += _inside(cue.words, duration_ms) or spread(cue.text.split(), span)
    return Recognition(
        language=language,
        duration_ms=duration_ms,
        words=tuple(words),
        regions=tuple(regions),
        gaps=tuple(gaps),
        origin="author",
        breaks=tuple(breaks),
        voices=tuple(voices),
    )


def _inside(words: Sequence[Word], duration_ms: int) -> list[Word]:
    """The words, their times kept within the recording."""
    return [
        replace(
            word,
            span=Span(min(word.span.start_ms, duration_ms), min(word.span.end_ms, duration_ms)),
        )
        for word in words
    ]
