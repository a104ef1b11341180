"""What stands in the files of a static index, read back as a browser reads it."""

import base64
import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediahub.findable import FoundItem
from mediahub.findable.build import Findable, build_index
from mediahub.findable.classes import ending_class, place, skeleton
from mediahub.findable.files import leaves, list_files
from mediahub.findable.postings import MOST_PLACES, Lists, Occurrences, postings
from mediahub.findable.texts import sum_of
from mediahub.search import Passage

Places = dict[int, list[tuple[int, int]]]


def item(folder: str, *texts: str) -> FoundItem:
    passages = tuple(Passage(folder, 0, 0, text, page=1) for text in texts)
    return FoundItem(folder, f"podden/{folder}/index.html", folder.title(), "Podd", "", passages)


def numbers(data: bytes) -> Iterator[int]:
    value, shift = 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value, shift = 0, 0


def decoded(data: bytes, first: list[int], *, places: bool = True) -> Places:
    """The passages of a key, each with its places and what of the word the key is there."""
    stream, found = numbers(data), dict[int, list[tuple[int, int]]]()
    owner, within = 0, 0
    for told in stream:
        if told & 1:
            within, owner = told >> 1, owner + next(stream)
        else:
            within += told >> 1
        own, position, head = [], 0, next(stream)
        for _ in range(head >> 4 if places else 0):
            step = next(stream)
            position += step >> 2
            own.append((position, step & 3))
        found[first[owner] + within] = own
    return found


def listed(index: Findable) -> dict[str, bytes]:
    """The bytes of every key that has no file of its own."""
    found = {}
    for name, data in index.files.items():
        if not name.startswith("hitta/p/"):
            continue
        lengths, at = [], 1
        for _ in range(data[0]):
            key = data[at + 1 : at + 1 + data[at]].decode()
            at += 1 + data[at]
            lengths.append((key, data[at + 2]))  # all is less than 128 here
            at += 3
        for key, length in lengths:
            found[key] = data[at : at + length]
            at += length
    return found


def lines(index: Findable) -> dict[str, list[str]]:
    """The fields of every class."""
    found, before = {}, ""
    for name, data in index.files.items():
        if name.startswith("hitta/w/"):
            before = ""
            for line in data.decode().split("\n"):
                first, *fields = line.split("\t")
                before = before[: int(first[0], 36)] + first[1:]
                found[before] = fields
    return found


def looked_up(index: Findable, word: str) -> list[Places]:
    """What each key of the class of `word` leads to."""
    start = json.loads(index.files[index.start])
    first = [sum(start["items"][:n]) for n in range(len(start["items"]))]
    name, held = ending_class(word), listed(index)
    keys = [
        name + key[1:] if key.startswith(".") else key for key in lines(index)[name][0].split(" ")
    ]
    return [decoded(held[key], first) for key in keys]


def test_a_part_of_a_compound_leads_to_it() -> None:
    index = build_index([item("ett", "Hembesöken blev fler."), item("två", "Ett besök räcker.")])
    assert looked_up(index, "besök") == [{0: [(0, 1)], 1: [(1, 0)]}]


def test_a_form_that_no_text_has_leads_to_its_stem() -> None:
    index = build_index([item("ett", "Böckerna lånas ut.")])
    assert looked_up(index, "bok") == [{0: [(0, 0)]}]
    assert {0: [(0, 0)]} in looked_up(index, "böckers")


def test_names_that_sound_alike_are_told_of_each_other() -> None:
    index = build_index([item("ett", "Bengtson talade."), item("två", "Bengtsson svarade.")])
    found = lines(index)
    assert (found["bengtso"][3], found["bengtsso"][3]) == ("bengtsson", "bengtson")


def test_a_class_is_found_by_what_is_left_of_it_when_it_is_misspelt() -> None:
    index = build_index([item("ett", "Socialtjänsten svarade.")])
    slips = "".join(d.decode() for n, d in index.files.items() if n.startswith("hitta/s/"))
    assert f"{skeleton('soicaltjenst')}\tsocialtjänst\n" in slips


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("socialtjänst", "soicaltjenst"),  # two letters swapped, and one that sounds alike
        ("kommitté", "komité"),
        ("vinberg", "winberg"),
        ("margareta", "margaretha"),
        ("hjällbo", "jälbo"),
    ],
)
def test_slips_of_the_pen_leave_the_same_skeleton(word: str, other: str) -> None:
    assert skeleton(word) == skeleton(other)


