"""ID3v2.3 chapters as players read them: written, and looked over.

ffmpeg numbers its chapters ch0 … ch10, which players that sort by id put in another order, and
writes no links. Source: ID3v2 Chapter Frame Addendum 1.0.
"""

import shutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from mediahub.mediafile.id3chapters import frames, link_of, syncsafe
from mediahub.transcript import Chapter

MOST = 255
"""So many children a table of contents can count."""
_HEAD = 10
_TOP_LEVEL, _ORDERED = 0x02, 0x01
_NOWHERE = b"\xff\xff\xff\xff"
_OURS = (b"CHAP", b"CTOC")
_TOC = b"toc"
_PICTURES = {b"image/jpeg": b"\xff\xd8\xff", b"image/png": b"\x89PNG\r\n\x1a\n"}

Problem = tuple[str, str]
"""A rule, and how it is broken."""


def write_chapters(path: Path, chapters: Sequence[Chapter]) -> None:
    """Put the chapters into the file's ID3v2.3 tag in place of those that are in it.

    Element ids are padded, so that they sort as the chapters do; a chapter's link is a WXXX frame.
    A file without such a tag is left as it is. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head[:3] != b"ID3" or head[3] != 3 or head[5]:
            return
        tag = file.read(syncsafe(head[6:10]))
        kept = b"".join(_frame(name, body) for name, body in frames(tag, 3) if name not in _OURS)
        body = kept + _chapter_frames(chapters[:MOST])
        made = path.with_name(path.name + ".id3")
        with made.open("wb") as out:
            out.write(head[:6] + _as_syncsafe(len(body)) + body)
            shutil.copyfileobj(file, out, 1 << 20)
    made.replace(path)


def tag_problems(path: Path, end_ms: int) -> tuple[Problem, ...]:
    """What players stumble over in the file's ID3 tag; `end_ms` is how long it can be heard.

    A file without one has nothing wrong with it. Raises OSError.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head[:3] != b"ID3":
            return ()
        size = syncsafe(head[6:10])
        tag = file.read(size)
    if head[3] not in (3, 4):
        return (("id3-version", f"its tag is ID3v2.{head[3]}; 2.3 and 2.4 are read"),)
    if len(tag) < size:
        return (("id3-size", "its tag is longer than the file"),)
    if head[5]:
        return ()  # unsynchronised or extended: none of ours, and read by few
    return tuple(_problems(tag, head[3], end_ms))


def _problems(tag: bytes, version: int, end_ms: int) -> Iterator[Problem]:
    found = list(frames(tag, version))
    if _HEAD * len(found) + sum(len(body) for _, body in found) + _padding(tag) < len(tag):
        yield "id3-frames", "its tag holds what is no frame, or a frame that is cut short"
    for name, body in found:
        if name == b"APIC":
            yield from _picture(body)
    marks = [_chapter(body, version) for name, body in found if name == b"CHAP"]
    if not marks:
        return
    yield from _ids([one for one, _, _, _ in marks])
    yield from _times([(start, end) for _, start, end, _ in marks], end_ms)
    for _, start, _, inner in marks:
        yield from _inner(start, inner)
    tables = [body for name, body in found if name == b"CTOC"]
    if len(tables) != 1:
        yield "id3-toc", f"its tag has {len(tables)} tables of contents; one is wanted"
    else:
        yield from _table(tables[0], [one for one, _, _, _ in marks])


def _padding(tag: bytes) -> int:
    return len(tag) - len(tag.rstrip(b"\0"))


def _chapter(body: bytes, version: int) -> tuple[bytes, int, int, dict[bytes, bytes]]:
    name, _, rest = body.partition(b"\0")
    start, end = int.from_bytes(rest[:4], "big"), int.from_bytes(rest[4:8], "big")
    return name, start, end, dict(frames(rest[16:], version))


def _ids(names: Sequence[bytes]) -> Iterator[Problem]:
    if len(set(names)) < len(names):
        yield "id3-ids", "two chapters in its tag have one element id"
    # ffmpeg's own are in published files, which stay as they are.
    theirs = all(name == b"ch%d" % number for number, name in enumerate(names))
    if not theirs and sorted(names) != list(names):
        yield "id3-ids", "the element ids in its tag do not sort as its chapters do"


def _times(spans: Sequence[tuple[int, int]], end_ms: int) -> Iterator[Problem]:
    if any(end < start for start, end in spans):
        yield "id3-time", "a chapter in its tag ends before it begins"
    if any(later[0] <= one[0] for one, later in pairwise(spans)):
        yield "id3-time", "the chapters in its tag do not rise in time"
    if end_ms and spans[-1][0] >= end_ms:
        yield "id3-time", "a chapter in its tag begins past the end"


def _inner(start: int, inner: dict[bytes, bytes]) -> Iterator[Problem]:
    if len(inner.get(b"TIT2", b"").strip(b"\0\x01\x03\xff\xfe")) == 0:
        yield "id3-title", f"the chapter at {start / 1000:g} s in its tag has no title"
    if b"WXXX" in inner and urlsplit(link_of(inner[b"WXXX"]) or "").scheme not in ("http", "https"):
        yield "id3-link", f"the chapter at {start / 1000:g} s in its tag links to no web address"
    if b"APIC" in inner:
        yield from _picture(inner[b"APIC"])


def _picture(body: bytes) -> Iterator[Problem]:
    kind, _, rest = body[1:].partition(b"\0")
    begins = _PICTURES.get(kind.lower())
    if begins is None:
        yield "id3-picture", f"its tag holds a picture of type {kind.decode('latin-1')!r}"
    elif begins not in rest[:300]:
        yield "id3-picture", f"the picture in its tag is no {kind.decode('latin-1')}"


def _table(body: bytes, names: Sequence[bytes]) -> Iterator[Problem]:
    _, _, rest = body.partition(b"\0")
    flags, count = (rest[0], rest[1]) if len(rest) > 1 else (0, 0)
    if flags & (_TOP_LEVEL | _ORDERED) != _TOP_LEVEL | _ORDERED:
        yield "id3-toc", "its table of contents is not marked as the top one and in order"
    children = rest[2:].split(b"\0")[:count]
    if children != list(names):
        yield "id3-toc", "its table of contents does not list its chapters in their order"


def _chapter_frames(chapters: Sequence[Chapter]) -> bytes:
    if not chapters:
        return b""
    width = max(3, len(str(len(chapters) - 1)))
    names = [b"chp%0*d" % (width, number) for number in range(len(chapters))]
    flags = bytes([_TOP_LEVEL | _ORDERED, len(names)])
    table = _TOC + b"\0" + flags + b"".join(name + b"\0" for name in names)
    made = [_frame(b"CTOC", table)]
    for name, one in zip(names, chapters, strict=True):
        times = one.span.start_ms.to_bytes(4, "big") + one.span.end_ms.to_bytes(4, "big")
        inner = _frame(b"TIT2", _text(one.title))
        if one.link:
            inner += _frame(b"WXXX", b"\0chapter url\0" + one.link.encode("latin-1", "ignore"))
        made.append(_frame(b"CHAP", name + b"\0" + times + _NOWHERE * 2 + inner))
    return b"".join(made)


def _text(text: str) -> bytes:
    if text.isascii():
        return b"\0" + text.encode()
    return b"\x01\xff\xfe" + text.encode("utf-16-le", "ignore")


def _frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + b"\0\0" + body


def _as_syncsafe(value: int) -> bytes:
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))
