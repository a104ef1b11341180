"""Captions: WebVTT and SRT read back, tolerantly, and taken as a recognition.

Texts come decoded; nothing here reads a file.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from html import unescape

from mediahub.captions.blocks import blocks_of, is_webvtt, timing_of
from mediahub.captions.notices import EMPTY
from mediahub.captions.values import CaptionCue, ReadCaptions
from mediahub.captions.written import read_written
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread

__all__ = [
    "CaptionCue",
    "ReadCaptions",
    "comments",
    "parse_captions",
    "read_captions",
]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?>|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>", re.IGNORECASE)
_NAMED = re.compile(r"([^\W\d_][^:]{0,40}?):\s+(?=\S)")
_CAPITALISED = re.compile(r"[A-ZÅÄÖÉÜ][\w.’'-]*")


def parse_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> list[CaptionCue]:
    """The cues that `read_captions` finds, without what it would tell."""
    return list(read_captions(text, suffix, name=name, names=names).cues)


def read_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> ReadCaptions:
    """The cues of a WebVTT or SRT file in order of time, tags taken out and entities read.

    `suffix` is `.vtt` or `.srt`, `name` the file's name for messages. In SRT "Name: " at the start
    of a cue is a voice when it is one of `names` or occurs twice; in WebVTT it is the `<v>` tag.
    A cue whose time is wrong keeps its text and is told. Raises MediaError that names the line when
    there are more such cues than others, or text and no cue at all.
    """
    written = read_written(text, suffix, name)
    found = [
        replace(piece, cue=number)
        for number, one in enumerate(sorted(written.cues, key=lambda cue: cue.span.start_ms))
        for piece in _voiced(one.span, "\n".join(one.payload))
        if piece.text
    ]
    if not is_webvtt(text, suffix):
        found = _names_of_srt(found, names)
    empty = () if found else (EMPTY.at(name),)
    return ReadCaptions(tuple(found), (*written.notices, *empty))


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


def _voiced(span: Span, payload: str) -> list[CaptionCue]:
    """The cue, or one for each voice in it, sharing its time by the length of their words."""
    pieces = _VOICE.split(payload)
    parts = [("", _plain(pieces[0]))]
    for voice, text in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.append((" ".join(unescape(voice).split()), _plain(text)))
    parts = [part for part in parts if part[1]] or parts[-1:]
    shares = spread([text for _, text in parts], span)
    return [
        CaptionCue(share.span, voice, text, (text,))
        for (voice, text), share in zip(parts, shares, strict=True)
    ]


def _plain(payload: str) -> str:
    """The text without tags, entities read, white space single."""
    return " ".join(unescape(_TAG.sub("", payload)).split())


def _names_of_srt(cues: Sequence[CaptionCue], names: Collection[str]) -> list[CaptionCue]:
    """The cues with "Name: " taken out of the text where it names a voice."""
    seen: Counter[str] = Counter()
    for cue in cues:
        match = _NAMED.match(cue.text)
        if match and all(map(_CAPITALISED.fullmatch, match[1].split())):
            seen[match[1]] += 1
    voices = {*names, *(voice for voice, count in seen.items() if count > 1)}
    result = []
    for cue in cues:
        match = _NAMED.match(cue.text)
        if not cue.voice and match and match[1] in voices:
            text = cue.text[match.end() :]
            result.append(replace(cue, voice=match[1], text=text, lines=(text,)))
        else:
            result.append(cue)
    return result
