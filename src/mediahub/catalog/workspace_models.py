"""The shape of mediahub.toml; a slow import."""

from typing import Annotated, Literal

from pydantic import Field

from mediahub.catalog.feed_models import (
    ElementTable,
    FrequencyTable,
    FundingTable,
    LocationTable,
)
from mediahub.catalog.fields import (
    Address,
    Colour,
    Dsn,
    Email,
    Guid,
    Id,
    Language,
    Languages,
    Loudness,
    Natural,
    Period,
    Positive,
    PublicUrl,
    Reach,
    SchemaName,
    Table,
    Target,
    Text,
)
from mediahub.catalog.media_models import ContributorTable


class PublisherTable(Table):
    """Who stands behind the feeds."""

    name: Text
    """The name that podcast apps show."""
    email: Email | None = None
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
    languages: Languages | None = None
    """The languages spoken by turns in its items, such as ["sv", "en"], the main one first; an
    item's own `language` or `languages` goes before."""
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
    unreviewed: Literal["publish", "hold"] = "publish"
    """Whether an item whose words no person has reviewed is published, called automatic, or waits
    for that."""
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
    new_feed_url: Address | None = None
    """Where the feed has moved; apps go there, and it must be kept for some weeks."""
    block: bool = False
    """Whether Apple and others are to leave it out of their directories."""
    complete: bool = False
    """Whether no more episodes will come."""
    funding: list[FundingTable] = []
    """Where listeners can support it."""
    location: LocationTable | None = None
    """The place that it is about."""
    contributors: list[ContributorTable] = []
    """Who takes part in every episode, and as what."""
    update_frequency: FrequencyTable | None = None
    """How often episodes come."""
    episodes_per_page: Annotated[int, Field(ge=1)] | None = None
    """Divides a long feed into documents of so many episodes that lead to each other; without it
    the feed is one, since few apps follow the links."""
    elements: list[ElementTable] = []
    """Elements of XML that go into the feed as they are."""


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
    reviewed: Literal["yes", "partly", "no"] | None = None
    """Only where a person called right all of the words, some of them, or none."""


class SpeechTable(Table):
    """Models and machine; the defaults suit most."""

    model: Text = "auto"
    """The recogniser; auto takes the best at hand."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    """Where it runs."""
    compute_type: Literal[
        "auto",
        "int8",
        "int8_float32",
        "int8_float16",
        "int8_bfloat16",
        "int16",
        "float16",
        "bfloat16",
        "float32",
    ] = "auto"
    """In which numbers it reckons; auto is int8 on a CPU and float16 on a GPU."""
    threads: Natural = 0
    """CPU threads; 0 means all cores."""
    batch_size: Natural = 0
    """Chunks decoded together; 0 means chosen from the machine."""
    beam_size: Positive = 5
    """How many readings are kept while decoding."""
    fillers: Literal["remove", "keep"] = "remove"
    """Whether hesitations (eh, öhm, hm) stand in transcripts and captions."""
    name_from_speech: bool = True
    """Whether voices are named by what is said, where there is no doubt."""


class MediaTable(Table):
    """How media files are handled."""

    time_limit_factor: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 4.0
    """ffmpeg may take this many times the duration (at least 60 s) before it is stopped."""
    loudness: Loudness = -16.0
    """How loud the sound of new enclosures is made, in LUFS; "off" leaves it as its source has
    it. What listeners have already stays as it is."""


class SiteTable(Table):
    """What every page shows of the publisher, and in which colour."""

    accent: Colour | None = None
    """The publisher's colour, such as "#17375e"; dark enough for white text on it."""
    logo: Text | None = None
    """The logo, as seen from the workspace: SVG, PNG, JPEG or WebP."""
    contact: Text | None = None
    """Whom to write to or call, on pages of no theme that says otherwise."""
    credits: list[Text] = []
    """Thanks and funding, one line each."""
    credit_logo: Text | None = None
    """The funder's logo, as seen from the workspace."""
    credit_logo_text: str = ""
    """What the funder's logo says, for those who do not see it."""
    license: Text | None = None
    """What may be done with texts and pictures, in words."""
    accessibility: Address | None = None
    """Where the accessibility statement (tillgänglighetsredogörelse) can be read."""
    report: Reach | None = None
    """Where lacking accessibility is reported: a web or e-mail address."""
    privacy: Address | None = None
    """Where it can be read how personal data are treated."""


