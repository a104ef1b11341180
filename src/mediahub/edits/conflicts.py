"""Conflicts: two decisions about one place, made without knowledge of each other."""

from collections.abc import Sequence
from datetime import UTC
from enum import Enum
from typing import NamedTuple

from mediahub.edits.entries import (
    About,
    AttributeWords,
    Border,
    Decision,
    Entry,
    JoinSegments,
    Keep,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    Review,
    SetChapters,
    SplitSegment,
    UnknownEntry,
    Withhold,
)
from mediahub.errors import MediahubError
from mediahub.tongues import Said, Words, joined
from mediahub.transcript.clock import clock_hms
from mediahub.transcript.span import Span

MOST_TOLD = 5
"""How many differences a message tells; all of them are in its fields."""
MOST_WORDS = 8


class JournalVersion(NamedTuple):
    """A journal as somebody saw it: how many entries it had, and a digest of them."""

    entries: int
    digest: str


class Difference(NamedTuple):
    """What somebody decided in the meantime, and what was to be decided of the same place."""

    theirs: Decision
    mine: Decision


class Conflict(MediahubError):  # noqa: N818 - the word for it
    """Places that somebody else changed since `base`, to something else; nothing was written.

    `where` names the edits, `now` is the version that holds what stands there.
    """

    def __init__(
        self,
        where: str,
        differences: Sequence[Difference],
        base: JournalVersion | None,
        now: JournalVersion,
    ) -> None:
        super().__init__(_all_told(where, differences))
        self.args = (where, differences, base, now)  # by which it is made anew on another machine
        self.where = where
        self.differences = tuple(differences)
        self.base = base
        self.now = now

    def __str__(self) -> str:
        return str(_all_told(self.where, self.differences))


def _all_told(where: str, differences: Sequence[Difference]) -> Said:
    """What was decided meanwhile, what was to be decided, and what to do now."""
    lines: list[str] = [CHANGED.said(where=where)]
    lines += [
        THEIRS_AND_YOURS.said(
            place=_place(one.mine), theirs=told(one.theirs), made=_made(one.theirs),
            mine=told(one.mine),
        )
        for one in differences[:MOST_TOLD]
    ]  # fmt: skip
    more = len(differences) - MOST_TOLD
    if more > 0:
        lines.append(Said(f"and {more} more", f"och {more} till"))
    return joined("\n", (joined("\n- ", lines), MAKE_AGAIN))


CHANGED = Words(
    "{where}: changed since you looked, to something else than you want",
    "{where}: ändrat sedan du tittade, till något annat än det du vill",
)
THEIRS_AND_YOURS = Words(
    "{place}{theirs}{made}; yours: {mine}", "{place}{theirs}{made}; ditt: {mine}"
)
MAKE_AGAIN = Said(
    "Nothing of yours was written. Look at what stands there now, and make the changes again that "
    "are still wanted",
    "Inget av ditt är skrivet. Se efter vad som står där nu, och gör om de ändringar som "
    "fortfarande behövs.",
)


class Relation(Enum):
    """How a decision stands to an earlier one."""

    APART = "about another place, or both can hold"
    SAME = "says nothing that the earlier one does not"
    FURTHER = "says what the earlier one says, and more"
    DIFFERENT = "says something else of the same place"


def relation(mine: Entry, theirs: Entry) -> Relation:
    """How `mine` stands to `theirs`, whoever made them and whenever."""
    if isinstance(mine, ReplaceWords) and isinstance(theirs, ReplaceWords):
        return _of_words(mine, theirs)
    if isinstance(mine, UnknownEntry) or isinstance(theirs, UnknownEntry):
        same = isinstance(mine, UnknownEntry) and mine == theirs
        return Relation.SAME if same else Relation.APART
    if isinstance(mine, SetChapters) and isinstance(theirs, SetChapters):
        return Relation.SAME if mine.chapters == theirs.chapters else Relation.DIFFERENT
    if isinstance(mine, AttributeWords) and isinstance(theirs, AttributeWords):
        return _of_attributions(mine, theirs)
    if isinstance(mine, NameSpeaker | NotSpeaker) and isinstance(theirs, NameSpeaker | NotSpeaker):
        return _of_names(mine, theirs) if _same_voice(mine, theirs) else Relation.APART
    return _of_stretches(mine, theirs)


def told(entry: Decision) -> Said:
    """What an entry decides, in a few words."""
    match entry:
        case ReplaceWords():
            told = _told_of_words(entry)
        case NameSpeaker():
            words = Words("{label} is {name}", "{label} heter {name}")
            told = words.said(label=entry.label, name=entry.name)
        case NotSpeaker():
            words = Words("{label} is not {person}", "{label} är inte {person}")
            told = words.said(label=entry.label, person=entry.person)
        case AttributeWords():
            words = Words("{words} said by {name}", "{words} sägs av {name}")
            told = words.said(words=_quoted(entry.words), name=entry.name)
        case SetChapters():
            titles = [f"{clock_hms(one.span.start_ms)} {one.title}" for one in entry.chapters]
            words = Words("chapters {titles}", "kapitel {titles}")
            told = words.said(titles="; ".join(titles)) if titles else NO_CHAPTERS
        case _:
            told = _told_of_stretch(entry)
    return told


NO_CHAPTERS = Said("no chapters", "inga kapitel")
RIGHT = Words("{what} is right", "{what} är rätt")


