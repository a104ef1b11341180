"""What to tell of episodes where the promises and media/ say different things; left to people."""

from collections.abc import Sequence

from mediahub.catalog.moments import swedish_date
from mediahub.tongues import Said, swedish
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
    return Said(
        f"{promise.item} was withdrawn on {day} and stays out of its feed, though its file is "
        f"back; `mediahub publish {promise.item}` puts it in again",
        f"{promise.item} drogs tillbaka den {day} och är inte med i sitt flöde, fast filen är "
        f"tillbaka. `mediahub publish {promise.item}` lägger in det igen.",
    )


def still_published(items: Sequence[str]) -> str | None:
    """One note on the episodes that nobody publishes any more and that stay in their feeds.

    A promise is kept: subscribers have the episode, and a key that was taken away by mistake must
    not take it from them.
    """
    if not items:
        return None
    names, rest = ", ".join(items[:SHOWN]), len(items) - SHOWN
    more = Said(f" and {rest} more", f" och {rest} till") if rest > 0 else ""
    stays, them, one = ("it stays", "it", "it") if len(items) == 1 else ("they stay", "them", "one")
    return Said(
        f"{names}{more}: no `published` is written for {them}, but {stays} in "
        f"the feed, since subscribers have {them}; to withdraw {one}, say "
        f"`mediahub withdraw {items[0]} --why …`",
        f"{names}{swedish(more)}: inget `published` står skrivet, men flödet har kvar "
        f"{'det' if len(items) == 1 else 'dem'}, för prenumeranter har fått det. Dra tillbaka med "
        f"`mediahub withdraw {items[0]} --why …`.",
    )
