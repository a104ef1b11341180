"""Chapters in the forms that apps read, all from one list and with the same titles."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mediahub.feed.addresses import web_url
from mediahub.feed.text import one_line
from mediahub.transcript import Chapter, Span

JSON_VERSION = "1.2.0"
PSC_VERSION = "1.2"
FEWEST_LINES = 3
"""Apps take times in a description for chapters from three on (Spotify's rule)."""
_NEARLY_ZERO_MS = 5_000


def chapters_to_publish(chapters: Sequence[Chapter], duration_ms: int) -> tuple[Chapter, ...]:
    """The chapters as every form must have them: from 0, rising, none at or past the end.

    Apps read a list that does not begin at 0 as broken: a first chapter within 5 s is moved there,
    before a later one comes an "Inledning". Of two that begin together the first is kept. A single
    automatic chapter is no list.
    """
    kept: list[Chapter] = []
    for chapter in sorted(chapters, key=lambda chapter: chapter.span.start_ms):
        start = chapter.span.start_ms
        if (duration_ms and start >= duration_ms) or (kept and start == kept[-1].span.start_ms):
            continue
        kept.append(chapter)
    if kept and kept[0].span.start_ms >= _NEARLY_ZERO_MS:
        kept.insert(0, Chapter(Span(0, kept[0].span.start_ms), "Inledning", kept[0].source))
    if len(kept) == 1 and kept[0].source == "automatic":
        return ()
    starts = [0, *(chapter.span.start_ms for chapter in kept[1:])]
    last = max(duration_ms, kept[-1].span.end_ms if kept and not duration_ms else 0)
    ends = [*starts[1:], max(last, starts[-1])]
    return tuple(
        replace(
            chapter,
            span=Span(start, end),
            title=one_line(chapter.title) or f"Kapitel {number}",
            link=web_url(chapter.link),
        )
        for number, (chapter, start, end) in enumerate(zip(kept, starts, ends, strict=False), 1)
    )


def chapters_json(
    chapters: Sequence[Chapter],
    *,
    title: str,
    podcast_name: str,
    author: str | None = None,
) -> dict[str, Any]:
    """The Podcasting 2.0 chapters document, version 1.2.0; times in seconds.

    `chapters` are as `chapters_to_publish` gives them.
    """
    document: dict[str, Any] = {"version": JSON_VERSION, "title": one_line(title)}
    if author:
        document["author"] = one_line(author)
    document["podcastName"] = one_line(podcast_name)
    document["chapters"] = [_json_chapter(chapter) for chapter in chapters]
    return document


def _json_chapter(chapter: Chapter) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "startTime": _seconds(chapter.span.start_ms),
        "endTime": _seconds(chapter.span.end_ms),
        "title": chapter.title,
    }
    if chapter.link:
        entry["url"] = chapter.link
    return entry


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def chapter_lines(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """`00:00 Inledning` a chapter, for descriptions; none when there are fewer than three."""
    if len(chapters) < FEWEST_LINES:
        return ()
    hours = chapters[-1].span.start_ms >= 3_600_000
    return tuple(f"{line_time(c.span.start_ms, hours=hours)} {c.title}" for c in chapters)


def line_time(ms: int, *, hours: bool = False) -> str:
    """`MM:SS`, or `H:MM:SS` from an hour on or where `hours` asks for it; whole seconds, down."""
    seconds = ms // 1000
    if hours or seconds >= 3600:
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{seconds // 60:02}:{seconds % 60:02}"


def play_time(ms: int) -> str:
    """`HH:MM:SS.mmm`, Normal Play Time as psc writes it."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms % 1000:03}"
