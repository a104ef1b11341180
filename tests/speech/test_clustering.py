"""Clusters of voices."""

import numpy as np
import pytest

from mediahub.speech import clustering
from mediahub.speech.clustering import centroids, cluster


def voices(*counts: int, spread: float = 0.05) -> np.ndarray:
    """Unit vectors around one axis each: `counts[0]` of the first voice, then of the next."""
    rng = np.random.default_rng(11)
    axes = np.repeat(np.eye(256, dtype=np.float32)[: len(counts)], counts, axis=0)
    vectors = axes + rng.normal(0, spread / 16, axes.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def labels(vectors, seconds=2.0, speakers=None) -> list[int]:
    return cluster(vectors, [seconds] * len(vectors), speakers).tolist()


def test_voices_apart_are_speakers_apart() -> None:
    assert labels(voices(3, 4, 2)) == [0, 0, 0, 1, 1, 1, 1, 2, 2]


def test_no_voice_and_one_voice() -> None:
    assert labels(np.zeros((0, 256), np.float32)) == []
    assert labels(voices(1)) == [0]


def test_a_cluster_of_too_little_speech_is_no_speaker() -> None:
    vectors = voices(20, 20, 1)
    found = cluster(vectors, [2.0] * 40 + [1.5], None).tolist()
    assert sorted(set(found)) == [0, 1]


def test_all_of_it_too_little_is_one_speaker() -> None:
    assert labels(voices(1, 1), seconds=0.5) == [0, 0]


def drawn(*shares: tuple[float, ...], spread: float = 0.0) -> np.ndarray:
    """Unit vectors with these shares along the first axes; `spread` is each one's own direction."""
    vectors = np.zeros((len(shares), 256), np.float32)
    for row, share in enumerate(shares):
        vectors[row, : len(share)] = share
        vectors[row, 100 + row] = spread
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_a_piece_unlike_its_speakers_others_is_no_speaker_of_its_own() -> None:
    # Cosine 0.5 among six pieces of each; the stray one's is 0.29 with the first speaker's.
    vectors = drawn(*[(1.0,)] * 6, *[(0.0, 1.0)] * 6, (0.45,), spread=1.0)
    assert labels(vectors, seconds=2.8) == [0] * 6 + [1] * 6 + [0]


def test_a_piece_like_nobody_is_a_speaker() -> None:
    vectors = drawn(*[(1.0,)] * 6, *[(0.0, 1.0)] * 6, (0.0, 0.0, 1.0), spread=1.0)
    assert labels(vectors, seconds=2.8) == [0] * 6 + [1] * 6 + [2]


def test_two_voices_with_much_speech_stay_apart_though_they_are_alike() -> None:
    # The mean cosine within is 0.55, across 0.31; their means' is 0.53, as of two councillors.
    vectors = drawn(*[(1.0, 0.0)] * 8, *[(0.57, 0.82)] * 8, spread=0.9)
    assert labels(vectors, seconds=2.8) == [0] * 8 + [1] * 8


@pytest.mark.parametrize(
    ("speakers", "count"), [((1, 1), 1), ((2, 2), 2), ((3, 5), 3), ((1, 2), 2), ((5, 9), 5)]
)
def test_the_number_of_speakers_can_be_bounded(speakers: tuple[int, int], count: int) -> None:
    assert len(set(labels(voices(5, 5, 5), speakers=speakers))) == count


def test_speakers_that_cannot_be_found_are_not_looked_for_at_every_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0

    def counted(*given):
        nonlocal made
        made += 1
        return centroids(*given)

    monkeypatch.setattr(clustering, "centroids", counted)
    # A speaker needs 8 s, four pieces: 60 would be more than 200 pieces can make.
    found = labels(voices(100, 100), speakers=(60, 60))
    assert 2 <= len(set(found)) <= 50
    assert made <= 50


def test_strays_are_kept_apart_where_more_speakers_are_known_of() -> None:
    vectors = drawn(*[(1.0,)] * 6, *[(0.0, 1.0)] * 6, (0.45,), spread=1.0)
    found = cluster(vectors, [2.8] * 13, (3, 3)).tolist()
    assert found == [0] * 6 + [1] * 6 + [2]


def test_more_vectors_than_are_linked_go_to_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "MOST", 10)
    vectors = voices(40, 40)
    found = cluster(vectors, [3.0, 1.0] * 40, None).tolist()
    assert found == [0] * 40 + [1] * 40
