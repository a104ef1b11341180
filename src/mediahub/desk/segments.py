"""Segments split and joined by command: where a person finds that one begins, or does not."""

from pathlib import Path

from mediahub.desk.after import bring_up_to_date
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.edits import JoinSegments, SplitSegment
from mediahub.edits.segmenting import join_at, split_at
from mediahub.transcript.clock import clock_exact


def split_segment(root: Path, item_id: str, at_ms: int, *, by: str | None = None) -> str:
    """Have a segment begin where two words meet nearest a time; says where, and what followed.

    Raises SettingsError when there is no such item, MediaError where no segment can begin.
    """
    return _moved(root, item_id, at_ms, by, SplitSegment)


def join_segments(root: Path, item_id: str, at_ms: int, *, by: str | None = None) -> str:
    """Make one of the two segments that meet nearest a time; says where, and what followed.

    Raises SettingsError when there is no such item, MediaError for what cannot be one segment.
    """
    return _moved(root, item_id, at_ms, by, JoinSegments)


def _moved(
    root: Path,
    item_id: str,
    at_ms: int,
    by: str | None,
    kind: type[SplitSegment | JoinSegments],
) -> str:
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        find = split_at if kind is SplitSegment else join_at
        entry: SplitSegment | JoinSegments = find(transcript, at_ms)
        journal = add_entries(state, item, (entry,), by)
    what = "a new segment begins" if kind is SplitSegment else "the segments are one"
    left, right = " ".join(entry.left), " ".join(entry.right)
    told = f'{item.id}: {what} at {clock_exact(entry.span.end_ms)}, between "{left}" and "{right}"'
    return f"{told} (kept in {journal}).\n{bring_up_to_date(root, item.id, known=state)}"
