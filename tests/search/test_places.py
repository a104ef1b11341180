"""The words of a text as they are looked for, and what else may be read in it."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediahub.search.marking import Beside
from mediahub.search.places import LazyPlaces, places
from mediahub.search.readings import NAME, readings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2 000 kr, 2.000 kr, 2000 kr", ["2000", "kr", "2000", "kr", "2000", "kr"]),
        ("1\u00a0250\u00a0000,50 kr", ["1250000.50", "kr"]),
        ("år 2019 200 barn", ["år", "2019", "200", "barn"]),
        ("08-123 456 78", ["08", "123", "456", "78"]),
        ("08 123 456 78", ["08", "123", "456", "78"]),
        ("3,5 och 3.5", ["3.5", "och", "3.5"]),
        ("kl 09:05–14.30", ["kl", "9.05", "14.30"]),
        ("lagen (1990:52)", ["lagen", "1990", "52"]),
        ("70% eller 70 %", ["70", "procent", "eller", "70", "procent"]),
        ("§§ 3–5, 4§", ["paragraf", "3", "5", "4", "paragraf"]),
        ("500kr, 4G och covid-19", ["500", "kr", "4g", "och", "covid", "19"]),
        ("EUs, EU:s och TVn", ["eu:s", "eu:s", "och", "tv:n"]),
        ("Sven-Erik, e\u2011post", ["sven", "erik", "e", "post"]),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert [place.word for place in places(text)] == words


@given(
    st.text(
        alphabet=st.sampled_from("ab1230 .,:-%§kr\u00a0\u2010'’åÖ\u00ad\n"),
        max_size=40,
    )
)
@example("0a:a")
@example("1’x:a")
def test_places_follow_each_other_inside_the_text(text: str) -> None:
    found = places(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for reading in readings(text, found):
        assert 0 <= reading.position < len(found)


PIECES = (
    "2 000", "14:30", "3,5", "50 %", "§§", "4§", "10kr", "1’x:a", "don't", "EU:s", "EUs",
    "1990-talet", "e-post", "Ann-Marie", "Mödra- och barnhälsovården", "vården och -omsorgen",
    "t.ex.", "t ex", "G.W. Frid", "K G Alm", "Bergh", "barn", "och", "x²", "a_b", "ÅÄÖ",
    "\u00ad", "–", "(",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).flatmap(
    lambda pieces: st.lists(
        st.sampled_from([" ", ". ", ", ", "", "-", "\n"]),
        min_size=len(pieces), max_size=len(pieces),
    ).map(lambda between: "".join(map("".join, zip(pieces, between, strict=True))))
)  # fmt: skip


@given(TEXTS, st.lists(st.integers(0, 20), max_size=4))
def test_places_that_are_asked_for_one_by_one_are_the_same(text: str, asked: list[int]) -> None:
    found, lazy = places(text), LazyPlaces(text)
    assert [lazy.get(at) for at in asked] == [
        found[at] if at < len(found) else None for at in asked
    ]
    assert list(lazy) == found


@given(TEXTS)
def test_the_readings_at_one_place_are_those_of_the_whole_text(text: str) -> None:
    found = places(text)
    every = readings(text, found)
    for position, place in enumerate(found):
        beside = Beside(text, LazyPlaces(text), [(0, "sv")])
        assert list(beside.readings(position, place, names=True)) == [
            one for one in every if one.position == position
        ]


def read(text: str) -> dict[str, list[str]]:
    """Each reading that is no name, and what it is read from."""
    return {
        one.word: [text[start:end] for start, end in one.spans]
        for one in readings(text, places(text))
        if not one.word.startswith(NAME)
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("e-post", {"epost": ["e-post"]}),
        ("Mödra- och barnhälsovården",
         {"mödrahälsovården": ["Mödra", "hälsovården"], "mödravården": ["Mödra", "vården"]}),
        ("social-, hem- och sjukvård",
         {"socialvård": ["social", "vård"], "hemvård": ["hem", "vård"]}),
        ("för- och efternamn", {"förnamn": ["för", "namn"]}),
        ("1- och 2-åringar", {"2åringar": ["2-åringar"], "1åringar": ["1", "åringar"]}),
        ("natt- och dagtåg", {"nattåg": ["natt", "tåg"]}),
        ("barnvården och -omsorgen", {"barnomsorgen": ["barn", "omsorgen"]}),
        ("t.ex. och bl. a. här", {"tex": ["t.ex"], "bla": ["bl. a"]}),
        ("han kom ej p g a snö", {"pga": ["p g a"]}),
        ("T ex bl a. annat", {"tex": ["T ex"], "bla": ["bl a"]}),
        ("G.W. Frid och K G Alm", {"gw": ["G.W"], "kg": ["K G"]}),
        ("SKR:s råd", {"skrs": ["SKR:s"]}),
        ("Vi var där - och barnen", {}),
    ],
)  # fmt: skip
def test_what_else_may_be_read(text: str, words: dict[str, list[str]]) -> None:
    assert read(text) == words


def test_a_name_has_a_capital_that_no_sentence_begins_with() -> None:
    text = "Berg finns. Där ser Bergh ett Berg, HVB och ett berg."
    found = places(text)
    names = [(found[one.position].word, one.word) for one in readings(text, found)]
    assert names == [("bergh", f"{NAME}berg"), ("berg", f"{NAME}berg")]
