"""Sounds and credits in captions are nobody's speech."""

import pytest

from mediahub.captions.sounds import is_credit, is_sound
from tests.captions.written import read, srt, voices


@pytest.mark.parametrize(
    "text",
    [
        "[dörr slår igen]",
        "[Musik]",
        "(APPLÅDER)",
        "(stilla musik)",
        "♪ stilla musik ♪",
        "♪ Blinka lilla\nstjärna där",
        "♫",
        "*skratt*",
        "[skratt] [applåder].",
        "# Blinka lilla stjärna #",
        "– [telefonen ringer]",
    ],
)
def test_sounds(text: str) -> None:
    assert is_sound(text)
    assert voices(read(srt(text))) == [("*", " ".join(text.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "[ohörbart]",
        "[inaudible]",
        "(det var i höstas)",
        "(och musiken var hög)",
        "*viktigt*",
        "[...]",
        "Socialtjänsten (IVO)",
        "♪ musik ♪ Hej och välkomna.",
        "Nummer # två #",
    ],
)
def test_what_is_said(text: str) -> None:
    assert not is_sound(text)


@pytest.mark.parametrize(
    "text",
    [
        "Textning: Exempelbolaget",
        "Undertexter: Åsa Ek och Bo Alm",
        "Översättning av Åsa Ek",
        "Svensk text: Åsa Ek\nwww.exempel.se",
        "Textning Åsa Ek www.exempel.se",
        "Undertexter från Exempel-gemenskapen",
        "Subtitles by Bo Alm",
    ],
)
def test_credits(text: str) -> None:
    assert is_credit(text)
    assert voices(read(srt(text))) == [("*", " ".join(text.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "Översättning av dikter är svårt.",
        "Textning: så gör du.",
        "Undertexter är bra.",
        "Texten: En dikt",
        "Text: Matteus 5:3",
    ],
)
def test_what_is_said_about_texts_is_no_credit(text: str) -> None:
    assert not is_credit(text)


def test_a_sound_beside_speech_is_a_piece_of_its_own() -> None:
    captions = read(srt("SIV: Vi var där [skratt] och såg.\n(MUSIK)", "[dörren öppnas] Ja. [paus]"))
    assert voices(captions) == [
        ("SIV", "Vi var där"),
        ("*", "[skratt]"),
        ("SIV", "och såg."),
        ("*", "(MUSIK)"),
        ("*", "[dörren öppnas]"),
        ("", "Ja."),
        ("*", "[paus]"),
    ]
    assert [cue.inline for cue in captions.cues] == [False, True, True, False, False, True, True]


def test_brackets_within_a_sentence_are_an_editors() -> None:
    said = ["Hon [Siv] sade det.", "[Skolan] är viktig.", "Barn [0–17 år] får.", "jag [ohörbart]."]
    assert voices(read(srt(*said))) == [("", text) for text in said]


def test_who_makes_a_sound_is_kept_with_it() -> None:
    assert voices(read(srt("SIV: (skrattar)", "OLA: Ja."))) == [
        ("*", "SIV: (skrattar)"),
        ("OLA", "Ja."),
    ]
