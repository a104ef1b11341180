"""Spellings of one name share a key; names that are told apart do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import name_key, without_accents


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Margareta", "Margaretha"), ("Hédi", "Hedi"), ("Kristina", "Christina"),
        ("Karlsson", "Carlzon"), ("Linnéa", "Linnea"), ("Lindqvist", "Lindkvist"),
        ("Lindquist", "Lindkvist"), ("Sofia", "Sophia"), ("Ulrika", "Ulrica"),
        ("Ericson", "Eriksson"), ("Erixon", "Eriksson"), ("Marie", "Mari"), ("Jenny", "Jennie"),
        ("Mueller", "Müller"), ("Soeren", "Søren"), ("Kjærgaard", "Kjärgård"), ("Falck", "Falk"),
        ("Bergh", "Berg"), ("Wilhelm", "Vilhelm"), ("Gustaf", "Gustav"), ("O’Neill", "ONeill"),
        ("Michael", "Mikael"), ("Hvitfeldt", "Vitfelt"), ("Cecilia", "Sesilia"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Björk", "Bjork"), ("Lind", "Lund"), ("Anna", "Emma"), ("Johan", "Joan"),
        ("Maria", "Marja"), ("Pär", "Per"), ("Schyman", "Skyman"), ("Nilsson", "Olsson"),
    ],
)  # fmt: skip
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=20))
def test_a_key_has_swedish_letters_alone_and_case_does_not_matter(text: str) -> None:
    assert set(name_key(text)) <= set("abcdefghijklmnopqrstuvwxyzåäö$")
    if text.isascii():
        assert name_key(text.upper()) == name_key(text)


def test_accents_go_and_swedish_letters_stay() -> None:
    assert without_accents("Hédi Åsa Ümit Łukasz Søren") == "hedi åsa umit lukasz sören"
