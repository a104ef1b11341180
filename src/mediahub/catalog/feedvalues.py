"""What people write of a series or an item for podcast apps alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EpisodeType = Literal["full", "trailer", "bonus"]


@dataclass(frozen=True, slots=True)
class Funding:
    """Where listeners can support the series, and the words for it."""

    link: str
    text: str


@dataclass(frozen=True, slots=True)
class Location:
    """A place: its name, "geo:59.3,18.1", OpenStreetMap's id (R398021), and country (SE)."""

    name: str
    geo: str | None = None
    osm: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch that an editor picked to stand for an episode; in ms."""

    start_ms: int
    duration_ms: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class UpdateFrequency:
    """How often episodes come: in words, and as a rule of RFC 5545 ("FREQ=WEEKLY;BYDAY=TH")."""

    text: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """An element of XML that a directory or an app asks for and mediahub does not know.

    `name` has its prefix ("x:y"), `namespace` is what that stands for.
    """

    name: str
    namespace: str
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
