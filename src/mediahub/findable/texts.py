"""The passages' own words, in small files by item: what a browser fetches to show a hit."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from mediahub.findable.values import FoundItem
from mediahub.search import Passage

PART = 3
"""Passages in one file."""
EVERY = 5
"""The time of every fifth word is told; those between are reckoned."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """One of an item's files: its address under the index's folder, its SHA-256 and its length.

    `data` is None where the file is known to stand in its place as it was last made.
    """

    name: str
    sha256: str
    length: int
    data: bytes | None


def texts(item: FoundItem) -> Iterator[TextFile]:
    """The files of one item."""
    head = [item.address, item.title, item.label, item.detail]
    for number in range(0, len(item.passages), PART):
        own = [_passage(one) for one in item.passages[number : number + PART]]
        data = json.dumps([head, own], ensure_ascii=False, separators=(",", ":")).encode()
        name = f"text/{item.folder}/{number // PART}.json"
        yield TextFile(name, hashlib.sha256(data).hexdigest(), len(data), data)


def _passage(one: Passage) -> list[object]:
    """Text, then where it is: seconds of every fifth word, or a page, or nothing; who speaks."""
    if one.word_times:
        where: object = [time // 1000 for time in one.word_times[::EVERY]]
    elif one.end_ms > one.start_ms:
        where = [one.start_ms // 1000]
    else:
        where = one.page or 0
    turns = [[index, name] for index, name in one.turns]
    return [one.text, where, turns]
