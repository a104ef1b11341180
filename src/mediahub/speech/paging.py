"""Memory: what is no longer wanted goes back to the system at once, not when it must."""

import ctypes
import mmap
import sys

from mediahub.mediafile.audio import Audio


def release(audio: Audio) -> None:
    """Let go of the pages of a memory-mapped recording that were read; they can be read again.

    They count as the process' own memory until the system wants them back. Nothing is done for
    sound that is not mapped, or where the system cannot be told.
    """
    mapped = audio.samples.base
    advice = getattr(mmap, "MADV_DONTNEED", None)  # not on Windows
    if isinstance(mapped, mmap.mmap) and advice is not None:
        mapped.madvise(advice)


BLOCK_BYTES = 1 << 20
"""Larger blocks are given back at once; smaller ones are many, and asked for again and again."""
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


def give_back_blocks() -> bool:
    """Have this process give large blocks of memory back to the system as soon as they are freed.

    glibc keeps blocks of up to 32 MB once a program frees such, for each thread apart, and a
    recogniser's are of all sizes: with whisper-base a quarter of a run's memory was such leavings.
    False where the C library cannot be told.
    """
    if sys.platform != "linux":
        return False
    try:
        tell = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):  # another C library than glibc
        return False
    told = (tell(_MMAP_THRESHOLD, BLOCK_BYTES), tell(_TRIM_THRESHOLD, BLOCK_BYTES))
    return all(told)
