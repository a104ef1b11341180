"""Advice on a feed: what no directory refuses, but the publisher could do better."""

from collections.abc import Iterable, Iterator

from mediahub.feed.chapters import FEWEST_LINES
from mediahub.feed.values import FeedEpisode, FeedSeries

LONG_TITLE = 40
"""Characters of a chapter's title that players show (Spotify's advice)."""
SHORT_CHAPTER_MS = 30_000
"""Spotify passes over chapters shorter than this."""
_OWN_MACHINE = ("http://127.0.0.1", "http://localhost")


def advise(series: FeedSeries, episodes: Iterable[FeedEpisode]) -> tuple[str, ...]:
    """What the editor might better, in plain English; never a reason not to publish."""
    return tuple(_channel(series)) + tuple(
        f"episode “{episode.title}”: {advice}" for episode in episodes for advice in _item(episode)
    )


def _channel(series: FeedSeries) -> Iterator[str]:
    if not series.owner_email:
        yield "no publisher e-mail: Spotify and others write to it before they list a podcast"
    if series.feed_url.startswith("http://") and not series.feed_url.startswith(_OWN_MACHINE):
        yield "its address is http: Apple and most apps want https"
    if series.description.strip() in {"", series.title.strip()}:
        yield "the series has no description of its own"


def _item(episode: FeedEpisode) -> Iterator[str]:
    if episode.description.strip() in {"", episode.title.strip()}:
        yield "it has no description of its own"
    if not episode.transcripts:
        yield "it has no transcript"
    chapters = episode.chapters
    long = [chapter.title for chapter in chapters if len(chapter.title) > LONG_TITLE]
    if long:
        yield f"players cut chapter titles over {LONG_TITLE} characters: {'; '.join(long)}"
    short = [c.title for c in chapters if c.span.duration_ms < SHORT_CHAPTER_MS]
    if short and len(chapters) >= FEWEST_LINES:
        yield f"Spotify passes over chapters under 30 s: {'; '.join(short)}"
