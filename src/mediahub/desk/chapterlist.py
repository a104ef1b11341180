"""An item's chapters as they stand: whose list it is, and whether listeners have it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mediahub.catalog import Item
from mediahub.desk.chapterlines import Mark
from mediahub.desk.item import item_in_hand, transcribed
from mediahub.edits import JournalVersion, read_journal, version_of
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.promised import offer_input, offer_words
from mediahub.pipeline.survey import Survey
from mediahub.site.chapterlist import promised_list
from mediahub.tongues import Said, Words, joined
from mediahub.transcript import Chapter
from mediahub.workspace.results import read_chapters

Origin = Literal["automatic", "author", "file", "person"]
"""Who made a list: the program, whoever wrote the TOML, the media file's own, or a person here."""

Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ChapterList:
    """The chapters of an item as they stand.

    `published` says that listeners have just this automatic list, `offer` what a run could make in
    its place; `seen` are the edits it was read with, `end_ms` is where the recording ends.
    """

    item: str
    origin: Origin
    chapters: tuple[Chapter, ...]
    end_ms: int
    seen: JournalVersion
    published: bool = False
    offer: str | None = None
    written_in: str | None = None
    """The file that an author wrote them in."""


class ChaptersChangedError(MediahubError):
    """The list is another than when it was read; `now` is how it stands."""

    def __init__(self, now: ChapterList) -> None:
        self.now = now
        super().__init__(
            f"{now.item}: its chapters were changed meanwhile, and nothing was written; look at "
            "them again",
            swedish=f"{now.item}: någon annan har ändrat kapitlen under tiden, och inget är "
            "skrivet. Se efter hur de är nu.",
        )


def chapters_version(now: ChapterList) -> str:
    """A digest of a list and of whose it is: another as soon as either changes."""
    lines = [f"{m.start_ms} {m.title} {m.link or ''}" for m in marks_of(now)]
    return hashlib.sha256("\n".join([now.origin, *lines]).encode()).hexdigest()[:16]


def chapters(root: Path, item_id: str) -> ChapterList:
    """The item's chapters. Raises SettingsError without such an item, or one without transcript."""
    with item_in_hand(root, item_id) as (state, item):
        return listed(state, item)


def summary(now: ChapterList) -> Said:
    """How many chapters, whose they are, and whether listeners have them."""
    return joined(", ", (counted(now.chapters), origin_of(now)))


def listed(state: Survey, item: Item) -> ChapterList:
    """The list that goes first, as it is now; the caller holds the item's lock."""
    if item.written:
        kind = "an article has" if item.kind == "article" else "slides have"
        raise SettingsError(
            f"{item.id}: {kind} no chapters", swedish=f"{item.id} är en text, och har inga kapitel."
        )
    end_ms = transcribed(state, item).duration_ms
    journal = read_journal(state.edits(item))
    seen = version_of(journal)
    if not item.chapters and journal.chapters:
        return ChapterList(item.id, "person", journal.chapters, end_ms, seen)
    made = read_chapters(state.workspace.item(item.id))
    if item.chapters:
        file = state.workspace.relative(item.described_in or item.path)
        return ChapterList(item.id, "author", made, end_ms, seen, written_in=file)
    if any(chapter.source != "automatic" for chapter in made):
        return ChapterList(item.id, "file", made, end_ms, seen)
    promise = state.ledger.promise(item.id)
    promised = promise.chapters if promise is not None and promise.withdrawn is None else None
    published = promised is not None and promised == promised_list(made, promised.key)
    offer = _offer(state, item) if published else None
    words = offer_words(None, offer) if offer else None
    return ChapterList(item.id, "automatic", made, end_ms, seen, published, words)


def _offer(state: Survey, item: Item) -> dict[str, Any] | None:
    return offer_input(state.view(item)) if item.id in state.sources else None


def origin_of(now: ChapterList) -> Said:
    match now.origin:
        case "automatic" if now.published:
            return Said("automatic, as published", "automatiska, som de är publicerade")
        case "author":
            return Words("written in {file}", "skrivna i {file}").said(file=now.written_in)
        case "file":
            return Said("those of the media file itself", "mediefilens egna")
        case "person":
            return Said("set by a person", "satta av en människa")
    return Said("automatic", "automatiska")


def marks_of(now: ChapterList) -> Marks:
    return tuple(Mark(c.span.start_ms, c.title, c.link) for c in now.chapters)


def counted(found: Sequence[object]) -> Said:
    number = len(found)
    return Said(f"{number} chapter{'' if number == 1 else 's'}", f"{number} kapitel")
