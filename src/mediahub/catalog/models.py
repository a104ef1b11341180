"""The shape of each TOML file, as pydantic models; a slow import, so only `validate` loads it."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from mediahub.catalog.ids import ID_PATTERN, MAX_ID
from mediahub.catalog.languages import language_code
from mediahub.catalog.moments import calendar_date, offset_ms, publication_time, shown
from mediahub.catalog.values import ItemKind, Role

Value = TypeVar("Value")


def _read_as(read: Callable[[Any], Value], schema: dict[str, Any]) -> Any:
    # pydantic reads `default` literally where a PlainValidator stands; None is the default there.
    return PlainValidator(read), WithJsonSchema(schema)


def _id(value: str) -> str:
    if len(value) > MAX_ID or not re.fullmatch(ID_PATTERN, value):
        raise ValueError(
            f"{shown(value)} is not an id; write a–z, 0–9 and single hyphens, "
            f"at most {MAX_ID} characters"
        )
    return value


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty")
    return value


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s\x00-\x1f<>\"]", value):
        raise ValueError(f"{shown(value)} is not a web address; it begins with https:// or http://")
    return value


def _public_url(value: str) -> str:
    parts = urlsplit(_address(value))
    if parts.query or parts.fragment:
        raise ValueError(f"{shown(value)} may have no '?' or '#'; file names are put after it")
    return value.rstrip("/")


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", value):
        raise ValueError(f"{shown(value)} is not an e-mail address")
    return value


def _guid(value: str) -> str:
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise ValueError(f"{shown(value)} is not a GUID (8-4-4-4-12 hex digits)") from None


def _sha256(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", value):
        raise ValueError(f"{shown(value)} is not a SHA-256 (64 hex digits)")
    return value


def _speakers(value: Any) -> tuple[int, int]:
    bounds = value if isinstance(value, list) else [value, value]
    whole = all(isinstance(bound, int) and not isinstance(bound, bool) for bound in bounds)
    if not whole or len(bounds) != 2 or not 1 <= bounds[0] <= bounds[1] <= 50:
        raise ValueError(f"{shown(value)} is not a number of voices; write 3 or [2, 4]")
    return bounds[0], bounds[1]


def _aware(value: Any) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"{shown(value)} lacks its offset, such as +02:00")
    return publication_time(value)


_TIME_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
}
_START_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": r"^[0-9:.]+$"}, {"type": "number", "minimum": 0}]
}
_SPEAKERS_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "integer", "minimum": 1},
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1},
            "minItems": 2,
            "maxItems": 2,
        },
    ]
}
Id = Annotated[str, AfterValidator(_id)]
Text = Annotated[str, AfterValidator(_text)]
Address = Annotated[str, AfterValidator(_address)]
Guid = Annotated[str, AfterValidator(_guid)]
Sha256 = Annotated[str, AfterValidator(_sha256)]
Language = Annotated[str, AfterValidator(language_code)]
Day = Annotated[date, *_read_as(calendar_date, {"type": "string", "format": "date"})]
Moment = Annotated[datetime, *_read_as(publication_time, _TIME_SCHEMA)]
Instant = Annotated[datetime, *_read_as(_aware, {"type": "string", "format": "date-time"})]
Start = Annotated[int, *_read_as(offset_ms, _START_SCHEMA)]
Speakers = Annotated[tuple[int, int], *_read_as(_speakers, _SPEAKERS_SCHEMA)]
Positive = Annotated[int, Field(ge=1)]
Natural = Annotated[int, Field(ge=0)]


class Table(BaseModel):
    """What all tables share: no unknown keys, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class ContributorTable(Table):
    """A person's part in an item."""

    person: Text
    """The person's id in media/people.toml."""
    role: Role
    """What the person does in the item."""


class ChapterTable(Table):
    """A chapter written by its author; such chapters always win over automatic ones."""

    start: Start
    """Where it begins: "MM:SS", "H:MM:SS", "H:MM:SS.mmm" or seconds."""
    title: Text
    """The title that listeners see."""
    link: Address | None = None
    """A web page about the chapter."""


