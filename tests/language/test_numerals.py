"""Numbers in letters and in figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language.numerals import MOST, in_figures, in_letters


@pytest.mark.parametrize(
    ("letters", "figures"),
    [
        ("sju", "7"),
        ("tjugofem", "25"),
        ("etthundratre", "103"),
        ("nittonhundraåttiotre", "1983"),
        ("tvåtusentolv", "2012"),
        ("ettusen", "1000"),
    ],
)
def test_a_number_in_letters_is_one_in_figures(letters: str, figures: str) -> None:
    assert (in_figures(letters), in_letters(figures)) == (figures, letters)


@pytest.mark.parametrize("word", ["en", "ett", "noll", "skola", "femma", "", "trettioen-"])
def test_what_counts_nothing_has_no_figures(word: str) -> None:
    assert in_figures(word) is None


@pytest.mark.parametrize("figures", ["", "1", "007", "2.5", "10000", "²", "abc"])
def test_what_is_no_whole_number_of_some_size_has_no_letters(figures: str) -> None:
    assert in_letters(figures) is None


@given(st.integers(2, MOST))
def test_there_and_back(number: int) -> None:
    letters = in_letters(str(number))
    assert letters is not None
    assert in_figures(letters) == str(number)
