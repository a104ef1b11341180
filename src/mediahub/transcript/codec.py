"""The values in the middle as JSON, and back: recognition, diarisation, transcript, chapters.

Every document says `"schema": 1`. Words are `[text, start_ms, end_ms, probability]` and spans
`[start_ms, end_ms]`, so that a three-hour recording stays small and a line is a word.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from mediahub.transcript import shape
from mediahub.transcript.span import Span
from mediahub.transcript.values import (
    AuthoredCue,
    Chapter,
    ChapterSource,
    CuePart,
    Diarisation,
    ModelIdentity,
    Origin,
    Recognition,
    Segment,
    Speaker,
    Stretch,
    Transcript,
    Turn,
    Word,
)

SCHEMA = 1


def recognition_to_json(value: Recognition) -> dict[str, Any]:
    """The recognition as a JSON object; probabilities are rounded to 3 decimals."""
    return {
        "schema": SCHEMA,
        "language": value.language,
        "duration_ms": value.duration_ms,
        "origin": value.origin,
        "model": _model_to_json(value.model),
        "vocabulary": list(value.vocabulary),
        "regions": _spans_to_json(value.regions),
        "gaps": _spans_to_json(value.gaps),
        "breaks": list(value.breaks),
        "voices": list(value.voices),
        **_cues_to_json(value.cues),
        **_stretches_to_json(value.stretches),
        "words": [_word_to_json(word) for word in value.words],
    }


def recognition_from_json(data: object) -> Recognition:
    """The recognition in a JSON object. Raises ValueError that names the key that is wrong."""
    document = _document(data)
    words = shape.field(document, "words", _words)
    breaks = shape.items(document, "breaks", shape.natural)
    voices = shape.items(document, "voices", shape.text)
    if any(index >= len(words) for index in breaks):
        raise ValueError(f"breaks: an index lies past the last of {len(words)} words")
    if voices and len(voices) != len(breaks):
        raise ValueError(f"voices: {len(voices)} names for {len(breaks)} breaks")
    return Recognition(
        language=shape.field(document, "language", shape.text),
        duration_ms=shape.field(document, "duration_ms", shape.natural),
        words=words,
        regions=shape.items(document, "regions", shape.span),
        gaps=shape.items(document, "gaps", shape.span),
        origin=_origin(document),
        model=shape.field(document, "model", _model),
        vocabulary=shape.items(document, "vocabulary", shape.text),
        breaks=breaks,
        voices=voices,
        cues=_cues(document, len(breaks)),
        stretches=_stretches(document),
    )


def diarisation_to_json(value: Diarisation) -> dict[str, Any]:
    """The diarisation as a JSON object; the numbers of a voice are rounded to 5 decimals."""
    return {
        "schema": SCHEMA,
        "model": _model_to_json(value.model),
        "turns": [[turn.span.start_ms, turn.span.end_ms, turn.speaker] for turn in value.turns],
        "voices": {
            label: [round(number, 5) for number in numbers]
            for label, numbers in value.voices.items()
        },
    }


def diarisation_from_json(data: object) -> Diarisation:
    """The diarisation in a JSON object. Raises ValueError that names the key that is wrong."""
    document = _document(data)
    voices = shape.field(document, "voices", shape.record)
    return Diarisation(
        turns=shape.items(document, "turns", _turn),
        voices={
            label: tuple(shape.each(numbers, f"voices.{label}", shape.number))
            for label, numbers in voices.items()
        },
        model=shape.field(document, "model", _model),
    )


def transcript_to_json(value: Transcript) -> dict[str, Any]:
    """The transcript as a JSON object; probabilities are rounded to 3 decimals."""
    return {
        "schema": SCHEMA,
        "language": value.language,
        "duration_ms": value.duration_ms,
        "origin": value.origin,
        "model": _model_to_json(value.model),
        "gaps": _spans_to_json(value.gaps),
        "speakers": [
            {
                "label": speaker.label,
                "name": speaker.name,
                "person": speaker.person,
                "voice": speaker.voice,
                **({"automatic": True} if speaker.automatic else {}),
            }
            for speaker in value.speakers
        ],
        "segments": [
            {
                "speaker": segment.speaker,
                "paragraph": segment.paragraph,
                **({} if segment.piece is None else {"piece": segment.piece}),
                "words": [_word_to_json(word) for word in segment.words],
            }
            for segment in value.segments
        ],
        "doubtful": list(value.doubtful),
        **({"wording": value.wording} if value.wording is not None else {}),
        **({"reviewed": _spans_to_json(value.reviewed)} if value.reviewed else {}),
        **({"withheld": _spans_to_json(value.withheld)} if value.withheld else {}),
        **_stretches_to_json(value.stretches),
        **_cues_to_json(value.cues),
    }


def transcript_from_json(data: object) -> Transcript:
    """The transcript in a JSON object. Raises ValueError that names the key that is wrong."""
    document = _document(data)
    speakers = shape.items(document, "speakers", _speaker)
    segments = shape.items(document, "segments", _segment)
    labels = {speaker.label for speaker in speakers}
    for index, segment in enumerate(segments):
        if segment.speaker not in labels:
            raise ValueError(f"segments[{index}].speaker: no speaker {segment.speaker!r}")
    return Transcript(
        language=shape.field(document, "language", shape.text),
        duration_ms=shape.field(document, "duration_ms", shape.natural),
        segments=segments,
        speakers=speakers,
        gaps=shape.items(document, "gaps", shape.span),
        origin=_origin(document),
        model=shape.field(document, "model", _model),
        # Transcripts of an earlier version do not tell.
        doubtful=shape.items(document, "doubtful", shape.natural) if "doubtful" in document else (),
        cues=_cues(document),
        wording=shape.text_or_none(document.get("wording"), "wording"),
        reviewed=shape.items(document, "reviewed", shape.span) if "reviewed" in document else (),
        withheld=shape.items(document, "withheld", shape.span) if "withheld" in document else (),
        stretches=_stretches(document),
    )


def chapters_to_json(chapters: Iterable[Chapter]) -> dict[str, Any]:
    """The chapters as a JSON object that is also a Podcasting 2.0 chapters file, version 1.2.

    What that format does not know (`schema`, `source`) its readers pass over.
    """
    return {
        "schema": SCHEMA,
        "version": "1.2.0",
        "chapters": [chapter_to_json(chapter) for chapter in chapters],
    }


def chapter_to_json(chapter: Chapter) -> dict[str, Any]:
    """One chapter as a JSON object, times in seconds, as it stands in other documents."""
    record: dict[str, Any] = {
        "startTime": _seconds(chapter.span.start_ms),
        "endTime": _seconds(chapter.span.end_ms),
        "title": chapter.title,
        "source": chapter.source,
    }
    if chapter.link is not None:
        record["url"] = chapter.link
    return record


def _seconds(ms: int) -> int | float:
    return ms // 1000 if ms % 1000 == 0 else ms / 1000


def chapters_from_json(data: object) -> tuple[Chapter, ...]:
    """The chapters in a JSON object. Raises ValueError that names the key that is wrong."""
    return shape.items(_document(data), "chapters", chapter_from_json)


def dump(document: Mapping[str, Any]) -> str:
    """JSON text of a document: a key a line, and an item a line in its lists.

    Small, quick to read, and a diff shows the word that changed.
    """
    fields = []
    for key, value in document.items():
        head = f"{_compact(key)}: "
        if isinstance(value, list) and value:
            body = ",\n".join(f"  {_compact(item)}" for item in value)
            fields.append(f" {head}[\n{body}\n ]")
        else:
            fields.append(f" {head}{_compact(value)}")
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _word_to_json(word: Word) -> list[Any]:
    return [word.text, word.span.start_ms, word.span.end_ms, round(word.probability, 3)]


def _spans_to_json(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start_ms, span.end_ms] for span in spans]


def _model_to_json(model: ModelIdentity | None) -> dict[str, Any] | None:
    if model is None:
        return None
    return {"name": model.name, "revision": model.revision, "swedish": model.swedish}


def _document(data: object) -> dict[str, Any]:
    document = shape.record(data, "document")
    schema = document.get("schema")
    if type(schema) is not int or schema != SCHEMA:
        raise ValueError(f"schema: {schema!r}, but this version reads {SCHEMA}")
    return document


def _word(value: object, where: str) -> Word:
    parts = shape.array(value, where)
    if len(parts) != 4:
        raise ValueError(
            f"{where}: {shape.short(value)} is not [text, start_ms, end_ms, probability]"
        )
    probability = shape.number(parts[3], where)
    if not 0 <= probability <= 1:
        raise ValueError(f"{where}: the probability {probability} is not within 0 and 1")
    return Word(shape.text(parts[0], where), shape.span_of(parts[1], parts[2], where), probability)


def _words(value: object, where: str) -> tuple[Word, ...]:
    """The words of a list, as `_word` reads each.

    There are ten thousand an hour: what is as it should be is seen at a glance, and only what is
    not is read word by word, for the place that is named.
    """
    found = []
    for one in shape.array(value, where):
        match one:
            case [str(text), int(start), int(end), (int() | float()) as probability] if (
                type(start) is type(end) is int
                and type(probability) is not bool
                and 0 <= start <= end
                and 0 <= probability <= 1
            ):
                found.append(Word(text, Span(start, end), float(probability)))
            case _:
                return tuple(shape.each(value, where, _word))
    return tuple(found)


def _turn(value: object, where: str) -> Turn:
    parts = shape.array(value, where)
    if len(parts) != 3:
        raise ValueError(f"{where}: {shape.short(value)} is not [start_ms, end_ms, speaker]")
    return Turn(shape.span_of(parts[0], parts[1], where), shape.text(parts[2], where))


def _model(value: object, where: str) -> ModelIdentity | None:
    if value is None:
        return None
    record = shape.record(value, where)
    return ModelIdentity(
        name=shape.field(record, "name", shape.text, where),
        revision=shape.field(record, "revision", shape.text, where),
        swedish=shape.field(record, "swedish", shape.truth, where),
    )


def _speaker(value: object, where: str) -> Speaker:
    record = shape.record(value, where)
    return Speaker(
        label=shape.field(record, "label", shape.text, where),
        name=shape.field(record, "name", shape.text, where),
        person=shape.field(record, "person", shape.text_or_none, where),
        voice=shape.field(record, "voice", shape.text_or_none, where),
        automatic="automatic" in record and shape.field(record, "automatic", shape.truth, where),
    )


def _segment(value: object, where: str) -> Segment:
    record = shape.record(value, where)
    words = shape.field(record, "words", _words, where)
    if not words:
        raise ValueError(f"{where}.words: a segment has at least one word")
    return Segment(
        speaker=shape.field(record, "speaker", shape.text, where),
        words=words,
        paragraph=shape.field(record, "paragraph", shape.truth, where),
        piece=shape.natural(record["piece"], f"{where}.piece") if "piece" in record else None,
    )


def _stretches_to_json(stretches: Iterable[Stretch]) -> dict[str, Any]:
    """The stretches under their key; nothing where there is one language, as in older documents."""
    found = [[one.span.start_ms, one.span.end_ms, one.language] for one in stretches]
    return {"stretches": found} if found else {}


def _stretches(document: Mapping[str, Any]) -> tuple[Stretch, ...]:
    if "stretches" not in document:
        return ()
    return shape.items(document, "stretches", _stretch)


def _stretch(value: object, where: str) -> Stretch:
    parts = shape.array(value, where)
    if len(parts) != 3:
        raise ValueError(f"{where}: {shape.short(value)} is not [start_ms, end_ms, language]")
    return Stretch(shape.span_of(parts[0], parts[1], where), shape.text(parts[2], where))


def _cues_to_json(cues: Iterable[AuthoredCue]) -> dict[str, Any]:
    """The cues under their key; nothing where the words are not an author's captions."""
    found = [[cue.span.start_ms, cue.span.end_ms, *map(_part_to_json, cue.parts)] for cue in cues]
    return {"cues": found} if found else {}


