"""Anchoring: edits carried over to new words, once, and their places kept in the journal."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mediahub.edits import Journal
from mediahub.edits.entries import Anchored, Entry
from mediahub.edits.fits import Fit, fit_from_json, fit_to_json, with_fits, wording_digest
from mediahub.edits.merging import merged
from mediahub.edits.shifting import Shift, shift_between
from mediahub.edits.standing import is_at_home
from mediahub.pipeline.withholding import Passages, passages
from mediahub.pipeline.wording import Recognised
from mediahub.tongues import Said, Words, joined
from mediahub.transcript import Recognition, shape

SCHEMA = 1
_TOLD = Words(
    "edits carried over to the new words: {count} ({parts})",
    "rättelser som följde med till de nya orden: {count} ({parts})",
)
_SETTLED = Words("{n} said by them as well", "{n} säger de själva")
_MOVED = Words("{n} put in", "{n} inlagda")
_ASKED = Words("{n} asked about", "{n} att fråga om")


@dataclass(frozen=True, slots=True)
class Carried:
    """Where entries, by id, stand in the wording `wording`; they were carried from `former`."""

    wording: str
    former: str | None = None
    fits: Mapping[str, tuple[Fit, ...]] | None = None
    withheld: Passages | None = None
    shifted: bool = False
    """Whether these words come at other times than those before: it is another recording."""

    def journal(self, journal: Journal) -> Journal:
        """The journal with these places in it."""
        if self.withheld is not None:
            journal = self.withheld.journal(journal)
        found = self.fits or {}
        if not found:
            return journal
        return replace(
            journal,
            entries=tuple(
                replace(
                    entry,
                    fits=with_fits(entry.fits, self.wording, found[entry.id]),
                    wording=entry.wording or self.former,
                )
                if isinstance(entry, Anchored) and entry.id in found
                else entry
                for entry in journal.entries
            ),
        )

    @property
    def told(self) -> Said | None:
        """What became of the corrections, in a sentence; None where there are none."""
        states = Counter(fits[0].state for fits in (self.fits or {}).values() if fits)
        count = states.total() - states["superseded"]
        if not count:
            return None
        parts = [_SETTLED.said(n=states["settled"]), _MOVED.said(n=states["moved"])]
        if states["question"]:
            parts.append(_ASKED.said(n=states["question"]))
        return _TOLD.said(count=count, parts=joined(", ", parts))


def carried(
    journal: Journal,
    before: str | None,
    read_former: Callable[[], Recognised | None],
    new: Recognition,
    sha256: str,
) -> Carried:
    """The places of the journal's entries in the words `new`, of those that have none there yet.

    `before` names the words that the journal was last applied to, None where they are not kept;
    they are read only if they are needed. `sha256` is the digest of the recording.
    """
    wording = wording_digest(new.words)

    def shift() -> Shift | None:
        if new.origin != "recogniser":
            return None  # a person's captions tell nothing of the sound beside them
        # The same words tell that the clock is the same, whatever bytes it is written in.
        known = read_former() if before != wording else None
        old = new if before == wording else known and known.worded(journal, before)
        return shift_between(old.words, new.words) if old else None

    places = _carried(journal, before, read_former, new, wording)
    clock = shift() if journal.chapters and before not in (None, wording) else None
    return replace(
        places,
        withheld=passages(journal, sha256, shift, new.duration_ms),
        shifted=clock is not None and not clock.plain,
    )


def _carried(
    journal: Journal,
    before: str | None,
    read_former: Callable[[], Recognised | None],
    new: Recognition,
    wording: str,
) -> Carried:
    standing = [entry for entry in journal.standing if isinstance(entry, Anchored)]
    known = all(is_at_home(entry, wording) for entry in standing)
    former = None if known or before in (None, wording) else read_former()
    if former is None or before is None:
        return Carried(wording)
    entries = merged(former.worded(journal, before), before, journal.standing, new, wording)
    return Carried(wording, before, _found(entries, wording, journal))


def carried_from(
    text: Recognition, former: str, journal: Journal, new: Recognition, wording: str
) -> Journal:
    """Entries that were decided on an older text, with their places in the words of now."""
    entries = merged(text, former, journal.standing, new, wording)
    return Carried(wording, former, _found(entries, wording, journal)).journal(journal)


def _found(entries: Iterable[Entry], wording: str, journal: Journal) -> dict[str, tuple[Fit, ...]]:
    at_home = {
        entry.id
        for entry in journal.standing
        if isinstance(entry, Anchored) and is_at_home(entry, wording)
    }
    return {
        entry.id: fits
        for entry in entries
        if isinstance(entry, Anchored)
        and entry.id not in at_home
        and (fits := tuple(replace(f, wordings=()) for f in entry.fits if wording in f.wordings))
    }


def carried_to_json(value: Carried) -> dict[str, Any]:
    """The places as a JSON object."""
    return {
        "schema": SCHEMA,
        "wording": value.wording,
        "former": value.former,
        "fits": {
            name: [fit_to_json(fit) for fit in fits] for name, fits in (value.fits or {}).items()
        },
        **({"withheld": _passages_to_json(value.withheld)} if value.withheld else {}),
    }


def _passages_to_json(value: Passages) -> dict[str, Any]:
    spans = {
        name: None if span is None else [span.start_ms, span.end_ms]
        for name, span in value.spans.items()
    }
    return {"recording": value.recording, "spans": spans}


def _passages_from_json(data: object) -> Passages:
    record = shape.record(data, "withheld")
    spans = shape.field(record, "spans", shape.record)
    return Passages(
        shape.field(record, "recording", shape.text),
        {
            name: None if span is None else shape.span(span, f"spans.{name}")
            for name, span in spans.items()
        },
    )


def carried_from_json(data: object) -> Carried:
    """The places in a JSON object. Raises ValueError that names what is wrong."""
    record = shape.record(data, "anchors")
    fits = shape.field(record, "fits", shape.record)
    return Carried(
        shape.field(record, "wording", shape.text),
        shape.text_or_none(record.get("former"), "former"),
        {
            name: tuple(shape.each(value, f"fits.{name}", fit_from_json))
            for name, value in fits.items()
        },
        _passages_from_json(record["withheld"]) if "withheld" in record else None,
    )
