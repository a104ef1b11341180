"""From a feed's bytes to values: every item with what subscribers know of it."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal
from xml.etree.ElementTree import Element

from mediahub.catalog.values import Role
from mediahub.errors import MediaError
from mediahub.feed.addresses import web_url
from mediahub.moving import notices as told
from mediahub.moving.dates import read_date
from mediahub.moving.elements import attribute, channel_of, text
from mediahub.moving.prosed import as_markdown
from mediahub.moving.values import (
    OldChapter,
    OldEnclosure,
    OldEpisode,
    OldFeed,
    OldPerson,
    OldTranscript,
)
from mediahub.notices import Notice

_ROLES: dict[str, Role] = {
    "host": "host", "co-host": "host", "guest host": "host", "guest": "guest", "writer": "writer",
    "author": "writer", "reporter": "interviewer", "interviewer": "interviewer",
    "producer": "producer", "editor": "producer", "audio editor": "producer",
    "translator": "interpreter", "speaker": "speaker",
}  # fmt: skip


_NO_PLACE = (
    "podcast_funding", "podcast_value", "podcast_podroll", "podcast_trailer", "podcast_liveItem",
    "podcast_alternateEnclosure", "podcast_soundbite", "podcast_location", "podcast_socialInteract",
    "podcast_txt", "itunes_block", "itunes_complete",
)  # fmt: skip
"""Elements that mean something to listeners and that nothing here can hold."""


def read_feed(data: bytes, name: str) -> tuple[OldFeed, tuple[Notice, ...]]:
    """The feed in these bytes, and what there is to look at; `name` is what messages call it.

    Raises MediaError for what is no RSS feed.
    """
    channel = channel_of(data, name)
    notices: list[Notice] = []
    episodes = tuple(_episodes(channel, name, notices))
    if left_out := ", ".join(_left_out(channel)):
        notices.append(told.NO_PLACE.at(name, names=left_out))
    feed = OldFeed(
        title=text(channel, "title", "itunes_title") or "Podd",
        address=_own_address(channel),
        description=as_markdown(text(channel, "description", "itunes_summary")),
        language=text(channel, "language").lower().partition("-")[0] or "sv",
        link=web_url(text(channel, "link")),
        author=text(channel, "itunes_author") or None,
        email=text(channel, "itunes_owner/itunes_email") or None,
        image=_image(channel),
        category=_category(channel),
        explicit=_is_explicit(text(channel, "itunes_explicit")),
        type=_kind(text(channel, "itunes_type")),
        copyright=text(channel, "copyright") or None,
        license=text(channel, "podcast_license") or None,
        license_url=web_url(attribute(channel, "podcast_license", "url")),
        guid=_uuid(text(channel, "podcast_guid")),
        locked=_locked(channel),
        moved_to=web_url(text(channel, "itunes_new-feed-url")),
        following=_related(channel, "next"),
        people=tuple(_people(channel)),
        episodes=episodes,
    )
    return feed, tuple(notices)


def joined(first: OldFeed, *others: OldFeed) -> OldFeed:
    """A feed of several pages as one; an episode that stands on two of them is taken once."""
    seen = {(one.guid, one.enclosure.url) for one in first.episodes}
    episodes = list(first.episodes)
    for page in others:
        for one in page.episodes:
            if (one.guid, one.enclosure.url) not in seen:
                seen.add((one.guid, one.enclosure.url))
                episodes.append(replace(one, number=len(episodes) + 1))
    return replace(first, episodes=tuple(episodes), following=None)


def distinct(feed: OldFeed, name: str) -> tuple[OldFeed, tuple[Notice, ...]]:
    """The feed with a GUID of its own for each episode: the newest keeps one that two have."""
    notices: list[Notice] = []
    taken: dict[str, str] = {}
    kept: list[OldEpisode] = []
    order = sorted(
        feed.episodes,
        key=lambda one: (
            one.published is None,
            -(one.published.timestamp() if one.published else 0),
        ),
    )
    for one in order:
        if one.guid not in taken:
            taken[one.guid] = one.enclosure.url
            kept.append(one)
            continue
        place = f"{name}, item {one.number}"
        if one.enclosure.url in taken or taken[one.guid] == one.enclosure.url:
            notices.append(told.TWICE.at(place, number=one.number, title=one.title))
            continue
        notices.append(told.SAME_GUID.at(place, number=one.number, title=one.title, guid=one.guid))
        taken[one.enclosure.url] = one.enclosure.url
        kept.append(replace(one, guid=one.enclosure.url))
    return replace(feed, episodes=tuple(sorted(kept, key=lambda one: one.number))), tuple(notices)


def dated(feed: OldFeed, name: str) -> tuple[OldFeed, tuple[Notice, ...]]:
    """The feed with a date for each episode: of one that has none, that of its neighbour.

    Raises MediaError where no episode has one.
    """
    notices: list[Notice] = []
    episodes: list[OldEpisode] = []
    known = next((one.published for one in feed.episodes if one.published is not None), None)
    if known is None and feed.episodes:
        raise MediaError(
            f"{name}: no episode has a date that can be read; it is no podcast's feed",
            swedish=f"{name}: inget avsnitt har ett datum som går att läsa. Det är inget "
            "poddflöde.",
        )
    for one in reversed(feed.episodes):  # from the oldest on: the older neighbour goes first
        older = next((e.published for e in reversed(episodes) if e.published is not None), known)
        if one.published is None and older is not None:
            notices.append(
                told.NO_DATE.at(
                    f"{name}, item {one.number}",
                    number=one.number,
                    title=one.title,
                    date=one.date or "–",
                    given=older.date().isoformat(),
                )
            )
            one = replace(one, published=older)  # noqa: PLW2901
        episodes.append(one)
    return replace(feed, episodes=tuple(reversed(episodes))), tuple(reversed(notices))


def _episodes(channel: Element, name: str, notices: list[Notice]) -> Iterator[OldEpisode]:
    for number, item in enumerate(channel.findall("item"), 1):
        place = f"{name}, item {number}"
        title = text(item, "title", "itunes_title") or f"Avsnitt {number}"
        found = [
            OldEnclosure(url, one.get("type", "").strip().lower(), _natural(one.get("length", "")))
            for one in item.findall("enclosure")
            if (url := web_url(one.get("url"))) is not None
        ]
        if not found:
            notices.append(told.NO_ENCLOSURE.at(place, number=number, title=title))
            continue
        if len(found) > 1:
            notices.append(
                told.SEVERAL_ENCLOSURES.at(place, number=number, title=title, count=len(found))
            )
        guid = text(item, "guid")
        if not guid:
            notices.append(told.NO_GUID.at(place, number=number, title=title))
        date = text(item, "pubDate", "dc_date", "atom_published")
        yield OldEpisode(
            number=number,
            guid=guid or found[0].url,
            title=re.sub(r"\s+", " ", title),
            enclosure=found[0],
            published=read_date(date),
            date=date,
            description=as_markdown(text(item, "content_encoded", "description", "itunes_summary")),
            link=web_url(text(item, "link")),
            season=_positive(text(item, "itunes_season", "podcast_season")),
            episode=_positive(text(item, "itunes_episode", "podcast_episode")),
            explicit=_is_explicit(text(item, "itunes_explicit")),
            image=web_url(attribute(item, "itunes_image", "href")),
            people=tuple(_people(item)),
            chapters=tuple(_chapters(item)),
            chapters_url=web_url(attribute(item, "podcast_chapters", "url")),
            transcripts=tuple(_transcripts(item)),
        )


def _people(parent: Element) -> Iterator[OldPerson]:
    for one in parent.findall("podcast_person"):
        name = re.sub(r"\s+", " ", one.text or "").strip()
        if name:
            yield OldPerson(
                name,
                _ROLES.get(one.get("role", "host").strip().lower(), "guest"),
                web_url(one.get("href")),
                web_url(one.get("img")),
            )


def _chapters(item: Element) -> Iterator[OldChapter]:
    from mediahub.catalog.moments import offset_ms

    for one in item.iterfind("psc_chapters/psc_chapter"):
        title = one.get("title", "").strip()
        try:
            start = offset_ms(one.get("start", ""))
        except ValueError:
            continue
        if title:
            yield OldChapter(start, title, web_url(one.get("href")))


def _transcripts(item: Element) -> Iterator[OldTranscript]:
    for one in item.findall("podcast_transcript"):
        url = web_url(one.get("url"))
        if url is not None:
            yield OldTranscript(url, one.get("type", "").strip().lower())


def _left_out(channel: Element) -> Iterator[str]:
    """The elements that have no place here, as feeds call them, with their number."""
    for tag in _NO_PLACE:
        found = sum(1 for _ in channel.iter(tag))
        if found:
            yield f"{found} {tag.replace('_', ':')}"
    kinds = [text(one, "itunes_episodeType").lower() for one in channel.findall("item")]
    others = sum(kind in ("trailer", "bonus") for kind in kinds)
    if others:
        yield f"{others} itunes:episodeType"


def _image(channel: Element) -> str | None:
    return web_url(attribute(channel, "itunes_image", "href")) or web_url(
        text(channel, "image/url")
    )


def _category(channel: Element) -> tuple[str, ...]:
    first = channel.find("itunes_category")
    if first is None:
        return ()
    names = [
        first.get("text", ""),
        *(one.get("text", "") for one in first.findall("itunes_category")),
    ]
    return tuple(name.strip() for name in names if name.strip())[:2]


def _locked(channel: Element) -> str | None:
    if text(channel, "podcast_locked").lower() not in ("yes", "true"):
        return None
    return attribute(channel, "podcast_locked", "owner")


def _own_address(channel: Element) -> str | None:
    return _related(channel, "self")


def _related(channel: Element, relation: str) -> str | None:
    for link in channel.findall("atom_link"):
        if link.get("rel", "").strip().lower() == relation:
            return web_url(link.get("href"))
    return None


def _is_explicit(said: str) -> bool:
    return said.lower() in ("true", "yes", "explicit")


def _kind(said: str) -> Literal["episodic", "serial"]:
    return "serial" if said.lower() == "serial" else "episodic"


def _uuid(said: str) -> str | None:
    try:
        return str(uuid.UUID(said))
    except ValueError:
        return None


def _natural(said: str) -> int:
    return int(said) if said.strip().isascii() and said.strip().isdigit() else 0


def _positive(said: str) -> int | None:
    return _natural(said) or None
