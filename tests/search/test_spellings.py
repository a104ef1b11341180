"""What is written in more than one way is found in whichever way it is typed."""

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from mediahub.search import Markers, Passage, Results, SearchIndex

with (Path(__file__).with_name("spellings.tsv")).open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def found(make_index: Callable[[], SearchIndex], text: str, query: str) -> Results:
    """What is found in a text by itself, marked in brackets."""
    index = make_index()
    index.replace("a", [Passage("a", 0, 1000, text)])
    return index.search(query, markers=Markers("[", "]"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['query']}")
def test_a_spelling(make_index: Callable[[], SearchIndex], row: Mapping[str, str]) -> None:
    results = found(make_index, row["text"], row["query"])
    in_full = bool(results.hits) and not results.relaxed and results.suggestion is None
    if row["finds"] in ("no", "near"):  # near: only as what may be meant, which is told
        assert not in_full
        assert row["finds"] == "near" or not results.hits
        return
    assert in_full == (row["finds"] == "yes")
    marked = " ".join(re.findall(r"\[(.*?)\]", " ".join(hit.snippet for hit in results.hits)))
    missing = [one for one in row["marks"].split(",") if one and one not in marked]
    assert missing == [], marked


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("Margareta", ["Margareta", "Margaretha"]),
        ("Margaretha", ["Margaretha", "Margareta"]),
        ("André", ["André", "Andre"]),
        ("Ek", ["Ek", "Eek"]),
        ("Björk", ["Björk"]),
        ("Bjork", ["Bjork"]),
    ],
)
def test_the_spelling_that_is_typed_comes_first(
    make_index: Callable[[], SearchIndex], typed: str, order: list[str]
) -> None:
    index = make_index()
    names = ["Björk", "Bjork", "Margaretha", "Margareta", "Andre", "André", "Eek", "Ek"]
    with index.batch():
        for name in names:
            index.replace(name, [Passage(name, 0, 1000, f"Sedan tog {name} ordet. Mat åt de.")])
    results = index.search(typed)
    assert [hit.item for hit in results.hits] == order
    assert (results.relaxed, results.suggestion) == (False, None)


def test_a_name_is_no_form_of_another_word(make_index: Callable[[], SearchIndex]) -> None:
    index = make_index()
    with index.batch():
        index.replace("a", [Passage("a", 0, 1000, "Sedan kom Mats och Eriks mor.")])
        index.replace("b", [Passage("b", 0, 1000, "Mat är mat, sa Erika i matsalen.")])
    told = [[hit.item for hit in index.search(query).hits] for query in ("Matz", "Mats", "Erik")]
    assert told == [["a"], ["a"], ["a"]]


def test_a_name_stands_in_a_title_and_in_a_turn_in_any_spelling(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    index.replace(
        "a", [Passage("a", 0, 1000, "Om stöd.", ("Christina Holm",), title="Samtal med C. Holm")]
    )
    index.replace("b", [Passage("b", 0, 1000, "Om annat.", title="Möt Christina")])
    assert [hit.item for hit in index.search("Kristina").hits] == ["b"]
    assert [hit.item for hit in index.search("stöd talare:Kristina").hits] == ["a"]
    assert index.search("stöd talare:Krister").hits == ()


def test_a_number_across_the_border_of_two_passages_is_found_once(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    first = Passage("a", 0, 1000, "Det kostade 25")
    second = Passage("a", 1000, 2000, "kostade 25 000 kronor", lead=2)
    index.replace("a", [first, second])
    assert [hit.start_ms for hit in index.search("25000").hits] == [1000]


def test_what_is_written_about_an_item_is_found_where_nothing_in_it_is(
    make_index: Callable[[], SearchIndex],
) -> None:
    index = make_index()
    said = Passage("a", 5000, 6000, "Vi talar om hembesök hos familjer.")
    about = Passage("a", 0, 0, "Om hembesök i Hjällbo.", described=True)
    index.replace("a", [said, about])
    told = [[(hit.start_ms, hit.described) for hit in index.search(query).hits]
            for query in ("hembesök", "Hjällbo", "Hjällbo -familjer")]  # fmt: skip
    assert told == [[(5000, False)], [(0, True)], []]


@pytest.mark.parametrize(
    ("typed", "stands"),
    [("Ovvel", "eller"), ("integration", "integrerat"), ("1983", "1982"), ("heda", "hade")],
)
def test_no_word_is_taken_for_one_that_nobody_meant(
    make_index: Callable[[], SearchIndex], typed: str, stands: str
) -> None:
    assert found(make_index, f"Sedan {stands} de.", typed).suggestion is None


@pytest.mark.parametrize(
    "query",
    [
        "a" * 1000,
        "socialtjänst" * 83,
        "(" * 400 + "barn" + ")" * 400,
        "-".join(["barn"] * 150),
        " ".join(["utredningshemstjänst"] * 32),
        ".".join(["abc"] * 240),
    ],
)
def test_whatever_is_pasted_is_looked_for_in_little_work(
    make_index: Callable[[], SearchIndex], query: str
) -> None:
    index = make_index()
    index.replace("a", [Passage("a", 0, 1000, f"Barn. {query}")])
    assert index.search(query).total == 1
