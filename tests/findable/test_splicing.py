"""An index made of the one before is, byte for byte, what a making from nothing gives."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mediahub.findable import FOLDER, FoundItem
from mediahub.findable.addressed import stands
from mediahub.findable.build import Findable, build_index, index_again, index_of
from mediahub.findable.contents import Part, part_of
from mediahub.findable.former import packed_former, unpacked_former
from mediahub.findable.splicing import Before, UnlikeError, spliced
from mediahub.search import Passage

SAID = (
    *("Hembesöken", "hembesök", "besök", "hem", "barnen", "barnens", "socialtjänstlagen", "och"),
    *("orosanmälan", "oro", "anmälningar", "Bengtson", "Bengtsson", "Bengzon", "bok", "böckernas"),
    *("femtio", "50", "7", "sju", "kap.", "kapitel", "kommunicering", "kommunikation", "25 000"),
    *("t.ex.", "EU:s", "in- och utskrivning", "Ann-Marie", "nyckelharpan", "nyckel", "harpa"),
)
passage = st.lists(st.sampled_from(SAID), max_size=16).map(" ".join)
passages = st.lists(passage, max_size=4)
step = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 9), passages),
    st.tuples(st.just("word"), st.integers(0, 9), st.sampled_from(SAID)),
    st.tuples(st.just("add"), st.integers(0, 9), passages),
    st.tuples(st.just("remove"), st.integers(0, 9), st.none()),
)
World = list[tuple[str, tuple[str, ...]]]
SMALL = {
    "files.OWN": 4, "files.BUCKET": 256, "files.LEAF": 120, "postings.STRONGEST": 6,
    "postings.OTHERS": 3, "dictionary._FROM": (2, 3, 4), "splicing._MOST": 1.0,
}  # fmt: skip
"""Limits so low that a small world crosses all of them."""


@pytest.fixture(scope="module", autouse=True)
def low_limits() -> Iterator[None]:
    patches = [patch(f"mediahub.findable.{name}", value) for name, value in SMALL.items()]
    for one in patches:
        one.start()
    yield
    for one in patches:
        one.stop()


def item(name: str, said: tuple[str, ...]) -> FoundItem:
    found = tuple(Passage(name, 0, 0, text, page=at + 1) for at, text in enumerate(said))
    return FoundItem(name, f"podden/{name}/index.html", name, "Podd", "", found)


def stepped(world: World, what: str, where: int, said: object, new: str) -> World:
    """The world after a step; an item that is not there is added."""
    at = where % (len(world) + 1)
    if what == "add" or at == len(world):
        own = tuple(said) if isinstance(said, list) else (str(said),)
        return [*world[:at], (new, own), *world[at:]]
    if what == "remove":
        return world[:at] + world[at + 1 :]
    name, own = world[at]
    edited = tuple(said) if isinstance(said, list) else (*own[:-1], f"{own[-1:]} {said}")
    return [*world[:at], (name, edited), *world[at + 1 :]]


class Site:
    """What stands in public, and which parts were ever made."""

    def __init__(self, first: Findable, parts: list[Part]) -> None:
        self.files = dict(first.files)
        self.parts = {part.mark: part for part in parts}

    @property
    def before(self) -> Before:
        return Before(self.parts.__getitem__, lambda name: self.files[f"{FOLDER}/{name}"])

    def publish(self, index: Findable, parts: list[Part]) -> None:
        held = {name: self.files[name] for name in index.standing}
        assert {name: stands(data) for name, data in held.items()} == index.standing
        self.files = {**held, **index.files}
        self.parts |= {part.mark: part for part in parts}


@settings(max_examples=15)
@given(st.lists(passages, max_size=5), st.lists(step, min_size=1, max_size=5))
def test_any_steps_lead_to_what_is_made_from_nothing(
    first: list[list[str]], steps: list[tuple[str, int, object]]
) -> None:
    world: World = [(f"item-{at}", tuple(said)) for at, said in enumerate(first)]
    parts = [part_of(item(*one)) for one in world]
    index = index_of(parts)
    site = Site(index, parts)
    for number, (what, where, said) in enumerate(steps):
        world = stepped(world, what, where, said, f"new-{number}")
        parts = [part_of(item(*one)) for one in world]
        former = unpacked_former(packed_former(index.former))
        index = index_again(parts, None, former, site.before)
        site.publish(index, parts)
        whole = index_of(parts)
        assert site.files == dict(whole.files)
        assert (index.start, index.former) == (whole.start, whole.former)


def test_one_word_leaves_all_other_files_unread() -> None:
    world = [(f"item-{at}", (" ".join(SAID[at : at + 9]),)) for at in range(12)]
    parts = [part_of(item(*one)) for one in world]
    index = index_of(parts)
    site = Site(index, parts)
    parts[4] = part_of(item(world[4][0], (f"{world[4][1][0]} vindskydd",)))
    files, _ = spliced(parts, index.former, site.before)
    kinds = {PurePosixPath(name).parts[0] for name in files}
    assert kinds == {"p", "w", "s"}
    assert len(files) < len(index.files) / 3


@pytest.mark.parametrize("lost", ["part", "file"])
def test_where_something_is_gone_all_is_made_from_nothing(lost: str) -> None:
    parts = [part_of(item(f"item-{at}", (" ".join(SAID[at : at + 9]),))) for at in range(6)]
    index = index_of(parts)
    site = Site(index, parts)
    if lost == "part":
        del site.parts[parts[2].mark]
    else:
        site.files = {name: data[:-1] + b"?" for name, data in site.files.items()}
    parts[2] = part_of(item("item-2", (" ".join(SAID[3:14]),)))
    with pytest.raises(UnlikeError):
        spliced(parts, index.former, site.before)
    again = index_again(parts, None, index.former, site.before)
    assert (again.files, again.standing) == (index_of(parts).files, {})


def test_the_same_items_are_made_of_nothing_but_the_beginning() -> None:
    items = [item("ett", ("Hembesöken blev fler.",)), item("två", ("Ett besök räcker.",))]
    index = build_index(items)
    parts = [part_of(one) for one in items]
    site = Site(index, parts)
    again = index_again(parts, None, index.former, site.before)
    assert again.files == {index.start: index.files[index.start]}
