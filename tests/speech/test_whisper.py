"""Which device, how much at once: what is decided before a model is loaded."""

import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ctranslate2
import faster_whisper
import numpy as np
import pytest

from mediahub.errors import SettingsError
from mediahub.speech import whisper
from mediahub.speech.whisper import (
    batch_size,
    free_memory,
    load,
    one_by_one,
    piece_memory,
    require_machine,
)


class FakeWhisper:
    """Notes how it was loaded; computes on a GPU only where `works`."""

    works = True

    def __init__(self, _folder: str, **settings: Any) -> None:
        self.settings = settings
        self.feature_extractor = SimpleNamespace(mel_filters=np.zeros((80, 201)))

    def find_alignment(self, *_given: Any) -> list[Any]:
        return []

    def encode(self, features: Any) -> Any:
        if self.settings["device"] == "cuda" and not self.works:
            raise RuntimeError("Library libcublas.so.12 is not found or cannot be loaded")
        return features


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faster_whisper, "WhisperModel", FakeWhisper)


def gpus(monkeypatch: pytest.MonkeyPatch, count: int, *, works: bool = True) -> None:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: count)
    monkeypatch.setattr(FakeWhisper, "works", works)


def how(model: Any) -> tuple[str, str]:
    return model.settings["device"], model.settings["compute_type"]


def test_a_gpu_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus(monkeypatch, 1)
    assert how(load(Path(), "auto", 2, 1)) == ("cuda", "float16")
    assert how(load(Path(), "cuda", 2, 1)) == ("cuda", "float16")
    assert how(load(Path(), "cpu", 2, 3)) == ("cpu", "int8")
    assert load(Path(), "cpu", 2, 3).settings["cpu_threads"] == 3


def test_without_a_gpu_it_is_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus(monkeypatch, 0)
    model = load(Path(), "auto", 2, 1)
    assert how(model) == ("cpu", "int8")
    assert (model.settings["num_workers"], model.settings["cpu_threads"]) == (2, 1)


def test_the_numbers_that_were_chosen_are_reckoned_in(monkeypatch: pytest.MonkeyPatch) -> None:
    gpus(monkeypatch, 1)
    assert how(load(Path(), "auto", 2, 1, "int8_float16")) == ("cuda", "int8_float16")
    assert how(load(Path(), "cpu", 2, 1, "float32")) == ("cpu", "float32")
    monkeypatch.setattr(FakeWhisper, "works", False)
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda _: {"int8", "float32"})
    assert how(load(Path(), "auto", 2, 1, "float16")) == ("cpu", "int8")
    assert how(load(Path(), "auto", 2, 1, "float32")) == ("cpu", "float32")


def test_what_the_machine_cannot_do_is_told_with_what_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gpus(monkeypatch, 0)
    able = {"cpu": {"int8", "float32"}, "cuda": {"int8", "float16"}}
    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", able.__getitem__)
    require_machine("auto", "auto")
    require_machine("cpu", "float32")
    with pytest.raises(SettingsError, match=r'device = "cuda" in mediahub\.toml: there is no GPU'):
        require_machine("cuda", "auto")
    with pytest.raises(SettingsError) as caught:
        require_machine("auto", "float16")
    assert str(caught.value) == (
        'compute_type = "float16" in mediahub.toml: the CPU of this machine cannot reckon so; '
        "it can auto, float32, int8"
    )
    gpus(monkeypatch, 1)
    require_machine("cuda", "float16")
    require_machine("auto", "float16")
    with pytest.raises(SettingsError, match="the GPU of this machine cannot reckon so"):
        require_machine("auto", "float32")


def test_a_gpu_that_cannot_compute_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gpus(monkeypatch, 1, works=False)
    with caplog.at_level(logging.WARNING):
        assert how(load(Path(), "auto", 2, 1)) == ("cpu", "int8")
    assert "libcublas" in caplog.text
    with pytest.raises(RuntimeError, match="libcublas"):
        load(Path(), "cuda", 2, 1)


def test_pieces_are_encoded_and_aligned_one_by_one_and_come_in_order() -> None:
    asked = []

    class Model:
        def encode(self, features: np.ndarray) -> ctranslate2.StorageView:
            asked.append(features.shape)
            return ctranslate2.StorageView.from_array(features[None] * 2)

        def find_alignment(self, tokenizer: str, texts: Any, output: Any, frames: Any) -> Any:
            return [(tokenizer, texts, np.array(output).shape, frames)]

    model = Model()
    one_by_one(model)
    features = np.arange(24, dtype=np.float32).reshape(3, 2, 4)
    assert np.array(model.encode(features)).tolist() == (features * 2).tolist()
    assert asked == [(2, 4)] * 3
    output = ctranslate2.StorageView.from_array(features)
    assert model.find_alignment("sv", [[1], [2], [3]], output, [10, 20, 30]) == [
        ("sv", [[number]], (1, 2, 4), [10 * number]) for number in (1, 2, 3)
    ]


def configured(folder: Path, heads: Any) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"alignment_heads": heads}))
    return folder


def test_the_batch_fits_into_free_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = configured(tmp_path / "base", [[3, 1], [5, 6]])
    small = configured(tmp_path / "small", [[5, 3], [10, 5]])
    large = configured(tmp_path / "large", [[10, 1], [31, 3]])
    sizes = {}
    for gigabytes in (1, 4, 64):
        monkeypatch.setattr(whisper, "free_memory", lambda size=gigabytes: size * 10**9)
        sizes[gigabytes] = [batch_size(folder, 2, gpu=False) for folder in (base, small, large)]
    assert sizes == {1: [2, 1, 1], 4: [4, 3, 1], 64: [4, 4, 4]}
    assert batch_size(large, 2, gpu=True) == 16


def test_an_unknown_model_counts_as_a_large_one(tmp_path: Path) -> None:
    assert piece_memory(tmp_path) == piece_memory(configured(tmp_path / "large", [[31, 3]]))


def test_free_memory_is_known() -> None:
    assert 10**7 < free_memory() < 10**14
