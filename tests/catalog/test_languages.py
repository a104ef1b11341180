"""Several languages in one recording, as people write them."""

import pytest

SERIES = """
[[series]]
id = "podden"
title = "Podden"
kinds = ["podcast"]
languages = ["sv", "en"]

[[series]]
id = "filmer"
title = "Filmer"
kinds = ["film"]
"""


@pytest.mark.parametrize(
    ("written", "language", "languages"),
    [
        ("", "sv", ("sv", "en")),
        ('language = "sv"', "sv", ()),
        ('language = "fi"', "fi", ()),
        ('languages = ["en-GB", "sv"]', "en-GB", ("en-GB", "sv")),
        ('languages = ["sv", "fi"]\nlanguage = "sv"', "sv", ("sv", "fi")),
        ('series = "filmer"', "sv", ()),
    ],
)
def test_an_items_own_languages_go_before_those_of_its_series(
    loaded, written: str, language: str, languages: tuple[str, ...]
):
    catalogue = loaded({"mediahub.toml": SERIES, "media/a.mp3": "", "media/a.toml": written})
    (item,) = catalogue.items
    assert (item.language, item.languages) == (language, languages)


def test_a_bare_file_is_in_the_languages_of_its_series(loaded):
    (item,) = loaded({"mediahub.toml": SERIES, "media/a.mp3": ""}).items
    assert (item.language, item.languages) == ("sv", ("sv", "en"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('languages = ["sv"]', "names fewer than two languages; for one write `language`"),
        ('languages = ["sv", "sv-SE"]', "names a language twice"),
        ('languages = "sv, en"', 'is no list of languages; write ["sv", "en"]'),
        (
            'languages = ["sv", "engelska"]',
            "is not a language code (ISO 639-1); did you mean 'en'?",
        ),
        ('languages = ["sv", "en", "fi", "de", "fr"]', "names more than 4 languages"),
        (
            'languages = ["sv", "en"]\nlanguage = "en"',
            "begins with 'sv', and `language` is 'en'; leave `language` out",
        ),
    ],
)
def test_what_is_wrong_with_languages_is_told(problems, written: str, told: str):
    (line,) = problems({"media/a.mp3": "", "media/a.toml": written})
    assert "languages" in line
    assert told in line


def test_captions_are_taken_in_the_main_language(loaded):
    catalogue = loaded(
        {
            "media/a.mp3": "",
            "media/a.toml": 'languages = ["en", "sv"]',
            "media/a.en.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n",
        }
    )
    (item,) = catalogue.items
    assert item.captions is not None
    assert item.captions.name == "a.en.vtt"
