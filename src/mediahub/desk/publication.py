"""Publishing by command: the time, a withdrawal taken back, and what may stand in the way."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mediahub.catalog import Item
from mediahub.catalog.edit import set_published
from mediahub.catalog.moments import stockholm
from mediahub.desk.editing import item_of
from mediahub.errors import MediaError, SettingsError
from mediahub.mediafile import probe
from mediahub.pipeline.survey import Survey, survey
from mediahub.workspace.ledger import write_promise
from mediahub.workspace.locks import run_lock
from mediahub.workspace.paths import Workspace

_A_KIND = {
    "film": "a film",
    "podcast": "a podcast episode",
    "article": "an article",
    "slides": "slides",
}


class Publication(NamedTuple):
    """The file and the time that were written, whether a withdrawn episode returns by it, and what
    stands between the item and its feed besides the next run; None when nothing does.
    """

    file: Path
    moment: datetime
    returns: bool
    obstacle: str | None


def publish_item(root: Path, item_id: str, when: datetime | None) -> Publication:
    """Write the item's publication time into its TOML, and take its withdrawal back.

    A time without a zone is Swedish; None is now. Raises SettingsError for an unknown item, and for
    one that goes into no feed.
    """
    with run_lock(Workspace(root.resolve())):
        state = survey(root)
        item = item_of(state, item_id)
        if item.series is None:
            raise SettingsError(
                f"{item.id} is {_A_KIND[item.kind]}, and no series takes it: it can be found by "
                "search, but goes into no feed"
            )
        moment = when or datetime.now(UTC)
        moment = (
            moment.replace(tzinfo=stockholm())
            if moment.tzinfo is None
            else moment.astimezone(stockholm())
        )
        moment = moment.replace(microsecond=0)
        file = set_published(state.workspace.root, item, moment)
        return Publication(file, moment, take_back(state, item.id), _obstacle(state, item))


def take_back(state: Survey, item_id: str) -> bool:
    """Take the item's withdrawal back, so that its episode returns; False when it has none.

    It returns under its GUID and address: to an app that kept it, it is the same episode.
    """
    promise = state.ledger.promise(item_id)
    if promise is None or promise.withdrawn is None:
        return False
    return write_promise(state.workspace, replace(promise, withdrawn=None, why=None))


def _obstacle(state: Survey, item: Item) -> str | None:
    reason = state.ledger.damaged.get(item.id)
    if reason is None and "chapter" in state.state(item.id).stages:
        return None
    reason = reason or state.unreadable.get(item.id)
    if reason is None:
        try:
            probe(item.path)
        except MediaError as error:
            reason = str(error)
    if reason is not None:
        return f"No run puts it into its feed before this is mended: {reason}"
    return (
        "It has no finished transcript yet: `mediahub run` makes it first, and says so if it fails."
    )
