"""What stands in the files of a static index, read back as a browser reads it."""

import json
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.findable import Findable, FoundItem, build_index
from mediahub.findable.classes import ending_class, place
from mediahub.findable.contents import read
from mediahub.findable.postings import postings
from mediahub.search import Passage

Places = dict[int, list[tuple[int, int]]]


def item(folder: str, *texts: str) -> FoundItem:
    passages = tuple(Passage(folder, 0, 0, text, page=1) for text in texts)
    return FoundItem(folder, f"podden/{folder}/index.html", folder.title(), "Podd", "", passages)


def decoded(data: bytes) -> Places:
    """The passages of a key, each with its places and whether the key is a part there."""
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value, shift = 0, 0
    found: Places = {}
    passage, at = 0, 0
    while at < len(numbers):
        passage += numbers[at]
        count, at = numbers[at + 1] >> 4, at + 2
        position, own = 0, []
        for step in numbers[at : at + count]:
            position += step >> 1
            own.append((position, step & 1))
        found[passage] = own
        at += count
    return found


def looked_up(index: Findable, word: str) -> list[Places]:
    """What each key of the class of `word` leads to."""
    folder = index.start.rpartition("/")[0]
    for address, data in index.files.items():
        if not address.startswith(f"{folder}/w"):
            continue
        before = ""
        for line in data.decode().split("\n"):
            name, every, *_ = line.split("\t")
            before = before[: int(name[0], 36)] + name[1:]
            if before == ending_class(word):
                return [_read(index.files, folder, one) for one in every.split(",")]
    return []


def _read(files: Mapping[str, bytes], folder: str, key: str) -> Places:
    file, offset, length = (int(part, 36) for part in key.split("."))
    return decoded(files[f"{folder}/p{file}.bin"][offset : offset + length])


def test_a_part_of_a_compound_leads_to_it() -> None:
    index = build_index([item("ett", "Hembesöken blev fler."), item("två", "Ett besök räcker.")])
    assert looked_up(index, "besök") == [{0: [(0, 1)], 1: [(1, 0)]}]


def test_a_form_that_no_text_has_leads_to_its_stem() -> None:
    index = build_index([item("ett", "Böckerna lånas ut.")])
    assert looked_up(index, "bok") == [{0: [(0, 0)]}]
    assert {0: [(0, 0)]} in looked_up(index, "böckers")


def test_names_that_sound_alike_are_told_of_each_other() -> None:
    index = build_index([item("ett", "Bengtson talade."), item("två", "Bengtsson svarade.")])
    lines = [
        line.split("\t")
        for address, data in index.files.items()
        if "/w" in address
        for line in data.decode().split("\n")
    ]
    # Each has the key of the other in its fifth field.
    assert [(line[1], line[4]) for line in lines if len(line) == 5] == [
        (lines[0][1], lines[1][1]),
        (lines[1][1], lines[0][1]),
    ]


def test_what_a_passage_says_stands_in_a_file_of_its_item() -> None:
    passage = Passage(
        "ett", 3000, 9000, "ett två tre fyra fem sex",
        word_times=(3000, 4000, 5000, 6000, 7000, 8500), turns=((0, "Karin"),),
    )  # fmt: skip
    index = build_index(
        [FoundItem("ett", "podden/ett/index.html", "Ett", "Podd", "2020", (passage,))]
    )
    assert json.loads(index.files["hitta/text/ett/0.json"]) == [
        ["podden/ett/index.html", "Ett", "Podd", "2020"],
        [["ett två tre fyra fem sex", [3, 8], [[0, "Karin"]]]],
    ]


def test_the_beginning_says_how_many_passages_each_item_has() -> None:
    index = build_index([item("ett", "a b", "c"), item("två", "d")], {"soc": ["socialtjänst"]})
    start = json.loads(index.files[index.start])
    assert [start["passages"], start["items"], start["synonyms"]] == [
        3,
        [["ett", 2], ["två", 1]],
        {"soc": ["socialtjänst"]},
    ]


def test_the_same_items_give_the_same_bytes() -> None:
    items = [item("ett", "Hembesöken blev fler."), item("två", "Ett besök räcker.")]
    assert build_index(items) == build_index(items)


def test_nothing_to_find_is_an_index_too() -> None:
    index = build_index([])
    assert [name.rpartition("/")[2] for name in index.files] == ["start.json"]


def test_a_hyphened_word_is_found_by_its_parts() -> None:
    assert list(read("(EU-projektet,")) == ["eu-projektet", "eu", "projektet"]


def test_a_number_that_does_not_fit_is_an_error() -> None:
    one, big = np.array([0]), np.array([5000])
    with pytest.raises(ValueError, match="a position of 5000 does not fit into 12 bits"):
        postings(one, one, big, one, 1, one)


occurrences = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 300), st.integers(0, 200), st.integers(0, 1)),
    unique_by=lambda one: one[:3],
    max_size=60,
)


@given(occurrences)
def test_postings_are_read_as_they_were_written(given_: list[tuple[int, int, int, int]]) -> None:
    arrays = (np.array([one[i] for one in given_], dtype=np.int64) for i in range(4))
    found = postings(*arrays, 5, np.zeros(301, dtype=np.int64))
    wanted: list[Places] = [{} for _ in range(5)]
    for key, passage, position, part in sorted(given_):
        own = wanted[key].setdefault(passage, [])
        if len(own) < 6:
            own.append((position, part))
    read_back = [
        decoded(found.files[one.file][one.offset : one.offset + one.length]) if one.length else {}
        for one in found.places
    ]
    assert read_back == wanted
    assert [one.passages for one in found.places] == [len(one) for one in wanted]


@given(st.text(alphabet="abdeknorståäö", min_size=1, max_size=14))
def test_a_class_is_a_beginning_of_its_word(word: str) -> None:
    found = ending_class(word)
    assert word.startswith(found)
    assert len(found) >= min(3, len(word))
    assert place(word).startswith(place(found))
