"""Segmenting: where people had segments begin, found again among the words."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from mediahub.edits.anchors import CONTEXT, REACH_MS, Wording, best_place
from mediahub.edits.entries import Border, JoinSegments, SplitSegment
from mediahub.edits.entryjson import identified
from mediahub.errors import MediaError
from mediahub.transcript.assemble import Borders
from mediahub.transcript.clock import clock_exact, clock_hms
from mediahub.transcript.span import Span
from mediahub.transcript.values import Transcript, Word

Moved = TypeVar("Moved", SplitSegment, JoinSegments)


class Segmenting:
    """The borders that people moved; `put` takes the entries in their order, later ones winning.

    `voices` are those of the words, `breaks` the places where an author's pieces begin.
    """

    def __init__(
        self, wording: Wording, voices: Sequence[str], breaks: Collection[int] = ()
    ) -> None:
        self._wording = wording
        self._voices = voices
        self._breaks = frozenset(breaks)
        self._split: set[int] = set()
        self._joined: set[int] = set()

    def put(self, entry: Border) -> str | None:
        """Move a border as the entry says; the reason when its place is gone or it cannot be."""
        place = best_place(self._wording, entry.span.start_ms, (), entry.left, entry.right)
        at = place.first if place is not None else 0
        between = f'"{" ".join(entry.left)}" and "{" ".join(entry.right)}"'
        when = clock_hms(entry.span.start_ms)
        if not 0 < at < len(self._wording.words):
            return f"{between} are no longer said one after the other at {when}"
        if isinstance(entry, SplitSegment):
            self._split.add(at)
            self._joined.discard(at)
        elif self._voices[at - 1] != self._voices[at]:
            return f"{between} at {when} are said by two speakers, and cannot be one segment"
        elif at in self._breaks:
            return f"{between} at {when} stand in two captions, and cannot be one segment"
        else:
            self._joined.add(at)
            self._split.discard(at)
        return None

    @property
    def borders(self) -> Borders:
        """What was moved."""
        return Borders(frozenset(self._split), frozenset(self._joined))


def split_at(transcript: Transcript, at_ms: int) -> SplitSegment:
    """The entry that has a segment begin at the border of two words that is nearest a time.

    Raises MediaError when one begins there already, or no words are parted there.
    """
    at, words = _nearest(transcript, at_ms, range(1, len(transcript.words)))
    if at in _starts(transcript):
        raise MediaError(
            f"{_between(words, at)} a new segment begins already",
            swedish="Där börjar redan ett nytt stycke.",
        )
    return _entry(SplitSegment, words, at)


def join_at(transcript: Transcript, at_ms: int) -> JoinSegments:
    """The entry that makes one of the two segments whose border is nearest a time.

    Raises MediaError when two speakers meet there, two captions do, or there is one segment only.
    """
    at, words = _nearest(transcript, at_ms, _starts(transcript))
    number = _starts(transcript).index(at)
    before, after = transcript.segments[number : number + 2]
    if before.speaker != after.speaker:
        raise MediaError(
            f"{_between(words, at)} another speaker begins, and a segment is one speaker's; give "
            "the words to one of them first (`mediahub correct`)",
            swedish="En annan talare tar vid där. Byt talare på det ena stycket först.",
        )
    if before.piece != after.piece:
        raise MediaError(
            f"{_between(words, at)} another caption begins, and captions stay as they were made; "
            "join them in the caption file itself",
            swedish="De två styckena är var sin text i en textningsfil, och stannar som de är.",
        )
    if any(before.span.end_ms <= one.start_ms < after.span.end_ms for one in transcript.withheld):
        raise MediaError(
            f"{_between(words, at)} something is withheld, which parts them",
            swedish="Något undanhållet ligger mellan dem.",
        )
    return _entry(JoinSegments, words, at)


def _starts(transcript: Transcript) -> list[int]:
    """The places of the words that begin a segment, but the first."""
    found, at = [], 0
    for segment in transcript.segments[:-1]:
        at += len(segment.words)
        found.append(at)
    return found


def _nearest(
    transcript: Transcript, at_ms: int, places: Sequence[int]
) -> tuple[int, tuple[Word, ...]]:
    words = transcript.words
    if at_ms >= transcript.duration_ms:
        raise MediaError(
            f"{clock_hms(at_ms)} is past the end of the recording, "
            f"which is {clock_hms(transcript.duration_ms)} long",
            swedish=f"Inspelningen är {clock_hms(transcript.duration_ms)} lång.",
        )
    if not places:
        raise MediaError(
            "there is no border between two segments or words in this transcript",
            swedish="Avskriften har inga två stycken eller ord att skilja eller slå ihop.",
        )

    def apart(at: int) -> tuple[int, int]:
        silence = _silence(words, at)
        return max(0, silence.start_ms - at_ms, at_ms - silence.end_ms), at

    nearest = min(places, key=apart)
    if apart(nearest)[0] > REACH_MS:
        raise MediaError(
            f"no words meet there within 2 s of {clock_exact(at_ms)}; the nearest do at "
            f"{clock_exact(words[nearest].span.start_ms)}",
            swedish=f"Inga ord möts där inom 2 sekunder från {clock_exact(at_ms)}.",
        )
    return nearest, words


def _silence(words: Sequence[Word], at: int) -> Span:
    before, after = words[at - 1].span.end_ms, words[at].span.start_ms
    return Span(min(before, after), after)


def _between(words: Sequence[Word], at: int) -> str:
    return f'at {clock_hms(words[at].span.start_ms)}, before "{words[at].text}",'


def _entry(kind: type[Moved], words: Sequence[Word], at: int) -> Moved:
    texts = [word.text for word in words]
    left, right = tuple(texts[max(0, at - CONTEXT) : at]), tuple(texts[at : at + CONTEXT])
    entry = identified(kind("", _silence(words, at), left, right))
    assert isinstance(entry, kind)  # noqa: S101 - identified keeps the type
    return entry
