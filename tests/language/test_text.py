from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import Token, fold, normalise, words


def test_a_soft_hyphen_and_a_zero_width_space_go() -> None:
    assert normalise("social\u00adtjänst\u200ben") == "socialtjänsten"


def test_quotes_dashes_and_blanks_are_unified() -> None:
    assert normalise("”ja” — sa ’hon’\u00a0då") == "\"ja\" – sa 'hon' då"


def test_a_letter_and_its_mark_become_one_character() -> None:
    assert normalise("a\u030a") == "å"


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_folding_drops_rings_dots_and_accents() -> None:
    assert fold("Åsa Öberg på Idéängen") == "asa oberg pa ideangen"


def test_a_word_keeps_its_hyphen_apostrophe_digits_and_colon() -> None:
    assert [token.text for token in words("EU:s Sven-Erik, d'Arc: 3,5 av covid-19.")] == [
        "EU:s",
        "Sven-Erik",
        "d'Arc",
        "3,5",
        "av",
        "covid-19",
    ]


def test_a_word_knows_where_it_stands() -> None:
    assert words("– Nej, sa hon.") == [Token("Nej", 2, 5), Token("sa", 7, 9), Token("hon", 10, 13)]


@given(st.text(alphabet=st.sampled_from("abåÖ09 -'’:.,\u00ad\u200b\n!é"), max_size=40))
def test_offsets_cut_the_word_out_of_the_text(text: str) -> None:
    assert [text[token.start : token.end] for token in words(text)] == [
        token.text for token in words(text)
    ]
