from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.language import compound_stems, split_compound, stem
from mediahub.language.compounds import join
from mediahub.language.lexicon import lexicon

COMPOUNDS = Path(__file__).parents[3] / "shared" / "search" / "compounds.tsv"
PARTS = (
    "barn", "skol", "hälso", "familje", "gatu", "arbets", "fall", "vecko", "riks", "trafik", "buss",
)  # fmt: skip
LASTS = ("lucka", "stöd", "arbetet", "politiken", "skolor", "tidningar", "lärarens", "rapport")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("veckotidning", "vecko+tidning"),  # -o-
        ("gatukontoret", "gatu+kontoret"),  # -u-
        ("familjeläkare", "familje+läkare"),  # -e-
        ("arbetsgivare", "arbets+givare"),  # -s-
        ("skolgårdarna", "skol+gårdarna"),  # a letter dropped
        ("fallucka", "fall+lucka"),  # three letters made two
        ("busstation", "buss+station"),
        ("bostadsrättsföreningens", "bostads+rätts+föreningens"),
        ("barnfattigdom", "barn+fattigdom"),
        ("Socialtjänstlagen", "Social+tjänst+lagen"),
        ("it-säkerhet", "it-+säkerhet"),
    ],
)
def test_a_compound_is_cut_where_its_parts_meet(word: str, parts: str) -> None:
    assert split_compound(word) == parts.split("+")


@pytest.mark.parametrize(
    "word",
    [
        *("kontrollera", "registreringen", "regering", "transport", "komponent", "ungdomarna"),
        *("fattigdom", "förskolan", "bestämmelser", "uppsättning", "tomater", "elefanten"),
        *("matematik", "parentes", "Lindberg", "Göteborg", "a", "", "3,5", "EU:s"),
        *("universitet", "kommissionen", "ordförande", "kapitlet", "advokater", "skillnaden"),
    ],
)
def test_a_simple_word_stays_whole(word: str) -> None:
    assert split_compound(word) == [word]


def test_the_override_file_settles_what_the_rules_get_wrong() -> None:
    assert split_compound("väderleksrapporten") == ["väder", "leks", "rapporten"]
    assert split_compound("propositionens") == ["propositionens"]


def test_the_stems_of_parts_are_words_without_linking_letters() -> None:
    assert compound_stems("folkhälsoarbetet") == ("folk", "hälsa", "arbete")
    assert compound_stems("orosanmälningar") == ("oro", "anmälan")
    assert compound_stems("skolbarnens") == ("skola", "barn")
    assert compound_stems("samtalsterapeut") == ("samtal", "terapeut")
    assert compound_stems("barnets") == ("barn",)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3), st.sampled_from(LASTS))
def test_the_parts_joined_give_the_word_back(firsts: list[str], last: str) -> None:
    word = join((*firsts, last))
    assert join(tuple(split_compound(word))) == word


@given(st.text(alphabet="aeostrlkåä", min_size=1, max_size=18))
def test_whatever_is_split_loses_no_letter(word: str) -> None:
    assert join(tuple(split_compound(word))) == word


@given(st.text(max_size=20))
def test_any_text_at_all_is_answered(word: str) -> None:
    assert split_compound(word)
    assert compound_stems(word)


def test_inflections_of_a_compound_are_cut_alike() -> None:
    forms = ("arbetsmarknad", "arbetsmarknaden", "arbetsmarknadens", "arbetsmarknaderna")
    assert {tuple(split_compound(form)[:-1]) for form in forms} == {("arbets",)}
    assert {stem(form) for form in forms} == {"arbetsmarknad"}


def _borders(parts: list[str]) -> set[int]:
    return {sum(map(len, parts[:count])) for count in range(1, len(parts))}


@pytest.mark.skipif(not COMPOUNDS.exists(), reason="the shared word list is not here")
def test_the_shared_list_is_met_without_the_override_file() -> None:
    right = found = wanted = false_splits = 0
    for line in COMPOUNDS.read_text(encoding="utf-8").splitlines()[1:]:
        word, gold = line.split("\t")
        want = set() if gold == "-" else _borders(gold.split("+"))
        got = _borders(split_compound(word, overrides=False))
        right, found, wanted = right + len(got & want), found + len(got), wanted + len(want)
        false_splits += gold == "-" and bool(got)
    assert right / found >= 0.96
    assert right / wanted >= 0.90
    assert false_splits <= 1


def test_the_lexicon_says_what_a_form_is_of() -> None:
    table = lexicon()
    assert table.text(table.lemma[table.number("kvinnorna")]) == "kvinna"
