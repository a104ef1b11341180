"""Forgetting a person's name: out of journals, copies, transcripts, pages and search.

What people wrote in TOML files, captions and articles is theirs to change: it is listed.
"""

import gzip
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.catalog import Item, Person
from mediahub.catalog.additions import remove_person
from mediahub.desk.after import Followed, follow
from mediahub.desk.item import add_entries, item_in_hand, registered, transcribed
from mediahub.desk.withholding import compact, recording_of
from mediahub.edits import (
    Entry,
    Journal,
    Withhold,
    identified,
    name_speaker,
    read_journal,
    write_journal,
)
from mediahub.edits.forgetting import NAMELESS, Forgotten, journal_without
from mediahub.edits.replacing import matches, replacements
from mediahub.edits.withholding import passage, withheld, withhold
from mediahub.errors import MediahubError
from mediahub.pipeline.survey import Survey, survey
from mediahub.textfile import read_text
from mediahub.tongues import Said, joined
from mediahub.transcript import Span, Transcript
from mediahub.transcript.assemble import rename_speakers
from mediahub.workspace.copies import change_copies
from mediahub.workspace.locks import registry_lock

FORGOTTEN = "namnet ska glömmas"
"""Why a name that is said is withheld, as it stands in a journal."""
_WRITTEN = {".toml", ".md", ".vtt", ".srt", ".sbv", ".ttml", ".dfxp", ".html", ".txt", ".json"}


