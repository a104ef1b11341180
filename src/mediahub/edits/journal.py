"""The journal of edits: what people corrected, kept beside the source as `NAME.edits.json`.

It is precious: a rewrite keeps keys and entry types that this version does not know, and a journal
that cannot be read is never written over.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.errors import MediaError
from mediahub.transcript import shape
from mediahub.transcript.codec import chapter_from_json, chapter_to_json, dump
from mediahub.transcript.span import Span
from mediahub.transcript.values import Chapter

SCHEMA = 1
SUFFIX = ".edits.json"
Anchor = tuple[Span, tuple[str, ...]]
"""Where a voice is heard: a span, and the first words said in it."""


@dataclass(frozen=True, slots=True)
class ReplaceWords:
    """The words `before` at `span` read `after`; no `before` inserts, an empty `after` deletes.

    `left` and `right` are up to three words on either side, the left ones as already edited.
    """

    id: str
    span: Span
    before: tuple[str, ...]
    after: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    """Keys that this version does not know, kept as they are."""


@dataclass(frozen=True, slots=True)
class NameSpeaker:
    """The voice that says `words` at `span`, then called `label`, is `name`.

    `person` is an id of the person registry, None for a name that is not in it. `voice` is set when
    another voice of the transcript had that name already: the span and first words of a turn of
    its. A name such as "Talare 2" makes the two one, or without `voice` takes a name back.
    """

    id: str
    label: str
    span: Span
    words: tuple[str, ...]
    name: str
    person: str | None = None
    voice: Anchor | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttributeWords:
    """The words at `span` were said by `name`, not by the voice they were given to.

    `voice` is where that speaker is heard (the span and words of a NameSpeaker) when the transcript
    had the speaker already; it tells who is meant while the speaker has no name of their own.
    """

    id: str
    span: Span
    words: tuple[str, ...]
    name: str
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    person: str | None = None
    voice: Anchor | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetChapters:
    """The recording's chapters as a person wants them; the last such entry counts."""

    id: str
    chapters: tuple[Chapter, ...]
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotSpeaker:
    """The voice that says `words` at `span`, then called `label`, is not `person`.

    It changes nothing in the transcript; a voice is never again proposed to be that person.
    """

    id: str
    label: str
    span: Span
    words: tuple[str, ...]
    person: str
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnknownEntry:
    """An entry of a type that this version does not know, kept word for word."""

    id: str
    raw: Mapping[str, Any]


Entry = ReplaceWords | NameSpeaker | AttributeWords | SetChapters | NotSpeaker | UnknownEntry


