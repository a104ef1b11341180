"""Tables of Word files: what heads them, and cells that go over several rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mediahub.documents.package import attribute
from mediahub.documents.structure import Cell

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: whether it heads it, and its cells by column, and if one goes on."""

    heads: bool
    cells: tuple[tuple[int, bool, Cell], ...]


def heads_by_look(look: "_Element | None") -> bool:
    """Whether the first row heads the table, as the box "Header Row" in Word says."""
    if look is None:
        return False
    first = attribute(look, "firstRow")
    if first is not None:
        return first not in ("0", "false")
    try:
        return bool(int(attribute(look, "val") or "0", 16) & 0x20)
    except ValueError:
        return False


def merged(rows: Sequence[Row], first_heads: bool) -> list[tuple[Cell, ...]]:
    """The rows with their headings, and cells over several rows as one."""
    made: list[list[Cell]] = []
    open_: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(rows):
        heads = row.heads or (at == 0 and first_heads and len(rows) > 1)
        cells: list[Cell] = []
        for column, goes_on, cell in row.cells:
            if goes_on and column in open_ and not cell.blocks:
                above, place = open_[column]
                made[above][place] = replace(made[above][place], rows=at - above + 1)
                continue
            open_[column] = (at, len(cells))
            cells.append(replace(cell, scope="col") if heads else cell)
        made.append(cells)
    return [tuple(cells) for cells in made]
