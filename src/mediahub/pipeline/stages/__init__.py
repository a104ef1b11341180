"""The stages of a media item, each in a file of its own; a new one is found by being here."""

import importlib
import pkgutil
from collections.abc import Iterable
from typing import Any

from mediahub.pipeline.stage import Stage


def _in_order(stages: Iterable[Stage[Any]]) -> tuple[Stage[Any], ...]:
    """Each stage after all that it is made from; others by `order`."""
    waiting = sorted(stages, key=lambda stage: (stage.order, stage.name))
    ordered: list[Stage[Any]] = []
    while waiting:
        names = {stage.name for stage in waiting}
        first = next(stage for stage in waiting if names.isdisjoint(stage.after))
        waiting.remove(first)
        ordered.append(first)
    return tuple(ordered)


def _declared() -> Iterable[Stage[Any]]:
    for module in pkgutil.iter_modules(__path__):
        stage = getattr(importlib.import_module(f"{__name__}.{module.name}"), "STAGE", None)
        if stage is not None:
            yield stage


ITEM_STAGES: tuple[Stage[Any], ...] = _in_order(_declared())
"""In the order they are done."""

BY_NAME = {stage.name: stage for stage in ITEM_STAGES}

OUTPUTS = {stage.name: stage.outputs for stage in ITEM_STAGES}

STAGE_NAMES = (*BY_NAME, "index", "feed")
"""What `--stage` takes: the index and the feeds belong to the whole workspace."""

RENEWABLE = tuple(
    dict.fromkeys(
        change.renew for stage in ITEM_STAGES for change in stage.changes.values() if change.renew
    )
)
"""What `--renew` takes."""
