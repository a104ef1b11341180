"""What a channel tells of its trailers (podcast:trailer), read from their own items."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mediahub.feed.rules import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Trailer:
    """An item that is a trailer: its title, address, date (RFC 2822), length, type and season."""

    title: str
    url: str
    date: str
    length: str
    type: str
    season: str = ""


def trailer_of(item: "_Element") -> Trailer | None:
    """The item as a trailer; None for one that is none, or that has no file."""
    enclosure = item.find("enclosure")
    if text_of(item, "itunes:episodeType") != "trailer" or enclosure is None:
        return None
    return Trailer(
        text_of(item, "title"),
        enclosure.get("url", ""),
        text_of(item, "pubDate"),
        enclosure.get("length", ""),
        enclosure.get("type", ""),
        text_of(item, "itunes:season"),
    )
