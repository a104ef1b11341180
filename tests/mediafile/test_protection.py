"""Protected sound is refused as what it is, not as damage."""

import struct
from pathlib import Path

import pytest

from mediahub.errors import MediaError
from mediahub.mediafile import examine, probe
from mediahub.mediafile.protection import is_protected
from tests.mediafile.conftest import Make

KEY = ["-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00" * 16,
       "-encryption_kid", "11" * 16]  # fmt: skip
ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
ENCRYPTION = bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e")


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def nested(*kinds: bytes, inner: bytes) -> bytes:
    for kind in reversed(kinds):
        inner = box(kind, inner)
    return inner


def mp4(entry: bytes) -> bytes:
    stsd = box(b"stsd", bytes(8) + box(entry, bytes(28)))
    return box(b"ftyp", b"M4P \0\0\0\0") + nested(
        b"moov", b"trak", b"mdia", b"minf", b"stbl", inner=stsd
    )


def element(kind: str, content: bytes) -> bytes:
    return bytes.fromhex(kind) + struct.pack(">Q", len(content) | 1 << 56) + content


def matroska(*inner: str) -> bytes:
    content = b"\x01"
    for kind in reversed(inner):
        content = element(kind, content)
    return element("1a45dfa3", b"") + element("18538067", element("1654ae6b", content))


@pytest.mark.parametrize(
    ("data", "protected"),
    [
        (mp4(b"drms"), True),
        (mp4(b"aavd"), True),
        (mp4(b"encv"), True),
        (mp4(b"mp4a"), False),
        (b"\0\0\1\0\x57\x90\x75\x36" + bytes(20), True),
        (ASF + struct.pack("<Q", 80) + bytes(8) + ENCRYPTION + bytes(40), True),
        (ASF + struct.pack("<Q", 40) + bytes(64) + ENCRYPTION, False),
        (matroska("ae", "6d80", "6240", "5035"), True),
        (matroska("ae", "6d80", "6240", "5034"), False),
        (b"", False),
        (b"ID3\x04" + bytes(40), False),
    ],
)
def test_protection_is_seen_in_what_the_file_says_of_itself(
    tmp_path: Path, data: bytes, protected: bool
) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    assert is_protected(path) is protected


@pytest.mark.parametrize("look", [probe, lambda path: examine(path, name="media/a.m4a")])
def test_encrypted_sound_is_refused_with_what_to_do(tone: Make, look) -> None:
    path = tone("a.m4a", *KEY, "-f", "mp4")
    with pytest.raises(MediaError, match=r"^a\.m4a: the sound is protected .* unprotected orig"):
        look(path)


def test_boxes_without_end_are_not_followed_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    path.write_bytes(box(b"ftyp", b"M4A ") + box(b"free", b"") * 30_000)
    assert is_protected(path) is False
