"""Blocks of a text as JSON values, as the reading process hands them over and as they are kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from mediahub.documents.structure import (
    Block,
    Cell,
    Definitions,
    Link,
    Listing,
    Note,
    Paragraph,
    Program,
    Quotation,
    Run,
    Table,
)
from mediahub.documents.values import Page


def page_to_json(page: Page) -> list[Any]:
    """A page as a JSON value."""
    return [page.number, page.heading, page.text, page.level, blocks_to_json(page.blocks)]


def page_from_json(value: Sequence[Any]) -> Page:
    """What `page_to_json` made. Raises TypeError or ValueError for anything else."""
    number, heading, text, level, blocks = value
    return Page(number, heading, text, level, blocks_from_json(blocks))


def blocks_to_json(blocks: Iterable[Block]) -> list[Any]:
    """A JSON value for each block."""
    return [_block_to_json(block) for block in blocks]


def _block_to_json(block: Block) -> list[Any]:  # noqa: PLR0911 - one for each kind
    if isinstance(block, Paragraph):
        return ["p", block.level, [_run_to_json(run) for run in block.runs]]
    if isinstance(block, Listing):
        return ["list", block.counted, block.first, [blocks_to_json(one) for one in block.entries]]
    if isinstance(block, Table):
        rows = [
            [[one.scope, one.columns, one.rows, blocks_to_json(one.blocks)] for one in row]
            for row in block.rows
        ]
        return ["table", block.lined, rows]
    if isinstance(block, Program):
        return ["pre", block.text]
    if isinstance(block, Definitions):
        return ["dl", [[term, blocks_to_json(inner)] for term, inner in block.entries]]
    if isinstance(block, Note):
        return ["note", block.number, blocks_to_json(block.blocks)]
    return ["quote", blocks_to_json(block.blocks)]


def _run_to_json(run: Run) -> Any:
    if not run.marks and not run.note:
        return run.text
    marks = [["a", mark.address] if isinstance(mark, Link) else mark for mark in run.marks]
    return [run.text, marks, run.note]


def blocks_from_json(values: Sequence[Any]) -> tuple[Block, ...]:
    """What `blocks_to_json` made. Raises KeyError, TypeError or ValueError for anything else."""
    return tuple(_block_from_json(value) for value in values)


def _block_from_json(value: Sequence[Any]) -> Block:  # noqa: PLR0911 - one for each kind
    kind, *rest = value
    match kind:
        case "p":
            level, runs = rest
            return Paragraph(tuple(map(_run_from_json, runs)), level)
        case "list":
            counted, first, entries = rest
            return Listing(tuple(map(blocks_from_json, entries)), counted, first)
        case "table":
            lined, rows = rest
            return Table(
                tuple(
                    tuple(
                        Cell(blocks_from_json(blocks), scope, columns, count)
                        for scope, columns, count, blocks in row
                    )
                    for row in rows
                ),
                lined,
            )
        case "pre":
            return Program(*rest)
        case "dl":
            return Definitions(tuple((term, blocks_from_json(inner)) for term, inner in rest[0]))
        case "note":
            number, blocks = rest
            return Note(number, blocks_from_json(blocks))
        case "quote":
            return Quotation(blocks_from_json(rest[0]))
    raise ValueError(kind)


def _run_from_json(value: Any) -> Run:
    if isinstance(value, str):
        return Run(value)
    text, marks, note = value
    return Run(text, tuple(m if isinstance(m, str) else Link(m[1]) for m in marks), note)
