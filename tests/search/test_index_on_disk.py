"""Commits, rebuilds and damage."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mediahub.search import DamagedIndexError, Passage, SearchIndex


def passage(item: str, text: str = "Ett ord här.") -> Passage:
    return Passage(item=item, start_ms=0, end_ms=1000, text=text)


def items(index: SearchIndex, query: str = "ord") -> list[str]:
    return [hit.item for hit in index.search(query, limit=100).hits]


def test_an_index_that_is_not_there_is_empty(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path / "index")
    assert index.search("ord").total == 0
    assert index.fingerprints() == {}
    assert not (tmp_path / "index").exists()


def test_a_batch_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.replace("a", [passage("a")], fingerprint="1")
    files = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(KeyError), index.batch():
        index.replace("b", [passage("b")])
        index.remove("a")
        raise KeyError
    assert items(index) == ["a"]
    assert index.fingerprints() == {"a": "1"}
    assert sorted(path.name for path in tmp_path.rglob("*")) == files


def test_many_small_commits_stay_few_segments_and_lose_nothing(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    for number in range(30):
        index.replace(f"i{number:02}", [passage(f"i{number:02}", f"Ett ord nummer{number}x.")])
        index.replace("samma", [passage("samma", f"Gång{number}x.")], fingerprint=str(number))
    assert items(index) == [f"i{number:02}" for number in range(30)]
    assert items(index, "gång29x") == ["samma"]
    assert items(index, '"gång28x"') == []
    assert len(list(tmp_path.rglob("*.arrays"))) < 10
    index.verify()


def test_anew_leaves_out_what_was_there_and_readers_see_the_old_one_until_then(
    tmp_path: Path,
) -> None:
    index, reader = SearchIndex.open(tmp_path), SearchIndex.open(tmp_path)
    (tmp_path / "README.md").write_text("Här bor indexet.")
    index.replace("a", [passage("a")])
    with index.batch(anew=True):
        index.replace("b", [passage("b")])
        assert items(reader) == ["a"]
    assert items(reader) == ["b"]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1
    assert (tmp_path / "README.md").exists()


@pytest.mark.parametrize("victim", ["*.toc", "*.arrays", "*.trm", "*.stored"])
@pytest.mark.parametrize("harm", ["gone", "empty", "cut", "garbled"])
def test_a_damaged_index_is_noticed_and_begun_anew(tmp_path: Path, victim: str, harm: str) -> None:
    SearchIndex.open(tmp_path).replace("a", [passage("a")], fingerprint="1")
    (path,) = tmp_path.rglob(victim)
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        harmed = {"empty": b"", "cut": data[: len(data) // 2], "garbled": b"\xff" * len(data)}
        path.write_bytes(harmed[harm])
    index = SearchIndex.open(tmp_path)
    with pytest.raises(DamagedIndexError, match="mediahub run"):
        index.verify()
    assert index.fingerprints() == {}
    with index.batch():
        index.replace("b", [passage("b")], fingerprint="2")
    assert items(index) == ["b"]
    assert index.fingerprints() == {"b": "2"}


def test_a_pointer_to_nowhere_is_an_empty_index(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.replace("a", [passage("a")])
    (tmp_path / "current").write_text("../../etc\n")
    assert index.fingerprints() == {}
    index.replace("b", [passage("b")])
    assert items(index) == ["b"]


_VICTIM = """
import sys
from pathlib import Path
from mediahub.search import Passage, SearchIndex
index = SearchIndex.open(Path(sys.argv[1]))
number = 0
while True:
    text = f"Ett ord nummer{number}x"
    with index.batch():
        item = f"i{number:04}"
        index.replace(item, [Passage(item, 0, 1, text)], fingerprint=str(number))
        index.replace("samma", [Passage("samma", 0, 1, text)], fingerprint=str(number))
    print(number, flush=True)
    number += 1
"""


def test_a_killed_writer_leaves_every_commit_it_told_of(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _VICTIM, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) == 11:  # amid the commits that follow, some of which merge
            break
    process.kill()
    told = [11, *(int(line) for line in process.stdout)]
    process.wait()
    index = SearchIndex.open(tmp_path)
    index.verify()
    fingerprints = index.fingerprints()
    assert {f"i{number:04}" for number in range(max(told) + 1)} <= set(fingerprints)
    assert len(items(index)) == len(fingerprints)
    index.replace("efter", [passage("efter")])  # no stale lock
    assert "efter" in items(index)


def test_an_index_that_was_deleted_and_made_again_is_seen(tmp_path: Path) -> None:
    reader = SearchIndex.open(tmp_path / "index")
    SearchIndex.open(tmp_path / "index").replace("a", [passage("a")])
    mark = reader.newest()
    assert items(reader) == ["a"]
    shutil.rmtree(tmp_path / "index")
    assert items(reader) == []
    SearchIndex.open(tmp_path / "index").replace("b", [passage("b")])
    assert reader.newest() not in ("", mark)
    assert items(reader) == ["b"]


def test_what_a_killed_writer_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.replace("a", [passage("a")])
    (contents,) = tmp_path.rglob("*.toc")
    for name in ("._passages_2-abc.toc", "passages_0123456789abcdef.stored", "_passages_0.toc"):
        (contents.parent / name).write_bytes(b"half")
    index.replace("b", [passage("b")])
    names = sorted(path.suffix for path in contents.parent.iterdir())
    assert names == sorted([".toc", *[".arrays", ".stored", ".trm"] * 2])
    index.verify()


def test_fingerprints_are_read_without_numpy_and_whoosh(tmp_path: Path) -> None:
    SearchIndex.open(tmp_path).replace("a", [passage("a")], fingerprint="1")
    code = (
        "import sys; from pathlib import Path; from mediahub.search import SearchIndex\n"
        "index = SearchIndex.open(Path(sys.argv[1]))\n"
        "print(dict(index.fingerprints()), bool(index.newest()))\n"
        "print([name for name in ('whoosh', 'numpy') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert told.stdout == "{'a': '1'} True\n[]\n"


def test_a_compacted_index_holds_nothing_of_what_was_replaced(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.compact()  # there is none yet
    with index.batch():
        index.replace("a", [passage("a", "Ord om grannfejden.")], fingerprint="1")
        index.replace("b", [passage("b"), passage("b", "Ännu ett ord."), passage("b", "Tredje.")])
    index.replace("a", [passage("a")], fingerprint="2")

    def holding() -> list[str]:
        files = (path for path in tmp_path.rglob("*") if path.is_file())
        return [path.name for path in files if b"grannfejd" in path.read_bytes()]

    assert holding() != []
    found, fingerprints = items(index), index.fingerprints()
    index.compact()
    assert holding() == []
    assert (items(index), index.fingerprints()) == (found, fingerprints)
    index.verify()
