"""The shape of published.toml; a slow import."""

from pydantic import ConfigDict

from mediahub.catalog.fields import Address, Guid, Id, Instant, Natural, Sha256, Table, Text


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
