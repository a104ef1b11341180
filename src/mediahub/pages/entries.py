"""What lists show: a film, an episode, an article, a theme or a series as one entry."""

import datetime as dt
from dataclasses import dataclass

from mediahub.catalog import ItemKind
from mediahub.pages.wording import formats_words


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two sizes, 400 and 800 pixels wide; addresses are as seen from the site's root.

    `width` and `height` are those of the larger. `description` says what it shows, "" for one that
    tells nothing more than the words beside it.
    """

    small: str
    large: str
    width: int
    height: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class Stills:
    """The small pictures of a film in one file, `name`, beside its page: one each `every_ms` from
    its beginning, `count` in all, row by row with `columns` in each; pixels.
    """

    name: str
    every_ms: int
    count: int
    columns: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to see, hear or read; `address` is that of its page, from the site's root.

    `about` is Markdown; `theme` is its theme's title. `duration_ms` is 0 for what is read.
    """

    title: str
    address: str
    kind: ItemKind
    label: str = ""
    formats: tuple[str, ...] = ()
    published: dt.datetime | None = None
    duration_ms: int = 0
    about: str = ""
    theme: str = ""
    picture: Picture | None = None

    @property
    def formats_words(self) -> str:
        """`Film, föreläsning`, or what its kind is called."""
        return formats_words(self.formats, self.kind)


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """A theme in a list; `count` is how many of its items are published, `about` Markdown."""

    title: str
    address: str
    date: dt.date | None = None
    about: str = ""
    count: int = 0
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """A series in a list, with how many episodes it has and when the newest was published."""

    title: str
    address: str
    about: str = ""
    count: int = 0
    latest: dt.datetime | None = None
    picture: Picture | None = None
