"""Swedish phrases that open and close a topic."""

import pytest

from mediahub.topics.cues import asks, closing, continues, greets, opening


@pytest.mark.parametrize(
    "sentence",
    [
        "Då går vi över till hembesöken.",
        "Då går vi även över till hembesöken.",
        "Nästa ämne är omorganisationen på socialkontoret.",
        "Nu byter vi ämne helt och hållet.",
        "Vi går vidare till något som många funderar på.",
        "Nu ska det handla om släktforskning.",
        "Sista ämnet för i dag är sömn.",
        "Då är vi tillbaka.",
        "Välkomna tillbaka efter pausen!",
    ],
)
def test_what_says_outright_that_something_new_begins(sentence: str) -> None:
    assert opening(sentence) == 3.0


@pytest.mark.parametrize(
    "sentence",
    [
        "Låt oss titta på siffrorna.",
        "För det andra saknas det pengar.",
        "Vi börjar med hembesök.",
        "Till sist vill jag tacka alla.",
        "Avslutningsvis några ord om pengarna.",
        "I dag ska vi lära oss att tala om döden.",
        "Samtidigt är ni mitt uppe i en omorganisation.",
        "När det gäller skolan är läget ett annat.",
    ],
)
def test_what_hints_that_something_new_begins(sentence: str) -> None:
    assert 0 < opening(sentence) < 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Där sätter vi punkt för hembesöken och tar en kort paus.",
        "Då lämnar vi kontoret och går ut i naturen.",
        "Vi tar en klunk kaffe och går vidare.",
        "Tack för det.",
        "Det får bli slutordet.",
    ],
)
def test_what_ends_a_topic(sentence: str) -> None:
    assert closing(sentence) > 0


@pytest.mark.parametrize(
    "sentence",
    ["Bin flyger uppåt och rakt fram.", "Vad säger facket?", "Då ringer vi.", "", "…", "70 %"],
)
def test_plain_sentences_neither_open_nor_close(sentence: str) -> None:
    assert (opening(sentence), closing(sentence)) == (0.0, 0.0)


def test_a_question_is_known_by_its_mark_or_its_first_word() -> None:
    assert asks("Bara en timme?")
    assert asks("Hur går ett hembesök till")
    assert not asks("Jag undrar det.")
    assert not asks("")


def test_a_sentence_that_points_back_is_no_beginning() -> None:
    assert continues("Det beror på vädret.")
    assert continues("– Men varför?")
    assert not continues("Vädret är vackert.")


def test_a_greeting_is_heard() -> None:
    assert greets("Hej och välkomna till podden!")
    assert not greets("Vi hejade på laget.")
