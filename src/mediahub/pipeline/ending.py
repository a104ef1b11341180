"""A series that nothing is left in: its feed stays, valid and empty, so that apps drop it all."""

from collections.abc import Iterable
from datetime import UTC, datetime

from mediahub.pipeline.survey import Survey
from mediahub.site.values import feed_address
from mediahub.workspace.ledger import Promise

_NO_TIME = datetime.fromtimestamp(0, UTC)


def ended(survey: Survey, series: str) -> datetime | None:
    """When the last episode of a series left its feed (aware); None where it has any, or had none.

    An address that answers 404 leaves apps with the episodes that they have; an empty feed takes
    them away. What cannot be made just now is no ending: it comes back.
    """
    if _has_any(survey, series) or not _had_any(survey, series):
        return None
    return latest(survey.ledger.promises_of(series) or survey.ledger.promises)


def latest(promises: Iterable[Promise]) -> datetime:
    """When one of these was last withdrawn or published; the same each time it is asked."""
    return max((one.withdrawn or one.published for one in promises), default=_NO_TIME)


def _has_any(survey: Survey, series: str) -> bool:
    ledger, standings = survey.ledger, survey.publicity.standings
    own = [item.id for item in survey.items_of(series)]
    if any(i in ledger.damaged or standings[i].kind == "due" for i in own):
        return True
    # Of a file that is gone, and of one that is held against what cannot be read now.
    return any(
        one.withdrawn is None and one.item in survey.orphaned for one in ledger.promises_of(series)
    )


def _had_any(survey: Survey, series: str) -> bool:
    return (
        series in survey.ledger.feeds
        or bool(survey.ledger.promises_of(series))
        or (survey.workspace.feeds / feed_address(series)).exists()
    )
