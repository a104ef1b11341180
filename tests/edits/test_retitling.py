"""Titles that stand while words are corrected: the correction reaches them, nothing else does."""

import pytest

from mediahub.edits import Journal, NameSpeaker, ReplaceWords
from mediahub.edits.retitling import retitled
from mediahub.transcript import Chapter, Segment, Span, Speaker, Transcript, Word

SECOND = 1000


def said(text: str, *speakers: str) -> Transcript:
    """A transcript with a word a second."""
    words = tuple(
        Word(word, Span(at * SECOND, (at + 1) * SECOND)) for at, word in enumerate(text.split())
    )
    names = tuple(Speaker(f"S{at}", name) for at, name in enumerate(speakers or ("Talare",)))
    return Transcript("sv", len(words) * SECOND, (Segment("S0", words),), names)


def corrected(at: int, before: str, after: str, left: str = "och") -> ReplaceWords:
    words = tuple(before.split())
    span = Span(at * SECOND, (at + max(1, len(words))) * SECOND)
    return ReplaceWords("", span, words, after, tuple(left.split()))


def title_after(title: str, text: str, *entries: ReplaceWords, end: int = 100) -> str:
    chapters = (Chapter(Span(0, end * SECOND), title),)
    (chapter,) = retitled(chapters, Journal(entries), said(text))
    return chapter.title


@pytest.mark.parametrize(
    ("title", "before", "after", "wanted"),
    [
        ("Samtal med Lisa Ek", "Ek", "Eek", "Samtal med Lisa Eek"),
        ("Samtal med Lisa Ek", "Lisa Ek,", "Lisa Eek,", "Samtal med Lisa Eek"),
        ("Lisas skola", "Lisa", "Lise", "Lises skola"),
        ("Lisa och skolan", "Lisas", "Lises", "Lise och skolan"),
        ("Lisas skola", "Lisa", "Klas", "Klas skola"),
        ("Samtal med Lisa Ek", "Lisa Ek säger", "Lise Ek sade", "Samtal med Lise Ek"),
        ("Hembesöken", "hembesöken", "hembesöket", "Hembesöket"),
        ("Nya hembesök", "Hembesök", "Hembud", "Nya hembud"),
        ("”Social tjänst” i dag", "social tjänst", "socialtjänst", "”Socialtjänst” i dag"),
        ("Socialtjänst i dag", "Socialtjänst", "social tjänst", "Social tjänst i dag"),
        ("Möte med anna", "anna", "Anna", "Möte med Anna"),
        ("Skolan", "barnen", "barn", "Skolan"),
        ("Eken", "Ek", "Eek", "Eken"),
    ],
)
def test_a_correction_reaches_the_title_that_holds_its_words(
    title: str, before: str, after: str, wanted: str
):
    assert title_after(title, after, corrected(0, before, after)) == wanted


def test_a_word_that_is_still_said_in_the_chapter_stays_in_its_title():
    entry = corrected(0, "barn", "bara")
    assert title_after("Små barn", "bara om små barn", entry) == "Små barn"


def test_a_correction_elsewhere_in_the_recording_does_not_reach_it():
    entry = corrected(40, "Ek", "Eek")
    assert title_after("Lisa Ek", "tal", entry, end=30) == "Lisa Ek"


def test_corrections_follow_each_other_and_one_that_was_taken_back_leaves_what_was():
    there, on, back = (
        corrected(0, "Ek", "Eck"), corrected(0, "Eck", "Eek"), corrected(0, "Eck", "Ek")
    )  # fmt: skip
    assert title_after("Lisa Ek", "Eek", there, on) == "Lisa Eek"
    assert title_after("Lisa Ek", "Ek", there, back) == "Lisa Ek"
    assert title_after("Lisa Eck", "Ek", there, back) == "Lisa Ek"


def test_what_was_put_in_or_taken_out_changes_no_title():
    assert title_after("Små barn", "om barn", corrected(1, "små", "")) == "Små barn"
    assert title_after("Barn", "små barn", corrected(0, "", "små")) == "Barn"


def name(given: str, label: str = "S0", person: str | None = None) -> NameSpeaker:
    return NameSpeaker("", label, Span(0, SECOND), ("Hej",), given, person)


def named(title: str, transcript: Transcript, *entries: NameSpeaker, **people: str) -> str:
    chapters = (Chapter(Span(50 * SECOND, 60 * SECOND), title),)
    return retitled(chapters, Journal(entries), transcript, people)[0].title


def test_a_name_that_was_given_in_another_spelling_is_spelt_so_in_titles():
    now = said("Hej", "Lisa Eek")
    assert named("Lisa Eks skola", now, name("Lisa Ek"), name("Lisa Eek")) == "Lisa Eeks skola"
    assert named("Lisa Ek", now, name("Lisa Ek", person="lisa"), lisa="Lisa Eek") == "Lisa Eek"


def test_another_persons_name_is_not_put_into_a_title():
    now = said("Hej", "Bo Alm")
    assert named("Lisa Ek", now, name("Lisa Ek"), name("Bo Alm")) == "Lisa Ek"
    both = said("Hej", "Lisa Eek", "Lisa Ek")
    assert named("Lisa Ek", both, name("Lisa Ek"), name("Lisa Eek")) == "Lisa Ek"
