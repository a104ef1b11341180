"""A word or name replaced wherever it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.edits import Journal, apply
from mediahub.edits.replacing import matches, replacements
from mediahub.edits.withholding import withhold
from mediahub.transcript import Diarisation, Recognition, Span, Transcript, Turn
from tests.transcript.examples import KB_SMALL, WESPEAKER, line_of

NOBODY = Diarisation(())


def heard(text: str, *, language: str = "sv") -> Recognition:
    return Recognition(language, 600_000, line_of(text), model=KB_SMALL)


def talk(text: str, *, language: str = "sv", voices: Diarisation = NOBODY) -> Transcript:
    return apply(heard(text, language=language), voices, Journal()).transcript


def after(text: str, old: str, new: str, *, language: str = "sv") -> str:
    """What is said once all places are replaced, through the journal."""
    transcript = talk(text, language=language)
    entries = replacements(transcript, matches(transcript, old, new))
    result = apply(heard(text, language=language), NOBODY, Journal(entries))
    assert result.unplaced == ()
    return " ".join(word.text for word in result.transcript.words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hej Margaretha Vinberg och tack.", "Hej Margareta Winberg och tack."),
        ("Det är Margaretha Vinbergs bok.", "Det är Margareta Winbergs bok."),
        ("Sa Margaretha Vinberg, minister.", "Sa Margareta Winberg, minister."),
        ("(Margaretha Vinberg!) Jaså.", "(Margareta Winberg!) Jaså."),
        ("Margaretha Vinbergare kom.", "Margaretha Vinbergare kom."),
        ("margaretha vinberg kom.", "margaretha vinberg kom."),
        ("Margaretha, Vinberg kom.", "Margaretha, Vinberg kom."),
        ("Margaretha kom. Vinberg gick.", "Margaretha kom. Vinberg gick."),
    ],
)
def test_a_name_in_the_forms_it_takes(text: str, expected: str) -> None:
    assert after(text, "Margaretha Vinberg", "Margareta Winberg") == expected


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("Måtagning är bra. En måtagning.", "måtagning", "mottagning",
         "Mottagning är bra. En mottagning."),
        ("Han, Kur, går på kur.", "kur", "behandling", "Han, Kur, går på behandling."),
        ("En kurs är ingen kur.", "kur", "vård", "En kurs är ingen vård."),
        ("Barnfattidoms tid.", "barnfattidom", "barnfattigdom", "Barnfattigdoms tid."),
        ("SKL:s plan och SKL.", "SKL", "SKR", "SKR:s plan och SKR."),
        ("SKL:s plan.", "SKL", "Kommunerna", "Kommunernas plan."),
        ("Linds bok", "Lind", "Lindahl Max", "Lindahl Max bok"),
        ("Lars bok och Lars.", "Lars", "Lasse", "Lasse bok och Lasse."),
        ("Vi såg Ek och Lisa Ek.", "Ek", "Lisa Ek", "Vi såg Lisa Ek och Lisa Ek."),
        ("Det är Lisa Eks bok, Eks bok.", "Ek", "Lisa Ek", "Det är Lisa Eks bok, Lisa Eks bok."),
        ("Ja t.ex. så.", "t.ex.", "till exempel", "Ja till exempel så."),
        ("a a a a", "a a", "b", "B b"),
        ("Öhm vi öhm går", "öhm", "", "vi går"),
        ("He\u0301le\u0300ne kom", "Hélène", "Helen", "Helen kom"),
    ],
)  # fmt: skip
def test_other_words(text: str, old: str, new: str, expected: str) -> None:
    assert after(text, old, new) == expected


def test_only_swedish_has_this_genitive() -> None:
    assert after("He met Linds there", "Lind", "Lindh", language="en") == "He met Linds there"


def test_a_name_is_found_over_a_border_of_segments_and_not_of_voices() -> None:
    text = "Hej på dig, Anna. Lind är jag som frågar."
    voices = Diarisation((Turn(Span(0, 1200), "S1"), Turn(Span(1200, 9000), "S2")), model=WESPEAKER)
    assert len(matches(talk(text), "Anna. Lind", "Anna Lind")) == 1
    assert matches(talk(text, voices=voices), "Anna. Lind", "Anna Lind") == ()


def test_words_on_either_side_of_what_is_withheld_are_none() -> None:
    left = withhold(talk("Hej Margaretha hemliga Vinberg nu."), [Span(600, 900)])
    assert matches(left, "Margaretha Vinberg", "M W") == ()


def test_nothing_is_looked_for_in_nothing() -> None:
    assert matches(talk("Hej"), " ", "x") == ()
    assert matches(talk(""), "x", "y") == ()


words = st.lists(st.sampled_from(["Ek", "Eks", "Lisa", "ek", "Ek.", "och"]), max_size=12)


@given(words, st.sampled_from(["Lisa Ek", "Ask"]))
def test_replacing_again_finds_nothing(said: list[str], new: str) -> None:
    once = after(" ".join(said), "Ek", new)
    assert after(once, "Ek", new) == once
