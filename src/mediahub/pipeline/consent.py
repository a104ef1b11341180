"""Voices and consent: what may be kept of a voice, and how a name follows the voice it was given.

An embedding is kept while its voice has no name, so that it can be proposed one, and for those who
agreed in people.toml. A voice named for anybody else loses it with the run that writes the name,
and `forget` takes a person's away at once. A person's edits never hold one: they lie beside the
source, are copied and put under version control, and could not be erased everywhere. How a named
voice sounded is instead carried from the old turns.json into the new one, for who consented; for
others a name follows time and words only.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import replace

from mediahub.atomic import write_json, write_text
from mediahub.errors import MediahubError
from mediahub.pipeline.carrying import turns_json
from mediahub.pipeline.heard import journal_of, transcript_now
from mediahub.pipeline.survey import Survey, state_of
from mediahub.pipeline.voices import consenting, has_name
from mediahub.transcript import Diarisation, Span, Transcript, covered_ms, union
from mediahub.transcript.codec import (
    diarisation_from_json,
    dump,
)
from mediahub.workspace.digests import sha256_of
from mediahub.workspace.locks import item_lock
from mediahub.workspace.results import read_json, read_transcript
from mediahub.workspace.state import ItemState, write_state


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
        with item_lock(state.workspace, item_id):
            drop_voices(state, item_id, set())
    if not same:
        write_json(note, {"schema": 1, "agreed": agreed})


def drop_voices(state: Survey, item_id: str, also: Collection[str]) -> bool:
    """Drop from the item's turns.json the voices that may not be kept, and those in `also`.

    Turns and names stay, and nothing has to be done again. Says whether anything was dropped;
    an orphan's results are treated like any other's. The caller holds the item's lock.
    """
    item_state = state_of(state.workspace, item_id)
    if "transcribe" not in item_state.stages or "diarise" not in item_state.stages:
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
    _record(state, item_state, sha256_of(path))
    return True


def _named(state: Survey, item_id: str, diarisation: Diarisation) -> Transcript | None:
    """The item's transcript with all its names, also when its source is gone; None if damaged."""
    try:
        if item_id not in state.sources:
            return read_transcript(state.workspace.item(item_id))
        journal = journal_of(state, item_id)
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


def _record(state: Survey, item_state: ItemState, digest: str) -> None:
    """Let the item's state know the new turns.json as the same turns: nothing follows from it."""
    diarise = item_state.stages["diarise"]
    transcribe = item_state.stages["transcribe"]
    before = diarise.outputs.get("turns.json")
    fresh = item_state.with_stage(
        "diarise", replace(diarise, outputs={**diarise.outputs, "turns.json": digest})
    )
    if transcribe.inputs.get("turns") == before:
        inputs = {**transcribe.inputs, "turns": digest}
        fresh = fresh.with_stage("transcribe", replace(transcribe, inputs=inputs))
    write_state(state.workspace.item(fresh.item) / "state.json", fresh)
