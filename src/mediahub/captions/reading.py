"""Captions: WebVTT and SRT read back, tolerantly, and taken as a recognition.

Texts come decoded; nothing here reads a file.
"""

from collections.abc import Collection
from html import unescape

from mediahub.captions.blocks import blocks_of, timing_of
from mediahub.captions.clock import on_the_clock
from mediahub.captions.markup import lines_of_cue
from mediahub.captions.notices import EMPTY, ROLLED
from mediahub.captions.rolling import Shown, unrolled
from mediahub.captions.speakers import spoken
from mediahub.captions.ttml import is_ttml, read_ttml
from mediahub.captions.values import CaptionCue, ReadCaptions
from mediahub.captions.written import OURS, read_written

__all__ = [
    "CaptionCue",
    "ReadCaptions",
    "comments",
    "on_the_clock",
    "parse_captions",
    "read_captions",
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
