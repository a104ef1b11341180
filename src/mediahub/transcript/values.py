"""The values in the middle: what was recognised, who spoke, and the transcript of both."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mediahub.transcript.language import is_swedish
from mediahub.transcript.span import Span

Origin = Literal["recogniser", "author"]
ChapterSource = Literal["automatic", "author", "reviewed"]


@dataclass(frozen=True, slots=True)
class Word:
    """One written word with its punctuation and no surrounding space.

    `probability` is the recogniser's own, 0 to 1; 1.0 for a person's words.
    """

    text: str
    span: Span
    probability: float = 1.0


def spoken(words: Sequence[Word]) -> Span:
    """From the first word's start to the latest end; there is at least one word."""
    return Span(words[0].span.start_ms, max(word.span.end_ms for word in words))


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a result: its name (`openai/whisper-base`) and revision."""

    name: str
    revision: str
    swedish: bool = False
    """Whether the model was trained for Swedish; if not, transcript and pages say so."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which another language is spoken than the recording's first."""

    span: Span
    language: str


def language_at(stretches: Sequence[Stretch], ms: int, first: str) -> str:
    """The language that is spoken at an instant: that of the stretch it lies in, or the `first`.

    The stretches are apart and in order of time.
    """
    at = bisect_right(stretches, ms, key=lambda one: one.span.start_ms) - 1
    return stretches[at].language if at >= 0 and ms in stretches[at].span else first


@dataclass(frozen=True, slots=True)
class CuePart:
    """What one voice says in an author's cue, or a sound: the lines as the author broke them.

    `piece` is the place, among the recognition's `breaks`, of the words that are these lines; None
    for what nobody says: a sound, a credit, or, with `gap`, speech that the author did not hear.
    `dash` says that the author began it with a dash of dialogue.
    """

    lines: tuple[str, ...]
    piece: int | None = None
    dash: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class AuthoredCue:
    """A cue of an author's captions as it stands on screen; cues may overlap."""

    span: Span
    parts: tuple[CuePart, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was said: words in order of time, as the recogniser or the author gave them.

    `regions` are the stretches of speech the VAD heard; `gaps` are stretches of speech whose words
    could not be trusted and were left out. `vocabulary` is what the recogniser was primed with.
    `breaks` are indices of words that begin a cue in an author's captions, or another voice in one
    (empty otherwise), and `voices` the speaker names that those pieces carried, one for each break
    ("" for none). `cues` are the author's cues in order of time; `pieces` says which of their
    pieces each break begins, empty while none has lost all of its words: the first is 0.
    `stretches` are where another language than `language` is spoken: apart, in order of time.
    """

    language: str
    duration_ms: int
    words: tuple[Word, ...]
    regions: tuple[Span, ...] = ()
    gaps: tuple[Span, ...] = ()
    origin: Origin = "recogniser"
    model: ModelIdentity | None = None
    vocabulary: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    voices: tuple[str, ...] = ()
    cues: tuple[AuthoredCue, ...] = ()
    pieces: tuple[int, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    def language_of(self, word: Word) -> str:
        """The language that a word is in."""
        return language_at(self.stretches, word.span.middle_ms, self.language)

    @property
    def not_swedish(self) -> frozenset[int]:
        """The places of the words that are in another language than Swedish."""
        if not self.stretches and is_swedish(self.language):
            return frozenset()
        return frozenset(
            at for at, word in enumerate(self.words) if not is_swedish(self.language_of(word))
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of time that one voice holds; `speaker` is a label such as `S1`."""

    span: Span
    speaker: str


@dataclass(frozen=True, slots=True)
class Diarisation:
    """Who spoke when: turns in order of time, labels numbered in order of appearance.

    Turns of different speakers may overlap. `voices` holds each speaker's mean embedding (unit
    length, 256 numbers for WeSpeaker ResNet34) where one was computed. `model` is None when no
    embedding model was at hand; there is then one speaker at most.
    """

    turns: tuple[Turn, ...]
    voices: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    model: ModelIdentity | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labels in order of first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice in a transcript: its label, the name to show, and the person when known."""

    label: str
    name: str
    person: str | None = None
    voice: str | None = None
    """The label the diarisation gave this voice, which may differ from `label`."""
    automatic: bool = False
    """Whether the name was found in what is said, and no person has confirmed it."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or a stretch of one, by one speaker; never empty of words."""

    speaker: str
    words: tuple[Word, ...]
    paragraph: bool = False
    """Whether a new paragraph begins here (a new speaker, or a long pause)."""
    piece: int | None = None
    """Which piece of an author's cues its words are in."""

    @property
    def span(self) -> Span:
        """From the first word's start to the last word's end."""
        return spoken(self.words)

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said and by whom, edits applied: the value every later stage reads.

    `doubtful` are the places, among `words`, of those that are more likely wrong than right. `cues`
    are the author's, where the words are an author's captions. `wording` names the words it was
    made of, before any edits. A person said of what is said in the spans `reviewed` that it is
    right as it stands. `withheld` are the stretches whose words a person took out: apart, in order,
    and with no word in them. `stretches` are where another language than `language` is spoken, and
    no segment reaches into one and out of it.
    """

    language: str
    duration_ms: int
    segments: tuple[Segment, ...]
    speakers: tuple[Speaker, ...]
    gaps: tuple[Span, ...] = ()
    origin: Origin = "recogniser"
    model: ModelIdentity | None = None
    doubtful: tuple[int, ...] = ()
    cues: tuple[AuthoredCue, ...] = ()
    wording: str | None = None
    reviewed: tuple[Span, ...] = ()
    withheld: tuple[Span, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    def language_of(self, word: Word) -> str:
        """The language that a word is in."""
        return language_at(self.stretches, word.span.middle_ms, self.language)

    def speaker(self, label: str) -> Speaker:
        """The speaker with this label. Raises KeyError when there is none."""
        for speaker in self.speakers:
            if speaker.label == label:
                return speaker
        raise KeyError(label)

    def is_reviewed(self, word: Word) -> bool:
        """Whether a person said of a word that it is right."""
        return any(word.span.middle_ms in span for span in self.reviewed)

    @property
    def all_reviewed(self) -> bool:
        """Whether a person said of every word that it is right."""
        return bool(self.segments) and all(map(self.is_reviewed, self.words))

    @property
    def reviewed_words(self) -> int:
        """Of how many words a person said that they are right."""
        return sum(map(self.is_reviewed, self.words))

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word in order."""
        return tuple(word for segment in self.segments for word in segment.words)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of a recording; chapters of one item follow each other without a gap."""

    span: Span
    title: str
    source: ChapterSource = "automatic"
    link: str | None = None
