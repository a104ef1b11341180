"""Entries: one decision of a person each, and how it stands in a journal's JSON.

Keys and types that this version does not know are kept as they are.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypedDict

from mediahub.transcript import shape
from mediahub.transcript.codec import chapter_from_json, chapter_to_json, dump
from mediahub.transcript.span import Span
from mediahub.transcript.values import Chapter

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
    by: str | None = None
    """Who decided it, as that person is called; None where it is not known."""
    at: datetime | None = None
    """When, in whole seconds with an offset; None where it is not known."""


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
    by: str | None = None
    at: datetime | None = None


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
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetChapters:
    """The recording's chapters as a person wants them; the last such entry counts."""

    id: str
    chapters: tuple[Chapter, ...]
    rest: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None


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
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withhold:
    """What is said in `span` is not to be read or found by anybody, whatever is heard there.

    With `sound` it is not to be heard in what is published either. `why` is never published.
    """

    id: str
    span: Span
    why: str
    sound: bool = False
    rest: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SplitSegment:
    """A segment begins between the words `left` and `right`, where none did.

    `span` is the silence between the two words, empty where there is none.
    """

    id: str
    span: Span
    left: tuple[str, ...]
    right: tuple[str, ...]
    rest: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JoinSegments:
    """The segments that part between the words `left` and `right` are one; as `SplitSegment`."""

    id: str
    span: Span
    left: tuple[str, ...]
    right: tuple[str, ...]
    rest: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnknownEntry:
    """An entry of a type that this version does not know, kept word for word."""

    id: str
    raw: Mapping[str, Any]


Said = ReplaceWords | NameSpeaker | AttributeWords | NotSpeaker
"""A decision about a stretch of what is said."""
Border = SplitSegment | JoinSegments
"""A decision about where segments begin."""
Decision = Said | SetChapters | Withhold | Border
Entry = Decision | UnknownEntry


def identified(entry: Entry) -> Entry:
    """The entry with an id made of what it decides: the same edit has the same id everywhere."""
    if isinstance(entry, UnknownEntry):
        return entry
    return replace(entry, id=hashlib.sha256(decided(entry).encode()).hexdigest()[:10])


