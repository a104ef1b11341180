"""Cues: a transcript cut into captions that can be read while listening."""

from bisect import bisect, bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from mediahub.captions.authored import authored_cues
from mediahub.captions.cue import (
    CHARS_PER_SECOND,
    INAUDIBLE,
    LINGER_MS,
    MAX_LINE,
    MAX_MS,
    MIN_MS,
    WITHHELD,
    Cue,
    CueVoice,
)
from mediahub.captions.lines import Token, cut, fills, lines_of
from mediahub.captions.paragraphs import other_languages
from mediahub.transcript.sentences import ends_sentence
from mediahub.transcript.span import Span
from mediahub.transcript.values import Transcript

SHORTEST_GAP_MS = 300
INLINE_MS = 2000
"""A gap up to this length stands among its sentence's words: it is too brief to be read alone."""
_CUE = 12
_CROSSED_SENTENCE = 14
_TOO_BRIEF = 15
_BRIEF = 4
_STUB = 6
_STUB_CHARS = 16
_LINE_SHARE = 0.3
"""A bad break between the lines of a cue troubles less than one between cues."""


def cues(
    transcript: Transcript, *, max_line: int = MAX_LINE, name_at_change: bool = False
) -> tuple[Cue, ...]:
    """The captions of a transcript, in order of time, none overlapping the next.

    A cue holds one speaker's words, in one language, on at most two lines of `max_line` characters
    (a longer single word gets a line of its own) and lasts at most 7 s. It stays for 1 s, and long
    enough for 17 characters a second, where the following silence allows, up to 1 s. Cues break
    where the language does. What is withheld has a cue that says so. With `name_at_change` the
    first cue of a speaker begins with "Name: ". An author's cues are shown as they were made
    (`authored_cues`).
    """
    if transcript.cues:
        return authored_cues(transcript)
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    tongues = other_languages(transcript)
    tokens, gaps = list(_tokens(transcript, names)), _audible_gaps(transcript)
    if transcript.origin != "author":
        tokens, gaps = _with_gaps(tokens, gaps)
    raw: list[_Raw] = [(span.start_ms, span.end_ms, "", (INAUDIBLE,), None) for span in gaps]
    raw += [(span.start_ms, span.end_ms, "", (WITHHELD,), None) for span in transcript.withheld]
    starts = sorted(span.start_ms for span in (*gaps, *transcript.withheld))
    authored = transcript.origin == "author"
    for block in _blocks(tokens, starts, tongues, name_at_change, authored=authored):
        for first, end in _partition(block, max_line):
            part = block[first:end]
            raw.append(
                (
                    part[0].start,
                    max(token.end for token in part),
                    part[0].name,
                    lines_of(part, max_line),
                    part[0].segment,
                )
            )
    raw.sort(key=lambda cue: cue[0])
    return tuple(_timed(raw, transcript.duration_ms, tongues))


_Raw = tuple[int, int, str, tuple[str, ...], int | None]


def _timed(raw: Sequence[_Raw], duration_ms: int, tongues: Sequence[str]) -> Iterable[Cue]:
    """Cues with their final times: rising, apart, inside the recording, long enough to read."""
    # A recording has room for its cues, whatever a broken file says.
    duration_ms = max(duration_ms, len(raw))
    starts = [cue[0] for cue in raw]
    for index in range(1, len(starts)):
        starts[index] = max(starts[index], starts[index - 1] + 1)
    latest = duration_ms - 1
    for index in reversed(range(len(starts))):
        starts[index] = min(starts[index], latest)
        latest = starts[index] - 1
    ends = [*starts[1:], duration_ms][: len(starts)]
    for start, room, (_, spoken, name, lines, segment) in zip(starts, ends, raw, strict=True):
        letters = sum(map(len, lines))
        wanted = start + max(MIN_MS, -(-letters * 1000 // CHARS_PER_SECOND))
        end = max(spoken, min(wanted, spoken + LINGER_MS), start + 1)
        shown = Span(start, min(end, start + MAX_MS, room))
        language = tongues[segment] if segment is not None else ""
        yield Cue(shown, (CueVoice(name, lines),), segment, language)


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
    tokens: Iterable[Token],
    gap_starts: Sequence[int],
    tongues: Sequence[str],
    name_at_change: bool,
    *,
    authored: bool,
) -> Iterable[list[Token]]:
    """Runs of tokens inside which cues may break freely: one speaker and language, no long pause,
    no gap. `tongues` are the languages of the segments.
    """
    block: list[Token] = []
    speaker: str | None = None
    for token in tokens:
        if block and (
            token.name != block[-1].name
            or tongues[token.segment] != tongues[block[-1].segment]
            or token.start - block[-1].end > LINGER_MS
            or (authored and token.segment != block[-1].segment)
            or bisect(gap_starts, token.start) > bisect(gap_starts, block[-1].start)
        ):
            yield block
            block = []
        if not block and name_at_change and token.name and token.name != speaker:
            block = [
                Token(part, token.start, token.start, token.segment, token.name, is_name=True)
                for part in f"{token.name}:".split()
            ]
            token.begins = False  # the name begins the sentence
        speaker = token.name
        block.append(token)
    if block:
        yield block


def _tokens(transcript: Transcript, names: dict[str, str]) -> Iterable[Token]:
    """Every word's pieces, times made to rise."""
    at = 0
    previous = ""
    for index, segment in enumerate(transcript.segments):
        name = names.get(segment.speaker, "")
        for word in segment.words:
            at = max(at, word.span.start_ms)
            for part in word.text.split():
                begins = ends_sentence(previous, part) if previous else True
                yield Token(part, at, max(at, word.span.end_ms), index, name, begins)
                previous = part


def _partition(block: Sequence[Token], max_line: int) -> list[tuple[int, int]]:
    """The cheapest way to cut a block into cues, as pairs of first token and end (Bellman)."""
    count = len(block)
    fill = fills(block, max_line)
    crossed = list(accumulate((token.begins for token in block), initial=0))
    letters = list(accumulate((len(token.text) + 1 for token in block), initial=0))
    costs = [0.0, *(cut(a, b) for a, b in pairwise(block)), 0.0]
    best = [0.0] + [float("inf")] * count
    came = [0] * (count + 1)
    for first in range(count):
        start = block[first].start
        furthest = fill[fill[first]] if fill[first] < count else count
        reach = start
        for end in range(first + 1, furthest + 1):
            reach = max(reach, block[end - 1].end)
            if reach - start > MAX_MS and end > first + 1:
                break
            cost = best[first] + _CUE + costs[end]
            cost += _CROSSED_SENTENCE * (crossed[end] - crossed[first + 1])
            room = (block[end].start if end < count else reach + LINGER_MS) - start
            if room < MIN_MS:
                cost += _TOO_BRIEF
            elif room < 2 * MIN_MS:
                cost += _BRIEF
            if end > fill[first]:
                cost += _LINE_SHARE * _best_line_break(costs, fill, first, end)
            if letters[end] - letters[first] < _STUB_CHARS and not block[first].begins:
                cost += _STUB
            if cost < best[end]:
                best[end], came[end] = cost, first
    cuts = []
    end = count
    while end:
        cuts.append((came[end], end))
        end = came[end]
    return cuts[::-1]


def _best_line_break(costs: Sequence[float], fill: Sequence[int], first: int, end: int) -> float:
    """The least that breaking the tokens from `first` to `end` into two lines costs."""
    at = fill[first]
    best = costs[at]
    while at - 1 > first and fill[at - 1] >= end:
        at -= 1
        best = min(best, costs[at])
    return best
