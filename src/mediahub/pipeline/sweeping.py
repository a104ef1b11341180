"""What stands in `feeds/` held against what should: what nobody names any more is taken away."""

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from mediahub.feed import ascii_name
from mediahub.pipeline.survey import Survey
from mediahub.site.folder import FolderTarget
from mediahub.site.leaving import leaving, read_since, write_since
from mediahub.site.pictures import PEOPLE

SINCE = "leaving.json"


@dataclass
class Sweep:
    """Takes away what has left the feeds, and remembers since when the rest is named no more."""

    survey: Survey
    target: FolderTarget
    since: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.since = read_since(self._path)
        ids = {*self.survey.states, *self.survey.ledger.by_item, *self.survey.publicity.standings}
        self._folders = frozenset(map(ascii_name, ids))
        self._not_public = frozenset(map(ascii_name, _not_public(self.survey)))

    def series(
        self,
        name: str,
        named: AbstractSet[str],
        unreferred: Iterable[str],
        withheld: Collection[str] = (),
    ) -> None:
        """Take away what is in the folder of a series that was synced, and not among the `named`.

        In the folder of an episode everything is ours, whether it was written down or not: what a
        run had made of it when it was withdrawn, say. From the items `withheld` nothing stays.
        """
        stray = (a for a in self.target.addresses(name) if self._is_of_episode(a))
        ended = self._not_public | frozenset(map(ascii_name, withheld))
        self._take(name, {*unreferred, *stray} - named, ended)

    def people(self, named: AbstractSet[str]) -> None:
        """Take away the pictures of people that no series shows; all series must be in the site."""
        self._take(PEOPLE, set(self.target.addresses(PEOPLE)) - named)

    def overdue(self) -> None:
        """Take away what has stayed as long as it should."""
        for folder in {address.partition("/")[0] for address in self.since}:
            there = {address for address in self.since if self.target.holds(address)}
            self._take(folder, {a for a in there if a.startswith(f"{folder}/")})

    def save(self) -> None:
        """Write down what stays."""
        write_since(self._path, self.since)

    def _take(self, folder: str, found: Collection[str], ended: Collection[str] = ()) -> None:
        keep, now = self.survey.catalogue.settings.keep_replaced, self.survey.now
        done = leaving(found, self.since, now=now, keep=keep, ended=ended)
        self.target.remove(done.gone)
        others = {a: at for a, at in self.since.items() if not a.startswith(f"{folder}/")}
        self.since = {**others, **done.staying}

    def _is_of_episode(self, address: str) -> bool:
        parts = address.split("/")
        return len(parts) == 3 and parts[1] in self._folders

    @property
    def _path(self) -> Path:
        return self.survey.workspace.private / SINCE


def next_leaving(survey: Survey) -> datetime | None:
    """When something that was replaced has stayed as long as it should; None when nothing stays."""
    since = read_since(survey.workspace.private / SINCE)
    keep = survey.catalogue.settings.keep_replaced
    return min((at + keep for at in since.values()), default=None)


def _not_public(survey: Survey) -> Iterator[str]:
    """The items of which nothing is public: withdrawn, or not published yet."""
    standings = survey.publicity.standings
    yield from (item_id for item_id, one in standings.items() if one.kind != "due")
    yield from (p.item for p in survey.ledger.promises if p.withdrawn is not None)
