"""What kind of word a form is."""

import pytest

from mediahub.language import is_noun


@pytest.mark.parametrize("word", ["hembesöken", "skam", "Socialtjänsten", "familjestödspengar"])
def test_a_noun_is_told_also_in_capitals_and_as_the_last_part_of_a_compound(word: str) -> None:
    assert is_noun(word) is True


@pytest.mark.parametrize("word", ["tillförda", "gäller", "säker"])
def test_a_word_that_is_only_a_verb_or_an_adjective_is_no_noun(word: str) -> None:
    assert is_noun(word) is False


def test_of_a_word_that_nobody_knows_nothing_is_told() -> None:
    assert is_noun("äckningen") is None
