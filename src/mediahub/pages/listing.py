"""The pages of a series and of all series."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mediahub.catalog import ItemKind
from mediahub.feed.names import PAGE
from mediahub.feed.text import one_line
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.environment import render
from mediahub.pages.wording import day


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode in its series' list; `folder` is its folder's name in the series' folder."""

    episode: FeedEpisode
    folder: str
    kind: ItemKind


@dataclass(frozen=True, slots=True)
class ListedSeries:
    """A series in the list of all; its folder under `feeds/` is named by its id."""

    series: FeedSeries
    episodes: tuple[ListedEpisode, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    series: FeedSeries
    episodes: Sequence[ListedEpisode]
    latest: Markup


def series_page(series: FeedSeries, episodes: Sequence[ListedEpisode]) -> str:
    """The page of a series, newest episode first; it stands in the series' folder as index.html."""
    return render(
        "series.html",
        title=one_line(series.title),
        summary=series.description or series.title,
        crumbs=({"title": "Alla serier", "address": f"../{PAGE}"},),
        series=series,
        episodes=_newest_first(episodes),
        credit_lines=_credits(episodes),
    )


def all_series_page(
    publisher: str, series: Sequence[ListedSeries], *, link: str | None = None
) -> str:
    """The page of all series, in the order given; it stands in `feeds/` as index.html.

    `link` is the publisher's own page.
    """
    return render(
        "all-series.html",
        title=one_line(publisher) or "Alla serier",
        summary="Poddar och filmer med kapitel och avskrift.",
        crumbs=(),
        series=[_card(listed) for listed in series],
        link=link,
        credit_lines=_credits([episode for listed in series for episode in listed.episodes]),
    )


def _credits(episodes: Sequence[ListedEpisode]) -> tuple[str, ...]:
    """What is credited in any of the episodes, each once, the newest episode's first."""
    newest = _newest_first(episodes)
    return tuple(dict.fromkeys(line for listed in newest for line in listed.episode.credits))


def _newest_first(episodes: Sequence[ListedEpisode]) -> list[ListedEpisode]:
    ordered = sorted(episodes, key=lambda listed: listed.episode.guid)
    return sorted(ordered, key=lambda listed: listed.episode.published, reverse=True)


def _card(listed: ListedSeries) -> _Card:
    newest = _newest_first(listed.episodes)
    latest = Markup("senast {}").format(day(newest[0].episode.published)) if newest else Markup()
    return _Card(listed.series, newest, latest)
