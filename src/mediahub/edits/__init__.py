"""What people decided: the journal of edits, its anchors, and a transcript with it applied."""

from mediahub.edits.appending import append, appended, version_of
from mediahub.edits.apply import Applied, Unplaced, apply, is_label
from mediahub.edits.conflicts import Conflict, Difference, JournalVersion
from mediahub.edits.corrections import corrections, name_speaker
from mediahub.edits.entries import (
    AttributeWords,
    Entry,
    JoinSegments,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    SplitSegment,
    UnknownEntry,
    Withhold,
)
from mediahub.edits.entryjson import identified
from mediahub.edits.journal import Journal, journal_path, read_journal, write_journal

__all__ = [
    "Applied",
    "AttributeWords",
    "Conflict",
    "Difference",
    "Entry",
    "JoinSegments",
    "Journal",
    "JournalVersion",
    "NameSpeaker",
    "NotSpeaker",
    "ReplaceWords",
    "SetChapters",
    "SplitSegment",
    "UnknownEntry",
    "Unplaced",
    "Withhold",
    "append",
    "appended",
    "apply",
    "corrections",
    "identified",
    "is_label",
    "journal_path",
    "name_speaker",
    "read_journal",
    "version_of",
    "write_journal",
]
