"""Where each key stands, as bytes: for every key its passages, and its places in each.

The bytes of a key are numbers of seven bits a byte, the last byte of a number below 128. For each
passage: its number in its item, doubled, with one added where the item is another than before, and
then by how much the item's number is greater; where it is the same item, the distance from the
passage before is told in place of the number. Then sixteen times how many places there are with the
passage's size added (0 to 15), and for each place its distance from the one before, times four,
with what of the word the key is added (`kin`). So what one item has stands by itself, and an item
that gets more passages changes nothing of another's.

Of a key that very many passages have the strongest stand in the first list and others in a second
one, without places, that is only fetched to know whether a passage has it at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.findable.contents import STEP, Numbers

STRONGEST = 5_000
"""So many passages of a key stand in its first list."""
OTHERS = 20_000
"""So many more in its second one; what stands in more says too little to be asked for."""
MOST_PLACES = 6
"""Places of a key that are kept in one passage."""
_WORTH = np.array([1.0, 0.95, 0.75, 0.5])
"""How well a whole word, a head, a part and a verb answer; the browser's script has the same."""
_USUAL, _B, _C = 60, 0.25, 0.75
"""The search's own scoring, by which the strongest are the same that it shows first."""
_BITS = (("key", 23), ("passage", 26), ("position", 12))
_OF_A_KEY = (1 << 40) - 1
"""The bits below a key's number."""
_PORTION = 1_000_000
"""Occurrences that are made bytes at a time."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where keys stand: for each place the key's number, passage, position, and what of the word
    the key is.
    """

    key: Numbers
    passage: Numbers
    position: Numbers
    field: Numbers

    def only(self, wanted: Flags | slice) -> "Occurrences":
        """Those that are wanted."""
        return Occurrences(*(one[wanted] for one in self._all))

    def firsts(self) -> Flags:
        """True at the first place of each key in each passage."""
        return _changes(self.key) | _changes(self.passage)

    def packed(self) -> Numbers:
        """Each as one number, in whose order they are by key, passage, position and field.

        Raises ValueError where a number is too great.
        """
        for (name, bits), numbers in zip(
            _BITS, (self.key, self.passage, self.position), strict=True
        ):
            if len(numbers) and int(numbers.max()) >> bits:
                raise ValueError(f"a {name} of {int(numbers.max())} does not fit into {bits} bits")
        packed = self.key << 40
        packed |= self.passage << 14
        packed |= self.position << 2
        packed |= self.field
        return packed

    @staticmethod
    def unpacked(packed: Numbers) -> "Occurrences":
        """Those that were packed."""
        return Occurrences(
            packed >> 40, (packed >> 14) & ((1 << 26) - 1), (packed >> 2) & 4095, packed & 3
        )

    @property
    def _all(self) -> tuple[Numbers, ...]:
        return (self.key, self.passage, self.position, self.field)


@dataclass(frozen=True)
class Lists:
    """The bytes of all keys, one after another: where those of each begin and end, and of how many
    passages they tell.
    """

    data: bytes
    ends: Numbers
    passages: Numbers

    @property
    def lengths(self) -> Numbers:
        """How many bytes each key has."""
        return np.diff(self.ends, prepend=0)

    def __iter__(self) -> Iterator[tuple[bytes, int]]:
        """The bytes of each key, and how many passages they tell of."""
        start = 0
        for end, passages in zip(self.ends.tolist(), self.passages.tolist(), strict=True):
            yield self.data[start:end], passages
            start = end


@dataclass(frozen=True)
class Postings:
    """For each key: in how many passages it stands, its first list, and its second."""

    passages: Numbers
    strongest: Lists
    others: Lists


def postings(packed: Numbers, keys: int, sizes: Numbers, first: Numbers) -> Postings:
    """The postings of `keys` keys, of packed occurrences in any order, which are put in order.

    Of one place the least `field` counts. `sizes` tells how long each passage is, from 0 to 15:
    what is said in few words is about them. `first` is the number of each item's first passage.
    """
    packed.sort()
    passages = np.zeros(keys, dtype=np.int64)
    near, far = _Writer(keys), _Writer(keys)
    for portion in _portions(packed):
        found = _few_places(Occurrences.unpacked(portion[_changes(portion >> 2)]))
        firsts = found.firsts()
        owner = found.key[firsts]
        own = np.bincount(owner - owner[0])
        passages[owner[0] : owner[0] + len(own)] = own
        strong, other = _by_strength(found, firsts, owner, own, sizes)
        group = np.cumsum(firsts) - 1
        near.add(*_encoded(found.only(strong[group]), sizes, first, places=True))
        if other.any():
            far.add(*_encoded(found.only(other[group] & firsts), sizes, first, places=False))
    return Postings(passages, near.lists(), far.lists())


def _changes(numbers: Numbers) -> Flags:
    """True where a number is not the one before."""
    new = np.ones(len(numbers), dtype=bool)
    new[1:] = numbers[1:] != numbers[:-1]
    return new