class FinishedTable(Table):
    """Who is told when a run has done something, or failed; the summary as JSON is sent."""

    command: Annotated[list[Text], Field(min_length=1)] | None = None
    """A program and its arguments; it gets the summary on its standard input."""
    webhook: Address | None = None
    """An address that the summary is posted to."""


class PublishTable(Table):
    """Where feeds/ is brought to after each run; passwords stand elsewhere."""

    target: Target | None = None
    """A folder, s3://BUCKET/FOLDER, sftp://USER@HOST/FOLDER, webdavs://USER@HOST/FOLDER."""
    endpoint: Address | None = None
    """The address of an S3 service that is not Amazon's."""
    region: Text | None = None
    """The region of an S3 bucket."""
    keep_replaced: Period = "1 day"
    """How long a replaced recording stays for apps with the old feed: "36 hours", "2 weeks"."""


class QuestionsTable(Table):
    """Questions that readers put to the experts by a form on a theme's page."""

    address: Address
    """Where the form sends them: the address at which `mediahub serve` is reached, with /fraga."""
    keep: Period = "13 weeks"
    """How long a question is kept after it was put; what was published of it stays."""
    consent: Text | None = None
    """What whoever asks is told of what becomes of it; without it a text of our own."""


class OidcTable(Table):
    """A login by OpenID Connect; the client's secret is in MEDIAHUB_OIDC_SECRET."""

    issuer: Address
    """Who issues identities, as its own metadata name it."""
    client_id: Text
    """What the issuer calls this site."""
    name_claim: Text = "preferred_username"
    """The claim that holds a user's name here; nobody may be able to choose it themselves."""
    role_claim: Text | None = None
    """The claim that gives a role to those whom `mediahub user` does not know."""
    roles: dict[str, Literal["reader", "editor", "admin"]] = {}
    """Which of its values give which role; the highest counts."""


class StaffTable(Table):
    """How people come into the staff site, beside a name and a password."""

    header: Text | None = None
    """The header in which a proxy says who has logged in, such as X-Remote-User."""
    proxies: list[Text] = []
    """The addresses or networks of the proxies that are believed."""
    oidc: OidcTable | None = None
    """A login by OpenID Connect."""


class SearchEngineTable(Table):
    """Which engine holds the search index: our own, or a PostgreSQL server that many share."""

    engine: Literal["own", "postgres"] = "own"
    """own keeps files in the workspace; postgres needs `pip install 'mediahub[postgres]'`."""
    dsn: Dsn | None = None
    """Where the server is: postgresql://USER@HOST:5432/DATABASE. MEDIAHUB_SEARCH_DSN in the
    environment goes before it; a password is best kept there, in PGPASSWORD or in ~/.pgpass."""
    schema_name: SchemaName | None = None
    """The workspace's schema in the database; without it one that is made of its folder's path.
    Machines that see the workspace under different paths need one."""


class MediahubFile(Table):
    """mediahub.toml: the publisher, its series and this machine."""

    public_url: PublicUrl | None = None
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
    site: Annotated[SiteTable, Field(default_factory=SiteTable)]
    """What every page shows of the publisher."""
    finished: Annotated[FinishedTable, Field(default_factory=FinishedTable)]
    """Who is told at the end of a run."""
    search: Annotated[SearchEngineTable, Field(default_factory=SearchEngineTable)]
    """Which engine holds the search index."""
    publish: Annotated[PublishTable, Field(default_factory=PublishTable)]
    """Where feeds/ is brought to; without it you copy it yourself."""
    questions: QuestionsTable | None = None
    """The form for questions to the experts; without it there is none."""
    staff: Annotated[StaffTable, Field(default_factory=StaffTable)]
    """How people come into the staff site."""
