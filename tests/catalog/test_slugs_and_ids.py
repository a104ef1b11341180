import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.catalog.ids import ID_PATTERN, MAX_ID, name_slug, path_id, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åsa Öberg på kafé", "asa-oberg-pa-kafe"),
        ("2020-06-03-tidiga-insatser", "2020-06-03-tidiga-insatser"),
        ("  Avsnitt__4 (del 2)!  ", "avsnitt-4-del-2"),
        ("Smørrebrød, Æsop & Straße", "smorrebrod-aesop-strasse"),
        ("ﬁlm Ⅳ", "film-iv"),
        ("'citat' \"och\" mer", "citat-och-mer"),
        ("🎉", ""),
        ("", ""),
    ],
)
def test_a_slug_is_plain_letters_digits_and_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_any_text_slugs_to_nothing_or_to_an_id(text: str) -> None:
    assert slug(text) == "" or re.fullmatch(ID_PATTERN, slug(text))


@given(st.text())
def test_a_slug_slugs_to_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@given(st.text(st.characters(codec="latin-1")))
def test_decomposed_letters_slug_as_composed_ones(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


def test_a_name_of_emoji_alone_is_known_by_its_digest() -> None:
    assert name_slug("🎉") == "item-c20dbb2b"  # as sha1sum says of its four bytes
    assert name_slug("\u1100\u1161") == name_slug("\uac00")  # composed or not
    assert name_slug("🎉") != name_slug("🎊")


@given(st.lists(st.text(), min_size=1, max_size=4), st.sampled_from(["", "mp4"]))
def test_any_path_has_an_id_that_can_name_a_folder(parts: list[str], ending: str) -> None:
    found = path_id(parts, ending)
    assert re.fullmatch(ID_PATTERN, found)
    assert len(found) <= MAX_ID


def test_long_paths_that_differ_late_have_different_ids() -> None:
    assert path_id(["a" * 200, "b"]) != path_id(["a" * 200, "c"])
