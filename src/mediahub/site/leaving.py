"""What leaves a site once its feeds do not name it any more, and what stays till it is cleaned."""

from collections.abc import Collection, Iterable

from mediahub.feed import ascii_name
from mediahub.feed.names import media_type
from mediahub.workspace.ledger import Ledger


def leaving(
    unreferred: Iterable[str], ledger: Ledger, withheld: Collection[str] = ()
) -> tuple[str, ...]:
    """Of the addresses that a synced site does not name, those to take away at once.

    A replaced enclosure or picture stays until `clean`: apps that have not read the feed since will
    ask for it. All else goes, and everything of an episode that was withdrawn, or from
    which something is withheld: `withheld` are the ids of these items.
    """
    going = tuple(
        f"{promise.series}/{ascii_name(promise.item)}/"
        for promise in ledger.promises
        if promise.withdrawn is not None or promise.item in withheld
    )
    return tuple(
        address
        for address in unreferred
        if address.startswith(going) or not _asked_for_later(address)
    )


def _asked_for_later(address: str) -> bool:
    return media_type(address).partition("/")[0] in ("audio", "video", "image")
