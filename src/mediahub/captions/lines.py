"""Lines: where the text of a cue breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.captions.phrasing import cut_cost


@dataclass(slots=True)
class Token:
    """A piece of text without space; a token of a speaker's name stands before the first word.

    `word` is its word's place in the transcript, None for a name or a gap. `turn` is the
    number of the turn that it begins: another voice's words, with a dash or a name before them.
    """

    text: str
    start: int
    end: int
    segment: int
    name: str
    begins: bool = False
    is_name: bool = False
    word: int | None = None
    turn: int | None = None


def fills(tokens: Sequence[Token], max_line: int) -> list[int]:
    """For each token, the end of the fullest line of one voice that begins with it.

    It holds at least that token.
    """
    fills = []
    end = 0
    length = -1
    for first in range(len(tokens)):
        if end <= first:
            end, length = first, -1
        while end < len(tokens) and (
            end == first
            or (tokens[end].turn is None and length + 1 + len(tokens[end].text) <= max_line)
        ):
            length += 1 + len(tokens[end].text)
            end += 1
        fills.append(end)
        length -= len(tokens[first].text) + 1
    return fills


def cut(before: Token, after: Token) -> float:
    """What a cut between two tokens costs (`phrasing.cut_cost`)."""
    if before.is_name:
        return 60.0
    if after.turn is not None:
        return 0.0
    return cut_cost(before.text, after.text, after.start - before.end, begins=after.begins)


def lines_of(tokens: Sequence[Token], max_line: int) -> tuple[str, ...]:
    """The tokens on one line, or on two that are balanced and break where the language does."""
    whole = " ".join(token.text for token in tokens)
    if len(whole) <= max_line or len(tokens) == 1:
        return (whole,)
    fill = fills(tokens, max_line)
    choices = [at for at in range(1, len(tokens)) if fill[0] >= at and fill[at] >= len(tokens)]

    def cost(at: int) -> float:
        upper = len(" ".join(token.text for token in tokens[:at]))
        lower = len(whole) - upper - 1
        # The lower line the longer of the two is the easier to read.
        return cut(tokens[at - 1], tokens[at]) + abs(upper - lower) * 0.4 + (upper > lower)

    at = min(choices, key=cost)
    return (
        " ".join(token.text for token in tokens[:at]),
        " ".join(token.text for token in tokens[at:]),
    )


def broken(text: str, max_line: int) -> tuple[str, ...]:
    """A text on as few lines as it needs, broken where the language does; two are balanced.

    A word that is longer than `max_line` has a line of its own.
    """
    tokens = [Token(part, 0, 0, 0, "") for part in text.split()]
    found: list[str] = []
    while tokens:
        ends = fills(tokens, max_line)
        two = ends[ends[0]] if ends[0] < len(tokens) else ends[0]
        if two >= len(tokens):
            return (*found, *lines_of(tokens, max_line))
        found.append(" ".join(token.text for token in tokens[: ends[0]]))
        tokens = tokens[ends[0] :]
    return tuple(found)
