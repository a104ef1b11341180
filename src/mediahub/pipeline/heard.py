"""The voices heard in the items: each with its embedding, its seconds, and the name it bears."""

from collections.abc import Iterator
from itertools import accumulate

from mediahub.catalog import Item
from mediahub.edits import (
    AttributeWords,
    Journal,
    NameSpeaker,
    apply,
    read_journal,
)
from mediahub.errors import MediahubError
from mediahub.pipeline.naming import still_named
from mediahub.pipeline.survey import Survey
from mediahub.pipeline.voices import Heard, voices_of
from mediahub.transcript import Diarisation, Recognition, Transcript
from mediahub.transcript.codec import diarisation_from_json
from mediahub.workspace.results import read_json, read_transcript


def heard_in_all(state: Survey) -> Iterator[Heard]:
    """The voices of every transcribed item with a speaker model; damaged results have none."""
    for item in state.media_items:
        if "transcribe" in state.state(item.id).stages and item.id in state.sources:
            try:
                yield from heard(state, item)
            except MediahubError:
                continue  # the run that comes upon it says what to do


def heard(state: Survey, item: Item) -> list[Heard]:
    """The voices of a transcribed item, edits made since the last run counted.

    A voice that others were made one with is none of its own. Raises MediaError for results that
    are absent or damaged.
    """
    folder = state.workspace.item(item.id)
    diarisation = read_json(folder / "turns.json", diarisation_from_json)
    if diarisation.model is None:
        return []
    journal = journal_of(state, item.id)
    transcript = transcript_now(state, item, diarisation, journal)
    return voices_of(item.id, transcript, diarisation, journal)


def journal_of(state: Survey, item_id: str) -> Journal:
    """The edits of an item, empty where it has none or no source. Raises MediaError."""
    sources = state.sources.get(item_id)
    if sources is None or sources.edits is None:
        return Journal()
    return read_journal(state.workspace.root / sources.edits.path)


def transcript_now(
    state: Survey, item: Item, diarisation: Diarisation, journal: Journal
) -> Transcript:
    """The item's transcript, with the names too that were given since the last run."""
    transcript = read_transcript(state.workspace.item(item.id))
    made_from = state.state(item.id).stages["transcribe"].inputs.get("edits")
    edits = state.sources[item.id].edits
    if made_from == (edits.sha256 if edits else None) or not transcript.segments:
        return transcript
    firsts = accumulate((len(one.words) for one in transcript.segments[:-1]), initial=0)
    said = Recognition(
        transcript.language,
        transcript.duration_ms,
        transcript.words,
        origin=transcript.origin,
        breaks=tuple(firsts) if transcript.origin == "author" else (),
    )
    naming = (NameSpeaker, AttributeWords)
    names = Journal(tuple(entry for entry in journal.standing if isinstance(entry, naming)))
    people = {person.id: person.name for person in state.catalogue.people}
    now = apply(said, diarisation, names, people=people).transcript
    return still_named(transcript, now, journal)
