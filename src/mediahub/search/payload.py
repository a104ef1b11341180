"""A passage as the bytes that an engine keeps beside its words."""

import json
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from mediahub.search.analysis import composed
from mediahub.search.values import Passage


def to_payload(passage: Passage) -> bytes:
    """The passage as an engine stores it."""
    value: dict[str, Any] = {
        "item": passage.item, "start": passage.start_ms, "end": passage.end_ms,
        "text": composed(passage.text), "kind": passage.kind,
    }  # fmt: skip
    for name in (
        "speakers", "turns", "page", "title", "theme", "series", "formats", "lead", "doubtful",
        "described", "languages", "reviewed",
    ):  # fmt: skip
        if content := getattr(passage, name):
            value[name] = content
    if passage.word_times:
        times = passage.word_times
        value["times"] = [times[0], *(after - before for before, after in pairwise(times))]
    if passage.date:
        value["date"] = passage.date.isoformat()
    if passage.confidence != 1.0:
        value["confidence"] = round(passage.confidence, 3)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def from_payload(data: bytes) -> Passage:
    """The passage that `to_payload` stored."""
    value = json.loads(data)
    return Passage(
        item=value["item"], start_ms=value["start"], end_ms=value["end"], text=value["text"],
        speakers=tuple(value.get("speakers", ())),
        word_times=tuple(accumulate(value.get("times", ()))),
        turns=tuple((index, name) for index, name in value.get("turns", ())),
        page=value.get("page"), title=value.get("title", ""), kind=value["kind"],
        theme=value.get("theme"), series=value.get("series"),
        date=date.fromisoformat(value["date"]) if "date" in value else None,
        formats=tuple(value.get("formats", ())), confidence=value.get("confidence", 1.0),
        lead=value.get("lead", 0), doubtful=tuple(value.get("doubtful", ())),
        described=value.get("described", False),
        languages=tuple((index, code) for index, code in value.get("languages", ())),
        reviewed=value.get("reviewed"),
    )  # fmt: skip
