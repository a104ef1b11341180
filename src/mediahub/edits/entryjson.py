"""How an entry stands in a journal's JSON.

Keys and types that this version does not know are kept as they are.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypedDict

from mediahub.edits.entries import (
    About,
    Anchored,
    AttributeWords,
    Border,
    Entry,
    JoinSegments,
    Keep,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    Review,
    SetChapters,
    SplitSegment,
    Undo,
    UnknownEntry,
    Withhold,
)
from mediahub.edits.fits import (
    Fit,
    anchor_from_json,
    anchor_to_json,
    fit_to_json,
    fits_from_json,
)
from mediahub.errors import SettingsError
from mediahub.textfile import no_text
from mediahub.transcript import shape
from mediahub.transcript.codec import chapter_from_json, chapter_to_json, dump
from mediahub.transcript.span import Span


def identified(entry: Entry) -> Entry:
    """The entry with an id made of what it decides: the same edit has the same id everywhere.

    Raises SettingsError for words that captions, feeds and the journal itself cannot hold.
    """
    if isinstance(entry, UnknownEntry):
        return entry
    for said in _said(entry):
        found = no_text(said)
        if found is not None:
            raise SettingsError(
                f"the words hold {found}, which is in no text; take it out. Nothing was changed",
                swedish=f"Texten har ett tecken som inte kan visas ({found}). Inget är ändrat.",
            )
    return replace(entry, id=hashlib.sha256(decided(entry).encode()).hexdigest()[:10])


def _said(entry: Entry) -> Iterator[str]:
    """What a person says in an entry; what stood there before may be what is put right."""
    for name in ("after", "name", "why"):
        yield getattr(entry, name, None) or ""
    if isinstance(entry, SetChapters):
        for chapter in entry.chapters:
            yield chapter.title


def decided(entry: Entry) -> str:
    """What an entry decides and where, as text: equal for the same edit, whoever made it."""
    if isinstance(entry, UnknownEntry):
        return dump(entry.raw)
    plain = replace(entry, id="", by=None, at=None)
    if isinstance(plain, Anchored):
        plain = replace(plain, wording=None, fits=())
    return dump(entry_to_json(plain))


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object."""
    if isinstance(entry, UnknownEntry):
        return dict(entry.raw)
    record: dict[str, Any] = {"type": _TYPES[type(entry)], "id": entry.id}
    if isinstance(entry, SetChapters):
        record["chapters"] = [chapter_to_json(chapter) for chapter in entry.chapters]
    elif isinstance(entry, About):
        record["of"] = entry.of
        if isinstance(entry, Keep):
            record["wording"] = entry.wording
    else:
        record["span"] = [entry.span.start_ms, entry.span.end_ms]
        record |= _said_to_json(entry)
    if entry.by is not None:
        record["by"] = entry.by
    if entry.at is not None:
        record["at"] = _written(entry.at)
    if isinstance(entry, Anchored):
        if entry.wording is not None:
            record["wording"] = entry.wording
        if entry.fits:
            record["fits"] = [fit_to_json(fit) for fit in entry.fits]
    return {**record, **entry.rest}


def _said_to_json(entry: Anchored | Withhold) -> dict[str, Any]:
    """What an entry about a stretch of the recording decides."""
    record: dict[str, Any]
    if isinstance(entry, Review):
        return {"text": entry.text}
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
        record["voice"] = anchor_to_json(entry.voice)
    return record


_TYPES: dict[type, str] = {
    ReplaceWords: "replace-words",
    NameSpeaker: "name-speaker",
    AttributeWords: "attribute-words",
    SetChapters: "set-chapters",
    NotSpeaker: "not-speaker",
    Review: "review",
    Keep: "keep",
    Undo: "undo",
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
    if kind in ("keep", "undo"):
        of = shape.field(record, "of", shape.text, where)
        if kind == "undo":
            return Undo(identity, of, **_kept(record, "of"))
        wording = shape.field(record, "wording", shape.text, where)
        return Keep(identity, of, wording, **_kept(record, "of", "wording"))
    return _anchored_from_json(record, kind, identity, where)


def _anchored_from_json(
    record: Mapping[str, Any], kind: str, identity: str, where: str
) -> Anchored | Withhold:
    """The entry of a kind that has a place in the recording."""
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
            **_placed(record, where, "span", "before", "after", "left", "right"),
        )
    if kind == "review":
        return Review(identity, span, text("text"), **_placed(record, where, "span", "text"))
    if kind == "not-speaker":
        kept = _placed(record, where, "span", "label", "words", "person")
        return NotSpeaker(identity, text("label"), span, texts("words"), text("person"), **kept)
    person = shape.field(record, "person", shape.text_or_none, where)
    voice = anchor_from_json(record.get("voice"), f"{where}.voice")
    if kind == "name-speaker":
        return NameSpeaker(
            identity,
            text("label"),
            span,
            texts("words"),
            text("name"),
            person,
            voice,
            **_placed(record, where, "span", "label", "words", "name", "person", "voice"),
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
        **_placed(record, where, "span", "words", "name", "person", "left", "right", "voice"),
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
) -> Withhold | Border:
    if issubclass(kind, Withhold):
        why = shape.field(record, "why", shape.text, where)
        sound = shape.field(record, "sound", shape.truth, where)
        return kind(identity, span, why, sound, **_kept(record, "span", "why", "sound"))
    left, right = (shape.items(record, key, shape.text, where) for key in ("left", "right"))
    return kind(identity, span, left, right, **_placed(record, where, "span", "left", "right"))


class _Kept(TypedDict):
    """What every known entry keeps beside its decision."""

    rest: Mapping[str, Any]
    by: str | None
    at: datetime | None


class _Placed(_Kept):
    """What every entry with a place among the words keeps beside it."""

    wording: str | None
    fits: tuple[Fit, ...]


def _placed(record: Mapping[str, Any], where: str, *known: str) -> _Placed:
    """What `_kept` keeps, and where else the entry has its place. Raises ValueError."""
    wording = record.get("wording")
    mine = isinstance(wording, str)
    kept = _kept(record, "fits", *(("wording",) if mine else ()), *known)
    fits = fits_from_json(record, where)
    return _Placed(**kept, wording=wording if isinstance(wording, str) else None, fits=fits)


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
