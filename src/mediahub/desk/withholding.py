"""Withholding by command: a passage out of all that is read, and out of the sound if that is asked.

The entry in the journal is written first; all else follows from it, at the next run at the latest.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mediahub.catalog import Item
from mediahub.desk.after import Followed, follow
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import Withhold, identified, read_journal
from mediahub.edits.withholding import passage, silenced, taken_out, withheld, withholdings
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.withholding import RECORDING, mark_of
from mediahub.transcript import Chapter, Span, Transcript
from mediahub.transcript.clock import clock_hms
from mediahub.workspace.results import read_chapters

CONTEXT = 6
"""How many words on either side are shown."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """A passage that is withheld: the id of its entry, where it is, and who decided it and why."""

    id: str
    span: Span
    sound: bool
    why: str
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A passage that was withheld now, the words taken out and those on either side.

    `journal` is where it is kept, None when it was withheld already. `chapters` are those that a
    person wrote and that begin in it: their titles may tell what was said. `published` says whether
    the world has had it.
    """

    item: str
    span: Span
    sound: bool
    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    journal: str | None
    id: str = ""
    chapters: tuple[str, ...] = ()
    published: bool = False
    film: bool = False
    followed: Followed = field(default_factory=Followed)


def withholdings_of(root: Path, item_id: str) -> tuple[str, tuple[Withholding, ...]]:
    """The id of the item, and what is withheld of it, in order of time."""
    with item_in_hand(root, item_id) as (state, item):
        found = withholdings(read_journal(state.edits(item)))
    return item.id, tuple(
        Withholding(one.id, one.span, one.sound, one.why, one.by, one.at)
        for one in sorted(found, key=lambda one: one.span)
    )


def withhold_passage(
    root: Path, item_id: str, wanted: Span, why: str, *, sound: bool = False, by: str | None = None
) -> Withheld:
    """Take a passage out of text, captions, search, quotes and pages, and keep why.

    The words that the span touches go whole; with `sound` nothing of it is heard in what is
    published either. Raises SettingsError when there is no such item, the span is empty or lies
    past the end, or `why` is empty.
    """
    reason = " ".join(why.split())
    if not reason:
        raise SettingsError(
            "--why is empty; say in a few words why the passage is withheld",
            swedish="Skriv i några ord varför stycket undanhålls.",
        )
    if not wanted:
        raise SettingsError(
            f"nothing lies between {clock_hms(wanted.start_ms)} and {clock_hms(wanted.end_ms)}; "
            "--to is to be later than --from",
            swedish="Slutet ska vara senare än början.",
        )
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        if wanted.start_ms >= transcript.duration_ms:
            raise SettingsError(
                f"{item.id} is {clock_hms(transcript.duration_ms)} long, and "
                f"{clock_hms(wanted.start_ms)} is past its end",
                swedish=f"{item.id} är {clock_hms(transcript.duration_ms)} lång, så "
                f"{clock_hms(wanted.start_ms)} är efter slutet.",
            )
        wanted = Span(wanted.start_ms, min(wanted.end_ms, transcript.duration_ms))
        span = passage(transcript, wanted)
        journal = read_journal(state.edits(item))
        there = silenced(journal) if sound else withheld(journal)
        promise = state.ledger.promise(item.id)
        found = Withheld(
            item=item.id,
            span=span,
            sound=sound,
            words=tuple(word.text for word in taken_out(transcript, span)),
            before=_before(transcript, span.start_ms),
            after=_after(transcript, span.end_ms),
            journal=None,
            chapters=_written_chapters(state, item, span),
            published=promise is not None and promise.withdrawn is None,
            film=item.kind == "film",
        )
        if not found.words and any(one | span == one for one in there):
            return found
        entry = identified(Withhold("", span, reason, sound, rest=recording_of(state, item)))
        kept = add_entries(state, item, (entry,), by)
        newest = withholdings(read_journal(state.edits(item)))[-1].id
    followed = follow(root, [found.item], known=state, searches=True, to_target=found.published)
    try:
        compact(state)
    except (MediahubError, OSError) as error:
        why = error.said if isinstance(error, MediahubError) else str(error)
        followed = replace(followed, failures=(*followed.failures, why))
    return replace(found, journal=kept, id=newest, followed=followed)


def recording_of(state: Survey, item: Item) -> dict[str, str]:
    """What an entry keeps of the recording that its times are of; nothing where it is not there."""
    sources = state.sources.get(item.id)
    return {RECORDING: mark_of(sources.media.sha256)} if sources is not None else {}


def compact(state: Survey) -> None:
    """Leave nothing in the search index's files of what is not found any more."""
    from mediahub.search import SearchIndex

    SearchIndex.open(state.workspace.index, state.catalogue.settings.search).compact()


def _before(transcript: Transcript, start_ms: int) -> tuple[str, ...]:
    said = [word.text for word in transcript.words if word.span.end_ms <= start_ms]
    return tuple(said[-CONTEXT:])


def _after(transcript: Transcript, end_ms: int) -> tuple[str, ...]:
    said = (word.text for word in transcript.words if word.span.start_ms >= end_ms)
    return tuple(word for word, _ in zip(said, range(CONTEXT), strict=False))


def _written_chapters(state: Survey, item: Item, span: Span) -> tuple[str, ...]:
    """The titles of chapters that begin in the passage and were not found in the talk."""
    try:
        chapters: tuple[Chapter, ...] = read_chapters(state.workspace.item(item.id))
    except MediahubError:
        return ()  # they are made first, without it
    return tuple(
        one.title for one in chapters if one.source != "automatic" and one.span.start_ms in span
    )
