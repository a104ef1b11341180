"""Memory that is no longer wanted is given back: a recording's pages, and large blocks."""

from pathlib import Path

import numpy as np
import pytest

from mediahub.mediafile.audio import Audio, open_audio
from mediahub.speech.paging import give_back_blocks, release
from mediahub.transcript import Span

STATUS = Path("/proc/self/status")


def resident_mb(kind: str) -> float:
    """The resident pages of a kind, MB."""
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith(kind))
    return int(line.split()[1]) / 1000


def mapped_mb() -> float:
    """The resident pages of mapped files, MB."""
    return resident_mb("RssFile")


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells")
def test_pages_that_were_read_are_given_back(tmp_path: Path) -> None:
    file = tmp_path / "sound.raw"
    np.arange(20_000_000, dtype=np.int16).tofile(file)
    audio = open_audio(file)
    before = mapped_mb()
    first = int(audio.samples.astype(np.int64).sum())
    assert mapped_mb() > before + 35
    release(audio)
    assert mapped_mb() < before + 5
    assert int(audio.samples.astype(np.int64).sum()) == first


def test_sound_that_is_not_mapped_is_left_alone() -> None:
    audio = Audio(np.ones(16_000, np.int16))
    release(audio)
    assert audio.slice(Span(0, 1)).tolist() == [1 / 32768] * 16


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells")
def test_large_blocks_are_given_back_although_a_later_one_is_kept() -> None:
    np.ones(3_500_000)  # 28 MB freed at once: from then on glibc would keep smaller blocks
    if not give_back_blocks():
        pytest.skip("this C library cannot be told")
    before = resident_mb("RssAnon")
    blocks = [np.ones(1_000_000) for _ in range(20)]
    assert resident_mb("RssAnon") > before + 150
    del blocks[:-1]
    assert resident_mb("RssAnon") < before + 20


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise OSError("libc.so.6: cannot open shared object file")

    monkeypatch.setattr("ctypes.CDLL", missing)
    assert give_back_blocks() is False
