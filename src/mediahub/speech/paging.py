"""Memory given back: a recording's pages, and what a lane is done with.

Three hours of sound would else stay resident, 115 MB an hour.
"""

import ctypes
import mmap
import sys

from mediahub.mediafile.audio import Audio

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_memory() -> None:
    """Let all threads that begin from now on take memory from one place, where that can be said.

    glibc gives each thread an arena of its own, in which what one is done with is lost to all
    others. A run on two cores (kort, whisper-base) took 902 MB at most with and 750 without.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none, and needs none
    if set_option is not None:
        set_option(_ARENA_MAX, 1)


def release(audio: Audio) -> None:
    """Let go of the pages of a memory-mapped recording that were read; they can be read again.

    They count as the process' own memory until the system wants them back. Nothing is done for
    sound that is not mapped, or where the system cannot be told.
    """
    mapped = audio.samples.base
    advice = getattr(mmap, "MADV_DONTNEED", None)  # not on Windows
    if isinstance(mapped, mmap.mmap) and advice is not None:
        mapped.madvise(advice)
