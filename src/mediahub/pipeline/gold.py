"""Gold items: what each is worth against its truth, measured when it changed and kept.

`.mediahub/quality.json` holds for each item the figures now, what they were before they last
changed, and the last ones of each model.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mediahub.atomic import write_json
from mediahub.catalog import Item
from mediahub.errors import MediahubError
from mediahub.pipeline.failures import sentence
from mediahub.pipeline.goldhistory import Measurement, figures_kept, remember
from mediahub.pipeline.promised import FOUND, LISTED
from mediahub.pipeline.survey import Survey
from mediahub.tongues import Words
from mediahub.workspace.digests import sha256_of_value

if TYPE_CHECKING:
    from mediahub.evaluate import Figures

VERSION = 1
"""Grows when the same results would be measured otherwise."""

_SHOWN = (("wer", "WER"), ("der", "DER"), ("chapter_f1", "F1"))

FigureValues = Mapping[str, Any]
"""Figures as JSON: rates 0 to 1 and counts by name, None where nothing was measured."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold item's figures `now`, as JSON, and those `before` they last changed, if they did.

    `model` made its words, None for an author's. It is `stale` when the results or the truth are
    not those that were measured.
    """

    item: str
    now: FigureValues
    before: FigureValues | None = None
    model: str | None = None
    stale: bool = False

    @property
    def line(self) -> str:
        """The figures in a line: `gold ITEM: WER 24.2 % (was 25.0 %), DER 0.3 %, F1 1.00`."""
        parts = []
        for name, label in _SHOWN:
            new, old = self.now.get(name), (self.before or {}).get(name)
            if new is not None:
                shown = _written(name, new)
                was = "" if old is None or _written(name, old) == shown else _written(name, old)
                parts.append(f"{label} {shown}" + (f" (was {was})" if was else ""))
        again = "; the next run measures it again" if self.stale else ""
        return f"gold {self.item}: {', '.join(parts)}{again}"


def gold(state: Survey) -> list[Gold]:
    """What is known of the gold items that were measured, in the catalogue's order."""
    items = [item for item in state.media_items if item.truth is not None]
    if not items:
        return []
    kept = _read(state)
    return [
        Gold(
            item.id,
            kept[item.id]["figures"],
            kept[item.id]["before"],
            kept[item.id]["model"],
            stale=kept[item.id]["fingerprint"] != _fingerprint(state, item),
        )
        for item in items
        if item.id in kept
    ]


def gold_figures(state: Survey, items: Collection[str]) -> dict[str, "Figures"]:
    """The figures of those of the items that are gold and were measured."""
    known = [one for one in gold(state) if one.item in items and not one.stale]
    if not known:
        return {}
    from mediahub.evaluate import figures_from_json

    return {one.item: figures_from_json(one.now) for one in known}


def measure_gold(state: Survey) -> list[str]:
    """Measure the gold items whose results or truth changed; a sentence for each that cannot be."""
    items = [item for item in state.media_items if item.truth is not None]
    if not items:
        return []
    kept = _read(state)
    notes: list[str] = []
    measured: list[Measurement] = []
    fresh = {item.id: kept[item.id] for item in items if item.id in kept}
    for item in items:
        fingerprint = _fingerprint(state, item)
        before = kept.get(item.id)
        if fingerprint is None or (before is not None and before["fingerprint"] == fingerprint):
            continue
        from mediahub.pipeline.measuring import figures_of

        try:
            assert item.truth is not None  # noqa: S101 - such items were chosen
            values = figures_of(state, item, item.truth).to_json()
        except MediahubError as error:
            words = Words("{item} was not measured: {why}", "{item} mättes inte: {why}")
            notes.append(words.said(item=item.id, why=error.said))
            continue
        model = _model(state, item)
        fresh[item.id] = _entry(before, fingerprint, model, values)
        measured.append(Measurement(item.id, datetime.now(UTC), model, figures_kept(values)))
    if fresh != kept:
        try:
            write_json(state.workspace.private / "quality.json", {"schema": 1, "items": fresh})
            remember(state.workspace.root, measured)
        except (OSError, MediahubError) as error:
            words = Words(
                "the figures of the gold items are not kept: {why}",
                "facits mått är inte sparade: {why}",
            )
            notes.append(words.said(why=sentence(error)))
    return notes


def _entry(
    before: Mapping[str, Any] | None, fingerprint: str, model: str | None, values: dict[str, Any]
) -> dict[str, Any]:
    older = before["before"] if before is not None else None
    if before is not None and before["figures"] != values:
        older = before["figures"]
    models = {**(before["models"] if before is not None else {}), (model or ""): values}
    return {
        "fingerprint": fingerprint,
        "model": model,
        "figures": values,
        "before": older,
        "models": models,
    }


def _fingerprint(state: Survey, item: Item) -> str | None:
    """What the figures are made of; None while there is nothing to measure."""
    from mediahub.pipeline.measuring import house_terms

    made = state.state(item.id)
    if "chapter" not in made.stages or item.truth is None:
        return None
    try:
        truth = state.digests.of(item.truth)
    except OSError:
        truth = ""  # measuring says what is wrong
    return sha256_of_value(
        {
            "version": VERSION,
            "truth": truth,
            "terms": list(house_terms(state.catalogue, item)),
            "transcript": made.output("transcribe", "transcript.json"),
            "turns": made.output("diarise", "turns.json"),
            "chapters": made.output("chapter", FOUND) or made.output("chapter", LISTED),
        }
    )


def _model(state: Survey, item: Item) -> str | None:
    record = state.state(item.id).stages.get("recognise")
    model = record.inputs.get("model") if record is not None else None
    return str(model["name"]) if model else None


def _read(state: Survey) -> dict[str, dict[str, Any]]:
    """The entries kept, those that are not whole left out: they are measured again."""
    try:
        stored = json.loads((state.workspace.private / "quality.json").read_text(encoding="utf-8"))
        entries = stored["items"].items() if stored["schema"] == 1 else ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    whole = {"fingerprint": str, "figures": dict, "models": dict}
    return {
        item_id: entry
        for item_id, entry in entries
        if isinstance(entry, dict)
        and all(isinstance(entry.get(key), kind) for key, kind in whole.items())
        and {"before", "model"} <= entry.keys()
    }


def _written(name: str, value: float) -> str:
    return f"{value:.2f}" if name == "chapter_f1" else f"{value:.1%}"