def _told_of_stretch(entry: Withhold | Border | Review | About) -> Said:
    if isinstance(entry, About):
        back = Words("{what} taken back", "{what} taget tillbaka")
        return (RIGHT if isinstance(entry, Keep) else back).said(what=entry.of)
    end = clock_hms(entry.span.end_ms)
    if isinstance(entry, Review):
        return Words("reviewed to {end}", "granskat till {end}").said(end=end)
    if isinstance(entry, Withhold):
        # Neither what is withheld nor why is told on.
        if entry.sound:
            words = Words("withheld to {end} with its sound", "undanhållet till {end}, med ljudet")
            return words.said(end=end)
        return Words("withheld to {end}", "undanhållet till {end}").said(end=end)
    new = Words("a new segment before {words}", "ett nytt stycke före {words}")
    none = Words("no new segment before {words}", "inget nytt stycke före {words}")
    words = new if isinstance(entry, SplitSegment) else none
    return words.said(words=_quoted(entry.right))


def _told_of_words(entry: ReplaceWords) -> Said:
    before, after = _quoted(entry.before), _quoted(entry.after.split())
    if " ".join(entry.before) == entry.after:
        return RIGHT.said(what=before)
    if not entry.before:
        return Words("{after} put in", "{after} tillagt").said(after=after)
    if not entry.after.split():
        return Words("{before} taken out", "{before} borttaget").said(before=before)
    words = Words("{before} reads {after}", "{before} blev {after}")
    return words.said(before=before, after=after)


def _of_words(mine: ReplaceWords, theirs: ReplaceWords) -> Relation:
    if not _same_stretch(mine, theirs):
        return Relation.APART
    same = (mine.before, mine.after.split()) == (theirs.before, theirs.after.split())
    return Relation.SAME if same else Relation.DIFFERENT


def _of_stretches(mine: Decision, theirs: Decision) -> Relation:
    """How two decisions on what is withheld, or where a segment begins, stand to each other."""
    if isinstance(mine, About) and isinstance(theirs, About):
        same = type(mine) is type(theirs) and mine.of == theirs.of
        return Relation.SAME if same and isinstance(mine, Keep) else Relation.APART
    if isinstance(mine, Withhold) and isinstance(theirs, Withhold):
        # Both hold, and the more is taken out the better.
        return Relation.SAME if _takes_no_more(mine, theirs) else Relation.APART
    borders = (SplitSegment, JoinSegments)
    both = isinstance(mine, borders) and isinstance(theirs, borders)
    if not both or mine.span.gap_ms(theirs.span) > 1:  # type: ignore[union-attr]  # no chapters
        return Relation.APART
    return Relation.SAME if type(mine) is type(theirs) else Relation.DIFFERENT


def _same_stretch(one: ReplaceWords, other: ReplaceWords) -> bool:
    """Whether two corrections change a word in common, or put words into one place."""
    if one.before and other.before:
        return _overlap(one.span, other.span)
    if not one.before and not other.before:
        # One that follows a word without a pause is kept a millisecond before the next.
        near = abs(one.span.start_ms - other.span.start_ms) <= 1
        return near or _overlap(one.span, other.span)
    words, point = (one, other) if one.before else (other, one)
    # At either end the words are put in beside the stretch, not in it.
    return words.span.start_ms < point.span.start_ms < words.span.end_ms - 1


def _of_attributions(mine: AttributeWords, theirs: AttributeWords) -> Relation:
    if not _overlap(mine.span, theirs.span):
        return Relation.APART
    if not _same_person(mine, theirs):
        return Relation.DIFFERENT
    covered = theirs.span | mine.span == theirs.span
    return Relation.SAME if covered and _adds_nothing(mine, theirs) else Relation.APART


def _same_voice(one: NameSpeaker | NotSpeaker, other: NameSpeaker | NotSpeaker) -> bool:
    return one.label == other.label or _overlap(one.span, other.span)


def _of_names(mine: NameSpeaker | NotSpeaker, theirs: NameSpeaker | NotSpeaker) -> Relation:
    """How two decisions on who one voice is stand to each other."""
    if isinstance(mine, NameSpeaker) and isinstance(theirs, NameSpeaker):
        if not _same_person(mine, theirs):
            return Relation.DIFFERENT
        nothing = mine.voice == theirs.voice and _adds_nothing(mine, theirs)
        return Relation.SAME if nothing else Relation.FURTHER
    if mine.person != theirs.person:
        return Relation.APART
    return Relation.SAME if type(mine) is type(theirs) else Relation.DIFFERENT


def _takes_no_more(mine: Withhold, theirs: Withhold) -> bool:
    return theirs.span | mine.span == theirs.span and (theirs.sound or not mine.sound)


def _same_person(mine: NameSpeaker | AttributeWords, theirs: NameSpeaker | AttributeWords) -> bool:
    if mine.person and theirs.person:
        return mine.person == theirs.person
    return mine.name == theirs.name


def _adds_nothing(mine: NameSpeaker | AttributeWords, theirs: NameSpeaker | AttributeWords) -> bool:
    return mine.person in (None, theirs.person)


def _overlap(one: Span, other: Span) -> bool:
    """Whether two stretches share time; one without length lies in what it begins in."""
    return one == other or one.start_ms in other or other.start_ms in one


def _place(entry: Decision) -> str:
    return "" if isinstance(entry, SetChapters | About) else f"{clock_hms(entry.span.start_ms)} "


def _made(entry: Decision) -> Said:
    """Who decided it and when, as far as it is known."""
    made: list[str] = [Said(f"by {entry.by}", f"av {entry.by}")] if entry.by else []
    made += [f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"] if entry.at else []
    return joined("", (" (", joined(", ", made), ")")) if made else Said("", "")


def _quoted(words: Sequence[str]) -> str:
    shown = " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
    return f'"{shown}"'
