"""Edits: a recognition and its turns with the journal's entries applied, as a transcript."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from mediahub.edits.anchors import Wording, best_place, stretch
from mediahub.edits.entries import (
    AttributeWords,
    Border,
    Entry,
    NameSpeaker,
    ReplaceWords,
    Review,
    SetChapters,
    UnknownEntry,
)
from mediahub.edits.journal import Journal
from mediahub.edits.replaying import difference_entry
from mediahub.edits.reviewing import reviewed_spans, sure
from mediahub.edits.rewording import Rewording
from mediahub.edits.segmenting import Segmenting
from mediahub.edits.standing import differences, is_at_home, on_wording
from mediahub.transcript.assemble import ONLY_SPEAKER, UNKNOWN_SPEAKER, Named, compose, voices_of
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.span import Span
from mediahub.transcript.values import Chapter, Diarisation, Recognition, Transcript

_NUMBERED = re.compile(rf"{ONLY_SPEAKER}( \d+)?|{UNKNOWN_SPEAKER}")
"""A name that the assembly gives, not a person."""


def is_label(name: str) -> bool:
    """Whether a speaker's name is one that the assembly gives: "Talare", "Talare 2"."""
    return _NUMBERED.fullmatch(name) is not None


class Unplaced(NamedTuple):
    """An entry that could not be applied, and why; it stays in the journal."""

    entry: Entry
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A transcript with its edits; `applied` are the ids of the entries that hold in it.

    `chapters` are those a person set, None when nobody did.
    """

    transcript: Transcript
    chapters: tuple[Chapter, ...] | None
    applied: tuple[str, ...]
    unplaced: tuple[Unplaced, ...]


def apply(
    recognition: Recognition,
    diarisation: Diarisation,
    journal: Journal,
    *,
    people: Mapping[str, str] = MappingProxyType({}),
    wording: str | None = None,
) -> Applied:
    """The transcript with the journal's entries applied in order, later ones winning.

    An entry whose place is gone is left out and listed with the reason. `people` is the person
    registry, id to name: a speaker given as a person bears the name that stands there now.
    `wording` names the recognition's words: entries that were merged into it have their exact place
    there.
    """
    entries = journal.standing
    rewording = Rewording(recognition)
    reasons = _put_words(entries, rewording, wording)
    reviewed = reviewed_spans(entries, wording)
    corrected = sure(rewording.result(), reviewed)
    cast = _Cast(rewording.wording, voices_of(corrected, diarisation), people, corrected)
    reasons |= _put_speakers(entries, cast, wording)
    voices, names = cast.merged()
    segmenting = Segmenting(rewording.wording, voices, corrected.breaks)
    chapters: tuple[Chapter, ...] | None = None
    for number, entry in enumerate(entries):
        reason: str | None = None
        if isinstance(entry, Border):
            reason = segmenting.put(on_wording(entry, wording) or entry)
        elif isinstance(entry, SetChapters):
            reason = _past_end(entry, recognition.duration_ms)
            chapters = chapters if reason else entry.chapters
        elif isinstance(entry, UnknownEntry):
            kind = entry.raw.get("type")
            reason = f"this version of mediahub does not know entries of type {kind!r}"
        if reason:
            reasons[number] = reason
    return Applied(
        transcript=replace(
            compose(corrected, diarisation, voices, names, segmenting.borders),
            wording=wording,
            reviewed=reviewed,
        ),
        chapters=chapters,
        applied=tuple(entry.id for number, entry in enumerate(entries) if number not in reasons),
        unplaced=tuple(
            Unplaced(entries[number], reason) for number, reason in sorted(reasons.items())
        ),
    )


def _put_words(
    entries: Sequence[Entry], rewording: Rewording, wording: str | None
) -> dict[int, str]:
    """Put corrections and reviewed texts in their places; why not, by the number of the entry."""
    reasons: dict[int, str] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry, ReplaceWords):
            placed = on_wording(entry, wording)
            exact = is_at_home(entry, wording)
            if placed is not None and rewording.put(placed, exact=exact) == "unplaced":
                reasons[number] = _gone(entry.before, entry.span, "no longer stands", entry.after)
        elif isinstance(entry, Review):
            for fit in differences(entry, wording):
                rewording.put(difference_entry(fit), exact=True)
    return reasons


def _put_speakers(entries: Sequence[Entry], cast: "_Cast", wording: str | None) -> dict[int, str]:
    """Name voices, and give words to speakers; why not, by the number of the entry."""
    reasons: dict[int, str] = {}
    for number, entry in enumerate(entries):
        reason: str | None = None
        if isinstance(entry, NameSpeaker):
            reason = cast.name(on_wording(entry, wording) or entry)
        elif isinstance(entry, AttributeWords):
            reason = cast.attribute(on_wording(entry, wording) or entry)
        if reason:
            reasons[number] = reason
    for number, entry in enumerate(entries):
        if isinstance(entry, NameSpeaker) and (other := cast.drowned.get(entry.id)):
            reasons[number] = (
                f"the voice at {clock_hms(entry.span.start_ms)} is one with {other}'s now; "
                f'wanted: "{entry.name}"'
            )
    return reasons


class _Cast:
    """Who says each word, and what people call them."""

    def __init__(
        self,
        wording: Wording,
        voices: list[str],
        people: Mapping[str, str],
        recognition: Recognition,
    ) -> None:
        self._wording = wording
        self._voices = voices
        self._same: dict[str, str] = {}
        self._people = people
        self._naming: dict[str, NameSpeaker] = {}
        self.drowned: dict[str, str] = {}
        """The ids of names whose voice became one with another's, and the name it bears."""
        # An author's voices are names already.
        self._names = {voice: Named(voice, None) for voice in recognition.voices if voice}

    def name(self, entry: NameSpeaker) -> str | None:
        """Name the voice that holds the entry's words; the reason when none does."""
        voice = self._voice_at(entry.span, entry.words)
        if voice is None:
            return _gone(entry.words, entry.span, "is no longer heard", entry.name)
        if is_label(entry.name):
            return self._unname(voice, entry)
        called = self._called(entry.name, entry.person)
        earlier = self._naming.get(voice)
        if earlier is not None and _is_of_another(earlier, entry):
            self.drowned[earlier.id] = called.name
        self._naming[voice], self._names[voice] = entry, called
        return None

    def _unname(self, voice: str, entry: NameSpeaker) -> str | None:
        """Make a voice one with another that has no name either, or take its name back."""
        if entry.voice is None:
            self._names.pop(voice, None)
            self._naming.pop(voice, None)
            return None
        other = self._voice_at(*entry.voice)
        if other is None:
            return _gone(entry.voice[1], entry.voice[0], "is no longer heard", entry.name)
        if other != voice:
            self._same[voice] = other
        return None

    def attribute(self, entry: AttributeWords) -> str | None:
        """Give the entry's words to its speaker; the reason when they are not there."""
        at_ms, words = entry.span.start_ms, entry.words
        place = best_place(self._wording, at_ms, words, entry.left, entry.right) if words else None
        held = (
            range(place.first, place.end)
            if place is not None
            else stretch(self._wording, entry.span, entry.words)
        )
        if held is None:
            return _gone(entry.words, entry.span, "is no longer heard", entry.name)
        named = self._called(entry.name, entry.person)
        voice = self._known(named)
        if voice is None and entry.voice is not None:
            voice = self._voice_at(*entry.voice)
        if voice is None:
            voice = f"+{named.person or named.name}"  # a voice that no turn has
            self._names[voice] = named
        for index in held:
            self._voices[index] = voice
        return None

    def merged(self) -> tuple[list[str], dict[str, Named]]:
        """The voices and their names, voices that bear one person's name made one."""
        first: dict[str, str] = {}
        same = {
            voice: first.setdefault(named.person or named.name, voice)
            for voice, named in self._names.items()
        }
        joined = {voice: same.get(other, other) for voice, other in self._same.items()}
        same |= joined
        return [same.get(voice, voice) for voice in self._voices], self._names

    def _called(self, name: str, person: str | None) -> Named:
        known = person is not None and person in self._people
        return Named(self._people[person] if known and person else name, person if known else None)

    def _known(self, wanted: Named) -> str | None:
        for voice, named in self._names.items():
            if named.name == wanted.name or (named.person and named.person == wanted.person):
                return voice
        return None

    def _voice_at(self, span: Span, words: tuple[str, ...]) -> str | None:
        """The voice that says most of the words at an anchor."""
        held = stretch(self._wording, span, words)
        if held is None:
            return None
        return Counter(self._voices[index] for index in held).most_common(1)[0][0]


def _is_of_another(earlier: NameSpeaker, later: NameSpeaker) -> bool:
    """Whether two names were given to two voices, so that the later corrects no mistake."""
    same_person = (earlier.name, earlier.person) == (later.name, later.person)
    same_voice = earlier.label == later.label or earlier.span.overlap_ms(later.span) > 0
    return not same_person and not same_voice


def _past_end(entry: SetChapters, duration_ms: int) -> str | None:
    for chapter in entry.chapters:
        if chapter.span.start_ms >= duration_ms:
            return (
                f"chapter {chapter.title!r} begins at {clock_hms(chapter.span.start_ms)}, "
                f"but the recording ends at {clock_hms(duration_ms)}"
            )
    return None


def _gone(words: tuple[str, ...], span: Span, what: str, wanted: str) -> str:
    said = " ".join(words[:8]) + (" …" if len(words) > 8 else "")
    stood = f'"{said}"' if said else "its place"
    return f'{stood} {what} at {clock_hms(span.start_ms)}; wanted: "{wanted}"'
