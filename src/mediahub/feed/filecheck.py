"""The gate for what stands behind a feed's addresses: transcripts, chapters, pictures, as bytes.

Strict where apps are: one time that is written wrong, and some of them drop the whole file.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from mediahub.feed.art import check_cover, check_picture
from mediahub.feed.faults import Finding
from mediahub.feed.rules import address_problems, chapter_time_problems

Marks = Sequence[tuple[int, str]]
"""Where each chapter begins (ms), and its title."""

_VTT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
_VTT_LINE = re.compile(rf"{_VTT_TIME} --> {_VTT_TIME}(?:[ \t]+\S.*)?")
_SRT_TIME = r"(\d{2,}):([0-5]\d):([0-5]\d),(\d{3})"
_SRT_LINE = re.compile(rf"{_SRT_TIME} --> {_SRT_TIME}")
_TAG = re.compile(r"<(/?)(v|c|i|b|u|ruby|rt|lang)((?:\.[^\s<>]+)*)(?:\s+([^<>]*))?>")
_ENTITY = re.compile(r"&(amp|lt|gt|nbsp|lrm|rlm|#\d+|#x[0-9a-fA-F]+);")
_SLACK_MS = 1_000
"""So far past the end a cue may last: captions are cut to the sound, lengths are rounded."""


def check_vtt(data: bytes, end_ms: int | None = None) -> tuple[Finding, ...]:
    """What a strict reader of WebVTT would refuse; `end_ms` is how long its episode lasts."""
    return tuple(_vtt(data, end_ms))


def check_srt(data: bytes, end_ms: int | None = None) -> tuple[Finding, ...]:
    """What a strict reader of SubRip would refuse."""
    return tuple(_srt(data, end_ms))


def check_transcript_json(data: bytes, end_ms: int | None = None) -> tuple[Finding, ...]:
    """What is wrong with a Podcasting 2.0 transcript in JSON."""
    return tuple(_transcript_json(data, end_ms))


def check_html(data: bytes) -> tuple[Finding, ...]:
    """Whether it is a page in UTF-8."""
    text, problem = _decoded(data, "html")
    if problem is not None:
        return (problem,)
    if not re.match(r"\s*(<!doctype html|<html)", text, re.I):
        return (Finding("html", "it is no HTML page"),)
    return ()


def check_chapters_file(
    data: bytes, marks: Marks = (), end_ms: int | None = None
) -> tuple[Finding, ...]:
    """What is wrong with a chapters file; `marks` are the chapters that the feed itself lists."""
    value, problem = _loaded(data, "chapters-json")
    if problem is not None:
        return (problem,)
    if not isinstance(value, dict):
        return (Finding("chapters-json", "it is no JSON object"),)
    found = [*_chapters(value, end_ms)]
    if not found and marks:
        own = [(round(one["startTime"] * 1000), one["title"]) for one in value["chapters"]]
        if own != list(marks):
            found.append(Finding("chapters-differ", "its chapters are not those of the feed"))
    return tuple(found)


def check_chapters(document: Mapping[str, Any], duration_ms: int) -> tuple[str, ...]:
    """What is wrong with a Podcasting 2.0 chapters document; empty when nothing is."""
    return tuple(found.says for found in _chapters(document, duration_ms, titled=False))


def check_picture_file(data: bytes, ending: str, *, cover: bool) -> tuple[Finding, ...]:
    """What directories refuse in a picture named with `ending` (.jpg, .png).

    A `cover`, of a channel or an item, is square and of 1400 to 3000 px.
    """
    real = ".jpg" if data.startswith(b"\xff\xd8\xff") else ".png" if _is_png(data) else ""
    if real != ending:
        return (Finding("picture-type", f"it ends in {ending} and is {real or 'another'} file"),)
    problems = check_cover(data) if cover else check_picture(data)
    return tuple(Finding("picture", says) for says in problems)


def _is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def _decoded(data: bytes, rule: str) -> tuple[str, Finding | None]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", Finding(rule, f"it is not in UTF-8 (byte {error.start})")
    if "\0" in text:
        return "", Finding(rule, "it holds a zero byte")
    if text.startswith("\ufeff"):
        return "", Finding(rule, "it begins with a byte order mark, which some apps do not skip")
    return text, None


def _ms(parts: Sequence[str]) -> int:
    hours, minutes, seconds, ms = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _time_problems(
    spans: Sequence[tuple[int, int, int]], end_ms: int | None, rule: str
) -> Iterator[Finding]:
    """Cues (their line, start and end in ms) that turn, go back, or go on past the end."""
    for line, start, end in spans:
        if end <= start:
            yield Finding(f"{rule}-turned", f"line {line}: the cue ends before it begins")
    for (_, before, _), (line, start, _) in pairwise(spans):
        if start < before:
            yield Finding(f"{rule}-order", f"line {line}: the cue begins before the last one")
    if end_ms and spans and max(end for _, _, end in spans) > end_ms + _SLACK_MS:
        yield Finding(f"{rule}-past-end", "a cue goes on past the end")


def _vtt(data: bytes, end_ms: int | None) -> Iterator[Finding]:
    text, problem = _decoded(data, "vtt")
    if problem is not None:
        yield problem
        return
    lines = re.split(r"\r\n|\n|\r", text)
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        yield Finding("vtt-header", "it does not begin with WEBVTT")
        return
    if len(lines) > 1 and lines[1].strip():
        yield Finding("vtt-header", "no blank line follows its header")
    spans = []
    for number, block in _blocks(lines[1:], 2):
        at = next((i for i, line in enumerate(block) if "-->" in line), None)
        if at is None:
            if not re.match(r"(NOTE|STYLE|REGION)\b", block[0]):
                yield Finding("vtt-text", f"line {number}: text that no time stands above")
            continue
        times = _VTT_LINE.fullmatch(block[at])
        if times is None or at > 1:
            yield Finding("vtt-time", f"line {number + at}: {block[at]!r} is no time line")
            continue
        spans.append((number + at, _ms(times.groups()[:4]), _ms(times.groups()[4:])))
        yield from _vtt_payload("\n".join(block[at + 1 :]), number + at + 1)
    yield from _time_problems(spans, end_ms, "vtt")


def _vtt_payload(text: str, line: int) -> Iterator[Finding]:
    if not text.strip():
        yield Finding("vtt-empty", f"line {line}: a cue without text")
    if "-->" in text:
        yield Finding("vtt-text", f"line {line}: --> in a cue's text")
    open_ones: list[str] = []
    for tag in _TAG.finditer(text):
        if tag[1] and (not open_ones or open_ones.pop() != tag[2]):
            yield Finding("vtt-tag", f"line {line}: </{tag[2]}> closes nothing")
        elif not tag[1]:
            open_ones.append(tag[2])
            if tag[2] in {"v", "lang"} and not (tag[4] or "").strip():
                yield Finding("vtt-voice", f"line {line}: <{tag[2]}> names nobody")
    if any(name not in {"v", "lang"} for name in open_ones) or len(open_ones) > 1:
        yield Finding("vtt-tag", f"line {line}: <{open_ones[-1]}> is not closed")
    rest = _ENTITY.sub("", _TAG.sub("", text))
    if "<" in rest or "&" in rest:
        yield Finding("vtt-escape", f"line {line}: < or & stands unescaped")


def _blocks(lines: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """What blank lines part, with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate(lines, first):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield first + len(lines) - len(block), block


