"""Where two recognitions of the same sound part: the words of the one, and those of the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediahub.edits.alignment import Block, Timed, equal_blocks
from mediahub.evaluate import normalise_for_scoring
from mediahub.transcript import Word

AROUND = 4
"""So many words that both have are shown on each side."""
BETWEEN = 1
"""So many equal words between two differences do not part them: the texts have not met again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the words differ: those of the one and of the other, either may be none.

    `left` and `right` are the words around it, as the other one has them.
    """

    start_ms: int
    before: tuple[Word, ...]
    after: tuple[Word, ...]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


def differences(before: Sequence[Word], after: Sequence[Word]) -> tuple[Difference, ...]:
    """The places, in order of time, where two texts of the same sound differ in their words.

    Letter case and punctuation make no difference; signs that are no words are left out.
    """
    one, other = _spoken(before), _spoken(after)
    end = Block(len(one), len(other), 0)
    blocks = [Block(0, 0, 0), *equal_blocks(_timed(one), _timed(other)), end]
    apart: list[tuple[int, int, int, int]] = []
    for last, following in pairwise(blocks):
        a, b = last.a + last.size, last.b + last.size
        if a == following.a and b == following.b:
            continue
        if apart and a - apart[-1][1] <= BETWEEN and b - apart[-1][3] <= BETWEEN:
            first = apart.pop()
            apart.append((first[0], following.a, first[2], following.b))
        else:
            apart.append((a, following.a, b, following.b))
    return tuple(
        Difference(
            _start_ms(one, other, a, b),
            tuple(one[a:a_end]),
            tuple(other[b:b_end]),
            tuple(word.text for word in other[max(0, b - AROUND) : b]),
            tuple(word.text for word in other[b_end : b_end + AROUND]),
        )
        for a, a_end, b, b_end in apart
    )


def _start_ms(one: Sequence[Word], other: Sequence[Word], a: int, b: int) -> int:
    starts = [words[at].span.start_ms for words, at in ((one, a), (other, b)) if at < len(words)]
    return min(starts, default=0)


def _spoken(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if normalise_for_scoring(word.text)]


def _timed(words: Sequence[Word]) -> Timed:
    return Timed(
        [normalise_for_scoring(word.text) for word in words],
        [word.span.start_ms for word in words],
    )
