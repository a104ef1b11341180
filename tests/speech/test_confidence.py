from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mediahub.speech.confidence import TABLES, calibrated, doubtful
from mediahub.transcript import Span, Word

BASE = "openai/whisper-base"
MODELS = st.sampled_from([*TABLES, "somebody/else"])


def test_a_measured_model_is_believed_as_far_as_it_was_right():
    assert calibrated(0.0, BASE) == 0.407
    assert calibrated(0.601, BASE) == 0.563
    assert calibrated(1.0, BASE) == 0.983
    assert 0.563 < calibrated(0.65, BASE) < 0.689
    assert calibrated(0.9, BASE, known=False) == 0.029


def test_a_model_in_a_folder_is_judged_as_the_one_its_name_tells_of():
    small = "openai/whisper-small"
    for name in ("local/openai-whisper-small", "local/Whisper_Small-int8"):
        assert calibrated(0.7, name) == calibrated(0.7, small) == 0.762


def test_a_swedish_model_is_not_judged_as_the_one_it_was_made_from():
    for name in ("KBLab/kb-whisper-small", "local/kb-whisper-small"):
        assert calibrated(0.7, name) == 0.7


def test_a_model_nobody_measured_is_taken_at_its_word_for_words_that_people_know():
    assert [calibrated(p, "somebody/else") for p in (0.0, 0.25, 1.0)] == [0.0, 0.25, 1.0]
    assert [calibrated(p, "somebody/else", known=False) for p in (0.0, 0.5, 1.0)] == [0, 0.25, 0.5]
    words = [Word(text, Span(0, 1), 0.99) for text in ("Dommeröd", "orosanmälan")]
    assert doubtful(words, "somebody/else") == (0,)


def test_words_more_likely_wrong_than_right_are_doubtful():
    words = [Word("ord", Span(0, 1), p) for p in (0.35, 0.65, 1.0)]
    assert doubtful(words, BASE) == (0,)
    assert doubtful(words, "somebody/else") == (0,)


def test_a_word_nobody_knows_is_doubtful_but_not_the_house_s_own_or_a_person_s():
    words = [Word(text, Span(0, 1), 0.8) for text in ("Dommeröd,", "Wiklunds", "orosanmälan", "15")]
    assert doubtful(words, BASE, ["Åsa Wiklund"]) == (0,)
    assert doubtful([Word("Dommeröd", Span(0, 1), 1.0)], BASE) == ()


def test_a_whole_name_of_the_house_is_not_heard_by_accident():
    said = ("Jag", "heter", "Karin", "Lind.", "Karin", "läste", "Robin", "Nyströms", "bok.")
    words = [Word(text, Span(at, at + 1), 0.1) for at, text in enumerate(said)]
    assert doubtful(words, BASE, ("Karin Lind", "Robin Nyström")) == (0, 1, 4, 5, 8)


def test_words_of_other_languages_are_doubted_by_their_probability_alone():
    words = [Word("households", Span(0, 1), 0.95), Word("thrive.", Span(1, 2), 0.1)]
    assert doubtful(words, BASE) == (0, 1)
    assert doubtful(words, BASE, language="en-GB") == (1,)


def test_numbers_sounds_and_abbreviations_are_known_though_no_dictionary_has_them():
    said = ("etthundrafemtio", "barn,", "eh,", "mhm,", "fr.o.m.", "i", "år", "läraren", "m.fl.")
    words = [Word(text, Span(at, at + 1), 0.99) for at, text in enumerate(said)]
    assert doubtful(words, BASE) == ()


def test_the_tables_rise():
    for table in TABLES.values():
        for knots in (table.known, table.unknown):
            assert all(
                low < high and share <= more for (low, share), (high, more) in pairwise(knots)
            )


@given(st.floats(0, 1), st.floats(0, 1), MODELS, st.booleans())
def test_calibration_keeps_order_and_bounds(one: float, other: float, model: str, known: bool):
    low, high = sorted((one, other))
    rising = [calibrated(p, model, known=known) for p in (low, high)]
    assert 0 <= rising[0] <= rising[1] <= 1


def test_in_several_languages_each_word_is_judged_by_its_own_words():
    said = ["meetings", "families", "xqwzly", "NHS", "vi", "Dommeröd"]
    words = [Word(text, Span(at, at + 1), 0.9) for at, text in enumerate(said)]
    languages = ["en", "en", "en", "en", "sv", "sv"]
    assert doubtful(words, BASE, languages=languages) == (2, 5)
    assert doubtful(words, BASE) == (0, 1, 2, 3, 5)
    assert doubtful(words, BASE, ["Xqwzly"], languages=languages) == (5,)
