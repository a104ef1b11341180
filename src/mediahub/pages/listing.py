"""The pages of a series and of all series; an episode's own is in `episodepage`."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediahub.catalog import ItemKind
from mediahub.feed.names import PAGE
from mediahub.feed.text import escape, one_line, paragraphs
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.episodepage import EpisodePage, episode_page, series_footer
from mediahub.pages.layout import (
    block,
    day,
    document,
    facts,
    feed_link,
    kind_words,
    length,
    prose,
    subscription,
)

__all__ = [
    "EpisodePage",
    "ListedEpisode",
    "ListedSeries",
    "all_series_page",
    "episode_page",
    "series_page",
]


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


def series_page(series: FeedSeries, episodes: Sequence[ListedEpisode]) -> str:
    """The page of a series, newest episode first; it stands in the series' folder as index.html."""
    image = escape(series.image_url.rsplit("/", 1)[-1])
    entries = "\n".join(f"<li>{_entry(listed)}</li>" for listed in _newest_first(episodes))
    entries = f'<ol class="episodes">\n{entries}\n</ol>'
    return document(
        title=one_line(series.title),
        summary=series.description or series.title,
        crumbs=[("Alla serier", f"../{PAGE}")],
        head=feed_link(series),
        header=(
            f'<div class="lead pictured"><img src="{image}" alt="" width="208" height="208">'
            f"<div><h1>{escape(one_line(series.title))}</h1>\n{prose(series.description)}"
            "</div></div>"
        ),
        body=(
            f'<div class="wide columns">\n<div>\n'
            f"{block('Avsnitt', entries, kind='listed')}\n</div>\n"
            f"<aside>\n{subscription(series)}\n</aside>\n</div>"
        ),
        footer="\n".join(series_footer(series)),
        script=True,
    )


def all_series_page(publisher: str, series: Sequence[ListedSeries]) -> str:
    """The page of all series, in the order given; it stands in `feeds/` as index.html."""
    cards = "\n".join(f"<li>{_card(listed)}</li>" for listed in series)
    title = one_line(publisher) or "Alla serier"
    return document(
        title=title,
        summary="Poddar och filmer med kapitel och avskrift.",
        header=(
            f'<div class="lead"><div><h1>{escape(title)}</h1>\n'
            "<p>Poddar och filmer med kapitel och avskrift.</p></div></div>"
        ),
        body=f'<div class="wide">\n<ul class="cards">\n{cards}\n</ul>\n</div>',
        footer=f"<p>{escape(title)}</p>",
    )


def _newest_first(episodes: Sequence[ListedEpisode]) -> list[ListedEpisode]:
    ordered = sorted(episodes, key=lambda listed: listed.episode.guid)
    return sorted(ordered, key=lambda listed: listed.episode.published, reverse=True)


def _entry(listed: ListedEpisode) -> str:
    episode = listed.episode
    about = facts(
        day(episode.published), length(episode.duration_ms), escape(kind_words(listed.kind))
    )
    summary = _summary(episode.about)
    return (
        f'<h3><a href="{escape(listed.folder)}/{PAGE}">{escape(one_line(episode.title))}</a></h3>\n'
        f"{about}\n{summary}"
    )


def _card(listed: ListedSeries) -> str:
    series, folder = listed.series, escape(listed.series.id)
    image = escape(series.image_url.rsplit("/", 1)[-1])
    newest = _newest_first(listed.episodes)
    count = f"{len(newest)} avsnitt"
    latest = f"senast {day(newest[0].episode.published)}" if newest else ""
    return (
        f'<img src="{folder}/{image}" alt="" width="400" height="400" loading="lazy">'
        f'<div class="body"><h2><a href="{folder}/{PAGE}">{escape(one_line(series.title))}</a></h2>'
        f"{facts(count, latest)}{_summary(series.description)}</div>"
    )


def _summary(description: str) -> str:
    """The first paragraph, at most 260 characters of it."""
    first = next(iter(paragraphs(description)), "")
    return f"<p>{escape(one_line(first, 260))}</p>" if first else ""
