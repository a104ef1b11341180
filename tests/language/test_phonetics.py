import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import phonetic


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Margareta", "Margaretha"),
        ("Winberg", "Vinberg"),
        ("Eric", "Erik"),
        ("Bengtsson", "Bengtson"),
        ("Hjällbo", "Jällbo"),
        ("Kälvesten", "Kelvesten"),
        ("Carlsson", "Karlsson"),
        ("Zackrisson", "Sakrison"),
        ("Alexander", "Aleksander"),
        ("Sofia", "Sophia"),
        ("Lindqvist", "Lindkvist"),
        ("Lindquist", "Lindkvist"),
        ("Dahl", "Dal"),
        ("Ahlgren", "Algren"),
        ("Christina", "Kristina"),
        ("Cecilia", "Sesilia"),
        ("Gustaf", "Gustav"),
        ("Löfven", "Löven"),
        ("Hvitfeldt", "Vitfeldt"),
        ("Olof", "Olov"),
        ("Ljungberg", "Jungberg"),
        ("Schyman", "Sjyman"),
        ("Idén", "Iden"),
        ("Ståhl", "Stål"),
        ("Åke", "Aake"),
        ("Thorén", "Toren"),
    ],
)
def test_spellings_of_a_name_that_sound_alike_meet(one: str, other: str) -> None:
    assert phonetic(one) == phonetic(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "Emma"),
        ("Lind", "Lund"),
        ("Berg", "Borg"),
        ("Maria", "Marja"),
        ("Karin", "Karen"),
        ("Nilsson", "Olsson"),
        ("Persson", "Larsson"),
    ],
)
def test_names_that_sound_different_stay_apart(one: str, other: str) -> None:
    assert phonetic(one) != phonetic(other)


@given(st.text(max_size=20))
def test_any_text_has_a_key_that_case_does_not_change(text: str) -> None:
    assert isinstance(phonetic(text), str)
    if text.isascii():
        assert phonetic(text.upper()) == phonetic(text)


def test_what_has_no_letters_has_no_sound() -> None:
    assert phonetic("2020") == phonetic("") == ""