def _few_places(found: Occurrences) -> Occurrences:
    """No more than `MOST_PLACES` places of a key in a passage."""
    firsts = np.flatnonzero(found.firsts())
    lengths = np.diff(np.append(firsts, len(found.key)))
    within = np.arange(len(found.key)) - np.repeat(firsts, lengths)
    return found.only(within < MOST_PLACES)


def _by_strength(
    found: Occurrences, firsts: Flags, owner: Numbers, passages: Numbers, sizes: Numbers
) -> tuple[Flags, Flags]:
    """For each passage of each key whether it is one of the strongest, or of the others kept."""
    strong = np.ones(len(owner), dtype=bool)
    other = np.zeros(len(owner), dtype=bool)
    ends = np.cumsum(passages)
    starts = np.flatnonzero(firsts)
    for number in np.flatnonzero(passages > STRONGEST).tolist():
        own = slice(int(ends[number] - passages[number]), int(ends[number]))
        at = starts[own]
        until = starts[own.stop] if own.stop < len(starts) else len(found.key)
        counts = np.diff(np.append(at, until))
        worth = np.maximum.reduceat(_WORTH[found.field[at[0] : until]], at - at[0])
        words = (sizes[found.passage[at]] + 0.5) * STEP
        score = worth * counts / (counts + _B + _C * words / _USUAL)
        order = np.argsort(-np.round(score, 9), kind="stable") + own.start
        strong[order[STRONGEST:]] = False
        other[order[STRONGEST : STRONGEST + OTHERS]] = True
    return strong, other


class _Writer:
    """The bytes of all keys, some at a time, in order."""

    def __init__(self, keys: int) -> None:
        self._keys = keys
        self._data: list[bytes] = []
        self._lengths = np.zeros(keys, dtype=np.int64)
        self._passages = np.zeros(keys, dtype=np.int64)

    def add(self, data: bytes, owner: Numbers, lengths: Numbers) -> None:
        """Bytes, and for each passage that they tell of its key, and how many bytes do."""
        self._data.append(data)
        start = int(owner[0])
        own = np.bincount(owner - start, lengths).astype(np.int64)
        self._lengths[start : start + len(own)] = own
        self._passages[start : start + len(own)] = np.bincount(owner - start)

    def lists(self) -> Lists:
        """All that was added."""
        return Lists(b"".join(self._data), np.cumsum(self._lengths), self._passages)


def _portions(packed: Numbers) -> Iterator[Numbers]:
    """A number of keys at a time, so that memory does not grow with all."""
    start = 0
    while start < len(packed):
        last = packed[min(start + _PORTION, len(packed)) - 1] >> 40
        end = int(np.searchsorted(packed, (last << 40) | _OF_A_KEY, side="right"))
        yield packed[start:end]
        start = end


def _encoded(
    found: Occurrences, sizes: Numbers, first: Numbers, *, places: bool
) -> tuple[bytes, Numbers, Numbers]:
    """The bytes of some keys; and for each passage its key, and how many bytes tell of it."""
    firsts = found.firsts()
    starts = np.flatnonzero(firsts)
    size = np.diff(np.append(starts, len(found.key)))
    owner, where = found.key[starts], found.passage[starts]
    item = np.searchsorted(first, where, side="right") - 1
    another_key = _changes(owner)
    new = another_key | _changes(item)
    within = where - first[item]
    told, further = within.copy(), item.copy()
    told[1:][~new[1:]] -= within[:-1][~new[1:]]
    further[1:][~another_key[1:]] -= item[:-1][~another_key[1:]]
    slots = 2 + new + (size if places else 0)
    before = np.cumsum(slots) - slots
    values = np.zeros(int(slots.sum()), dtype=np.int64)
    values[before] = told * 2 + new
    values[before[new] + 1] = further[new]
    head = before + 1 + new
    values[head] = size * 16 + sizes[where]
    if places:
        step = found.position.copy()
        step[1:][~firsts[1:]] -= found.position[:-1][~firsts[1:]]
        within_group = np.arange(len(found.key)) - np.repeat(starts, size)
        values[np.repeat(head + 1, size) + within_group] = step * 4 + found.field
    data, lengths = _packed(values)
    return data.tobytes(), owner, np.add.reduceat(lengths, before)


def _packed(values: Numbers) -> tuple[NDArray[np.uint8], Numbers]:
    """The numbers in groups of seven bits, low ones first, and how many bytes each takes."""
    lengths = np.ones(len(values), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        longer = values >= (1 << bits)
        if not longer.any():
            break
        lengths += longer
    starts = np.cumsum(lengths) - lengths
    data = np.zeros(int(lengths.sum()), dtype=np.uint8)
    data[starts] = (values & 127) | ((lengths > 1) << 7)
    for byte in range(1, 5):
        has = np.flatnonzero(lengths > byte)
        if not len(has):
            break
        more = (lengths[has] > byte + 1).astype(np.int64) << 7
        data[starts[has] + byte] = ((values[has] >> (7 * byte)) & 127) | more
    return data, lengths
