from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.edits import ReplaceWords
from mediahub.speech.respelling import heeding, respell
from mediahub.transcript import Recognition, Respelling, Span, Stretch, Word, respelt

TERMS = ("orosanmälan", "distriktssköterska", "hembesök", "förebyggande arbete", "SoL", "jourhem")
NAMES = ("Karin Ahlgren", "Robin Nyström", "Åsa Wiklund")


def heard(text: str, probability: float = 0.6) -> Recognition:
    """Words of 300 ms, one every 400 ms."""
    words = tuple(
        Word(word, Span(400 * at, 400 * at + 300), probability)
        for at, word in enumerate(text.split())
    )
    return Recognition("sv", 400 * len(words) + 1000, words)


def respelled(text: str, probability: float = 0.6) -> str:
    recognition = heard(text, probability)
    found = respell(recognition, NAMES, TERMS)
    return " ".join(word.text for word in respelt(recognition, found).words)


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        ("Antalet orosanmällningar ökar.", "Antalet orosanmälningar ökar."),
        ("en disträkt skötterska, ja", "en distriktssköterska, ja"),
        ("våra hem besöken är", "våra hembesöken är"),
        ("enligt SOL och", "enligt SOL och"),
        ("Oros anmälan kom.", "Orosanmälan kom."),
        ("Förrebyggande arbete är", "Förebyggande arbete är"),
        ("med Karin Algren och", "med Karin Ahlgren och"),
        ("Robin Nüströms bok", "Robin Nyströms bok"),
    ],
)
def test_a_near_miss_of_a_name_or_term_is_put_right(recognised: str, meant: str) -> None:
    assert respelled(recognised) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Han mätte avståndet med karins måttband.",  # a first name alone is anybody's
        "hembesöket var bra",
        "en bra anmälan om orosmoln",
        "F-orosanmälan, FN-hembesök och FN-Jourhem",
        "hem. Besök oss gärna",  # a point between
        "Erik Algren satt där",  # another first name
        "sol och vind",
        "jourhemmens journaler",
    ],
)
def test_what_is_right_already_or_may_well_be_is_left_alone(text: str) -> None:
    assert respelled(text) == text


def test_a_sure_word_that_people_know_is_not_touched_even_beside_another() -> None:
    assert respelled("åros anmälan", 0.95) == "åros anmälan"
    assert respelled("åros anmälan", 0.3) == "orosanmälan"


def test_a_number_is_never_made_another_number() -> None:
    recognition = heard("Det kostar fyrtiotta tusen kronor.", 0.3)
    assert respell(recognition, (), ("fyrtiotusen", "fyrtioåttatusen")) == ()


def test_words_with_a_pause_between_them_are_not_joined() -> None:
    one, other = Word("hem", Span(0, 300), 0.5), Word("besök", Span(1300, 1600), 0.5)
    assert respell(Recognition("sv", 2000, (one, other)), (), TERMS) == ()


def test_a_full_name_teaches_how_its_parts_are_spelt() -> None:
    assert respelled("Åsa Viklund är här. Vad säger Viklund?") == (
        "Åsa Wiklund är här. Vad säger Wiklund?"
    )


def test_what_was_recognised_is_kept_beside_what_it_became() -> None:
    recognition = heard("en disträkt sköterska.", 0.5)
    (one,) = respell(recognition, NAMES, TERMS)
    assert one == Respelling(
        1, Span(400, 1100), ("disträkt", "sköterska."), "distriktssköterska.", "sound", one.score
    )
    assert 0.9 < one.score < 1
    assert respelt(recognition, [one]).words == (
        Word("en", Span(0, 300), 0.5),
        Word("distriktssköterska.", Span(400, 1100), 0.5),
    )


def test_swedish_of_finland_is_swedish() -> None:
    recognition = heard("Karin Algren")
    found = respell(replace(recognition, language="sv-FI"), NAMES, TERMS)
    assert found
    assert found == respell(recognition, NAMES, TERMS)


def test_an_authors_words_and_other_languages_are_left_alone() -> None:
    recognition = heard("Karin Algren")
    assert respell(replace(recognition, origin="author"), NAMES, TERMS) == ()
    assert respell(replace(recognition, language="en"), NAMES, TERMS) == ()


