"""Naming from speech: voices that nobody named, named by what is said among the contributors.

What is certain stands in the transcript as automatic, what is likely is proposed. Neither is a
person's word: whoever names a voice, takes a name from it or says whose it is not has the last one.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from mediahub.catalog import Item
from mediahub.edits import Journal, NameSpeaker, is_label
from mediahub.edits.standing import on_wording
from mediahub.errors import MediahubError
from mediahub.identify import Candidate, Evidence, Identity, identify
from mediahub.pipeline.voices import Said, has_name, refusals
from mediahub.transcript import Transcript, shape
from mediahub.transcript.assemble import rename_speakers
from mediahub.workspace.results import read_json

SCHEMA = 1
FILE = "identities.json"


def cast_of(item: Item) -> tuple[Candidate, ...]:
    """Who may be heard in an item: its contributors, writers and producers left out."""
    roles: dict[str, set[str]] = {}
    for one in item.contributors:
        roles.setdefault(one.person.id, set()).add(one.role)
    leading = "host" if any("host" in parts for parts in roles.values()) else "interviewer"
    return tuple(
        Candidate(
            person.id,
            person.name,
            person.aliases,
            leads=leading in roles[person.id],
            interprets="interpreter" in roles[person.id],
        )
        for person in item.heard
    )


def identities(
    transcript: Transcript, journal: Journal, cast: Collection[Candidate]
) -> tuple[Identity, ...]:
    """Whom the words of a transcript tell its unnamed voices to be, by label; edits are applied."""
    if not cast:
        return ()
    by_name = {one.name: one.person for one in cast}
    taken = {
        speaker.person or by_name.get(speaker.name, speaker.name): speaker.label
        for speaker in transcript.speakers
        if has_name(speaker)
    }
    voices = [
        speaker.label
        for speaker in transcript.speakers
        if speaker.voice is not None and not has_name(speaker)
    ]
    refused = {
        (label, person)
        for label, persons in refusals(transcript, journal).items()
        for person in persons
    }
    found = identify(transcript, tuple(cast), voices=voices, taken=taken, refused=refused)
    # A voice left without a name is still somebody, and tells who the others are.
    left = _left_without_a_name(transcript, journal)
    return tuple(one for one in found if one.voice not in left)


def with_names(
    transcript: Transcript, found: Collection[Identity], names: Mapping[str, str]
) -> Transcript:
    """The transcript with its certain identities as names, which say that they are automatic.

    `names` are those of the people, by id.
    """
    certain = {one.voice: one.person for one in found if one.certain}
    return rename_speakers(
        transcript,
        {
            speaker.label: replace(speaker, name=names[person], person=person, automatic=True)
            for speaker in transcript.speakers
            if (person := certain.get(speaker.label)) is not None
        },
    )


def still_named(before: Transcript, now: Transcript, journal: Journal) -> Transcript:
    """A transcript with newer edits, with the automatic names that it had `before` them.

    They stand until the next run looks again, unless a person decided otherwise.
    """
    left, refused = _left_without_a_name(now, journal), refusals(now, journal)
    bearing = {speaker.person for speaker in now.speakers}
    given = {one.voice: one for one in before.speakers if one.automatic and one.voice is not None}
    return rename_speakers(
        now,
        {
            speaker.label: given[speaker.voice]
            for speaker in now.speakers
            if speaker.voice in given
            and not has_name(speaker)
            and speaker.label not in left
            and given[speaker.voice].person not in bearing
            and given[speaker.voice].person not in refused.get(speaker.label, ())
        },
    )


def _left_without_a_name(transcript: Transcript, journal: Journal) -> frozenset[str]:
    """The labels of speakers whose name a person took back, so that none is given by itself."""
    entries = [
        on_wording(entry, transcript.wording) or entry
        for entry in journal.standing
        if isinstance(entry, NameSpeaker)
    ]
    if not any(is_label(entry.name) for entry in entries):
        return frozenset()
    said = Said(transcript)
    last: dict[str, bool] = {}
    for entry in entries:
        label = said.label_at(entry.span, entry.words)
        if label is not None:
            last[label] = is_label(entry.name) and entry.voice is None
    return frozenset(label for label, taken in last.items() if taken)


def identities_to_json(found: Collection[Identity]) -> dict[str, Any]:
    """The identities of an item as a JSON object, with what was heard."""
    return {"schema": SCHEMA, "identities": [asdict(one) for one in found]}


def identities_from_json(data: object) -> tuple[Identity, ...]:
    """The identities in a JSON object. Raises ValueError that names the key that is wrong."""
    return shape.items(shape.record(data, ""), "identities", _identity)


def read_identities(folder: Path) -> tuple[Identity, ...]:
    """The identities among an item's results; none where there are none, or none to be read."""
    try:
        return read_json(folder / FILE, identities_from_json)
    except MediahubError:
        return ()  # made by a version that named nobody, or again by the next run


def _identity(value: object, where: str) -> Identity:
    record = shape.record(value, where)
    return Identity(
        voice=shape.field(record, "voice", shape.text, where),
        person=shape.field(record, "person", shape.text, where),
        certain=shape.field(record, "certain", shape.truth, where),
        confidence=shape.field(record, "confidence", shape.number, where),
        evidence=shape.items(record, "evidence", _evidence, where),
    )


def _evidence(value: object, where: str) -> Evidence:
    record = shape.record(value, where)
    return Evidence(
        kind=shape.field(record, "kind", shape.text, where),  # type: ignore[arg-type]
        voice=shape.field(record, "voice", shape.text, where),
        person=shape.field(record, "person", shape.text, where),
        weight=shape.field(record, "weight", shape.number, where),
        at_ms=shape.field(record, "at_ms", shape.natural, where),
        quote=shape.field(record, "quote", shape.text, where),
    )
