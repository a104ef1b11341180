"""How a name follows the voice it was given to, when an item is diarised anew.

How a named voice sounded is carried from the old turns.json into the new one, for who agreed to
it; for others a name follows time and words only.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.edits import Journal, NameSpeaker, read_journal
from mediahub.errors import MediahubError
from mediahub.pipeline.stage import Handle
from mediahub.pipeline.voices import voices_of
from mediahub.transcript import Diarisation, ModelIdentity, Transcript
from mediahub.transcript.codec import (
    diarisation_from_json,
    diarisation_to_json,
    transcript_from_json,
)
from mediahub.workspace.results import read_json

Known = Mapping[str, tuple[float, ...]]
"""How people who consented sounded in an item before it was diarised anew, by person."""


def turns_json(diarisation: Diarisation, known: Known) -> dict[str, object]:
    """The document turns.json: the diarisation, and under `known` how named voices sounded."""
    document = diarisation_to_json(diarisation)
    if known:
        document["known"] = {person: list(known[person]) for person in sorted(known)}
    return document


@dataclass(frozen=True, slots=True)
class Before:
    """An item's older results, which tell how those who `agreed` to be recognised sounded in it."""

    turns: Handle
    transcript: Handle
    edits: Handle
    agreed: frozenset[str]


def known_voices(
    before: Before, path: Callable[[Handle], Path], model: ModelIdentity | None
) -> Known:
    """What an item's old results tell of how its consenting speakers sound; {} without any.

    `path` gives the file that a handle names. Only embeddings of `model` can be compared with new
    ones.
    """
    try:
        old = read_json(path(before.turns), diarisation_from_json)
        transcript = read_json(path(before.transcript), transcript_from_json)
        carried = read_known(path(before.turns), before.agreed)
    except MediahubError:
        return {}
    if old.model != model:
        return {}
    journal = read_journal(path(before.edits))
    now = {
        voice.speaker.person: voice.numbers
        for voice in voices_of("", transcript, old, journal)
        if voice.confirmed and voice.speaker.person is not None and voice.numbers
    }
    return {
        person: numbers for person, numbers in {**carried, **now}.items() if person in before.agreed
    }


def read_known(turns: Path, agreed: Collection[str]) -> Known:
    """The voices carried over in a turns.json. Raises MediaError when it is damaged."""
    document = read_json(turns, dict)
    known = document.get("known", {})
    return {person: tuple(numbers) for person, numbers in known.items() if person in agreed}


def following(
    journal: Journal, transcript: Transcript, diarisation: Diarisation, known: Known
) -> Journal:
    """The journal with each name moved to the voice it was given to, where time and words fail.

    They fail when they give the name to nobody, or to a voice that is not like the person's while
    one voice of nobody's name is. The journal on disk stays as it is.
    """
    if not known:
        return journal
    from mediahub.speech.profiles import THRESHOLD, likeness, same_voice

    bearer = {s.person: s.voice for s in transcript.speakers if s.person and s.voice}
    moved: dict[str, str] = {}
    for person, numbers in known.items():
        label = bearer.get(person)
        heard = diarisation.voices.get(label or "", ())
        if likeness(numbers, heard) >= THRESHOLD:
            continue
        taken = {voice for who, voice in bearer.items() if who != person} | set(moved.values())
        free = {name: one for name, one in diarisation.voices.items() if name not in taken}
        found = same_voice(numbers, free)
        if found is not None:
            moved[person] = found
    if not moved:
        return journal
    return replace(
        journal,
        entries=tuple(
            _anchored(entry, diarisation, moved[entry.person])
            if isinstance(entry, NameSpeaker) and entry.person in moved
            else entry
            for entry in journal.entries
        ),
    )


def _anchored(entry: NameSpeaker, diarisation: Diarisation, label: str) -> NameSpeaker:
    spans = [turn.span for turn in diarisation.turns if turn.speaker == label]
    longest = max(spans, key=lambda span: (span.duration_ms, -span.start_ms))
    return replace(entry, span=longest, words=(), wording=None, fits=())
