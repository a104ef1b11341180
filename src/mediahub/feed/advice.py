"""Advice on a feed: what no directory refuses, but the publisher could do better."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mediahub.feed.chapters import FEWEST_LINES
from mediahub.feed.values import FeedEpisode, FeedSeries

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


def advise(series: FeedSeries, episodes: Iterable[FeedEpisode]) -> tuple[str, ...]:
    """What the editor might better, in plain English; never a reason not to publish."""
    same: dict[str, list[str]] = {}
    for episode in episodes:
        for advice in (*_item(episode), *_title(series.title, episode.title)):
            same.setdefault(advice, []).append(episode.title)
    return (*_channel(series), *(_told(advice, titles) for advice, titles in same.items()))


def _told(advice: str, titles: Sequence[str]) -> str:
    """One line however many episodes it is about."""
    if len(titles) == 1:
        return f"episode “{titles[0]}”: {advice}"
    return f"{len(titles)} episodes, among them “{titles[0]}”: {advice}"


def _channel(series: FeedSeries) -> Iterator[str]:
    if not series.owner_email:
        yield "no publisher e-mail: Spotify and others write to it before they list a podcast"
    if series.feed_url.startswith("http://") and not series.feed_url.startswith(_OWN_MACHINE):
        yield "its address is http: Apple and most apps want https"
    if series.description.strip() in {"", series.title.strip()}:
        yield "the series has no description of its own"


def _item(episode: FeedEpisode) -> Iterator[str]:
    if episode.description.strip() in {"", episode.title.strip()}:
        yield "no description of its own"
    if not episode.transcripts:
        yield "no transcript"
    chapters = episode.chapters
    long = [chapter.title for chapter in chapters if len(chapter.title) > LONG_TITLE]
    if long:
        yield f"players cut chapter titles over {LONG_TITLE} characters: {'; '.join(long)}"
    if any(not _LEAST_BITE_MS <= o.duration_ms <= _MOST_BITE_MS for o in episode.soundbites):
        yield "apps show soundbites of 15 to 120 s best"
    short = [c.title for c in chapters if c.span.duration_ms < SHORT_CHAPTER_MS]
    if short and len(chapters) >= FEWEST_LINES:
        yield f"Spotify passes over chapters under 30 s: {'; '.join(short)}"


def _title(series: str, title: str) -> Iterator[str]:
    """What apps show beside a title anyway."""
    if _NUMBERED.match(title):
        yield "its title begins with a number; write it as `episode`, and apps show it"
    if len(series) >= LEAST_NAME and series.casefold() in title.casefold():
        yield "its title names the series, which apps show beside it"
