"""What people decided, in the words that editors read."""

from collections.abc import Sequence

from mediahub.desk.journal import Listed
from mediahub.edits import ReplaceWords
from mediahub.edits.entries import (
    AttributeWords,
    Entry,
    JoinSegments,
    Keep,
    NameSpeaker,
    NotSpeaker,
    Review,
    SetChapters,
    SplitSegment,
    Undo,
    UnknownEntry,
    Withhold,
)
from mediahub.transcript.clock import clock_hms

STATES = {"taken back": "taget tillbaka", "replaced": "ersatt senare", "asked": "en fråga väntar"}


def told(one: Listed) -> str:
    """A decision in a few Swedish words; that of a journal of another version as it stands."""
    if one.state == "proposed":
        return f"Granskat som {_quoted(one.kept)}" if one.kept else "Granskat som tyst"
    return described(one.decision) if one.decision is not None else one.told


def described(entry: Entry) -> str:
    """What an entry decides, in a few Swedish words."""
    match entry:
        case ReplaceWords():
            said = _words(entry.before, entry.after)
        case NameSpeaker():
            said = f"{entry.label} heter {entry.name}"
        case NotSpeaker():
            said = f"{entry.label} är inte {entry.person}"
        case AttributeWords():
            said = f"{_quoted(_short(entry.words))} sägs av {entry.name}"
        case SetChapters():
            number = len(entry.chapters)
            counted = f"Kapitel: {number} {'stycke' if number == 1 else 'stycken'}"
            said = counted if number else "Inga kapitel"
        case Withhold():
            sound = ", också i ljudet" if entry.sound else ""
            said = f"Undanhållet till {clock_hms(entry.span.end_ms)}{sound}"
        case Review():
            said = f"Granskat till {clock_hms(entry.span.end_ms)}"
        case _:
            said = _of_others(entry)
    return said


def sides(one: Listed) -> tuple[tuple[str, str], ...]:
    """What a question is between: the words before, as they are heard now, and as written."""
    if one.state == "proposed":
        return (("Granskat", one.kept or "–"), ("Hörs nu", one.heard or "–"))
    if isinstance(one.decision, ReplaceWords):
        return (
            ("Hördes förut", " ".join(one.decision.before) or "–"),
            ("Hörs nu", one.heard or "–"),
            ("Rättat till", one.decision.after or "–"),
        )
    return (("Hörs nu", one.heard or "–"),)


def _of_others(entry: SplitSegment | JoinSegments | Keep | Undo | UnknownEntry) -> str:
    if isinstance(entry, UnknownEntry):
        return "Ett beslut som den här versionen inte känner till"
    if isinstance(entry, Keep):
        return "Det som står är rätt"
    if isinstance(entry, Undo):
        return "Ett beslut togs tillbaka"
    before = _quoted(_short(entry.right))
    return (
        f"{'Nytt stycke' if isinstance(entry, SplitSegment) else 'Inget nytt stycke'} vid {before}"
    )


def _words(before: Sequence[str], after: str) -> str:
    if " ".join(before) == after:
        return f"{_quoted(after)} är rätt"
    if not before:
        return f"{_quoted(after)} lades till"
    if not after.split():
        return f"{_quoted(' '.join(before))} togs bort"
    return f"{_quoted(' '.join(before))} blev {_quoted(after)}"


def _short(words: Sequence[str]) -> str:
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _quoted(text: str | None) -> str:
    return f"”{text}”"
