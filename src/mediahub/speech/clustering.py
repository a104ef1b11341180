"""Which voices are one speaker: average linkage on cosine distance, small clusters dissolved."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

CUT = 0.7
"""Clusters further apart than this cosine distance are different speakers.

Tuned on eight mixtures of real voices, two synthetic dialogues and a telephone call, which with
0.65 had one speaker too many in most, and from 0.72 on the two of the call as one.
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
    `speakers` bounds the number of labels; it is undercut only where there are fewer vectors.
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
    if speakers is None:
        return labels
    lowest, highest = speakers
    count = int(labels.max()) + 1
    wanted = min(max(count, lowest), highest, len(vectors))
    if count == wanted:
        return labels
    # The tree is cut lower until as many large clusters stand apart as are wanted, or higher.
    best = labels
    for cut in range(1, len(vectors) + 1):
        labels = _dissolved(vectors, weights, fcluster(tree, cut, "maxclust"))
        count = int(labels.max()) + 1
        if count > wanted:
            break
        best = labels
        if count == wanted:
            break
    return best


def _dissolved(
    vectors: Vectors, weights: NDArray[np.float64], labels: NDArray[np.int32]
) -> NDArray[np.intp]:
    """Labels from 0 up in order of appearance, clusters of too little speech given away."""
    names, compact = np.unique(labels, return_inverse=True)
    totals = np.bincount(compact, weights=weights, minlength=len(names))
    least = max(MIN_SECONDS, MIN_SHARE * weights.sum())
    large = np.flatnonzero(totals >= least)
    if not len(large):
        large = np.array([int(totals.argmax())])
    means = centroids(vectors, weights, compact.astype(np.intp))[large]
    result = np.searchsorted(large, compact)
    small = ~np.isin(compact, large)
    result[small] = nearest(vectors[small], means)
    firsts = sorted(set(result.tolist()), key=lambda label: int(np.argmax(result == label)))
    order = {label: position for position, label in enumerate(firsts)}
    return np.array([order[int(label)] for label in result], np.intp)
