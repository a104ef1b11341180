"""RIFF: whether a WAV file's header still says how much sound there is.

A recorder writes the length last. One that lost its power, or a copy of a file that was still being
recorded, has the length of an earlier moment, and ffmpeg reads no further.
"""

from pathlib import Path
from typing import BinaryIO

_LEAST = 8_000
"""So many bytes more or less are told: half a second of a telephone's sound."""
_UNKNOWN = 0x7FFF_0000
"""What a program writes that cannot go back to the header is about as large as a length can be."""


def ends_early(path: Path) -> bool:
    """Whether sound goes on past the end that a WAV file's header states. Raises OSError."""
    with path.open("rb") as file:
        stated = _data_chunk(file)
        return stated is not None and stated[1] > 0 and _sound_follows(file, sum(stated))


def is_cut_short(path: Path) -> bool:
    """Whether a WAV file's header states more sound than there is. Raises OSError."""
    with path.open("rb") as file:
        stated = _data_chunk(file)
        whole = file.seek(0, 2)
        return stated is not None and stated[1] < _UNKNOWN and sum(stated) > whole + _LEAST


def _data_chunk(file: BinaryIO) -> tuple[int, int] | None:
    """Where the sound of a WAV file begins and how long its header says it is, in bytes."""
    whole = file.seek(0, 2)
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    at = 12
    while at + 8 <= whole:
        file.seek(at)
        name, size = _chunk(file.read(8))
        if name == b"data":
            return at + 8, size
        at += 8 + size + size % 2
    return None


def _sound_follows(file: BinaryIO, at: int) -> bool:
    """Whether what stands from `at` on is no row of chunks, as tags behind the sound are."""
    left = file.seek(0, 2) - at
    if left < _LEAST:
        return False
    file.seek(at)
    after = file.read(1 << 20)
    if not any(after):
        return False  # what a recorder had set aside and never filled
    # After an odd number of bytes stands one that counts for nothing, or should.
    return not any(_begins_chunk(after[skip : skip + 8], left) for skip in {0, at % 2})


def _begins_chunk(head: bytes, left: int) -> bool:
    name, size = _chunk(head)
    # Another file that was put behind this one is sound and no chunk of it.
    return name != b"RIFF" and all(32 <= byte < 127 for byte in name) and size + 8 <= left + 1


def _chunk(head: bytes) -> tuple[bytes, int]:
    return head[:4], int.from_bytes(head[4:8], "little")