@dataclass(frozen=True, slots=True)
class Journal:
    """The edits of one recording in the order they were made; `source` is its file's name."""

    entries: tuple[Entry, ...] = ()
    source: str | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)

    def adding(self, entries: Iterable[Entry]) -> "Journal":
        """This journal with more entries at its end; an id that is taken gets a number."""
        kept = list(self.entries)
        taken = {entry.id for entry in kept}
        for entry in entries:
            wanted, number = entry.id, 2
            while wanted in taken:
                wanted, number = f"{entry.id}-{number}", number + 1
            taken.add(wanted)
            kept.append(entry if wanted == entry.id else replace(entry, id=wanted))
        return replace(self, entries=tuple(kept))

    def without(self, ids: Iterable[str]) -> "Journal":
        """This journal with the entries of these ids taken back."""
        gone = set(ids)
        return replace(self, entries=tuple(entry for entry in self.entries if entry.id not in gone))

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters of the last SetChapters; empty when there is none."""
        for entry in reversed(self.entries):
            if isinstance(entry, SetChapters):
                return entry.chapters
        return ()


def identified(entry: Entry) -> Entry:
    """The entry with an id made of its content: the same edit has the same id everywhere."""
    content = dump({**entry_to_json(entry), "id": ""})
    return replace(entry, id=hashlib.sha256(content.encode()).hexdigest()[:10])


def journal_path(source: Path) -> Path:
    """Where the edits of a media file lie: `NAME.edits.json`.

    When that journal belongs to a neighbour of the same name (`a.mp3` beside `a.mp4`), or when a
    journal with the whole name exists, it is `NAME.mp3.edits.json`.
    """
    whole = source.with_name(source.name + SUFFIX)
    short = source.with_name(source.stem + SUFFIX)
    if whole.exists() or not short.exists():
        return whole if whole.exists() else short
    try:
        owner = read_journal(short).source
    except MediaError:
        return short  # whoever reads it says what is wrong
    if owner in (None, source.name) or not source.with_name(str(owner)).exists():
        return short
    return whole


def read_journal(path: Path) -> Journal:
    """The journal in a file; an empty one when there is no file.

    Raises MediaError that names the file and the place when it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        raise MediaError(f"{path}: the edits cannot be read ({error.strerror})") from error
    try:
        return journal_from_json(json.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise _damaged(path, f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _damaged(path, f"{place}: {error.msg}") from error
    except RecursionError as error:
        raise _damaged(path, "nested too deep") from error
    except ValueError as error:
        raise _damaged(path, str(error)) from error


def write_journal(path: Path, journal: Journal) -> bool:
    """Write the journal; False when the file already says just that.

    Raises MediaError, writing nothing, when what stands there cannot be read.
    """
    read_journal(path)
    return write_text(path, dump(journal_to_json(journal)))


def journal_to_json(journal: Journal) -> dict[str, Any]:
    """The journal as a JSON object."""
    head: dict[str, Any] = {"schema": SCHEMA}
    if journal.source is not None:
        head["source"] = journal.source
    return {
        **head,
        **journal.rest,
        "entries": [entry_to_json(entry) for entry in journal.entries],
    }


def journal_from_json(data: object) -> Journal:
    """The journal in a JSON object. Raises ValueError that names the key that is wrong."""
    document = shape.record(data, "journal")
    version = shape.field(document, "schema", shape.natural)
    if version > SCHEMA:
        raise ValueError(f"schema: {version} was written by a newer mediahub; upgrade this one")
    if version < SCHEMA:
        raise ValueError(f"schema: there is no version {version}")
    return Journal(
        entries=shape.items(document, "entries", _entry),
        source=shape.text_or_none(document.get("source"), "source"),
        rest=_rest(document, {"schema", "source", "entries"}),
    )


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object."""
    if isinstance(entry, UnknownEntry):
        return dict(entry.raw)
    record: dict[str, Any] = {"type": _TYPES[type(entry)], "id": entry.id}
    if isinstance(entry, SetChapters):
        record["chapters"] = [chapter_to_json(chapter) for chapter in entry.chapters]
        return {**record, **entry.rest}
    record["span"] = [entry.span.start_ms, entry.span.end_ms]
    if isinstance(entry, ReplaceWords):
        record |= {"before": list(entry.before), "after": entry.after}
        record |= {"left": list(entry.left), "right": list(entry.right)}
    elif isinstance(entry, NameSpeaker):
        record |= {"label": entry.label, "words": list(entry.words)}
        record |= {"name": entry.name, "person": entry.person}
    elif isinstance(entry, NotSpeaker):
        record |= {"label": entry.label, "words": list(entry.words), "person": entry.person}
    else:
        record |= {"words": list(entry.words), "name": entry.name, "person": entry.person}
        record |= {"left": list(entry.left), "right": list(entry.right)}
    if isinstance(entry, NameSpeaker | AttributeWords) and entry.voice is not None:
        span, words = entry.voice
        record["voice"] = {"span": [span.start_ms, span.end_ms], "words": list(words)}
    return {**record, **entry.rest}


_TYPES: dict[type, str] = {
    ReplaceWords: "replace-words",
    NameSpeaker: "name-speaker",
    AttributeWords: "attribute-words",
    SetChapters: "set-chapters",
    NotSpeaker: "not-speaker",
}


def _entry(value: object, where: str) -> Entry:
    record = shape.record(value, where)
    kind = shape.field(record, "type", shape.text, where)
    # Every entry has an id; a type that a later version brings may keep its own there.
    identity = record.get("id")
    if kind not in _TYPES.values():
        return UnknownEntry(identity if isinstance(identity, str) else "", record)
    identity = shape.field(record, "id", shape.text, where)
    if kind == "set-chapters":
        chapters = shape.items(record, "chapters", chapter_from_json, where)
        return SetChapters(identity, chapters, _rest(record, {"type", "id", "chapters"}))
    span = shape.field(record, "span", shape.span, where)

    def texts(key: str) -> tuple[str, ...]:
        return shape.items(record, key, shape.text, where)

    def text(key: str) -> str:
        return shape.field(record, key, shape.text, where)

    if kind == "replace-words":
        known = {"type", "id", "span", "before", "after", "left", "right"}
        return ReplaceWords(
            identity,
            span,
            texts("before"),
            text("after"),
            texts("left"),
            texts("right"),
            _rest(record, known),
        )
    if kind == "not-speaker":
        known = {"type", "id", "span", "label", "words", "person"}
        rest = _rest(record, known)
        return NotSpeaker(identity, text("label"), span, texts("words"), text("person"), rest)
    person = shape.field(record, "person", shape.text_or_none, where)
    voice = _voice(record.get("voice"), f"{where}.voice")
    if kind == "name-speaker":
        known = {"type", "id", "span", "label", "words", "name", "person", "voice"}
        return NameSpeaker(
            identity,
            text("label"),
            span,
            texts("words"),
            text("name"),
            person,
            voice,
            _rest(record, known),
        )
    known = {"type", "id", "span", "words", "name", "person", "left", "right", "voice"}
    return AttributeWords(
        identity,
        span,
        texts("words"),
        text("name"),
        texts("left"),
        texts("right"),
        person,
        voice,
        _rest(record, known),
    )


def _voice(value: object, where: str) -> Anchor | None:
    if value is None:
        return None
    record = shape.record(value, where)
    return (
        shape.field(record, "span", shape.span, where),
        shape.items(record, "words", shape.text, where),
    )


def _rest(record: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in known}


def _damaged(path: Path, problem: str) -> MediaError:
    return MediaError(
        f"{path}: the edits cannot be read: {problem}. Mend the file, or move it away to start "
        "anew; it was not touched"
    )
