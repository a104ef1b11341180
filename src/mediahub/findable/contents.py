"""What is to be found: items with their passages, counted word by word."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.language import normalise, words
from mediahub.search import Passage

Numbers = NDArray[np.int64]
LONGEST = 4096
"""Words of a passage that are found; none is nearly as long."""
STEP, LARGEST = 12, 15
"""A passage's size: its words by STEP, LARGEST for all that are longer."""


@dataclass(frozen=True, slots=True)
class TakesPart:
    """Somebody who takes part in an item, and whether they agreed to be listed."""

    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One thing that can be found: its page's address in the site, its title, and its passages.

    `label` says what it is in words ("Film"), `detail` what else is shown under the title (a date,
    a theme). `folder` is a name of a-z, 0-9, `-`, `_` and `.`, its own. `people` take part in it.
    """

    folder: str
    address: str
    title: str
    label: str
    detail: str
    passages: tuple[Passage, ...]
    people: tuple[TakesPart, ...] = ()


@dataclass(frozen=True)
class Counted:
    """The words of many passages: every place by passage (counted over all items) and word.

    `vocabulary` are the words in lower case; `word`, `passage` and `position` are arrays of one
    length, in order of passage and position. `sizes` has the size of each passage.
    """

    vocabulary: tuple[str, ...]
    word: Numbers
    passage: Numbers
    position: Numbers
    sizes: Numbers

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return len(self.sizes)


class Counting:
    """Items counted one after another, so that they need not be held all at once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._chunks: dict[str, tuple[int, ...]] = {}
        self._word, self._passage, self._position, self._sizes = (array("l") for _ in range(4))

    def add(self, passages: Iterable[Passage]) -> None:
        """Count these, after all before; a position is the index of a word among `text.split()`."""
        for passage in passages:
            parts = passage.text.split()
            number = len(self._sizes)
            self._sizes.append(min(LARGEST, len(parts) // STEP))
            for position, chunk in enumerate(parts[:LONGEST]):
                own = self._chunks.get(chunk)
                if own is None:
                    known = self._known
                    own = tuple(known.setdefault(word, len(known)) for word in read(chunk))
                    self._chunks[chunk] = own
                for word in own:
                    self._word.append(word)
                    self._passage.append(number)
                    self._position.append(position)

    def counted(self) -> Counted:
        """All that was counted."""
        arrays = (self._word, self._passage, self._position, self._sizes)
        return Counted(tuple(self._known), *(np.array(one, dtype=np.int64) for one in arrays))


def read(chunk: str) -> Iterator[str]:
    """The words of what stands between two blanks, in lower case; of a hyphened one its parts too.

    A word is given once.
    """
    seen: set[str] = set()
    for token in words(normalise(chunk)):
        word = token.text.lower()
        for one in (word, *(word.split("-") if "-" in word else ())):
            if one and one not in seen:
                seen.add(one)
                yield one
