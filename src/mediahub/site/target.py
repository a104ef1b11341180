"""Where a site goes: what every place that can hold one has to be able to do."""

from collections.abc import Collection
from typing import Protocol

from mediahub.errors import MediahubError
from mediahub.feed.names import FEED, PAGE
from mediahub.site.values import Content, Site, SyncReport


class SiteError(MediahubError):
    """Something of a site could not be put into its place; what stood there still does."""


class Target(Protocol):
    """A place that holds a site for the world: a folder now, a server's storage later."""

    def sync(
        self, site: Site, *, only: Collection[str] | None = None, verify: bool = False
    ) -> SyncReport:
        """Make the target hold the site: media first, feeds last, each whole or not at all.

        `only` narrows it to some folders or addresses of the site. With
        `verify` everything is read that stands there. Nothing is taken away. Raises SiteError where
        something cannot be written: what comes after it in the order is as it was.
        """

    def holds(self, address: str) -> bool:
        """Whether anything stands at this address."""

    def addresses(self, folder: str = "") -> tuple[str, ...]:
        """What stands under a folder of the site, "" being all of it, in order."""

    def remove(self, addresses: Collection[str]) -> tuple[str, ...]:
        """Take these away; those that were there."""


def rank(address: str, content: Content) -> int:
    """When an address is written: media, what goes with it, pages, and the feeds last of all."""
    kind = content.type.partition("/")[0]
    if kind in ("audio", "video"):
        return 0
    if content.type == "application/rss+xml":
        # What a feed leads to, its older documents, is there before it.
        return 4 if address.rpartition("/")[2] == FEED else 3
    return 2 if address.rpartition("/")[2] == PAGE else 1


def in_order(site: Site) -> list[str]:
    """The addresses in the order in which they are written."""
    return sorted(site.contents, key=lambda address: rank(address, site.contents[address]))
