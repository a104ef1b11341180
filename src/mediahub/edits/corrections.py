"""Corrections: an edited caption file taken back as entries of the journal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from mediahub.captions.cue import INAUDIBLE, WITHHELD
from mediahub.captions.reading import CaptionCue
from mediahub.edits.alignment import Timed, equal_blocks
from mediahub.edits.anchors import CONTEXT, key
from mediahub.edits.entries import AttributeWords, Entry, NameSpeaker, ReplaceWords
from mediahub.edits.entryjson import identified
from mediahub.edits.fits import Anchor
from mediahub.errors import MediaError
from mediahub.transcript.span import Span
from mediahub.transcript.timing import spread
from mediahub.transcript.values import Transcript, Word, spoken

SAMPLE_WORDS = 8
"""How many words of a speaker's longest turn the naming of a speaker is anchored by."""


def corrections(
    transcript: Transcript,
    edited: Sequence[CaptionCue],
    *,
    people: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Entry, ...]:
    """The entries that make the transcript say what its edited captions say.

    Words are compared as written, cue times are not. A speaker whose voice has one new name
    throughout is named; single cues given to another are attributed to them. `people` is the
    person registry, id to name. Captions that were not edited yield nothing.
    """
    said = _said(transcript)
    heard = _heard(edited)
    changes, pieces = _compare(said, heard)
    return tuple(
        identified(entry)
        for entry in (*_replacements(said, heard, changes), *_voices(transcript, pieces, people))
    )


def name_speaker(
    transcript: Transcript, speaker: str, name: str, *, person: str | None = None
) -> NameSpeaker:
    """The entry that names a speaker, given by label or by the name shown now.

    Raises MediaError that lists the speakers when there is none such.
    """
    label = next((s.label for s in transcript.speakers if speaker in (s.label, s.name)), None)
    anchor = _anchors(
        (segment.speaker, word.span, word.text)
        for segment in transcript.segments
        for word in segment.words
    ).get(label or "")
    if label is None or anchor is None:
        names = ", ".join(s.name for s in transcript.speakers) or "nobody"
        raise MediaError(
            f"no speaker {speaker!r} in this transcript; there is: {names}",
            swedish=f"Ingen heter {speaker} i avskriften. Där finns: {names}.",
        )
    entry = identified(NameSpeaker("", label, *anchor, name, person))
    assert isinstance(entry, NameSpeaker)  # noqa: S101 - identified keeps the type
    return entry


@dataclass(frozen=True, slots=True)
class _Said:
    """The transcript's words, their speakers, and the tokens they are written as."""

    words: list[Word]
    labels: list[str]
    tokens: list[str]
    firsts: list[int]
    """For each word its first token, and at the end the number of tokens."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """The edited captions' tokens, the cue each stands in, and about when it is said."""

    tokens: list[str]
    cue: list[int]
    spans: list[Span]
    cues: Sequence[CaptionCue]