def _srt(data: bytes, end_ms: int | None) -> Iterator[Finding]:
    text, problem = _decoded(data, "srt")
    if problem is not None:
        yield problem
        return
    spans = []
    for wanted, (number, block) in enumerate(_blocks(re.split(r"\r\n|\n|\r", text), 1), 1):
        times = _SRT_LINE.fullmatch(block[1].strip()) if len(block) > 1 else None
        if block[0].strip() != str(wanted):
            yield Finding("srt-number", f"line {number}: {block[0]!r} where {wanted} is expected")
            return
        if times is None:
            shown = block[1] if len(block) > 1 else ""
            yield Finding("srt-time", f"line {number + 1}: {shown!r} is no time line")
            continue
        spans.append((number + 1, _ms(times.groups()[:4]), _ms(times.groups()[4:])))
        if len(block) < 3:
            yield Finding("srt-empty", f"line {number}: a cue without text")
        if any("-->" in line for line in block[2:]):
            yield Finding("srt-text", f"line {number + 2}: --> in a cue's text")
    yield from _time_problems(spans, end_ms, "srt")


def _loaded(data: bytes, rule: str) -> tuple[Any, Finding | None]:
    text, problem = _decoded(data, rule)
    if problem is not None:
        return None, problem

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no number of JSON")

    try:
        return json.loads(text, parse_constant=refuse), None
    except (ValueError, RecursionError) as error:
        return None, Finding(rule, f"it is not JSON: {error}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _transcript_json(data: bytes, end_ms: int | None) -> Iterator[Finding]:
    rule = "transcript-json"
    value, problem = _loaded(data, rule)
    if problem is not None:
        yield problem
        return
    segments = value.get("segments") if isinstance(value, dict) else None
    if not isinstance(segments, list) or not isinstance(value.get("version"), str):
        yield Finding(rule, "it has no version and list of segments")
        return
    spans = []
    for number, one in enumerate(segments, 1):
        if not isinstance(one, dict):
            yield Finding(rule, f"segment {number} is no object")
            return
        start, end = one.get("startTime"), one.get("endTime")
        if not _is_number(start) or not _is_number(end):
            yield Finding(rule, f"segment {number} has no startTime and endTime in seconds")
            return
        if not isinstance(one.get("body"), str) or not one["body"].strip():
            yield Finding(rule, f"segment {number} has no body")
        if not isinstance(one.get("speaker", ""), str):
            yield Finding(rule, f"segment {number}'s speaker is no text")
        spans.append((number, round(float(start or 0) * 1000), round(float(end or 0) * 1000)))
    for (_, before, _), (number, start, end) in pairwise([(0, 0, 0), *spans]):
        if start < before or end < start:
            yield Finding(f"{rule}-order", f"segment {number} goes back in time")
    if end_ms and spans and max(end for _, _, end in spans) > end_ms + _SLACK_MS:
        yield Finding(f"{rule}-past-end", "a segment goes on past the end")


def _chapters(
    document: Mapping[str, Any], end_ms: int | None, *, titled: bool = True
) -> Iterator[Finding]:
    rule = "chapters-json"
    chapters = document.get("chapters")
    if not isinstance(document.get("version"), str) or not isinstance(chapters, list):
        yield Finding(rule, "it has no version and list of chapters")
        return
    starts = []
    for number, chapter in enumerate(chapters, 1):
        start = chapter.get("startTime") if isinstance(chapter, dict) else None
        if not _is_number(start):
            yield Finding(rule, f"chapter {number} has no startTime in seconds")
            return
        starts.append(round(float(start or 0) * 1000))
        if titled:
            yield from _chapter(number, chapter)
    yield from chapter_time_problems(starts, end_ms)


def _chapter(number: int, chapter: Mapping[str, Any]) -> Iterator[Finding]:
    rule = "chapters-json"
    title, end = chapter.get("title"), chapter.get("endTime")
    if not isinstance(title, str) or not title.strip():
        yield Finding(rule, f"chapter {number} has no title")
    if end is not None and (not _is_number(end) or end < chapter["startTime"]):
        yield Finding(rule, f"chapter {number} ends before it begins")
    if not isinstance(chapter.get("toc", True), bool):
        yield Finding(rule, f"chapter {number}'s toc is neither true nor false")
    for key in ("url", "img"):
        if key in chapter:
            yield from address_problems(str(chapter[key]), f"chapter {number}'s {key}")


TextCheck = Callable[[bytes, int | None], tuple[Finding, ...]]
TRANSCRIPT_CHECKS: Mapping[str, TextCheck] = {
    "text/vtt": check_vtt,
    "application/x-subrip": check_srt,
    "application/srt": check_srt,
    "application/json": check_transcript_json,
    "text/html": lambda data, _: check_html(data),
}
"""How a transcript of each media type is read."""