def _part_to_json(part: CuePart) -> dict[str, Any]:
    record: dict[str, Any] = {"lines": list(part.lines)}
    if part.piece is not None:
        record["piece"] = part.piece
    return record | {key: True for key in ("dash", "gap") if getattr(part, key)}


def _cues(document: Mapping[str, Any], pieces: int | None = None) -> tuple[AuthoredCue, ...]:
    """The cues in a document; `pieces` is how many there are, where it tells."""
    if "cues" not in document:
        return ()
    found = shape.items(document, "cues", _cue)
    for number, cue in enumerate(found):
        for part in cue.parts:
            if pieces is not None and part.piece is not None and part.piece >= pieces:
                raise ValueError(f"cues[{number}]: piece {part.piece} of {pieces}")
    return found


def _cue(value: object, where: str) -> AuthoredCue:
    parts = shape.array(value, where)
    if len(parts) < 2:
        raise ValueError(f"{where}: {shape.short(value)} is not [start_ms, end_ms, part …]")
    span = shape.span_of(parts[0], parts[1], where)
    return AuthoredCue(span, tuple(_cue_part(part, where) for part in parts[2:]))


def _cue_part(value: object, where: str) -> CuePart:
    record = shape.record(value, where)
    return CuePart(
        lines=shape.items(record, "lines", shape.text, where),
        piece=shape.natural(record["piece"], f"{where}.piece") if "piece" in record else None,
        dash=shape.truth(record.get("dash", False), f"{where}.dash"),
        gap=shape.truth(record.get("gap", False), f"{where}.gap"),
    )


def chapter_from_json(value: object, where: str) -> Chapter:
    """The chapter in a JSON object that stands at `where`. Raises ValueError that names it."""
    record = shape.record(value, where)
    source = shape.field(record, "source", shape.text, where)
    if source not in get_args(ChapterSource):
        raise ValueError(f"{where}.source: {source!r} is none of {get_args(ChapterSource)}")
    start, end = (
        round(shape.field(record, key, shape.number, where) * 1000)
        for key in ("startTime", "endTime")
    )
    return Chapter(
        span=shape.span_of(start, end, where),
        title=shape.field(record, "title", shape.text, where),
        source=source,  # type: ignore[arg-type]  # checked above
        link=shape.text_or_none(record.get("url"), f"{where}.url"),
    )


def _origin(document: Mapping[str, Any]) -> Origin:
    origin = shape.field(document, "origin", shape.text)
    if origin not in get_args(Origin):
        raise ValueError(f"origin: {origin!r} is none of {get_args(Origin)}")
    return origin  # type: ignore[return-value]  # checked above
