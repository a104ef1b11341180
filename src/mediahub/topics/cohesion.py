"""How well a stretch of talk hangs together by its words, and the best cut of the whole.

A chapter's words are scored as drawn from a Pólya urn whose prior is the whole talk: a word that
comes back in the same stretch more often than the talk at large would have it speaks for the
stretch, a word that is new to it speaks against, and one that is spread evenly says nothing. This
is the marginal likelihood of Eisenstein and Barzilay (2008), with the talk's own word frequencies
as base measure, taken relative to the talk as one chapter. Dynamic programming finds the cut of the
highest sum, so no border is chosen before the others are known.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Bag = Mapping[str, float]
"""The terms of one sentence with their weights."""


def best_cut(
    bags: Sequence[Bag],
    gains: Sequence[float],
    fits: "Callable[[int], NDArray[np.float64]]",
    *,
    burst: float,
    weight: float = 1.0,
) -> tuple[int, ...]:
    """The indices of the sentences that begin a chapter, 0 first, for the highest total score.

    `gains[i]` is the evidence, border cost included, for a border before sentence i. `fits(j)`
    scores the chapters [i, j) for i in 0…j-1 by what else is known of them: -inf where one isn't
    allowed. `weight` is what the words' cohesion counts for beside both.
    `bags` must hold at least one sentence. When no cut is allowed the whole is one chapter.
    """
    import numpy as np

    n = len(bags)
    prior = _prior(bags, burst)
    everything = sum(prior.values()) or 1.0
    best = np.full(n + 1, -math.inf)
    best[0] = 0.0
    previous = np.zeros(n + 1, dtype=np.int64)
    entry = np.array(gains, dtype=np.float64)
    entry[0] = 0.0
    cohesion = np.zeros(n)  # of [i, j) for each i
    size = np.zeros(n)  # the weight of the terms in [i, j)
    places: dict[str, list[tuple[int, float]]] = {}
    for j, bag in enumerate(bags):
        steps = np.zeros(j + 2)
        mass = 0.0
        for term, amount in sorted(bag.items()):
            if term not in prior:
                continue
            mass += amount
            # Going back from j, each earlier place of the term makes its count one step higher for
            # all starts before it.
            count, gained = 0.0, 0.0
            for place, earlier in reversed(places.get(term, ())):
                count += earlier
                now = amount * math.log1p(count / prior[term])
                steps[place] += now - gained
                gained = now
            places.setdefault(term, []).append((j, amount))
        # steps[p] holds for every start ≤ p.
        cohesion[: j + 1] += np.cumsum(steps[::-1])[::-1][: j + 1]
        cohesion[: j + 1] -= mass * np.log1p(size[: j + 1] / everything)
        size[: j + 1] += mass
        totals = best[: j + 1] + entry[: j + 1] + weight * cohesion[: j + 1] + fits(j + 1)
        start = int(np.argmax(totals))
        best[j + 1], previous[j + 1] = totals[start], start
    if best[n] == -math.inf:
        return (0,)
    cut = [int(previous[n])]
    while cut[-1] > 0:
        cut.append(int(previous[cut[-1]]))
    return tuple(reversed(cut))


def _prior(bags: Sequence[Bag], burst: float) -> dict[str, float]:
    """Each term's weight in the talk times `burst`; terms of a single sentence are left out, since
    they cannot tell one cut from another.
    """
    total: dict[str, float] = {}
    sentences: dict[str, int] = {}
    for bag in bags:
        for term, amount in bag.items():
            total[term] = total.get(term, 0.0) + amount
            sentences[term] = sentences.get(term, 0) + 1
    return {term: burst * amount for term, amount in total.items() if sentences[term] > 1}
