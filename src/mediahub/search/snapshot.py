"""One commit of the index as it is read: its segments seen as one."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage

from mediahub.search.engine import POSITION_BITS, Columns, Keys, Kin, Label, empty_keys, merged
from mediahub.search.letters import distances, in_bytes
from mediahub.search.segment import PassageSegment
from mediahub.search.segment_reader import PassageReader


class WhooshSnapshot:
    """One commit, whole: its files stay open, so later commits don't touch it."""

    def __init__(
        self,
        storage: FileStorage,
        segments: list[PassageSegment],
        generation: tuple[str, int],
        older: "WhooshSnapshot | None" = None,
    ) -> None:
        self.generation = generation
        known: dict[str, PassageReader] = (
            older._by_segment if older and older.generation[0] == generation[0] else {}
        )
        self._by_segment: dict[str, PassageReader] = {
            one.segid: known.get(one.segid) or PassageReader(storage, one) for one in segments
        }
        self._readers = list(self._by_segment.values())
        self._bases = np.cumsum([0, *(reader.count for reader in self._readers)]).tolist()
        self.items = sorted(item for one in segments for item in one.items)
        self.columns = self._columns(segments)

    def _columns(self, segments: list[PassageSegment]) -> Columns:
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
            item=item,
            place=place,
        )

    def word(self, word: str) -> Keys:
        """Where this very word stands."""
        parts = []
        for base, reader in zip(self._bases, self._readers, strict=False):
            if (number := reader.find(word)) >= 0:
                parts.append(reader.places(number, number + 1) + (base << POSITION_BITS))
        return np.concatenate(parts) if parts else empty_keys()

    def kin(self, kind: Kin, key: str) -> Keys:
        """Where words that have this among their forms stand."""
        return merged(
            [
                reader.places(number, number + 1) + (base << POSITION_BITS)
                for base, reader in zip(self._bases, self._readers, strict=False)
                for number in reader.numbers(kind, key).tolist()
            ]
        )

    def kin_words(self, kind: Kin, key: str) -> list[str]:
        """The words that have this among their forms."""
        return sorted(
            {
                reader.text(number)
                for reader in self._readers
                for number in reader.numbers(kind, key).tolist()
            }
        )

    def beginning(self, prefix: str, most: int, *, folded: bool = False) -> Keys:
        """Where words with this beginning stand, the `most` commonest of each segment."""
        parts = []
        for base, reader in zip(self._bases, self._readers, strict=False):
            numbers = reader.beginning_folded(prefix) if folded else reader.beginning(prefix)
            if len(numbers) > most:
                order = np.argsort(-reader.frequencies(numbers), kind="stable")
                numbers = numbers[order[:most]]
            if len(numbers):
                places = np.concatenate([reader.places(n, n + 1) for n in numbers.tolist()])
                places.sort(kind="stable")
                parts.append(places + (base << POSITION_BITS))
        return merged(parts)

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

    def frequency(self, word: str) -> int:
        """How often this very word stands in the index."""
        return sum(
            int(reader.frequencies(np.array([number]))[0])
            for reader in self._readers
            if (number := reader.find(word)) >= 0
        )

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

    def payload(self, passage: int) -> bytes:
        """What was stored with the passage."""
        number = int(np.searchsorted(self._bases, passage, side="right")) - 1
        return self._readers[number].payload(passage - self._bases[number])
