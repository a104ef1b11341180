"""The plan for people and machines: every item's stages, and what a run would cost here."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediahub.errors import MediaError
from mediahub.mediafile import probe
from mediahub.models import Store, default_store, recogniser_like
from mediahub.pipeline import former
from mediahub.pipeline.estimates import Speeds, estimate
from mediahub.pipeline.gold import Gold, gold
from mediahub.pipeline.indexing import index_plan
from mediahub.pipeline.noticing import Notices, noticed, noticed_to_json
from mediahub.pipeline.pagepublishing import pages_plan
from mediahub.pipeline.plan import NOT_MADE, NOTHING_ASKED, SOURCE_GONE, Choices, Status
from mediahub.pipeline.publishing import feed_inputs, feed_states, folder_target, ready_items
from mediahub.pipeline.rest import Rest, read_rest, stamp
from mediahub.pipeline.selection import Expression
from mediahub.pipeline.selection.choosing import Chosen, choose
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.standing import damaged, drafts, held, put_back, scheduled, still_published
from mediahub.pipeline.survey import Survey, survey
from mediahub.search.values import SearchServerError
from mediahub.tongues import Said
from mediahub.workspace.paths import Workspace

MEASURED = 20
"""So many finished items tell how much room results take."""
EPISODES_CHANGED = Said("its episodes changed", "avsnitten i det är ändrade")
BYTES_PER_MS = 32
"""Decoded sound on disk while an item is worked on: 16,000 samples of 2 bytes a second."""


@dataclass
class Overview:
    """What a run would do: statuses, files that cannot be used, and the cost in s and bytes.

    `drafts` are transcribed items that nobody has published, `scheduled` those whose time is to
    come, each with that time in ISO 8601.

    `seconds` is None when this machine has not run a stage yet and so cannot tell. `scratch_bytes`
    is used only while a run works, `kept_bytes` by what it makes; renewable work is counted where
    `choices` ask for it. `chosen` are the items that were asked for; where they are not all, only
    these are told of. `guesses` say which part of the time is only guessed.
    """

    statuses: list[Status] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    notices: Notices = field(default_factory=Notices)
    pages: tuple[Status, ...] = ()
    """The pages that gather over items, and that are not as they should be, by their folder."""
    drafts: tuple[str, ...] = ()
    scheduled: tuple[tuple[str, str], ...] = ()
    gold: tuple[Gold, ...] = ()
    seconds: float | None = None
    scratch_bytes: int = 0
    kept_bytes: int = 0
    free_bytes: int = 0
    guesses: tuple[str, ...] = ()
    choices: Choices = NOTHING_ASKED
    chosen: Chosen | None = None

    @property
    def work(self) -> bool:
        """Whether a run by these choices has anything to do."""
        return any(self.choices.due(status) for status in self.statuses)


def overview(
    root: Path,
    *,
    model: str | None = None,
    verify: bool = False,
    store: Store | None = None,
    choices: Choices = NOTHING_ASKED,
    only: tuple[str, ...] = (),
    where: Expression | None = None,
) -> Overview:
    """Look at the workspace and say what a run that is asked the same would do.

    Only caches are written: of digests, and of facts that `where` asks for. Raises SettingsError
    when the workspace is wrong, or `only` or `where` names what there is not.
    """
    store = store or default_store()
    if model is None and not verify and not only and where is None and choices == NOTHING_ASKED:
        place = Workspace(root.resolve())
        rest = read_rest(place, stamp(place, store), datetime.now(UTC))
        if rest is not None:
            return _at_rest(rest, root)
    state = survey(root, model=model, verify=verify, store=store)
    notes = (*damaged(state), *put_back(state), *still_published(state), *held(state),
             *former.note(state))  # fmt: skip
    chosen = choose(state, only, where)
    view = Overview(
        unreadable={one: why for one, why in state.unreadable.items() if one in chosen.ids},
        choices=choices,
        chosen=chosen,
    )
    work: dict[tuple[str, str], int] = {}
    per_ms = results_per_ms(state)
    for item_id in chosen.ids:
        if item_id not in state.sources:
            continue
        statuses = state.plan(state.catalogue.item(item_id), choices)
        view.statuses.extend(statuses)
        _add_work(state, item_id, statuses, work, view, per_ms)
    if chosen.narrowed:
        _tell_of(chosen, noticed(state), view)
    else:
        view.notes, view.notices = notes, noticed(state)
        try:
            view.statuses.extend(index_plan(state))
        except SearchServerError as error:
            view.notes = (*view.notes, error.said)
        view.statuses.extend(_feed_plan(state))
        view.pages = pages_plan(state, folder_target(state), feed_states(state))
        view.statuses.extend(
            Status(item_id, "item", "orphan", (SOURCE_GONE,)) for item_id in state.orphans
        )
        view.drafts, view.scheduled = drafts(state), scheduled(state)
    view.gold = tuple(one for one in gold(state) if one.item in chosen.ids)
    speeds = Speeds(state.workspace.private / "speeds.json")
    found = estimate(work, speeds, model_sizes(state))
    view.seconds, view.guesses = found.seconds, found.guesses
    view.free_bytes = shutil.disk_usage(state.workspace.root).free
    if state.workspace.private.is_dir():
        with suppress(OSError):  # the plan is as true where there is no room to remember digests
            state.digests.save()
    return view


def _tell_of(chosen: Chosen, found: Notices, view: Overview) -> None:
    """Of some items alone: what is to be looked at in them."""
    view.notices = Notices({one: told for one, told in found.items.items() if one in chosen.ids})


def model_sizes(state: Survey) -> Callable[[str], int | None]:
    """Gives the size of a recogniser in bytes, by which its speed is guessed; None if unknown."""
    used = state.models.recogniser

    def size_of(name: str) -> int | None:
        like = recogniser_like(name)
        if like is not None:
            return like.size_bytes
        return used.size_bytes if used is not None and used.name == name else None

    return size_of


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
    per_ms: float,
) -> None:
    item = state.catalogue.item(item_id)
    view_of_item = state.view(item)
    duration = state.state(item_id).duration_ms or _length_ms(item.path)
    if statuses[0].condition != "fresh" and item.series is not None:
        view.kept_bytes += item.path.stat().st_size  # the enclosure is as large as its source
    for status in statuses:
        stage = BY_NAME[status.stage]
        if not view.choices.due(status):
            continue
        if stage.name == "recognise" and status.condition == "missing":
            view.kept_bytes += round(duration * per_ms)
        if stage.name in ("recognise", "diarise"):
            name = stage.speed(stage.wanted(view_of_item))
            if stage.name == "recognise" and item.captions is None and not name:
                name = "unknown"  # a model that is fetched first; captions' speed is no guide
            work[stage.name, name] = work.get((stage.name, name), 0) + duration
            view.scratch_bytes = max(view.scratch_bytes, duration * BYTES_PER_MS)


def results_per_ms(state: Survey) -> float:
    """The bytes of results that a millisecond of sound takes, from finished items of the workspace.

    The median of some of them; 0 where none is finished.
    """
    found: list[float] = []
    for item in state.media_items:
        made = state.state(item.id)
        if len(found) == MEASURED:
            break
        if "chapter" in made.stages and made.duration_ms:
            with suppress(OSError), os.scandir(state.workspace.item(item.id)) as entries:
                found.append(sum(one.stat().st_size for one in entries) / made.duration_ms)
    return sorted(found)[len(found) // 2] if found else 0.0


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
            statuses.append(Status(series.id, "feed", "missing", (NOT_MADE,)))
        elif feeds.fresh(series.id, feed_inputs(state, series.id, items)):
            statuses.append(Status(series.id, "feed", "fresh"))
        else:
            statuses.append(Status(series.id, "feed", "stale", (EPISODES_CHANGED,)))
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
                "due": view.choices.due(status),
            }
            for status in view.statuses
        ],
        "selected": list(view.chosen.ids)
        if view.chosen is not None and view.chosen.narrowed
        else None,
        "pages": [
            {"folder": one.item, "status": one.condition, "reasons": list(one.reasons)}
            for one in view.pages
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
            "guesses": list(view.guesses),
        },
    }
