"""What is to be found: items with their passages, counted word by word, each item by itself."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

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


@dataclass(frozen=True)
class Part:
    """What the index has of one item, which hangs on nothing but the item.

    `vocabulary` are its words in lower case, and what else is read in it; `word` (a number in it),
    `passage` (a number in the item) and `position` are arrays of one length, in order of passage.
    `sizes` has the size of each passage.
    """

    folder: str
    vocabulary: tuple[str, ...]
    word: NDArray[np.int32]
    passage: NDArray[np.int32]
    position: NDArray[np.int32]
    sizes: NDArray[np.int32]
    texts: tuple[TextFile, ...]


@dataclass(frozen=True)
class Counted:
    """The words of many items: every place by passage (counted over all items) and word.

    As in `Part`, but for `first`: the number of each item's first passage.
    """

    vocabulary: tuple[str, ...]
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
    return Part(
        item.folder,
        tuple(known),
        *(_array(word), _array(passage), _array(position), _array(sizes)),
        texts=tuple(texts(item)),
    )


def _array(numbers: "array[int]") -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32)


def gathered(parts: Sequence[Part]) -> Counted:
    """The parts of all items as one, in their order."""
    vocabulary = tuple(dict.fromkeys(chain.from_iterable(one.vocabulary for one in parts)))
    known = {word: number for number, word in enumerate(vocabulary)}
    numbers = [
        np.array(list(map(known.__getitem__, one.vocabulary)), dtype=np.int32) for one in parts
    ]
    lengths = np.array([len(one.sizes) for one in parts], dtype=np.int64)
    first = np.cumsum(lengths) - lengths
    return Counted(
        vocabulary,
        _joined(own[one.word] for own, one in zip(numbers, parts, strict=True)),
        _joined(one.passage + np.int32(start) for one, start in zip(parts, first, strict=True)),
        _joined(one.position for one in parts),
        _joined(one.sizes for one in parts).astype(np.int64),
        first,
    )


def _joined(arrays: Iterable[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate([np.zeros(0, dtype=np.int32), *arrays])
