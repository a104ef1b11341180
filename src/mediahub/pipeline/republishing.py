"""What publishing by command has to see to beside the time: withdrawals, and items that fail."""

from dataclasses import replace
from pathlib import Path

from mediahub.catalog.ledger import write_ledger
from mediahub.errors import MediaError
from mediahub.mediafile import probe
from mediahub.pipeline.run import alone
from mediahub.pipeline.survey import survey
from mediahub.pipeline.workspace import Workspace


def take_back(root: Path, item_id: str) -> bool:
    """Take the item's withdrawal back, so that its episode returns; False when it has none.

    It returns under its GUID and address: to an app that kept it, it is the same episode.
    """
    with alone(Workspace(root.resolve())):
        state = survey(root)
        promise = state.ledger.promise(item_id)
        if promise is None or promise.withdrawn is None:
            return False
        ledger = state.ledger.with_promise(replace(promise, withdrawn=None))
        return write_ledger(state.workspace.ledger, ledger)


def obstacle(root: Path, item_id: str) -> str | None:
    """What stands between an item and its feed besides the next run; None when nothing does."""
    state = survey(root)
    if "chapter" in state.state(item_id).stages:
        return None
    reason = state.unreadable.get(item_id)
    if reason is None:
        try:
            probe(state.catalogue.item(item_id).path)
        except MediaError as error:
            reason = str(error)
    if reason is not None:
        return f"No run puts it into its feed before this is mended: {reason}"
    return (
        "It has no finished transcript yet: `mediahub run` makes it first, and says so if it fails."
    )
