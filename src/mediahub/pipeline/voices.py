"""The voices of one transcript: whose they are, how long they speak, and who agreed to be known."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediahub.catalog import Catalogue
from mediahub.edits import Journal, NameSpeaker, NotSpeaker, is_label
from mediahub.edits.anchors import Wording, stretch
from mediahub.edits.standing import on_wording
from mediahub.transcript import Diarisation, ModelIdentity, Span, Speaker, Transcript


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


def consenting(catalogue: Catalogue) -> frozenset[str]:
    """The ids of those who agreed to be recognised by voice, with a date."""
    return frozenset(
        person.id
        for person in catalogue.people
        if person.voice_consent and person.voice_consent_date is not None
    )


def voices_of(
    item: str, transcript: Transcript, diarisation: Diarisation, journal: Journal
) -> list[Heard]:
    """The voices of a transcript; names count as confirmed where the journal has them."""
    confirmed = {
        entry.person
        for entry in journal.standing
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
            confirmed=speaker.person in confirmed and not speaker.automatic,
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
    entries = [
        on_wording(entry, transcript.wording) or entry
        for entry in journal.standing
        if isinstance(entry, NotSpeaker)
    ]
    if not entries:
        return {}
    said = Said(transcript)
    found: dict[str, set[str]] = {}
    for entry in entries:
        label = said.label_at(entry.span, entry.words)
        everybody = [speaker.label for speaker in transcript.speakers]
        for one in [label] if label is not None else everybody:
            found.setdefault(one, set()).add(entry.person)
    return {label: frozenset(persons) for label, persons in found.items()}


class Said:
    """What is said in a transcript, word by word, and by whom."""

    def __init__(self, transcript: Transcript) -> None:
        said = [(word, one.speaker) for one in transcript.segments for word in one.words]
        self._wording = Wording(word for word, _ in said)
        self._labels = [label for _, label in said]

    def label_at(self, span: Span, words: Sequence[str]) -> str | None:
        """The speaker (label) of most words at an anchor; None where it is heard no more."""
        place = stretch(self._wording, span, words)
        if place is None:
            return None
        return Counter(self._labels[index] for index in place).most_common(1)[0][0]
