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
from mediahub.web.staff.tongue import marked, say, say_number

STATES = {
    "taken back": marked("taget tillbaka"),
    "replaced": marked("ersatt senare"),
    "asked": marked("en fråga väntar"),
}


def told(one: Listed) -> str:
    """A decision in a few Swedish words; that of a journal of another version as it stands."""
    if one.state == "proposed":
        return (
            say("Granskat som {words}", words=_quoted(one.kept))
            if one.kept
            else say("Granskat som tyst")
        )
    return described(one.decision) if one.decision is not None else one.told


def described(entry: Entry) -> str:
    """What an entry decides, in a few Swedish words."""
    match entry:
        case ReplaceWords():
            said = _words(entry.before, entry.after)
        case NameSpeaker():
            said = say("{label} heter {name}", label=entry.label, name=entry.name)
        case NotSpeaker():
            said = say("{label} är inte {person}", label=entry.label, person=entry.person)
        case AttributeWords():
            said = say(
                "{words} sägs av {name}", words=_quoted(_short(entry.words)), name=entry.name
            )
        case SetChapters():
            number = len(entry.chapters)
            counted = say_number("Kapitel: {number} stycke", "Kapitel: {number} stycken", number)
            said = counted if number else say("Inga kapitel")
        case Withhold():
            sound = say(", också i ljudet") if entry.sound else ""
            said = say(
                "Undanhållet till {clock}{sound}", clock=clock_hms(entry.span.end_ms), sound=sound
            )
        case Review():
            said = say("Granskat till {clock}", clock=clock_hms(entry.span.end_ms))
        case _:
            said = _of_others(entry)
    return said


def sides(one: Listed) -> tuple[tuple[str, str], ...]:
    """What a question is between: the words before, as they are heard now, and as written."""
    if one.state == "proposed":
        return ((say("Granskat"), one.kept or "–"), (say("Hörs nu"), one.heard or "–"))
    if isinstance(one.decision, ReplaceWords):
        return (
            (say("Hördes förut"), " ".join(one.decision.before) or "–"),
            (say("Hörs nu"), one.heard or "–"),
            (say("Rättat till"), one.decision.after or "–"),
        )
    return ((say("Hörs nu"), one.heard or "–"),)


def _of_others(entry: SplitSegment | JoinSegments | Keep | Undo | UnknownEntry) -> str:
    if isinstance(entry, UnknownEntry):
        return say("Ett beslut som den här versionen inte känner till")
    if isinstance(entry, Keep):
        return say("Det som står är rätt")
    if isinstance(entry, Undo):
        return say("Ett beslut togs tillbaka")
    before = _quoted(_short(entry.right))
    if isinstance(entry, SplitSegment):
        return say("Nytt stycke vid {words}", words=before)
    return say("Inget nytt stycke vid {words}", words=before)


def _words(before: Sequence[str], after: str) -> str:
    if " ".join(before) == after:
        return say("{words} är rätt", words=_quoted(after))
    if not before:
        return say("{words} lades till", words=_quoted(after))
    if not after.split():
        return say("{words} togs bort", words=_quoted(" ".join(before)))
    return say("{old} blev {new}", old=_quoted(" ".join(before)), new=_quoted(after))


def _short(words: Sequence[str]) -> str:
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def _quoted(text: str | None) -> str:
    return say("”{text}”", text=text)
