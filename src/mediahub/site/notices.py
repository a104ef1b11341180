"""What to tell of episodes where the promises and media/ say different things; left to people."""

from collections.abc import Sequence

from mediahub.catalog.moments import swedish_date
from mediahub.workspace.ledger import Promise

SHOWN = 3


def put_back(promise: Promise) -> str | None:
    """How an episode returns that was withdrawn as its file was gone, when the file is in media/.

    It never returns because its file is merely back. None for one that is not withdrawn, or that a
    person withdrew, who said why.
    """
    if promise.withdrawn is None or promise.why is not None:
        return None
    day = swedish_date(promise.withdrawn).isoformat()
    return (
        f"{promise.item} was withdrawn on {day} and stays out of its feed, though its file is "
        f"back; `mediahub publish {promise.item}` puts it in again"
    )


def still_published(items: Sequence[str]) -> str | None:
    """One note on the episodes that nobody publishes any more and that stay in their feeds.

    A promise is kept: subscribers have the episode, and a key that was taken away by mistake must
    not take it from them.
    """
    if not items:
        return None
    more = f" and {len(items) - SHOWN} more" if len(items) > SHOWN else ""
    stays, them, one = ("it stays", "it", "it") if len(items) == 1 else ("they stay", "them", "one")
    return (
        f"{', '.join(items[:SHOWN])}{more}: no `published` is written for {them}, but {stays} in "
        f"the feed, since subscribers have {them}; to withdraw {one}, say "
        f"`mediahub withdraw {items[0]} --why …`"
    )
