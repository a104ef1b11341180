"""WER, CER and term recall, after one Swedish normalisation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.evaluate import (
    WordErrors,
    cer,
    normalise_for_scoring,
    term_recall,
    wer,
    word_errors,
)


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Hej, och VÄLKOMNA!", "hej och välkomna"),
        ("va\u0308lkomna", "välkomna"),  # decomposed
        ("hem\u00adbesök", "hembesök"),
        ("EU-stöd – t.ex. 1,5 procent kl. 14.30.", "eu stöd t ex 1,5 procent kl 14.30"),
        ("70 % sjuttio", "70 sjuttio"),
        ("a_b 5. 6", "a b 5 6"),
        ("", ""),
    ],
)
def test_text_is_normalised_for_scoring(text: str, compared: str) -> None:
    assert normalise_for_scoring(text) == compared


@given(st.text(alphabet="aÅäÖ 1.,:-_é\u0308\u00ad"))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_for_scoring(text)
    assert normalise_for_scoring(once) == once


def test_each_kind_of_word_error_is_counted() -> None:
    # replaced: besök → besik; lost: ett; added: ju
    errors = word_errors("Ett besök i hemmet är bra.", "besik i hemmet är ju bra")
    assert errors == WordErrors(reference=6, substitutions=1, deletions=1, insertions=1)
    assert errors.rate == 0.5


def test_case_and_punctuation_are_no_errors() -> None:
    assert wer("Då går vi över till hembesöken.", "då, går vi över – till HEMBESÖKEN") == 0.0


def test_numbers_are_left_as_written() -> None:
    assert wer("åtta av tio", "8 av 10") == pytest.approx(2 / 3)


def test_a_wrong_letter_is_one_character_of_all_with_spaces() -> None:
    assert cer("ett besök", "ett besik") == pytest.approx(1 / 9)


def test_empty_texts_have_a_rate() -> None:
    assert (wer("", ""), wer("", "ord"), wer("ord", "")) == (0.0, 1.0, 1.0)
    assert (cer("", ""), cer("", "ord"), cer("ord", "")) == (0.0, 1.0, 1.0)


def test_term_recall_counts_occurrences() -> None:
    reference = "Tidiga insatser och hembesök. Hembesök är tidiga insatser."
    heard = "tidiga insatser och hembesik, hembesök är tidiga insatsen"
    assert term_recall(["Hembesök", "tidiga insatser", "socionom"], reference, heard) == 0.5


def test_more_of_a_term_than_was_said_is_no_better() -> None:
    assert term_recall(["bi", "kupa"], "bi kupa", "bi bi bi") == 0.5


def test_there_is_no_term_recall_where_no_term_was_said() -> None:
    assert term_recall(["socionom", ""], "hej", "socionom") is None
