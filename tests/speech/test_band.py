"""The band of a recording: a telephone's sound told from a studio's."""

import numpy as np
import pytest

from mediahub.mediafile.audio import RATE, Audio
from mediahub.speech.band import narrow
from mediahub.transcript import Span


def noise(seconds: float, top_hz: float) -> np.ndarray:
    """Noise that falls as a voice does, and above `top_hz` by 60 dB."""
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(np.random.default_rng(2).normal(size=count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum /= 1 + (hertz / 500) ** 2
    spectrum[hertz > top_hz] /= 1000
    sound = np.fft.irfft(spectrum, count)
    return np.asarray(sound / np.abs(sound).max() * 20_000)


def audio(*parts: np.ndarray) -> Audio:
    return Audio(np.concatenate(parts).astype(np.int16))


@pytest.mark.parametrize(("top_hz", "expected"), [(3400, (Span(0, 20_000),)), (8000, ())])
def test_a_telephones_band_is_told_from_a_whole_one(
    top_hz: float, expected: tuple[Span, ...]
) -> None:
    sound = audio(noise(20, top_hz))
    assert narrow(sound, (Span(500, 9000), Span(12_000, 19_000))) == expected


def test_a_call_in_a_programme_is_told_from_the_studio() -> None:
    sound = audio(noise(20, 8000), noise(20, 3400), noise(15, 8000))
    assert narrow(sound, (Span(0, 55_000),)) == (Span(20_000, 40_000),)


def test_where_little_is_said_the_band_is_the_one_before() -> None:
    sound = audio(noise(10, 3400), noise(20, 8000))
    regions = (Span(0, 8000), Span(12_000, 12_500), Span(21_000, 29_000))
    assert narrow(sound, regions) == (Span(0, 20_000),)


def test_only_the_speech_is_looked_at() -> None:
    sound = audio(noise(5, 3400), noise(5, 8000))
    assert narrow(sound, (Span(0, 4500),)) == (Span(0, 10_000),)


def test_what_is_clipped_as_well_is_left_out() -> None:
    hot = np.clip(noise(20, 3400) * 30, -32_000, 32_000)
    assert narrow(audio(hot), (Span(0, 20_000),)) == ()


@pytest.mark.parametrize("seconds", [0, 0.01, 30])
def test_silence_and_nothing_are_no_telephone(seconds: float) -> None:
    sound = Audio(np.zeros(int(seconds * RATE), np.int16))
    assert narrow(sound, ()) == ()
    assert narrow(sound, (sound.span,)) == ()
