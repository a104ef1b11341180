"""From the catalogue's values to the feed's: what a series and an episode are to a listener."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mediahub.catalog import Contributor, Item, Publisher, Series, Theme
from mediahub.feed import (
    AlternateEnclosure,
    Enclosure,
    FeedEpisode,
    FeedPerson,
    FeedSeries,
    TranscriptLink,
    chapters_json,
    podcast_role,
    presented,
    url_under,
)
from mediahub.feed.names import (
    CAPTIONS,
    CHAPTERS,
    FEED,
    SUBTITLES,
    TRANSCRIPT_HTML,
    TRANSCRIPT_JSON,
)
from mediahub.feed.prose import literal
from mediahub.feed.text import one_line
from mediahub.mediafile import Tags
from mediahub.site.values import Content
from mediahub.transcript import Chapter, Transcript
from mediahub.workspace.ledger import Promise

OPENING = 200
"""Characters of a talk's first sentences that say what it is about."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a series and its episodes stand on the web; `base` has no final slash."""

    base: str
    series: str

    def of(self, *names: str) -> str:
        """The address of a file of the series; an empty last name is the folder itself."""
        return url_under(self.base, self.series, *names)


def feed_series(
    publisher: Publisher,
    series: Series,
    address: Address,
    *,
    guid: str,
    image: str,
    pictures: Mapping[str, str] | None = None,
) -> FeedSeries:
    """The channel of a series; `image` is its cover's file name, `pictures` as `feed_episode`."""
    return FeedSeries(
        id=series.id,
        title=series.title,
        description=series.description,
        link=series.link or address.of(""),
        feed_url=address.of(FEED),
        image_url=address.of(image),
        podcast_guid=guid,
        author=series.author or publisher.name,
        owner_name=publisher.name,
        owner_email=publisher.email,
        owner_link=publisher.link,
        language=series.language,
        category=series.category,
        explicit=series.explicit,
        type=series.type,
        medium=series.medium,
        copyright=series.copyright,
        license=series.license,
        license_url=series.license_url,
        people=tuple(feed_person(one, pictures or {}) for one in series.contributors),
        new_feed_url=series.new_feed_url,
        block=series.block,
        complete=series.complete,
        funding=series.funding,
        location=series.location,
        update_frequency=series.update_frequency,
        elements=series.elements,
    )


def feed_episode(
    item: Item,
    promise: Promise,
    address: Address,
    *,
    folder: str,
    enclosure: Enclosure,
    chapters: Sequence[Chapter],
    duration_ms: int,
    image: str | None,
    summary: str = "",
    pictures: Mapping[str, str] | None = None,
    credited: tuple[str, ...] = (),
    series: Series | None = None,
    automatic: bool = False,
    alternates: tuple[AlternateEnclosure, ...] = (),
    updated: datetime | None = None,
) -> FeedEpisode:
    """An item as an episode; `folder` is its folder's name beside the feed.

    `pictures` gives the addresses of people's pictures that are in the site, by the person's id;
    `credited` are its theme's lines of credit. Of its `series` it has what it doesn't say itself,
    and the people: an app that finds people in an item looks no further. `automatic`,
    `alternates` and `updated` are as in `FeedEpisode`.
    """
    explicit = item.explicit if item.explicit is not None else bool(series and series.explicit)
    return FeedEpisode(
        guid=promise.guid,
        title=item.title,
        description=item.description,
        summary=summary,
        published=promise.published,
        enclosure=enclosure,
        duration_ms=duration_ms,
        link=address.of(folder, ""),
        image_url=address.of(folder, image) if image else None,
        people=tuple(feed_person(one, pictures or {}) for one in taking_part(item, series)),
        chapters=tuple(chapters),
        chapters_url=address.of(folder, CHAPTERS) if chapters else None,
        transcripts=tuple(
            TranscriptLink(
                address.of(folder, name),
                media_type,
                item.language,
                "captions" if name in (CAPTIONS, SUBTITLES) else None,
            )
            for name, media_type in (
                (CAPTIONS, "text/vtt"),
                (SUBTITLES, "application/x-subrip"),
                (TRANSCRIPT_JSON, "application/json"),
                (TRANSCRIPT_HTML, "text/html"),
            )
        ),
        season=item.season,
        episode=item.episode,
        episode_type=item.episode_type,
        explicit=explicit,
        keywords=item.formats,
        elsewhere=item.link,
        credits=credited,
        alternates=alternates,
        updated=updated,
        block=item.block,
        location=item.location,
        soundbites=tuple(
            one if one.title.strip() else replace(one, title=item.title)
            for one in item.soundbites
            if not duration_ms or one.start_ms + one.duration_ms <= duration_ms
        ),
        automatic=automatic,
        elements=item.elements,
    )


