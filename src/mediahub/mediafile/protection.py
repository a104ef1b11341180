"""Protection: whether a shop or a player has locked the file, so that nobody else can play it.

ffmpeg reads such a file and hears noise, or nothing, and says that it is damaged.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LOCKED_SAMPLES = {b"enca", b"encv", b"drms", b"drmi", b"drmt", b"aavd", b"aaxc"}
"""Sample entries of ISO 14496-12 (common encryption), of FairPlay and of Audible."""
_BOXES_ON_THE_WAY = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_AUDIBLE = b"\x57\x90\x75\x36"
"""What an .aa file has at offset 4."""
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_ENCRYPTION = (
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
)
"""The content encryption objects of the ASF specification, 3.14 and 3.15."""
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT, _TRACKS, _ENTRY = 0x18538067, 0x1654AE6B, 0xAE
_ENCODINGS, _ENCODING, _ENCRYPTION = 0x6D80, 0x6240, 0x5035
_INTO = {_SEGMENT, _TRACKS, _ENTRY, _ENCODINGS, _ENCODING}
_CLUSTER = 0x1F43B675
_MOST = 10_000
"""So many boxes are looked at: a hostile file must not keep us."""


def is_protected(path: Path) -> bool:
    """Whether the sound or picture in the file is encrypted. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(16)
        if head[4:8] == _AUDIBLE:
            return True
        if head == _ASF:
            size = int.from_bytes(file.read(8), "little")
            header = file.read(min(size, 1 << 20))
            return any(guid in header for guid in _ASF_ENCRYPTION)
        end = file.seek(0, 2)
        if head[:4] == _EBML:
            return _locked_matroska(file, end)
        return head[4:8].isalpha() and _locked_mp4(file, end)


def _locked_mp4(file: BinaryIO, end: int) -> bool:
    """Whether a track's samples are of a locked kind, in any `stsd` of the file."""
    waiting, seen = [(0, end)], 0
    while waiting:
        at, end = waiting.pop()
        for kind, start, stop in _boxes(file, at, end):
            seen += 1
            if seen > _MOST:
                return False
            if kind in _BOXES_ON_THE_WAY:
                waiting.append((start, stop))
            elif kind == b"stsd" and any(
                entry in _LOCKED_SAMPLES for entry, _, _ in _boxes(file, start + 8, stop)
            ):
                return True
    return False


def _boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box between two offsets: its type, and where its content begins and ends."""
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, start = int.from_bytes(head[:4], "big"), at + 8
        if size == 1:
            size, start = int.from_bytes(head[8:16], "big"), at + 16
        stop = end if size == 0 else at + size
        if stop < start or len(head) < 8:
            return
        yield head[4:8], start, min(stop, end)
        at = stop


def _locked_matroska(file: BinaryIO, end: int) -> bool:
    """Whether a track is encrypted (RFC 9559, ContentEncryption)."""
    waiting, seen = [(0, end)], 0
    while waiting:
        at, end = waiting.pop()
        for kind, start, stop in _elements(file, at, end):
            seen += 1
            if kind == _ENCRYPTION:
                return True
            if kind == _CLUSTER or seen > _MOST:
                break  # the sound has begun; what tells of it stands before
            if kind in _INTO:
                waiting.append((start, stop))
    return False


def _elements(file: BinaryIO, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each EBML element between two offsets: its id, and where its content begins and ends."""
    while at < end:
        file.seek(at)
        head = file.read(12)
        if not head or not head[0]:
            return
        width = 9 - head[0].bit_length()
        kind, rest = int.from_bytes(head[:width], "big"), head[width:]
        if width > 4 or not rest or not rest[0]:
            return
        digits = 9 - rest[0].bit_length()
        size = int.from_bytes(rest[:digits], "big") & ((1 << 7 * digits) - 1)
        start = at + width + digits
        unknown = size == (1 << 7 * digits) - 1
        stop = end if unknown else min(start + size, end)
        yield kind, start, stop
        at = stop
