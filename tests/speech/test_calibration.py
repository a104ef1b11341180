"""Tables of confidence fitted to words of which it is known whether they were right."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediahub.speech.calibration import Seen, fit, fitted
from mediahub.speech.confidence import OTHERS, Table, calibrated, doubtful, is_measured
from mediahub.transcript import Span, Word


def words(probability: float, right: int, wrong: int, *, known: bool = True) -> list[Seen]:
    return [Seen(probability, known, at < right) for at in range(right + wrong)]


def test_the_share_of_right_words_is_taken_at_each_probability():
    seen = words(0.4, 10, 40) + words(0.9, 48, 2) + words(0.8, 1, 24, known=False)
    assert fit(seen) == Table(known=((0.4, 0.2), (0.9, 0.96)), unknown=((0.8, 0.04),))


def test_a_few_bad_words_of_a_good_model_are_not_lost_among_the_others():
    table = fit(words(0.3, 5, 20) + words(0.98, 980, 20))
    assert table.known[0] == (0.3, 0.2)


def test_a_kind_of_which_there_is_too_little_is_judged_as_with_other_models():
    assert fit(words(0.4, 0, 24) + words(0.4, 0, 24, known=False)) == OTHERS


def test_shares_that_fall_are_pooled():
    assert fitted(words(0.2, 20, 5) + words(0.5, 10, 15) + words(0.9, 25, 0), 3) == (
        (0.35, 0.6),
        (0.9, 1.0),
    )


@given(
    st.lists(st.builds(Seen, st.floats(0, 1), st.just(True), st.booleans()), min_size=25),
    st.floats(0, 1),
)
def test_a_table_rises_and_stays_within_0_and_1(seen: list[Seen], probability: float):
    table = fit(seen)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(table.known))
    assert 0 <= calibrated(probability, "somebody/else", table=table) <= 1


def test_a_table_is_for_models_that_nobody_measured():
    table = Table(known=((0.0, 0.9),), unknown=((0.0, 0.9),))
    said = [Word(text, Span(0, 1), 0.1) for text in ("ord", "Dommeröd")]
    assert [is_measured(name) for name in ("openai/whisper-base", "KBLab/kb-whisper-small")] == [
        True,
        False,
    ]
    assert doubtful(said, "KBLab/kb-whisper-small") == (0, 1)
    assert doubtful(said, "KBLab/kb-whisper-small", table=table) == ()
    assert doubtful(said, "openai/whisper-base", table=table) == (0, 1)
