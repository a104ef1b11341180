"""A commit that the hub no longer has: a hub on the loopback, asked by the real hub library."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import huggingface_hub
import pytest

from mediahub.errors import SettingsError
from mediahub.models import Hub, Model, ModelFile, Store

OLD, NEW = "0" * 40, "a1b2c3d4e5f6" + "0" * 28
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


@dataclass
class Shelf:
    """What the hub has: the files at its newest commit, and the commits that it knows."""

    files: dict[str, bytes] = field(
        default_factory=lambda: {"model.bin": WEIGHTS, "config.json": b"{}"}
    )
    commits: set[str] = field(default_factory=lambda: {NEW, "main"})
    repository: bool = True
    told: str | None = "RevisionNotFound"
    """The word with which a commit that is gone is refused; a mirror need not have one."""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(body=True)

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def answer(self, *, body: bool) -> None:
            parts = unquote(self.path).partition("?")[0].strip("/").split("/")
            if not shelf.repository:
                self.send(404, b"", {"X-Error-Code": "RepoNotFound"}, body=body)
            elif parts[:2] == ["api", "models"]:
                commit = parts[5] if len(parts) > 5 else "main"
                self.known(commit, json.dumps(self.info()).encode(), {}, body=body)
            else:  # test/moved/resolve/COMMIT/FILE
                data = shelf.files[parts[4]]
                digest = hashlib.sha256(data).hexdigest()
                told = {"X-Repo-Commit": NEW, "ETag": f'"{digest}"'}
                self.known(parts[3], data, told, body=body)

        def info(self) -> dict[str, object]:
            siblings = [
                {
                    "rfilename": name,
                    "size": len(data),
                    "blobId": hashlib.sha1(
                        b"blob %d\0" % len(data) + data, usedforsecurity=False
                    ).hexdigest(),
                    **({"lfs": lfs(data)} if name == "model.bin" else {}),
                }
                for name, data in shelf.files.items()
            ]
            return {"id": "test/moved", "sha": NEW, "siblings": siblings}

        def known(self, commit: str, data: bytes, told: dict[str, str], *, body: bool) -> None:
            if commit in shelf.commits:
                self.send(200, data, told, body=body)
            else:
                gone = {"X-Error-Code": shelf.told} if shelf.told else {}
                self.send(404, b"", gone, body=body)

        def send(self, code: int, data: bytes, told: dict[str, str], *, body: bool) -> None:
            self.send_response(code)
            for name, value in {**told, "Content-Length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    constants = huggingface_hub.constants
    monkeypatch.setattr(constants, "ENDPOINT", address)
    template = "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + template)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield shelf
    server.shutdown()
    server.server_close()


def lfs(data: bytes) -> dict[str, object]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 100}


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
