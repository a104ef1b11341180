"""A segment of the index on disk: written once from a batch of passages, then only read.

Whoosh gives the files, the term dictionary and the stored column; the places of words are arrays
of ours, since a posting list that is read and joined as a whole by numpy is a hundred times
faster than one stepped through in Python. The words of a segment are sorted and numbered; the
dictionary leads from a stem, a part, a folded form or a sound to the numbers of words.
"""

import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter

from mediahub.language import fold
from mediahub.search.analysis import Forms
from mediahub.search.engine import (
    LONGEST_PASSAGE,
    POSITION_BITS,
    Keys,
    Kin,
    Label,
    StoredPassage,
    bytes_of,
    empty_keys,
)
from mediahub.search.letters import in_bytes, letters_of

INDEX_NAME = "passages"
_COLUMN = VarBytesColumn()
_KIN: Mapping[Kin, bytes] = {
    "stem": b"s",
    "head": b"h",
    "part": b"p",
    "folded": b"f",
    "sound": b"n",
}
_LABEL = b"m"
_ARRAYS: Mapping[str, str] = {
    "places": "<u4",  # passage << POSITION_BITS | position, word after word
    "word_starts": "<u8",  # where each word's places begin; one more for the end
    "text": "u1",  # the words, sorted, one after the other in UTF-8
    "text_starts": "<u4",
    "folded": "u1",  # the words without diacritics, one byte a letter
    "folded_starts": "<u4",
    "letters": "<u4",  # which letters each folded word has, as bits
    "lead": "<u2",
    "length": "<u2",
    "day": "<i4",
    "confidence": "<f4",
}


class PassageSegment(W3Segment):
    """Whoosh's record of a segment, with the items it holds: fingerprint, first passage, count."""

    def __init__(self) -> None:
        super().__init__(W3Codec(), INDEX_NAME)
        self.items: dict[str, tuple[str, int, int]] = {}
        self.files: dict[str, tuple[int, int]] = {}
        """Each file's size and CRC-32, by ending."""

    @property
    def living(self) -> int:
        """How many passages belong to an item that was not replaced or removed since."""
        return sum(count for _, _, count in self.items.values())


