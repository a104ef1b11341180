"""Assemble: words and turns in, a transcript of sentences with speakers out."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from mediahub.transcript.attribution import speakers_of_cues, speakers_of_words
from mediahub.transcript.sentences import sentence_starts
from mediahub.transcript.values import (
    Diarisation,
    Recognition,
    Segment,
    Speaker,
    Transcript,
    Word,
)

SENTENCE_PAUSE_MS = 1200
PARAGRAPH_PAUSE_MS = 2000
LONGEST_SEGMENT_MS = 30_000
MOST_WORDS = 60
SENTENCES_IN_PARAGRAPH = 5
ONLY_SPEAKER = "Talare"
UNKNOWN_SPEAKER = "Okänd"
"""Who speaks in a cue without a name, where others have one."""


class Borders(NamedTuple):
    """Where people had segments begin, and where not: places of words."""

    split: frozenset[int] = frozenset()
    joined: frozenset[int] = frozenset()


UNMOVED = Borders()


class Named(NamedTuple):
    """The name a person gave a voice, and the id in the person registry if it has one."""

    name: str
    person: str | None


def voices_of(recognition: Recognition, diarisation: Diarisation) -> list[str]:
    """The voice of each word: a label of the diarisation, or a name in an author's captions."""
    if recognition.breaks:
        return speakers_of_cues(recognition, diarisation)
    starts = sentence_starts(recognition.words, SENTENCE_PAUSE_MS)
    return speakers_of_words(recognition.words, diarisation, starts)


def compose(
    recognition: Recognition,
    diarisation: Diarisation,
    voices: Sequence[str],
    names: Mapping[str, Named] = MappingProxyType({}),
    moved: Borders = UNMOVED,
) -> Transcript:
    """The transcript of words whose voices are known; `names` are the voices people named.

    A segment ends at the end of a sentence, at a change of voice or of language and at a pause of
    1.2 s, and holds at most 60 words or 30 s; an author's captions keep their cues as segments and
    the names in them. `moved` changes that: the word at a place begins a segment all the same, or
    does not; it must not join two voices, or two pieces of captions. Labels are S1, S2 … in order
    of appearance, names "Talare 1", "Talare 2" …, or "Talare" where there is one speaker or no
    speaker model.
    """
    words = recognition.words
    starts = sentence_starts(words, SENTENCE_PAUSE_MS)
    tongues = [recognition.language_of(word) for word in words] if recognition.stretches else []
    changes = {at for at in range(1, len(tongues)) if tongues[at] != tongues[at - 1]}
    cuts = _cuts(words, voices, starts, recognition.breaks)
    cuts = sorted(({*cuts, *moved.split} - moved.joined) | changes)
    speakers = _speakers(voices, diarisation, names, authored=any(recognition.voices))
    borders = [*cuts, len(words)]
    dashes = {part.piece for cue in recognition.cues for part in cue.parts if part.dash}
    segments = [
        Segment(speakers[voices[first]].label, words[first:end], piece=_piece(recognition, first))
        for first, end in pairwise(borders)
    ]
    return Transcript(
        language=recognition.language,
        duration_ms=recognition.duration_ms,
        segments=_with_paragraphs(segments, borders, frozenset(starts), dashes),
        speakers=tuple(speakers.values()),
        gaps=recognition.gaps,
        origin=recognition.origin,
        model=recognition.model,
        cues=recognition.cues,
        stretches=recognition.stretches,
    )


def _piece(recognition: Recognition, word: int) -> int | None:
    """Which piece of an author's cues a word is in."""
    at = bisect_right(recognition.breaks, word) - 1
    if not recognition.cues or at < 0:
        return None
    return recognition.pieces[at] if recognition.pieces else at


def rename_speakers(transcript: Transcript, names: Mapping[str, Speaker]) -> Transcript:
    """The transcript with the speakers in `names` (label to speaker) put in place of its own.

    The labels and voices stay: only the name, its person and whether it is automatic are taken.
    """
    return replace(
        transcript,
        speakers=tuple(
            replace(speaker, name=new.name, person=new.person, automatic=new.automatic)
            if (new := names.get(speaker.label)) is not None
            else speaker
            for speaker in transcript.speakers
        ),
    )


def _speakers(
    voices: Sequence[str], diarisation: Diarisation, names: Mapping[str, Named], *, authored: bool
) -> dict[str, Speaker]:
    """Voice → speaker, in order of appearance; an author's voices are names already."""
    heard = frozenset(diarisation.speakers)
    order = tuple(dict.fromkeys(voices))
    alone = authored or diarisation.model is None or sum(v in heard or not v for v in order) < 2
    speakers = {}
    for number, voice in enumerate(order, start=1):
        default = ONLY_SPEAKER if alone else f"{ONLY_SPEAKER} {number}"
        if not voice and len(order) > 1:
            default = UNKNOWN_SPEAKER
        named = names.get(voice)
        speakers[voice] = Speaker(
            label=f"S{number}",
            name=named.name if named else (voice if authored else "") or default,
            person=named.person if named else None,
            voice=voice if voice in heard and not authored else None,
        )
    return speakers


def _cuts(
    words: Sequence[Word],
    voices: Sequence[str],
    starts: Sequence[int],
    breaks: Sequence[int],
) -> list[int]:
    """Indices of the words that begin a segment; in captions only their breaks and voices do."""
    if not words:
        return []
    borders = {0, *breaks} if breaks else set(starts)
    for index in range(1, len(words)):
        if voices[index] != voices[index - 1] or (
            not breaks
            and words[index].span.start_ms - words[index - 1].span.end_ms >= SENTENCE_PAUSE_MS
        ):
            borders.add(index)
    if breaks:
        return sorted(borders)
    cuts: list[int] = []
    ordered = [*sorted(borders), len(words)]
    for first, end in pairwise(ordered):
        at = first
        while at < end:
            cuts.append(at)
            at = _fitting_end(words, at, end)
    return cuts


def _fitting_end(words: Sequence[Word], first: int, end: int) -> int:
    """Where the segment that begins at `first` must end: `end`, or the best place before."""
    limit = min(end, first + MOST_WORDS)
    latest = words[first].span.start_ms + LONGEST_SEGMENT_MS
    while limit > first + 1 and words[limit - 1].span.end_ms > latest:
        limit -= 1
    if limit == end:
        return end

    def worth(at: int) -> tuple[int, int]:
        clause = words[at - 1].text.endswith((",", ";", ":", "–"))
        pause = max(0, words[at].span.start_ms - words[at - 1].span.end_ms)
        return (400 if clause else 0) + pause, at

    earliest = first + max(1, (limit - first) // 3)
    return max(range(earliest, limit + 1), key=worth)


def _with_paragraphs(
    segments: Sequence[Segment],
    borders: Sequence[int],
    starts: frozenset[int],
    dashes: Collection[int | None],
) -> tuple[Segment, ...]:
    result: list[Segment] = []
    sentences = 0
    for segment, first in zip(segments, borders, strict=False):
        previous = result[-1] if result else None
        whole = first in starts
        sentences += whole
        begins = (
            previous is None
            or previous.speaker != segment.speaker
            or (segment.piece in dashes and segment.piece != previous.piece)
            or segment.span.start_ms - previous.span.end_ms >= PARAGRAPH_PAUSE_MS
            or (whole and sentences > SENTENCES_IN_PARAGRAPH)
        )
        if begins:
            sentences = 1
        result.append(replace(segment, paragraph=True) if begins else segment)
    return tuple(result)
