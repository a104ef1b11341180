"""Words in noise: which can be trusted, and what is noise."""

import numpy as np
import pytest

from mediahub.speech.noise import is_noisy, trusted
from mediahub.transcript import Span, Word

RATE = 16_000


def say(text: str, *, start: int = 0, probability: float = 0.9) -> tuple[Word, ...]:
    """A word every 300 ms; "~" before a word makes it improbable."""
    return tuple(
        Word(
            word.lstrip("~"),
            Span(start + index * 300, start + (index + 1) * 300),
            0.1 if word.startswith("~") else probability,
        )
        for index, word in enumerate(text.split())
    )


def speech_with(noise: float) -> np.ndarray:
    """Four seconds, every other one loud, with `noise` (of full scale) all the way."""
    random = np.random.default_rng(0)
    loud = np.repeat([0.1, 0.0, 0.1, 0.0], RATE)
    return (random.normal(size=4 * RATE) * (loud + noise)).astype(np.float32)


@pytest.mark.parametrize(
    ("noise", "noisy"), [(0.0, False), (0.001, False), (0.005, False), (0.02, True), (0.05, True)]
)
def test_noise_is_heard_in_the_pauses(noise: float, noisy: bool) -> None:
    assert is_noisy(speech_with(noise)) is noisy


def test_silence_and_nothing_are_not_noisy() -> None:
    assert not is_noisy(np.zeros(RATE, np.float32))
    assert not is_noisy(np.zeros(0, np.float32))


def test_words_that_people_know_are_trusted() -> None:
    words = say("Vi ska prata om förebyggande arbete.")
    assert trusted(words) == (words, ())


def test_an_unsure_word_that_nobody_knows_is_a_gap() -> None:
    words = say("en person var alleri och kom", probability=0.6)
    kept, gaps = trusted(words)
    assert [word.text for word in kept] == ["en", "person", "var", "och", "kom"]
    assert gaps == (Span(900, 1200),)


def test_a_sure_word_that_nobody_knows_is_trusted() -> None:
    words = say("i Dommeröd", probability=0.8)
    assert trusted(words) == (words, ())


def test_an_improbable_word_is_a_gap_among_others_only() -> None:
    assert trusted(say("det ~är så")) == (say("det ~är så"), ())
    kept, gaps = trusted(say("då ~ser ~den ~ut så"))
    assert [word.text for word in kept] == ["då", "så"]
    assert gaps == (Span(300, 1200),)


def test_neighbours_beyond_a_pause_tell_nothing() -> None:
    words = (*say("ser"), *say("den", start=300, probability=0.3), *say("~ut så så", start=2000))
    assert trusted(words)[1] == (Span(2000, 2300),)
    near = (*words[:2], *say("~ut så så", start=600))
    assert trusted(near)[1] == (Span(300, 900),)


def test_what_is_like_a_term_is_kept_for_respelling() -> None:
    words = say("möt Karin Ahlgrehn", probability=0.5)
    assert trusted(words, ("Karin Ahlgren",)) == (words, ())
    assert trusted(words)[1] == (Span(600, 900),)


def test_a_sentence_still_ends_where_its_last_word_went() -> None:
    words = (*say("Hon var rolig, alleri.", probability=0.6), *say("Då kom vi.", start=1200))
    assert " ".join(word.text for word in trusted(words)[0]) == "Hon var rolig. Då kom vi."


def test_a_sentence_of_which_nothing_is_trusted_is_one_gap() -> None:
    words = say("Svemar alleri tassfalt.", probability=0.5)
    assert trusted(words) == ((), (Span(0, 900),))


def test_in_another_language_every_word_is_known() -> None:
    words = say("the beekeeper shrugged", probability=0.5)
    assert trusted(words, (), "en") == (words, ())