class SegmentWriter:
    """Gathers passages and writes them as one segment."""

    def __init__(self, storage: FileStorage, forms: Callable[[str], Forms]) -> None:
        self._storage, self._analyse = storage, forms
        self._carried: dict[str, Forms] = {}
        self.segment = PassageSegment()
        self._numbers: dict[str, int] = {}
        self._word, self._place = array("I"), array("I")
        self._columns: dict[str, list[float]] = defaultdict(list)
        self._labels: dict[tuple[str, str], array[int]] = {}
        self._file = storage.create_file(self.segment.make_filename(".stored"))
        self._stored = _COLUMN.writer(self._file)
        self.count = 0

    def add(self, item: str, passages: Iterable[StoredPassage], fingerprint: str) -> None:
        """Add all passages of an item."""
        first = self.count
        for passage in passages:
            self._add(passage)
        self.segment.items[item] = (fingerprint, first, self.count - first)

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
        for label in passage.labels:
            self._labels.setdefault(label, array("I")).append(self.count)
        self._store(passage.payload, passage.lead, length, passage.day, passage.confidence)

    def _store(self, payload: bytes, lead: int, length: int, day: int, confidence: float) -> None:
        self._stored.add(self.count, payload)
        for name, value in (
            ("lead", lead), ("length", length), ("day", day), ("confidence", confidence),
        ):  # fmt: skip
            self._columns[name].append(value)
        self.count += 1

    def carry(self, segment: PassageSegment, reader: "PassageReader") -> None:
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
                    int(reader.arrays["lead"][passage]),
                    int(reader.arrays["length"][passage]),
                    int(reader.arrays["day"][passage]),
                    float(reader.arrays["confidence"][passage]),
                )
            self.segment.items[item] = (fingerprint, first, count)
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
        mask = LONGEST_PASSAGE - 1
        self._word.frombytes(new[words[kept]].tobytes())
        self._place.frombytes(
            ((passages[kept] << POSITION_BITS) | (places[kept] & mask)).astype(np.uint32).tobytes()
        )
        for label, holders in reader.all_labels():
            moved = renumbered[holders]
            moved = moved[moved >= 0]
            if len(moved):
                self._labels.setdefault(label, array("I")).extend(moved.tolist())

    def _forms(self, word: str) -> Forms:
        return self._carried.get(word) or self._analyse(word)

    def finish(self) -> PassageSegment:
        """Write everything, flushed to disk, and return the segment's record."""
        self._stored.finish(self.count)
        self._file.close()
        self._write_words()
        segment, folder = self.segment, Path(self._storage.folder)
        segment.set_doc_count(self.count)
        for ending in (".stored", ".arrays", W3Codec.TERMS_EXT):
            path = folder / segment.make_filename(ending)
            segment.files[ending] = (path.stat().st_size, checksum(path))
        return segment

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
        values: dict[str, NDArray[Any]] = {
            "places": places,
            "word_starts": np.concatenate(([0], np.cumsum(counts))),
            **_strung("text", [word for word, _ in by_text]),
            **_strung("folded", [in_bytes(word) for word in folded]),
            "letters": np.fromiter(map(letters_of, folded), dtype=np.uint32),
            **{
                name: np.array(self._columns[name])
                for name in ("lead", "length", "day", "confidence")
            },
        }
        file = self._storage.create_file(self.segment.make_filename(".arrays"))
        for name, kind in _ARRAYS.items():
            data = bytes_of(values[name].astype(np.dtype(kind)))
            file.write_long(len(data))
            file.write(data)
            file.write(bytes(-len(data) % 8))
        file.close()

    def _write_terms(self, words: Sequence[str]) -> None:
        terms: dict[bytes, array[int]] = {}
        for number, word in enumerate(words):
            kin = self._forms(word)
            for mark, keys in (
                (b"s", kin.stems),
                (b"h", kin.heads),
                (b"p", kin.parts),
                (b"f", kin.folded),
                (b"n", (kin.sound,)),
            ):
                for key in dict.fromkeys(keys):
                    if key:
                        term = mark + key.encode()
                        terms.setdefault(term, array("I")).append(number)
        for (label, value), passages in self._labels.items():
            terms[_LABEL + f"{label}\0{value}".encode()] = passages
        table = OrderedHashWriter(
            self._storage.create_file(self.segment.make_filename(W3Codec.TERMS_EXT))
        )
        for term in sorted(terms):
            table.add(term, bytes_of(np.frombuffer(terms[term], dtype=np.uint32)))
        table.close()


