"""Pages of a recording that were read are given back, and read again."""

import ctypes
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mediahub.mediafile.audio import Audio, open_audio
from mediahub.speech.paging import release
from mediahub.transcript import Span

STATUS = Path("/proc/self/status")


def mapped_mb() -> float:
    """The resident pages of mapped files, MB."""
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("RssFile"))
    return int(line.split()[1]) / 1000


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


ARENAS = """
import ctypes, sys, threading
from mediahub.speech.lanes import Lanes

lanes, both = Lanes(2), threading.Barrier(2)
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p

def work(_):
    both.wait()
    libc.malloc(ctypes.c_size_t(100_000))  # less than what is mapped by itself
    both.wait()

list(lanes.map(work, range(2)))
file = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="only glibc has arenas")
def test_lanes_take_their_memory_from_one_place() -> None:
    told = subprocess.run([sys.executable, "-c", ARENAS], check=True, capture_output=True).stdout
    assert told.count(b"<heap nr=") == 1
