"""Names from words: whom the unnamed voices probably are, by what is said in their items."""

from collections.abc import Iterator

from mediahub.catalog import Item
from mediahub.errors import MediahubError
from mediahub.identify import Identity
from mediahub.pipeline.heard import journal_of, transcript_now
from mediahub.pipeline.naming import read_identities
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.voices import has_name, refusals, seconds_of
from mediahub.transcript.codec import diarisation_from_json
from mediahub.workspace.results import read_json, read_transcript


def likely(state: Survey) -> Iterator[tuple[Item, str, Identity, float]]:
    """What is likely by an item's words and not decided yet: the speaker as shown, who it probably
    is, and how many seconds the voice speaks. Damaged results propose nobody.
    """
    if not state.catalogue.settings.name_from_speech:
        return
    for item in state.media_items:
        if "transcribe" in state.state(item.id).stages and item.id in state.sources:
            found = read_identities(state.workspace.item(item.id))
            if any(not one.certain for one in found):
                try:
                    yield from _undecided(state, item, [one for one in found if not one.certain])
                except MediahubError:
                    continue  # the run that comes upon it says what to do


def _undecided(
    state: Survey, item: Item, found: list[Identity]
) -> Iterator[tuple[Item, str, Identity, float]]:
    folder = state.workspace.item(item.id)
    diarisation = read_json(folder / "turns.json", diarisation_from_json)
    journal = journal_of(state, item.id)
    voices = {speaker.label: speaker.voice for speaker in read_transcript(folder).speakers}
    transcript = transcript_now(state, item, diarisation, journal)
    refused = refusals(transcript, journal)
    bearing = {speaker.person for speaker in transcript.speakers}
    people = {person.id for person in state.catalogue.people}
    now = {speaker.voice: speaker for speaker in transcript.speakers}
    for one in found:
        speaker = now.get(voices.get(one.voice)) if voices.get(one.voice) else None
        if speaker is None or has_name(speaker) or one.person in bearing:
            continue
        if one.person in people and one.person not in refused.get(speaker.label, frozenset()):
            seconds = seconds_of(diarisation).get(speaker.voice or "", 0.0)
            yield item, speaker.name, one, seconds
