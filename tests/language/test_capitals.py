"""Whether a capital belongs to a word."""

import pytest

from mediahub.language.capitals import plain_term, uncapitalised


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Barnfattigdom", "barnfattigdom"),
        ("Trygghet", "trygghet"),
        ("Socialtjänsten", "socialtjänsten"),
        ("hembesök", "hembesök"),
        ("Tidiga", "tidiga"),
    ],
)
def test_a_common_word_is_written_small(word: str, written: str) -> None:
    assert uncapitalised(word) == written


@pytest.mark.parametrize(
    "word",
    ["Karin", "Stockholm", "Lindhamn", "Rosengård", "SoL", "EU", "Skolverket", "Kommunpodden",
     "Zebbe", "Anna-Karin", ""],
)  # fmt: skip
def test_what_may_be_a_name_keeps_its_capital(word: str) -> None:
    assert uncapitalised(word) == word


@pytest.mark.parametrize(
    ("entry", "inside"),
    [
        ("Tidiga insatser", "tidiga insatser"),
        ("Våld i nära relationer", "våld i nära relationer"),
        ("Bostad först", "Bostad först"),
        ("Karin Ahlgren", "Karin Ahlgren"),
        ("SoL", "SoL"),
        ("", ""),
    ],
)
def test_a_term_stands_in_a_sentence_without_the_capital_of_its_entry(
    entry: str, inside: str
) -> None:
    assert plain_term(entry) == inside
