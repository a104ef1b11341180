"""Levels and channels of samples, without any file."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.mediafile.levels import LevelMeter, Levels
from mediahub.mediafile.taking import USUAL, Sound, sound_from_json, sound_to_json


def metered(*channels: np.ndarray, cut: int = 10**9) -> tuple[Levels, int]:
    data = np.stack(channels, axis=1).astype("<i2").tobytes()
    meter = LevelMeter(channels=len(channels))
    for at in range(0, len(data), cut):
        meter.take(data[at : at + cut])
    return meter.levels(), meter.samples


def speech(seed: int, seconds: float = 3, level: int = 3000) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, level, int(16_000 * seconds)).clip(-32768, 32767)


ONE, OTHER = speech(1), speech(2)


@pytest.mark.parametrize(
    ("left", "right", "channels"),
    [
        (ONE, ONE, "mix"),
        (ONE, OTHER, "mix"),
        (ONE, 0 * ONE, "mix"),
        (ONE, -ONE, "difference"),
        (ONE, -0.7 * ONE, "difference"),
        (ONE + OTHER, ONE - OTHER, "mix"),
        (np.concatenate([ONE, OTHER]), np.concatenate([ONE, -OTHER]), "left"),
        (0 * ONE, 0 * ONE, "mix"),
    ],
)
def test_channels_become_one_without_losing_anybody(
    left: np.ndarray, right: np.ndarray, channels: str
) -> None:
    assert metered(left, right)[0].channels == channels


@pytest.mark.parametrize(
    ("samples", "silent"), [(0 * ONE, True), (ONE / 1000, True), (ONE / 150, False), (ONE, False)]
)
def test_silence_is_what_nobody_could_hear(samples: np.ndarray, silent: bool) -> None:
    assert metered(samples)[0].silent is silent


@given(st.integers(1, 9000), st.integers(1, 5000))
def test_how_the_bytes_come_makes_no_difference(samples: int, cut: int) -> None:
    left, right = ONE[:samples], OTHER[:samples]
    assert metered(left, right, cut=cut) == metered(left, right)
    assert metered(left, right)[1] == samples


@given(
    st.builds(
        Sound,
        st.integers(0, 9),
        st.sampled_from(["mix", "difference", "left", "right"]),
        st.booleans(),
        st.booleans(),
    )
)
def test_a_sound_is_read_back(sound: Sound) -> None:
    assert sound_from_json(sound_to_json(sound)) == sound


@pytest.mark.parametrize(
    "value", [{}, {**sound_to_json(USUAL), "channels": "x"}, {**sound_to_json(USUAL), "schema": 2}]
)
def test_what_is_no_sound_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no sound"):
        sound_from_json(value)


@given(st.integers(1, 40_000))
def test_peaks_are_the_largest_sample_of_each_tenth_of_a_second(cut: int):
    meter = LevelMeter(channels=2)
    samples = np.zeros((16_000 // 10 * 2 + 8, 2), "<i2")
    samples[5, 1], samples[1700, 0], samples[-1, 0] = -32768, 300, 1
    data = samples.tobytes()
    for at in range(0, len(data), 4 * cut):
        meter.take(data[at : at + 4 * cut])
    meter.levels()
    assert meter.peaks == bytes([255, 3, 1])