def decided(entry: Entry) -> str:
    """What an entry decides and where, as text: equal for the same edit, whoever made it."""
    if isinstance(entry, UnknownEntry):
        return dump(entry.raw)
    return dump(entry_to_json(replace(entry, id="", by=None, at=None)))


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object."""
    if isinstance(entry, UnknownEntry):
        return dict(entry.raw)
    record: dict[str, Any] = {"type": _TYPES[type(entry)], "id": entry.id}
    if isinstance(entry, SetChapters):
        record["chapters"] = [chapter_to_json(chapter) for chapter in entry.chapters]
    else:
        record["span"] = [entry.span.start_ms, entry.span.end_ms]
        record |= _said_to_json(entry)
    if entry.by is not None:
        record["by"] = entry.by
    if entry.at is not None:
        record["at"] = _written(entry.at)
    return {**record, **entry.rest}


def _said_to_json(entry: Said | Withhold | Border) -> dict[str, Any]:
    """What an entry about a stretch of the recording decides."""
    record: dict[str, Any]
    if isinstance(entry, Withhold):
        return {"why": entry.why, "sound": entry.sound}
    if isinstance(entry, SplitSegment | JoinSegments):
        return {"left": list(entry.left), "right": list(entry.right)}
    if isinstance(entry, ReplaceWords):
        record = {"before": list(entry.before), "after": entry.after}
        return record | {"left": list(entry.left), "right": list(entry.right)}
    if isinstance(entry, NotSpeaker):
        return {"label": entry.label, "words": list(entry.words), "person": entry.person}
    if isinstance(entry, NameSpeaker):
        record = {"label": entry.label, "words": list(entry.words)}
        record |= {"name": entry.name, "person": entry.person}
    else:
        record = {"words": list(entry.words), "name": entry.name, "person": entry.person}
        record |= {"left": list(entry.left), "right": list(entry.right)}
    if entry.voice is not None:
        span, words = entry.voice
        record["voice"] = {"span": [span.start_ms, span.end_ms], "words": list(words)}
    return record


_TYPES: dict[type, str] = {
    ReplaceWords: "replace-words",
    NameSpeaker: "name-speaker",
    AttributeWords: "attribute-words",
    SetChapters: "set-chapters",
    NotSpeaker: "not-speaker",
    Withhold: "withhold",
    SplitSegment: "split-segment",
    JoinSegments: "join-segments",
}


def entry_from_json(value: object, where: str) -> Entry:
    """The entry in a JSON object that stands at `where`. Raises ValueError that names it."""
    record = shape.record(value, where)
    kind = shape.field(record, "type", shape.text, where)
    # Every entry has an id; a type that a later version brings may keep its own there.
    identity = record.get("id")
    if kind not in _TYPES.values():
        return UnknownEntry(identity if isinstance(identity, str) else "", record)
    return _known(kind, record, where)


def _known(kind: str, record: Mapping[str, Any], where: str) -> Entry:
    identity = shape.field(record, "id", shape.text, where)
    if kind == "set-chapters":
        chapters = shape.items(record, "chapters", chapter_from_json, where)
        return SetChapters(identity, chapters, **_kept(record, "chapters"))
    span = shape.field(record, "span", shape.span, where)
    if kind in _OF_STRETCHES:
        return _of_stretch(_OF_STRETCHES[kind], identity, span, record, where)

    def texts(key: str) -> tuple[str, ...]:
        return shape.items(record, key, shape.text, where)

    def text(key: str) -> str:
        return shape.field(record, key, shape.text, where)

    if kind == "replace-words":
        return ReplaceWords(
            identity,
            span,
            texts("before"),
            text("after"),
            texts("left"),
            texts("right"),
            **_kept(record, "span", "before", "after", "left", "right"),
        )
    if kind == "not-speaker":
        kept = _kept(record, "span", "label", "words", "person")
        return NotSpeaker(identity, text("label"), span, texts("words"), text("person"), **kept)
    person = shape.field(record, "person", shape.text_or_none, where)
    voice = _voice(record.get("voice"), f"{where}.voice")
    if kind == "name-speaker":
        return NameSpeaker(
            identity,
            text("label"),
            span,
            texts("words"),
            text("name"),
            person,
            voice,
            **_kept(record, "span", "label", "words", "name", "person", "voice"),
        )
    return AttributeWords(
        identity,
        span,
        texts("words"),
        text("name"),
        texts("left"),
        texts("right"),
        person,
        voice,
        **_kept(record, "span", "words", "name", "person", "left", "right", "voice"),
    )


_OF_STRETCHES: Mapping[str, type[Withhold | SplitSegment | JoinSegments]] = {
    _TYPES[kind]: kind for kind in (Withhold, SplitSegment, JoinSegments)
}


def _of_stretch(
    kind: type[Withhold | SplitSegment | JoinSegments],
    identity: str,
    span: Span,
    record: Mapping[str, Any],
    where: str,
) -> Entry:
    if issubclass(kind, Withhold):
        why = shape.field(record, "why", shape.text, where)
        sound = shape.field(record, "sound", shape.truth, where)
        return kind(identity, span, why, sound, **_kept(record, "span", "why", "sound"))
    left, right = (shape.items(record, key, shape.text, where) for key in ("left", "right"))
    return kind(identity, span, left, right, **_kept(record, "span", "left", "right"))


def _voice(value: object, where: str) -> Anchor | None:
    if value is None:
        return None
    record = shape.record(value, where)
    return (
        shape.field(record, "span", shape.span, where),
        shape.items(record, "words", shape.text, where),
    )


class _Kept(TypedDict):
    """What every known entry keeps beside its decision."""

    rest: Mapping[str, Any]
    by: str | None
    at: datetime | None


def _kept(record: Mapping[str, Any], *known: str) -> _Kept:
    """Who and when, and the keys that are not known, in a form that is written back as it was.

    A `by` or `at` of another form than ours was not written by this version, and is only kept.
    """
    by, at = record.get("by"), _moment(record.get("at"))
    read = {"type", "id", *known}
    read |= {"by"} if isinstance(by, str) else set()
    read |= {"at"} if at is not None else set()
    return _Kept(
        rest={key: value for key, value in record.items() if key not in read},
        by=by if isinstance(by, str) else None,
        at=at,
    )


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    ours = moment is not None and moment.tzinfo is not None and _written(moment) == value
    return moment if ours else None


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
