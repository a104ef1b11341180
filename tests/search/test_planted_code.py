"""Whoever can write the index cannot make its readers run code: nothing in it is unpickled."""

import pickle
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC

from mediahub.search import DamagedIndexError, Passage, SearchIndex

PASSAGE = Passage("a", 0, 1000, "Ett ord här.", speakers=("Anna",))


class Payload:
    """Makes the file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


@pytest.fixture
def sprung(tmp_path: Path) -> Path:
    """The file that the payload makes."""
    return tmp_path / "sprung"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of one passage."""
    SearchIndex.open(tmp_path / "index").replace("a", [PASSAGE], fingerprint="1")
    return tmp_path / "index"


def file(folder: Path, ending: str) -> Path:
    """The one file of the index with this ending."""
    (path,) = folder.rglob(f"*{ending}")
    return path


def whooshs_contents(folder: Path, payload: bytes) -> None:
    """A table of contents as Whoosh reads one, with the payload as its segments."""
    path = file(folder, ".toc")
    toc = TOC(None, [], 1)
    (number,) = path.stem.rsplit("_", 1)[1:]
    toc.generation = int(number)
    with StructFile(path.open("wb")) as out:
        for size in (4, 8, 4):
            out.write_varint(size)
        out.write_int(-12345)
        out.write_int(toc.version)
        for part in (3, 54, 0):
            out.write_varint(part)
        out.write_string(payload)
        out.write_int(toc.generation)
        out.write_int(0)
        out.write(payload)


def contents_with_checksum(folder: Path, payload: bytes) -> None:
    """The payload under a checksum that is right."""
    file(folder, ".toc").write_bytes(b"%08x\n" % zlib.crc32(payload) + payload)


def extras_of_the_dictionary(folder: Path, payload: bytes) -> None:
    """Where Whoosh's term dictionary keeps a pickle, with sizes and checksums set right."""
    path = file(folder, ".trm")
    data = path.read_bytes()
    (length,) = struct.unpack(">i", data[-4:])
    planted = data[: -4 - length] + payload + struct.pack(">i", len(payload))
    path.write_bytes(planted)
    vouch(folder, ".trm", data, planted)


def checked_extras_of_the_dictionary(folder: Path, payload: bytes) -> None:
    """The same in the form that is ours."""
    path = file(folder, ".trm")
    data = path.read_bytes()
    (length,) = struct.unpack(">i", data[-4:])
    ours = struct.pack(">II", len(payload), zlib.crc32(payload)) + payload
    planted = data[: -4 - length] + ours + struct.pack(">i", len(ours))
    path.write_bytes(planted)
    vouch(folder, ".trm", data, planted)


def whole(ending: str) -> Callable[[Path, bytes], None]:
    """The payload in place of the whole file."""

    def plant(folder: Path, payload: bytes) -> None:
        path = file(folder, ending)
        data = path.read_bytes()
        path.write_bytes(payload)
        vouch(folder, ending, data, payload)

    plant.__name__ = f"whole{ending}"
    return plant


def vouch(folder: Path, ending: str, old: bytes, new: bytes) -> None:
    """Let the table of contents say that the file is as it was written."""
    path = file(folder, ".toc")
    _, _, body = path.read_bytes().partition(b"\n")
    was, now = (f'"{ending}":[{len(data)},{zlib.crc32(data)}]'.encode() for data in (old, new))
    assert was in body
    body = body.replace(was, now)
    path.write_bytes(b"%08x\n" % zlib.crc32(body) + body)


@pytest.mark.parametrize(
    "plant",
    [
        whooshs_contents,
        contents_with_checksum,
        extras_of_the_dictionary,
        checked_extras_of_the_dictionary,
        whole(".trm"),
        whole(".stored"),
        whole(".arrays"),
        whole("current"),
    ],
)
def test_a_planted_pickle_does_not_run_and_the_index_is_begun_anew(
    folder: Path, sprung: Path, plant: Callable[[Path, bytes], None]
) -> None:
    payload = pickle.dumps(Payload(sprung))
    if plant.__name__ == "wholecurrent":
        (folder / "current").write_bytes(payload)
    else:
        plant(folder, payload)
    index = SearchIndex.open(folder)
    there = index.fingerprints()
    try:
        results = index.search("ord talare:anna")
    except DamagedIndexError as error:
        assert "mediahub run" in str(error)
    else:  # a pointer to nowhere is an empty index; other files are read when they are asked for
        assert results.total == 0 or there
    with index.batch(anew=bool(there)):
        index.replace("b", [Passage("b", 0, 1000, "Ett ord.")], fingerprint="2")
    assert index.fingerprints() == {"b": "2"}
    assert [hit.item for hit in index.search("ord").hits] == ["b"]
    index.verify()
    assert not sprung.exists()


def test_the_payload_would_run_where_it_is_unpickled(folder: Path, sprung: Path) -> None:
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.filetables import OrderedHashReader

    extras_of_the_dictionary(folder, pickle.dumps(Payload(sprung)))
    path = file(folder, ".trm")
    with pytest.raises(TypeError):
        OrderedHashReader.open(FileStorage(str(path.parent)), path.name)
    assert sprung.exists()
    sprung.unlink()
    whooshs_contents(folder, pickle.dumps(Payload(sprung)))
    path = file(folder, ".toc")
    with pytest.raises(Exception, match=r"."):
        TOC.read(FileStorage(str(path.parent)), "passages")
    assert sprung.exists()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"name":"passages_', '"name":"../passages_'),
        ('".trm":', '".exe":'),
        ('"count":1', '"count":0'),
        ('"count":1', '"count":true'),
        ('"generation":1', '"generation":2'),
    ],
)
def test_a_table_of_contents_is_looked_over(folder: Path, was: str, now: str) -> None:
    path = file(folder, ".toc")
    _, _, body = path.read_bytes().partition(b"\n")
    assert was.encode() in body
    contents_with_checksum(folder, body.replace(was.encode(), now.encode()))
    with pytest.raises(DamagedIndexError, match="table of contents"):
        SearchIndex.open(folder).search("ord")
