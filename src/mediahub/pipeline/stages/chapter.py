"""Chapter: the author's chapters, else those of the edits, the file's own, or found in the talk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mediahub.catalog import ChapterMark
from mediahub.edits import read_journal
from mediahub.language import identity
from mediahub.mediafile.notices import CHAPTER_PAST_END
from mediahub.notices import Notice
from mediahub.pipeline.changes import CHEAP, came_or_went, plain, terms
from mediahub.pipeline.stage import Change, Handle, Noticed, Scratch, Stage, View
from mediahub.pipeline.vocabulary import described, house_words, respelling_words
from mediahub.transcript import Chapter, Span
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.codec import (
    chapters_from_json,
    chapters_to_json,
    dump,
    transcript_from_json,
)
from mediahub.workspace.results import read_json

FEWEST_CHAPTERS = 2
"""A file with a single chapter says nothing by it: programs write one that is the whole."""


@dataclass(frozen=True, slots=True)
class ChapterJob:
    """The transcript, the chapters that people wrote, the words of the house, and what people wrote
    of the item.
    """

    transcript: Handle
    media: Handle
    source: str
    """The file, as notices name it."""
    told_in: str
    """What the item's chapters are written in, as notices name it."""
    edits: Handle | None
    author: tuple[ChapterMark, ...]
    house: tuple[str, ...]
    about: str


def _wants(view: View) -> dict[str, Any]:
    names, wanted = respelling_words(view.catalogue, view.item)
    edits = view.sources.edits
    return {
        "names": list(names),
        "terms": list(wanted),
        "about": described(view.catalogue, view.item),
        "transcript": view.state.output("transcribe", "transcript.json"),
        "media": view.state.output("probe", "media.json"),
        "edits": edits.sha256 if edits else None,
        "lexicon": identity(),
        "author": [[mark.start_ms, mark.title, mark.link] for mark in view.item.chapters],
    }


def _job(view: View) -> ChapterJob:
    return ChapterJob(
        view.made("transcribe", "transcript.json"),
        view.made("probe", "media.json"),
        view.sources.media.path,
        _told_in(view),
        view.sources.edits,
        view.item.chapters,
        house_words(view.catalogue, view.item),
        described(view.catalogue, view.item),
    )


def _told_in(view: View) -> str:
    document = view.item.described_in
    if document is None:
        return view.sources.media.path
    return document.relative_to(view.catalogue.root).as_posix()


def _run(job: ChapterJob, scratch: Scratch) -> None:
    transcript = read_json(scratch.path(job.transcript), transcript_from_json)
    media: dict[str, Any] = read_json(scratch.path(job.media), dict)
    end_ms = max(transcript.duration_ms, int(media["duration_ms"]))
    chapters = _inside(authored_chapters(job.author), job.told_in, end_ms, scratch)
    if not chapters and job.edits is not None:
        chapters = read_journal(scratch.path(job.edits)).chapters
    if not chapters and len(media.get("chapters") or ()) >= FEWEST_CHAPTERS:
        own = read_json(scratch.path(job.media), chapters_from_json)
        chapters = _inside(own, job.source, end_ms, scratch)
    if not chapters:
        from mediahub.topics import find_chapters

        chapters = find_chapters(transcript, own_words=job.house, about=job.about)
    scratch.out("chapters.json").write_text(dump(chapters_to_json(chapters)), encoding="utf-8")


def _inside(
    chapters: Sequence[Chapter], place: str, end_ms: int, scratch: Scratch
) -> tuple[Chapter, ...]:
    """The chapters up to the recording's end, the last reaching to it; the others are told."""
    for notice in late_chapters(chapters, end_ms, place):
        scratch.tell(Noticed(notice))
    inside = [chapter for chapter in chapters if chapter.span.start_ms < end_ms]
    ends = [*(chapter.span.start_ms for chapter in inside[1:]), end_ms]
    return tuple(
        replace(chapter, span=Span(chapter.span.start_ms, end))
        for chapter, end in zip(inside, ends, strict=False)
    )


def late_chapters(chapters: Sequence[Chapter], end_ms: int, place: str) -> tuple[Notice, ...]:
    """A notice for each chapter that begins past the end; `place` is what tells them."""
    return tuple(
        CHAPTER_PAST_END.at(
            place,
            title=chapter.title,
            start=clock_hms(chapter.span.start_ms),
            end=clock_hms(end_ms),
        )
        for chapter in chapters
        if chapter.span.start_ms >= end_ms
    )


def authored_chapters(marks: Sequence[ChapterMark]) -> tuple[Chapter, ...]:
    """The chapters written in TOML; where they end is worked out from where others begin."""
    return tuple(
        Chapter(Span(mark.start_ms, mark.start_ms), mark.title, "author", mark.link)
        for mark in marks
    )


STAGE = Stage(
    name="chapter",
    version=3,
    outputs=("chapters.json",),
    after=("probe", "transcribe"),
    wants=_wants,
    changes={
        **CHEAP,
        "names": Change("stale", plain("names changed")),
        "terms": Change("stale", terms("glossary")),
        "about": Change("stale", plain("title or description changed")),
        "transcript": Change("stale", plain("the transcript is new")),
        "media": Change("stale", plain("what was found in the file changed")),
        "edits": Change("stale", came_or_went("the edits")),
        "lexicon": Change("stale", plain("the Swedish dictionary is new")),
        "author": Change("stale", plain("the author's chapters changed")),
    },
    job=_job,
    run=_run,
)
