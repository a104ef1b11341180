"""How well a stretch of talk hangs together by what its words mean.

Two sentences on one subject seldom share a word: one says hjärtat, the next blodtrycket. So each
sentence is also the sum of its words' latent semantic vectors (Deerwester et al., 1990), weighed
by how rare the words are, and a stretch is the better the further its sum lies from the talk's
mean: the best cut is the one with the least variance inside its stretches (Alemi and Ginsparg,
2015), with each stretch's mean drawn towards the talk's as though it had said that much more.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mediahub.language import words
from mediahub.topics.background import background, keys
from mediahub.transcript import Segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PART = 0.5
"""What a part of a compound means beside the whole word."""


def coherence(
    segments: Sequence[Segment], *, pull: float
) -> "Callable[[int], NDArray[np.float64]]":
    """A function that scores the stretches [i, j) for i in 0…j-1 by their meaning.

    The unit is the spread of one word's meaning in this talk. `pull` is how much weight of words
    (in nats of rarity) draws each stretch's mean towards the talk's.
    """
    import numpy as np

    sums, weights = _meanings(segments)
    everything = weights.sum()
    if everything == 0:
        return np.zeros
    sums = sums - weights[:, None] * (sums.sum(axis=0) / everything)
    spread = (sums * sums).sum() / everything or 1.0
    to = np.vstack([np.zeros(sums.shape[1]), np.cumsum(sums, axis=0)])
    weight_to = np.concatenate([[0.0], np.cumsum(weights)])

    def scores(j: int) -> "NDArray[np.float64]":
        moved = to[j] - to[:j]
        length: NDArray[np.float64] = (moved * moved).sum(axis=1)
        return length / (weight_to[j] - weight_to[:j] + pull) / spread

    return scores


def _meanings(
    segments: Sequence[Segment],
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Each sentence's sum of vectors, and the sum of its words' weights."""
    import numpy as np

    found = [
        _meaning(tuple((word.text, word.probability) for word in segment.words))
        for segment in segments
    ]
    sums = np.zeros((len(segments), background().vectors.shape[1]))
    for i, (vector, _) in enumerate(found):
        sums[i] = vector
    return sums, np.array([weight for _, weight in found], dtype=np.float64)


@lru_cache(maxsize=10_000)
def _meaning(said: tuple[tuple[str, float], ...]) -> "tuple[NDArray[np.float64], float]":
    """The sum of a sentence's vectors and of its words' weights; `said` are words as believed.

    Kept, since an edit leaves all but one of a talk's sentences as they were.
    """
    import numpy as np

    table = background()
    vector, weight = np.zeros(table.vectors.shape[1]), np.float64(0.0)
    for written, probability in said:
        for row, part in _rows(written):
            amount = probability * float(table.rarity[row]) * part
            vector += amount * table.vectors[row]
            weight += amount
    return vector, float(weight)


@lru_cache(maxsize=50_000)
def _rows(written: str) -> tuple[tuple[int, float], ...]:
    """Which vectors a word stands for, and what each of them means beside the first."""
    table = background()
    return tuple(
        (row, _PART if place else 1.0)
        for token in words(written.lower())
        for place, key in enumerate(keys(token.text))
        if (row := table.rows.get(key)) is not None
    )
