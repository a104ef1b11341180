"""Lists of entries that only say how deep they are, as Word and Rich Text write them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mediahub.documents.structure import Block, Listing, Quotation, headed


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: how it is counted ("" for a bullet), its number, and its depth from 0."""

    depth: int
    blocks: tuple[Block, ...]
    counted: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Continued:
    """What goes on with the entry before it; by itself it is like other text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A paragraph of what is quoted."""

    blocks: tuple[Block, ...]


Piece = Block | Entry | Continued | Quoted


def listed(pieces: Iterable[Piece]) -> list[Block]:
    """The blocks that the pieces are: entries in a row are a list, what is quoted a quotation."""
    found: list[Block] = []
    entries: list[Entry] = []
    quoted: list[Block] = []
    for piece in pieces:
        if quoted and not isinstance(piece, Quoted):
            found.append(Quotation(tuple(quoted)))
            quoted = []
        if isinstance(piece, Entry) and not headed(piece.blocks):
            entries.append(piece)
            continue
        if isinstance(piece, Continued) and entries:
            last = entries[-1]
            entries[-1] = replace(last, blocks=(*last.blocks, *piece.blocks))
            continue
        found += _lists(entries)
        entries = []
        if isinstance(piece, Quoted):
            quoted += piece.blocks
        elif isinstance(piece, Entry | Continued):
            found += piece.blocks
        else:
            found.append(piece)
    found += _lists(entries)
    return found + ([Quotation(tuple(quoted))] if quoted else [])


def _lists(entries: Sequence[Entry]) -> list[Block]:
    if not entries:
        return []
    depth = entries[0].depth
    groups: list[tuple[Entry, list[Entry]]] = []
    for entry in entries:
        if not groups or entry.depth <= depth:
            groups.append((entry, []))
        else:
            groups[-1][1].append(entry)
    found: list[Block] = []
    made: list[tuple[Block, ...]] = []
    first = groups[0][0]
    for at, (entry, below) in enumerate(groups):
        goes_on = entry.counted == first.counted and (
            not first.counted or entry.number == first.number + len(made)
        )
        if at and not goes_on:
            found.append(Listing(tuple(made), first.counted, first.number))
            made, first = [], entry
        made.append((*entry.blocks, *_lists(below)))
    found.append(Listing(tuple(made), first.counted, first.number))
    return found
