"""What there is: the publisher, its series, themes, items, people and terms, as read from TOML."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from mediahub.catalog.feedvalues import (
    Element,
    EpisodeType,
    Funding,
    Location,
    Soundbite,
    UpdateFrequency,
)
from mediahub.catalog.problems import Problem
from mediahub.catalog.settings import QuestionSettings, Settings, SiteSettings
from mediahub.catalog.staffvalues import StaffSettings
from mediahub.notices import Notice

ItemKind = Literal["film", "podcast", "article", "slides"]
WRITTEN_KINDS: frozenset[ItemKind] = frozenset(["article", "slides"])
"""What is read and not heard: such items have no transcript and go into no feed."""
Role = Literal["host", "guest", "speaker", "writer", "interviewer", "producer", "interpreter"]
SILENT_ROLES: frozenset[Role] = frozenset(["writer", "producer"])
"""The parts of those who are not heard in a recording."""


REVIEWED = "reviewed"
"""What `captions` says of those that bear the recording's name and that a person found right."""


@dataclass(frozen=True, slots=True)
class Person:
    """An entry of `media/people.toml`; `aliases` are other spellings of the name."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    """The person's title in Swedish, as shown beside the name ("utvecklingsledare")."""
    link: str | None = None
    picture: str | None = None
    """The web address of a picture, for one that lies elsewhere."""
    portrait: Path | None = None
    """The picture's file, for one that lies in the workspace."""
    picture_description: str | None = None
    """What the picture shows, for those who do not see it."""
    voice_consent: bool = False
    voice_consent_date: dt.date | None = None
    listed: bool = False
    """Whether the person agrees to a page that lists what they take part in."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person's part in an item."""

    person: Person
    role: Role

    @property
    def heard(self) -> bool:
        """Whether the part is to be heard in the recording."""
        return self.role not in SILENT_ROLES


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter written in TOML: where it begins (ms) and its title."""

    start_ms: int
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: the term, other words for it, and what it means."""

    term: str
    definition: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A page on the web that belongs with an item, and what it is called."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expert answers to a question that was put to a theme.

    `answer` is Markdown, or empty where the answer is heard: at `at_ms` in the item `item`.
    """

    question: str
    answer: str = ""
    person: Person | None = None
    item: str | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One film, podcast episode, article or set of slides; `path` is its source file, absolute.

    A media item has `kind` film (it has a picture) or podcast (sound only); an article is text in
    one flow, slides have pages. `written` says that it is one of the latter two.
    `published` is None for a draft unless the series publishes by itself. `captions` is an author's
    VTT or SRT that stands beside the media file and is taken as its transcript. `speakers` bounds
    the number of voices (lowest, highest), None when unknown.
    """

    id: str
    title: str
    kind: ItemKind
    path: Path
    theme: str | None = None
    series: str | None = None
    description: str = ""
    formats: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    language: str = "sv"
    languages: tuple[str, ...] = ()
    """All that are spoken by turns, `language` first; empty where that is the only one."""
    speakers: tuple[int, int] | None = None
    track: int | None = None
    """Which of the file's sound tracks a person chose, counted from 1; None for the likeliest."""
    published: dt.datetime | None = None
    chapters: tuple[ChapterMark, ...] = ()
    captions: Path | None = None
    captions_reviewed: bool = False
    """Whether a person vouches for the captions beside it: many are a machine's."""
    audio_description: Literal["said", "described", "none"] | None = None
    """Whether what a film shows is said as well, or described; None where nobody has said."""
    described: Path | str | None = None
    """A version of it with audio description: a file in the workspace, or its address."""
    media_alternative: bool = False
    """Whether it says only what a text beside it says."""
    live: bool = False
    """Whether it is a recording of what was sent live."""
    image: Path | None = None
    link: str | None = None
    season: int | None = None
    episode: int | None = None
    explicit: bool | None = None
    """Whether its words are unsuitable for children; None for what its series says."""
    episode_type: EpisodeType = "full"
    block: bool = False
    location: Location | None = None
    soundbites: tuple[Soundbite, ...] = ()
    elements: tuple[Element, ...] = ()
    truth: Path | None = None
    label: str | None = None
    """What it is called among its theme's items, such as "Utredningen"."""
    links: tuple[Link, ...] = ()
    image_caption: str | None = None
    """What is written under its picture."""
    image_description: str | None = None
    """What its picture shows, for those who do not see it."""
    date: dt.date | None = None
    """The day the item belongs to: its own, its theme's, or that of its first publication."""
    bare: bool = False
    """Whether no TOML gives the item a title: `title` is made of the file's name, and what the
    file's own tags say is better."""
    problem: str | None = None
    """Why it cannot be used (its file leaves the workspace or is gone, or what is written of it is
    wrong); the item fails with this text, a line for each reason. What could not be read of it has
    its default."""
    missing: bool = False
    """Whether only a TOML speaks of it: nothing stands at `path`."""
    unsure: Literal["", "kind", "kind and series"] = field(default="", compare=False)
    """What only the file's ending tells, of a kind of file that may hold a picture or not.

    It says how the item is known, not what it is, so that it makes no two items differ."""
    said_by_file: tuple[str, ...] = field(default=(), compare=False)
    """Which of its fields have the value that its own file gives them, since no TOML does."""
    described_in: Path | None = None
    """The TOML file that describes it: its theme's, or its own; None when none does."""

    @property
    def written(self) -> bool:
        """Whether it is text to read, which search finds by page and no feed holds."""
        return self.kind in WRITTEN_KINDS

    @property
    def heard(self) -> tuple[Person, ...]:
        """Those who are heard in it, each once, in the order written."""
        return tuple({one.person.id: one.person for one in self.contributors if one.heard}.values())


