"""The page of a series."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.catalog import ItemKind
from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.entries import Entry, Picture
from mediahub.pages.environment import site_page
from mediahub.pages.frame import Frame
from mediahub.pages.linked import series_linked


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode in its series' list; `folder` is its folder's name in the series' folder.

    `picture` is its own, not its series'.
    """

    episode: FeedEpisode
    folder: str
    kind: ItemKind
    picture: Picture | None = None


def series_page(
    series: FeedSeries,
    episodes: Sequence[ListedEpisode],
    frame: Frame,
    picture: Picture | None = None,
) -> str:
    """The page of a series, newest episode first; it stands in the series' folder as index.html.

    `picture` is its cover.
    """
    newest = _newest_first(episodes)
    address = f"{series.id}/{PAGE}"
    return site_page(
        "series.html",
        frame,
        address,
        title=one_line(series.title),
        summary=series.description or series.title,
        series=series,
        shown=picture,
        entries=[_entry(series, listed) for listed in newest],
        credit_lines=_credits(newest, frame),
        og_image=series.image_url,
        linked=series_linked(series, frame, address),
    )


def _credits(episodes: Sequence[ListedEpisode], frame: Frame) -> tuple[str, ...]:
    """What is credited in any of the episodes, each once, the newest episode's first."""
    lines = [line for listed in episodes for line in listed.episode.credits]
    return tuple(dict.fromkeys((*lines, *frame.credits)))


def _newest_first(episodes: Sequence[ListedEpisode]) -> list[ListedEpisode]:
    ordered = sorted(episodes, key=lambda listed: listed.episode.guid)
    return sorted(ordered, key=lambda listed: listed.episode.published, reverse=True)


def _entry(series: FeedSeries, listed: ListedEpisode) -> Entry:
    episode = listed.episode
    return Entry(
        title=one_line(episode.title),
        address=f"{series.id}/{listed.folder}/{PAGE}",
        kind=listed.kind,
        formats=episode.keywords,
        published=episode.published,
        duration_ms=episode.duration_ms,
        about=episode.about,
        picture=listed.picture,
    )
