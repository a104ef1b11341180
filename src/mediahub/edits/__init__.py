"""What people decided: the journal of edits, its anchors, and a transcript with it applied."""

from mediahub.edits.apply import Applied, Unplaced, apply, is_label
from mediahub.edits.corrections import corrections, name_speaker
from mediahub.edits.journal import (
    AttributeWords,
    Entry,
    Journal,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    UnknownEntry,
    identified,
    journal_path,
    read_journal,
    write_journal,
)

__all__ = [
    "Applied",
    "AttributeWords",
    "Entry",
    "Journal",
    "NameSpeaker",
    "NotSpeaker",
    "ReplaceWords",
    "SetChapters",
    "UnknownEntry",
    "Unplaced",
    "apply",
    "corrections",
    "identified",
    "is_label",
    "journal_path",
    "name_speaker",
    "read_journal",
    "write_journal",
]
