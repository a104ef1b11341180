"""Captions: WebVTT and SRT read back, tolerantly, and taken as a recognition."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from html import unescape

from mediahub.captions.cues import INAUDIBLE
from mediahub.errors import MediaError
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Recognition, Word

_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-+>\s*{_TIME}(?:\s.*)?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|</?>|<\d[\d:.]*>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]*)>", re.IGNORECASE)
_NAMED = re.compile(r"([^\W\d_][^:]{0,40}?):\s+(?=\S)")
_CAPITALISED = re.compile(r"[A-ZÅÄÖÉÜ][\w.’'-]*")
_BLOCKS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class CaptionCue:
    """A cue of a caption file: when, whose voice ("" when it does not say), and its text."""

    span: Span
    voice: str
    text: str


def parse_captions(
    text: str, suffix: str, *, name: str = "", names: Collection[str] = ()
) -> list[CaptionCue]:
    """The cues of a WebVTT or SRT file in order of time, tags taken out and entities read.

    `suffix` is `.vtt` or `.srt`, `name` the file's name for messages. In SRT "Name: " at the start
    of a cue is a voice when it is one of `names` or occurs twice; in WebVTT it is the `<v>` tag.
    Raises MediaError that names the line.
    """
    lines = _lines(text)
    vtt = suffix.lower().lstrip(".") == "vtt"
    where = f"{name}, line" if name else "line"
    found: list[CaptionCue] = []
    for number, block in _blocks(lines):
        if number == 1 and block[0].startswith("WEBVTT"):
            if not any("-->" in line for line in block):
                continue
        elif vtt and block[0].split(maxsplit=1)[0] in _BLOCKS and "-->" not in block[0]:
            continue
        at = next((i for i, line in enumerate(block) if "-->" in line), None)
        if at is None:
            # A paragraph that stands alone after a blank line belongs to the cue before it in
            # many hand-made SRT files; a lone number is an empty cue's.
            loose = " ".join(block)
            if not found:
                raise MediaError(
                    f"{where} {number}: {loose[:40]!r} stands where a time such as "
                    f"00:00:01.000 --> 00:00:04.000 is expected"
                )
            if not loose.strip().isdigit():
                found[-1] = replace(found[-1], text=f"{found[-1].text} {_plain(loose)}".strip())
            continue
        span = _span(block[at], f"{where} {number + at}")
        found += _voiced(span, "\n".join(block[at + 1 :]))
    found = [cue for cue in found if cue.text]
    if not vtt:
        found = _names_of_srt(found, names)
    return sorted(found, key=lambda cue: cue.span.start_ms)


def comments(text: str) -> list[tuple[int, str]]:
    """The comments of a WebVTT file, each with the next cue's start (ms); 0 without."""
    found: list[tuple[int, str]] = []
    waiting: list[str] = []
    for _, block in _blocks(_lines(text)):
        timing = next((line for line in block if "-->" in line), None)
        if timing is not None:
            match = _TIMING.fullmatch(timing)
            start = _ms(match.groups()[:4]) if match is not None else 0
            found += [(start, comment) for comment in waiting]
            waiting = []
        elif block[0].split(maxsplit=1)[0] == "NOTE":
            waiting.append(" ".join(unescape(" ".join(block)).split()[1:]))
    return found + [(0, comment) for comment in waiting]


def recognition_from_captions(
    cues: Sequence[CaptionCue], duration_ms: int, language: str
) -> Recognition:
    """An author's captions as a recognition; a cue's words share its time by their length.

    A cue "[ohörbart]" becomes a gap. What lies past the end of the recording is moved to its end.
    """
    words: list[Word] = []
    breaks: list[int] = []
    voices: list[str] = []
    gaps: list[Span] = []
    regions: list[Span] = []
    for cue in cues:
        span = Span(min(cue.span.start_ms, duration_ms), min(cue.span.end_ms, duration_ms))
        if cue.text == INAUDIBLE:
            gaps.append(span)
            continue
        if not cue.text.split():
            continue
        breaks.append(len(words))
        voices.append(cue.voice)
        regions.append(span)
        words += spread(cue.text.split(), span)
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


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: Sequence[str]) -> Iterable[tuple[int, list[str]]]:
    """Runs of lines between blank lines, each with the number of its first line.

    A time line begins a block of its own even where the blank line before it is missing.
    """
    block: list[str] = []
    first = 1
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            if block:
                yield first, block
            block = []
            continue
        if _TIMING.fullmatch(line) and any("-->" in other for other in block):
            # The cue's number or id, if it has one, is the last line that was taken.
            identifier = block.pop() if block[-1].strip().isdigit() else None
            yield first, block
            block = [identifier] if identifier is not None else []
            first = number - len(block)
        if not block:
            first = number
        block.append(line)
    if block:
        yield first, block


def _span(line: str, where: str) -> Span:
    match = _TIMING.fullmatch(line)
    if match is None:
        raise MediaError(
            f"{where}: {line.strip()[:60]!r} is no time; write 00:00:01.000 --> 00:00:04.000"
        )
    start, end = _ms(match.groups()[:4]), _ms(match.groups()[4:])
    if end < start:
        raise MediaError(f"{where}: the cue ends before it begins ({line.strip()[:60]})")
    return Span(start, end)


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _voiced(span: Span, payload: str) -> list[CaptionCue]:
    """The cue, or one for each voice in it, sharing its time by the length of their words."""
    pieces = _VOICE.split(payload)
    parts = [("", _plain(pieces[0]))]
    for voice, text in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.append((" ".join(unescape(voice).split()), _plain(text)))
    parts = [part for part in parts if part[1]] or parts[-1:]
    shares = spread([text for _, text in parts], span)
    return [
        CaptionCue(share.span, voice, text)
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
            result.append(CaptionCue(cue.span, match[1], cue.text[match.end() :]))
        else:
            result.append(cue)
    return result
