"""What a run is going to do, told before it begins so that the time left can be known."""

from collections.abc import Iterable

from mediahub.pipeline.report import Expected
from mediahub.pipeline.stages import ITEM_STAGES, PROBE, wanted_inputs
from mediahub.pipeline.working import ItemResult, Shop, speed_name


def expected_work(shop: Shop, results: Iterable[ItemResult]) -> list[Expected]:
    """The due stages of the probed items that can be used, in the order they will be done."""
    return [
        one for result in results if result.failure is None for one in _of_item(shop, result.item)
    ]


def _of_item(shop: Shop, item_id: str) -> list[Expected]:
    survey = shop.survey
    item, state = survey.catalogue.item(item_id), survey.state(item_id)
    wanted = wanted_inputs(
        survey.catalogue, item, state, survey.sources[item_id], shop.tools.models
    )
    found = []
    for stage, status in zip(ITEM_STAGES, survey.plan(item), strict=True):
        if stage is not PROBE and shop.choices.due(status):
            speed = shop.speeds.of(stage.name, speed_name(stage, wanted[stage.name]))
            seconds = None if speed is None else speed * state.duration_ms / 1000
            found.append(Expected(item_id, stage.name, state.duration_ms, seconds))
    return found
