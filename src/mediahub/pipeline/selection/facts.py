"""What is known of the items of a workspace, each fact looked for when it is first asked.

What stands in the catalogue and the states costs nothing. What is to be read out of results is kept
in `.mediahub/facts.json`, by the digest of the result it was read from, so that of thousands of
items only the new ones are read.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from mediahub.atomic import write_text
from mediahub.catalog import Item
from mediahub.catalog.moments import swedish_date
from mediahub.edits import is_label, read_journal
from mediahub.errors import MediaError
from mediahub.mediafile import probe
from mediahub.pipeline.failed import failed_items
from mediahub.pipeline.gold import gold
from mediahub.pipeline.selection.fields import Fact
from mediahub.pipeline.survey import Survey
from mediahub.transcript.codec import recognition_from_json, transcript_from_json
from mediahub.workspace.results import read_json

SCHEMA = 1
ASKING = ("correction-waiting", "correction-question", "review-differs")
"""The code of the notice on a correction that does not fit any more."""

Read = Callable[[Path], dict[str, Fact]]


class Facts:
    """The facts of a surveyed workspace; `save` keeps what was read for the next time."""

    def __init__(self, state: Survey) -> None:
        self._state = state
        self._kept = _kept(self._path)
        self._read: dict[tuple[str, str], tuple[str, Fact]] = {}

    def of(self, item: Item, field: str) -> Fact:
        """What is known of a media item in a field. Raises KeyError for no such field."""
        if field in _WRITTEN:
            return _WRITTEN[field](item)
        return _FOUND[field](self, item) if field in _FOUND else self.of_result(item, field)

    def ask(self, item: Item) -> Callable[[str], Fact]:
        """The facts of one item by the field's name."""
        return lambda field: self.of(item, field)

    def save(self) -> None:
        """Keep what was read, where there is room for it and a run has been here before."""
        if not self._read or not self._state.workspace.private.is_dir():
            return
        kept = {name: dict(values) for name, values in self._kept.items()}
        for (item_id, field), (digest, value) in self._read.items():
            kept.setdefault(item_id, {})[field] = [digest, value]
        there = {name: values for name, values in sorted(kept.items()) if name in self._ids}
        with suppress(OSError):
            write_text(self._path, json.dumps({"schema": SCHEMA, "items": there}))

    @property
    def _path(self) -> Path:
        return self._state.workspace.private / "facts.json"

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(item.id for item in self._state.media_items)

    @cached_property
    def _failed(self) -> frozenset[str]:
        return failed_items(self._state)

    @cached_property
    def _wer(self) -> Mapping[str, float]:
        return {one.item: float(one.now["wer"]) for one in gold(self._state) if "wer" in one.now}

    def model(self, item: Item) -> str | None:
        """The recogniser that the item's words are from; None for captions, or none yet."""
        record = self._state.state(item.id).stages.get("recognise")
        model = record.inputs.get("model") if record is not None else None
        return str(model["name"]) if model else None

    def minutes(self, item: Item) -> float | None:
        """The item's length, by its header where no run has looked at it yet."""
        duration_ms = self._state.state(item.id).duration_ms
        if not duration_ms and item.id in self._state.sources:
            with suppress(MediaError):
                duration_ms = probe(item.path).duration_ms
        return duration_ms / 60_000 if duration_ms else None

    def published(self, item: Item) -> Fact:
        """The day since when the item is published; None while it is not."""
        found = self._state.publicity.standings.get(item.id)
        if found is None or found.kind != "due" or found.moment is None:
            return None
        return swedish_date(found.moment)

    def edits(self, item: Item) -> int | None:
        """How many entries the item's journal has; None for one that cannot be read."""
        sources = self._state.sources.get(item.id)
        if sources is None or sources.edits is None:
            return 0
        with suppress(MediaError):
            return len(read_journal(self._state.workspace.root / sources.edits.path).entries)
        return None

    def reviewed(self, item: Item) -> bool:
        """Whether people vouch for every word of the item."""
        return bool(self.of_result(item, "reviewed"))

    def pending(self, item: Item) -> int:
        """How many questions about the item wait: corrections and reviewed text to look at."""
        return sum(notice.code in ASKING for notice in self._state.state(item.id).notices)

    def failed(self, item: Item) -> bool:
        """Whether the item cannot be used, or failed in the last run."""
        return item.id in self._failed

    def notices(self, item: Item) -> int:
        """How many things there are to look at in the item's results."""
        return len(self._state.state(item.id).notices)

    def wer(self, item: Item) -> float | None:
        """The word error rate, where it was measured against a truth."""
        return self._wer.get(item.id)

    def read_ahead(self, item_ids: Iterable[str]) -> None:
        """Read what the results of these items tell, so that nobody waits for it later."""
        for item_id in item_ids:
            item = self._state.catalogue.item(item_id)
            for field in _OF_RESULTS:
                self.of(item, field)

    def of_result(self, item: Item, field: str) -> Fact:
        """A fact that a result of the item tells; None where there is no such result."""
        stage, file, read = _OF_RESULTS[field]
        digest = self._state.state(item.id).output(stage, file)
        if digest is None:
            return None
        known = self._read.get((item.id, field))
        if known is not None and known[0] == digest:
            return known[1]
        with suppress(KeyError, TypeError, ValueError):
            before, value = self._kept[item.id][field]
            if before == digest and isinstance(value, int | float | None):
                return value
        try:
            found = read(self._state.workspace.item(item.id) / file)
        except MediaError:
            return None  # damaged: the run says so, and nothing is known
        self._read |= {(item.id, name): (digest, value) for name, value in found.items()}
        return found[field]


