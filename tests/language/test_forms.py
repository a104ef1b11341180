"""What kind of word a form is."""

import pytest

from mediahub.language import is_name, is_noun
from mediahub.language.forms import is_numeral


@pytest.mark.parametrize("word", ["hembesöken", "skam", "Socialtjänsten", "familjestödspengar"])
def test_a_noun_is_told_also_in_capitals_and_as_the_last_part_of_a_compound(word: str) -> None:
    assert is_noun(word) is True


@pytest.mark.parametrize("word", ["tillförda", "gäller", "säker"])
def test_a_word_that_is_only_a_verb_or_an_adjective_is_no_noun(word: str) -> None:
    assert is_noun(word) is False


def test_of_a_word_that_nobody_knows_nothing_is_told() -> None:
    assert is_noun("äckningen") is None


def test_a_name_is_one_that_is_no_word_as_well() -> None:
    assert [word for word in ("Ola", "SIV", "Stockholm", "Björn", "viktigt") if is_name(word)] == [
        "Ola",
        "SIV",
        "Stockholm",
    ]


@pytest.mark.parametrize(
    "word",
    [
        "noll",
        "ett",
        "En",
        "sju",
        "tretton",
        "fjorton",
        "nitton",
        "tjugo",
        "trettio",
        "fyrtio",
        "åttio",
        "nittionio",
        "hundrafem",
        "fyrtiotusen",
        "tvåmiljoner",
    ],
)
def test_a_number_in_letters_is_a_numeral(word: str) -> None:
    assert is_numeral(word)


@pytest.mark.parametrize("word", ["", "femtiotal", "tusental", "tonårig", "sjuk", "enig", "trea"])
def test_what_only_has_a_number_in_it_is_none(word: str) -> None:
    assert not is_numeral(word)