class ItemFields(Table):
    """What may be said of an item, in a theme's [[items]] or in a file of its own."""

    id: Id | None = None
    """A lasting name; without it one is made of the folder and the file name."""
    title: Text | None = None
    """The title; without it the file's tags or name give one."""
    kind: ItemKind | None = None
    """What it is; without it the file's ending tells."""
    series: Text | None = None
    """The series (feed) it belongs to; without it the first series that takes its kind."""
    date: Day | None = None
    """The day it belongs to; without it the day of publication, or the theme's date."""
    description: str = ""
    """What it is about, in a few sentences."""
    formats: list[Text] = []
    """Labels such as "Film", "föreläsning", "intervju"."""
    contributors: list[ContributorTable] = []
    """Who takes part, and as what."""
    language: Language = "sv"
    """The language spoken or written, such as sv or en."""
    speakers: Speakers | None = None
    """How many voices there are: 3, or from and to: [2, 4]."""
    published: Moment | None = None
    """When it is published; a time without offset is Swedish time. Without it, it is a draft."""
    chapters: list[ChapterTable] = []
    """The chapters, in order of time."""
    image: Text | None = None
    """An image file, as seen from this TOML file's folder."""
    link: Address | None = None
    """The item's own web page."""
    season: Positive | None = None
    """The number of the season."""
    episode: Positive | None = None
    """The number of the episode."""
    explicit: bool = False
    """Whether the words are unsuitable for children."""
    truth: Text | None = None
    """A truth file to measure recognition against, as seen from this TOML file's folder."""


class ItemTable(ItemFields):
    """One item of a theme."""

    file: Text
    """The media file, article or slides, as seen from the theme's folder."""


class ItemFile(ItemFields):
    """NAME.toml beside a media file: what its theme's [[items]] would say, without `file`."""


class TermTable(Table):
    """An entry of the glossary."""

    term: Text
    """The word or phrase."""
    definition: Text
    """What it means."""
    aliases: list[Text] = []
    """Other words for the same."""


class ThemeFile(Table):
    """theme.toml: one theme, its items, glossary and questions."""

    id: Id | None = None
    """A lasting name; without it one is made of the folder's."""
    title: Text
    """The theme's title."""
    date: Day | None = None
    """The theme's date; without it a date that the folder's name begins with."""
    introduction: str = ""
    """The text that opens the theme."""
    contact: Text | None = None
    """Whom to write to or call."""
    credits: list[Text] = []
    """Thanks and funding, one line each."""
    questions: list[Text] = []
    """Questions for discussion."""
    ask: Text | None = None
    """The invitation to put questions to the experts."""
    image: Text | None = None
    """An image file in the theme's folder."""
    items: list[ItemTable] = []
    """The theme's items, in the order they are shown."""
    glossary: list[TermTable] = []
    """Words and what they mean; they also help the recogniser."""


class PersonTable(Table):
    """A person that items may name."""

    id: Id
    """The name that items use, such as lisa-ek."""
    name: Text
    """The full name, as shown."""
    aliases: list[Text] = []
    """Other spellings of the name."""
    role: Text | None = None
    """The title shown beside the name, such as "utvecklingsledare"."""
    link: Address | None = None
    """The person's web page."""
    picture: Text | None = None
    """An image file in media/, or a web address."""
    voice_consent: bool = False
    """Whether the person agrees to be recognised by voice; needs voice_consent_date."""
    voice_consent_date: Day | None = None
    """The day that consent was given."""


class PeopleFile(Table):
    """media/people.toml: the person registry."""

    people: list[PersonTable] = []
    """The persons."""


class PublisherTable(Table):
    """Who stands behind the feeds."""

    name: Text
    """The name that podcast apps show."""
    email: Annotated[str, AfterValidator(_email)] | None = None
    """The owner's address; directories write a code to it."""
    link: Address | None = None
    """The publisher's web page."""


