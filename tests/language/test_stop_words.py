import pytest

from mediahub.language import is_stop_word


@pytest.mark.parametrize("word", ["och", "Att", "är", "liksom", "inte", "hade", "vår"])
def test_function_words_and_fillers_are_stop_words(word: str) -> None:
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["barn", "våld", "å", "ö", "skola", "EU", "år", "åtgärd"])
def test_words_that_say_something_are_not(word: str) -> None:
    assert not is_stop_word(word)


@pytest.mark.parametrize("word", ["eh", "liksom", "typ", "Asså", "va", "öh", "mm"])
def test_what_fills_a_pause_says_nothing(word: str) -> None:
    assert is_stop_word(word)
