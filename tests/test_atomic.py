"""Writes that are whole or not there, and what programs that were killed leave behind."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mediahub import atomic
from mediahub.atomic import remove_unfinished, replacing, sweep, take_name, write_bytes


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feed.xml"
    assert write_bytes(path, b"one")
    assert write_bytes(path, b"two")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["feed.xml"]


def test_unchanged_content_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    write_bytes(path, b"one")
    os.utime(path, (1, 1))
    assert not write_bytes(path, b"one")
    assert path.stat().st_mtime == 1


def test_an_error_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"one")
    with pytest.raises(KeyError), replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise KeyError
    assert path.read_bytes() == b"one"
    assert names(tmp_path) == ["feed.xml"]


@pytest.mark.parametrize("length", [249, 255])
def test_a_name_as_long_as_the_disk_allows(tmp_path: Path, length: int) -> None:
    path = tmp_path / ("å" * 120 + "x" * (length - 244) + ".mp3")
    assert len(os.fsencode(path.name)) == length
    with replacing(path) as temporary:
        assert temporary.suffix == ".mp3"
        temporary.write_bytes(b"ljud")
    assert path.read_bytes() == b"ljud"


def test_a_name_that_is_all_suffix(tmp_path: Path) -> None:
    path = tmp_path / ("a." + "b" * 253)
    write_bytes(path, b"x")
    assert names(tmp_path) == [path.name]


def test_a_disk_that_is_full_while_writing_names_the_final_file(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    with pytest.raises(OSError, match="No space left") as raised, replacing(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert raised.value.filename == str(path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_while_flushing_names_the_final_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, "fsync", fail)
    path = tmp_path / "feed.xml"
    with pytest.raises(OSError, match=os.strerror(number)) as raised:
        write_bytes(path, b"one")
    assert raised.value.filename == str(path)
    assert names(tmp_path) == []


def test_a_disk_without_room_for_a_name_names_the_final_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str, *_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    monkeypatch.setattr(atomic.tempfile._os, "open", fail)  # type: ignore[attr-defined]
    path = tmp_path / "feed.xml"
    with pytest.raises(OSError, match="No space left") as raised, replacing(path):
        pass
    assert raised.value.filename == str(path)


def test_a_place_that_cannot_be_taken_names_the_final_file(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        write_bytes(tmp_path / "feed.xml", b"one")
    assert str(raised.value) == f"[Errno 21] Is a directory: '{tmp_path / 'feed.xml'}'"


def test_an_error_about_another_file_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised, replacing(tmp_path / "feed.xml"):
        (tmp_path / "source.mp3").read_bytes()
    assert raised.value.filename == str(tmp_path / "source.mp3")


KILLED = """
import os, sys
from pathlib import Path
from mediahub.atomic import replacing
with replacing(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_program_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    stays = [".DS_Store", ".mediahub-mina.tmp", "mediahub.toml", ".mediahub-anteckning-kopia.tmp"]
    for name in stays:
        (tmp_path / name).write_bytes(b"x")
    path = tmp_path / ("a" * 251 + ".mp3")
    assert subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False).returncode == -9
    (left,) = (name for name in names(tmp_path) if name not in stays)
    assert sweep([tmp_path, tmp_path / "absent"]) == [tmp_path / left]
    assert names(tmp_path) == sorted(stays)


def test_what_a_living_program_is_writing_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "edits.json"
    with replacing(path) as temporary:
        temporary.write_bytes(b"one")
        assert sweep([tmp_path]) == []
    assert path.read_bytes() == b"one"


def test_a_file_swept_before_it_was_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, swept = atomic.fcntl.flock, list[Path]()

    def late(handle: int, how: int) -> None:
        if not swept and how == atomic.fcntl.LOCK_EX:
            swept.extend(tmp_path.glob(".mediahub-*"))
            assert sweep([tmp_path]) == swept
        real(handle, how)

    monkeypatch.setattr(atomic.fcntl, "flock", late)
    assert write_bytes(tmp_path / "edits.json", b"one")
    assert len(swept) == 1
    assert names(tmp_path) == ["edits.json"]


