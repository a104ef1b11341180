"""Echoes: words that a recogniser read in its hotwords and did not hear."""

from mediahub.speech.echo import heard_again, respelt, suspects
from mediahub.transcript import Span, Word

TERMS = ("Karin Ahlgren", "stöd för unga")


def say(text: str, *, start: int = 0, probability: float = 0.9) -> tuple[Word, ...]:
    """A word every 300 ms."""
    return tuple(
        Word(word, Span(start + index * 300, start + (index + 1) * 300), probability)
        for index, word in enumerate(text.split())
    )


def test_improbable_words_of_the_vocabulary_are_suspects() -> None:
    words = (*say("Karin Ahlgren, och", probability=0.2), *say("unga Karin", start=900))
    assert suspects(words, TERMS) == (0, 1)
    assert suspects(words, ()) == ()


def test_a_small_word_within_a_term_is_everybody_s() -> None:
    assert suspects(say("för unga", probability=0.1), TERMS) == (1,)


def test_what_sounds_alike_in_the_same_place_was_heard() -> None:
    words = say("här är Ahlgren igen")
    assert heard_again(words, (2,), say("här är Algren igen")) == {2: (2, 3)}
    assert heard_again(words, (2,), say("vi har All gren i dag")) == {2: (2, 4)}
    assert heard_again(words, (2,), say("här är alltid en")) == {2: None}
    assert heard_again(words, (2,), ()) == {2: None}


def test_what_is_the_beginning_or_end_of_a_longer_word_was_heard() -> None:
    words = say("heter Karin Ahlgren och")
    again = say("heter Carinalgren och")
    places = heard_again(words, (1, 2), again)
    assert places == {1: (1, 2), 2: (1, 2)}
    assert respelt(words, places, again) == again
    assert heard_again(words, (2,), say("heter Carinal Ren")) == {2: (1, 3)}
    assert heard_again(words, (1,), say("heter Vallgren och")) == {1: None}


def test_what_is_said_elsewhere_was_not_heard_here() -> None:
    words = say("Ahlgren")
    assert heard_again(words, (0,), say("Ahlgren", start=700)) == {0: (0, 1)}
    assert heard_again(words, (0,), say("Ahlgren", start=900)) == {0: None}


def test_what_was_heard_in_both_takes_the_seeded_spelling_and_its_own_signs() -> None:
    words = say("med Karin Ahlgren och")
    again = say("med Karin All gren, och")
    places = heard_again(words, (1, 2), again)
    assert respelt(words, places, again) == (
        *say("med Karin"),
        Word("Ahlgren,", Span(600, 1200), 0.9),
        *say("och", start=1200),
    )


def test_two_seeded_words_that_are_one_without_hotwords_are_put_in_once() -> None:
    words = say("Annika Anika")
    assert [word.text for word in respelt(words, {0: (0, 1), 1: (0, 1)}, say("Anika kom"))] == [
        "Annika",
        "kom",
    ]
