"""The player alone, to stand in another site's page, and what tells other sites so (oEmbed)."""

import json
from typing import Any

from mediahub.feed.chapters import chapters_to_publish
from mediahub.feed.names import EMBED, OEMBED, PAGE
from mediahub.feed.text import escape, one_line
from mediahub.pages.entries import Picture
from mediahub.pages.environment import render
from mediahub.pages.episodepage import EpisodePage, player_values
from mediahub.pages.frame import Frame, root_of

FILM_SIZE, SOUND_SIZE = (640, 460), (640, 220)
"""Width and height in CSS pixels of the place that the player asks for."""
_DAY_S = 86_400


def embed_page(page: EpisodePage, frame: Frame) -> str:
    """The page as HTML; it stands in the episode's folder as `spelare.html`."""
    address = f"{page.folder}/{EMBED}"
    chapters = chapters_to_publish(page.episode.chapters, page.episode.duration_ms)
    return render(
        "embed.html",
        frame=frame,
        page=page,
        root=root_of(address),
        url=frame.url(f"{page.folder}/{PAGE}"),
        title=one_line(page.episode.title),
        **player_values(page, chapters),
    )


def embed_code(page: EpisodePage, frame: Frame) -> str:
    """The HTML by which another site shows the player."""
    width, height = _size(page)
    source = escape(frame.url(f"{page.folder}/{EMBED}"))
    title = escape(one_line(page.episode.title))
    return (
        f'<iframe src="{source}" title="{title}" width="{width}" height="{height}" '
        'style="border:0;max-width:100%" loading="lazy" allowfullscreen></iframe>'
    )


def oembed(page: EpisodePage, frame: Frame) -> str:
    """The answer to who asks by oEmbed 1.0 what may stand for the page: JSON, as a file."""
    width, height = _size(page)
    value: dict[str, Any] = {
        "version": "1.0",
        "type": "video" if page.kind == "film" else "rich",
        "title": one_line(page.episode.title),
        "author_name": one_line(page.series.author),
        "author_url": page.series.link,
        "provider_name": one_line(frame.publisher),
        "provider_url": frame.url(""),
        "cache_age": _DAY_S,
        "html": embed_code(page, frame),
        "width": width,
        "height": height,
        **_thumbnail(page.shown, frame),
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def oembed_address(page: EpisodePage, frame: Frame) -> str | None:
    """Where that answer stands; None on a site without an address of its own."""
    return frame.url(f"{page.folder}/{OEMBED}") if frame.public else None


def _size(page: EpisodePage) -> tuple[int, int]:
    return FILM_SIZE if page.kind == "film" else SOUND_SIZE


def _thumbnail(shown: Picture | None, frame: Frame) -> dict[str, Any]:
    if shown is None:
        return {}
    return {
        "thumbnail_url": frame.url(shown.large),
        "thumbnail_width": shown.width,
        "thumbnail_height": shown.height,
    }
