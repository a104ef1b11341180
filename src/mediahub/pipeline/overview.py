"""The plan for people and machines: every item's stages, and what a run would cost here."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile import probe
from mediahub.models import Store, default_store
from mediahub.pipeline.estimates import Speeds, estimate_s
from mediahub.pipeline.gold import Gold, gold
from mediahub.pipeline.indexing import index_plan
from mediahub.pipeline.noticing import Notices, noticed, noticed_to_json
from mediahub.pipeline.plan import Status
from mediahub.pipeline.publishing import feed_inputs, feed_states, ready_items
from mediahub.pipeline.rest import Rest, read_rest, stamp
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.standing import damaged, drafts, put_back, scheduled, still_published
from mediahub.pipeline.survey import Survey, survey
from mediahub.workspace.paths import Workspace

BYTES_PER_MS = 32
"""Decoded sound on disk while an item is worked on: 16,000 samples of 2 bytes a second."""


@dataclass
class Overview:
    """What a run would do: statuses, files that cannot be used, and the cost in s and bytes.

    `drafts` are transcribed items that nobody has published, `scheduled` those whose time is to
    come, each with that time in ISO 8601.

    `seconds` is None when this machine has not run a stage yet and so cannot tell. `scratch_bytes`
    is used only while a run works, `kept_bytes` by what it makes; renewable work is not counted.
    """

    statuses: list[Status] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    notices: Notices = field(default_factory=Notices)
    drafts: tuple[str, ...] = ()
    scheduled: tuple[tuple[str, str], ...] = ()
    gold: tuple[Gold, ...] = ()
    seconds: float | None = None
    scratch_bytes: int = 0
    kept_bytes: int = 0
    free_bytes: int = 0

    @property
    def work(self) -> bool:
        """Whether the next run has anything to do."""
        return any(status.condition in ("missing", "stale") for status in self.statuses)


def overview(
    root: Path, *, model: str | None = None, verify: bool = False, store: Store | None = None
) -> Overview:
    """Look at the workspace and say what there is to do; only the digest cache is written."""
    store = store or default_store()
    if model is None and not verify:
        place = Workspace(root.resolve())
        rest = read_rest(place, stamp(place, store), datetime.now(UTC))
        if rest is not None:
            return _at_rest(rest, root)
    state = survey(root, model=model, verify=verify, store=store)
    notes = (*damaged(state), *put_back(state), *still_published(state))
    view = Overview(unreadable=dict(state.unreadable), notes=notes, notices=noticed(state))
    work: dict[tuple[str, str], int] = {}
    for item in state.media_items:
        if item.id not in state.sources:
            continue
        statuses = state.plan(item)
        view.statuses.extend(statuses)
        _add_work(state, item.id, statuses, work, view)
    view.statuses.extend(index_plan(state))
    view.statuses.extend(_feed_plan(state))
    view.statuses.extend(
        Status(item_id, "item", "orphan", ("its source is gone",)) for item_id in state.orphans
    )
    view.drafts, view.scheduled = drafts(state), scheduled(state)
    view.gold = tuple(gold(state))
    view.seconds = estimate_s(work, Speeds(state.workspace.private / "speeds.json"))
    view.free_bytes = shutil.disk_usage(state.workspace.root).free
    if state.workspace.private.is_dir():
        with suppress(OSError):  # the plan is as true where there is no room to remember digests
            state.digests.save()
    return view


def _at_rest(rest: Rest, root: Path) -> Overview:
    """The plan of a workspace where nothing has changed since a run found nothing to do."""
    return Overview(
        statuses=list(rest.statuses),
        notes=rest.notes,
        notices=rest.summary.notices,
        drafts=rest.summary.drafts,
        scheduled=rest.summary.scheduled,
        seconds=0.0,
        free_bytes=shutil.disk_usage(root).free,
    )


def _add_work(
    state: Survey,
    item_id: str,
    statuses: list[Status],
    work: dict[tuple[str, str], int],
    view: Overview,
) -> None:
    item = state.catalogue.item(item_id)
    view_of_item = state.view(item)
    duration = state.state(item_id).duration_ms or _length_ms(item.path)
    if statuses[0].condition != "fresh" and item.series is not None:
        view.kept_bytes += item.path.stat().st_size  # the enclosure is as large as its source
    for status in statuses:
        stage = BY_NAME[status.stage]
        if status.condition in ("missing", "stale") and stage.name in ("recognise", "diarise"):
            name = stage.speed(stage.wanted(view_of_item))
            if stage.name == "recognise" and item.captions is None and not name:
                name = "unknown"  # a model that is fetched first; captions' speed is no guide
            work[stage.name, name] = work.get((stage.name, name), 0) + duration
            view.scratch_bytes = max(view.scratch_bytes, duration * BYTES_PER_MS)


def _length_ms(path: Path) -> int:
    """The length of a file that no run has looked at yet; 0 for one that cannot be used."""
    try:
        return probe(path).duration_ms
    except MediaError:
        return 0


def _feed_plan(state: Survey) -> list[Status]:
    feeds = feed_states(state)
    statuses = []
    for series in state.catalogue.series:
        items = ready_items(state, series)
        path = state.workspace.feed(series.id) / "feed.xml"
        if not items and not path.exists():
            continue
        if not path.exists():
            statuses.append(Status(series.id, "feed", "missing", ("not made yet",)))
        elif feeds.fresh(series.id, feed_inputs(state, series.id, items)):
            statuses.append(Status(series.id, "feed", "fresh"))
        else:
            statuses.append(Status(series.id, "feed", "stale", ("its episodes changed",)))
    return statuses


def overview_json(view: Overview) -> dict[str, Any]:
    """The plan as a JSON value."""
    return {
        "schema": 1,
        "statuses": [
            {
                "item": status.item,
                "stage": status.stage,
                "status": status.condition,
                "reasons": list(status.reasons),
            }
            for status in view.statuses
        ],
        "unusable": view.unreadable,
        "notices": noticed_to_json(view.notices),
        "notes": list(view.notes),
        "drafts": list(view.drafts),
        "scheduled": [{"item": item, "at": at} for item, at in view.scheduled],
        "gold": [
            {
                "item": one.item,
                "model": one.model,
                "stale": one.stale,
                "figures": one.now,
                "before": one.before,
            }
            for one in view.gold
        ],
        "estimate": {
            "seconds": None if view.seconds is None else round(view.seconds),
            "scratch_bytes": view.scratch_bytes,
            "kept_bytes": view.kept_bytes,
            "free_bytes": view.free_bytes,
        },
    }
