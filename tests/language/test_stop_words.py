import pytest

from mediahub.language import is_filler, is_stop_word


@pytest.mark.parametrize("word", ["och", "Att", "är", "liksom", "inte", "hade", "vår"])
def test_function_words_and_fillers_are_stop_words(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["barn", "våld", "å", "ö", "skola", "EU", "år", "åtgärd"])
def test_words_that_say_something_are_not(word: str) -> None:
    assert not is_stop_word(word)


@pytest.mark.parametrize("word", ["eh", "liksom", "typ", "Asså", "va", "öh", "mm"])
def test_what_fills_a_pause_is_a_filler(word: str) -> None:
    assert is_filler(word)


@pytest.mark.parametrize("word", ["inte", "barn", "och"])
def test_what_carries_sense_or_grammar_is_no_filler(word: str) -> None:
    assert not is_filler(word)
