"""Where everything lies in a workspace."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace folder and the paths inside it; nothing is read or made here."""

    root: Path

    @property
    def published(self) -> Path:
        """What has been promised to the world."""
        return self.root / "published"

    @property
    def promises(self) -> Path:
        """One file for each item that was ever published."""
        return self.published / "items"

    @property
    def podcasts(self) -> Path:
        """One file for each series, with its podcast GUID."""
        return self.published / "series"

    @property
    def former_ledger(self) -> Path:
        """The promises as earlier versions kept them; taken over by the first that writes."""
        return self.root / "published.toml"

    @property
    def transcripts(self) -> Path:
        """One folder for each media item."""
        return self.root / "transcripts"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.root / "index" / "search"

    @property
    def document_notices(self) -> Path:
        """What there is to look at in the documents that were indexed."""
        return self.root / "index" / "notices.json"

    @property
    def feeds(self) -> Path:
        """What is copied to a web server."""
        return self.root / "feeds"

    @property
    def private(self) -> Path:
        """Lock, digest cache, run log and unfinished work; git-ignored."""
        return self.root / ".mediahub"

    @property
    def confidence(self) -> Path:
        """How far models that nobody measured can be believed, by what people reviewed here."""
        return self.private / "confidence.json"

    @property
    def following(self) -> Path:
        """One empty file for each item of which not all follows yet from what was saved."""
        return self.private / "following"

    @property
    def locks(self) -> Path:
        """The files by which those at work wait for each other."""
        return self.private / "locks"

    def promise(self, item_id: str) -> Path:
        """What has been promised of an item."""
        return self.promises / f"{item_id}.toml"

    def podcast(self, series_id: str) -> Path:
        """The podcast GUID of a series."""
        return self.podcasts / f"{series_id}.toml"

    def item(self, item_id: str) -> Path:
        """The folder of an item's transcript."""
        return self.transcripts / item_id

    def work(self, item_id: str) -> Path:
        """The folder of an item's unfinished work."""
        return self.private / "work" / item_id

    def copies(self, item_id: str) -> Path:
        """The folder of the transcripts that an item's captions were made of."""
        return self.private / "copies" / item_id

    def bases(self, item_id: str) -> Path:
        """The folder of the words that an item's edits were last applied to."""
        return self.private / "bases" / item_id

    def feed(self, series_id: str) -> Path:
        """The folder of a series' feed."""
        return self.feeds / series_id

    def relative(self, path: Path) -> str:
        """`path` as seen from the workspace, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()