def test_a_file_system_without_locks_is_written_and_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_handle: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(atomic.fcntl, "flock", none)
    left = tmp_path / ".mediahub-0123abcd-k3x_9ab2.tmp.json"
    left.write_bytes(b"half")
    assert write_bytes(tmp_path / "edits.json", b"one")
    assert sweep([tmp_path]) == [left]


def test_a_link_or_folder_with_such_a_name_is_not_followed(tmp_path: Path) -> None:
    name = ".mediahub-0123abcd-k3x_9ab2.tmp.json"
    (tmp_path / "a").mkdir()
    (tmp_path / "b" / name).mkdir(parents=True)
    (tmp_path / "a" / name).symlink_to(tmp_path / "b")
    assert sweep([tmp_path / "a", tmp_path / "b"]) == []


def test_only_the_folders_themselves_are_looked_at(tmp_path: Path) -> None:
    below = tmp_path / "below" / ".mediahub-0123abcd-k3x_9ab2.tmp.json"
    below.parent.mkdir()
    below.write_bytes(b"x")
    assert sweep([tmp_path]) == []
    assert sweep([tmp_path / "below"]) == [below]


def older(folder: Path, name: str, content: bytes, mode: int = 0o600) -> Path:
    path = folder / name
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_among_derived_files_the_older_form_goes_by_its_name(tmp_path: Path) -> None:
    left = older(tmp_path, ".transcript-k3x_9ab2.json", b"half")
    public = older(tmp_path, ".transcript-k3x_9ab3.json", b"half", 0o644)
    assert sweep([tmp_path], derived=True) == [left]
    assert names(tmp_path) == [public.name]


def test_beside_what_people_wrote_the_older_form_goes_when_nothing_can_be_lost(
    tmp_path: Path,
) -> None:
    (tmp_path / "theme.toml").write_bytes(b"title = 1\n")
    left = [
        older(tmp_path, ".theme-9ab2k3x_.toml", b""),
        older(tmp_path, ".theme-k3x_9ab2.toml", b"title = 1\n"),
        older(tmp_path, ".theme-k3x_9ab4.toml", b"title"),
    ]
    stays = [
        older(tmp_path, ".theme-k3x_9ab5.toml", b"title = 2\n"),  # what no file holds
        older(tmp_path, ".theme-k3x_9ab6.toml", b"title = 1\n# more\n"),
        older(tmp_path, ".theme-k3x_9ab7.toml", b"title = 1\n", 0o644),
        older(tmp_path, ".theme-20261128.toml", b"title = 1\n"),  # a person's own copies
        older(tmp_path, ".theme-original.toml", b"title = 1\n"),
        older(tmp_path, ".theme-backup01.toml", b"title = 1\n"),
        older(tmp_path, ".other-k3x_9ab2.toml", b"title = 1\n"),
        older(tmp_path, ".theme-k3x_9ab2.json", b"title = 1\n"),
    ]
    assert sweep([tmp_path]) == left
    assert names(tmp_path) == sorted(["theme.toml", *(path.name for path in stays)])


def test_the_unfinished_writes_of_one_file_go_and_those_of_others_stay(tmp_path: Path) -> None:
    path, other = tmp_path / "audio.raw", tmp_path / "audio.json"
    for one in (path, other):
        subprocess.run([sys.executable, "-c", KILLED, str(one)], check=False)
    older(tmp_path, ".audio-k3x_9ab2.raw", b"half")
    kept = older(tmp_path, ".audio-k3x_9ab2.json", b"half")
    remove_unfinished(path)
    left = [name for name in names(tmp_path) if name != kept.name]
    assert [Path(name).suffix for name in left] == [".json"]
    remove_unfinished(other)
    assert names(tmp_path) == []
    remove_unfinished(tmp_path / "absent" / "audio.raw")


@pytest.mark.parametrize("links", [True, False])
def test_a_name_is_taken_once_also_where_there_are_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    first, second, name = tmp_path / "1", tmp_path / "2", tmp_path / "namn"
    first.write_text("ett", encoding="utf-8")
    second.write_text("två", encoding="utf-8")
    assert (take_name(first, name), take_name(second, name)) == (True, False)
    assert name.read_text(encoding="utf-8") == "ett"
