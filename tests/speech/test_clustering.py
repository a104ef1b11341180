"""Clusters of voices."""

import numpy as np
import pytest

from mediahub.speech import clustering
from mediahub.speech.clustering import cluster


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


@pytest.mark.parametrize(
    ("speakers", "count"), [((1, 1), 1), ((2, 2), 2), ((3, 5), 3), ((1, 2), 2), ((5, 9), 5)]
)
def test_the_number_of_speakers_can_be_bounded(speakers: tuple[int, int], count: int) -> None:
    assert len(set(labels(voices(5, 5, 5), speakers=speakers))) == count


def test_more_vectors_than_are_linked_go_to_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "MOST", 10)
    vectors = voices(40, 40)
    found = cluster(vectors, [3.0, 1.0] * 40, None).tolist()
    assert found == [0] * 40 + [1] * 40
