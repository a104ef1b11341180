"""The passages' own words, in small files by item: what a browser fetches to show a hit."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mediahub.findable.addressed import digest_of, full_name
from mediahub.findable.values import FoundItem
from mediahub.search import Passage

PART = 3
"""Passages in one file."""
RUN = 16
"""So many of an item's files have a digest in common, and another name when any of them changes."""
SUM = 4
"""Bytes of the name of an item's folder."""
EVERY = 5
"""The time of every fifth word is told; those between are reckoned."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """One of an item's files: its address under the index's folder, its SHA-256 and its length.

    `data` is None where the file is known to stand in its place as it was last made; `digest` is
    what its name ends in.
    """

    name: str
    sha256: str
    length: int
    data: bytes | None
    digest: bytes


def texts(item: FoundItem) -> Iterator[TextFile]:
    """The files of one item, in order."""
    head = [item.address, item.title, item.label, item.detail]
    every = []
    for number in range(0, len(item.passages), PART):
        own = [_passage(one) for one in item.passages[number : number + PART]]
        every.append(json.dumps([head, own], ensure_ascii=False, separators=(",", ":")).encode())
    for start in range(0, len(every), RUN):
        run = every[start : start + RUN]
        digest = digest_of(b"\0".join(run))
        for number, data in enumerate(run, start):
            name = full_name(f"text/{sum_of(item.folder).hex()}/{number}.json", digest)
            yield TextFile(name, hashlib.sha256(data).hexdigest(), len(data), data, digest)


def sum_of(folder: str) -> bytes:
    """What an item's folder of the index is called, in hex: as short for long names as for others,
    since the first file tells them all. Files of two of one sum still differ by their digests.
    """
    return hashlib.sha256(folder.encode()).digest()[:SUM]


def run_digests(files: Sequence[TextFile]) -> Iterator[bytes]:
    """The digests that an item's files have in common, run by run."""
    return (one.digest for one in files[::RUN])


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
