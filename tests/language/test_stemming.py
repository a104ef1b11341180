from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import stem, stems

HERE = Path(__file__).parent


def _lines(name: str) -> list[list[str]]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]


MEET = [(first, other) for first, *others in _lines("pairs.txt") for other in others]
APART = [(one, other) for one, other in _lines("apart.txt")]


def test_there_are_enough_pairs_to_judge_by() -> None:
    assert len(MEET) >= 60
    assert len(APART) >= 60


@pytest.mark.parametrize(("one", "other"), MEET)
def test_inflections_of_a_word_meet(one: str, other: str) -> None:
    assert set(stems(one)) & set(stems(other))


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert not set(stems(one)) & set(stems(other))


def test_a_form_of_two_words_has_the_stems_of_both() -> None:
    assert set(stems("händer")) == {"hända", "hand"}


def test_the_stem_of_a_compound_keeps_its_first_parts() -> None:
    assert stem("orosanmälningarnas") == "orosanmälan"
    assert stem("kvinnojourernas") == "kvinnojour"


def test_an_unknown_word_loses_its_ending() -> None:
    assert stem("mindfulnessen") == stem("mindfulness")
    assert stem("Kälvestens") == stem("Kälvesten")


def test_case_and_genitive_after_a_colon_do_not_matter() -> None:
    assert stem("EU:s") == stem("EU") == "eu"


def test_the_best_stems_of_frequent_inflections_are_one() -> None:
    for family in (["insats", "insatser"], ["arbete", "arbetet"], ["skola", "skolor"]):
        assert len({stem(word) for word in family}) == 1
    assert all(stem(a) == stem(b) for a, b in combinations(("bra", "bättre", "bäst"), 2))


@given(st.text(max_size=15))
def test_any_text_has_a_stem(word: str) -> None:
    assert stems(word)
    assert stem(word) == stems(word)[0]
