"""Links of chapters in an MP3: ffmpeg reads the titles of ID3's CHAP frames, and no addresses."""

from collections.abc import Iterator
from pathlib import Path

_MOST = 64 << 20
"""So much of a tag is read (bytes): covers are large, chapters' pictures too."""
_UNSYNCHRONISED, _EXTENDED = 0x80, 0x40


def chapter_links(path: Path) -> dict[int, str]:
    """The addresses in the CHAP frames of a file's ID3v2 tag, by where the chapter begins (ms).

    A damaged tag gives what can be read of it. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(10)
        if head[:3] != b"ID3" or len(head) < 10 or head[3] not in (3, 4):
            return {}
        version, flags = head[3], head[5]
        tag = file.read(min(syncsafe(head[6:10]), _MOST))
    if version == 3 and flags & _UNSYNCHRONISED:
        tag = tag.replace(b"\xff\x00", b"\xff")
    at = 0
    if flags & _EXTENDED:
        at = syncsafe(tag[:4]) if version == 4 else int.from_bytes(tag[:4], "big") + 4
    links: dict[int, str] = {}
    for name, body in frames(tag[at:], version):
        _, end_of_id, rest = body.partition(b"\0")
        if name != b"CHAP" or not end_of_id or len(rest) < 16:
            continue
        for inner, content in frames(rest[16:], version):
            link = link_of(content) if inner == b"WXXX" else None
            if link:
                links.setdefault(int.from_bytes(rest[:4], "big"), link)
    return links


def frames(data: bytes, version: int) -> Iterator[tuple[bytes, bytes]]:
    """The frames of a tag, or those within a CHAP frame: each with its name."""
    at = 0
    while at + 10 <= len(data) and data[at : at + 4].isalnum():
        size = data[at + 4 : at + 8]
        length = syncsafe(size) if version == 4 else int.from_bytes(size, "big")
        yield data[at : at + 4], data[at + 10 : at + 10 + length]
        at += 10 + length


def link_of(body: bytes) -> str | None:
    """The address of a WXXX frame: encoding, a description in it, and the address in Latin-1."""
    if not body:
        return None
    if body[0] in (1, 2):  # UTF-16: the description ends with two zeros, at an even place
        at = 1
        while at + 2 <= len(body) and body[at : at + 2] != b"\0\0":
            at += 2
        address = body[at + 2 :]
    else:
        address = body[1:].partition(b"\0")[2]
    text = address.split(b"\0", 1)[0].decode("latin-1").strip()
    return text or None


def syncsafe(data: bytes) -> int:
    """A number of which each byte holds seven bits."""
    value = 0
    for byte in data:
        value = value << 7 | byte & 0x7F
    return value
