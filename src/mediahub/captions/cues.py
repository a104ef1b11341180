"""Cues: a transcript cut into captions that can be read while listening."""

from bisect import bisect, bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from mediahub.captions.authored import authored_cues
from mediahub.captions.craft import craft
from mediahub.captions.cue import (
    DASH,
    INAUDIBLE,
    LINGER_MS,
    MAX_LINE,
    MAX_MS,
    WITHHELD,
    Cue,
    CueVoice,
)
from mediahub.captions.cutting import partition
from mediahub.captions.lines import Token, lines_of
from mediahub.captions.pacing import Spoken, paced
from mediahub.captions.paragraphs import other_languages
from mediahub.transcript.sentences import ends_sentence
from mediahub.transcript.span import Span
from mediahub.transcript.values import Transcript

SHORTEST_GAP_MS = 300
INLINE_MS = 2000
"""A gap up to this length stands among its sentence's words: it is too brief to be read alone."""
NAME_LATE_MS = 500
"""A name that makes cues later than this is a dash instead."""


def cues(
    transcript: Transcript, *, max_line: int = MAX_LINE, name_at_change: bool = False
) -> tuple[Cue, ...]:
    """The captions of a transcript, in order of time, 80 ms apart where the sound has room.

    A cue has two lines of `max_line` characters at most (a longer single word gets a line of its
    own) and holds the words of one speaker, or of two with a line for each where an answer is too
    brief to be read alone. It lasts at most 7 s, and long enough for 17 characters a second where
    the sound has room (`pacing`). Cues break where sentences do, and where the language changes.
    What another says begins with a dash; with `name_at_change` with "Name: ", where there is time
    to read that. What is withheld has a cue that says so. An author's cues are shown as they were
    made (`authored_cues`).
    """
    if transcript.cues:
        return authored_cues(transcript)
    cutter = _Cutter(transcript, max_line)
    named: Set[int] = cutter.turns if name_at_change else frozenset()
    shown = cutter.cut(named)
    while hasty := _hasty(shown, named & cutter.dashable):
        named -= hasty
        shown = cutter.cut(named)
    return tuple(one.cue for one in shown)


class _Made(NamedTuple):
    """A cue, when its first word is said, and the numbers of the turns that begin in it."""

    cue: Cue
    said_ms: int
    turns: frozenset[int] = frozenset()

    @property
    def late_ms(self) -> int:
        """How long after its first word it is shown."""
        return self.cue.span.start_ms - self.said_ms


class _Cutter:
    """A transcript's words and gaps, to be cut into cues with names or without."""

    def __init__(self, transcript: Transcript, max_line: int) -> None:
        names = {speaker.label: speaker.name for speaker in transcript.speakers}
        tokens, gaps = list(_tokens(transcript, names)), _audible_gaps(transcript)
        if transcript.origin != "author":
            tokens, gaps = _with_gaps(tokens, gaps)
        self._tokens = tokens
        self._apart = [Cue(span, (CueVoice("", (INAUDIBLE,)),), None) for span in gaps]
        self._apart += [
            Cue(span, (CueVoice("", (WITHHELD,)),), None) for span in transcript.withheld
        ]
        self._starts = sorted(cue.span.start_ms for cue in self._apart)
        self._tongues = other_languages(transcript)
        self._authored = transcript.origin == "author"
        self._duration_ms = transcript.duration_ms
        self._max_line = max_line
        turns = _turns(tokens)
        self.turns = frozenset(range(len(turns)))
        self.dashable = frozenset(
            turn for turn, at in enumerate(turns) if at == 0 or _opens(tokens[at - 1], tokens[at])
        )
        """The turns that a dash may begin, and be read as another voice and not as a thought."""

    def cut(self, named: Collection[int]) -> list[_Made]:
        """The cues; a turn begins with the name where its number is `named`, else with a dash."""
        made = [_Made(cue, cue.span.start_ms) for cue in self._apart]
        marked = _marked(self._tokens, named)
        blocks = list(_blocks(marked, self._starts, self._tongues, apart=self._authored))
        for at, block in enumerate(blocks):
            after = bisect(self._starts, block[0].start)
            following = [one[0].start for one in blocks[at + 1 : at + 2]]
            limit = min([*following, *self._starts[after : after + 1]], default=self._duration_ms)
            for first, end in partition(block, self._max_line, limit):
                made.append(_made(block[first:end], self._max_line, self._tongues))
        made.sort(key=lambda one: one.cue.span.start_ms)
        said = [Spoken(one.cue.span, len(one.cue.text)) for one in made]
        spans = paced(said, self._duration_ms)
        return [
            one._replace(cue=replace(one.cue, span=span))
            for one, span in zip(made, spans, strict=True)
        ]


def _hasty(shown: Sequence[_Made], named: Set[int]) -> Set[int]:
    """The `named` turns in cues that nobody reads in their time, or that push others far.

    Of several in a run of cues that are late it is the first, which began it; the talk's very first
    name stays as long as it can be read.
    """
    broken = craft([one.cue for one in shown]).broken
    hasty = {turn for places in broken for at in places for turn in shown[at].turns & named}
    run: list[int] = []
    for one in shown:
        if one.late_ms <= 0:
            run = []
        run += sorted(one.turns & named - {0})
        if one.late_ms > NAME_LATE_MS:
            hasty |= {*run[:1]}
    return hasty


def _turns(tokens: Sequence[Token]) -> list[int]:
    """The places of the tokens that begin what another voice says."""
    return [
        at for at, token in enumerate(tokens) if token.name != (tokens[at - 1].name if at else "")
    ]


