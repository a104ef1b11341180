"""One commit of the index as it is read: its segments seen as one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engine import FACETS, Matches
from mediahub.search.engines.postings.executing import Executor
from mediahub.search.engines.postings.keys import POSITION_BITS, Keys, empty_keys, merged
from mediahub.search.engines.postings.letters import distances, in_bytes
from mediahub.search.engines.postings.postings import Columns
from mediahub.search.engines.whoosh.contents import Segment
from mediahub.search.engines.whoosh.segment_reader import SegmentReader
from mediahub.search.expanded import ANYTHING, ExpandedQuery, Label, Lookup, Narrowing
from mediahub.search.values import Sort


class WhooshSnapshot:
    """One commit, whole: its files stay open, so later commits don't touch it.

    A `Snapshot` for the search, and the `Postings` over which it executes. Nothing of it changes,
    so that any threads may ask at once.
    """

    def __init__(
        self, folder: Path, segments: Sequence[Segment], older: "WhooshSnapshot | None" = None
    ) -> None:
        """Opens the segments in the folder, save those that an older snapshot of it has open."""
        self._folder = folder
        known = older._by_name if older and older._folder == folder else {}
        self._by_name: dict[str, SegmentReader] = {
            one.name: known.get(one.name) or SegmentReader(folder, one) for one in segments
        }
        self._readers = list(self._by_name.values())
        self._bases = np.cumsum([0, *(reader.count for reader in self._readers)]).tolist()
        self.items = sorted(item for one in segments for item in one.items)
        self.columns = self._columns(segments)
        self._executor = Executor(self)

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
        return self._executor.execute(expanded, filters, sort, limit, offset, facets)

    def _columns(self, segments: Sequence[Segment]) -> Columns:
        size = self._bases[-1]
        rank = {item: number for number, item in enumerate(self.items)}
        item, place = np.full(size, -1, dtype=np.int32), np.zeros(size, dtype=np.int32)
        for base, segment in zip(self._bases, segments, strict=False):
            for name, (_, first, count) in segment.items.items():
                item[base + first : base + first + count] = rank[name]
                place[base + first : base + first + count] = np.arange(count)

        def whole(name: str, kind: type) -> NDArray[Any]:
            parts = [reader.arrays[name] for reader in self._readers]
            return np.concatenate(parts) if parts else np.empty(0, dtype=kind)

        return Columns(
            live=item >= 0,
            lead=whole("lead", np.uint16),
            length=whole("length", np.uint16),
            day=whole("day", np.int32),
            confidence=whole("confidence", np.float32),
            described=whole("described", np.uint8).astype(bool),
            item=item,
            place=place,
        )

    def places(self, lookup: Lookup) -> Keys:
        """Where the words of the lookup stand; the `most` commonest of each segment."""
        parts = []
        for base, reader in zip(self._bases, self._readers, strict=False):
            numbers = _numbers(reader, lookup)
            if lookup.most is not None and len(numbers) > lookup.most:
                order = np.argsort(-reader.frequencies(numbers), kind="stable")
                numbers = numbers[order[: lookup.most]]
            parts.append(reader.places(numbers) + (base << POSITION_BITS))
        return merged(parts)

    def count(self, lookup: Lookup) -> int:
        """In how many places the words of the lookup stand; 0 when there are none."""
        return sum(
            int(reader.frequencies(numbers).sum())
            for reader in self._readers
            if len(numbers := _numbers(reader, lookup))
        )

    def words(self, lookup: Lookup) -> list[str]:
        """The words of the lookup, in order."""
        return sorted(
            {
                reader.text(number)
                for reader in self._readers
                for number in _numbers(reader, lookup).tolist()
            }
        )

    def similar(self, folded: str, distance: int) -> list[tuple[str, int, int]]:
        """Words whose folded form is at most so many edits away: word, distance, frequency."""
        likely = [reader.likely(folded, distance) for reader in self._readers]
        if not likely:
            return []
        rows = np.concatenate([letters for _, letters in likely])
        edits = distances(in_bytes(folded), rows, (rows != 0).sum(axis=1), distance)
        found: dict[str, list[int]] = {}
        first = 0
        for reader, (numbers, letters) in zip(self._readers, likely, strict=True):
            own = edits[first : first + len(letters)]
            first += len(letters)
            near = np.flatnonzero(own <= distance)
            counts = reader.frequencies(numbers[near])
            for number, apart, count in zip(
                numbers[near].tolist(), own[near].tolist(), counts.tolist(), strict=True
            ):
                found.setdefault(reader.text(number), [apart, 0])[1] += count
        return [(word, apart, count) for word, (apart, count) in sorted(found.items())]

    def labels(self, label: Label) -> list[str]:
        """Every value of the label, in order."""
        return sorted({value for reader in self._readers for value in reader.labels(label)})

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry it, ascending; some may be no more."""
        parts = [
            reader.labelled(label, value) + base
            for base, reader in zip(self._bases, self._readers, strict=False)
        ]
        return np.concatenate(parts) if parts else empty_keys()

    def turns(self, speaker: str) -> Keys:
        """Where the speaker takes the word."""
        return merged(
            [
                reader.turns(speaker) + (base << POSITION_BITS)
                for base, reader in zip(self._bases, self._readers, strict=False)
            ]
        )

    def payloads(self, passages: Sequence[int]) -> list[bytes]:
        """What was stored with each of the passages."""
        return [self._payload(passage) for passage in passages]

    def _payload(self, passage: int) -> bytes:
        number = int(np.searchsorted(self._bases, passage, side="right")) - 1
        return self._readers[number].payload(passage - self._bases[number])


def _numbers(reader: SegmentReader, lookup: Lookup) -> NDArray[Any]:
    """The numbers of the words of the lookup in the segment."""
    if lookup.field == "word":
        number = reader.find(lookup.key)
        return np.array([number] if number >= 0 else [], dtype=np.int64)
    if lookup.field == "beginning":
        return reader.beginning(lookup.key)
    if lookup.field == "folded_beginning":
        return reader.beginning_folded(lookup.key)
    return reader.numbers(lookup.field, lookup.key)
