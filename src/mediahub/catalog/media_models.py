"""The shape of the files in media/: theme.toml, NAME.toml and people.toml; a slow import."""

from typing import Literal

from mediahub.catalog.feed_models import ElementTable, LocationTable, SoundbiteTable
from mediahub.catalog.feedvalues import EpisodeType
from mediahub.catalog.fields import (
    Address,
    Day,
    Id,
    Language,
    Languages,
    Moment,
    Positive,
    Reach,
    Speakers,
    Start,
    Table,
    Text,
)
from mediahub.catalog.values import ItemKind, Role


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


class LinkTable(Table):
    """A page on the web that belongs with an item."""

    title: Text
    """What it is called."""
    address: Address
    """Where it is."""


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
    label: Text | None = None
    """What it is called among its theme's items, such as "Utredningen"."""
    description: str = ""
    """What it is about, in a few sentences."""
    formats: list[Text] = []
    """Labels such as "Film", "föreläsning", "intervju"."""
    contributors: list[ContributorTable] = []
    """Who takes part, and as what."""
    language: Language = "sv"
    """The language spoken or written, such as sv or en."""
    languages: Languages | None = None
    """The languages spoken in it by turns, such as ["sv", "en"], the main one first, in place of
    `language`; without either those of its series."""
    speakers: Speakers | None = None
    """How many voices there are: 3, or from and to: [2, 4]."""
    track: Positive | None = None
    """Which of the file's sound tracks is meant, counted from 1; without it the likeliest."""
    published: Moment | None = None
    """When it is published; a time without offset is Swedish time. Without it, it is a draft."""
    chapters: list[ChapterTable] = []
    """The chapters, in order of time."""
    captions: Text | None = None
    """The captions that are its transcript, as seen from this TOML file's folder; without it those
    that bear its name. "reviewed" says of these that a person read them and that they are right."""
    audio_description: Literal["said", "described", "none"] | None = None
    """Of a film: said when all that is seen is said as well, described when its sound describes
    what is seen (syntolkning), else none."""
    described: Text | None = None
    """A version of the film with audio description: its address, or a film in the workspace, as
    seen from this TOML file's folder."""
    media_alternative: bool = False
    """Whether it only says what a text beside it says, and is called so where it stands."""
    live: bool = False
    """Whether it is a recording of what was sent live."""
    image: Text | None = None
    """An image file, as seen from this TOML file's folder."""
    image_caption: Text | None = None
    """What is written under the image."""
    image_description: Text | None = None
    """What the image shows, for those who do not see it."""
    links: list[LinkTable] = []
    """Pages on the web that belong with it."""
    link: Address | None = None
    """The item's own web page."""
    season: Positive | None = None
    """The number of the season."""
    episode: Positive | None = None
    """The number of the episode."""
    explicit: bool | None = None
    """Whether the words are unsuitable for children; without it as its series."""
    episode_type: EpisodeType = "full"
    """What it is in its series: a full episode, a trailer or a bonus."""
    block: bool = False
    """Whether Apple and others are to leave it out."""
    location: LocationTable | None = None
    """The place that it is about."""
    soundbites: list[SoundbiteTable] = []
    """Stretches that stand for it in apps."""
    elements: list[ElementTable] = []
    """Elements of XML that go into the feed as they are."""
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


class AnswerTable(Table):
    """An answer of the experts to a question that was put to the theme."""

    question: Text
    """The question."""
    answer: str = ""
    """What is answered; may be left out where the answer is heard."""
    person: Text | None = None
    """The id in media/people.toml of who answers."""
    file: Text | None = None
    """The film or episode in which it is answered, named as its [[items]] names it."""
    at: Start | None = None
    """Where in it: "MM:SS", "H:MM:SS" or seconds."""


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
    ask_address: Reach | None = None
    """Where questions are put: an e-mail address, or that of a form on the web."""
    answers: list[AnswerTable] = []
    """What the experts answered, in the order it is shown."""
    questions_introduction: str = ""
    """How the questions may be used."""
    house_rules: str = ""
    """How those who discuss treat each other."""
    published: Moment | None = None
    """When the theme's page is published; without it as soon as one of its items is."""
    image: Text | None = None
    """An image file in the theme's folder."""
    image_description: Text | None = None
    """What the image shows, for those who do not see it."""
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
    picture_description: Text | None = None
    """What the picture shows, for those who do not see it."""
    voice_consent: bool = False
    """Whether the person agrees to be recognised by voice; needs voice_consent_date."""
    voice_consent_date: Day | None = None
    """The day that consent was given."""
    listed: bool = False
    """Whether the person agrees to a page that lists what they take part in."""


class PeopleFile(Table):
    """media/people.toml: the person registry."""

    people: list[PersonTable] = []
    """The persons."""
