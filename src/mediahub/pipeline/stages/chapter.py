"""Chapter: the author's chapters, else the reviewed ones of the edits, else found in the talk."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mediahub.catalog import ChapterMark
from mediahub.edits import read_journal
from mediahub.language import identity
from mediahub.notices import Notice, NoticeKind, Words
from mediahub.pipeline.changes import CHEAP, came_or_went, plain, terms
from mediahub.pipeline.stage import Change, Handle, Scratch, Stage, View
from mediahub.pipeline.vocabulary import house_words, respelling_words
from mediahub.transcript import Chapter, Span
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.codec import chapters_to_json, dump, transcript_from_json
from mediahub.workspace.results import read_json

LATE_CHAPTER = NoticeKind(
    "chapter-past-the-end",
    Words(
        "The chapter '{title}' begins at {start}, but the recording is {length} long; it is left "
        "out.",
        "Kapitlet ”{title}” börjar vid {start}, men inspelningen är {length} lång; det utelämnas.",
    ),
    advice=Words("Put its time right, or take it away.", "Rätta dess tid, eller ta bort kapitlet."),
)


@dataclass(frozen=True, slots=True)
class ChapterJob:
    """The transcript, the chapters that people wrote, and the words of the house."""

    transcript: Handle
    edits: Handle | None
    author: tuple[ChapterMark, ...]
    house: tuple[str, ...]


def _wants(view: View) -> dict[str, Any]:
    names, wanted = respelling_words(view.catalogue, view.item)
    edits = view.sources.edits
    return {
        "names": list(names),
        "terms": list(wanted),
        "transcript": view.state.output("transcribe", "transcript.json"),
        "edits": edits.sha256 if edits else None,
        "lexicon": identity(),
        "author": [[mark.start_ms, mark.title, mark.link] for mark in view.item.chapters],
    }


def _job(view: View) -> ChapterJob:
    return ChapterJob(
        view.made("transcribe", "transcript.json"),
        view.sources.edits,
        view.item.chapters,
        house_words(view.catalogue, view.item),
    )


def _run(job: ChapterJob, scratch: Scratch) -> None:
    transcript = read_json(scratch.path(job.transcript), transcript_from_json)
    chapters = authored_chapters(job.author, transcript.duration_ms)
    if not chapters and job.edits is not None:
        chapters = read_journal(scratch.path(job.edits)).chapters
    if not chapters:
        from mediahub.topics import find_chapters

        chapters = find_chapters(transcript, own_words=job.house)
    scratch.out("chapters.json").write_text(dump(chapters_to_json(chapters)), encoding="utf-8")


def authored_chapters(marks: Sequence[ChapterMark], duration_ms: int) -> tuple[Chapter, ...]:
    """The chapters written in TOML, each reaching to the next; those past the end are left out."""
    inside = [mark for mark in marks if mark.start_ms < duration_ms]
    if not inside:
        return ()
    ends = [*(mark.start_ms for mark in inside[1:]), duration_ms]
    return tuple(
        Chapter(Span(mark.start_ms, end), mark.title, "author", mark.link)
        for mark, end in zip(inside, ends, strict=True)
    )


def late_chapters(marks: Sequence[ChapterMark], duration_ms: int, place: str) -> tuple[Notice, ...]:
    """A notice for each chapter written in TOML (the file `place`) that begins past the end."""
    return tuple(
        LATE_CHAPTER.at(
            place,
            title=mark.title,
            start=clock_hms(mark.start_ms),
            length=clock_hms(duration_ms),
        )
        for mark in marks
        if mark.start_ms >= duration_ms
    )


STAGE = Stage(
    name="chapter",
    version=2,
    outputs=("chapters.json",),
    after=("transcribe",),
    wants=_wants,
    changes={
        **CHEAP,
        "names": Change("stale", plain("names changed")),
        "terms": Change("stale", terms("glossary")),
        "transcript": Change("stale", plain("the transcript is new")),
        "edits": Change("stale", came_or_went("the edits")),
        "lexicon": Change("stale", plain("the Swedish dictionary is new")),
        "author": Change("stale", plain("the author's chapters changed")),
    },
    job=_job,
    run=_run,
)
