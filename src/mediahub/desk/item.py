"""One item in a person's hands: found cheaply, read inside its lock, and its edits added to."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mediahub.catalog import Item, Person
from mediahub.catalog.ids import is_id
from mediahub.catalog.problems import did_you_mean
from mediahub.edits import (
    Conflict,
    Entry,
    JournalVersion,
    append,
)
from mediahub.edits.entries import Anchored
from mediahub.errors import MediahubError, SettingsError
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.survey_item import find_item, read_item
from mediahub.tongues import swedish
from mediahub.transcript import Transcript
from mediahub.workspace.locks import item_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.results import read_transcript


@contextmanager
def item_in_hand(root: Path, given_id: str) -> Iterator[tuple[Survey, Item]]:
    """The item with this id, or the only one that begins so, as it is while its lock is held.

    The survey knows this item alone. Raises SettingsError when the workspace is wrong, has no such
    item, or it is not our turn within a minute.
    """
    found = find_item(root, given_id)
    with item_lock(found.workspace, found.item.id):
        state = read_item(found)
        yield state, state.catalogue.item(found.item.id)


def lock_of(workspace: Workspace, name: str) -> AbstractContextManager[None]:
    """The lock of the item that results or unfinished work lie under; none where it is no id."""
    return item_lock(workspace, name) if is_id(name) else nullcontext()


def transcribed(state: Survey, item: Item) -> Transcript:
    """The transcript that the last run made of the item. Raises SettingsError without one.

    What is written has none, and is told so.
    """
    if item.written:
        kind = "an article has" if item.kind == "article" else "slides have"
        raise SettingsError(
            f"{item.id}: {kind} neither captions nor speakers; edit "
            f"{state.workspace.relative(item.path)} itself",
            swedish=f"{item.id} är en text, och har varken textning eller talare. Ändra "
            f"{state.workspace.relative(item.path)} själv.",
        )
    if "transcribe" not in state.state(item.id).stages:
        raise SettingsError(
            f"{item.id} has no transcript yet; run `mediahub run` first",
            swedish=f"{item.id} är inte utskrivet än. En körning gör det.",
        )
    return read_transcript(state.workspace.item(item.id))


def registered(state: Survey, person_id: str) -> Person:
    """The person of the registry with this id. Raises SettingsError for none."""
    try:
        return state.catalogue.person(person_id)
    except KeyError:
        hint = did_you_mean(person_id, [one.id for one in state.catalogue.people])
        raise SettingsError(
            f"there is no person {person_id!r} in media/people.toml{hint or ''}",
            swedish=f"Det finns ingen person ”{person_id}” bland personerna{swedish(hint)}",
        ) from None


def add_entries(
    state: Survey,
    item: Item,
    entries: Sequence[Entry],
    by: str | None,
    base: JournalVersion | None = None,
    *,
    wording: str | None = None,
) -> str:
    """Add entries to the item's edits; where these lie, as seen from the workspace.

    The caller holds the item's lock. `by` decided it, None stands for whom the operating system
    names; `base` is the version it was decided on, None for the present one. `wording` names the
    words that they were decided on: None those of the transcript that lies there, "" for words that
    nobody knows. Raises Conflict
    when somebody else has decided otherwise since.
    """
    path = state.edits(item)
    if wording is None and any(isinstance(entry, Anchored) for entry in entries):
        wording = _wording(state, item)
    entries = [
        replace(entry, wording=wording)
        if wording and isinstance(entry, Anchored) and entry.wording is None
        else entry
        for entry in entries
    ]
    who = " ".join((by or user() or "").split()) or None
    now = datetime.now(UTC)
    try:
        append(path, entries, base=base, by=who, at=now, source=item.path.name)
    except Conflict as conflict:
        if who is None or any(one.theirs.by != who for one in conflict.differences):
            raise
        # Whoever thinks better of what they decided themselves has the last word.
        append(path, entries, by=who, at=now, source=item.path.name)
    return state.workspace.relative(path)


def _wording(state: Survey, item: Item) -> str | None:
    try:
        return read_transcript(state.workspace.item(item.id)).wording
    except MediahubError:
        return None


def user() -> str | None:
    """What the operating system calls whoever gave the command; None when it does not say."""
    try:
        return getpass.getuser()
    except (ImportError, OSError, KeyError):
        return None