@dataclass(frozen=True, slots=True)
class NameUse:
    """Where a person is named: the items of which they are a speaker, those in whose edits they
    are, and where the name is said; `written` are files that people wrote and that hold it.
    """

    person: Person
    speaker_in: tuple[str, ...]
    journals: tuple[str, ...]
    said: tuple[tuple[str, Span], ...]
    written: tuple[str, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items that change."""
        return tuple(
            dict.fromkeys((*self.speaker_in, *self.journals, *(item for item, _ in self.said)))
        )


@dataclass(frozen=True, slots=True)
class NameForgotten:
    """The items that were changed, those that could not be, each with why, and whether the registry
    lost its entry; `holding` are files of this workspace that hold the name still.
    """

    changed: tuple[str, ...]
    failures: tuple[str, ...]
    unregistered: bool
    holding: tuple[str, ...]
    followed: Followed


def name_use(root: Path, person_id: str) -> NameUse:
    """Where a person of the registry is named; nothing is changed.

    Raises SettingsError when there is no such person.
    """
    state = survey(root)
    person = registered(state, person_id)
    forgotten = _forgotten(person)
    speakers, journals = [], []
    said: dict[tuple[str, Span], None] = {}
    for item in state.media_items:
        try:
            journal = read_journal(state.edits(item))
            if journal_without(journal, forgotten, NAMELESS) is not journal:
                journals.append(item.id)
            transcript = transcribed(state, item)
        except MediahubError:
            continue  # no transcript, or a run tells what is wrong
        if _labels(transcript, forgotten):
            speakers.append(item.id)
        for name in (person.name, *person.aliases):
            found = matches(transcript, name, NAMELESS)
            said |= {(item.id, one.span): None for one in replacements(transcript, found)}
    return NameUse(
        person,
        tuple(speakers),
        tuple(journals),
        tuple(said),
        tuple(_holding(state, forgotten, _people_wrote(state))),
    )


def forget_name(
    root: Path,
    use: NameUse,
    *,
    by: str | None = None,
    begun: Callable[[str], None] = lambda _item_id: None,
) -> NameForgotten:
    """Take the name out of all that `use` lists, item by item, and bring everything up to date.

    A speaker is called "N.N." instead; where the name is said it is withheld, in text alone. The
    registry loses its entry unless a TOML speaks of the person still.
    """
    forgotten = _forgotten(use.person)
    changed: list[str] = []
    failures: list[str] = []
    for item_id in use.items:
        spans = [span for item, span in use.said if item == item_id]
        try:
            with item_in_hand(root, item_id) as (state, item):
                _forget_in(state, item, forgotten, spans, by)
            changed.append(item_id)
        except MediahubError as error:
            failures.append(joined(": ", (item_id, error.said)))
    unregistered = _unregister(root, use.person)
    followed = follow(root, changed, searches=True, to_target=True, begun=begun)
    state = survey(root)
    try:
        compact(state)
    except (MediahubError, OSError) as error:
        why = error.said if isinstance(error, MediahubError) else str(error)
        failures.append(joined(": ", (Said("index", "sökregistret"), why)))
    holding = _holding(state, forgotten, (*_people_wrote(state), *_made(state, use.items)))
    return NameForgotten(tuple(changed), tuple(failures), unregistered, tuple(holding), followed)


def _forgotten(person: Person) -> Forgotten:
    return Forgotten(person.id, (person.name, *person.aliases))


def _forget_in(
    state: Survey, item: Item, forgotten: Forgotten, spans: Iterable[Span], by: str | None
) -> None:
    transcript = transcribed(state, item)
    recording = recording_of(state, item)
    entries: list[Entry] = [
        identified(Withhold("", passage(transcript, span), FORGOTTEN, rest=recording))
        for span in spans
    ]
    if entries:
        add_entries(state, item, entries, by)
    path = state.edits(item)
    journal = read_journal(path)
    called = _free(transcript, journal)
    left = journal_without(journal, forgotten, called, withheld(journal))
    if left is not journal:
        write_journal(path, left)
    # Also who bears the name otherwise: by an author's captions, or as the only one who speaks.
    names = [name_speaker(transcript, label, called) for label in _labels(transcript, forgotten)]
    if names:
        add_entries(state, item, names, by)
    holes = withheld(read_journal(path))
    change_copies(
        state.workspace, item.id, lambda kept: _copy_without(kept, forgotten, called, holes)
    )


def _copy_without(
    kept: Transcript, forgotten: Forgotten, called: str, holes: Collection[Span]
) -> Transcript:
    names = {
        speaker.label: replace(speaker, name=called, person=None)
        for speaker in kept.speakers
        if forgotten.is_called(speaker.name, speaker.person)
    }
    return withhold(rename_speakers(kept, names), holes)


def _free(transcript: Transcript, journal: Journal) -> str:
    """A name for nobody that nobody bears in the item: two who are forgotten are two."""
    taken = {speaker.name for speaker in transcript.speakers}
    taken |= {entry.name for entry in journal.entries if hasattr(entry, "name")}
    number, name = 1, NAMELESS
    while name in taken:
        number += 1
        name = f"{NAMELESS} {number}"
    return name


def _labels(transcript: Transcript, forgotten: Forgotten) -> list[str]:
    return [
        speaker.label
        for speaker in transcript.speakers
        if forgotten.is_called(speaker.name, speaker.person)
    ]


def _unregister(root: Path, person: Person) -> bool:
    """Take the person out of the registry, unless a TOML names them: it would be wrong then."""
    state = survey(root)
    if any(
        one.person.id == person.id for item in state.catalogue.items for one in item.contributors
    ):
        return False
    with registry_lock(state.workspace):
        return remove_person(state.workspace.root, person.id)


def _people_wrote(state: Survey) -> Iterator[Path]:
    root = state.workspace.root
    yield root / "mediahub.toml"
    yield from sorted(
        path for path in (root / "media").rglob("*") if path.suffix.lower() in _WRITTEN
    )


def _made(state: Survey, items: Iterable[str]) -> Iterator[Path]:
    for item_id in items:
        yield from sorted(state.workspace.item(item_id).glob("*.*"))
        yield state.workspace.promise(item_id)
        yield from sorted(state.workspace.bases(item_id).glob("*.gz"))
    yield from sorted(state.workspace.feeds.rglob("*.*"))


def _holding(state: Survey, forgotten: Forgotten, paths: Iterable[Path]) -> Iterator[str]:
    """The files among these in which one of the names stands, as seen from the workspace."""
    for path in paths:
        if path.suffix.lower() not in _WRITTEN | {".xml", ".gz"}:
            continue
        try:
            packed = path.suffix == ".gz"
            text = gzip.decompress(path.read_bytes()).decode() if packed else read_text(path).text
        except (MediahubError, OSError, EOFError, ValueError, zlib.error):
            continue
        if forgotten.named_in(text):
            yield state.workspace.relative(path)
