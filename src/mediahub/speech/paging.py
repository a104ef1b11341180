"""A recording's pages given back: three hours of sound would else stay resident, 115 MB an hour."""

import mmap

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
