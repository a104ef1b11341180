"""One commit as a search sees it: asked in few questions, executed over postings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import FACETS, Matches
from mediahub.search.engines.postgres import asking
from mediahub.search.engines.postgres.commit import Commit
from mediahub.search.engines.postgres.lexemes import (
    TURN,
    label_lexeme,
    label_value,
    lexeme,
)
from mediahub.search.engines.postgres.spellings import Spellings
from mediahub.search.engines.postings.executing import Executor
from mediahub.search.engines.postings.keys import POSITION_BITS, Keys, empty_keys
from mediahub.search.engines.postings.postings import Columns
from mediahub.search.expanded import (
    ANYTHING,
    Clause,
    ExpandedQuery,
    Label,
    Lookup,
    Narrowing,
    Words,
)
from mediahub.search.values import Sort

if TYPE_CHECKING:
    import psycopg


class PostgresSnapshot:
    """A commit for as long as a search takes; a `Snapshot`, and the `Postings` it executes over.

    For one thread: it asks by a connection of its own, in one transaction.
    """

    def __init__(
        self,
        cursor: "psycopg.Cursor[tuple[Any, ...]]",
        commit: Commit,
        spellings: Spellings,
    ) -> None:
        self._cursor, self._commit, self._spellings = cursor, commit, spellings
        self._places: dict[Lookup, Keys] = {}
        self._labels: dict[str, Keys] = {}
        self._executor = Executor(self, commit.labelled)

    # The vocabulary

    def look_up(
        self, counted: Sequence[Lookup], listed: Sequence[Lookup]
    ) -> tuple[Mapping[Lookup, int], Mapping[Lookup, Sequence[tuple[str, int]]]]:
        """As `FarVocabulary.look_up`."""
        return asking.vocabulary(self._cursor, counted, listed)

    def count(self, lookup: Lookup) -> int:
        """As `Vocabulary.count`."""
        return self.look_up([lookup], [])[0][lookup]

    def words(self, lookup: Lookup) -> list[str]:
        """As `Vocabulary.words`."""
        return [word for word, _ in self.look_up([], [lookup])[1][lookup]]

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """As `Vocabulary.similar`."""
        known, mark = self._spellings, self._commit.mark.number
        if known.mark < mark:
            after = known.last
            self._cursor.execute(
                "SELECT id, folded, letters FROM lexemes WHERE id > %s AND folded IS NOT NULL"
                " ORDER BY id",
                (after,),
            )
            known.add(self._cursor.fetchall(), after, mark)
        near = known.near(folded, distance)
        self._cursor.execute(
            "SELECT id, lexeme, count FROM lexemes WHERE id = ANY(%s) AND count > 0"
            " ORDER BY lexeme",
            (list(near),),
        )
        return [(word[1:], near[number], count) for number, word, count in self._cursor.fetchall()]

    # Execution

    def execute(
        self,
        expanded: ExpandedQuery,
        filters: Narrowing = ANYTHING,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        facets: Sequence[Label] = FACETS,
    ) -> Matches:
        """As `Snapshot.execute`."""
        self._fetch(expanded)
        return self._executor.execute(expanded, filters, sort, limit, offset, facets)

    def _fetch(self, expanded: ExpandedQuery) -> None:
        """Ask for all places that the query needs, at once."""
        commit = self._commit
        clauses = (*expanded.clauses, *expanded.excluded)
        wanted: list[Lookup] = []
        for lookup in dict.fromkeys(lookups_of(clauses)):
            if lookup in self._places:
                continue
            known = commit.lookups.get(lookup)
            if known is None:
                wanted.append(lookup)
            else:
                self._places[lookup] = known
        titles = {label_lexeme("title", value) for clause in clauses for value in clause.titles}
        titles -= self._labels.keys()
        if not wanted and not titles:
            return
        places, titled = asking.places(self._cursor, wanted, titles, fresh=commit.fresh)
        here = [lookup for lookup in wanted if lookup in places]
        named = [title for title in titles if title in titled]
        keys = commit.keys([*(places[one] for one in here), *(titled[one] for one in named)])
        self._places.update(dict.fromkeys(wanted, empty_keys()))
        self._places.update(zip(here, keys, strict=False))
        for lookup in wanted:
            commit.keep(lookup, self._places[lookup])
        self._labels.update(dict.fromkeys(titles, empty_keys()))
        self._labels.update(zip(named, keys[len(here) :], strict=True))

    def _gathered(self, beginnings: Sequence[str]) -> dict[str, Keys]:
        """All places of the labels or turns that begin so; asked for once a commit."""
        commit = self._commit
        if lacking := [one for one in beginnings if one not in commit.gathered]:
            found = asking.beginning_places(self._cursor, lacking, fresh=commit.fresh)
            # One by one: all passages have labels, and all labels at once would take much memory.
            commit.labels.update({one: commit.keys([keys])[0] for one, keys in found.items()})
            commit.gathered.update(lacking)
        return commit.labels

    # Postings

    @property
    def columns(self) -> Columns:
        """As `Postings.columns`."""
        return self._commit.columns

    @property
    def items(self) -> Sequence[str]:
        """As `Postings.items`."""
        return self._commit.items

    def places(self, lookup: Lookup) -> Keys:
        """As `Postings.places`; of lookups of the query that is executed."""
        return self._places[lookup]

    def labels(self, label: Label) -> list[str]:
        """As `Postings.labels`."""
        every = [label_lexeme(one) for one in FACETS]
        own = label_lexeme(label)
        found = self._gathered(every if own in every else [own])
        return sorted(
            label_value(one)
            for one, keys in list(found.items())
            if one.startswith(own) and len(keys)
        )

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """As `Postings.labelled`."""
        one = label_lexeme(label, value)
        if label == "title":
            return self._labels[one] >> POSITION_BITS
        found = self._gathered([label_lexeme(each) for each in FACETS])
        return found.get(one, empty_keys()) >> POSITION_BITS

    def turns(self, speaker: str) -> Keys:
        """As `Postings.turns`."""
        return self._gathered([TURN]).get(lexeme(TURN, speaker), empty_keys())

    def payloads(self, passages: Sequence[int]) -> list[bytes]:
        """As `Postings.payloads`."""
        if not passages:
            return []
        numbers = self._commit.numbers[np.array(passages, dtype=np.int64)].tolist()
        self._cursor.execute(
            "SELECT number, payload FROM payloads WHERE number = ANY(%s)", (numbers,)
        )
        found = dict(self._cursor.fetchall())
        return [found[number] for number in numbers]


def lookups_of(clauses: Iterable[Clause]) -> Iterator[Lookup]:
    """Every lookup of the clauses, in order."""
    for clause in clauses:
        for term in clause.terms:
            tiers = (one for tier in term.tiers for one in tier.alternatives)
            for alternative in (*tiers, *term.besides):
                pattern = alternative.pattern
                slots = (pattern.slot,) if isinstance(pattern, Words) else pattern.slots
                for slot in slots:
                    yield from slot
