"""Commits, on each engine that keeps them: whole, one after the other, seen by all."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from mediahub.search import Passage, SearchIndex

OpenIndex = Callable[..., SearchIndex]


def passage(item: str, text: str = "Ett ord här.") -> Passage:
    return Passage(item=item, start_ms=0, end_ms=1000, text=text)


def items(index: SearchIndex, query: str = "ord") -> list[str]:
    return [hit.item for hit in index.search(query, limit=100).hits]


def test_what_a_batch_wrote_is_seen_by_the_next_search(open_index: OpenIndex) -> None:
    index, reader = open_index(), open_index()
    with index.batch():
        index.replace("a", [passage("a")], fingerprint="1")
        index.replace("b", [passage("b")], fingerprint="2")
        assert items(reader) == []
    assert items(index) == items(reader) == ["a", "b"]
    index.remove("a")
    index.replace("b", [passage("b", "Helt annat.")], fingerprint="3")
    assert items(index) == items(reader) == []
    assert items(reader, "annat") == ["b"]
    assert reader.fingerprints() == {"b": "3"}


def test_an_item_without_passages_keeps_its_fingerprint(open_index: OpenIndex) -> None:
    index = open_index()
    index.replace("tyst", [], fingerprint="1")
    assert index.fingerprints() == {"tyst": "1"}
    assert index.search("ord").total == 0


def test_replacing_twice_in_a_batch_keeps_the_last(open_index: OpenIndex) -> None:
    index = open_index()
    with index.batch():
        index.replace("a", [passage("a", "Första gången.")], fingerprint="1")
        index.replace("a", [passage("a", "Andra ordet.")], fingerprint="2")
    assert items(index, "första") == []
    assert items(index, "ordet") == ["a"]
    assert index.fingerprints() == {"a": "2"}


def test_a_second_writer_waits_its_turn_and_says_so(open_index: OpenIndex) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def hear(sentence: str) -> None:
        said.append(sentence)
        waiting.set()

    first, second = open_index(), open_index(hear)
    with first.batch():
        first.replace("a", [passage("a")])
        thread = threading.Thread(target=lambda: second.replace("b", [passage("b")]))
        thread.start()
        assert waiting.wait(20)
    thread.join(20)
    assert items(first) == ["a", "b"]
    assert len(said) == 1
    assert "waiting" in said[0]


def test_each_commit_has_another_mark(open_index: OpenIndex) -> None:
    index, reader = open_index(), open_index()
    marks = [reader.newest()]
    index.replace("a", [passage("a")])
    marks.append(reader.newest())
    index.remove("a")
    marks.append(reader.newest())
    with index.batch(anew=True):
        assert reader.newest() == marks[-1]
        index.replace("a", [passage("a")])
    marks.append(reader.newest())
    assert marks[0] == ""
    assert len(set(marks)) == 4
    assert reader.newest() == marks[-1] == open_index().newest()


def test_threads_share_an_index_and_each_answer_is_of_one_whole_commit(
    open_index: OpenIndex,
) -> None:
    index = open_index()
    index.replace("a", [passage("a", "Gång0x ord.")] * 3)
    done = threading.Event()

    def read() -> int:
        """Search until it is done; how often."""
        times = 0
        while not done.is_set() or not times:
            results = index.search("ord", limit=10)
            assert (results.total, len({hit.text for hit in results.hits})) == (3, 1)
            times += 1
        return times

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for number in range(1, 12):  # some of these commits merge segments
                other = open_index()
                other.replace("a", [passage("a", f"Gång{number}x ord.")] * 3)
                assert index.search(f"gång{number}x").total == 3
        finally:
            done.set()
        assert all(reader.result(20) for reader in readers)


def test_a_batch_is_its_thread_s_own(open_index: OpenIndex) -> None:
    waiting = threading.Event()
    index = open_index(lambda _: waiting.set())
    thread = threading.Thread(target=lambda: index.replace("b", [passage("b")]))
    with pytest.raises(KeyError), index.batch():
        thread.start()
        assert waiting.wait(20)
        index.replace("a", [passage("a")])
        raise KeyError
    thread.join(20)
    assert items(index) == ["b"]
