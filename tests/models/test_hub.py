"""Models from the hub, with the hub's answers injected: its refusals are what matters here."""

import hashlib
from pathlib import Path
from types import SimpleNamespace

import huggingface_hub
import pytest

from mediahub.errors import SettingsError
from mediahub.models import Hub, Model, ModelFile, Store

FILES = {"model.bin": b"large weights", "config.json": b"{}"}

MODEL = Model(
    name="test/hubbed",
    kind="recogniser",
    revision="c1",
    size_bytes=15,
    licence="MIT",
    files=(
        ModelFile("model.bin"),
        ModelFile("config.json"),
        ModelFile("vocabulary.txt", required=False),
    ),
    places=(Hub("test/hubbed", "c1c1"),),
)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the hub sends; what it states of each file is always the truth about FILES."""
    sends = dict(FILES)

    def model_info(_self, repository, *, revision, timeout, files_metadata):
        assert (repository, revision) == ("test/hubbed", "c1c1")
        assert timeout <= 10
        large, small = FILES["model.bin"], FILES["config.json"]
        lfs = SimpleNamespace(sha256=hashlib.sha256(large).hexdigest())
        blob = "9e26dfeeb6e641a33dae4961196235bdb965b21b"  # git hash-object
        return SimpleNamespace(
            siblings=[
                SimpleNamespace(rfilename="model.bin", size=len(large), lfs=lfs, blob_id="x"),
                SimpleNamespace(rfilename="config.json", size=len(small), lfs=None, blob_id=blob),
                SimpleNamespace(rfilename="README.md", size=1, lfs=None, blob_id="y"),
            ]
        )

    def hf_hub_download(repository, name, *, revision, local_dir, etag_timeout):
        if name not in sends:
            raise ConnectionError("line cut")
        (Path(local_dir) / name).write_bytes(sends[name])

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
    monkeypatch.setattr(huggingface_hub, "hf_hub_download", hf_hub_download)
    return sends


def test_only_the_files_of_the_model_are_taken(hub, tmp_path: Path) -> None:
    store = Store(tmp_path)
    said: list[str] = []
    folder = store.fetch(MODEL, said.append)
    assert sorted(path.name for path in folder.iterdir()) == [
        "config.json",
        "manifest.json",
        "model.bin",
    ]
    assert said[1] == "fetching 1 MB from the hub: test/hubbed at c1c1"
    assert store.at_hand(MODEL, verify=True) == folder


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("model.bin", b"large weighty", r"model\.bin has SHA-256"),
        ("model.bin", b"large", r"model\.bin has 5 bytes, the hub says 13"),
        ("config.json", b"[]", r"config\.json is not the file the hub states"),
    ],
)
def test_what_the_hub_sends_must_be_what_it_states(hub, tmp_path, name, data, message) -> None:
    hub[name] = data
    with pytest.raises(SettingsError, match=message):
        Store(tmp_path).fetch(MODEL, lambda _: None)
    assert Store(tmp_path).at_hand(MODEL) is None


def test_a_broken_line_keeps_what_came(hub, tmp_path: Path) -> None:
    store = Store(tmp_path)
    del hub["config.json"]
    with pytest.raises(SettingsError, match=r"broke off at config\.json \(line cut\)"):
        store.fetch(MODEL, lambda _: None)
    del hub["model.bin"]  # it is there already, and not asked for again
    hub["config.json"] = FILES["config.json"]
    assert (store.fetch(MODEL, lambda _: None) / "model.bin").read_bytes() == FILES["model.bin"]


def test_an_offline_hub_is_a_reason_not_a_crash(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(SettingsError, match="the hub cannot be reached"):
        Store(tmp_path).fetch(MODEL, lambda _: None)
