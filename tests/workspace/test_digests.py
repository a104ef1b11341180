"""File digests and their cache."""

import hashlib
import os
from pathlib import Path

import pytest

from mediahub.workspace.digests import Digests, sha256_of_value


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_is_read_once_while_it_stays_the_same(tmp_path: Path):
    file, cache = tmp_path / "a.mp3", tmp_path / "digests.json"
    file.write_bytes(b"ett")
    first = Digests(cache, tmp_path)
    assert first.of(file) == sha(b"ett")
    first.save()
    stamp = file.stat()
    with file.open("rb+") as handle:  # same inode, same size
        handle.write(b"tva")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert Digests(cache, tmp_path).of(file) == sha(b"ett")
    assert Digests(cache, tmp_path, verify=True).of(file) == sha(b"tva")


def test_a_changed_file_is_read_again(tmp_path: Path):
    file, cache = tmp_path / "a.mp3", tmp_path / "digests.json"
    file.write_bytes(b"ett")
    digests = Digests(cache, tmp_path)
    digests.of(file)
    digests.save()
    file.write_bytes(b"tre!")
    assert Digests(cache, tmp_path).of(file) == sha(b"tre!")


def test_a_damaged_cache_is_an_empty_one(tmp_path: Path):
    file, cache = tmp_path / "a.mp3", tmp_path / "digests.json"
    file.write_bytes(b"ett")
    cache.write_text('{"schema": 2, "files": {"x": [1]}}')
    assert Digests(cache, tmp_path).of(file) == sha(b"ett")


def test_files_not_asked_for_leave_the_cache(tmp_path: Path):
    file, cache = tmp_path / "a.mp3", tmp_path / "digests.json"
    file.write_bytes(b"ett")
    digests = Digests(cache, tmp_path)
    digests.of(file)
    digests.save()
    Digests(cache, tmp_path).save()
    assert '"files": {}' in cache.read_text()


def test_an_absent_file_raises(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Digests(tmp_path / "digests.json", tmp_path).of(tmp_path / "nothing.mp3")


def test_a_value_has_the_same_digest_whatever_its_key_order():
    assert sha256_of_value({"a": 1, "b": "å"}) == sha256_of_value({"b": "å", "a": 1})


def test_the_cache_goes_with_a_workspace_that_is_moved(tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    (here / "a.mp3").write_bytes(b"ett")
    digests = Digests(here / "digests.json", here)
    digests.of(here / "a.mp3")
    digests.save()
    here.rename(there)
    before = (there / "digests.json").read_bytes()
    moved = Digests(there / "digests.json", there)
    assert moved.of(there / "a.mp3") == sha(b"ett")
    moved.save()
    assert (there / "digests.json").read_bytes() == before
