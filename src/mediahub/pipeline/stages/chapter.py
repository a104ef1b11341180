"""Chapter: the author's chapters, else those of the edits, the file's own, or found in the talk.

Of those that are found, the ones that were published stand, whatever would be found now; what that
is lies beside them, and is offered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mediahub.catalog import ChapterMark, ItemKind
from mediahub.edits import Journal, read_journal
from mediahub.edits.retitling import retitled
from mediahub.language import identity
from mediahub.mediafile.notices import CHAPTER_PAST_END
from mediahub.notices import Notice
from mediahub.pipeline.changes import CHEAP, NEW_TRANSCRIPT, OTHER_MEDIA, came_or_went, plain, terms
from mediahub.pipeline.promised import (
    FOUND,
    LISTED,
    RENEW,
    former_promise,
    given_up_input,
    offer_input,
    offer_words,
    promised,
    promised_input,
    same_to_listeners,
)
from mediahub.pipeline.sound import read_sound, sound_handle
from mediahub.pipeline.stage import Change, Handle, Noticed, Scratch, Stage, View
from mediahub.pipeline.vocabulary import described, house_words, respelling_words
from mediahub.site.chapterlist import former_list, listed, written_as
from mediahub.site.renditions import rendition_key
from mediahub.transcript import Chapter, Span, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.codec import chapters_from_json
from mediahub.workspace.ledger import Promise, PromisedChapters
from mediahub.workspace.results import read_json, read_transcript_at

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
    kind: ItemKind
    file: Handle
    sound: Handle | None
    promised: PromisedChapters | None
    former: Promise | None
    """A promise from before lists were kept."""
    people: tuple[tuple[str, str], ...]
    """Everybody in the registry: id and name."""


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
        "promised": promised_input(view),
        "given_up": given_up_input(view),
        "offered": offer_input(view),
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
        kind=view.item.kind,
        file=view.sources.media,
        sound=sound_handle(view),
        promised=promised(view),
        former=former_promise(view),
        people=tuple((person.id, person.name) for person in view.catalogue.people),
    )


def _told_in(view: View) -> str:
    document = view.item.described_in
    if document is None:
        return view.sources.media.path
    return document.relative_to(view.catalogue.root).as_posix()


def _run(job: ChapterJob, scratch: Scratch) -> None:
    transcript = read_transcript_at(scratch.path(job.transcript))
    media: dict[str, Any] = read_json(scratch.path(job.media), dict)
    end_ms = max(transcript.duration_ms, int(media["duration_ms"]))
    journal = read_journal(scratch.path(job.edits)) if job.edits is not None else Journal()
    chapters = _inside(authored_chapters(job.author), job.told_in, end_ms, scratch)
    if not chapters:
        chapters = journal.chapters
    if not chapters and len(media.get("chapters") or ()) >= FEWEST_CHAPTERS:
        own = read_json(scratch.path(job.media), chapters_from_json)
        chapters = _inside(own, job.source, end_ms, scratch)
    found = chapters
    if not chapters:
        from mediahub.topics import find_chapters

        found = find_chapters(transcript, own_words=job.house, about=job.about)
        kept = _published(job, scratch, media, journal, transcript)
        chapters = found if kept is None else kept
        if same_to_listeners(chapters, found):
            found = chapters
    scratch.out(LISTED).write_text(written_as(chapters), encoding="utf-8")
    scratch.out(FOUND).write_text(written_as(found), encoding="utf-8")


def _published(
    job: ChapterJob,
    scratch: Scratch,
    media: Mapping[str, Any],
    journal: Journal,
    transcript: Transcript,
) -> tuple[Chapter, ...] | None:
    """The list as it was published of this very sound, its titles as people corrected them.

    None where none was.
    """
    if job.promised is None and job.former is None:
        return None
    sound, mended = read_sound(scratch, job.sound), bool(media.get("mended"))
    key = rendition_key(job.kind, job.file.sha256, (), sound=sound, mended=mended)
    if job.promised is not None:
        if job.promised.key != key:
            return None
        chapters = listed(job.promised)
    else:
        assert job.former is not None  # noqa: S101 - one of the two
        chapters = former_list(job.former, key, int(media["duration_ms"]))
        if not chapters:
            return None
    return retitled(chapters, journal, transcript, dict(job.people))


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
    version=5,
    outputs=(LISTED, FOUND),
    after=("probe", "transcribe"),
    wants=_wants,
    changes={
        **CHEAP,
        "names": Change("stale", plain("names changed", "namn är ändrade")),
        "terms": Change("stale", terms("glossary", "ordlistan")),
        "about": Change(
            "stale", plain("title or description changed", "titeln eller beskrivningen är ändrad")
        ),
        "transcript": NEW_TRANSCRIPT,
        "media": OTHER_MEDIA,
        "edits": Change("stale", came_or_went("the edits", "rättelserna")),
        "lexicon": Change(
            "stale", plain("the Swedish dictionary is new", "den svenska ordboken är ny")
        ),
        "author": Change(
            "stale", plain("the author's chapters changed", "de egna kapitlen är ändrade")
        ),
        "promised": Change(
            "stale", plain("other chapters were promised", "andra kapitel är redan publicerade")
        ),
        "given_up": Change(
            "nothing",
            plain("the promised chapters were given up", "de publicerade kapitlen är uppgivna"),
        ),
        "offered": Change("renewable", offer_words, renew=RENEW, offered=True),
    },
    job=_job,
    run=_run,
)
