"""What a passage is found by is what the search itself reads in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.findable.reading import read
from mediahub.search.places import places
from mediahub.search.readings import NAME, readings

PIECES = (
    *("Sedan", "tog", "Ek", "ordet.", "och", "eller", "kom", "in-", "utskrivning", "Mödra-,"),
    *("barnhälsovården", "-omsorgen", "25", "000", "kronor", "A.", "M.", "Holm", "t.ex.", "p g a"),
    *("EU:s", "EU-bidragen", "70 %", "14:30", "halv", "fyra", "Ann-Marie", "e‑post", "300kr"),
    *("(Margaretha", "barn/unga", "”Linnéa”", "§ 4", "covid-19", "samt", "hem-"),
)


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("(EU-bidragen,", 0, "bidragen"),
        ("(EU-bidragen,", 0, "eubidragen"),
        ("Det kostar 25 000 kr.", 2, "25000"),
        ("Sedan är in- och utskrivning klar.", 2, "inskrivning"),
        ("Barnhälsovården och -omsorgen växer.", 2, "barnomsorgen"),
        ("Det gäller t.ex. skolan.", 2, "tex"),
        ("Vi ses halv fyra i dag.", 2, "15.30"),
        ("Vi ses 15.30 i dag.", 2, "fyra"),
        ("Sedan tog Ek ordet.", 2, f"{NAME}ek"),
        ("Då kom A. M. Holm hit.", 2, "am"),
    ],
)
def test_what_else_may_be_read_stands_where_it_begins(text: str, at: int, word: str) -> None:
    assert (at, word) in set(read(text))


def test_a_word_that_begins_a_sentence_is_no_name_by_its_capital() -> None:
    names = [found for found in read("Ek är hårt. Ek är ett träd.") if found[1].startswith(NAME)]
    assert names == []


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_all_that_the_search_reads_in_the_whole_is_read(text: str) -> None:
    found = places(text)
    chunks = [len(text[: one.start + 1].split()) - 1 for one in found]
    whole = {(at, one.word) for at, one in zip(chunks, found, strict=True)}
    whole |= {(chunks[one.position], one.word) for one in readings(text, found)}
    assert whole - set(read(text)) == set()
