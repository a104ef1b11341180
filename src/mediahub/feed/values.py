"""What a feed is made of: the series, its episodes and what belongs to them, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from mediahub.catalog.feedvalues import Element, Funding, Location, Soundbite, UpdateFrequency
from mediahub.transcript import Chapter

if TYPE_CHECKING:
    from mediahub.catalog import Role

PREVIEW_PORT = 8765
PREVIEW_URL = f"http://127.0.0.1:{PREVIEW_PORT}"
"""Where `feeds/` stands when there is no public address: the local preview, no final slash."""

PODCAST_ROLES: "dict[Role, tuple[str, str]]" = {
    "host": ("cast", "host"),
    # The taxonomy has no speaker or moderator: who speaks at a conference is a guest of the show.
    "guest": ("cast", "guest"),
    "speaker": ("cast", "guest"),
    "interviewer": ("cast", "reporter"),
    "writer": ("writing", "writer"),
    "interpreter": ("writing", "translator"),
    "producer": ("creative direction", "producer"),
}


KNOWN_LICENSES = ("arr", "cc-by-4.0", "cc-by-nc-4.0", "cc-by-nc-nd-4.0", "pod-v4v-1.0")
"""The ids of podcast-namespace's licenses.json; any other licence needs an address."""


def podcast_role(role: "Role") -> tuple[str, str]:
    """The group and role of the Podcasting 2.0 taxonomy for a role in the catalogue."""
    return PODCAST_ROLES[role]


@dataclass(frozen=True, slots=True)
class FeedPerson:
    """Someone who takes part; `group` and `role` are words of the Podcasting 2.0 taxonomy.

    `presented` is what the person is and does, in Swedish, as the show notes say it.
    """

    name: str
    role: str = "host"
    group: str = "cast"
    href: str | None = None
    img: str | None = None
    presented: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The media file of an episode: where it is, its size in bytes, its media type."""

    url: str
    length: int
    type: str


@dataclass(frozen=True, slots=True)
class AlternateEnclosure:
    """Another rendition of the same episode; `bitrate` in bit/s, `height` in pixels.

    `sha256` (hex) is that of its bytes, by which apps may know them.
    """

    url: str
    length: int
    type: str
    title: str | None = None
    bitrate: int | None = None
    height: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """A transcript file in one format; `rel` is "captions" where it is timed for a picture."""

    url: str
    type: str
    language: str = "sv"
    rel: Literal["captions"] | None = None


@dataclass(frozen=True, slots=True)
class FeedSeries:
    """One feed's channel. URLs are absolute; `image_url` ends in .jpg or .png.

    `category` is an Apple category and, if any, its sub-category. `podcast_guid` is minted once and
    kept for ever, see `addresses.podcast_guid`. `people` are those who take part in every
    episode. `owner_link` is the publisher's own page, for the pages' feet.
    """

    id: str
    title: str
    description: str
    link: str
    feed_url: str
    image_url: str
    podcast_guid: str
    author: str
    owner_name: str
    owner_email: str | None = None
    owner_link: str | None = None
    language: str = "sv"
    category: tuple[str, ...] = ("Society & Culture",)
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    medium: str = "podcast"
    locked: bool = True
    copyright: str | None = None
    license: str | None = None
    license_url: str | None = None
    people: tuple[FeedPerson, ...] = ()
    new_feed_url: str | None = None
    block: bool = False
    complete: bool = False
    funding: tuple[Funding, ...] = ()
    location: Location | None = None
    update_frequency: UpdateFrequency | None = None
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedEpisode:
    """One item of a feed. `published` and `updated` are aware; URLs are absolute.

    `description` is Markdown (see `prose`); where it is empty, `summary` is what apps and lists
    show instead. `show_notes_html` holds only the elements that `prose` makes; where it is empty
    the notes are made from the description and the people. Chapter lines are added to both by
    `build_feed`. `link` is our page of it, `elsewhere` the address that people gave it of their
    own. `credits` are Markdown, a line each. `updated` is when anything that the
    feed shows of the episode last changed, None when nothing has since it was published.
    `automatic` says that a machine wrote its text and no person has read all of it.
    """

    guid: str
    title: str
    description: str
    published: datetime
    enclosure: Enclosure
    duration_ms: int
    link: str
    summary: str = ""
    show_notes_html: str = ""
    updated: datetime | None = None
    image_url: str | None = None
    people: tuple[FeedPerson, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    transcripts: tuple[TranscriptLink, ...] = ()
    season: int | None = None
    episode: int | None = None
    episode_type: Literal["full", "trailer", "bonus"] = "full"
    explicit: bool = False
    keywords: tuple[str, ...] = ()
    alternates: tuple[AlternateEnclosure, ...] = ()
    elsewhere: str | None = None
    credits: tuple[str, ...] = ()
    block: bool = False
    location: Location | None = None
    soundbites: tuple[Soundbite, ...] = ()
    automatic: bool = False
    elements: tuple[Element, ...] = ()

    @property
    def about(self) -> str:
        """What the episode is about, away from its own page; "" when nobody and nothing tells."""
        return self.description if self.description.strip() else self.summary
