"""What directories take in one value of a feed: an address, a date, a text, a picture."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mediahub.feed.faults import Finding
from mediahub.feed.names import MEDIA_TYPES
from mediahub.feed.namespaces import tag
from mediahub.feed.text import DESCRIPTION_BYTES, VALUE_CHARACTERS

if TYPE_CHECKING:
    from lxml.etree import _Element

Files = Mapping[str, tuple[int, str]] | Callable[[str], tuple[int, str] | None]
"""What is behind an address: size in bytes and media type; None or absent when nothing is."""

_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)"
)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a feed names: `what` it is to the reader of a message, and what is promised.

    `type` is the media type it must be served with, `length` its size in bytes, `sha256` its digest
    (hex); None: any.
    """

    what: str
    url: str
    type: str | None = None
    length: int | None = None
    sha256: str | None = None

    def problem(self, files: Files) -> Finding | None:
        """How the file that is there differs from what is promised of it; None when it does not."""
        held = files(self.url) if callable(files) else files.get(self.url)
        if held is None:
            return Finding("file-missing", f"{self.what} is not there: {self.url}")
        if self.type is not None and held[1].partition(";")[0] != self.type:
            return Finding("file-type", f"{self.what} is {held[1]}, not {self.type}: {self.url}")
        if self.length is not None and held[0] != self.length:
            says = f"{self.what} says {self.length} bytes but the file has {held[0]}: {self.url}"
            return Finding("file-length", says)
        return None


def text_of(parent: "_Element", name: str) -> str:
    """The stripped text of the first child of this name; "" when there is none."""
    return (parent.findtext(tag(name)) or "").strip()


def description_problems(parent: "_Element") -> Iterator[Finding]:
    """A description that is too long."""
    size = len(text_of(parent, "description").encode())
    if size > DESCRIPTION_BYTES:
        yield Finding(
            "description-length",
            f"the description has {size} bytes; {DESCRIPTION_BYTES} is the most",
        )


ELEMENTS = frozenset(["p", "ol", "ul", "li", "a", "br"])
"""The elements of HTML that Apple keeps in a description."""
_RUNS = re.compile(
    r"<(script|style|iframe|object|embed|form)\b|<[^<>]*\son\w+\s*=|href=\W*javascript:",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b")


def markup_problems(parent: "_Element") -> Iterator[Finding]:
    """A description with elements that apps show as signs, or drop with what is in them."""
    others = {name.lower() for name in _ELEMENT.findall(text_of(parent, "description"))} - ELEMENTS
    if others:
        says = f"the description holds <{'>, <'.join(sorted(others))}>, which apps do not take"
        yield Finding("description-markup", says)
    shown = text_of(parent, "content:encoded")
    if _RUNS.search(shown):
        yield Finding("notes-markup", "its show notes hold what runs, or is laid into a page")


def repeated_problems(parent: "_Element", names: Sequence[str]) -> Iterator[Finding]:
    """Elements that stand twice where one is meant."""
    counted = Counter(child.tag for child in parent)
    for name in names:
        if counted[tag(name)] > 1:
            yield Finding("repeated", f"it has {counted[tag(name)]} {name}; one is the most")


def value_problems(parent: "_Element", names: Sequence[str]) -> Iterator[Finding]:
    """Values that are too long, or have space round them."""
    for name in names:
        text = parent.findtext(tag(name)) or ""
        if len(text) > VALUE_CHARACTERS:
            yield Finding(
                "value-length", f"{name} has {len(text)} characters; {VALUE_CHARACTERS} is the most"
            )
        if text != text.strip():
            yield Finding("value-space", f"{name} has space before or after it")


def explicit_problems(parent: "_Element", whose: str) -> Iterator[Finding]:
    """An itunes:explicit that is neither true nor false."""
    explicit = text_of(parent, "itunes:explicit")
    if explicit not in {"true", "false"}:
        yield Finding(
            "explicit", f"{whose}itunes:explicit is {explicit!r}; it must be true or false"
        )


def image_problems(url: str, what: str) -> Iterator[Finding]:
    """A picture that directories pass over for its address alone."""
    yield from address_problems(url, f"{what}'s address")
    if ending(url) not in {".jpg", ".png"}:
        yield Finding("picture-name", f"{what} must end in .jpg or .png: {url}")


def image_file(url: str, what: str) -> Iterator[NamedFile]:
    """The picture as a file; nothing when its address tells no type to hold it against."""
    if ending(url) in {".jpg", ".png"}:
        yield NamedFile(what, url, MEDIA_TYPES[ending(url)])


def date_problems(text: str, name: str) -> Iterator[Finding]:
    """A date that is missing or not as RFC 2822 writes it."""
    if not text:
        yield Finding("date-missing", f"it has no {name}")
        return
    moment = moment_of(text)
    if moment is None:
        yield Finding("date", f"{name} {text!r} is not a date of RFC 2822")
    elif not _DATE.fullmatch(text):
        yield Finding("date", f"{name} {text!r} is not a date of RFC 2822 with weekday and zone")
    elif text[:3] != ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]:
        yield Finding("date-weekday", f"{name} {text!r} names the wrong weekday")


def moment_of(text: str) -> datetime | None:
    """The aware time that an RFC 2822 date tells (UTC where it names no zone); None for no date."""
    from email.utils import parsedate_to_datetime  # slow, and needed only here

    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def address_problems(url: str | None, what: str) -> Iterator[Finding]:
    """An address that is not one of the web, or not written as RFC 3986 has it."""
    url = url or ""
    try:
        parts = urlsplit(url)
    except ValueError:
        yield Finding("address", f"{what} is no address: {url!r}")
        return
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield Finding("address", f"{what} is no web address: {url!r}")
    elif not url.isascii() or re.search(r"[\s<>\"{}|\\^`]", url):
        yield Finding(
            "address", f"{what} holds characters that are not allowed in an address: {url}"
        )


def chapter_time_problems(starts: Sequence[int], end: int | None) -> Iterator[Finding]:
    """Chapters (starts in ms) that do not rise from 0, or begin at or past `end`."""
    if starts and starts[0] != 0:
        yield Finding(
            "chapters-start", f"the first chapter begins at {starts[0] / 1000:g} s, not at 0"
        )
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield Finding("chapters-order", "the chapters do not rise in time")
    if end is not None and starts and starts[-1] >= end > 0:
        yield Finding(
            "chapters-past-end", f"a chapter begins at {starts[-1] / 1000:g} s, past the end"
        )


def ending(url: str) -> str:
    """`.mp3`: the last dot and what follows it in the last part of an address; "" without one."""
    # The query counts: directories look at the end of the address as it is written.
    last = url.rsplit("/", 1)[-1]
    return "." + last.rsplit(".", 1)[-1].lower() if "." in last else ""
