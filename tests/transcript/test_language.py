"""Language tags."""

import pytest

from mediahub.transcript import is_swedish, primary_language


@pytest.mark.parametrize(
    ("tag", "language", "swedish"),
    [
        ("sv", "sv", True),
        ("sv-FI", "sv", True),
        ("en-GB", "en", False),
        ("sr-Latn-RS", "sr", False),
        ("sva", "sva", False),
    ],
)
def test_a_region_makes_no_other_language(tag: str, language: str, swedish: bool) -> None:
    assert (primary_language(tag), is_swedish(tag)) == (language, swedish)
