"""A commit that the hub no longer has: a hub on the loopback, asked by the real hub library."""

import hashlib
import json
from pathlib import Path

import pytest
from tests.models.hub_server import NEW, OLD, Shelf

from mediahub.errors import SettingsError
from mediahub.models import Hub, Model, ModelFile, Store

MODEL = Model(
    name="test/moved",
    kind="recogniser",
    revision=OLD[:12],
    licence="MIT",
    files=(ModelFile("model.bin"), ModelFile("config.json")),
    places=(Hub("test/moved", OLD),),
)
WEIGHTS = b"newer weights"
DIGEST = hashlib.sha256(WEIGHTS).hexdigest()


@pytest.mark.parametrize("told", ["RevisionNotFound", None])
def test_a_commit_that_is_gone_gives_the_newest_and_says_so(
    shelf: Shelf, tmp_path: Path, told: str | None
) -> None:
    shelf.told = told
    store, said = Store(tmp_path), []
    folder = store.fetch(MODEL, said.append)
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert said[1:] == [
        "the hub no longer has test/moved at 000000000000, by which mediahub knows it; its newest, "
        "a1b2c3d4e5f6, is taken instead",
        "fetching 1 MB from the hub: test/moved at a1b2c3d4e5f6",
        f"test/moved: model.bin has SHA-256 {DIGEST}",
    ]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["revision"] == "a1b2c3d4e5f6"
    assert manifest["from"] == f"hub: test/moved at {NEW}"
    assert manifest["files"][0]["sha256"] == DIGEST
    assert store.at_hand(MODEL, verify=True) == folder
    assert store.as_held(MODEL).identity.revision == "a1b2c3d4e5f6"
    assert store.open(store.as_held(MODEL)) == folder


def test_a_commit_that_is_there_is_taken_though_there_is_a_newer(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.commits.add(OLD)
    store, said = Store(tmp_path), []
    store.fetch(MODEL, said.append)
    assert said[1:] == ["fetching 1 MB from the hub: test/moved at 000000000000"]
    assert store.as_held(MODEL) == MODEL


def test_newest_bytes_that_are_not_the_known_ones_are_refused(shelf: Shelf, tmp_path: Path) -> None:
    pinned = Model(
        name="test/moved",
        kind="recogniser",
        revision="1",
        files=(ModelFile("model.bin", sha256="0" * 64),),
        places=MODEL.places,
    )
    with pytest.raises(SettingsError, match=f"has SHA-256 {DIGEST}, expected 0000"):
        Store(tmp_path).fetch(pinned, lambda _: None)


def test_a_repository_that_is_gone_is_no_newer_model(shelf: Shelf, tmp_path: Path) -> None:
    shelf.repository = False
    with pytest.raises(SettingsError, match="the hub refused test/moved"):
        Store(tmp_path).fetch(MODEL, lambda _: None)