class PassageReader:
    """A segment opened for reading; its passages are numbered from 0."""

    def __init__(self, storage: FileStorage, segment: PassageSegment) -> None:
        self.count = segment.doc_count_all()
        folder = Path(storage.folder)
        names = {ending: segment.make_filename(ending) for ending in segment.files}
        self._files = [
            storage.open_file(names[W3Codec.TERMS_EXT]),
            storage.open_file(names[".stored"]),
        ]
        self._terms = OrderedHashReader(self._files[0], segment.files[W3Codec.TERMS_EXT][0])
        self._stored = _COLUMN.reader(self._files[1], 0, segment.files[".stored"][0], self.count)
        self.arrays = _mapped(folder / names[".arrays"])
        self._text = self.arrays["text"].tobytes()
        self._starts = self.arrays["text_starts"]
        self.words = len(self._starts) - 1

    def text(self, number: int) -> str:
        """The word with this number."""
        return self._text[self._starts[number] : self._starts[number + 1]].decode()

    def number(self, word: bytes) -> int:
        """The number of the first word that is not before this one."""
        low, high = 0, self.words
        while low < high:
            middle = (low + high) // 2
            if self._text[self._starts[middle] : self._starts[middle + 1]] < word:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, word: str) -> int:
        """The number of this very word, or -1."""
        number = self.number(word.encode())
        return number if number < self.words and self.text(number) == word else -1

    def likely(self, folded: str, most: int) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Words that may be so few edits from `folded`: their numbers, and their letters in rows.

        Each row ends in zeros and all have the same width for the same arguments.
        """
        starts = self.arrays["folded_starts"].astype(np.int64)
        lengths = starts[1:] - starts[:-1]
        apart = np.bitwise_count(self.arrays["letters"] ^ np.uint32(letters_of(folded)))
        longest = len(folded) + most + 2
        fits = (lengths >= len(folded) - most) & (lengths <= longest) & (apart <= 2 * most + 1)
        numbers = np.flatnonzero(fits)
        at = starts[numbers][:, None] + np.arange(longest)
        within = np.arange(longest) < lengths[numbers][:, None]
        letters = self.arrays["folded"][np.minimum(at, len(self.arrays["folded"]) - 1)]
        return numbers, np.where(within, letters, 0).astype(np.uint8)

    def places(self, first: int, last: int) -> Keys:
        """Where the words from number `first` up to `last` (excluded) stand, word by word."""
        starts = self.arrays["word_starts"]
        return self.arrays["places"][int(starts[first]) : int(starts[last])].astype(np.int64)

    def frequencies(self, numbers: NDArray[Any]) -> NDArray[np.int64]:
        """How often each of the words stands here."""
        starts = self.arrays["word_starts"].astype(np.int64)
        return starts[numbers + 1] - starts[numbers]

    def numbers(self, kind: Kin, key: str) -> NDArray[np.int64]:
        """The numbers of the words that have this among their forms."""
        return self._numbers(_KIN[kind] + key.encode())

    def _numbers(self, term: bytes) -> NDArray[np.int64]:
        try:
            data = self._terms[term]
        except KeyError:
            return empty_keys()
        return np.frombuffer(data, dtype="<u4").astype(np.int64)

    def labels(self, label: Label) -> list[str]:
        """Every value of the label that a passage here has, or had."""
        start = _LABEL + f"{label}\0".encode()
        found = []
        for key in self._terms.keys_from(start):
            if not key.startswith(start):
                break
            found.append(key[len(start) :].decode())
        return found

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry the label."""
        return self._numbers(_LABEL + f"{label}\0{value}".encode())

    def payload(self, passage: int) -> bytes:
        """What was stored with the passage."""
        stored: bytes = self._stored[passage]
        return stored

    def all_places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every occurrence: the word's number, and the place."""
        starts = self.arrays["word_starts"].astype(np.int64)
        return np.arange(self.words).repeat(starts[1:] - starts[:-1]), self.arrays["places"].astype(
            np.int64
        )

    def forms_of(self, numbers: NDArray[np.int64]) -> dict[str, Forms]:
        """The forms of these words, as they were given when the segment was written."""
        found: dict[bytes, dict[int, list[str]]] = {mark: {} for mark in _KIN.values()}
        for mark, by_word in found.items():
            for key, data in self._terms.items_from(mark):
                if not key.startswith(mark):
                    break
                for number in np.frombuffer(data, dtype="<u4").tolist():
                    by_word.setdefault(number, []).append(key[1:].decode())

        def form(kind: Kin, number: int) -> tuple[str, ...]:
            return tuple(found[_KIN[kind]].get(number, ()))

        return {
            self.text(number): Forms(
                form("stem", number),
                form("head", number),
                form("part", number),
                form("folded", number),
                "".join(form("sound", number)),
            )
            for number in numbers.tolist()
        }

    def all_labels(self) -> Iterable[tuple[tuple[str, str], NDArray[np.int64]]]:
        """Every label and the passages that carry it."""
        for key, data in self._terms.items_from(_LABEL):
            if not key.startswith(_LABEL):
                break
            label, _, value = key[1:].decode().partition("\0")
            yield (label, value), np.frombuffer(data, dtype="<u4").astype(np.int64)


def _strung(name: str, words: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    lengths = np.fromiter(map(len, words), dtype=np.int64)
    return {
        name: np.frombuffer(b"".join(words), dtype=np.uint8),
        f"{name}_starts": np.concatenate(([0], np.cumsum(lengths))),
    }


def _mapped(path: Path) -> dict[str, NDArray[Any]]:
    raw = np.memmap(path, dtype=np.uint8, mode="r")
    found, at = {}, 0
    for name, kind in _ARRAYS.items():
        size = int.from_bytes(raw[at : at + 8].tobytes(), "big")
        found[name] = raw[at + 8 : at + 8 + size].view(np.dtype(kind))
        at += 8 + size + -size % 8
    return found


def checksum(path: Path) -> int:
    """The CRC-32 of the file."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc
