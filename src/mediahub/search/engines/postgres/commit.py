"""What a reader keeps of one commit: a number for each passage, and which item it is of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postgres.fresh import Fresh
from mediahub.search.engines.postings.executing import Labelled
from mediahub.search.engines.postings.keys import POSITION_BITS, Keys, empty_keys, once
from mediahub.search.engines.postings.postings import Columns
from mediahub.search.expanded import Lookup

if TYPE_CHECKING:
    import psycopg

_ROW = np.dtype(
    [
        ("fields", ">i2"),
        *(
            part
            for name, kind in (
                ("number", ">i8"), ("lead", ">i2"), ("length", ">i2"), ("day", ">i4"),
                ("confidence", ">f4"), ("described", "u1"),
            )
            for part in ((f"{name}_size", ">i4"), (name, kind))
        ),
    ]
)  # fmt: skip
"""A row of `COPY … (FORMAT binary)` without a NULL in it."""
_HEAD, _TAIL = 19, 2
_GONE = -(1 << 61)
_MOST_KEPT = 8_000_000
"""Places of lookups that are kept for the next query: 64 MB."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Which commit it is: of which incarnation of the schema, and its number in it."""

    incarnation: str
    number: int

    def __str__(self) -> str:
        return f"{self.incarnation}/{self.number}"


@dataclass(frozen=True, slots=True, eq=False)
class Commit:
    """One commit as a reader keeps it; any threads may use it. What is found is kept with it."""

    mark: Mark
    rows: NDArray[Any]
    """Every passage there was when it was read, by number; newer commits take it over."""
    items: tuple[str, ...]
    columns: Columns
    numbers: NDArray[np.int64]
    """The number of each passage, as `columns` has them in order."""
    fresh: Fresh | None
    """What is not packed, if there is any."""
    steps: NDArray[np.int64]
    """What leads from the number of a passage, from the lowest on, to its rank, in keys; for one
    that is no more so far down that no key is left."""
    gone: bool
    """Whether any is no more."""
    lookups: dict[Lookup, Keys] = field(default_factory=dict)
    labels: dict[str, Keys] = field(default_factory=dict)
    """Places of labels and turns by lexeme; `gathered` says which kinds are there as a whole."""
    gathered: set[str] = field(default_factory=set)
    labelled: Labelled = field(default_factory=dict)
    _kept: list[int] = field(default_factory=lambda: [0])
    """How many places `lookups` holds, about."""

    def keys(self, found: Sequence[NDArray[np.int64]]) -> list[Keys]:
        """Lists of places by number as places by rank, each list ascending and each place once;
        those of passages that are no more are left out, and those of later commits."""
        whole = np.concatenate([*found, empty_keys()])
        passages = (whole >> POSITION_BITS) - self.first
        last = len(self.steps) - 1
        inside = True
        if len(whole) and (passages.min() < 0 or passages.max() > last):
            inside = False
            whole = np.where((passages < 0) | (passages > last), _GONE, whole)
            passages = np.clip(passages, 0, last)
        keys = whole + self.steps[passages] if last >= 0 else whole[:0]
        result, at = [], 0
        for one in found:
            own = keys[at : at + len(one)]
            at += len(one)
            own.sort(kind="stable")  # runs that are sorted already are merged in linear time
            if self.gone or not inside:
                own = own[own.searchsorted(0) :]
            result.append(once(own))
        return result

    @property
    def first(self) -> int:
        """The lowest number of a passage."""
        return int(self.rows["number"][0]) if len(self.rows) else 0

    def keep(self, lookup: Lookup, keys: Keys) -> None:
        """Remember where the words of the lookup stand, for the next query."""
        # Other threads may put in theirs meanwhile, so that some may go uncounted: a few at most.
        if self._kept[0] + len(keys) > _MOST_KEPT:
            self.lookups.clear()
            self._kept[0] = 0
        self._kept[0] += len(keys)
        self.lookups[lookup] = keys


def read_commit(
    cursor: "psycopg.Cursor[tuple[Any, ...]]", mark: Mark, older: Commit | None
) -> Commit:
    """The commit that the cursor sees; of an older one what has not changed is taken over."""
    if older is not None and older.mark.incarnation != mark.incarnation:
        older = None
    last = int(older.rows["number"][-1]) if older is not None and len(older.rows) else 0
    rows = _read_rows(cursor, last)
    if older is not None:
        rows = np.concatenate((older.rows, rows))
    cursor.execute("SELECT id, first, count FROM items ORDER BY id")
    items = cursor.fetchall()
    cursor.execute("SELECT EXISTS (SELECT FROM fresh)")
    (fresh,) = cursor.fetchone() or (False,)
    return _ranked(mark, rows, items, fresh=fresh)


def _read_rows(cursor: "psycopg.Cursor[tuple[Any, ...]]", after: int) -> NDArray[Any]:
    copied = bytearray()
    with cursor.copy(
        "COPY (SELECT number, lead, length, day, confidence, described FROM passages"
        f" WHERE number > {after:d} ORDER BY number) TO STDOUT (FORMAT binary)"
    ) as copy:
        for block in copy:
            copied += block
    return np.frombuffer(bytes(copied[_HEAD:-_TAIL]), dtype=_ROW)


def _ranked(
    mark: Mark, rows: NDArray[Any], items: list[tuple[str, int, int]], *, fresh: bool
) -> Commit:
    """The living passages in order of their numbers, and what leads from a number to its place."""
    first = int(rows["number"][0]) if len(rows) else 0
    size = int(rows["number"][-1]) - first + 1 if len(rows) else 0
    item = np.full(size, -1, dtype=np.int32)
    place = np.zeros(size, dtype=np.int32)
    for rank, (_, start, count) in enumerate(items):
        item[start - first : start - first + count] = rank
        place[start - first : start - first + count] = np.arange(count)
    by_number = np.full(size, -1, dtype=np.int64)
    by_number[rows["number"] - first] = np.arange(len(rows))
    living = np.flatnonzero((item >= 0) & (by_number >= 0))
    steps = np.full(size, _GONE, dtype=np.int64)
    steps[living] = (np.arange(len(living)) - (living + first)) << POSITION_BITS
    own = rows[by_number[living]]
    columns = Columns(
        live=np.ones(len(living), dtype=bool),
        lead=own["lead"].astype(np.uint16),
        length=own["length"].astype(np.uint16),
        day=own["day"].astype(np.int32),
        confidence=own["confidence"].astype(np.float32),
        described=own["described"].astype(bool),
        item=item[living],
        place=place[living],
    )
    ids = tuple(name for name, _, _ in items)
    return Commit(
        mark,
        rows,
        ids,
        columns,
        living + first,
        Fresh() if fresh else None,
        steps,
        len(living) < size,
    )
