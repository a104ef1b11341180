"""Cutting: the words of a run as cues, broken where the language does and speed allows."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from mediahub.captions.craft import reading_ms
from mediahub.captions.cue import LINGER_MS, MAX_MS, MIN_GAP_MS, MIN_MS
from mediahub.captions.lines import Token, cut, fills

_CUE = 12
_CROSSED_SENTENCE = 14
_DIALOGUE = 6
"""Two voices in one cue are for answers too brief to be read alone."""
_TOO_BRIEF = 15
_BRIEF = 4
_SHORT_OF_TIME = 25
"""For each second that a cue has too little for its characters."""
_STUB = 6
_STUB_CHARS = 16
_LINE_SHARE = 0.3
"""A bad break between the lines of a cue troubles less than one between cues."""


def partition(block: Sequence[Token], max_line: int, limit_ms: int) -> list[tuple[int, int]]:
    """The cheapest way to cut a block into cues, as pairs of first token and end (Bellman).

    No cue has more than two lines or 7 s; one that holds two voices has a line of each. `limit_ms`
    is when the first cue after the block begins.
    """
    count = len(block)
    fill = fills(block, max_line)
    crossed = list(accumulate((token.begins for token in block), initial=0))
    turns = list(accumulate((token.turn is not None for token in block), initial=0))
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
            voices = turns[end] - turns[first + 1]
            if voices > 1 or (voices and not _is_dialogue(block, fill, first, end)):
                break
            cost = best[first] + _CUE + costs[end] + _DIALOGUE * voices
            cost += _CROSSED_SENTENCE * (crossed[end] - crossed[first + 1])
            lingers = reach + LINGER_MS
            if end == count:
                lingers = min(lingers, limit_ms)
            room = (block[end].start if end < count else lingers) - start
            if room < MIN_MS:
                cost += _TOO_BRIEF
            elif room < 2 * MIN_MS:
                cost += _BRIEF
            wanted = max(MIN_MS, reading_ms(letters[end] - letters[first] - 1)) + MIN_GAP_MS
            cost += _SHORT_OF_TIME * max(0, wanted - min(room, lingers - start)) / 1000
            if end > fill[first] and not voices:
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


def _is_dialogue(block: Sequence[Token], fill: Sequence[int], first: int, end: int) -> bool:
    """Whether the tokens are a line of one voice and a line of another."""
    return block[fill[first]].turn is not None and fill[fill[first]] >= end


def _best_line_break(costs: Sequence[float], fill: Sequence[int], first: int, end: int) -> float:
    """The least that breaking the tokens from `first` to `end` into two lines costs."""
    at = fill[first]
    best = costs[at]
    while at - 1 > first and fill[at - 1] >= end:
        at -= 1
        best = min(best, costs[at])
    return best