class SeriesTable(Table):
    """One feed."""

    id: Id
    """A lasting name; the feed's address is built on it."""
    title: Text
    """The title that podcast apps show."""
    description: str = ""
    """What the series is about."""
    kinds: list[Literal["film", "podcast"]] = ["podcast"]
    """The kinds of item that fall into it when they name no series."""
    language: Language = "sv"
    """The feed's language."""
    category: Annotated[list[Text], Field(min_length=1, max_length=2)] = ["Society & Culture"]
    """Apple's category, and sub-category if any."""
    image: Text | None = None
    """The cover, as seen from the workspace: square, JPEG or PNG, 1400 to 3000 px."""
    link: Address | None = None
    """The series' web page."""
    author: Text | None = None
    """Who makes it; without it the publisher."""
    explicit: bool = False
    """Whether the words are unsuitable for children."""
    autopublish: bool = False
    """Whether items are published as soon as they are done, without a publication time."""
    type: Literal["episodic", "serial"] = "episodic"
    """episodic: newest first; serial: to be heard in order."""
    medium: Literal["podcast", "video", "course"] = "podcast"
    """What apps take it for."""
    license: Text | None = None
    """A licence's identifier, such as cc-by-4.0."""
    license_url: Address | None = None
    """Where the licence can be read."""
    copyright: Text | None = None
    """The copyright line."""
    guid: Guid | None = None
    """The podcast's GUID, when it already has one elsewhere."""


class SearchTable(Table):
    """A saved search: each run makes feeds/sok/NAME/feed.xml of what it finds in published items.

    `mediahub search QUERY --save NAME` writes one.
    """

    name: Id
    """A lasting name; the feed's address is built on it."""
    query: Text
    """What to search for, as it is typed after `mediahub search`."""
    speaker: Text | None = None
    """Only what this person says."""
    theme: Text | None = None
    """Only in the theme with this id."""
    series: Text | None = None
    """Only in the series with this id."""
    kind: Literal["film", "podcast", "article", "slides"] | None = None
    """Only in items of this kind."""


class SpeechTable(Table):
    """Models and machine; the defaults suit most."""

    model: Text = "auto"
    """The recogniser; auto takes the best at hand."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where it runs."""
    threads: Natural = 0
    """CPU threads; 0 means all cores."""
    batch_size: Natural = 0
    """Chunks decoded together; 0 means chosen from the machine."""
    beam_size: Positive = 5
    """How many readings are kept while decoding."""
    fillers: Literal["remove", "keep"] = "remove"
    """Whether hesitations (eh, öhm, hm) stand in transcripts and captions."""


class MediaTable(Table):
    """How media files are handled."""

    time_limit_factor: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 4.0
    """ffmpeg may take this many times the duration (at least 60 s) before it is stopped."""


class MediahubFile(Table):
    """mediahub.toml: the publisher, its series and this machine."""

    public_url: Annotated[str, AfterValidator(_public_url)] | None = None
    """Where feeds/ stands on the web; without it feeds are made for the local preview only."""
    publisher: PublisherTable | None = None
    """Who stands behind the feeds."""
    series: list[SeriesTable] = []
    """The feeds."""
    searches: list[SearchTable] = []
    """The saved searches."""
    speech: SpeechTable = SpeechTable()
    """Models and machine."""
    media: MediaTable = MediaTable()
    """Limits in handling media files."""


class KeptTable(Table):
    """A table of a file that a later version may have written more into: that is kept, unread."""

    model_config = ConfigDict(extra="ignore")


class EmbeddedChapter(KeptTable):
    """A chapter as it was put into a file."""

    start_ms: Natural
    """Where it begins, in ms."""
    title: str
    """Its title."""


class EnclosureTable(KeptTable):
    """A file that a feed has named."""

    url: Address
    """The address it was given."""
    sha256: Sha256
    """The digest of its bytes."""
    length: Natural
    """Bytes."""
    type: Text
    """The media type."""
    key: str = ""
    """The digest of what the file stands and falls with: its sound, and chapters by a person."""
    tags: dict[str, str] = {}
    """The title and other tags that were put into the file."""
    chapters: list[EmbeddedChapter] = []
    """The chapters that were put into the file."""


class PromiseTable(KeptTable):
    """One published item."""

    item: Id
    """The item's id."""
    guid: Text
    """The GUID that podcast apps know it by; never changes."""
    series: Id
    """The series it was published in."""
    title: str = ""
    """The title when last published, for a reader of this file."""
    published: Instant
    """When it was first published."""
    source_sha256: Sha256
    """The digest of its source file, by which a moved file is known again."""
    withdrawn: Instant | None = None
    """When it was withdrawn, if it was."""
    enclosures: list[EnclosureTable] = []
    """The files the feed has named for it, newest last."""


class PublishedFile(KeptTable):
    """published.toml: what has been promised to the world. Written by mediahub; keep it always."""

    feeds: dict[str, Guid] = {}
    """The podcast GUID of each series, by the series' id."""
    promises: list[PromiseTable] = []
    """The published items."""
