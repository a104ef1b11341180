"""The gate: which runs of words can be trusted."""

import pytest

from mediahub.speech.gate import (
    judge,
    keepable,
    loops,
    mean_probability,
    repeats,
    runs,
    silent,
    unheard,
    unpunctuated,
)
from mediahub.transcript import Span, Word

ALL = (Span(0, 60_000),)


def say(text: str, *, start: int = 0, each: int = 300, probability: float = 0.9):
    """Words of `each` ms one after the other."""
    return tuple(
        Word(word, Span(start + index * each, start + (index + 1) * each), probability)
        for index, word in enumerate(text.split())
    )


def test_runs_end_at_pauses_and_sentences() -> None:
    words = say("Det var en gång. En liten katt") + say("som sov", start=5000)
    assert [" ".join(word.text for word in run) for run in runs(words)] == [
        "Det var en gång.",
        "En liten katt",
        "som sov",
    ]


def test_clear_speech_is_good() -> None:
    judged = judge(say("Vi ska prata om förebyggande arbete."), ALL)
    assert (judged.verdict, judged.reason) == ("good", "")
    assert judged.span == Span(0, 1800)


@pytest.mark.parametrize(
    ("text", "probability", "verdict", "reason"),
    [
        ("Textning: Stina Hedin www.btistudios.com", 0.9, "doubtful", "a subtitler's credit"),
        ("Svensktextning.nu", 0.9, "doubtful", "a subtitler's credit"),
        ("Undertexter av Amara.org-gemenskapen", 0.9, "doubtful", "a subtitler's credit"),
        ("Tack för att ni tittade!", 0.5, "doubtful", "a known invention"),
        ("Tack till er som tittade.", 0.6, "doubtful", "a known invention"),
        ("Tack för att ni lyssnade.", 0.95, "good", ""),
        ("Undertexter är viktiga för alla som hör dåligt.", 0.9, "good", ""),
        ("ja ja ja ja ja ja ja", 0.9, "doubtful", "it repeats itself"),
        ("Nej, nej, nej, det stämmer inte.", 0.9, "good", ""),
        ("kanske var det så här", 0.3, "doubtful", "low probability (0.30)"),
    ],
)
def test_what_is_said_decides(text: str, probability: float, verdict: str, reason: str) -> None:
    judged = judge(say(text, probability=probability), ALL)
    assert (judged.verdict, judged.reason) == (verdict, reason)


def test_words_where_no_speech_was_heard_are_rejected() -> None:
    words = say("Det här sade ingen", start=10_000, probability=0.5)
    assert judge(words, (Span(0, 9000),)).verdict == "rejected"
    assert judge(words, (Span(10_000, 11_000),)).verdict == "good"


def test_words_faster_than_anyone_speaks_are_doubtful() -> None:
    judged = judge(say("a b c d e f g h i j", each=90), ALL)
    assert judged.reason == "too many words for the time"


def test_words_that_take_no_time_are_doubtful() -> None:
    words = (*say("det är", each=20), *say("så", start=40))
    assert judge(words, ALL).reason == "words that take no time"


def test_what_whisper_hears_no_speech_in() -> None:
    assert silent(0.47, -0.67)
    assert not silent(0.38, -0.36)
    assert not silent(0.9, -0.3)


def test_a_telephones_speech_is_heard_by_its_many_words() -> None:
    words = say("vi har alltid två personer med och den ena är socionom")
    assert not silent(0.67, -0.54, words, 6000)
    assert silent(0.67, -0.54, words, 30_000)
    assert silent(0.67, -1.4, words, 6000)
    assert silent(0.67, -0.54, say("nej " * 11), 6000)


def test_what_is_clear_is_kept_where_the_detector_heard_nothing() -> None:
    elsewhere = (Span(60_000, 61_000),)
    said = "ingen anmälan, ingen utredning"
    assert judge(say(said, probability=0.7), elsewhere).verdict == "good"
    assert judge(say(said, probability=0.5), elsewhere).verdict == "rejected"
    assert judge(say("nej " * 11, probability=0.9), elsewhere).verdict == "rejected"


def test_an_improbable_word_of_the_vocabulary_may_be_an_echo() -> None:
    words = (*say("vi talar om"), Word("hembesök", Span(900, 1200), 0.25))
    assert judge(words, ALL, ("Hembesök",)).reason == "it may echo the vocabulary"
    assert judge(words, ALL, ("tidiga insatser",)).verdict == "good"


def test_what_is_still_doubtful_is_not_kept() -> None:
    assert keepable(say("så kan det låta", probability=0.45), ALL)
    assert not keepable(say("så kan det låta", probability=0.35), ALL)
    assert keepable(say("så kan det låta", probability=0.35), ALL, 0.3)
    assert not keepable(say("ja ja ja ja ja ja ja"), ALL)
    assert not keepable(say("Tack för att ni tittade!", probability=0.5), ALL)
    assert not keepable(say("Textning: Stina Hedin", probability=0.99), ALL)


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        ("det är bra det är bra det är bra det är bra det är bra", True),
        ("det är bra, det är bra, men inte alltid", False),
        ("Och så vidare. " * 8, True),
        ("Ååååååååh", True),
        ("hållhållhållhåll", True),
        ("en ananas", False),
        ("", False),
    ],
)
def test_loops_are_seen(text: str, loops: bool) -> None:
    assert repeats(text) is loops


def test_speech_without_a_word_is_seen() -> None:
    words = say("ett två", start=1000)
    regions = (Span(1000, 5000), Span(6000, 8000), Span(9000, 12_000))
    assert unheard(words, regions) == [Span(1600, 12_000)]


def test_skipped_speech_is_seen_however_short_pauses_part_it() -> None:
    words = say("ett två", start=1000) + say("tre", start=20_000)
    short = (Span(1000, 2600), Span(2900, 4000), Span(4300, 4800), Span(5000, 6000))
    far = (Span(12_000, 13_000), Span(14_500, 15_500), Span(18_000, 19_000), Span(20_000, 21_000))
    assert unheard(words, (*short, *far)) == [Span(1600, 6000)]


def test_no_stretch_that_was_skipped_is_longer_than_can_be_decoded_again() -> None:
    regions = [Span(start, start + 2000) for start in range(0, 60_000, 3000)]
    found = unheard((), regions)
    assert found == [Span(0, 23_000), Span(24_000, 47_000), Span(48_000, 59_000)]


def test_a_sentence_over_and_over_is_a_loop() -> None:
    found = runs(
        say("Hej på dig. Vi har två. Vi har två. vi har två! Och så vidare. Och så vidare.")
    )
    assert sorted(loops(found)) == [1, 2, 3]
    assert loops(runs(say("Ja. Ja. Ja. Ja."))) == set()
    assert loops(()) == set()


def test_the_mean_is_geometric() -> None:
    words = (*say("a", probability=0.9), *say("b", probability=0.1))
    assert mean_probability(words) == pytest.approx(0.3)
    assert mean_probability(()) == 0.0


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("ord " * 25, False),
        ("ord " * 26, True),
        ("ord " * 20 + "Slut. " + "ord " * 30, False),
        ("ord " * 5 + "Slut? " + "ord " * 31, True),
        ("", False),
    ],
)
def test_lost_full_stops_are_seen(text: str, lost: bool) -> None:
    assert unpunctuated(say(text)) is lost
