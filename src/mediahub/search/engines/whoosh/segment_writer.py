"""Writing a segment of the index: once, from a batch of passages or from older segments."""

import secrets
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import VarBytesColumn
from whoosh.filedb.structfile import StructFile

from mediahub.language import fold
from mediahub.search.analysis import Forms
from mediahub.search.engine import LONGEST_PASSAGE, StoredPassage
from mediahub.search.engines.postings.keys import POSITION, POSITION_BITS, bytes_of
from mediahub.search.engines.postings.letters import in_bytes, letters_of
from mediahub.search.engines.whoosh.contents import Segment
from mediahub.search.engines.whoosh.files import TermWriter
from mediahub.search.engines.whoosh.layout import (
    ARRAYS,
    COLUMNS,
    FIELDS,
    FILES,
    INDEX_NAME,
    KINDS_OF_ARRAYS,
    STORED,
    TERMS,
    TURN,
    label_term,
)
from mediahub.search.engines.whoosh.segment_reader import SegmentReader
from mediahub.search.expanded import Label


class SegmentWriter:
    """Gathers passages and writes them as one segment in the folder."""

    def __init__(self, folder: Path, forms: Callable[[str], Forms]) -> None:
        self._folder, self._analyse = folder, forms
        self._carried: dict[str, Forms] = {}
        self.name = f"{INDEX_NAME}_{secrets.token_hex(8)}"
        self.items: dict[str, tuple[str, int, int]] = {}
        """As `Segment.items`."""
        self._numbers: dict[str, int] = {}
        self._word, self._place = array("I"), array("I")
        self._columns: dict[str, list[float]] = defaultdict(list)
        self._labels: dict[tuple[Label, str], array[int]] = {}
        self._turns: dict[str, array[int]] = {}
        self._file = self._create(STORED)
        self._stored = VarBytesColumn().writer(self._file)
        self.count = 0

    def _create(self, ending: str) -> StructFile:
        return StructFile((self._folder / f"{self.name}{ending}").open("wb"))

    def add(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Add all passages of an item."""
        first = self.count
        for passage in passages:
            self._add(passage)
        self.items[item] = (fingerprint, first, self.count - first)

    def _add(self, passage: StoredPassage) -> None:
        numbers = self._numbers
        length = min(len(passage.words), LONGEST_PASSAGE)
        base = self.count << POSITION_BITS
        self._word.extend(
            [numbers.setdefault(word, len(numbers)) for word in passage.words[:length]]
        )
        self._place.extend(range(base, base + length))
        for position, word in passage.extra:
            if position < length:
                self._word.append(numbers.setdefault(word, len(numbers)))
                self._place.append(base + position)
        for position, speaker in passage.turns:
            if position < LONGEST_PASSAGE:
                self._turns.setdefault(speaker, array("I")).append(base + position)
        for label in passage.labels:
            self._labels.setdefault(label, array("I")).append(self.count)
        self._store(
            passage.payload,
            {
                "lead": passage.lead, "length": length, "day": passage.day,
                "confidence": passage.confidence, "described": passage.described,
            },
        )  # fmt: skip

    def _store(self, payload: bytes, values: Mapping[str, float]) -> None:
        self._stored.add(self.count, payload)
        for name in COLUMNS:
            self._columns[name].append(values[name])
        self.count += 1

    def carry(self, segment: Segment, reader: SegmentReader) -> None:
        """Take over the living passages of an older segment; its items move to this one."""
        renumbered = np.full(reader.count, -1, dtype=np.int64)
        for item, (fingerprint, start, count) in sorted(
            segment.items.items(), key=lambda pair: pair[1][1]
        ):
            first = self.count
            for passage in range(start, start + count):
                renumbered[passage] = self.count
                self._store(
                    reader.payload(passage),
                    {name: reader.arrays[name][passage].item() for name in COLUMNS},
                )
            self.items[item] = (fingerprint, first, count)
        words, places = reader.all_places()
        passages = renumbered[places >> POSITION_BITS]
        kept = passages >= 0
        numbers = self._numbers
        new = np.zeros(reader.words, dtype=np.uint32)
        # Words that only the dead had are left behind; the forms of the others are kept, since
        # finding them out again takes far longer than the merge itself.
        used = np.unique(words[kept])
        for word in used.tolist():
            new[word] = numbers.setdefault(reader.text(word), len(numbers))
        self._carried.update(reader.forms_of(used))
        self._word.frombytes(new[words[kept]].tobytes())
        self._place.frombytes(
            ((passages[kept] << POSITION_BITS) | (places[kept] & POSITION))
            .astype(np.uint32)
            .tobytes()
        )
        for speaker, starts in reader.all_turns():
            passages = renumbered[starts >> POSITION_BITS]
            moved = (passages << POSITION_BITS) | (starts & POSITION)
            self._turns.setdefault(speaker, array("I")).extend(moved[passages >= 0].tolist())
        for label, holders in reader.all_labels():
            moved = renumbered[holders]
            moved = moved[moved >= 0]
            if len(moved):
                self._labels.setdefault(label, array("I")).extend(moved.tolist())

    def _forms(self, word: str) -> Forms:
        return self._carried.get(word) or self._analyse(word)

    def close(self) -> None:
        """Let go of the files, when the segment will not be finished."""
        self._file.close()

    def finish(self) -> Segment:
        """Write everything and return the segment."""
        self._stored.finish(self.count)
        self._file.close()
        self._write_words()
        files = {}
        for ending in FILES:
            path = self._folder / f"{self.name}{ending}"
            files[ending] = (path.stat().st_size, checksum(path))
        return Segment(self.name, self.count, files, dict(self.items))

    def _write_words(self) -> None:
        by_text = sorted((word.encode(), number) for word, number in self._numbers.items())
        order = np.array([number for _, number in by_text], dtype=np.int64)
        new = np.empty(len(order), dtype=np.int64)
        new[order] = np.arange(len(order))
        numbers = new[np.frombuffer(self._word, dtype=np.uint32)]
        places = np.frombuffer(self._place, dtype=np.uint32)
        # Words in order, and each word's places in order, in one sort of 64-bit keys.
        both = (numbers.astype(np.uint64) << np.uint64(32)) | places
        both.sort()
        counts = np.bincount(numbers, minlength=len(order))
        self._write_arrays(by_text, (both & np.uint64(0xFFFFFFFF)).astype(np.uint32), counts)
        self._write_terms([word.decode() for word, _ in by_text])

    def _write_arrays(
        self, by_text: Sequence[tuple[bytes, int]], places: NDArray[Any], counts: NDArray[Any]
    ) -> None:
        folded = [fold(word.decode()) for word, _ in by_text]
        hashes = np.fromiter((zlib.crc32(word) for word, _ in by_text), dtype=np.uint32)
        by_hash = np.argsort(hashes, kind="stable")
        values: dict[str, NDArray[Any]] = {
            "places": places,
            "word_starts": np.concatenate(([0], np.cumsum(counts))),
            **_strung("text", [word for word, _ in by_text]),
            "hashes": hashes[by_hash],
            "by_hash": by_hash,
            **_strung("folded", [in_bytes(word) for word in folded]),
            "by_folded": np.array(
                sorted(range(len(folded)), key=lambda at: in_bytes(folded[at])), dtype=np.uint32
            ),
            "letters": np.fromiter(map(letters_of, folded), dtype=np.uint32),
            **{name: np.array(self._columns[name]) for name in COLUMNS},
        }
        file = self._create(ARRAYS)
        for name, kind in KINDS_OF_ARRAYS.items():
            data = bytes_of(values[name].astype(np.dtype(kind)))
            file.write_long(len(data))
            file.write(data)
            file.write(bytes(-len(data) % 8))
        file.close()

    def _write_terms(self, words: Sequence[str]) -> None:
        terms: dict[bytes, array[int]] = {}
        for number, word in enumerate(words):
            kin = self._forms(word)
            fields: Mapping[str, Sequence[str]] = {
                "stem": kin.stems, "head": kin.heads, "part": kin.parts,
                "folded": kin.folded, "sound": (kin.sound,), "verb": kin.verbs,
            }  # fmt: skip
            for field, keys in fields.items():
                for key in dict.fromkeys(keys):
                    if key:
                        term = FIELDS[field] + key.encode()
                        terms.setdefault(term, array("I")).append(number)
        for (label, value), passages in self._labels.items():
            terms[label_term(label, value)] = passages
        for speaker, starts in self._turns.items():
            terms[TURN + speaker.encode()] = starts
        table = TermWriter(self._create(TERMS))
        for term in sorted(terms):
            table.add(term, bytes_of(np.frombuffer(terms[term], dtype=np.uint32)))
        table.close()


def _strung(name: str, words: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    lengths = np.fromiter(map(len, words), dtype=np.int64)
    return {
        name: np.frombuffer(b"".join(words), dtype=np.uint8),
        f"{name}_starts": np.concatenate(([0], np.cumsum(lengths))),
    }


def checksum(path: Path) -> int:
    """The CRC-32 of the file."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc
