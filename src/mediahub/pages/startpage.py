"""The first page, that of all themes, and the one that stands where nothing is."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from mediahub.feed.names import NOT_FOUND, PAGE
from mediahub.feed.text import one_line
from mediahub.pages.entries import Entry, SeriesEntry, ThemeEntry
from mediahub.pages.environment import site_page
from mediahub.pages.frame import Frame
from mediahub.pages.linked import publisher_linked

NEWEST = 6
THEMES = 9
"""So many stand on the first page, which is to be light; all themes have a page of their own."""
THEMES_PAGE = f"tema/{PAGE}"


def start_page(
    frame: Frame,
    newest: Sequence[Entry],
    themes: Sequence[ThemeEntry],
    series: Sequence[SeriesEntry],
    credit_lines: Sequence[str] = (),
) -> str:
    """The first page, each list in the order given; it stands as index.html.

    Of what is new and of the themes the first ones stand there. `credit_lines` are of what it
    lists.
    """
    return site_page(
        "start.html",
        frame,
        PAGE,
        title=one_line(frame.publisher) or "Startsidan",
        heading=one_line(frame.publisher) or "Nytt",
        summary=_summary(themes),
        newest=newest[:NEWEST],
        themes=themes[:THEMES],
        more_themes=len(themes) if len(themes) > THEMES else 0,
        series=series,
        credit_lines=tuple(dict.fromkeys((*credit_lines, *frame.credits))),
        linked=publisher_linked(frame),
    )


def themes_page(frame: Frame, themes: Sequence[ThemeEntry]) -> str:
    """The page of all themes, in the order given."""
    return site_page(
        "themes.html",
        frame,
        THEMES_PAGE,
        title=f"Teman – {one_line(frame.publisher)}",
        summary=f"Alla teman från {one_line(frame.publisher)}.",
        themes=themes,
    )


def not_found_page(frame: Frame, address: str | None = None) -> str:
    """What a server answers with where nothing is; its addresses begin at the server's root.

    With an `address` it is the page there, of something that is no more.
    """
    return site_page(
        "not-found.html",
        frame,
        address or NOT_FOUND,
        root=None if address else f"{urlsplit(frame.base).path.rstrip('/')}/",
        title="Sidan finns inte",
        summary="Sidan finns inte.",
        unlisted=True,
    )


def _summary(themes: Sequence[ThemeEntry]) -> str:
    if themes:
        return "Film, podd och artiklar om veckans teman, med avskrifter och frågor att diskutera."
    return "Poddar och filmer med kapitel och avskrift."