def _opens(before: Token, after: Token) -> bool:
    return after.text[0].isupper() or (after.text[0].isalnum() and before.text[-1] in ".?!…")


def _marked(tokens: Sequence[Token], named: Collection[int]) -> Iterator[Token]:
    """The tokens, each turn with its name before it, or with a dash where another spoke before."""
    turns = dict(zip(_turns(tokens), range(len(tokens)), strict=False))
    for at, token in enumerate(tokens):
        turn = turns.get(at)
        if turn is None:
            yield token
        elif turn in named and token.name:
            first, *others = f"{token.name}:".split()
            name = replace(token, text=first, end=token.start, is_name=True, word=None, turn=turn)
            yield name
            yield from (replace(name, text=part, begins=False, turn=None) for part in others)
            yield replace(token, begins=False)  # the name begins the sentence
        else:
            yield replace(token, text=f"{DASH}{token.text}" if at else token.text, turn=turn)


def _made(part: Sequence[Token], max_line: int, tongues: Sequence[str]) -> _Made:
    """The cue of some tokens, of one language, with the time in which they are said."""
    later = next((at for at, token in enumerate(part[1:], start=1) if token.turn is not None), None)
    voices = []
    for tokens in (part[:later], part[later:] if later else ()):
        if tokens:
            first, *others = lines_of(tokens, max_line)
            dash = tokens[0].text.startswith(DASH)  # a word has no blank in it
            text = first.removeprefix(DASH) if dash else first
            voices.append(CueVoice(tokens[0].name, (text, *others), dash))
    words = [token.word for token in part if token.word is not None]
    said = Span(part[0].start, max(token.end for token in part))
    held = range(words[0], words[-1] + 1) if words else range(0)
    turns = frozenset(token.turn for token in part if token.turn is not None)
    segment = part[0].segment
    language = tongues[segment] if segment is not None else ""
    cue = Cue(said, tuple(voices), segment, held, language)
    return _Made(cue, said.start_ms, turns)


def _audible_gaps(transcript: Transcript) -> list[Span]:
    """The gaps that a cue is shown for: the longest part of each that holds no word."""
    words = sorted(word.span for word in transcript.words)
    starts = [span.start_ms for span in words]
    reach = list(accumulate((span.end_ms for span in words), max))
    shown = []
    for gap in transcript.gaps:
        first = bisect_left(reach, gap.start_ms)
        last = bisect_left(starts, gap.end_ms)
        borders = [gap.start_ms]
        for span in words[first:last]:
            borders += [span.start_ms, max(borders[-1], span.end_ms)]
        borders.append(gap.end_ms)
        silent = [
            (max(a, gap.start_ms), min(b, gap.end_ms))
            for a, b in zip(borders[::2], borders[1::2], strict=True)
        ]
        start, end = max(silent, key=lambda part: part[1] - part[0])
        if end - start >= SHORTEST_GAP_MS:
            shown.append(Span(start, min(end, start + MAX_MS)))
    return shown


def _with_gaps(tokens: Sequence[Token], gaps: Sequence[Span]) -> tuple[list[Token], list[Span]]:
    """The tokens with the short gaps among them that are near somebody's words; the other gaps."""
    found: list[Token] = []
    others: list[Span] = []
    at = 0
    for gap in gaps:
        while at < len(tokens) and tokens[at].start < gap.middle_ms:
            found.append(tokens[at])
            at += 1
        before = found[-1] if found else None
        after = tokens[at] if at < len(tokens) else None
        if gap.duration_ms > INLINE_MS:
            others.append(gap)
        elif before is not None and gap.start_ms - before.end <= LINGER_MS:
            begins = ends_sentence(before.text, INAUDIBLE)
            found.append(_gap_token(gap, before, begins=begins))
        elif after is not None and after.start - gap.end_ms <= LINGER_MS:
            found.append(_gap_token(gap, after, begins=after.begins))
            after.begins = False
        else:
            others.append(gap)
    return [*found, *tokens[at:]], others


def _gap_token(gap: Span, near: Token, *, begins: bool) -> Token:
    return Token(INAUDIBLE, gap.start_ms, gap.end_ms, near.segment, near.name, begins)


def _blocks(
    tokens: Iterable[Token], gap_starts: Sequence[int], tongues: Sequence[str], *, apart: bool
) -> Iterator[list[Token]]:
    """Runs of tokens inside which cues may break freely: one language, no long pause, no gap.

    `tongues` are the languages of the segments. With `apart` each segment is a run of its own.
    """
    block: list[Token] = []
    for token in tokens:
        if block and (
            token.start - block[-1].end > LINGER_MS
            or tongues[token.segment] != tongues[block[-1].segment]
            or (apart and token.segment != block[-1].segment)
            or bisect(gap_starts, token.start) > bisect(gap_starts, block[-1].start)
        ):
            yield block
            block = []
        block.append(token)
    if block:
        yield block


def _tokens(transcript: Transcript, names: dict[str, str]) -> Iterator[Token]:
    """Every word's pieces, times made to rise."""
    at = 0
    number = 0
    previous = ""
    for index, segment in enumerate(transcript.segments):
        name = names.get(segment.speaker, "")
        for word in segment.words:
            at = max(at, word.span.start_ms)
            for part in word.text.split():
                begins = ends_sentence(previous, part) if previous else True
                end = max(at, word.span.end_ms)
                yield Token(part, at, end, index, name, begins, word=number)
                previous = part
            number += 1
