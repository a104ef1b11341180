"""How a server is to serve each file: its media type and how long it may be kept.

Nothing is left to the program that uploads: by themselves they call a feed application/xml and
SubRip text/plain, and say nothing of caching.
"""

import re
from typing import NamedTuple

from mediahub.feed.names import media_type

_TEXT = re.compile(r"text/|application/(rss\+xml|x-subrip|json)")
_FEED = re.compile(r"feed(-\d+)?\.xml")
_HASHED = re.compile(r"-[0-9a-f]{8}\.[a-z0-9]+$")


class Served(NamedTuple):
    """The headers Content-Type and Cache-Control of a file."""

    type: str
    cache: str


def served(address: str) -> Served:
    """How the file at an address of the site is served."""
    name = address.rpartition("/")[2]
    kind = media_type(name)
    charset = "; charset=utf-8" if _TEXT.match(kind) else ""
    return Served(kind + charset, f"public, max-age={_seconds(name)}")


def _seconds(name: str) -> int:
    if _FEED.fullmatch(name):
        return 300
    if _HASHED.search(name):
        # Another content has another name. But what is withdrawn must be gone from caches, too:
        # so a day, not for ever.
        return 86_400
    return 600
