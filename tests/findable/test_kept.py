"""Parts of the index that are kept: an index of them is the index of their items."""

import gc
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.findable import FoundItem
from mediahub.findable.build import build_index, index_of
from mediahub.findable.contents import part_of
from mediahub.findable.former import packed_former, unpacked_former
from mediahub.findable.kept import packed, unpacked
from mediahub.findable.register import (
    Headword,
    register,
    register_of,
    spoken,
    spoken_json,
    spoken_of_json,
)
from mediahub.search import Passage

WORDS = ("hembesöken", "besök", "barnen", "Eva", "Ek", "socialtjänstlagen", "och", "orosanmälan")
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=5)


def item(number: int, said: list[str]) -> FoundItem:
    name = f"item-{number}"
    passages = tuple(Passage(name, 0, 0, text, page=at) for at, text in enumerate(said))
    return FoundItem(name, f"podden/{name}/index.html", name, "Podd", "", passages)


@settings(max_examples=10)
@given(st.lists(texts, min_size=1, max_size=4), texts)
def test_an_index_of_kept_parts_and_a_new_one_is_that_of_all_items(
    before: list[list[str]], after: list[str]
) -> None:
    items = [item(number, said) for number, said in enumerate(before)]
    kept = [packed(part_of(one), {"of": one.folder}) for one in items]
    former = unpacked_former(packed_former(build_index(items).former))
    changed = item(0, after)
    parts = [part_of(changed), *(unpacked(one)[0] for one in kept[1:])]
    again = index_of(parts, None, former.kinship)
    whole = build_index([changed, *items[1:]])
    assert (again.files, again.start) == (whole.files, whole.start)
    assert [(one.name, one.sha256) for one in again.texts.values()] == [
        (one.name, one.sha256) for one in whole.texts.values()
    ]
    assert [unpacked(one)[1]["of"] for one in kept] == [one.folder for one in items]


@settings(max_examples=10)
@given(st.lists(texts, min_size=1, max_size=4))
def test_a_register_of_what_was_kept_is_that_of_all_items(said: list[list[str]]) -> None:
    items = [item(number, own) for number, own in enumerate(said)]
    headwords = [Headword("Eva Ek", (), "person")]
    kept = [json.dumps(spoken_json(spoken(one, headwords))) for one in items]
    found = [spoken_of_json(json.loads(one)) for one in kept]
    assert register_of(found) == register(items, headwords)


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data + b"\0", lambda _: b"[]"]
)
def test_a_damaged_part_is_none(damage: object) -> None:
    data = packed(part_of(item(0, ["ett besök"])), {})
    with pytest.raises(ValueError):
        unpacked(damage(data))  # type: ignore[operator]


def test_the_collector_of_circles_is_left_as_it_was() -> None:
    found = []
    for there in (True, False):
        (gc.enable if there else gc.disable)()
        try:
            build_index([item(0, ["ett besök"])])
            found.append(gc.isenabled())
        finally:
            gc.enable()
    assert found == [True, False]
