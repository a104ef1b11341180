"""What pages tell search engines, as schema.org's words in JSON-LD."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mediahub.catalog import Item, Person, Theme
from mediahub.feed.names import EMBED
from mediahub.feed.prose import to_plain
from mediahub.feed.text import one_line
from mediahub.feed.values import FeedEpisode, FeedSeries
from mediahub.pages.entries import Entry
from mediahub.pages.frame import Frame

Json = dict[str, Any]

_CONTEXT = "https://schema.org"


def publisher_linked(frame: Frame) -> Json:
    """The site, and who stands behind it."""
    return _clean(
        {
            "@context": _CONTEXT,
            "@type": "WebSite",
            "name": one_line(frame.publisher),
            "url": frame.url(""),
            "inLanguage": "sv",
            "publisher": _publisher(frame),
        }
    )


def theme_linked(theme: Theme, entries: Sequence[Entry], frame: Frame, address: str) -> Json:
    """A theme as a collection of what belongs to it."""
    return _clean(
        {
            "@context": _CONTEXT,
            "@type": "CollectionPage",
            "name": one_line(theme.title),
            "description": _plain(theme.introduction),
            "url": frame.url(address),
            "datePublished": theme.date.isoformat() if theme.date else None,
            "inLanguage": "sv",
            "publisher": _publisher(frame),
            "hasPart": [
                {
                    "@type": _TYPES[one.kind],
                    "name": one_line(one.title),
                    "url": frame.url(one.address),
                }
                for one in entries
            ],
        }
    )


def text_linked(
    item: Item, frame: Frame, address: str, published: datetime | None, image: str | None
) -> Json:
    """An article, a report or slides."""
    return _clean(
        {
            "@context": _CONTEXT,
            "@type": _TYPES[item.kind],
            "headline": one_line(item.title, 110),
            "description": _plain(item.description),
            "url": frame.url(address),
            "datePublished": published.isoformat() if published else None,
            "inLanguage": item.language,
            "image": image,
            "author": [_person(one.person) for one in item.contributors if one.role == "writer"],
            "publisher": _publisher(frame),
        }
    )


def episode_linked(
    series: FeedSeries, episode: FeedEpisode, frame: Frame, *, film: bool, language: str,
    image: str | None, transcript: str | None,
) -> Json:  # fmt: skip
    """A film or an episode; `transcript` is the address of its page of text."""
    seconds = max(1, round(episode.duration_ms / 1000))
    media = {
        "@type": "VideoObject" if film else "AudioObject",
        "contentUrl": episode.enclosure.url,
        "encodingFormat": episode.enclosure.type,
        "duration": f"PT{seconds}S",
    }
    shared = {
        "name": one_line(episode.title),
        "description": _plain(episode.about) or one_line(episode.title),
        "url": episode.link,
        "inLanguage": language,
        "publisher": _publisher(frame),
    }
    if film:
        return _clean(
            {
                "@context": _CONTEXT,
                **media,
                **shared,
                "embedUrl": f"{episode.link}{EMBED}" if frame.public else None,
                "thumbnailUrl": image,
                "uploadDate": episode.published.isoformat(),
                "hasPart": [
                    {
                        "@type": "Clip",
                        "name": chapter.title,
                        "startOffset": chapter.span.start_ms // 1000,
                        "endOffset": chapter.span.end_ms // 1000,
                        "url": f"{episode.link}#t={chapter.span.start_ms // 1000}",
                    }
                    for chapter in episode.chapters
                ],
                "subtitleLanguage": language if transcript else None,
            }
        )
    return _clean(
        {
            "@context": _CONTEXT,
            "@type": "PodcastEpisode",
            **shared,
            "datePublished": episode.published.isoformat(),
            "timeRequired": f"PT{seconds}S",
            "image": image,
            "episodeNumber": episode.episode,
            "associatedMedia": media,
            "partOfSeries": {
                "@type": "PodcastSeries",
                "name": one_line(series.title),
                "url": series.link,
                "webFeed": series.feed_url,
            },
        }
    )


def series_linked(series: FeedSeries, frame: Frame, address: str) -> Json:
    """A series with its feed."""
    return _clean(
        {
            "@context": _CONTEXT,
            "@type": "PodcastSeries",
            "name": one_line(series.title),
            "description": _plain(series.description),
            "url": frame.url(address),
            "webFeed": series.feed_url,
            "image": series.image_url,
            "inLanguage": series.language,
            "publisher": _publisher(frame),
        }
    )


def person_linked(person: Person, frame: Frame, address: str) -> Json:
    """A person."""
    return _clean({"@context": _CONTEXT, **_person(person), "url": frame.url(address)})


_TYPES = {
    "film": "VideoObject",
    "podcast": "PodcastEpisode",
    "article": "Article",
    "slides": "PresentationDigitalDocument",
}


def _person(person: Person) -> Json:
    return _clean({"@type": "Person", "name": person.name, "jobTitle": person.role,
                   "sameAs": person.link})  # fmt: skip


def _publisher(frame: Frame) -> Json | None:
    name = one_line(frame.publisher)
    return _clean({"@type": "Organization", "name": name, "url": frame.link}) if name else None


def _plain(text: str) -> str:
    return one_line(to_plain(text, addresses=False), 300)


def _clean(value: Json) -> Json:
    return {key: one for key, one in value.items() if one not in (None, "", [])}
