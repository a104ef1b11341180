"""Feeds that gather what others hold: one of everything, and one a theme.

An entry is the same lines as in its series' feed, so an episode has one GUID, one date and one
enclosure wherever it is heard.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from mediahub.catalog import Publisher, Theme
from mediahub.catalog.check import COLLECTED
from mediahub.catalog.ids import is_id
from mediahub.feed import FeedEntry, FeedSeries, url_under
from mediahub.feed.names import FEED

EVERYTHING = "allt"
THEMES = "tema"


@dataclass(frozen=True, slots=True)
class Collection:
    """A gathered feed: its folder in the site, the name its GUID is kept under, and its words."""

    folder: str
    kept_as: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Source:
    """A series of which entries are gathered: its channel, each entry with its theme, and how many
    entries a further document of its own feed holds.
    """

    channel: FeedSeries
    entries: Sequence[tuple[FeedEntry, str | None]]
    per_page: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a gathered feed holds: the channel it takes after, its entries, and how many of them
    stand in each further document (None: it is one).
    """

    collection: Collection
    like: FeedSeries
    entries: Sequence[FeedEntry]
    per_page: int | None


def everything(publisher: Publisher) -> Collection:
    """The feed of all that the publisher has published."""
    return Collection(
        f"{COLLECTED}/{EVERYTHING}",
        f"{COLLECTED}-{EVERYTHING}",
        f"Allt från {publisher.name}",
        f"Alla avsnitt från {publisher.name}, ur alla serier.",
    )


def of_theme(theme: Theme, publisher: Publisher) -> Collection:
    """The feed of all that belongs to a theme."""
    words = theme.introduction if theme.introduction.strip() else ""
    return Collection(
        f"{COLLECTED}/{THEMES}/{theme.id}",
        f"{COLLECTED}-{THEMES}-{theme.id}",
        theme.title,
        words or f"Alla avsnitt i temat {theme.title} från {publisher.name}.",
    )


def collected(
    sources: Sequence[Source],
    themes: Iterable[Theme],
    publisher: Publisher,
    kept: Container[str] = (),
) -> list[Gathered]:
    """Each feed that gathers something.

    There is one of everything only where several series have an episode, since it would else be
    that series' own. A channel takes after the first series that it has an episode of. One whose
    name is `kept` has subscribers and stays whatever it gathers, be it nothing. A feed is divided
    as the most divided of the series that it gathers: it is longer than each of them.
    """
    there = [source for source in sources if source.entries]
    first = next(iter([*there, *sources]), None)
    if first is None:
        return []
    found = []
    everywhere = everything(publisher)
    if len(there) > 1 or everywhere.kept_as in kept:
        entries = [entry for source in there for entry, _ in source.entries]
        found.append(Gathered(everywhere, first.channel, entries, _per_page(there)))
    for theme in themes:
        of = [s for s in there if any(of == theme.id for _, of in s.entries)]
        entries = [entry for s in of for entry, its in s.entries if its == theme.id]
        collection = of_theme(theme, publisher)
        if entries or collection.kept_as in kept:
            like = (of[0] if of else first).channel
            found.append(Gathered(collection, like, entries, _per_page(of)))
    return found


def _per_page(sources: Iterable[Source]) -> int | None:
    return min((one.per_page for one in sources if one.per_page is not None), default=None)


def channel_of(
    collection: Collection,
    like: FeedSeries,
    publisher: Publisher,
    *,
    base: str,
    guid: str,
    explicit: bool,
) -> FeedSeries:
    """The channel of a gathered feed, with cover and category of the series `like`."""
    return FeedSeries(
        id=collection.kept_as,
        title=collection.title,
        description=collection.description,
        link=url_under(base, ""),
        feed_url=feed_url(collection, base),
        image_url=like.image_url,
        podcast_guid=guid,
        author=publisher.name,
        owner_name=publisher.name,
        owner_email=publisher.email,
        owner_link=publisher.link,
        language=like.language,
        category=like.category,
        explicit=explicit,
        medium=like.medium,
    )


def feed_url(collection: Collection, base: str) -> str:
    """The web address of a gathered feed."""
    return url_under(base, *collection.folder.split("/"), FEED)


def is_kept(collection: Collection) -> bool:
    """Whether its GUID can be kept in the ledger, whose files are named by ids."""
    return is_id(collection.kept_as)