@dataclass(frozen=True, slots=True)
class _Change:
    """Words [a, a_end) of the transcript became tokens [b, b_end) of the captions."""

    a: int
    a_end: int
    b: int
    b_end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word of the edited text; `label` is the speaker it falls to unless it is attributed.

    It is None where only a rerun will tell.
    """

    text: str
    span: Span
    label: str | None
    voice: str
    cue: int
    stayed: bool = False


def _said(transcript: Transcript) -> _Said:
    said = _Said([], [], [], [0])
    for segment in transcript.segments:
        for word in segment.words:
            tokens = [token for token in word.text.split() if token != INAUDIBLE]
            if tokens:
                said.words.append(word)
                said.labels.append(segment.speaker)
                said.tokens.extend(tokens)
                said.firsts.append(len(said.tokens))
    return said


def _heard(edited: Sequence[CaptionCue]) -> _Heard:
    heard = _Heard([], [], [], edited)
    for number, cue in enumerate(edited):
        if cue.sound:
            continue  # nobody says it: it is no word of the transcript's
        text = cue.text.replace(WITHHELD, " ")
        tokens = [token for token in text.split() if token != INAUDIBLE]
        heard.tokens.extend(tokens)
        heard.cue.extend([number] * len(tokens))
        heard.spans.extend(word.span for word in spread(tokens, cue.span))
    return heard


def _compare(said: _Said, heard: _Heard) -> tuple[list[_Change], list[_Piece]]:
    """What changed between the words that stayed, and the edited text piece by piece."""
    changes: list[_Change] = []
    pieces: list[_Piece] = []
    a = b = 0

    def changed(a_end: int, b_end: int) -> None:
        if a < a_end or b < b_end:
            change = _Change(a, a_end, b, b_end)
            changes.append(change)
            pieces.extend(_put_in(said, heard, change))

    for index, first in _stayed(said, heard):
        changed(index, first)
        word, cue = said.words[index], heard.cue[first]
        voice = heard.cues[cue].voice
        pieces.append(_Piece(word.text, word.span, said.labels[index], voice, cue, True))
        a, b = index + 1, first + said.firsts[index + 1] - said.firsts[index]
    changed(len(said.words), len(heard.tokens))
    return changes, pieces


def _stayed(said: _Said, heard: _Heard) -> Iterable[tuple[int, int]]:
    """The words that stand in both as they are written, each with its first token there."""
    times: list[int] = []
    for index, word in enumerate(said.words):
        latest = max(times[-1] if times else 0, word.span.start_ms)
        times.extend([latest] * (said.firsts[index + 1] - said.firsts[index]))
    heard_times: list[int] = []
    for span in heard.spans:
        heard_times.append(max(heard_times[-1] if heard_times else 0, span.start_ms))
    match = [-1] * len(said.tokens)
    for block in equal_blocks(
        Timed([key(token) for token in said.tokens], times),
        Timed([key(token) for token in heard.tokens], heard_times),
    ):
        for step in range(block.size):
            if said.tokens[block.a + step] == heard.tokens[block.b + step]:
                match[block.a + step] = block.b + step
    for index in range(len(said.words)):
        first, end = said.firsts[index], said.firsts[index + 1]
        at = match[first]
        if at >= 0 and match[first:end] == list(range(at, at + end - first)):
            yield index, at


def _put_in(said: _Said, heard: _Heard, change: _Change) -> Iterable[_Piece]:
    span = _span(said, heard, change)
    label: str | None
    if change.a < change.a_end:
        labels = set(said.labels[change.a : change.a_end])
        label = said.labels[change.a] if len(labels) == 1 else None
    else:
        side = _side(said, heard, change)
        label = said.labels[change.a - 1 if side < 0 else change.a] if side else None
    for at in range(change.b, change.b_end):
        cue = heard.cue[at]
        yield _Piece(heard.tokens[at], span, label, heard.cues[cue].voice, cue)


def _side(said: _Said, heard: _Heard, change: _Change) -> int:
    """Which neighbour inserted tokens stand in one cue with: -1, +1, or 0 for neither."""
    first, last = heard.cue[change.b], heard.cue[change.b_end - 1]
    if change.a > 0 and change.b > 0 and heard.cue[change.b - 1] == first:
        return -1
    follows = change.a < len(said.words) and change.b_end < len(heard.tokens)
    return 1 if follows and heard.cue[change.b_end] == last else 0


def _span(said: _Said, heard: _Heard, change: _Change) -> Span:
    """The time of the words that changed; of an insertion, the place between its neighbours."""
    words = said.words[change.a : change.a_end]
    if words:
        return spoken(words)
    before = said.words[change.a - 1].span if change.a else None
    after = said.words[change.a].span if change.a < len(said.words) else None
    side = _side(said, heard, change)
    if side > 0 and after is not None:
        return Span(after.start_ms, after.start_ms)
    end_of_last = before.end_ms if before else 0
    wanted = Span(end_of_last, end_of_last)
    if side == 0:
        wanted = heard.cues[heard.cue[change.b]].span | heard.cues[heard.cue[change.b_end - 1]].span
    # Before the next word's start, so that it is not taken for the beginning of what follows.
    latest = max(0, after.start_ms - 1) if after else max(end_of_last, wanted.end_ms)
    start = min(max(wanted.start_ms, end_of_last), latest)
    return Span(start, max(start, min(wanted.end_ms, latest + 1)))


def _replacements(said: _Said, heard: _Heard, changes: Iterable[_Change]) -> Iterable[ReplaceWords]:
    """An entry for each change; its left neighbours are those of the text edited so far."""
    done: list[str] = []
    kept_to = 0
    texts = [word.text for word in said.words]
    for change in changes:
        done += texts[kept_to : change.a]
        after = heard.tokens[change.b : change.b_end]
        yield ReplaceWords(
            id="",
            span=_span(said, heard, change),
            before=tuple(texts[change.a : change.a_end]),
            after=" ".join(after),
            left=tuple(done[-CONTEXT:]),
            right=tuple(texts[change.a_end : change.a_end + CONTEXT]),
        )
        done += after
        kept_to = change.a_end


def _voices(
    transcript: Transcript, pieces: Sequence[_Piece], people: Mapping[str, str]
) -> Iterable[NameSpeaker | AttributeWords]:
    """The speakers that got a new name throughout, and the cues given to another speaker."""
    persons = {name: person for person, name in people.items()}
    anchors = _anchors((piece.label, piece.span, piece.text) for piece in pieces)
    votes: dict[str, Counter[str]] = {}
    for piece in pieces:
        if piece.stayed and piece.label is not None and piece.voice:
            votes.setdefault(piece.label, Counter())[piece.voice] += 1
    shown = {speaker.label: " ".join(speaker.name.split()) for speaker in transcript.speakers}
    names = dict(shown)
    for label, heard_as in votes.items():
        if shown[label] not in heard_as:
            names[label] = heard_as.most_common(1)[0][0]

    def elsewhere(name: str, but: str | None = None) -> Anchor | None:
        """Where the speaker who has that name already is heard."""
        return next(
            (
                anchors[label]
                for label, before in shown.items()
                if names[label] == name == before and label in anchors and label != but
            ),
            None,
        )

    for label, name in names.items():
        if name != shown[label]:
            voice = elsewhere(name, label)
            yield NameSpeaker("", label, *anchors[label], name, persons.get(name), voice)
    at = 0
    while at < len(pieces):
        first = pieces[at]
        end = at + 1
        while end < len(pieces) and (
            (first.label, first.voice, first.cue)
            == (pieces[end].label, pieces[end].voice, pieces[end].cue)
        ):
            end += 1
        if first.voice and first.voice != names.get(first.label or ""):
            yield AttributeWords(
                id="",
                span=first.span | pieces[end - 1].span,
                words=tuple(piece.text for piece in pieces[at:end]),
                name=first.voice,
                left=tuple(piece.text for piece in pieces[max(0, at - CONTEXT) : at]),
                right=tuple(piece.text for piece in pieces[end : end + CONTEXT]),
                person=persons.get(first.voice),
                voice=elsewhere(first.voice),
            )
        at = end


def _anchors(said: Iterable[tuple[str | None, Span, str]]) -> dict[str, Anchor]:
    """For each label, where it talks longest without another: the time, and the first words."""
    longest: dict[str, Anchor] = {}
    for label, group in groupby(said, key=itemgetter(0)):
        if label is None:
            continue
        turn = list(group)
        start = turn[0][1].start_ms
        span = Span(start, max(start, *(span.end_ms for _, span, _ in turn)))
        if label not in longest or span.duration_ms > longest[label][0].duration_ms:
            longest[label] = span, tuple(text for _, _, text in turn[:SAMPLE_WORDS])
    return longest
