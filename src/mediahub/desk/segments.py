"""Segments split and joined: where a person finds that one begins, or does not."""

from pathlib import Path

from mediahub.catalog import Item
from mediahub.desk.after import THE_WORDS, Follows, at_once, bring_up_to_date
from mediahub.desk.item import add_entries, item_in_hand, transcribed
from mediahub.desk.wording import Changed, segment_of_version
from mediahub.edits import JoinSegments, SplitSegment
from mediahub.edits.segmenting import join_at, split_at
from mediahub.errors import MediaError
from mediahub.pipeline.survey import Survey
from mediahub.tongues import Said, Words, joined
from mediahub.transcript.clock import clock_exact, clock_hms

SPLIT = Words(
    '{item}: a new segment begins at {at}, between "{left}" and "{right}" (kept in {journal}).',
    "{item}: ett nytt stycke börjar vid {at}, mellan ”{left}” och ”{right}” (sparat i {journal}).",
)
JOINED = Words(
    '{item}: the segments are one at {at}, between "{left}" and "{right}" (kept in {journal}).',
    "{item}: styckena är ett vid {at}, mellan ”{left}” och ”{right}” (sparat i {journal}).",
)


def split_segment(root: Path, item_id: str, at_ms: int, *, by: str | None = None) -> str:
    """Have a segment begin where two words meet nearest a time; says where, and what followed.

    Raises SettingsError when there is no such item, MediaError where no segment can begin.
    """
    with item_in_hand(root, item_id) as (state, item):
        entry = split_at(transcribed(state, item), at_ms)
        told = _moved(state, item, entry, by)
    return joined("\n", (told, bring_up_to_date(root, item.id, known=state)))


def join_segments(root: Path, item_id: str, at_ms: int, *, by: str | None = None) -> str:
    """Make one of the two segments that meet nearest a time; says where, and what followed.

    Raises SettingsError when there is no such item, MediaError for what cannot be one segment.
    """
    with item_in_hand(root, item_id) as (state, item):
        entry = join_at(transcribed(state, item), at_ms)
        told = _moved(state, item, entry, by)
    return joined("\n", (told, bring_up_to_date(root, item.id, known=state)))


def split_at_word(
    root: Path,
    item_id: str,
    at_ms: int,
    version: str,
    word: int,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> Changed:
    """Have a new segment begin at a word of the one that begins at `at_ms`; its first is word 0.

    `follows` is what comes after. Raises SegmentChangedError where the segment is not the
    one of that version any more, MediaError where no segment can begin at the word.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        words = transcript.segments[segment_of_version(transcript, item.id, at_ms, version)].words
        if not 0 < word < len(words):
            raise MediaError(
                f"{item.id}: the segment at {clock_hms(at_ms)} has {len(words)} words; a new one "
                "begins at one of them, but not at the first",
                swedish="Ett nytt stycke börjar vid ett av orden, men inte vid det första.",
            )
        middle = (words[word - 1].span.end_ms + words[word].span.start_ms) // 2
        told = _moved(state, item, split_at(transcript, middle), by)
    return _after(root, item.id, told, state, follows)


def join_with_next(
    root: Path,
    item_id: str,
    at_ms: int,
    version: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> Changed:
    """Make one segment of the one that begins at `at_ms` and the next.

    `follows` is what comes after. Raises SegmentChangedError where the first is not the one
    of that version any more, MediaError for what cannot be one segment.
    """
    with item_in_hand(root, item_id) as (state, item):
        transcript = transcribed(state, item)
        segment = transcript.segments[segment_of_version(transcript, item.id, at_ms, version)]
        if segment == transcript.segments[-1]:
            raise MediaError(
                f"{item.id}: nothing is said after {clock_hms(at_ms)}",
                swedish=f"Inget sägs efter {clock_hms(at_ms)}.",
            )
        told = _moved(state, item, join_at(transcript, segment.span.end_ms), by)
    return _after(root, item.id, told, state, follows)


def _moved(state: Survey, item: Item, entry: SplitSegment | JoinSegments, by: str | None) -> Said:
    """Keep the entry; says where. The caller holds the item's lock."""
    journal = add_entries(state, item, (entry,), by)
    return (SPLIT if isinstance(entry, SplitSegment) else JOINED).said(
        item=item.id,
        at=clock_exact(entry.span.end_ms),
        left=" ".join(entry.left),
        right=" ".join(entry.right),
        journal=journal,
    )


def _after(root: Path, item_id: str, told: str, known: Survey, follows: Follows) -> Changed:
    became = follows(root, item_id, known, THE_WORDS)
    with item_in_hand(root, item_id) as (state, item):
        return Changed(transcribed(state, item), joined("\n", (told, became.told)))
