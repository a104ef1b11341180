"""Fits: where a decision stands in another recognition of the same sound than it was made on.

A better model hears other words. The merge finds the place of each entry among them once, and keeps
it beside the entry's own anchor, so that the transcript is made exactly and cheaply, and going back
to the old words finds the old place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, Literal, get_args

from mediahub.transcript import shape
from mediahub.transcript.span import Span
from mediahub.transcript.values import Word

Anchor = tuple[Span, tuple[str, ...]]
"""Where a voice is heard: a span, and the first words said in it."""
State = Literal["settled", "moved", "question", "superseded"]
"""What became of an entry: the new words say it themselves, it has a place among them, a person
must look at its place, or a later entry decided otherwise of all that it wrote."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An entry's place in the wordings with these digests.

    `words` stand at `span` there, with `left` and `right` beside them as in the entry's own anchor;
    `voice` is where the speaker whom the entry names is heard. `after` is what a reviewed text says
    in place of `words`, None where the entry itself says it, and `sure` the probability that the
    new model gave its own words.
    """

    wordings: tuple[str, ...]
    state: State
    span: Span
    words: tuple[str, ...]
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    voice: Anchor | None = None
    after: str | None = None
    sure: float | None = None


def wording_digest(words: Sequence[Word]) -> str:
    """What names a wording: a digest of its words and their times."""
    digest = sha256()
    for word in words:
        digest.update(f"{word.text}\t{word.span.start_ms}\n".encode())
    return digest.hexdigest()[:12]


def fit_to_json(fit: Fit) -> dict[str, Any]:
    """A fit as a JSON object."""
    record: dict[str, Any] = {
        "wordings": list(fit.wordings),
        "state": fit.state,
        "span": [fit.span.start_ms, fit.span.end_ms],
        "words": list(fit.words),
    }
    for name, texts in (("left", fit.left), ("right", fit.right)):
        if texts:
            record[name] = list(texts)
    if fit.voice is not None:
        record["voice"] = anchor_to_json(fit.voice)
    if fit.after is not None:
        record["after"] = fit.after
    if fit.sure is not None:
        record["sure"] = round(fit.sure, 3)
    return record


def fit_from_json(value: object, where: str) -> Fit:
    """The fit in a JSON object that stands at `where`. Raises ValueError that names it."""
    record = shape.record(value, where)
    state = shape.field(record, "state", shape.text, where)
    if state not in get_args(State):
        raise ValueError(f"{where}.state: there is no state {state!r}")
    known: State = next(one for one in get_args(State) if one == state)
    after, sure = record.get("after"), record.get("sure")
    return Fit(
        shape.items(record, "wordings", shape.text, where),
        known,
        shape.field(record, "span", shape.span, where),
        shape.items(record, "words", shape.text, where),
        _texts(record, "left", where),
        _texts(record, "right", where),
        anchor_from_json(record.get("voice"), f"{where}.voice"),
        shape.text(after, f"{where}.after") if after is not None else None,
        shape.number(sure, f"{where}.sure") if sure is not None else None,
    )


def fits_from_json(record: Mapping[str, Any], where: str) -> tuple[Fit, ...]:
    """The fits of an entry; none where it has no such key."""
    if "fits" not in record:
        return ()
    return shape.items(record, "fits", fit_from_json, where)


def with_fits(fits: Sequence[Fit], wording: str, found: Sequence[Fit]) -> tuple[Fit, ...]:
    """The fits with those found in a wording in place of what it had; equal ones are shared."""
    kept = [replace(one, wordings=tuple(n for n in one.wordings if n != wording)) for one in fits]
    for fit in found:
        twin = next((at for at, one in enumerate(kept) if _same(one, fit)), None)
        if twin is None:
            kept.append(replace(fit, wordings=(wording,)))
        else:
            kept[twin] = replace(kept[twin], wordings=(*kept[twin].wordings, wording))
    return tuple(one for one in kept if one.wordings)


def _same(one: Fit, other: Fit) -> bool:
    return replace(one, wordings=()) == replace(other, wordings=())


def anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    """Where a voice is heard, as a JSON object."""
    span, words = anchor
    return {"span": [span.start_ms, span.end_ms], "words": list(words)}


def anchor_from_json(value: object, where: str) -> Anchor | None:
    """Where a voice is heard; None for null. Raises ValueError that names the place."""
    if value is None:
        return None
    record = shape.record(value, where)
    return (
        shape.field(record, "span", shape.span, where),
        shape.items(record, "words", shape.text, where),
    )


def _texts(record: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    return shape.items(record, key, shape.text, where) if key in record else ()
