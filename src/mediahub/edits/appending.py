"""Appending: how a journal is changed, by many at once, without one undoing what another decided.

Nothing is ever taken out of a journal. Who saw an older version of it may add to what is there now,
unless somebody decided otherwise of the same place in the meantime.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from mediahub.edits.conflicts import Conflict, Difference, JournalVersion, Relation, relation
from mediahub.edits.entries import (
    Anchored,
    AttributeWords,
    Entry,
    JoinSegments,
    NameSpeaker,
    ReplaceWords,
    SetChapters,
    SplitSegment,
    UnknownEntry,
)
from mediahub.edits.entryjson import decided, entry_to_json, identified
from mediahub.edits.journal import Journal, read_journal, write_journal
from mediahub.edits.standing import undone


class _Noted(NamedTuple):
    """An entry with what it decides, as text, and with whose wish it is."""

    entry: Entry
    decided: str
    request: tuple[str, str | None]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        what = decided(entry)
        return cls(entry, what, (what, None if isinstance(entry, UnknownEntry) else entry.by))


def append(
    path: Path,
    entries: Iterable[Entry],
    *,
    base: JournalVersion | None = None,
    by: str | None = None,
    at: datetime | None = None,
    source: str | None = None,
) -> Journal:
    """Add entries to the journal in a file, and return what it holds then; see `appended`.

    The caller holds the item's lock, from before this call until after it. The file is written
    whole or not at all, and not touched when nothing is new. `source` is the media file's name,
    for a journal that does not say whose it is. Raises Conflict, and MediaError when what stands
    in the file cannot be read; nothing is written then.
    """
    journal = read_journal(path)
    wanted = appended(journal, entries, base, by=by, at=at, where=str(path))
    if wanted is journal:
        return journal
    if wanted.source is None:
        wanted = replace(wanted, source=source)
    write_journal(path, wanted)
    return wanted


def appended(
    journal: Journal,
    entries: Iterable[Entry],
    base: JournalVersion | None = None,
    *,
    by: str | None = None,
    at: datetime | None = None,
    where: str = "the edits",
) -> Journal:
    """The journal with more entries at its end, each with who and when (UTC, whole seconds).

    `base` is the version that they were decided on, None for the present one; a version that this
    journal never was knows none of its entries. What is in the journal already is not added again:
    the same request, or the same result of two. An id that another entry has gets a number.
    `where` names the edits in messages. Raises Conflict with every difference when an entry that
    was added since `base` says something else of the same place, and ValueError when `at` has no
    offset.
    """
    if at is not None and at.tzinfo is None:
        raise ValueError(f"{at}: a time without an offset")
    gone = undone(journal.entries)  # what was taken back may be decided once more

    def counted(some: Iterable[Entry]) -> list[_Noted]:
        return [_Noted.of(entry) for entry in some if entry.id not in gone]

    present = counted(journal.entries)
    wanted = [_Noted.of(_made(entry, by, at)) for entry in entries]
    new, differences = _compare(present, wanted, counted(journal.entries[_seen(journal, base) :]))
    if differences:
        raise Conflict(where, differences, base, version_of(journal))
    return replace(journal, entries=_numbered(journal.entries, new)) if new else journal


def _compare(
    present: Sequence[_Noted], wanted: Sequence[_Noted], since: Sequence[_Noted]
) -> tuple[list[_Noted], list[Difference]]:
    """Those of the wanted entries that are new, and those that `since` contradicts."""
    # What this very request added when it was made before is no one else's.
    requested = {one.request for one in wanted}
    asked = {one.decided for one in since if one.request in requested}
    others = [one.entry for one in since if one.request not in requested]
    kept, held = list(present), {one.decided for one in present}
    last_wanted = {one.decided: number for number, one in enumerate(wanted)}
    differences: list[Difference] = []
    for number, mine in enumerate(wanted):
        if mine.decided in asked:
            continue
        found = _found(mine.entry, others)
        if isinstance(found, Difference):
            differences.append(found)
        if found:
            continue
        if mine.decided in held:
            # What is asked for after this one comes after it anyway.
            following = {what for what, last in last_wanted.items() if last > number}
            if _is_last_word(mine, kept, following):
                continue
        kept.append(mine)
        held.add(mine.decided)
    return kept[len(present) :], differences


def version_of(journal: Journal) -> JournalVersion:
    """The version that the journal is: what `append` is told as `base`."""
    return _version(journal.entries)


def _version(entries: Sequence[Entry]) -> JournalVersion:
    digest = hashlib.sha256()
    for entry in entries:
        digest.update(json.dumps(entry_to_json(_plain(entry)), sort_keys=True).encode() + b"\n")
    return JournalVersion(len(entries), digest.hexdigest()[:12])


def _plain(entry: Entry) -> Entry:
    """The entry without its places in other wordings, which are no decision."""
    return replace(entry, wording=None, fits=()) if isinstance(entry, Anchored) else entry


def _seen(journal: Journal, base: JournalVersion | None) -> int:
    """How many of the entries whoever saw `base` knows."""
    if base is None:
        return len(journal.entries)
    return base.entries if _version(journal.entries[: base.entries]) == base else 0


def _made(entry: Entry, by: str | None, at: datetime | None) -> Entry:
    """The entry with an id, and with who and when unless it says that itself."""
    if isinstance(entry, UnknownEntry):
        return entry
    who = entry.by or " ".join((by or "").split()) or None
    when = entry.at or at
    if when is not None:
        when = when.astimezone(UTC).replace(microsecond=0)
    made = replace(entry, by=who, at=when)
    return made if made.id else identified(made)


def _found(mine: Entry, others: Sequence[Entry]) -> Difference | bool:
    """Whether what others added since says it already; the difference when it contradicts it."""
    for theirs in reversed(others):
        match relation(mine, theirs):
            case Relation.SAME:
                return True
            case Relation.FURTHER:
                return False
            case Relation.DIFFERENT:
                assert not isinstance(mine, UnknownEntry)  # noqa: S101 - these are apart
                assert not isinstance(theirs, UnknownEntry)  # noqa: S101
                return Difference(theirs, mine)
            case Relation.APART:
                continue
    return False


def _is_last_word(mine: _Noted, kept: Sequence[_Noted], following: Set[str]) -> bool:
    """Whether this very entry is there, and nothing after it can have undone it.

    What decides one of `following` does not count.
    """
    for other in reversed(kept):
        if other.decided == mine.decided:
            return True
        if other.decided not in following and _may_undo(mine.entry, other.entry):
            return False
    return False


def _may_undo(mine: Entry, later: Entry) -> bool:
    """Whether a later entry could be why somebody decides the same as before once more."""
    if isinstance(mine, ReplaceWords) and isinstance(later, ReplaceWords):
        return mine.span.gap_ms(later.span) == 0
    if isinstance(mine, AttributeWords) and isinstance(later, AttributeWords):
        return mine.span.gap_ms(later.span) == 0
    if isinstance(mine, NameSpeaker | AttributeWords):
        # Two voices may have become one since: what one is called then counts for the other.
        return isinstance(later, NameSpeaker | AttributeWords)
    borders = (SplitSegment, JoinSegments)
    if isinstance(mine, borders) and isinstance(later, borders):
        return mine.span.gap_ms(later.span) <= 1
    return isinstance(mine, SetChapters) and isinstance(later, SetChapters)


def _numbered(present: Sequence[Entry], new: Sequence[_Noted]) -> tuple[Entry, ...]:
    """The entries with the new ones after them, under ids that are free."""
    entries = list(present)
    taken = {entry.id for entry in present}
    for one in new:
        entry, number = one.entry, 2
        # The id of an unknown one stands in what is kept word for word.
        while entry.id in taken and not isinstance(entry, UnknownEntry):
            entry, number = replace(entry, id=f"{one.entry.id}-{number}"), number + 1
        taken.add(entry.id)
        entries.append(entry)
    return tuple(entries)
