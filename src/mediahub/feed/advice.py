"""Advice on a feed: what no directory refuses, but the publisher could do better."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mediahub.feed.chapters import FEWEST_LINES
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.tongues import Said, Words

LONG_TITLE = 40
"""Characters of a chapter's title that players show (Spotify's advice)."""
SHORT_CHAPTER_MS = 30_000
"""Spotify passes over chapters shorter than this."""
_LEAST_BITE_MS, _MOST_BITE_MS = 15_000, 120_000
"""How long a soundbite is to be (podcast-namespace, docs/tags/soundbite.md)."""
LEAST_NAME = 5
"""Letters of a series' name that can hardly stand in a title by chance."""
_NUMBERED = re.compile(
    r"(?:(?:avsnitt|del|episod|#|nr\.?)\s*\d+\W+|\d+\s*[.:–-]\s*)\w", re.IGNORECASE
)
_OWN_MACHINE = ("http://127.0.0.1", "http://localhost")

_ONE = Words("episode “{title}”: {advice}", "avsnittet ”{title}”: {advice}")
_SEVERAL = Words(
    "{count} episodes, among them “{title}”: {advice}",
    "{count} avsnitt, bland dem ”{title}”: {advice}",
)
_NO_EMAIL = Said(
    "no publisher e-mail: Spotify and others write to it before they list a podcast",
    "utgivaren har ingen e-postadress: Spotify och andra skriver till den innan de tar upp en "
    "podd.",
)
_PLAIN_HTTP = Said(
    "its address is http: Apple and most apps want https",
    "adressen är http: Apple och de flesta appar vill ha https.",
)
_SERIES_UNTOLD = Said(
    "the series has no description of its own", "serien har ingen egen beskrivning."
)
_UNTOLD = Said("no description of its own", "ingen egen beskrivning.")
_NO_TRANSCRIPT = Said("no transcript", "ingen avskrift.")
_LONG_TITLES = Words(
    "players cut chapter titles over {most} characters: {titles}",
    "spelare kortar kapitelrubriker över {most} tecken: {titles}",
)
_BITES = Said(
    "apps show soundbites of 15 to 120 s best", "appar visar helst ljudklipp på 15 till 120 s."
)
_SHORT_CHAPTERS = Words(
    "Spotify passes over chapters under 30 s: {titles}",
    "Spotify hoppar över kapitel under 30 s: {titles}",
)
_NUMBER = Said(
    "its title begins with a number; write it as `episode`, and apps show it",
    "titeln börjar med ett nummer. Skriv det som `episode`, så visar apparna det.",
)
_NAMES_SERIES = Said(
    "its title names the series, which apps show beside it",
    "titeln nämner serien, som apparna visar bredvid den.",
)


def advise(series: FeedSeries, episodes: Iterable[FeedEpisode]) -> tuple[Said, ...]:
    """What the editor might better, in plain words; never a reason not to publish."""
    same: dict[Said, list[str]] = {}
    for episode in episodes:
        for advice in (*_item(episode), *_title(series.title, episode.title)):
            same.setdefault(advice, []).append(episode.title)
    return (*_channel(series), *(_told(advice, titles) for advice, titles in same.items()))


def _told(advice: Said, titles: Sequence[str]) -> Said:
    """One line however many episodes it is about."""
    words = _ONE if len(titles) == 1 else _SEVERAL
    return words.said(title=titles[0], count=len(titles), advice=advice)


def _channel(series: FeedSeries) -> Iterator[Said]:
    if not series.owner_email:
        yield _NO_EMAIL
    if series.feed_url.startswith("http://") and not series.feed_url.startswith(_OWN_MACHINE):
        yield _PLAIN_HTTP
    if series.description.strip() in {"", series.title.strip()}:
        yield _SERIES_UNTOLD


def _item(episode: FeedEpisode) -> Iterator[Said]:
    if episode.description.strip() in {"", episode.title.strip()}:
        yield _UNTOLD
    if not episode.transcripts:
        yield _NO_TRANSCRIPT
    chapters = episode.chapters
    long = [chapter.title for chapter in chapters if len(chapter.title) > LONG_TITLE]
    if long:
        yield _LONG_TITLES.said(most=LONG_TITLE, titles="; ".join(long))
    if any(not _LEAST_BITE_MS <= o.duration_ms <= _MOST_BITE_MS for o in episode.soundbites):
        yield _BITES
    short = [c.title for c in chapters if c.span.duration_ms < SHORT_CHAPTER_MS]
    if short and len(chapters) >= FEWEST_LINES:
        yield _SHORT_CHAPTERS.said(titles="; ".join(short))


def _title(series: str, title: str) -> Iterator[Said]:
    """What apps show beside a title anyway."""
    if _NUMBERED.match(title):
        yield _NUMBER
    if len(series) >= LEAST_NAME and series.casefold() in title.casefold():
        yield _NAMES_SERIES
