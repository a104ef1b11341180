"""Truth files: what was really said in a recording, by whom and about what."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mediahub.errors import MediaError
from mediahub.tongues import Said
from mediahub.transcript import Span, Turn


@dataclass(frozen=True, slots=True)
class TruthSegment:
    """One sentence as it was really said: when, by whom (a name) and the words."""

    span: Span
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A stretch of the recording that is about one thing."""

    span: Span
    title: str


@dataclass(frozen=True, slots=True)
class Truth:
    """The right answer for one recording; `topics` and `terms` are empty where nobody wrote them.

    `terms` are the house's own words and names that a recogniser must get right.
    """

    duration_ms: int
    segments: tuple[TruthSegment, ...]
    topics: tuple[Topic, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Every sentence in order, with single spaces between."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def words(self) -> tuple[str, ...]:
        """The text cut at white space; punctuation stays on its word."""
        return tuple(self.text.split())

    @property
    def turns(self) -> tuple[Turn, ...]:
        """One turn a sentence, pauses between sentences left out, as the file gives them."""
        return tuple(Turn(segment.span, segment.speaker) for segment in self.segments)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The names in order of first appearance."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments))

    @property
    def borders_ms(self) -> tuple[int, ...]:
        """Where a new topic begins, in ms; the first topic's start is not a border."""
        return tuple(topic.span.start_ms for topic in self.topics[1:])


def read_truth(path: Path) -> Truth:
    """Read a truth file: JSON with `duration`, `segments` and perhaps `topics` and `terms`.

    Times in the file are seconds. Raises MediaError that names the file and the field.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise MediaError(
            f"{path}: cannot be read as a truth file (JSON): {error}",
            swedish=f"{path}: går inte att läsa som facit (JSON): {error}",
        ) from error
    root = _Field(path, "the file", data)
    duration_ms = root.get("duration").milliseconds()
    segments = tuple(
        TruthSegment(item.span(duration_ms), item.get("speaker").text(), item.get("text").text())
        for item in root.get("segments").items()
    )
    topics = tuple(
        Topic(item.span(duration_ms), item.get("topic").text())
        for item in root.get("topics", []).items()
    )
    for name, spans in (
        ("segments", [segment.span for segment in segments]),
        ("topics", [topic.span for topic in topics]),
    ):
        for i in range(1, len(spans)):
            if spans[i].start_ms < spans[i - 1].start_ms:
                raise MediaError(
                    f"{path}: {name}[{i}].start: comes before the one above it",
                    swedish=f"{path}: {name}[{i}].start: kommer före den ovanför",
                )
    return Truth(
        duration_ms, segments, topics, tuple(item.text() for item in root.get("terms", []).items())
    )


@dataclass(frozen=True, slots=True)
class _Field:
    """A value in the file together with where it stands, so that an error can say so."""

    path: Path
    name: str
    value: Any

    def get(self, key: str, default: Any = None) -> "_Field":
        if not isinstance(self.value, dict):
            raise self._error(Said("an object with fields is wanted", "ett objekt med fält"))
        name = key if self.name == "the file" else f"{self.name}.{key}"
        if key not in self.value and default is None:
            raise MediaError(
                f"{self.path}: {name} is missing", swedish=f"{self.path}: {name} saknas"
            )
        return _Field(self.path, name, self.value.get(key, default))

    def items(self) -> list["_Field"]:
        if not isinstance(self.value, list):
            raise self._error(Said("a list is wanted", "en lista"))
        return [_Field(self.path, f"{self.name}[{i}]", v) for i, v in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._error(Said("some text is wanted", "text"))
        return self.value

    def milliseconds(self) -> int:
        number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        # NaN fails both comparisons, so it is caught too.
        if not number or not 0 <= self.value < 1e7:
            raise self._error(
                Said(
                    "a number of seconds, 0 or more, is wanted", "ett antal sekunder, 0 eller fler"
                )
            )
        return round(self.value * 1000)

    def span(self, duration_ms: int) -> Span:
        start, end = self.get("start"), self.get("end")
        start_ms, end_ms = start.milliseconds(), end.milliseconds()
        if end_ms < start_ms:
            raise end._error(Said("the end comes before the start", "ett slut efter början"))
        if end_ms > duration_ms:
            raise end._error(
                Said(
                    "the end comes after the recording's own (`duration`)",
                    "ett slut före inspelningens eget (`duration`)",
                )
            )
        return Span(start_ms, end_ms)

    def _error(self, wanted: Said) -> MediaError:
        return MediaError(
            f"{self.path}: {self.name}: {wanted}, not {self.value!r:.60}",
            swedish=f"{self.path}: {self.name}: här ska stå {wanted.swedish}, inte "
            f"{self.value!r:.60}",
        )