def test_a_person_who_corrected_the_recognised_words_is_not_overruled() -> None:
    recognition = heard("en disträkt sköterska.")
    found = respell(recognition, NAMES, TERMS)
    entry = ReplaceWords("a", Span(400, 1100), ("disträkt", "sköterska."), "distrikt sköterska.")
    assert heeding(recognition, found, [entry]) == ()


def test_a_respelling_that_a_person_corrected_is_made_again_when_the_glossary_forgot_it() -> None:
    recognition = heard("en disträkt sköterska.")
    entry = ReplaceWords("a", Span(400, 1100), ("distriktssköterska.",), "barnmorska.")
    (one,) = heeding(recognition, (), [entry])
    assert (one.before, one.after, one.why) == (
        ("disträkt", "sköterska."),
        "distriktssköterska.",
        "corrected",
    )


SYLLABLES = st.sampled_from(
    [
        "oros",
        "an",
        "mäl",
        "lan",
        "hem",
        "be",
        "sök",
        "kar",
        "rin",
        "al",
        "gren",
        "dis",
        "trikt",
        "sköt",
        "ers",
        "ka",
    ]
)
SPOKEN = st.lists(
    st.lists(SYLLABLES, min_size=1, max_size=4).map("".join), min_size=1, max_size=12
).map(" ".join)


@settings(max_examples=60)
@given(SPOKEN)
def test_respelling_keeps_time(text: str) -> None:
    recognition = heard(text)
    once = respelt(recognition, respell(recognition, NAMES, TERMS))
    spans = [word.span for word in once.words]
    assert spans == sorted(spans)
    assert (spans[0].start_ms, spans[-1].end_ms) == (0, recognition.words[-1].span.end_ms)


@pytest.mark.xfail(
    strict=True,
    reason="a word respelt beside a short one is joined with it by a second pass; the pipeline "
    "makes one pass, always from what was recognised",
)
@pytest.mark.parametrize("text", ["orosanmälhem an", "an orosanmälhem"])
def test_a_second_pass_finds_nothing_more(text: str) -> None:
    recognition = heard(text)
    once = respelt(recognition, respell(recognition, NAMES, TERMS))
    assert respelt(once, respell(once, NAMES, TERMS)).words == once.words


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        ("Vi talar om Barnfattigdom, mest.", "Vi talar om barnfattigdom, mest."),
        ("Den Barnfattigdomen ökar.", "Den barnfattigdomen ökar."),
        ("Barnfattigdom är ett ord.", "Barnfattigdom är ett ord."),
        ("Ett ord. Barnfattigdom.", "Ett ord. Barnfattigdom."),
        ("Det heter ”Barnfattigdom”.", "Det heter ”Barnfattigdom”."),
        ("Hon bor i Lindhamn.", "Hon bor i Lindhamn."),
        ("Om Trygghet sa hon inget.", "Om Trygghet sa hon inget."),  # nobody primed it
    ],
)
def test_a_primed_common_word_is_small_inside_a_sentence(recognised: str, meant: str) -> None:
    recognition = replace(heard(recognised), vocabulary=("Barnfattigdom", "Lindhamn"))
    found = respell(recognition, NAMES, TERMS)
    assert " ".join(word.text for word in respelt(recognition, found).words) == meant


def test_a_term_that_is_written_with_a_capital_keeps_it() -> None:
    recognition = heard("Vi talar om Bostad först här.")
    assert respell(recognition, (), ("Bostad först",)) == ()


def test_in_another_language_only_full_names_are_put_right():
    said = heard("I met Karin Algren there. the hem besöken were orosanmällan")
    english = replace(said, stretches=(Stretch(Span(0, 9000), "en"),))
    swedish = replace(said, stretches=(Stretch(Span(2000, 9000), "en"),))
    assert respell(english, NAMES, TERMS) == ()  # all of it: nothing is Swedish
    found = respell(swedish, NAMES, TERMS)
    assert [one.after for one in found] == ["Karin Ahlgren"]
    named = replace(said, stretches=(Stretch(Span(400, 9000), "en"),))
    assert [one.after for one in respell(named, NAMES, TERMS)] == ["Karin Ahlgren"]
