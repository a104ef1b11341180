"""What is to be found: items with their passages, counted word by word, each item by itself."""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mediahub.findable.reading import read
from mediahub.findable.texts import TextFile, texts
from mediahub.findable.values import FoundItem

Numbers = NDArray[np.int64]
LONGEST = 4096
"""Words of a passage that are found; none is nearly as long."""
STEP, LARGEST = 12, 15
"""A passage's size: its words by STEP, LARGEST for all that are longer."""

_SMALL = 1 << 16
_MARK = 16
"""Letters of the mark of a part."""


@dataclass(frozen=True)
class Part:
    """What the index has of one item, which hangs on nothing but the item.

    `words` are its words in lower case, and what else is read in it, line by line in UTF-8; `word`
    (a number among them), `passage` (a number in the item) and `position` are arrays of whole
    numbers of one length, in order of passage. `sizes` has the size of each passage.
    """

    folder: str
    words: bytes
    word: NDArray[Any]
    passage: NDArray[Any]
    position: NDArray[Any]
    sizes: NDArray[Any]
    texts: tuple[TextFile, ...]
    mark: str
    """A digest of all but the texts: what is of the same mark is found in the same way."""

    @property
    def vocabulary(self) -> list[str]:
        """The words; they are read at each call, since those of all items would fill memory."""
        return self.words.decode().split("\n") if self.words else []


@dataclass(frozen=True)
class Counted:
    """The words of many items: every place by passage (counted over all items) and word.

    As in `Part`, but for `items`, in how many each word stands, and `first`: the number of each
    item's first passage.
    """

    vocabulary: tuple[str, ...]
    items: Numbers
    word: NDArray[np.int32]
    passage: NDArray[np.int32]
    position: NDArray[np.int32]
    sizes: Numbers
    first: Numbers

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self.sizes)


def part_of(item: FoundItem) -> Part:
    """The item's own part of the index; a position is the index of a word among `text.split()`."""
    known: dict[str, int] = {}
    word, passage, position, sizes = (array("i") for _ in range(4))
    for number, one in enumerate(item.passages):
        sizes.append(min(LARGEST, len(one.text.split()) // STEP))
        for at, name in read(one.text):
            if at < LONGEST:
                word.append(known.setdefault(name, len(known)))
                passage.append(number)
                position.append(at)
    arrays = (narrow(word), narrow(passage), narrow(position), narrow(sizes))
    words = "\n".join(known).encode()
    of_all = hashlib.sha256(words)
    for array_ in arrays:
        of_all.update(f"\n{array_.dtype.str} {len(array_)} ".encode() + array_.tobytes())
    mark = of_all.hexdigest()[:_MARK]
    return Part(item.folder, words, *arrays, tuple(texts(item)), mark)


def narrow(numbers: "array[int]") -> NDArray[Any]:
    """Numbers in as few bytes each as will do."""
    small = not numbers or max(numbers) < _SMALL
    return np.array(numbers, dtype="<u2" if small else "<i4")


def gathered(parts: Sequence[Part]) -> Counted:
    """The parts of all items as one, in their order."""
    vocabulary: dict[str, None] = {}
    for one in parts:
        vocabulary.update(dict.fromkeys(one.vocabulary))
    return gathered_of(parts, vocabulary)


def gathered_of(parts: Sequence[Part], wanted: Iterable[str]) -> Counted:
    """The parts of all items as one, in their order, of these words alone."""
    vocabulary = tuple(wanted)
    known = {word: number for number, word in enumerate(vocabulary)}
    lengths = np.array([len(one.sizes) for one in parts], dtype=np.int64)
    first = np.cumsum(lengths) - lengths
    found: list[list[NDArray[np.int32]]] = [[], [], []]
    items = np.zeros(len(vocabulary), dtype=np.int64)
    for one, start in zip(parts, first.tolist(), strict=True):
        own = list(map(known.get, one.vocabulary, repeat(-1)))
        numbers = np.array(own, dtype=np.int32)
        numbered = numbers[one.word]
        there = numbered >= 0
        items[numbers[numbers >= 0]] += 1
        found[0].append(numbered[there])
        found[1].append(one.passage[there].astype(np.int32) + np.int32(start))
        found[2].append(one.position[there].astype(np.int32))
    sizes = _joined(one.sizes.astype(np.int32) for one in parts).astype(np.int64)
    word, passage, position = map(_joined, found)
    return Counted(vocabulary, items, word, passage, position, sizes, first)


def _joined(arrays: Iterable[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(0, dtype=np.int32), *arrays])
