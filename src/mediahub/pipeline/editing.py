"""What a person changes by command: names, words and publication times, kept beside the source."""

from datetime import UTC, datetime
from pathlib import Path

from mediahub.catalog import Item, Person
from mediahub.catalog.edit import set_published
from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.pipeline.publishing import LOCAL
from mediahub.pipeline.results import read_transcript
from mediahub.pipeline.run import alone
from mediahub.pipeline.survey import Survey, edits_of, survey
from mediahub.pipeline.workspace import Workspace
from mediahub.transcript import Transcript
from mediahub.transcript.edits import (
    Entry,
    NameSpeaker,
    corrections,
    name_speaker,
    read_journal,
    write_journal,
)
from mediahub.transcript.formats import parse_captions

_A_KIND = {
    "film": "a film",
    "podcast": "a podcast episode",
    "article": "an article",
    "slides": "slides",
}


def name(root: Path, item_id: str, speaker: str, person: str) -> str:
    """Put a speaker's name into the item's edits; says what was written, and where it leads.

    `speaker` is the label or the name shown now, `person` an id or a name of people.toml, or any
    other name. Raises SettingsError when there is no such item, or when `person` has no space in
    it and is near an id; MediaError when there is no such speaker.
    """
    with alone(Workspace(root.resolve())):
        state = survey(root)
        item, transcript = transcribed(state, item_id)
        who, doubt = person_of(state.catalogue.people, person)
        shown = who.name if who is not None else " ".join(person.split())
        entry = name_speaker(transcript, speaker, shown, person=who.id if who else None)
        journal = add_entries(state, item, (entry,))
    told = f"{item.id}: {speaker} is {shown} (kept in {journal}){doubt}."
    if who is not None and who.voice_consent:
        told += "\n`mediahub people proposals` says where else the voice is heard."
    return told


def person_of(people: tuple[Person, ...], wanted: str) -> tuple[Person | None, str]:
    """The registered person that an id, a name or an alias stands for, and a doubt worth telling.

    A name that nobody in the registry bears is as good, but a misspelt id is not a name.
    """
    said = " ".join(wanted.split())
    if not said:
        raise SettingsError("the name is empty; write an id of media/people.toml, or a name")
    names = {name.casefold(): one for one in people for name in (*one.aliases, one.name)}
    found = {one.id: one for one in people}.get(said) or names.get(said.casefold())
    if found is not None:
        return found, ""
    hint = did_you_mean(said, [one.id for one in people])
    if hint and " " not in said:
        raise SettingsError(
            f"there is no person {said!r} in media/people.toml{hint} "
            "A name without an id has a space in it"
        )
    near = did_you_mean(said, names)
    if near:
        person = names[near.rsplit("'", 2)[1].casefold()]
        return None, f". Did you mean {person.name} ({person.id})? Then name the speaker again"
    return None, ""


def correct(root: Path, item_id: str, captions: Path) -> list[str]:
    """Put what was changed in edited captions into the item's edits; a line for each kind.

    Raises SettingsError when there is no such item or file, MediaError when the captions cannot be
    read.
    """
    if not captions.is_file():
        raise SettingsError(f"{captions} is not there; name the edited VTT or SRT file")
    with alone(Workspace(root.resolve())):
        state = survey(root)
        item, transcript = transcribed(state, item_id)
        text = captions.read_text(encoding="utf-8-sig", errors="replace")
        names = [speaker.name for speaker in transcript.speakers]
        cues = parse_captions(text, captions.suffix, name=captions.name, names=names)
        people = {one.id: one.name for one in state.catalogue.people}
        found = corrections(transcript, cues, people=people)
        if not found:
            return [f"{item.id}: nothing was changed in {captions.name}"]
        journal = add_entries(state, item, found)
    named = sum(isinstance(entry, NameSpeaker) for entry in found)
    lines = [f"{item.id}: {len(found) - named} corrections and {named} names kept in {journal}"]
    lines.append("The next `mediahub run` brings them into captions, index and feed.")
    return lines


def publish_item(root: Path, item_id: str, when: datetime | None) -> tuple[Path, datetime]:
    """Write the item's publication time into its TOML; the file and the time written.

    A time without a zone is Swedish; None is now. Raises SettingsError for an unknown item, and for
    one that goes into no feed.
    """
    with alone(Workspace(root.resolve())):
        state = survey(root)
        item = item_of(state, item_id)
        if item.series is None:
            raise SettingsError(
                f"{item.id} is {_A_KIND[item.kind]}, and no series takes it: it can be found by "
                "search, but goes into no feed"
            )
        moment = when or datetime.now(UTC)
        moment = moment.replace(tzinfo=LOCAL) if moment.tzinfo is None else moment.astimezone(LOCAL)
        moment = moment.replace(microsecond=0)
        return set_published(state.workspace.root, item, moment), moment


def item_of(state: Survey, item_id: str) -> Item:
    """The item with this id. Raises SettingsError, with what was meant, when there is none."""
    try:
        return state.catalogue.item(item_id)
    except KeyError:
        hint = did_you_mean(item_id, [item.id for item in state.catalogue.items])
        raise SettingsError(
            f"there is no item {item_id!r}{hint or '; `mediahub plan --all` lists them'}"
        ) from None


def transcribed(state: Survey, item_id: str) -> tuple[Item, Transcript]:
    """An item and the transcript that the last run made. Raises SettingsError without one."""
    item = item_of(state, item_id)
    if "transcribe" not in state.state(item.id).stages:
        raise SettingsError(f"{item.id} has no transcript yet; run `mediahub run` first")
    return item, read_transcript(state.workspace.item(item.id))


def add_entries(state: Survey, item: Item, entries: tuple[Entry, ...]) -> str:
    """Add entries to the item's edits; where these lie, as seen from the workspace."""
    path = edits_of(state, item)
    journal = read_journal(path)
    if journal.source is None:
        from dataclasses import replace

        journal = replace(journal, source=item.path.name)
    write_journal(path, journal.adding(entries))
    return state.workspace.relative(path)
