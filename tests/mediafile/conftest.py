"""Tiny media, made on the spot with the real ffmpeg."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mediahub.mediafile.process import binary

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make("a.mp3", "-f", "lavfi", "-i", "sine=duration=1")` runs ffmpeg in `tmp_path`."""

    def run(name: str, *args: str) -> Path:
        path = tmp_path / name
        subprocess.run(
            [binary(), "-nostdin", "-v", "error", "-y", *args, f"file:{path}"], check=True
        )
        return path

    return run


@pytest.fixture
def tone(make: Make) -> Make:
    """`tone("a.mp3", seconds=1)`: a 440 Hz tone; more ffmpeg options may follow."""

    def run(name: str, *args: str, seconds: float = 1.0) -> Path:
        return make(name, "-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}", *args)

    return run


@pytest.fixture
def film(make: Make) -> Make:
    """`film("a.mp4")`: two seconds of H.264 and AAC."""

    def run(name: str, *args: str) -> Path:
        return make(
            name,
            *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2"),
            *("-f", "lavfi", "-i", "sine=frequency=440:duration=2"),
            *("-map", "0:v", "-map", "1:a", "-pix_fmt", "yuv420p", "-preset", "ultrafast"),
            *args,
        )

    return run
