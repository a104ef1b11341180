"""A segment of the index as it is read: words, the places they stand in, and labels."""

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader

from mediahub.search.analysis import Forms
from mediahub.search.engine import Keys, Kin, Label, empty_keys
from mediahub.search.letters import in_bytes, letters_of
from mediahub.search.segment import (
    ARRAYS,
    KIN,
    LABEL_MARK,
    STORED_COLUMN,
    TURN_MARK,
    PassageSegment,
)


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
        self._stored = STORED_COLUMN.reader(
            self._files[1], 0, segment.files[".stored"][0], self.count
        )
        self.arrays = _mapped(folder / names[".arrays"])
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
        return self._numbers(KIN[kind] + key.encode())

    def _numbers(self, term: bytes) -> NDArray[np.int64]:
        try:
            data = self._terms[term]
        except KeyError:
            return empty_keys()
        return np.frombuffer(data, dtype="<u4").astype(np.int64)

    def labels(self, label: Label) -> list[str]:
        """Every value of the label that a passage here has, or had."""
        start = LABEL_MARK + f"{label}\0".encode()
        found = []
        for key in self._terms.keys_from(start):
            if not key.startswith(start):
                break
            found.append(key[len(start) :].decode())
        return found

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry the label."""
        return self._numbers(LABEL_MARK + f"{label}\0{value}".encode())

    def turns(self, speaker: str) -> Keys:
        """Where the speaker takes the word."""
        return self._numbers(TURN_MARK + speaker.encode())

    def all_turns(self) -> Iterable[tuple[str, Keys]]:
        """Every speaker with a turn here, and where they take the word."""
        for key, data in self._terms.items_from(TURN_MARK):
            if not key.startswith(TURN_MARK):
                break
            yield key[1:].decode(), np.frombuffer(data, dtype="<u4").astype(np.int64)

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
        found: dict[bytes, dict[int, list[str]]] = {mark: {} for mark in KIN.values()}
        for mark, by_word in found.items():
            for key, data in self._terms.items_from(mark):
                if not key.startswith(mark):
                    break
                for number in np.frombuffer(data, dtype="<u4").tolist():
                    by_word.setdefault(number, []).append(key[1:].decode())

        def form(kind: Kin, number: int) -> tuple[str, ...]:
            return tuple(found[KIN[kind]].get(number, ()))

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
        for key, data in self._terms.items_from(LABEL_MARK):
            if not key.startswith(LABEL_MARK):
                break
            label, _, value = key[1:].decode().partition("\0")
            yield (label, value), np.frombuffer(data, dtype="<u4").astype(np.int64)


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


def _mapped(path: Path) -> dict[str, NDArray[Any]]:
    # As plain arrays, since each look into a memmap makes a new one, which takes a microsecond.
    raw = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    found, at = {}, 0
    for name, kind in ARRAYS.items():
        size = int.from_bytes(raw[at : at + 8].tobytes(), "big")
        found[name] = raw[at + 8 : at + 8 + size].view(np.dtype(kind))
        at += 8 + size + -size % 8
    return found
