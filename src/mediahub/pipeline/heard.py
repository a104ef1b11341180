"""The voices heard in the items: each with its embedding, its seconds, and the name it bears."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from mediahub.catalog import Item
from mediahub.edits import (
    AttributeWords,
    Journal,
    NameSpeaker,
    NotSpeaker,
    apply,
    is_label,
    read_journal,
)
from mediahub.edits.anchors import Wording, stretch
from mediahub.errors import MediahubError
from mediahub.pipeline.stages import TRANSCRIBE
from mediahub.pipeline.survey import Survey
from mediahub.transcript import Diarisation, ModelIdentity, Recognition, Speaker, Transcript
from mediahub.transcript.codec import diarisation_from_json
from mediahub.workspace.results import read_json, read_transcript


@dataclass(frozen=True, slots=True)
class Heard:
    """A voice of an item, labelled by the diarisation, and the speaker it is in the transcript.

    `numbers` is its embedding, empty where none is kept. `confirmed` says that a person named it,
    `known_not` holds the ids of those it was said not to be.
    """

    item: str
    label: str
    speaker: Speaker
    seconds: float
    numbers: tuple[float, ...]
    model: ModelIdentity | None
    confirmed: bool = False
    known_not: frozenset[str] = frozenset()

    @property
    def named(self) -> bool:
        """Whether the speaker bears a name, in the registry or not."""
        return has_name(self.speaker)


def has_name(speaker: Speaker) -> bool:
    """Whether a speaker bears a name, in the registry or not, and is not "Talare 2"."""
    return speaker.person is not None or not is_label(speaker.name)


def heard_in_all(state: Survey) -> Iterator[Heard]:
    """The voices of every transcribed item with a speaker model; damaged results have none."""
    for item in state.media_items:
        if TRANSCRIBE.name in state.state(item.id).stages and item.id in state.sources:
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
    path = state.sources[item.id].edits_path
    journal = read_journal(path) if path is not None else Journal()
    transcript = transcript_now(state, item, diarisation, journal)
    return voices_of(item.id, transcript, diarisation, journal)


def transcript_now(
    state: Survey, item: Item, diarisation: Diarisation, journal: Journal
) -> Transcript:
    """The item's transcript, with the names too that were given since the last run."""
    transcript = read_transcript(state.workspace.item(item.id))
    made_from = state.state(item.id).stages[TRANSCRIBE.name].inputs.get("edits")
    if made_from == state.sources[item.id].edits or not transcript.segments:
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
    names = Journal(tuple(entry for entry in journal.entries if isinstance(entry, naming)))
    people = {person.id: person.name for person in state.catalogue.people}
    return apply(said, diarisation, names, people=people).transcript


def voices_of(
    item: str, transcript: Transcript, diarisation: Diarisation, journal: Journal
) -> list[Heard]:
    """The voices of a transcript; names count as confirmed where the journal has them."""
    confirmed = {
        entry.person
        for entry in journal.entries
        if isinstance(entry, NameSpeaker) and entry.person is not None
    }
    refused = refusals(transcript, journal)
    seconds = seconds_of(diarisation)
    return [
        Heard(
            item=item,
            label=speaker.voice,
            speaker=speaker,
            seconds=seconds[speaker.voice],
            numbers=tuple(diarisation.voices.get(speaker.voice, ())),
            model=diarisation.model,
            confirmed=speaker.person in confirmed,
            known_not=refused.get(speaker.label, frozenset()),
        )
        for speaker in transcript.speakers
        if speaker.voice is not None
    ]


def seconds_of(diarisation: Diarisation) -> Mapping[str, float]:
    """How long each voice speaks, in seconds."""
    found: defaultdict[str, float] = defaultdict(float)
    for turn in diarisation.turns:
        found[turn.speaker] += turn.span.duration_ms / 1000
    return found


def refusals(transcript: Transcript, journal: Journal) -> Mapping[str, frozenset[str]]:
    """Whom each speaker (label) was said not to be.

    Where the words of a refusal are heard no more it holds for every speaker: it must never return.
    """
    entries = [entry for entry in journal.entries if isinstance(entry, NotSpeaker)]
    if not entries:
        return {}
    said = [(word, one.speaker) for one in transcript.segments for word in one.words]
    wording = Wording(word for word, _ in said)
    found: dict[str, set[str]] = {}
    for entry in entries:
        place = stretch(wording, entry.span, entry.words)
        if place is None:
            labels = [speaker.label for speaker in transcript.speakers]
        else:
            labels = [Counter(said[index][1] for index in place).most_common(1)[0][0]]
        for label in labels:
            found.setdefault(label, set()).add(entry.person)
    return {label: frozenset(persons) for label, persons in found.items()}