def _words(path: Path) -> dict[str, Fact]:
    found = read_json(path, recognition_from_json)
    if found.origin == "author" or not found.words:
        return {"confidence": None}
    mean = sum(word.probability for word in found.words) / len(found.words)
    return {"confidence": round(mean, 4)}


def _voices(path: Path) -> dict[str, Fact]:
    transcript = read_json(path, transcript_from_json)
    speakers = transcript.speakers
    unnamed = sum(one.person is None and is_label(one.name) for one in speakers)
    return {
        "speakers": len(speakers),
        "unnamed": unnamed,
        "reviewed": transcript.all_reviewed,
        "reviewed_words": transcript.reviewed_words,
    }


_OF_RESULTS: Mapping[str, tuple[str, str, Read]] = {
    # of the recognised words, not of what people made of them; captions have none
    "confidence": ("recognise", "recognition.json", _words),
    "speakers": ("transcribe", "transcript.json", _voices),
    "unnamed": ("transcribe", "transcript.json", _voices),
    "reviewed": ("transcribe", "transcript.json", _voices),
    "reviewed_words": ("transcribe", "transcript.json", _voices),
}
"""Which result tells a fact: its stage, its file, and how all that it tells is read."""


def keep_facts(state: Survey, item_ids: Collection[str]) -> None:
    """Read and keep what the new results of these items tell: thousands at once take minutes."""
    if item_ids:
        facts = Facts(state)
        facts.read_ahead(item_ids)
        facts.save()


_WRITTEN: Mapping[str, Callable[[Item], Fact]] = {
    "id": lambda item: item.id,
    "series": lambda item: item.series,
    "theme": lambda item: item.theme,
    "kind": lambda item: item.kind,
    "title": lambda item: item.title,
    "language": lambda item: item.language,
    "date": lambda item: item.date,
}
"""What people wrote of an item."""

_FOUND: Mapping[str, Callable[[Facts, Item], Fact]] = {
    "published": Facts.published,
    "model": Facts.model,
    "minutes": Facts.minutes,
    "edits": Facts.edits,
    "reviewed": Facts.reviewed,
    "pending": Facts.pending,
    "failed": Facts.failed,
    "notices": Facts.notices,
    "wer": Facts.wer,
}
"""What was made and found."""


def _kept(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        items = stored["items"] if stored["schema"] == SCHEMA else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: value for name, value in items.items() if isinstance(value, dict)}
