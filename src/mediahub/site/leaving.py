"""What leaves a site once its feeds do not name it any more, and what stays for a while."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mediahub.atomic import write_json
from mediahub.feed.names import media_type

Since = Mapping[str, datetime]
"""Since when (aware) no feed names what is at an address."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The addresses to take away now, and those that stay for a while."""

    gone: tuple[str, ...]
    staying: Since


def leaving(
    unreferred: Iterable[str],
    since: Since,
    *,
    now: datetime,
    keep: timedelta,
    ended: Collection[str] = (),
) -> Leaving:
    """Of the addresses that a synced site does not name, those to take away now.

    A replaced enclosure or picture stays as long as `keep` says, counted from when it was first
    seen to be named no more: apps that have not read the feed since will ask for it. All else goes,
    and everything in the folders (of episodes) named `ended`: what was withdrawn, what is not
    published, that from which something is withheld.
    """
    gone, staying, folders = [], {}, frozenset(ended)
    for address in sorted(set(unreferred)):
        left = since.get(address, now)
        over = not folders.isdisjoint(address.split("/")[1:-1]) or not _asked_for_later(address)
        if over or left + keep <= now:
            gone.append(address)
        else:
            staying[address] = left
    return Leaving(tuple(gone), staying)


def read_since(path: Path) -> dict[str, datetime]:
    """What was written down of the addresses that stay for a while; where it is lost, nothing."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        found = {address: datetime.fromisoformat(at) for address, at in stored["since"].items()}
        return found if all(at.tzinfo is not None for at in found.values()) else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_since(path: Path, since: Since) -> None:
    """Write it down, when it says something else than the file does."""
    if read_since(path) != since:
        stored = {address: at.isoformat() for address, at in sorted(since.items())}
        write_json(path, {"schema": 1, "since": stored})


def _asked_for_later(address: str) -> bool:
    return media_type(address).partition("/")[0] in ("audio", "video", "image")
