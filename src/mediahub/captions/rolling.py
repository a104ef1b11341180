"""Rolling captions: lines that stay on screen while new ones come are said once.

Live captions, and those that YouTube makes, show each line again under the next, or a line that
grows word by word. Such a file is told by how many of its cues begin with what the one before
ended with; what a speaker says twice stays twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from mediahub.captions.cue import MIN_GAP_MS
from mediahub.captions.markup import Line, Token, timed_words
from mediahub.transcript.span import Span

HOLD_MS = 100
"""A cue up to this long is no cue of its own: it holds a line until the next comes (10 ms)."""
_TOUCHING_MS = 200
_LINGERS_MS = 5000
"""How long after a cue a following one may begin with what stood in it."""
_SHARE = 0.3
"""The share of cues, of those in a file that rolls, that must show what was shown before."""
_LONG = 3
"""So many words are seldom said twice in a row."""
_RUN = 4
"""So many cues in a row roll, also in a file of which the rest does not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cue on screen: when, and its lines; `identifier` is what stands above its time."""

    span: Span
    lines: tuple[Line, ...]
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Unrolled:
    """The cues with each line once, and how many cues showed something that was said before."""

    cues: tuple[Shown, ...]
    rolled: int = 0


def unrolled(cues: Sequence[Shown]) -> Unrolled:
    """The cues, in order of time, with what rolls said once, at the time it is first shown.

    A line that grows is one cue whose words have times. A cue that is there twice, as where the
    pieces of a stream were joined, is there once. Cues that do not roll are as they were.
    """
    given, cues = len(cues), tuple(dict.fromkeys(cues))
    if not cues:
        return Unrolled(())
    carried = [0, *(_carried(before, cue) for before, cue in pairwise(cues))]
    rolls = _rolling(cues, carried)
    found: list[Shown] = []
    rolled = given - len(cues)
    for at, cue in enumerate(cues):
        kept = _held(cues[at - 1], cue, carried[at]) if rolls[at] else 0
        rolled += bool(kept)
        _say(found, cue, kept)
    return Unrolled(tuple(found), rolled)


def _rolling(cues: Sequence[Shown], carried: Sequence[int]) -> list[bool]:
    """For each cue, whether it belongs to captions that roll."""
    evident = [
        at > 0 and _is_evidence(cues[at - 1], cue, carried[at]) for at, cue in enumerate(cues)
    ]
    lengths = [len(_words(cue)) for cue in cues]
    for at in range(1, len(cues) - 1):
        # One word alone may be said twice; but then it does not grow on.
        grows = carried[at] == lengths[at - 1] and carried[at + 1] == lengths[at]
        evident[at] = evident[at] or (grows and evident[at + 1])
    count, pairs = sum(evident), len(cues) - 1
    words = [number for number, sure in zip(carried, evident, strict=True) if sure]
    sure = count > 2 or sum(number >= _LONG for number in words) > 1
    if (sure and count >= _SHARE * pairs) or (0 < count == pairs and sum(words) >= _LONG * count):
        return [True] * len(cues)
    rolls = [False] * len(cues)
    run = 0
    for at, sure in enumerate([*evident, False]):
        if not sure and run >= _RUN:
            rolls[at - run : at] = [True] * run
        run = run + 1 if sure else 0
    return rolls


def _is_evidence(before: Shown, cue: Shown, carried: int) -> bool:
    if not carried or cue.span.start_ms - before.span.end_ms >= MIN_GAP_MS:
        return False  # cues that are made apart, as ours are, do not roll
    words = len(_words(cue))
    if carried == words == len(_words(before)):
        return cue.span.duration_ms <= HOLD_MS
    return carried > 1 or carried == words or cue.span.duration_ms <= HOLD_MS


def _held(before: Shown, cue: Shown, carried: int) -> int:
    """How many words of a cue, in captions that roll, were shown before it and are not said."""
    pause = cue.span.start_ms - before.span.end_ms
    if not carried or pause > (_LINGERS_MS if carried >= _LONG else _TOUCHING_MS):
        return 0
    if carried == len(_words(cue)) == len(_words(before)) and cue.span.duration_ms > HOLD_MS:
        last = len(cue.lines[-1].tokens)
        if len(cue.lines) > 1 and len({line.text for line in cue.lines}) == 1:
            return carried - last  # the same line again under itself: said once more
        if len(cue.lines) == 1 and carried < _LONG:
            return 0
    return carried


def _carried(before: Shown, cue: Shown) -> int:
    """How many words the cue begins with that the one before it ended with, from a line's start.

    A line with times of its own within the cue is new.
    """
    new = next(
        (
            number
            for number, line in enumerate(cue.lines)
            if any(
                token.start_ms is not None and token.start_ms >= cue.span.start_ms
                for token in line.tokens
            )
        ),
        len(cue.lines),
    )
    most = sum(len(line.tokens) for line in cue.lines[:new])
    said, now = _words(before), _words(cue)[:most]
    start = 0
    for line in before.lines:
        length = len(said) - start
        if 0 < length <= most and said[start:] == now[:length]:
            return length
        start += len(line.tokens)
    return 0


def _words(cue: Shown) -> list[str]:
    return [_key(token.text) for line in cue.lines for token in line.tokens]


@lru_cache(maxsize=10_000)
def _key(text: str) -> str:
    """What stays the same when a line goes on: a comma may come, a capital go."""
    return text.casefold().strip(".,;:!?…") or text


def _say(found: list[Shown], cue: Shown, kept: int) -> None:
    """Add to `found` what a cue says after its first `kept` words."""
    new: list[Line] = []
    grows = False
    left = kept
    for line in cue.lines:
        if left < len(line.tokens):
            grows = grows or left > 0
            new.append(replace(line, tokens=line.tokens[left:], inline=line.inline and not left))
        left = max(0, left - len(line.tokens))
    if not new:
        return
    if grows and found and _ends_with(found[-1], cue, kept):
        found[-1] = _grown(found[-1], new, cue, kept)
    else:
        found.append(replace(cue, lines=tuple(new)) if kept else cue)


def _ends_with(said: Shown, cue: Shown, kept: int) -> bool:
    """Whether the cue that is there already ends with the words that were kept."""
    words = _words(said)
    ending = min(kept, len(words))
    return words[len(words) - ending :] == _words(cue)[kept - ending : kept]


def _grown(said: Shown, new: Sequence[Line], cue: Shown, kept: int) -> Shown:
    """A cue whose last line goes on with words that come later; all its words get times."""
    old = _timed(said.lines, said.span)
    written = [token.text for line in cue.lines for token in line.tokens][:kept]
    last = old[-1]
    ending = min(len(last.tokens), kept)
    texts = [token.text for token in last.tokens[: len(last.tokens) - ending]]
    texts += written[kept - ending :]
    first, *others = _timed(new, cue.span)
    tokens = [Token(text, token.start_ms) for text, token in zip(texts, last.tokens, strict=True)]
    line = replace(last, tokens=(*tokens, *first.tokens))
    return replace(
        said,
        span=Span(said.span.start_ms, max(said.span.end_ms, cue.span.end_ms)),
        lines=(*old[:-1], line, *others),
    )


def _timed(lines: Sequence[Line], span: Span) -> list[Line]:
    """The lines with a time for each word."""
    words = timed_words([token for line in lines for token in line.tokens], span)
    timed = []
    at = 0
    for line in lines:
        texts = [Token(word.text, word.span.start_ms) for word in words[at : at + len(line.tokens)]]
        timed.append(replace(line, tokens=tuple(texts)))
        at += len(line.tokens)
    return timed
