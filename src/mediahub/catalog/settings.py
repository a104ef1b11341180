"""What mediahub.toml says of the machine, the site and where things are kept, as values."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Where `feeds/` is brought to: a folder, as seen from the workspace, or an address.

    `endpoint` and `region` are those of S3.
    """

    target: str
    endpoint: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What every page shows of the publisher, and in which colour."""

    accent: str | None = None
    """`#rrggbb`, dark enough for white text."""
    logo: Path | None = None
    contact: str | None = None
    credits: tuple[str, ...] = ()
    credit_logo: Path | None = None
    credit_logo_text: str = ""
    """What the credit's logo says, for those who do not see it."""
    license: str | None = None
    """What may be done with texts and pictures, in words; Markdown."""
    accessibility: str | None = None
    """The address of the accessibility statement."""
    report: str | None = None
    """Where lacking accessibility is reported: a web or e-mail address."""
    privacy: str | None = None
    """The address of the page on personal data."""


@dataclass(frozen=True, slots=True)
class QuestionSettings:
    """Where questions to the experts are sent by a form, how long they are kept, and what whoever
    asks is told of that.
    """

    address: str
    keep: dt.timedelta = dt.timedelta(weeks=13)
    consent: str | None = None


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """Which engine holds the search index."""

    engine: Literal["own", "postgres"] = "own"
    dsn: str | None = field(default=None, repr=False)
    """Where the PostgreSQL server is; it may hold a password, and is never shown."""
    schema: str | None = None
    """The workspace's schema in the database; None for one that is made of its path."""


OWN_ENGINE = SearchSettings()
"""Files in the workspace, and no server."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator chose of models and machine; the defaults suit a bare workspace."""

    model: str = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int = 0
    """CPU threads for a model; 0 means all cores."""
    batch_size: int = 0
    """Chunks decoded together; 0 means chosen from the machine."""
    beam_size: int = 5
    time_limit_factor: float = 4.0
    """ffmpeg may take this many times the media's duration (at least 60 s) before it is stopped."""
    fillers: Literal["remove", "keep"] = "remove"
    """Whether eh, öhm and hm stand in transcripts and captions; the recognition has them."""
    compute_type: str = "auto"
    """The numbers a model reckons in, as CTranslate2 names them; auto is int8 on a CPU and float16
    on a GPU."""
    name_from_speech: bool = True
    """Whether voices that nobody named are named by what is said, where there is no doubt."""
    loudness: float | None = -16.0
    """How loud what is published anew is made (LUFS); None for as loud as its source."""
    finished_command: tuple[str, ...] = ()
    """A program and its arguments that get the summary of a run; empty for none."""
    finished_webhook: str | None = None
    """An address that the summary of a run is posted to."""
    publish: PublishSettings | None = None
    """Where `feeds/` is brought to; None where people copy it."""
    keep_replaced: dt.timedelta = dt.timedelta(days=1)
    """How long a recording or picture that was replaced stays for apps that have the old feed."""
    search: SearchSettings = OWN_ENGINE
