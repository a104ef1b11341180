"""Models from the hub, one on the loopback: its refusals and broken lines are what matters here."""

import errno
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import constants
from tests.models.hub_server import NEW, Shelf

from mediahub.errors import SettingsError
from mediahub.models import Hub, Model, ModelFile, Store, download

WEIGHTS = bytes(range(256)) * 20_000
LENGTH = len(WEIGHTS)
CUT = 2 << 20

MODEL = Model(
    name="test/moved",
    kind="recogniser",
    revision=NEW[:12],
    size_bytes=LENGTH,
    licence="MIT",
    files=(
        ModelFile("model.bin"),
        ModelFile("config.json"),
        ModelFile("vocabulary.txt", required=False),
    ),
    places=(Hub("test/moved", NEW),),
)
TELLS = "test/moved (5 MB, MIT) is fetched into {}"
FETCHES = "fetching 5 MB from the hub: test/moved at a1b2c3d4e5f6"


@pytest.fixture(autouse=True)
def hub(shelf: Shelf) -> Shelf:
    shelf.files = {"model.bin": WEIGHTS, "config.json": b"{}", "README.md": b"#"}
    return shelf


def partial(store: Store) -> dict[str, int]:
    """The files that a stopped fetch left, and their sizes."""
    folder = store.folder / ".partial" / "test--moved--a1b2c3d4e5f6"
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def test_only_the_files_of_the_model_are_taken(tmp_path: Path) -> None:
    store = Store(tmp_path)
    said: list[str] = []
    folder = store.fetch(MODEL, said.append)
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "manifest.json",
        "model.bin",
    ]
    assert said == [TELLS.format(tmp_path), FETCHES]
    assert store.at_hand(MODEL, verify=True) == folder


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("model.bin", WEIGHTS[1:] + b"!", r"model\.bin has SHA-256"),
        ("model.bin", b"large", r"model\.bin has 5 bytes, the hub says 5120000"),
        ("config.json", b"[]", r"config\.json is not the file the hub states"),
    ],
)
def test_what_the_hub_sends_must_be_what_it_states_and_else_is_not_kept(
    hub: Shelf, tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    hub.spoilt[name] = data
    store = Store(tmp_path)
    with pytest.raises(SettingsError, match=message):
        store.fetch(MODEL, lambda _: None)
    assert store.at_hand(MODEL) is None
    assert partial(store) == ({} if name == "model.bin" else {"model.bin": LENGTH})
    hub.spoilt.clear()
    assert (store.fetch(MODEL, lambda _: None) / name).read_bytes() == hub.files[name]


def test_a_broken_line_is_gone_on_with_from_where_it_broke(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["model.bin"] = [CUT, CUT]
    said: list[str] = []
    folder = Store(tmp_path).fetch(MODEL, said.append)
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert hub.asked == [
        ("model.bin", None),
        ("model.bin", f"bytes={CUT}-"),
        ("model.bin", f"bytes={2 * CUT}-"),
        ("config.json", None),
    ]
    assert said[2:] == [
        "the line broke at 2 MB of 5 MB of model.bin; it is gone on with from there",
        "the line broke at 4 MB of 5 MB of model.bin; it is gone on with from there",
    ]


def test_another_day_goes_on_from_where_the_line_broke(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["model.bin"] = [CUT, 0]
    with pytest.raises(SettingsError, match=r"the hub broke off at model\.bin \(.*503"):
        Store(tmp_path).fetch(MODEL, lambda _: None)
    assert list(partial(Store(tmp_path)).values()) == [CUT]
    hub.asked.clear()
    folder = Store(tmp_path).fetch(MODEL, lambda _: None)
    assert hub.asked == [("model.bin", f"bytes={CUT}-"), ("config.json", None)]
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert len(list(folder.iterdir())) == 3


def test_a_line_that_brings_nothing_is_tried_only_so_often(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["model.bin"] = [1] * 9  # less than a block comes to nothing
    with pytest.raises(SettingsError, match=r"the hub broke off at model\.bin \(peer closed"):
        Store(tmp_path).fetch(MODEL, lambda _: None)
    assert len(hub.asked) == 3


def test_a_server_that_knows_no_ranges_sends_all_of_it(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["model.bin"] = [CUT]
    hub.ranges = False
    folder = Store(tmp_path).fetch(MODEL, lambda _: None)
    assert (folder / "model.bin").read_bytes() == WEIGHTS


def test_files_on_another_host_are_followed_there_without_the_token(
    hub: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    hub.elsewhere = True
    hub.cuts["model.bin"] = [CUT]
    folder = Store(tmp_path).fetch(MODEL, lambda _: None)
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert hub.asked[1] == ("model.bin", f"bytes={CUT}-")
    assert hub.trusted == [None, None, None]


def test_what_came_of_another_file_is_no_beginning_of_this_one(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["model.bin"] = [CUT, 0]
    store = Store(tmp_path)
    with pytest.raises(SettingsError):
        store.fetch(MODEL, lambda _: None)
    hub.files["model.bin"] = WEIGHTS[::-1]
    folder = store.fetch(MODEL, lambda _: None)
    assert (folder / "model.bin").read_bytes() == WEIGHTS[::-1]
    assert len(list(folder.iterdir())) == 3


def test_a_whole_file_is_not_asked_for_again(hub: Shelf, tmp_path: Path) -> None:
    hub.cuts["config.json"] = [0]
    store = Store(tmp_path)
    with pytest.raises(SettingsError, match=r"broke off at config\.json"):
        store.fetch(MODEL, lambda _: None)
    hub.asked.clear()
    store.fetch(MODEL, lambda _: None)
    assert hub.asked == [("config.json", None)]


def test_of_a_large_file_every_tenth_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "TOLD_BYTES", LENGTH)
    said: list[str] = []
    Store(tmp_path).fetch(MODEL, said.append)
    assert said[2:] == [f"model.bin: {came} MB of 5 MB" for came in (1, 2, 3, 4)]


def test_a_disk_that_fills_on_the_way_is_told_and_what_came_is_kept(
    hub: Shelf, tmp_path: Path, full: dict[str, int]
) -> None:
    store = Store(tmp_path)
    full["blocks"] = 2
    with pytest.raises(
        SettingsError,
        match=r"test/moved could not be written into .* \(No space left on device\): make room",
    ):
        store.fetch(MODEL, lambda _: None)
    assert list(partial(store).values()) == [CUT]
    full["blocks"] = 99
    store.fetch(MODEL, lambda _: None)
    assert hub.asked[1] == ("model.bin", f"bytes={CUT}-")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """After so many blocks the disk is full."""
    left = {"blocks": 0}
    real = download._write

    def write(blocks: Any, *rest: Any) -> None:
        def some() -> Iterator[bytes]:
            for block in blocks:
                if not left["blocks"]:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                left["blocks"] -= 1
                yield block

        real(some(), *rest)

    monkeypatch.setattr(download, "_write", write)
    yield left


def test_too_little_room_is_told_before_anything_is_fetched(
    hub: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = {"free": 200_000_000}
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(**room))
    with pytest.raises(SettingsError, match=r"test/moved needs 300 MB free .* has 200 MB: make"):
        Store(tmp_path).fetch(replace(MODEL, size_bytes=100_000_000), lambda _: None)
    assert hub.asked == []


def test_what_is_there_of_it_already_needs_no_room(
    hub: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.cuts["model.bin"] = [CUT, 0]
    with pytest.raises(SettingsError):
        Store(tmp_path).fetch(MODEL, lambda _: None)
    free = 2 * LENGTH + 100_000_000 - CUT
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=free))
    Store(tmp_path).fetch(MODEL, lambda _: None)
    with pytest.raises(SettingsError, match="free while it is fetched"):
        Store(tmp_path / "other").fetch(MODEL, lambda _: None)


def test_an_offline_hub_is_a_reason_not_a_crash(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(SettingsError, match="the hub cannot be reached"):
        Store(tmp_path).fetch(MODEL, lambda _: None)