def taking_part(item: Item, series: Series | None) -> tuple[Contributor, ...]:
    """Those who take part in an item, and those who do in every one of its series."""
    own = {(one.person.id, one.role) for one in item.contributors}
    always = series.contributors if series is not None else ()
    return (
        *(one for one in always if (one.person.id, one.role) not in own),
        *item.contributors,
    )


def chapters_content(chapters: Sequence[Chapter], title: str, podcast: str) -> Content:
    """The Podcasting 2.0 chapters file of an episode, as it stands beside its page."""
    value = chapters_json(chapters, title=title, podcast_name=podcast)
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Content.of_bytes(CHAPTERS, text.encode("utf-8"))


def summary_of(theme: Theme | None, transcript: Transcript) -> str:
    """What stands for a description that nobody wrote: the theme's introduction, or how it begins.

    It is Markdown; "" where there is neither; the title is never said twice. What is quoted ends
    where something is withheld.
    """
    if theme is not None and theme.introduction.strip():
        return theme.introduction
    said, heard, doubtful = "", 0, set(transcript.doubtful)
    for segment in transcript.segments:
        words = range(heard, heard := heard + len(segment.words))
        if any(hole.start_ms <= segment.span.start_ms for hole in transcript.withheld):
            break
        if not doubtful.isdisjoint(words):
            break  # a description with misheard words is worse than none
        if said and len(said) + len(segment.text) >= OPENING:
            break
        said = f"{said} {segment.text}".strip()
    return literal(f"Så börjar avsnittet: ”{one_line(said, OPENING)}”") if said else ""


def feed_person(contributor: Contributor, pictures: Mapping[str, str]) -> FeedPerson:
    """A contributor in the words of the Podcasting 2.0 taxonomy; `pictures` as `feed_episode`."""
    group, role = podcast_role(contributor.role)
    person = contributor.person
    on_the_web = person.picture if person.picture and "://" in person.picture else None
    picture = pictures.get(person.id) or on_the_web
    return FeedPerson(person.name, role, group, person.link, picture, presented(contributor))


def tags_of(publisher: Publisher, item: Item, series: Series, published: datetime) -> Tags:
    """What the enclosure says of itself on a player without a feed."""
    heard = [person.name for person in item.heard]
    return Tags(
        title=item.title,
        album=series.title,
        artist=", ".join(heard) or series.author or publisher.name,
        date=published.date().isoformat(),
        genre="Podcast",
        language=item.language,
    )


def moved(episode: FeedEpisode, old: str, new: str) -> FeedEpisode:
    """The episode with every address under `old` under `new` instead: its site has moved."""

    def there(url: str) -> str:
        return new + url[len(old) :] if url.startswith(f"{old}/") else url

    def maybe(url: str | None) -> str | None:
        return None if url is None else there(url)

    return replace(
        episode,
        enclosure=replace(episode.enclosure, url=there(episode.enclosure.url)),
        link=there(episode.link),
        image_url=maybe(episode.image_url),
        chapters_url=maybe(episode.chapters_url),
        transcripts=tuple(replace(one, url=there(one.url)) for one in episode.transcripts),
        alternates=tuple(replace(one, url=there(one.url)) for one in episode.alternates),
        people=tuple(replace(one, img=maybe(one.img)) for one in episode.people),
    )
