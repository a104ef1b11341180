"""What a TOML file can hold of what a stranger's feed says: a value that is none is left out."""

from typing import TYPE_CHECKING, Any

from mediahub.moving.notices import UNFIT
from mediahub.notices import Notice

if TYPE_CHECKING:
    from pydantic import BaseModel


def fitting(
    model: "type[BaseModel]", values: dict[str, Any], place: str
) -> tuple[dict[str, Any], tuple[Notice, ...]]:
    """The values without those that the table cannot hold, each of which is told.

    One wrong value in mediahub.toml would stop the whole workspace.
    """
    from mediahub.catalog.validate import validated

    notices: list[Notice] = []
    kept = dict(values)
    while True:
        _, faults = validated(model, kept)
        wrong = {str(location[0]): what for location, what in faults if location}
        wrong = {key: what for key, what in wrong.items() if key in kept}
        if not wrong:
            return kept, tuple(notices)
        for key, what in wrong.items():
            del kept[key]
            notices.append(UNFIT.at(place, key=key, what=what))
