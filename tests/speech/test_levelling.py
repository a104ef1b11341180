"""Levelling: quiet sound comes up, steady noise goes down, loud sound stays as it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.speech.levelling import MOST_DB, levelled

RATE = 16_000


def decibels(sound: np.ndarray) -> float:
    return float(10 * np.log10((sound.astype(np.float64) ** 2).mean() + 1e-20))


def syllables(seconds: float, level_db: float) -> np.ndarray:
    """A tone of 500 Hz that is there every other quarter of a second."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.sin(2 * np.pi * 500 * time) * (time * 4 % 2 < 1) * 2 * 10 ** (level_db / 20)
    return sound.astype(np.float32)


def noise(seconds: float, level_db: float) -> np.ndarray:
    sound = np.random.default_rng(2).normal(0, 10 ** (level_db / 20), round(seconds * RATE))
    return sound.astype(np.float32)


@pytest.mark.parametrize(
    ("level_db", "expected_db"),
    [(-20, -20), (-26, -25.5), (-40, -25.5), (-50, -25.5), (-70, -70 + MOST_DB)],
)
def test_a_quiet_voice_comes_to_the_level_of_a_near_one(level_db: int, expected_db: float) -> None:
    sound = levelled(syllables(12, level_db))
    assert decibels(sound[2 * RATE : -2 * RATE]) == pytest.approx(expected_db, abs=1.5)


def test_a_far_voice_after_a_near_one_is_as_loud_as_that() -> None:
    sound = levelled(np.concatenate([syllables(6, -20), syllables(6, -45)]))
    near, far = decibels(sound[RATE : 5 * RATE]), decibels(sound[7 * RATE : 11 * RATE])
    assert near - far == pytest.approx(6, abs=2)


def test_steady_noise_under_a_voice_goes_down() -> None:
    sound = levelled(syllables(12, -26) + noise(12, -40))
    tone = decibels(sound[4 * RATE + 800 : 4 * RATE + 3200])
    pause = decibels(sound[4 * RATE + 4800 : 4 * RATE + 7200])
    assert tone - pause > 20  # 17 before: the tone is 3 dB louder while it sounds


def test_what_lies_under_a_voice_is_taken_away() -> None:
    time = np.arange(12 * RATE) / RATE
    hum = (0.1 * np.sin(2 * np.pi * 50 * time)).astype(np.float32)
    both = levelled(syllables(12, -40) + hum)
    spectrum = np.abs(np.fft.rfft(both))
    assert spectrum[50 * 12] < 0.1 * spectrum[500 * 12]


@given(count=st.integers(0, 5000), level=st.floats(0, 1))
def test_it_keeps_the_length_and_stays_finite(count: int, level: float) -> None:
    sound = np.random.default_rng(count).normal(0, level, count).astype(np.float32)
    result = levelled(sound)
    assert (result.shape, result.dtype) == (sound.shape, np.float32)
    assert np.isfinite(result).all()
