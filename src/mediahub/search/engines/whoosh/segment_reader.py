"""A segment of the index as it is read: words, the places they stand in, and labels."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.columns import VarBytesColumn

from mediahub.search.analysis import Forms
from mediahub.search.engines.postings.keys import Keys, ascending, empty_keys
from mediahub.search.engines.postings.letters import in_bytes, letters_of
from mediahub.search.engines.whoosh.contents import Segment
from mediahub.search.engines.whoosh.files import MappedFile, TermReader
from mediahub.search.engines.whoosh.layout import (
    ARRAYS,
    COLUMNS,
    FIELDS,
    KINDS_OF_ARRAYS,
    STORED,
    TERMS,
    TURN,
    label_of,
    label_term,
)
from mediahub.search.expanded import Label


class SegmentReader:
    """A segment opened for reading; its passages are numbered from 0.

    Its files stay open and nothing in it changes, so that any threads may read at once.
    """

    def __init__(self, folder: Path, segment: Segment) -> None:
        self.count = segment.count
        self._terms = TermReader(MappedFile(folder / segment.file(TERMS)), segment.files[TERMS][0])
        stored = MappedFile(folder / segment.file(STORED))
        self._stored = VarBytesColumn().reader(stored, 0, segment.files[STORED][0], self.count)
        self.arrays = _mapped(folder / segment.file(ARRAYS), self.count)
        self._text = self.arrays["text"].tobytes()
        self._starts = self.arrays["text_starts"]
        self.words = len(self._starts) - 1

    def text(self, number: int) -> str:
        """The word with this number."""
        return self._text[self._starts[number] : self._starts[number + 1]].decode()

    def number(self, word: bytes) -> int:
        """The number of the first word that is not before this one."""
        starts = self._starts
        return _first(self.words, lambda at: self._text[starts[at] : starts[at + 1]] >= word)

    def beginning(self, prefix: str) -> NDArray[np.int64]:
        """The numbers of the words with this beginning."""
        start = prefix.encode()
        return np.arange(self.number(start), self.number(start + b"\xff"))

    def beginning_folded(self, prefix: str) -> NDArray[np.int64]:
        """The numbers of the words whose folded form has this beginning."""
        order, starts, letters = (
            self.arrays[name] for name in ("by_folded", "folded_starts", "folded")
        )

        def from_on(word: bytes) -> int:
            def reached(at: int) -> bool:
                number = order[at]
                return letters[starts[number] : starts[number + 1]].tobytes() >= word

            return _first(self.words, reached)

        start = in_bytes(prefix)
        return order[from_on(start) : from_on(start + b"\xff")].astype(np.int64)

    def find(self, word: str) -> int:
        """The number of this very word, or -1."""
        wanted = word.encode()
        hashed = np.uint32(zlib.crc32(wanted))
        hashes = self.arrays["hashes"]
        at = int(np.searchsorted(hashes, hashed))
        while at < self.words and hashes[at] == hashed:
            number = int(self.arrays["by_hash"][at])
            if self._text[self._starts[number] : self._starts[number + 1]] == wanted:
                return number
            at += 1
        return -1

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

    def places(self, numbers: NDArray[np.int64]) -> Keys:
        """Where the words with these numbers stand, ascending."""
        starts, places = self.arrays["word_starts"], self.arrays["places"]
        if len(numbers) == 1:
            first, last = int(starts[numbers[0]]), int(starts[numbers[0] + 1])
            return places[first:last].astype(np.int64)
        if not len(numbers):
            return empty_keys()
        counts = self.frequencies(numbers)
        before = np.cumsum(counts) - counts
        at = np.repeat(starts[numbers].astype(np.int64) - before, counts) + np.arange(counts.sum())
        return ascending(places[at].astype(np.int64))

    def frequencies(self, numbers: NDArray[Any]) -> NDArray[np.int64]:
        """How often each of the words stands here."""
        starts = self.arrays["word_starts"]
        return (starts[numbers + 1] - starts[numbers]).astype(np.int64)

    def numbers(self, field: str, key: str) -> NDArray[np.int64]:
        """The numbers of the words that have this among their forms."""
        return self._numbers(FIELDS[field] + key.encode())

    def _numbers(self, term: bytes) -> NDArray[np.int64]:
        try:
            data = self._terms[term]
        except KeyError:
            return empty_keys()
        return np.frombuffer(data, dtype="<u4").astype(np.int64)

    def labels(self, label: Label) -> list[str]:
        """Every value of the label that a passage here has, or had."""
        return [label_of(term)[1] for term, _ in self._from(label_term(label))]

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry the label."""
        return self._numbers(label_term(label, value))

    def turns(self, speaker: str) -> Keys:
        """Where the speaker takes the word."""
        return self._numbers(TURN + speaker.encode())

    def all_turns(self) -> Iterable[tuple[str, Keys]]:
        """Every speaker with a turn here, and where they take the word."""
        return ((term[1:].decode(), starts) for term, starts in self._from(TURN))

    def all_labels(self) -> Iterable[tuple[tuple[Label, str], NDArray[np.int64]]]:
        """Every label with its value, and the passages that carry it."""
        return ((label_of(term), passages) for term, passages in self._from(label_term()))

    def _from(self, beginning: bytes) -> Iterator[tuple[bytes, NDArray[np.int64]]]:
        """The terms that begin so, and their numbers."""
        for term, data in self._terms.items_from(beginning):
            if not term.startswith(beginning):
                return
            yield term, np.frombuffer(data, dtype="<u4").astype(np.int64)

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
        found: dict[str, dict[int, list[str]]] = {field: {} for field in FIELDS}
        for field, by_word in found.items():
            for term, holders in self._from(FIELDS[field]):
                for number in holders.tolist():
                    by_word.setdefault(number, []).append(term[1:].decode())

        def form(field: str, number: int) -> tuple[str, ...]:
            return tuple(found[field].get(number, ()))

        return {
            self.text(number): Forms(
                form("stem", number),
                form("head", number),
                form("part", number),
                form("folded", number),
                "".join(form("sound", number)),
                form("verb", number),
            )
            for number in numbers.tolist()
        }


def _first(end: int, reached: Callable[[int], bool]) -> int:
    """The first number below `end` for which it is reached, as it then is for all after; or it."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        if reached(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _mapped(path: Path, count: int) -> dict[str, NDArray[Any]]:
    # As plain arrays, since each look into a memmap makes a new one, which takes a microsecond.
    raw = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    found, at = {}, 0
    for name, kind in KINDS_OF_ARRAYS.items():
        size = int.from_bytes(raw[at : at + 8].tobytes(), "big")
        found[name] = raw[at + 8 : at + 8 + size].view(np.dtype(kind))
        at += 8 + size + -size % 8
    words = len(found["hashes"])
    ends = {"word_starts": "places", "text_starts": "text", "folded_starts": "folded"}
    if (
        at != len(raw)
        or any(len(found[name]) != words for name in ("by_hash", "by_folded", "letters"))
        or any(len(found[name]) != words + 1 for name in ends)
        or any(int(found[name][-1]) != len(found[of]) for name, of in ends.items())
        or any(len(found[name]) != count for name in COLUMNS)
    ):
        raise ValueError(f"{path.name} is not as it was written")
    return found
