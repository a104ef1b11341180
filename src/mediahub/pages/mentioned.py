"""What is spoken of in one item, each heading with the moments on the item's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mediahub.pages.finding import Heading, Moment
from mediahub.transcript.clock import clock_hms

MOST_MOMENTS = 5
"""Moments of one heading that are shown."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A heading, its first moments (the attributes of a link, and its words), and how many more."""

    text: str
    moments: tuple[tuple[Markup, str], ...]
    more: int


def mentioned(headings: Sequence[Heading]) -> tuple[Mentioned, ...]:
    """The headings as a page shows them, without those that lead nowhere on it."""
    found = []
    for one in headings:
        moments = [_link(moment) for moment in one.moments if _leads(moment)]
        if moments:
            kept = tuple(moments[:MOST_MOMENTS])
            found.append(Mentioned(one.text, kept, len(moments) - len(kept)))
    return tuple(found)


def _leads(moment: Moment) -> bool:
    return moment.at_ms is not None or moment.page > 0


def _link(moment: Moment) -> tuple[Markup, str]:
    if moment.at_ms is None:
        return Markup(f'href="#sida-{moment.page}"'), str(moment.page)  # noqa: S704 - digits
    seconds = moment.at_ms // 1000
    attributes = f'href="#t={seconds}" data-t="{seconds}"'
    return Markup(attributes), clock_hms(1000 * seconds)  # noqa: S704 - digits
