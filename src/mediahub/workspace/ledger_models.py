"""The shapes of the files in published/, and of the published.toml of before; a slow import."""

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


class ListedChapter(KeptTable):
    """A chapter as listeners got it in every form."""

    start_ms: Natural
    """Where it begins, in ms."""
    end_ms: Natural
    """Where it ends, in ms."""
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


class PromiseFile(KeptTable):
    """published/items/ITEM-ID.toml: what has been promised to the world of one item. Written by
    mediahub; keep it always.
    """

    item: Id
    """The item's id, which is also the file's name."""
    title: str = ""
    """The title when last published, for a reader of this file."""
    guid: Text
    """The GUID that podcast apps know it by; never changes."""
    series: Id
    """The series it was published in."""
    published: Instant
    """When it was first published."""
    source_sha256: Sha256
    """The digest of its source file, by which a moved file is known again."""
    former_sources: list[Sha256] = []
    """The digests of the source files it had before, oldest first."""
    withdrawn: Instant | None = None
    """When it was withdrawn, if it was."""
    why: Text | None = None
    """Why it was withdrawn, as the person who did it said."""
    chapters_key: Text | None = None
    """The digest of the sound that its automatic chapters are of; none where a person made them."""
    chapters: list[ListedChapter] = []
    """The automatic chapters that it was published with; they stay until a person changes them."""
    enclosures: list[EnclosureTable] = []
    """The files the feed has named for it, newest last."""


class SeriesFile(KeptTable):
    """published/series/SERIES-ID.toml: the GUID that podcast apps know a podcast by."""

    series: Id
    """The series' id, which is also the file's name."""
    guid: Guid
    """The podcast GUID; it stays when the feed moves."""


class FormerLedger(KeptTable):
    """published.toml: all promises in one file, as earlier versions kept them."""

    feeds: dict[str, Guid] = {}
    """The podcast GUID of each series, by the series' id."""
    promises: list[PromiseFile] = []
    """The published items."""