@dataclass(frozen=True, slots=True)
class Theme:
    """A week's theme: a folder with a `theme.toml`. `items` are ids in the order written."""

    id: str
    title: str
    path: Path
    date: dt.date | None = None
    introduction: str = ""
    items: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
    questions: tuple[str, ...] = ()
    contact: str | None = None
    credits: tuple[str, ...] = ()
    image: Path | None = None
    image_description: str | None = None
    """What the picture shows, for those who do not see it."""
    ask: str | None = None
    """The invitation to put questions to the experts."""
    ask_address: str | None = None
    """Where questions are put: an e-mail address, or that of a form on the web."""
    answers: tuple[Answer, ...] = ()
    questions_introduction: str = ""
    house_rules: str = ""
    """How those who discuss treat each other; Markdown."""
    published: dt.datetime | None = None
    """When its page is published; None: as soon as one of its items is."""
    problem: str | None = None
    """What is wrong with the theme itself, a line for each fault; all its items fail with it."""

    @property
    def takes_questions(self) -> bool:
        """Whether its questions come by our own form: it invites to ask, and names no other way."""
        return bool(self.ask) and self.ask_address is None


@dataclass(frozen=True, slots=True)
class Series:
    """One feed. `kinds` are the item kinds that fall into it when an item names no series."""

    id: str
    title: str
    description: str = ""
    kinds: tuple[ItemKind, ...] = ("podcast",)
    language: str = "sv"
    languages: tuple[str, ...] = ()
    """Those spoken by turns in items that name none; empty where there is one, which each item
    names for itself."""
    category: tuple[str, ...] = ("Society & Culture",)
    """Apple category, and sub-category if any."""
    image: Path | None = None
    link: str | None = None
    author: str | None = None
    explicit: bool = False
    autopublish: bool = False
    unreviewed: Literal["publish", "hold"] = "publish"
    """What becomes of an item whose words no person has reviewed."""
    type: Literal["episodic", "serial"] = "episodic"
    medium: Literal["podcast", "video", "course"] = "podcast"
    license: str | None = None
    license_url: str | None = None
    copyright: str | None = None
    guid: str | None = None
    new_feed_url: str | None = None
    block: bool = False
    complete: bool = False
    funding: tuple[Funding, ...] = ()
    location: Location | None = None
    contributors: tuple[Contributor, ...] = ()
    """Who takes part in every episode."""
    update_frequency: UpdateFrequency | None = None
    episodes_per_page: int | None = None
    """How many episodes each further document of its feed holds; None: the feed is one."""
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept as a feed for staff, and what its hits must belong to."""

    name: str
    query: str
    speaker: str | None = None
    theme: str | None = None
    series: str | None = None
    kind: str | None = None
    reviewed: str | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who stands behind the feeds; `email` is the owner address that directories write to."""

    name: str
    email: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything in a workspace; `notices` are what people should look at in it.

    No two items without a `problem` have the same id.
    """

    root: Path
    publisher: Publisher
    public_url: str | None = None
    """Where `feeds/` will stand on the web, without a final slash; None for local preview only."""
    series: tuple[Series, ...] = ()
    themes: tuple[Theme, ...] = ()
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    settings: Settings = field(default_factory=Settings)
    site: SiteSettings = field(default_factory=SiteSettings)
    questions: QuestionSettings | None = None
    staff: StaffSettings = field(default_factory=StaffSettings)
    notices: tuple[Notice, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong, file by file, and which items or theme each fault stops."""

    def item(self, item_id: str) -> Item:
        """The item with this id. Raises KeyError when there is none."""
        return self._items[item_id]

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id. Raises KeyError when there is none."""
        return self._themes[theme_id]

    def serie(self, series_id: str) -> Series:
        """The series with this id. Raises KeyError when there is none."""
        return self._series[series_id]

    def person(self, person_id: str) -> Person:
        """The person with this id. Raises KeyError when there is none."""
        return self._people[person_id]

    # Made when first asked for: ten thousand items are asked for one by one.
    @cached_property
    def _items(self) -> dict[str, Item]:
        return _by_id(self.items)

    @cached_property
    def _themes(self) -> dict[str, Theme]:
        return _by_id(self.themes)

    @cached_property
    def _series(self) -> dict[str, Series]:
        return _by_id(self.series)

    @cached_property
    def _people(self) -> dict[str, Person]:
        return _by_id(self.people)


Identified = TypeVar("Identified", Item, Theme, Series, Person)


def _by_id(values: Iterable[Identified]) -> dict[str, Identified]:
    found: dict[str, Identified] = {}
    for value in values:
        found.setdefault(value.id, value)
    return found
