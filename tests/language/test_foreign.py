"""Words of other languages: whether they are words, and their stems."""

import pytest

from mediahub.language.foreign import foreign_stem, has_words, is_foreign_word


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("houses", True),
        ("Don't", True),
        ("we've", True),
        ("children’s,", True),
        ("NHS", True),
        ("10", True),
        ("well-known", True),
        ("xqwzly", False),
        ("hemlöshet", False),
    ],
)
def test_which_english_words_people_know(text: str, known: bool):
    assert is_foreign_word(text, "en") == known


def test_a_language_without_a_list_knows_all_words():
    assert not has_words("so")
    assert is_foreign_word("xqwzly", "so")


def test_english_words_have_their_own_stems_and_others_are_as_they_are():
    assert [foreign_stem(one, "en") for one in ("families", "family", "meetings")] == [
        "famili",
        "famili",
        "meet",
    ]
    assert foreign_stem("perheet", "fi") == "perheet"