def test_what_a_passage_says_stands_in_a_file_of_its_item() -> None:
    passage = Passage(
        "ett", 3000, 9000, "ett två tre fyra fem sex",
        word_times=(3000, 4000, 5000, 6000, 7000, 8500), turns=((0, "Karin"),),
    )  # fmt: skip
    index = build_index(
        [FoundItem("ett", "podden/ett/index.html", "Ett", "Podd", "2020", (passage,))]
    )
    start = f"hitta/text/{sum_of('ett').hex()}/0-"
    (name,) = (name for name in index.all if name.startswith(start))
    assert json.loads(index.all[name]) == [
        ["podden/ett/index.html", "Ett", "Podd", "2020"],
        [["ett två tre fyra fem sex", [3, 8], [[0, "Karin"]]]],
    ]


def test_what_is_said_in_figures_in_letters_and_in_short_leads_to_each_other() -> None:
    found = lines(build_index([item("ett", "Femtio kom enligt 7 kapitel.")]))
    assert (found["50"], found["sju"], found["kap"]) == (
        ["", "", "", "femtio"],
        ["", "", "", "7"],
        ["", "", "", ".itel"],
    )


def test_the_doing_of_a_verb_leads_to_what_is_said_of_it() -> None:
    found = lines(build_index([item("ett", "Kommuniceringen är klar.")]))
    assert found[ending_class("kommunikation")][3] == "kommunicera"


def test_the_beginning_says_how_many_passages_each_item_has() -> None:
    index = build_index([item("ett", "a b", "c"), item("två", "d")], {"soc": ["socialtjänst"]})
    start = json.loads(index.files[index.start])
    assert [start["passages"], start["items"], start["synonyms"]] == [
        3,
        [2, 1],
        {"soc": ["socialtjänst"]},
    ]


def test_the_same_items_give_the_same_bytes() -> None:
    items = [item("ett", "Hembesöken blev fler."), item("två", "Ett besök räcker.")]
    assert build_index(items) == build_index(items)


def test_the_bytes_do_not_hang_on_how_many_are_made_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    items = [item("ett", "Hembesöken blev fler.", "Fler besök."), item("två", "Ett besök räcker.")]
    whole = build_index(items)
    monkeypatch.setattr("mediahub.findable.postings._PORTION", 2)
    assert build_index(items) == whole


def test_what_one_item_says_leaves_the_files_of_other_words_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mediahub.findable.files.BUCKET", 64)
    monkeypatch.setattr("mediahub.findable.files.LEAF", 64)
    texts = [f"{a}{b}hus står i {a}{b}stad." for a in ("sten", "berg", "å") for b in ("dal", "by")]
    items = [item(str(number), text) for number, text in enumerate(texts * 2)]
    before = build_index(items).files
    after = build_index([*items[:-1], item("11", f"{texts[-1]} Nyckelharpan.")]).files
    assert all(before[name] == after[name] for name in before.keys() & after.keys())
    assert 0 < len(before.keys() - after.keys()) < len(before) / 3


def test_the_first_file_tells_the_names_of_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediahub.findable.files.OWN", 2)
    monkeypatch.setattr("mediahub.findable.texts.RUN", 2)
    index = build_index([item("ett", *["Åsas hembesök."] * 7), item("två", "Ett besök räcker.")])
    start = json.loads(index.files[index.start])
    names = {kind: base64.b64decode(text) for kind, text in start["digests"].items()}
    leaves = [f"w/{one}" if one.isascii() else f"w/{one.encode().hex()}_" for one in start["begin"]]
    plain = {
        "w": leaves,
        "p": [f"p/{number:x}" for number in range(start["buckets"][0])],
        "s": [f"s/{number:x}" for number in range(start["buckets"][1])],
    }
    told = {
        f"hitta/{name}-{start['format']}{names[kind][3 * at : 3 * at + 3].hex()}"
        for kind, own in plain.items()
        for at, name in enumerate(own)
    }
    for kind in ("own", "far"):
        for at in range(0, len(names[kind]), 7):
            key, digest = names[kind][at : at + 4], names[kind][at + 4 : at + 7]
            told.add(f"hitta/p/{kind}-{int.from_bytes(key):x}-{start['format']}{digest.hex()}")
    runs = {"ett": [0, 0, 1], "två": [2]}
    folders = base64.b64decode(start["folders"])
    for at, (folder, own) in enumerate(runs.items()):
        told_folder = folders[4 * at : 4 * at + 4].hex()
        assert told_folder == sum_of(folder).hex()
        for number, run in enumerate(own):
            digest = names["text"][3 * run : 3 * run + 3].hex()
            told.add(f"hitta/text/{told_folder}/{number}-{start['format']}{digest}")
    assert told == {name.rpartition(".")[0] for name in index.all} - {
        index.start.rpartition(".")[0]
    }


