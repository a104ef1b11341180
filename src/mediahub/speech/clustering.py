"""Which voices are one speaker: average linkage, then what is alike enough for its size joined."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

CUT = 0.66
"""Vectors further apart than this cosine distance (average linkage) are different clusters.

Rather too many than too few, for what was parted in error is joined again: from 0.63 to 0.69 the
mixtures come out alike, from 0.71 on two pairs of voices become one. This and the next constants
were chosen on the 67 mixtures of benchmarks/mixing.py to tune on, of ten people, and those seen.
"""
ALIKE_LEAST, ALIKE_PER_PIECE, ALIKE_MOST = 0.375, 0.055, 0.7
"""Clusters are one speaker from this likeness on: the least, more by each piece of the smaller one.

A piece that stands alone says little: one person's came down to 0.45, others' seldom above it. With
three or four, one person's were above 0.6, others' below 0.5; with more, others' reached 0.66. With
less than 0.05 a piece voices that are alike become one, from 0.07 on more are parted in error.
"""
WITHIN, WITHIN_PIECES = 0.45, 4
"""The cosine of two pieces of one voice, and for how many pieces that counts beside a cluster's.

The median in the mixtures; in the telephone call it is 0.6.
"""
MIN_SHARE = 0.02
MIN_SECONDS = 2.0
"""A cluster with less speech than the larger of both is no speaker of its own."""
MOST = 3000
"""Vectors that are linked (36 MB of distances); the rest go to the nearest cluster.

Pieces of about 2 s make that an hour and a half of speech; then every second or third is linked.
"""


def cluster(
    vectors: Vectors,
    seconds: Sequence[float],
    speakers: tuple[int, int] | None = None,
) -> NDArray[np.intp]:
    """A label for each unit vector, from 0 up; labels of no meaning but sameness.

    `seconds` says how much speech stands behind each vector: of neighbours the longest is linked
    where there are more than MOST, and small clusters dissolve into the nearest large one.
    `speakers` bounds the number of labels; it is undercut only where there are fewer vectors, or
    not as many clusters with enough speech.
    """
    if not len(vectors):
        return np.zeros(0, np.intp)
    weights = np.asarray(seconds, np.float64)
    every = -(-len(vectors) // MOST)
    starts = range(0, len(vectors), every)
    chosen = np.array([start + int(weights[start : start + every].argmax()) for start in starts])
    linked = _linked(vectors[chosen], weights[chosen], speakers)
    means = centroids(vectors[chosen], weights[chosen], linked)
    labels = nearest(vectors, means)
    labels[chosen] = linked
    return labels


def centroids(vectors: Vectors, weights: NDArray[np.float64], labels: NDArray[np.intp]) -> Vectors:
    """The weighted mean of each label's vectors, of unit length: [labels, 256]."""
    means = np.stack(
        [
            (vectors[labels == label] * weights[labels == label, None]).sum(axis=0)
            for label in range(int(labels.max()) + 1)
        ]
    )
    norms = np.linalg.norm(means, axis=1, keepdims=True)
    return (means / np.maximum(norms, 1e-9)).astype(np.float32)


def nearest(vectors: Vectors, means: Vectors) -> NDArray[np.intp]:
    """The label of the nearest mean for each vector."""
    return np.asarray((vectors @ means.T).argmax(axis=1), np.intp)


def _linked(
    vectors: Vectors, weights: NDArray[np.float64], speakers: tuple[int, int] | None
) -> NDArray[np.intp]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    if len(vectors) == 1:
        return np.zeros(1, np.intp)
    tree = linkage(pdist(vectors.astype(np.float64), "cosine"), method="average")
    labels = _dissolved(vectors, weights, fcluster(tree, CUT, "distance"))
    lowest, highest = speakers or (1, len(vectors))
    wanted = min(lowest, len(vectors))
    # The tree is cut lower until as many large clusters stand apart as are wanted.
    for cut in range(int(labels.max()) + 2, len(vectors) + 1):
        if labels.max() + 1 >= wanted:
            break
        parts = fcluster(tree, cut, "maxclust")
        # Told at once, for there are as many cuts as vectors: too many speakers may be wanted.
        large = np.bincount(parts, weights) >= _least_speech(weights)
        if large.sum() <= labels.max() + 1:
            continue
        finer = _dissolved(vectors, weights, parts)
        if finer.max() > labels.max():
            labels = finer
    return _joined(vectors, weights, labels, lowest, highest)


def _joined(
    vectors: Vectors,
    weights: NDArray[np.float64],
    labels: NDArray[np.intp],
    lowest: int,
    highest: int,
) -> NDArray[np.intp]:
    """Labels, the likest made one while they are alike enough for their size or are too many."""
    while (count := int(labels.max()) + 1) > lowest:
        pieces = np.bincount(labels)
        smaller = np.minimum.outer(pieces, pieces)
        enough = np.minimum(ALIKE_MOST, ALIKE_LEAST + ALIKE_PER_PIECE * smaller)
        surplus = _likeness(vectors, weights, labels) - enough
        surplus[np.tril_indices(count)] = -np.inf
        first, second = divmod(int(surplus.argmax()), count)
        if surplus[first, second] < 0 and count <= highest:
            break
        labels = np.where(labels == second, first, labels - (labels > second))
    return labels


def _likeness(
    vectors: Vectors, weights: NDArray[np.float64], labels: NDArray[np.intp]
) -> NDArray[np.float64]:
    """How alike any two labels are: about 1 for two halves of one voice, 0 for any two voices.

    It is the mean cosine between the pieces of both by that between pieces of the same (the
    correction of a correlation for attenuation, Spearman 1904), so that noise in short pieces
    makes nobody a stranger to himself.
    """
    shares = np.zeros((int(labels.max()) + 1, len(vectors)))
    shares[labels, np.arange(len(vectors))] = weights
    sums = shares @ vectors
    between = sums @ sums.T
    totals, squares = shares.sum(axis=1), (shares**2).sum(axis=1)
    known = WITHIN_PIECES * (totals / np.bincount(labels)) ** 2
    within = (between.diagonal() - squares + known * WITHIN) / (totals**2 - squares + known)
    scale = totals * np.sqrt(np.maximum(within, 0.1))
    return np.asarray(between / np.outer(scale, scale), np.float64)


def _least_speech(weights: NDArray[np.float64]) -> float:
    """The seconds that a cluster needs to be a speaker."""
    return max(MIN_SECONDS, MIN_SHARE * float(weights.sum()))


def _dissolved(
    vectors: Vectors, weights: NDArray[np.float64], labels: NDArray[np.int32]
) -> NDArray[np.intp]:
    """Labels from 0 up in order of appearance, clusters of too little speech given away."""
    names, compact = np.unique(labels, return_inverse=True)
    totals = np.bincount(compact, weights=weights, minlength=len(names))
    large = np.flatnonzero(totals >= _least_speech(weights))
    if not len(large):
        large = np.array([int(totals.argmax())])
    means = centroids(vectors, weights, compact.astype(np.intp))[large]
    result = np.searchsorted(large, compact)
    small = ~np.isin(compact, large)
    result[small] = nearest(vectors[small], means)
    firsts = sorted(set(result.tolist()), key=lambda label: int(np.argmax(result == label)))
    order = {label: position for position, label in enumerate(firsts)}
    return np.array([order[int(label)] for label in result], np.intp)
