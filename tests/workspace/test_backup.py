"""Backups: all that is precious and nothing else, of one moment, and back only when it is whole."""

import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mediahub.errors import SettingsError
from mediahub.workspace import backup as module
from mediahub.workspace.audit import Audit
from mediahub.workspace.backup import back_up, restore
from mediahub.workspace.questions import Questions
from tests.pipeline.conftest import Place, empty, themed

__all__ = ["empty", "themed"]
FILES = {
    "mediahub.toml": '[publisher]\nname = "Lindhamn"\n[site]\nlogo = "bilder/logo.png"\n',
    "bilder/logo.png": "png",
    "anteckning.md": "nothing that a TOML names",
    "media/people.toml": "# våra egna ord\n",
    "media/README.md": "läs mig",
    "media/tema/film.mp4": "x" * 5000,
    "media/tema/film.edits.json": "{}",
    "media/tema/film.sv.vtt": "WEBVTT\n",
    "media/tema/bild.jpg": "jpg",
    "media/tema/.mediahub-0123abcd-abcdefgh.tmp.json": "half",
    "media/tema/nytt.mp4.part": "half",
    "published/items/tema-film.toml": "guid = 1\n",
    "private/users.json": "{}",
    "private/sessions.json": "{}",
    "private/restored-over/2026/media/a.toml": "older",
    "transcripts/tema-film/transcript.vtt": "WEBVTT\n",
    "feeds/podd/feed.xml": "<rss/>",
    ".mediahub/log.jsonl": "{}",
    ".git/config": "",
}
TAKEN = [
    "bilder/logo.png", "media/README.md", "media/people.toml", "media/tema/bild.jpg",
    "media/tema/film.edits.json", "media/tema/film.sv.vtt", "mediahub.toml", "private/users.json",
    "published/items/tema-film.toml",
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "ws" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "ws"


def held(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return [one.name for one in tar]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_backup_holds_what_people_wrote_and_was_promised(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    made = back_up(root, file)
    assert (made.files, made.left_out) == (len(TAKEN), {"media/tema/film.mp4": 5000})
    assert held(file) == [*(f"files/{one}" for one in TAKEN), "manifest.json"]
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(SettingsError, match="exists already"):
        back_up(root, file)
    back_up(root, file, media=True, force=True)
    assert "files/media/tema/film.mp4" in held(file)
    assert sorted(tmp_path.iterdir()) == [file, root]


def test_what_was_backed_up_is_back_as_it_was(root: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "b.tar.gz", tmp_path / "new"
    back_up(root, file)
    done = restore(file, other)
    assert (done.files, done.replaced, done.absent) == (len(TAKEN), 0, ("media/tema/film.mp4",))
    assert [one for one in files(other) if not one.startswith(".mediahub/")] == sorted(
        [*TAKEN, "private/.gitignore"]
    )
    assert all((other / one).read_text("utf-8") == FILES[one] for one in TAKEN)
    assert (other / "private").stat().st_mode & 0o777 == 0o700
    assert (other / "private/users.json").stat().st_mode & 0o777 == 0o600
    assert (other / "mediahub.toml").stat().st_mtime == (root / "mediahub.toml").stat().st_mtime


def test_nothing_newer_is_lost_by_a_restore(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(root, file)
    (root / "media/people.toml").write_text("# nyare\n", encoding="utf-8")
    (root / "media/tema/eget.toml").write_text("# eget\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="is not empty"):
        restore(file, root)
    assert (root / "media/people.toml").read_text("utf-8") == "# nyare\n"
    done = restore(file, root, force=True)
    assert done.replaced == 1
    assert done.kept_in is not None
    assert (root / done.kept_in / "media/people.toml").read_text("utf-8") == "# nyare\n"
    assert (root / "media/people.toml").read_text("utf-8") == FILES["media/people.toml"]
    assert (root / "media/tema/eget.toml").exists()


def test_a_backup_is_of_one_moment(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, times, often = module._pack, list[int](), 3

    def pack(at: Path, *rest: Any) -> int:
        done = real(at, *rest)
        times.append(1)
        if len(times) < often:  # somebody decides something meanwhile, twice
            Questions(root).put("tema", "Hur?", "", "", module.datetime.now(module.UTC))
        Audit(root).note("login", "Anna")  # which only grows
        return done

    monkeypatch.setattr(module, "_pack", pack)
    back_up(root, tmp_path / "b.tar.gz")
    assert len(times) == 3
    assert sum("private/questions/" in one for one in held(tmp_path / "b.tar.gz")) == 2
    often = 99
    with pytest.raises(SettingsError, match="being changed all the time"):
        back_up(root, tmp_path / "c.tar.gz")
    assert not list(tmp_path.glob(".c*"))


@pytest.mark.parametrize("place", ["media/b.tar.gz", "feeds/b.tar.gz", "private/x/b.tar.gz"])
def test_a_backup_never_lies_in_what_it_holds_or_is_published(root: Path, place: str) -> None:
    with pytest.raises(SettingsError, match="would lie in the workspace"):
        back_up(root, root / place)
    with pytest.raises(SettingsError, match="no workspace"):
        back_up(root / "bilder", root.parent / "b.tar.gz")


def test_links_are_what_they_lead_to_and_what_is_no_file_is_told(
    root: Path, tmp_path: Path
) -> None:
    (root / "media/länk.toml").symlink_to(root / "media/people.toml")
    (root / "media/borta.toml").symlink_to("/nowhere")
    os.mkfifo(root / "media/ko")
    made = back_up(root, tmp_path / "b.tar.gz")
    assert made.passed_over == (
        "media/borta.toml: No such file or directory",
        "media/ko: no ordinary file",
    )
    restore(tmp_path / "b.tar.gz", tmp_path / "new")
    assert not (tmp_path / "new/media/länk.toml").is_symlink()


Member = tuple[str, bytes, dict[str, Any]]


def forged(path: Path, *members: Member, manifest: Any = None) -> Path:
    """A backup somebody else wrote: members with a name, bytes and fields of their own."""
    import hashlib

    entries = {
        name.removeprefix("files/"): {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data, _ in members
    }
    value = {"schema": 1, "made": "2026", "files": entries, "left_out": {}}
    text = json.dumps(value if manifest is None else manifest(value)).encode()
    with tarfile.open(path, "w:gz") as tar:
        for name, data, more in (*members, ("manifest.json", text, {})):
            info = tarfile.TarInfo(name)
            info.size = len(data) if "type" not in more else 0
            for key, kept in more.items():
                setattr(info, key, kept)
            tar.addfile(info, io.BytesIO(data))
    return path


def changed(**more: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda value: {**value, **more}


@pytest.mark.parametrize(
    ("members", "manifest"),
    [
        ([("files/../out.toml", b"x", {})], None),
        ([("files//etc/x.toml", b"x", {})], None),
        ([("files/media/../../x", b"x", {})], None),
        ([("files/.git/hooks/x", b"x", {})], None),
        ([("files/feeds/index.html", b"x", {})], None),
        ([("files/media", b"x", {})], None),
        ([("files/media/a\\b", b"x", {})], None),
        ([("files/media/a", b"x", {}), ("files/media/a/b", b"x", {})], None),
        ([("files/media/a", b"x", {}), ("files/media/a", b"x", {})], None),
        ([("other/media/a", b"x", {})], None),
        ([("files/media/a", b"", {"type": tarfile.SYMTYPE, "linkname": "/etc"})], None),
        ([("files/media/a", b"", {"type": tarfile.LNKTYPE, "linkname": "mediahub.toml"})], None),
        ([("files/media/a", b"", {"type": tarfile.FIFOTYPE})], None),
        ([("files/media/a", b"", {"type": tarfile.DIRTYPE})], None),
        ([("files/media/a", b"x", {})], changed(files={})),
        ([("files/media/a", b"x", {})], changed(files={"media/a": {"size": 1, "sha256": "0"}})),
        ([("files/media/a", b"x", {})], changed(schema=2)),
        ([("files/media/a", b"x", {})], changed(files=[])),
        ([("files/media/a", b"x", {})], changed(left_out=[])),
        ([("files/media/a", b"x", {})], lambda _: []),
    ],
)
def test_what_is_no_backup_of_ours_writes_nothing(
    tmp_path: Path, members: list[Member], manifest: Any
) -> None:
    file = forged(tmp_path / "b.tar.gz", *members, manifest=manifest)
    with pytest.raises(SettingsError, match="no whole backup"):
        restore(file, tmp_path / "new")
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_damaged_backup_writes_nothing(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    back_up(root, file)
    whole = file.read_bytes()
    for data in (whole[: len(whole) // 2], whole[:100] + b"\0\0" + whole[102:], b"", b"x" * 99):
        file.write_bytes(data)
        with pytest.raises(SettingsError, match="no whole backup"):
            restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(SettingsError, match="does not exist"):
        restore(tmp_path / "none", tmp_path / "new")


def test_a_restore_follows_no_link_out_of_the_folder(root: Path, tmp_path: Path) -> None:
    back_up(root, tmp_path / "b.tar.gz")
    new, outside = tmp_path / "new", tmp_path / "outside"
    outside.mkdir()
    new.mkdir()
    (new / "media").symlink_to(outside)
    with pytest.raises(SettingsError, match="a link or a file stands above"):
        restore(tmp_path / "b.tar.gz", new, force=True)
    assert list(outside.iterdir()) == []
    assert not (new / "mediahub.toml").exists()


def test_a_lost_workspace_comes_back_with_the_same_feeds(themed: Place, tmp_path: Path) -> None:
    assert themed.run().failures == ()
    before = themed.files("feeds", "published", "media")
    back_up(themed.root, tmp_path / "b.tar.gz", media=True)
    shutil.rmtree(themed.root)
    restore(tmp_path / "b.tar.gz", themed.root)
    assert themed.run().failures == ()
    assert themed.files("feeds", "published", "media") == before
