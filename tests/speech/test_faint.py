"""Faint speech: what the detector half hears counts where a voice is heard and much of it is so."""

import numpy as np
import pytest

from mediahub.speech.faint import faint, may_be_faint, voiced
from mediahub.speech.voices import WINDOW_FRAMES, Window
from mediahub.transcript import Span


def probabilities(text: str) -> np.ndarray:
    """Of windows of 32 ms: S speech (0.9), ~ faint (0.2), - nothing (0.01)."""
    return np.array([{"S": 0.9, "~": 0.2, "-": 0.01}[letter] for letter in text], np.float32)


def voices(text: str) -> np.ndarray:
    """Where the segmentation hears a voice (V)."""
    return np.array([letter == "V" for letter in text])


FAR = "-" * 30 + "~" * 50 + "-" * 20


def test_what_both_hear_weakly_is_speech() -> None:
    heard = voices("-" * 30 + "V" * 60 + "-" * 10)
    assert faint((), probabilities(FAR), heard, 3200) == (Span(960, 2560),)


@pytest.mark.parametrize("heard", ["-" * 100, "V" * 29 + "-" * 71])
def test_what_the_segmentation_does_not_hear_is_none(heard: str) -> None:
    assert faint((), probabilities(FAR), voices(heard), 3200) == ()


def test_a_voice_that_the_detector_hears_nothing_of_is_none() -> None:
    assert faint((), probabilities("-" * 100), voices("V" * 100), 3200) == ()


def test_the_edges_of_near_words_are_not_widened() -> None:
    """0.4 s of faint sound beside 4.8 s of speech is no sign of a far voice."""
    text = "S" * 150 + "~" * 12 + "-" * 100
    near = (Span(0, 4800),)
    assert faint(near, probabilities(text), voices("V" * 262), 8384) == ()
    assert not may_be_faint(near, probabilities(text)).any()


def test_a_far_voice_beside_a_near_one_is_heard_whole() -> None:
    text = "S" * 100 + "-" * 10 + "~" * 40 + "-" * 5 + "~" * 20 + "-" * 20
    near = (Span(0, 3200),)
    found = faint(near, probabilities(text), voices("V" * 195), 6240)
    assert found == (Span(3520, 5600),)  # a pause of 160 ms parts nothing
    assert may_be_faint(near, probabilities(text)).sum() == 60


def test_the_last_window_ends_with_the_recording() -> None:
    assert faint((), probabilities("~" * 50), voices("V" * 50), 1590) == (Span(0, 1590),)


def test_a_window_of_the_segmentation_answers_for_its_middle_only() -> None:
    active = np.zeros((WINDOW_FRAMES, 3), np.bool_)
    active[100:200, 1] = True
    whole = Window(0, 0, WINDOW_FRAMES, active)
    # Frame 100 begins at 1.71 s and frame 200 at 3.40 s; the detector's windows last 32 ms.
    assert np.flatnonzero(voiced([whole], 312)).tolist() == list(range(53, 106))
    assert np.flatnonzero(voiced([Window(0, 150, WINDOW_FRAMES, active)], 312))[0] == 80
    assert not voiced([], 5).any()
