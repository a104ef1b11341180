"""What a picture tells besides itself (where, when and with what it was taken), taken out.

The picture's own bytes stay as they are: nothing is encoded anew. Sources: ITU-T T.81 (JPEG),
EXIF 2.32, PNG 1.2 with its extensions.
"""

from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_FIRST_APP, _LAST_APP = 0xE0, 0xEF
_SHOWN_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""The application segments without which the colours would be others."""
_STANDALONE = {0x00, 0x01, *range(0xD0, 0xD8)}
"""Markers that nothing follows, and stuffed bytes among those of the picture."""
_SHOWN_CHUNKS = {
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
"""The ancillary chunks of a PNG by which it looks as it does."""


def without_metadata(data: bytes) -> bytes:
    """A JPEG or PNG without EXIF, GPS, XMP, IPTC, comments, thumbnails and what follows its end.

    It looks the same, but that a mark of how it is to be turned goes, too. Bytes that are no whole
    JPEG or PNG are given back as they are.
    """
    try:
        if data.startswith(_JPEG):
            return b"".join(_segments(data))
        if data.startswith(_PNG):
            return _PNG + b"".join(_chunks(data))
    except (IndexError, ValueError):
        pass  # cut short: whoever shows it tells so
    return data


def _segments(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = data[at + 1]
        if marker == _END:
            yield data[at : at + 2]
            return
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            raise ValueError("a segment is cut short")
        if marker == _START_OF_SCAN:
            end = _scan_end(data, end)
        if _is_shown(marker, data[at + 4 : end]):
            yield data[at:end]
        at = end


def _is_shown(marker: int, body: bytes) -> bool:
    if marker in _SHOWN_APPS:
        return body.startswith(_SHOWN_APPS[marker])
    return marker != _COMMENT and not _FIRST_APP <= marker <= _LAST_APP


def _scan_end(data: bytes, at: int) -> int:
    """Where the next marker after a scan's own bytes stands."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] in _STANDALONE:
            at += 2
        else:
            return at


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while True:
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if len(name) < 4 or end > len(data):
            raise ValueError("a chunk is cut short")
        if name[:1].isupper() or name in _SHOWN_CHUNKS:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end
