"""One segment's words and speaker, as a person leaves them: the service of an editor's screen.

What is changed is worked out word by word, as for a whole edited caption file. A segment is named
by a digest of what it said when it was read, so that two editors in different ones never meet.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from mediahub.captions.values import CaptionCue
from mediahub.desk.after import THE_WORDS, Follows, at_once
from mediahub.desk.editing import person_of
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import corrections
from mediahub.errors import MediahubError, SettingsError
from mediahub.tongues import Words
from mediahub.transcript import Segment, Transcript
from mediahub.transcript.clock import clock_hms

Reach = Literal["here", "onwards"]
NEAR_WORDS = 200
"""More than two texts are looked through at once for where they meet again."""


class SegmentChangedError(MediahubError):
    """The segment says something else than when it was read: `now`, None when it is gone."""

    def __init__(self, item: str, at_ms: int, now: Segment | None) -> None:
        self.now = now
        super().__init__(
            f"{item}: what is said at {clock_hms(at_ms)} was changed meanwhile, and nothing was "
            "written; look at it again",
            swedish=f"{item}: det som sägs vid {clock_hms(at_ms)} har ändrats under tiden, och "
            "inget är skrivet. Se efter hur det lyder nu.",
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """The transcript after a decision, and in words what followed; the same one for no change."""

    transcript: Transcript
    told: str


def segment_version(segment: Segment) -> str:
    """A digest of who says what in a segment: another as soon as either changes."""
    said = "\n".join([segment.speaker, *(word.text for word in segment.words)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def segment_of_version(transcript: Transcript, item_id: str, at_ms: int, version: str) -> int:
    """The place of the segment that begins at `at_ms`, or else is said then.

    Raises SegmentChangedError where there is none, or none of that version.
    """
    number = _number(transcript, at_ms)
    segment = transcript.segments[number] if number is not None else None
    if number is None or segment is None or segment_version(segment) != version:
        raise SegmentChangedError(item_id, at_ms, segment)
    return number


def correct_segment(
    root: Path,
    item_id: str,
    at_ms: int,
    version: str,
    text: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> Changed:
    """Have the segment that begins at `at_ms` say `text`; nothing at all where that is empty.

    `follows` is what comes after. Raises SegmentChangedError where it is not the one of that
    version any more, SettingsError for no such item.
    """
    said = " ".join(text.split())
    # What is said elsewhere is no part of it, and three hours of it take long to compare.
    return _changed(
        root, item_id, at_ms, version, by, lambda cue, _: replace(cue, text=said), follows,
        near=NEAR_WORDS,
    )  # fmt: skip


def give_segment(
    root: Path,
    item_id: str,
    at_ms: int,
    version: str,
    speaker: str,
    *,
    reach: Reach = "here",
    by: str | None = None,
    follows: Follows = at_once,
) -> Changed:
    """Have somebody else say a segment, or it and all that its speaker says after it.

    `speaker` is a name, of one who speaks already or of another. Raises as `correct_segment`.
    """
    wanted = " ".join(speaker.split())
    if not wanted:
        raise SettingsError(
            "the name is empty; write who says it",
            swedish="Namnet är tomt. Skriv vem som säger det.",
        )

    def given(cue: CaptionCue, of: "_Of") -> CaptionCue:
        name = of.names.get(wanted, wanted)
        return replace(cue, voice=name)

    return _changed(root, item_id, at_ms, version, by, given, follows, onwards=reach == "onwards")


@dataclass(frozen=True, slots=True)
class _Of:
    """Whom the workspace and the transcript know, by id, label and name."""

    names: dict[str, str]


def _changed(
    root: Path,
    item_id: str,
    at_ms: int,
    version: str,
    by: str | None,
    change: Callable[[CaptionCue, _Of], CaptionCue],
    follows: Follows,
    *,
    onwards: bool = False,
    near: int | None = None,
) -> Changed:
    """`near` is how many words on either side are compared, None for all of them: who speaks is
    told by the whole.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        number = segment_of_version(transcript, item.id, at_ms, version)
        segment = transcript.segments[number]
        people = {one.id: one.name for one in state.catalogue.people}
        known = {one.name: one.name for one in transcript.speakers}
        known |= {one.label: one.name for one in transcript.speakers}
        for person in state.catalogue.people:
            who, _ = person_of(state.catalogue.people, person.id)
            known[person.id] = who.name if who is not None else person.name
        part = transcript if near is None else _about(transcript, number, near)
        number = next(at for at, one in enumerate(part.segments) if one is segment)
        cues = _cues(part)
        of = _Of(known)
        for at, other in enumerate(part.segments):
            same = onwards and at > number and other.speaker == segment.speaker
            if at == number or same:
                cues[at] = change(cues[at], of)
        found = corrections(part, [cue for cue in cues if cue.text], people=people)
        if not found:
            words = Words("{item}: nothing was changed", "{item}: inget är ändrat")
            return Changed(transcript, words.said(item=item.id))
        add_entries(state, item, found, by)
    became = follows(root, item.id, state, THE_WORDS)
    with item_in_hand(root, item_id) as (state, item):
        return Changed(transcribed(state, item), became.told)


def _about(transcript: Transcript, number: int, words: int) -> Transcript:
    """A segment with those round it that hold so many words on either side, as far as there are."""
    first, last = number, number + 1
    before = after = 0
    while first > 0 and before < words:
        first -= 1
        before += len(transcript.segments[first].words)
    while last < len(transcript.segments) and after < words:
        after += len(transcript.segments[last].words)
        last += 1
    return replace(transcript, segments=transcript.segments[first:last])


def _number(transcript: Transcript, at_ms: int) -> int | None:
    """Which segment begins at a time; the one that is said then where none does."""
    for number, segment in enumerate(transcript.segments):
        if segment.span.start_ms == at_ms:
            return number
    for number, segment in enumerate(transcript.segments):
        if at_ms in segment.span:
            return number
    return None


def _cues(transcript: Transcript) -> list[CaptionCue]:
    """The transcript as the cues of its captions, one a segment, so that nothing is changed yet."""
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    return [
        CaptionCue(segment.span, names.get(segment.speaker, ""), segment.text, cue=number)
        for number, segment in enumerate(transcript.segments)
    ]
