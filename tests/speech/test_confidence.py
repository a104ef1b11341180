from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediahub.speech.confidence import TABLES, calibrated, doubtful
from mediahub.transcript import Span, Word

BASE = "openai/whisper-base"
MODELS = st.sampled_from([*TABLES, "somebody/else"])


def test_a_measured_model_is_believed_as_far_as_it_was_right():
    assert calibrated(0.0, BASE) == 0.378
    assert calibrated(0.569, BASE) == 0.463
    assert calibrated(1.0, BASE) == 0.984
    assert 0.463 < calibrated(0.6, BASE) < 0.56


def test_a_model_nobody_measured_is_taken_at_its_word():
    assert [calibrated(p, "somebody/else") for p in (0.0, 0.25, 1.0)] == [0.0, 0.25, 1.0]


def test_words_more_likely_wrong_than_right_are_doubtful():
    words = [Word("ord", Span(0, 1), p) for p in (0.55, 0.65, 1.0)]
    assert doubtful(words, BASE) == (0,)
    assert doubtful(words, "somebody/else") == ()


def test_the_tables_rise():
    for knots in TABLES.values():
        assert all(low < high and share < more for (low, share), (high, more) in pairwise(knots))


@given(st.floats(0, 1), st.floats(0, 1), MODELS)
def test_calibration_keeps_order_and_bounds(one: float, other: float, model: str):
    low, high = sorted((one, other))
    assert 0 <= calibrated(low, model) <= calibrated(high, model) <= 1
