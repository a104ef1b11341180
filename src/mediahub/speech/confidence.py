"""How likely a word is right: the recogniser's probability, calibrated by what it got wrong."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from mediahub.transcript import Word

Knots = tuple[tuple[float, float], ...]

# Made by `python benchmarks/words.py RECOGNITION lang.truth.json … --fit` on an 18.6-minute
# dialogue of synthetic voices, recognised with and without names in the prompt.
TABLES: Mapping[str, Knots] = {
    "openai/whisper-base": (
        (0.262, 0.378),
        (0.454, 0.383),
        (0.569, 0.463),
        (0.661, 0.56),
        (0.731, 0.658),
        (0.796, 0.755),
        (0.851, 0.81),
        (0.899, 0.878),
        (0.949, 0.933),
        (0.98, 0.959),
        (0.993, 0.984),
    ),
}
"""For each measured model: probabilities, rising, and the share of such words that were right."""
OTHERS: Knots = ((0.0, 0.0), (1.0, 1.0))
"""A model that nobody measured is taken at its word."""


def calibrated(probability: float, model: str) -> float:
    """The share of words of this probability that are right, 0 to 1; rises with it."""
    knots = TABLES.get(model, OTHERS)
    at = bisect_right(knots, (probability, 2.0))  # 2 is past every share
    if at == 0:
        return knots[0][1]
    if at == len(knots):
        return knots[-1][1]
    (low, share), (high, next_share) = knots[at - 1], knots[at]
    return share + (next_share - share) * (probability - low) / (high - low)


def doubtful(words: Sequence[Word], model: str) -> tuple[int, ...]:
    """The indices of the words that are more likely wrong than right."""
    return tuple(
        index for index, word in enumerate(words) if calibrated(word.probability, model) < 0.5
    )
