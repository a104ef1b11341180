"""The pages by which one finds: the search, whose index lies beside it, and the register A to Ö."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.pages.environment import site_page
from mediahub.pages.frame import Frame
from mediahub.pages.look import Named, named_asset
from mediahub.transcript.clock import clock_hms

SEARCH_PAGE = f"hitta/{PAGE}"
_PARTS = ("search-lists.js", "search-words.js", "search-hits.js", "search-page.js")
"""What follows on `search.js` in the script of the search page."""
REGISTER_PAGE = f"register/{PAGE}"
MOST = 12
"""Moments of one heading that are shown; the search has the rest."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where something is spoken of: a page of the site, and the ms or the page of a document."""

    address: str
    title: str
    at_ms: int | None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the register with its moments, item by item."""

    text: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    title: str
    links: tuple[tuple[str, str], ...]
    """Where each leads, and what it is called: a clock, or a page."""


@dataclass(frozen=True, slots=True)
class _Shown:
    text: str
    places: tuple[_Place, ...]
    more: int


def search_script() -> Named:
    """The script of the search page, as its address and bytes."""
    return named_asset("search.js", *_PARTS)


def search_page(frame: Frame, script: str, start: str, *, register: bool) -> str:
    """The search page; `start` is the index's first file, both as seen from the site's root."""
    return site_page(
        "search.html",
        frame,
        SEARCH_PAGE,
        title=f"Sök – {one_line(frame.publisher)}",
        summary="Sök i allt som sägs och står.",
        script=script,
        start=start,
        register=REGISTER_PAGE if register else "",
        unlisted=True,
    )


def register_page(frame: Frame, headings: Sequence[Heading]) -> str:
    """The register, in the order given, under its letters."""
    letters = [
        (letter, [_shown(one) for one in own])
        for letter, own in groupby(headings, key=lambda one: _letter(one.text))
    ]
    return site_page(
        "register.html",
        frame,
        REGISTER_PAGE,
        title=f"Register – {one_line(frame.publisher)}",
        summary="Ord, personer, platser och lagar som det talas om, från A till Ö.",
        letters=letters,
    )


def _letter(heading: str) -> str:
    first = re.sub(r"[^0-9A-Za-zÅÄÖåäöÉé]", "", heading)[:1].upper()
    return {"É": "E", "W": "V"}.get(first, first if first.isalpha() else "0–9")


def _shown(heading: Heading) -> _Shown:
    kept = heading.moments[:MOST]
    return _Shown(heading.text, tuple(_places(kept)), len(heading.moments) - len(kept))


def _places(moments: Sequence[Moment]) -> Iterator[_Place]:
    for (address, title), own in groupby(moments, key=lambda one: (one.address, one.title)):
        yield _Place(title, tuple(_link(address, one) for one in own))


def _link(address: str, moment: Moment) -> tuple[str, str]:
    if moment.at_ms is not None:
        seconds = moment.at_ms // 1000
        return f"{address}#t={seconds}", clock_hms(1000 * seconds)
    if moment.page > 0:
        return f"{address}#sida-{moment.page}", f"avsnitt {moment.page}"
    return address, "texten"