def test_nothing_to_find_is_an_index_too() -> None:
    index = build_index([])
    assert [name[:12] for name in index.files] == ["hitta/p/0-04", "hitta/s/0-04", "hitta/start-"]


def test_a_number_that_does_not_fit_is_an_error() -> None:
    one, big = np.array([0]), np.array([5000])
    with pytest.raises(ValueError, match="a position of 5000 does not fit into 12 bits"):
        Occurrences(one, one, big, one).packed()


def test_of_a_key_that_is_everywhere_the_strongest_go_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, most in (("STRONGEST", 2), ("OTHERS", 1)):
        monkeypatch.setattr(f"mediahub.findable.postings.{name}", most)
    passage = np.array([0, 1, 2, 2, 3])
    zero = np.zeros(5, dtype=np.int64)
    found = postings(
        Occurrences(zero, passage, np.arange(5), np.array([1, 0, 0, 0, 2])).packed(),
        1, np.zeros(4, dtype=np.int64), np.array([0]),
    )  # fmt: skip
    near, far = (data for lists in (found.strongest, found.others) for data, _ in lists)
    assert decoded(near, [0]) == {1: [(1, 0)], 2: [(2, 0), (3, 0)]}
    assert decoded(far, [0], places=False) == {0: []}
    assert found.passages.tolist() == [4]


occurrences = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 300), st.integers(0, 200), st.integers(0, 3)),
    unique_by=lambda one: one[:3],
    max_size=60,
)


@given(occurrences, st.sets(st.integers(1, 300)))
def test_postings_are_read_as_they_were_written(
    given_: list[tuple[int, int, int, int]], begin: set[int]
) -> None:
    arrays = (np.array([one[i] for one in given_], dtype=np.int64) for i in range(4))
    first = [0, *sorted(begin)]
    found = postings(
        Occurrences(*arrays).packed(), 5, np.zeros(301, dtype=np.int64), np.array(first)
    )
    wanted: list[Places] = [{} for _ in range(5)]
    for key, passage, position, field in sorted(given_):
        own = wanted[key].setdefault(passage, [])
        if len(own) < MOST_PLACES:
            own.append((position, field))
    assert [decoded(data, first) for data, _ in found.strongest] == wanted
    assert found.passages.tolist() == [len(one) for one in wanted]
    assert _total(found.others) == 0


def _total(lists: Lists) -> int:
    return sum(count for _, count in lists)


@given(st.lists(st.text("abåäö", max_size=6)), st.integers(1, 4000))
def test_every_word_is_in_the_file_that_it_is_looked_for_in(words: list[str], size: int) -> None:
    places = sorted(place(word) for word in words)
    cut = list(leaves(places, [size] * len(places)))
    assert [at for _, low, high in cut for at in range(low, high)] == list(range(len(places)))
    begins = [begin for begin, _, _ in cut]
    assert begins == sorted(set(begins))
    for begin, low, high in cut:
        for at in range(low, high):
            assert max(one for one in begins if one <= places[at]) == begin
        assert (high - low) * size <= 6000 or places[low] == places[high - 1]


def test_a_key_that_is_everywhere_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mediahub.findable.files.OWN", 2)
    zero = np.array([0, 0, 1])
    found = postings(
        Occurrences(zero, np.array([0, 1, 0]), np.array([0, 0, 1]), np.array([0, 0, 0])).packed(),
        2, np.zeros(2, dtype=np.int64), np.array([0]),
    )  # fmt: skip
    files, buckets = list_files(["a", "b"], found)
    assert (sorted(files), buckets) == (["p/0.bin", "p/own-e8b7be43.bin"], 1)
    assert files["p/own-e8b7be43.bin"] == b"\x01\x01a\x02\x02\x07" + b"\x01\x00\x10\x00\x02\x10\x00"


@given(st.text(alphabet="abdeknorståäö", min_size=1, max_size=14))
def test_a_class_is_a_beginning_of_its_word(word: str) -> None:
    found = ending_class(word)
    assert word.startswith(found)
    assert len(found) >= min(3, len(word))
    assert place(word).startswith(place(found))
