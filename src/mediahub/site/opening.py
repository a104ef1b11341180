"""The gate that opens what a feed names: the bytes behind each address, read as apps will.

What was read once is remembered by its digest, size and time, and by what it was held against.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.errors import MediaError
from mediahub.feed.faults import Fault, Finding
from mediahub.feed.filecheck import (
    TRANSCRIPT_CHECKS,
    Marks,
    check_chapters_file,
    check_picture_file,
)
from mediahub.feed.itemcheck import ALTERNATE, ItemFindings
from mediahub.feed.names import CHAPTERS_TYPE
from mediahub.feed.rules import ending
from mediahub.mediafile import Enclosed
from mediahub.site.values import Content
from mediahub.workspace.digests import sha256_of_value

GATE_VERSION = 1
"""Grows when the same bytes would be judged otherwise."""
_LENGTH_MS = 1_500
"""So far the length that a feed tells may be from the sound's: it is told in whole seconds."""
_MARK_MS = 60
"""So far a chapter in a file may be from the feed's: an MP4 counts in ticks of its own."""
_CONTAINERS = {
    "audio/mpeg": "mp3",
    "audio/mp4": "mp4",
    "audio/x-m4a": "mp4",
    "video/mp4": "mp4",
    "video/x-m4v": "mp4",
    "video/quicktime": "mov",
}

Read = tuple[Finding, ...]
Measure = Callable[[Path], Enclosed]
Behind = Callable[[str], Content | None]


@dataclass
class Opener:
    """Reads what stands behind addresses; `measure` decodes a media file.

    `path` keeps what was read between runs; None keeps nothing.
    """

    measure: Measure
    path: Path | None = None
    _known: dict[str, list[list[str]]] = field(default_factory=dict)
    _used: dict[str, list[list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take up what was kept; a damaged file costs time alone."""
        if self.path is None:
            return
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["version"] == GATE_VERSION:
                self._known = dict(kept["read"])
        except (OSError, ValueError, KeyError, TypeError):
            self._known = {}

    def save(self) -> None:
        """Keep what was read of what is still named."""
        if self.path is not None and self._used != self._known:
            write_json(
                self.path, {"version": GATE_VERSION, "read": dict(sorted(self._used.items()))}
            )

    def cover(self, url: str, behind: Behind) -> Iterator[Fault]:
        """What is wrong with a channel's picture."""
        for found in self._picture(url, behind, cover=True):
            yield Fault(found.rule, f"the channel's image: {found.says}: {url}")

    def item(self, item: ItemFindings, behind: Behind) -> Iterator[Fault]:
        """What is wrong with the files of one item; those that are not there are told elsewhere."""
        end_ms = None if item.duration_s is None else item.duration_s * 1000 + 500
        for named in item.files:
            content = behind(named.url)
            if content is None:
                continue
            if named.sha256 is not None and named.sha256 != content.sha256:
                says = f"{named.what} has another digest than the feed tells: {named.url}"
                yield Fault("file-digest", says, item.guid, item.title)
            if named.url in item.enclosures or named.what == ALTERNATE:
                found = self._enclosure(content, item)
            elif named.type is not None and named.type.startswith("image/"):
                found = self._picture(named.url, behind, cover=named.what == "its image")
            elif named.type == CHAPTERS_TYPE:
                found = self._text(
                    content, _chapters_reader(item.chapters), end_ms, "chapters", item
                )
            else:
                check = TRANSCRIPT_CHECKS.get(named.type or "")
                found = self._text(content, check, end_ms, named.type or "", item) if check else ()
            for rule, says in found:
                yield Fault(rule, f"{named.what}: {says}: {named.url}", item.guid, item.title)

    def _enclosure(self, content: Content, item: ItemFindings) -> Read:
        against = [content.type, item.duration_s, list(map(list, item.chapters))]
        return self._once(content, against, lambda: tuple(_enclosure(content, item, self.measure)))

    def _picture(self, url: str, behind: Behind, *, cover: bool) -> Read:
        content = behind(url)
        if content is None:
            return ()
        against = ["cover" if cover else "picture", ending(url)]
        return self._once(
            content,
            against,
            lambda: check_picture_file(_bytes(content), ending(url), cover=cover),
        )

    def _text(
        self,
        content: Content,
        check: Callable[[bytes, int | None], Read],
        end_ms: int | None,
        what: str,
        item: ItemFindings,
    ) -> Read:
        marks = list(map(list, item.chapters)) if what == "chapters" else []
        return self._once(content, [what, end_ms, marks], lambda: check(_bytes(content), end_ms))

    def _once(self, content: Content, against: Sequence[object], read: Callable[[], Read]) -> Read:
        try:
            key = sha256_of_value([content.sha256, *_stamp(content), *against])[:32]
        except OSError as error:
            return (Finding("file-missing", f"it cannot be read ({error.strerror})"),)
        known = self._known.get(key)
        if known is None:
            length = _real_length(content)
            if length != content.length:
                says = f"{content.length} bytes are told, and it has {length}"
                found: Read = (Finding("file-length", says),)
            else:
                found = read()
            known = [[one.rule, one.says] for one in found]
        self._used[key] = known
        return tuple(Finding(rule, says) for rule, says in known)


def _stamp(content: Content) -> tuple[int, int]:
    if content.file is None:
        return content.length, 0
    stat = content.file.stat()
    return stat.st_size, stat.st_mtime_ns


def _real_length(content: Content) -> int:
    return len(content.data) if content.file is None else content.file.stat().st_size  # type: ignore[arg-type]


def _bytes(content: Content) -> bytes:
    if content.data is not None:
        return content.data
    assert content.file is not None  # noqa: S101 - content has bytes or a file
    return content.file.read_bytes()


def _chapters_reader(marks: Marks) -> Callable[[bytes, int | None], Read]:
    return lambda data, end_ms: check_chapters_file(data, marks, end_ms)


def _enclosure(content: Content, item: ItemFindings, measure: Measure) -> Iterator[Finding]:
    if content.file is None:
        return
    try:
        held = measure(content.file)
    except MediaError as error:
        yield Finding("enclosure-unreadable", str(error))
        return
    wanted = _CONTAINERS.get(content.type)
    if wanted is not None and wanted not in held.container.split(","):
        yield Finding("enclosure-container", f"it is {held.container}, not {content.type}")
    if content.type.startswith("video/") and not held.has_picture:
        yield Finding("enclosure-picture", "it is told to be a film, and has no picture")
    told = item.duration_s
    if told is not None and abs(held.duration_ms - told * 1000) > _LENGTH_MS:
        says = f"the feed says {told} s, and {held.duration_ms / 1000:.1f} s can be heard"
        yield Finding("enclosure-duration", says)
    yield from (Finding(rule, says) for rule, says in held.tag_problems)
    if held.chapters and not _alike(held.chapters, item.chapters):
        yield Finding("enclosure-chapters", "the chapters in it are not those of the feed")


def _alike(held: Sequence[tuple[int, str]], told: Sequence[tuple[int, str]]) -> bool:
    return len(held) == len(told) and all(
        abs(own_ms - feed_ms) <= _MARK_MS and " ".join(own.split()) == " ".join(feed.split())
        for (own_ms, own), (feed_ms, feed) in zip(held, told, strict=True)
    )


def file_faults(
    opener: Opener, cover: str, items: Sequence[ItemFindings], behind: Behind
) -> Iterator[Fault]:
    """What is wrong with the files that a feed names: its cover's, then each item's."""
    yield from opener.cover(cover, behind)
    for item in items:
        yield from opener.item(item, behind)
