"""Voices and consent: what may be kept of a voice, and how a name follows the voice it was given.

An embedding is kept while its voice has no name, so that it can be proposed one, and for those who
agreed in people.toml. A voice named for anybody else loses it with the run that writes the name,
and `forget` takes a person's away at once. A person's edits never hold one: they lie beside the
source, are copied and put under version control, and could not be erased everywhere. How a named
voice sounded is instead carried from the old turns.json into the new one, for who consented; for
others a name follows time and words only.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from mediahub.atomic import write_json, write_text
from mediahub.catalog import Catalogue
from mediahub.edits import Journal, NameSpeaker, read_journal
from mediahub.errors import MediahubError
from mediahub.pipeline.bench import Bench
from mediahub.pipeline.heard import has_name, transcript_now, voices_of
from mediahub.pipeline.stages import DIARISE, TRANSCRIBE
from mediahub.pipeline.survey import Survey
from mediahub.transcript import Diarisation, ModelIdentity, Span, Transcript, covered_ms, union
from mediahub.transcript.codec import diarisation_from_json, diarisation_to_json, dump
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.results import read_json, read_transcript
from mediahub.workspace.state import StageRecord, write_state

Known = Mapping[str, tuple[float, ...]]
"""How people who consented sounded in an item before it was diarised anew, by person."""


def consenting(catalogue: Catalogue) -> frozenset[str]:
    """The ids of those who agreed to be recognised by voice, with a date."""
    return frozenset(
        person.id
        for person in catalogue.people
        if person.voice_consent and person.voice_consent_date is not None
    )


def turns_json(diarisation: Diarisation, known: Known) -> dict[str, object]:
    """The document turns.json: the diarisation, and under `known` how named voices sounded."""
    document = diarisation_to_json(diarisation)
    if known:
        document["known"] = {person: list(known[person]) for person in sorted(known)}
    return document


def known_voices(bench: Bench, model: ModelIdentity | None) -> Known:
    """What an item's old results tell of how its consenting speakers sound; {} without any.

    Only embeddings of `model` can be compared with new ones.
    """
    agreed = consenting(bench.catalogue)
    if not agreed or bench.sources.edits_path is None:
        return {}
    try:
        old = read_json(bench.path("turns.json"), diarisation_from_json)
        transcript = read_transcript(bench.folder)
        before = read_known(bench)
    except MediahubError:
        return {}
    if old.model != model:
        return {}
    journal = read_journal(bench.sources.edits_path)
    now = {
        voice.speaker.person: voice.numbers
        for voice in voices_of(bench.item.id, transcript, old, journal)
        if voice.confirmed and voice.speaker.person is not None and voice.numbers
    }
    return {person: numbers for person, numbers in {**before, **now}.items() if person in agreed}


def read_known(bench: Bench) -> Known:
    """The voices carried over in the item's turns.json. Raises MediaError when it is damaged."""
    document = read_json(bench.path("turns.json"), dict)
    known = document.get("known", {})
    agreed = consenting(bench.catalogue)
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
    return replace(entry, span=longest, words=())


def keep_what_may_be_kept(state: Survey, done: Iterable[str]) -> None:
    """Drop the voices of those who did not agree from the results of the items `done`.

    When those who agree are not the same as last time, from every item's.
    """
    note = state.workspace.private / "consent.json"
    agreed = sorted(consenting(state.catalogue))
    try:
        same = json.loads(note.read_text(encoding="utf-8"))["agreed"] == agreed
    except (OSError, ValueError, KeyError, TypeError):
        same = not agreed
    items = list(done) if same else sorted(state.states)
    for item_id in items:
        drop_voices(state, item_id, set())
    if not same:
        write_json(note, {"schema": 1, "agreed": agreed})


def drop_voices(state: Survey, item_id: str, also: Collection[str]) -> bool:
    """Drop from the item's turns.json the voices that may not be kept, and those in `also`.

    Turns and names stay, and nothing has to be done again. Says whether anything was dropped;
    an orphan's results are treated like any other's.
    """
    item_state = state.state(item_id)
    if TRANSCRIBE.name not in item_state.stages or DIARISE.name not in item_state.stages:
        return False  # the run that goes on with it will see to it
    path = state.workspace.item(item_id) / "turns.json"
    try:
        document = read_json(path, dict)
        diarisation = diarisation_from_json(document)
    except (MediahubError, ValueError):
        return False
    agreed = consenting(state.catalogue)
    transcript = _named(state, item_id, diarisation)
    gone = set(also)
    if transcript is None:
        gone |= set(diarisation.voices)  # nobody can tell whose they are
    else:
        gone |= _not_to_keep(transcript, diarisation, agreed)
    known = {who: one for who, one in document.get("known", {}).items() if who in agreed}
    kept = {name: one for name, one in diarisation.voices.items() if name not in gone}
    text = dump(turns_json(replace(diarisation, voices=kept), known))
    if not write_text(path, text):
        return False
    _record(state, item_id, sha256_of(path))
    return True


def _named(state: Survey, item_id: str, diarisation: Diarisation) -> Transcript | None:
    """The item's transcript with all its names, also when its source is gone; None if damaged."""
    sources = state.sources.get(item_id)
    try:
        if sources is None:
            return read_transcript(state.workspace.item(item_id))
        journal = read_journal(sources.edits_path) if sources.edits_path else Journal()
        return transcript_now(state, state.catalogue.item(item_id), diarisation, journal)
    except MediahubError:
        return None


def _not_to_keep(
    transcript: Transcript, diarisation: Diarisation, agreed: Collection[str]
) -> set[str]:
    """The voices of named people who did not agree, also such as were made one with another."""
    spans: dict[str, list[Span]] = {}
    for segment in transcript.segments:
        spans.setdefault(segment.speaker, []).append(segment.span)
    places = {label: union(found) for label, found in spans.items()}
    by_voice = {speaker.voice: speaker for speaker in transcript.speakers if speaker.voice}
    gone = set()
    for label in diarisation.voices:
        speaker = by_voice.get(label)
        if speaker is None:  # made one with another, or only heard under others' words
            turns = [turn.span for turn in diarisation.turns if turn.speaker == label]
            speaker = max(
                transcript.speakers,
                key=lambda one: sum(covered_ms(turn, places.get(one.label, ())) for turn in turns),
                default=None,
            )
        if speaker is not None and has_name(speaker) and speaker.person not in agreed:
            gone.add(label)
    return gone


def _record(state: Survey, item_id: str, digest: str) -> None:
    """Let the item's state know the new turns.json as the same turns: nothing follows from it."""
    item_state = state.state(item_id)
    diarise = item_state.stages[DIARISE.name]
    transcribe = item_state.stages[TRANSCRIBE.name]
    before = diarise.outputs.get("turns.json")
    fresh = item_state.with_stage(
        DIARISE.name, StageRecord(diarise.inputs, {**diarise.outputs, "turns.json": digest})
    )
    if transcribe.inputs.get("turns") == before:
        inputs = {**transcribe.inputs, "turns": digest}
        fresh = fresh.with_stage(TRANSCRIBE.name, StageRecord(inputs, transcribe.outputs))
    write_state(state.workspace.item(item_id) / "state.json", fresh)
    state.states[item_id] = fresh
