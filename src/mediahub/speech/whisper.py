"""A Whisper model loaded for this machine: on which device, how much at once, the encoder apart."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np

from mediahub.errors import SettingsError

log = logging.getLogger(__name__)

Device = Literal["auto", "cpu", "cuda"]

WIDTHS = ((4, 384), (6, 512), (12, 768), (24, 1024), (32, 1280))
"""Whisper's sizes: decoder layers up to, and how wide they are."""
GPU_BATCH = 16
MOST_AT_ONCE = 4
"""Pieces of sound decoded together on a lane of a CPU; more gain nothing and take memory."""
MEMORY_SHARE = 0.25
"""Of the machine's free memory, what the pieces that are decoded together may take."""


def require_machine(device: Device, compute_type: str) -> None:
    """Raise SettingsError where this machine cannot do what mediahub.toml asks of it.

    What is left to it ("auto") it always can.
    """
    if device != "cuda" and compute_type == "auto":
        return
    from ctranslate2 import get_cuda_device_count, get_supported_compute_types

    gpu = device != "cpu" and get_cuda_device_count() > 0
    if device == "cuda" and not gpu:
        raise SettingsError(
            'device = "cuda" in mediahub.toml: there is no GPU here that can be used; write "auto" '
            'or "cpu"',
            swedish='device = "cuda" i mediahub.toml: här finns ingen GPU som går att använda. '
            'Skriv "auto" eller "cpu".',
        )
    able = {"auto", *get_supported_compute_types("cuda" if gpu else "cpu")}
    if compute_type not in able:
        raise SettingsError(
            f'compute_type = "{compute_type}" in mediahub.toml: the {"GPU" if gpu else "CPU"} of '
            f"this machine cannot reckon so; it can {', '.join(sorted(able))}",
            swedish=f'compute_type = "{compute_type}" i mediahub.toml: '
            f"{'GPU:n' if gpu else 'processorn'} i den här datorn kan inte räkna så. Den "
            f"kan {', '.join(sorted(able))}.",
        )


def load(folder: Path, device: Device, lanes: int, threads: int, compute_type: str = "auto") -> Any:
    """The faster-whisper model in `folder`; "auto" is float16 on a GPU, int8 on a CPU.

    "auto" is the GPU where there is one that works, else the CPU, with the reason in the log. On a
    CPU so many `lanes` may use it at once, each with its `threads`. Raises whatever the readers of
    the model's files raise.
    """
    from ctranslate2 import get_cuda_device_count, get_supported_compute_types

    if device == "cpu" or (device == "auto" and not get_cuda_device_count()):
        return _on_cpu(folder, lanes, threads, compute_type)
    try:
        return _on_gpu(folder, compute_type)
    except Exception as error:
        # A driver without its libraries shows as a RuntimeError, at the latest when it computes.
        if device == "cuda":
            raise
        log.warning("the GPU cannot be used (%s): recognising on the CPU", error)
        able = compute_type in get_supported_compute_types("cpu")
        return _on_cpu(folder, lanes, threads, compute_type if able else "auto")


def _on_gpu(folder: Path, compute_type: str) -> Any:
    from faster_whisper import WhisperModel

    numbers = "float16" if compute_type == "auto" else compute_type
    model = WhisperModel(str(folder), device="cuda", compute_type=numbers, local_files_only=True)
    model.encode(np.zeros((model.feature_extractor.mel_filters.shape[0], 3000), np.float32))
    return model


def _on_cpu(folder: Path, lanes: int, threads: int, compute_type: str) -> Any:
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(folder),
        device="cpu",
        compute_type="int8" if compute_type == "auto" else compute_type,
        cpu_threads=threads,
        num_workers=lanes,  # they share one copy of the weights
        local_files_only=True,
    )
    one_by_one(model)
    return model


def one_by_one(model: Any) -> None:
    """Have a faster-whisper model on the CPU encode and align each piece of sound by itself.

    The encoder's attention takes heads × 1,500² floats for a piece (72 MB with whisper-base), some
    of it twice, and alignment the whole vocabulary's scores for each token of its text (20 MB for
    100 tokens): together that was most of a run's memory, and a CPU gains nothing by it.
    """
    from ctranslate2 import StorageView

    encode, align = model.encode, model.find_alignment

    def encoded(features: np.ndarray[Any, np.dtype[np.float32]]) -> Any:
        if features.ndim == 2 or len(features) == 1:
            return encode(features)
        parts = [np.array(encode(features[index])) for index in range(len(features))]
        return StorageView.from_array(np.concatenate(parts))

    def aligned(tokenizer: Any, texts: Any, encoder_output: Any, frames: Any, **rest: Any) -> Any:
        if len(texts) < 2:
            return align(tokenizer, texts, encoder_output, frames, **rest)
        outputs = np.array(encoder_output)
        found = []
        for index, text in enumerate(texts):
            output = StorageView.from_array(outputs[index : index + 1])
            found += align(tokenizer, [text], output, frames[index : index + 1], **rest)
        return found

    model.encode, model.find_alignment = encoded, aligned


class Listening:
    """A faster-whisper model that also notes, of each piece it encodes, which language it is in.

    It costs a step of the decoder a piece, and no encoding. For one call at a time.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self.heard: list[Mapping[str, float]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def encode(self, features: np.ndarray[Any, np.dtype[np.float32]]) -> Any:
        output = self._model.encode(features)
        self.heard += languages_of(self._model, output)
        return output


def languages_of(model: Any, encoded: Any) -> list[Mapping[str, float]]:
    """How likely each language is in each piece that a faster-whisper model encoded, by its code.

    A model that knows one language hears nothing else.
    """
    if not model.model.is_multilingual:
        return [dict.fromkeys(model.supported_languages, 1.0)] * encoded.shape[0]
    return [
        {token.strip("<|>"): float(probability) for token, probability in piece}
        for piece in model.model.detect_language(encoded)
    ]


def batch_size(folder: Path, lanes: int, *, gpu: bool) -> int:
    """How many pieces of sound each lane decodes together: together they take a quarter of memory.

    On a CPU at most MOST_AT_ONCE, at least 1.
    """
    if gpu:
        return GPU_BATCH
    room = int(free_memory() * MEMORY_SHARE / piece_memory(folder) / lanes)
    return max(1, min(MOST_AT_ONCE, room))


def piece_memory(folder: Path) -> int:
    """About how many bytes the decoder keeps for one piece of sound.

    Keys and values of 1,500 frames in every layer as float32, and half as much again for the beams.
    The layers are counted by the alignment heads in the model's configuration.
    """
    try:
        heads = json.loads((folder / "config.json").read_text(encoding="utf-8"))["alignment_heads"]
        layers = max(layer for layer, _ in heads) + 1
    except (OSError, ValueError, KeyError, TypeError):
        layers = WIDTHS[-1][0]  # unknown: as large as there is
    width = next((width for most, width in WIDTHS if layers <= most), WIDTHS[-1][1])
    return layers * 2 * 1500 * width * 4 * 3 // 2


def free_memory() -> int:
    """The bytes that can still be had on this machine or in this container; 4 GB when unknown."""
    found = []
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                found.append(int(line.split()[1]) * 1024)
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        if limit.isdigit():
            used = int(Path("/sys/fs/cgroup/memory.current").read_text())
            found.append(max(0, int(limit) - used))
    except (OSError, ValueError, IndexError):
        pass  # not Linux, or no limit is set
    return min(found, default=4_000_000_000)
