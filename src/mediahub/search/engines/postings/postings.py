"""What an engine must give for its queries to be executed over postings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mediahub.search.engines.postings.keys import Keys
from mediahub.search.expanded import Label, Lookup


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """A number for each passage of a commit, in order; all of the same length."""

    live: NDArray[np.bool_]
    lead: NDArray[np.uint16]
    length: NDArray[np.uint16]
    day: NDArray[np.int32]
    confidence: NDArray[np.float32]
    described: NDArray[np.bool_]
    item: NDArray[np.int32]
    """The rank of its item among the ids in order; -1 for a passage that is no more."""
    place: NDArray[np.int32]
    """Its index within the item."""


class Postings(Protocol):
    """One commit, whole; stays as it is while later ones are made. Any threads may ask at once."""

    @property
    def columns(self) -> Columns:
        """Numbers by passage."""

    @property
    def items(self) -> Sequence[str]:
        """Ids in order; `columns.item` indexes them."""

    def places(self, lookup: Lookup) -> Keys:
        """Where the words of the lookup stand."""

    def labels(self, label: Label) -> list[str]:
        """Every value of the label, in order."""

    def labelled(self, label: Label, value: str) -> NDArray[np.int64]:
        """The passages that carry it, ascending; some may be no more."""

    def turns(self, speaker: str) -> Keys:
        """Where the speaker takes the word."""

    def payloads(self, passages: Sequence[int]) -> Sequence[bytes]:
        """What was stored with each of the passages."""
