"""What the law asks of a recording."""

import datetime as dt
from dataclasses import replace

from mediahub.compliance.rules import Recording, findings

FILM = Recording(
    "film", "Filmen", "film", dt.date(2020, 9, 23), words=True, reviewed=True, sounds=True
)
TALK = Recording("podd", "Avsnittet", "podcast", dt.date(2026, 1, 1), words=True, reviewed=True)


def told(recording: Recording) -> list[tuple[str, str, str]]:
    return [(one.criterion, one.verdict, one.code) for one in findings(recording)]


def test_a_film_needs_reviewed_captions_and_audio_description() -> None:
    assert told(FILM) == [("1.2.2", "met", "reviewed"), ("1.2.5", "open", "undeclared")]
    assert told(replace(FILM, reviewed=False))[0] == ("1.2.2", "missing", "unreviewed")
    assert told(replace(FILM, words=False, reviewed=False))[0] == ("1.2.2", "missing", "none")


def test_audio_description_is_declared_or_stands_beside() -> None:
    assert told(replace(FILM, audio_description="said"))[1] == ("1.2.5", "met", "said")
    assert told(replace(FILM, audio_description="described"))[1] == ("1.2.5", "met", "described")
    assert told(replace(FILM, audio_description="none"))[1] == ("1.2.5", "missing", "none")
    described = replace(FILM, audio_description="none", described=True)
    assert told(described)[1] == ("1.2.5", "met", "described")


def test_sound_needs_a_reviewed_text_version_alone() -> None:
    assert told(TALK) == [("1.2.1", "met", "reviewed")]
    assert told(replace(TALK, reviewed=False)) == [("1.2.1", "missing", "unreviewed")]


def test_what_is_older_than_the_law_or_says_what_a_text_says_is_exempt() -> None:
    older = replace(FILM, published=dt.date(2020, 9, 22), words=False, reviewed=False)
    assert told(older) == [("", "exempt", "before")]
    assert told(replace(TALK, reviewed=False, media_alternative=True)) == [
        ("", "exempt", "alternative")
    ]


def test_what_was_sent_live_needs_it_without_undue_delay() -> None:
    (live,) = findings(replace(TALK, reviewed=False, live=True))
    assert live.verdict == "missing"
    assert live.why.english.endswith("; what was sent live must have it without undue delay")
    (met,) = findings(replace(TALK, live=True))
    assert met.why.english == "reviewed"


def test_captions_without_a_sound_are_told() -> None:
    captions = findings(replace(FILM, sounds=False))[0]
    assert captions.verdict == "met"
    assert "no sound is written out" in captions.why.english
