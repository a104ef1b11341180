"""Words for the doing of one verb."""

import pytest

from mediahub.language import is_common_word, is_verb_alone, split_compound, verbs_of


@pytest.mark.parametrize(
    ("word", "verbs"),
    [
        ("omorganisation", ("omorganisera",)),
        ("omorganiseringen", ("omorganisera",)),
        ("kommunikation", ("kommunikera", "kommunicera")),
        ("kommunicering", ("kommunicera",)),
        ("utvärderade", ("utvärdera",)),
        ("utredning", ("utreda",)),
        ("station", ()),
        ("tidning", ()),
        ("leder", ()),
    ],
)
def test_the_verbs_of_a_word(word: str, verbs: tuple[str, ...]) -> None:
    assert verbs_of(word) == verbs


def test_a_name_is_no_common_word_and_a_hill_is_one() -> None:
    words = ("berg", "skola", "barnfattigdom", "Karlsson", "Bergh")
    assert [is_common_word(word) for word in words] == [True, True, True, False, False]


def test_a_form_of_a_verb_is_told_from_what_is_a_noun_too() -> None:
    assert [is_verb_alone(word) for word in ("utreda", "skola", "Hjällbo")] == [True, False, False]


def test_what_no_one_says_is_not_taken_apart() -> None:
    assert split_compound("socialtjänst" * 83) == ["socialtjänst" * 83]
