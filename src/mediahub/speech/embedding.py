"""What a voice is like: Kaldi features and the WeSpeaker embedding of stretches of speech."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Features = NDArray[np.float32]

FRAME_MS = 10
"""The hop between two feature frames."""
BATCH = 4
"""Stretches embedded at once on a lane; more gain nothing on a CPU.

16 of them, and 8 windows segmented at once, took 430 MB more on two lanes, at the same speed.
"""


class VoiceModels:
    """The speaker embedding and, where there is one, the speaker segmentation; loaded when used.

    `folder` holds an `embedding.ort` and perhaps a `segmentation.ort`. May be used by several
    threads at once, each of which then takes `threads` cores.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._sessions: dict[str, Any] = {}
        self._loading = Lock()

    @property
    def has_segmentation(self) -> bool:
        """Whether changes of speaker can be heard inside a region."""
        return (self._folder / "segmentation.ort").exists()

    def embed(self, stretches: Iterable[Features]) -> NDArray[np.float32]:
        """The embeddings of stretches of features [frames, 80], each of unit length: [n, 256].

        Stretches of about the same length are taken together, padded and weighted; the result is
        in the order given.
        """
        kept = list(stretches)
        found = np.zeros((len(kept), 256), np.float32)
        order = sorted(range(len(kept)), key=lambda index: len(kept[index]))
        for batch in _batches(order, kept):
            longest = len(kept[batch[-1]])
            features = np.zeros((len(batch), longest, 80), np.float32)
            weights = np.zeros((len(batch), longest), np.float32)
            for row, index in enumerate(batch):
                stretch = kept[index]
                features[row, : len(stretch)] = stretch - stretch.mean(axis=0)
                weights[row, : len(stretch)] = 1.0
            outputs = self._session("embedding").run(None, {"fbank": features, "weights": weights})
            found[batch] = outputs[0]
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        return found / np.maximum(norms, 1e-9)

    def segment(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Who of up to three voices is active in windows of 10 s: [n, 160000] to [n, 589, 3]."""
        output = self._session("segmentation").run(None, {"waveforms": windows[:, None, :]})
        result: NDArray[np.float32] = output[0]
        return result

    def _session(self, kind: str) -> Any:
        with self._loading:
            if kind not in self._sessions:
                file = self._folder / f"{kind}.ort"
                model = _optimisable(file) if kind == "embedding" else str(file)
                self._sessions[kind] = _session(model, self._threads)
            return self._sessions[kind]


def _optimisable(file: Path) -> str | bytes:
    """A model in ORT's own form as ONNX, which the runtime lays out for this very processor.

    In ORT's form it is run as it was saved, its weights unpacked each time: the embedding takes 42
    to 46 % less as ONNX, and differs in the seventh decimal. What cannot be had so is the file.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.save_model_format", "ONNX")
    options.log_severity_level = 3
    with TemporaryDirectory() as folder:
        written = Path(folder) / "model.onnx"
        options.optimized_model_filepath = str(written)
        onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        return written.read_bytes() if written.exists() else str(file)


def _session(model: str | bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A waiting thread that spins burns the time that the other model's threads need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the largest batch's memory for ever; a region's worth is enough.
    options.enable_cpu_mem_arena = True
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def fbank(samples: NDArray[np.int16]) -> Features:
    """Kaldi's log mel filterbank of 16 kHz samples: [frames, 80], a frame every 10 ms.

    As WeSpeaker was trained: the samples' own 16-bit scale, Hamming window, no dither.
    """
    import kaldi_native_fbank as knf

    options = knf.FbankOptions()
    options.frame_opts.dither = 0.0
    options.frame_opts.window_type = "hamming"
    options.frame_opts.samp_freq = 16_000
    options.mel_opts.num_bins = 80
    computer = knf.OnlineFbank(options)
    # A plain array: of a mapped recording's the samples would be handed over one by one.
    computer.accept_waveform(16_000, np.asarray(samples, np.float32))
    computer.input_finished()
    count = computer.num_frames_ready
    if not count:
        return np.zeros((0, 80), np.float32)
    return np.vstack([computer.get_frame(index) for index in range(count)])


def _batches(order: Sequence[int], stretches: Sequence[Features]) -> Iterator[list[int]]:
    """Runs of `order` of at most BATCH, the longest at most a quarter longer than the shortest."""
    batch: list[int] = []
    for index in order:
        if batch and (
            len(batch) == BATCH or len(stretches[index]) > 1.25 * len(stretches[batch[0]])
        ):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
