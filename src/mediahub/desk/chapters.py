"""An item's chapters in a person's hands: set, added, moved, renamed, removed, reset.

`follows` is everywhere what comes after.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from mediahub.desk.after import THE_CHAPTERS, Follows, at_once
from mediahub.desk.chapterlines import Mark, parse_chapters, require_after, title_of
from mediahub.desk.chapterlist import (
    ChapterList,
    ChaptersChangedError,
    Marks,
    chapters_version,
    counted,
    listed,
    marks_of,
    origin_of,
)
from mediahub.desk.item import add_entries, item_in_hand
from mediahub.edits import JournalVersion, SetChapters
from mediahub.errors import SettingsError
from mediahub.tongues import Said, Words, joined
from mediahub.transcript import Chapter, Span
from mediahub.transcript.clock import clock_hms

NEARLY_ZERO_MS = 5_000
"""A first chapter before this begins at 0 to who listens; before a later one they get one more."""
NEAR = 3
"""So many chapters are named where none begins at a time."""

PUT_IN = Words("{chapter} put in", "{chapter} tillagt")
MOVED = Words("{chapter} begins at {time} now", "{chapter} börjar nu vid {time}")
RENAMED = Words("{chapter} is called “{title}” now", "{chapter} heter nu ”{title}”")
TAKEN_OUT = Words("{chapter} taken out", "{chapter} borttaget")
FIRST_NOW = Words(", and “{title}” begins there", ", och ”{title}” börjar där")
NOT_SET = Words(
    "{item}: nothing to give up, {origin}{again}", "{item}: inget att släppa, {origin}{again}"
)
ANEW = Words(
    "; `mediahub run --renew chapters --only {item}` makes them anew",
    "; `mediahub run --renew chapters --only {item}` gör dem på nytt",
)
GIVEN_UP = Words(
    "{item}: {chapters} by a person given up (kept in {kept}).",
    "{item}: släppte {chapters} satta av en människa (sparat i {kept}).",
)
SO_ALREADY = Words(
    "{item}: that is so already, and nothing was changed",
    "{item}: så är det redan, och inget är ändrat",
)
CHANGED = Words("{item}: {told} (kept in {kept}).", "{item}: {told} (sparat i {kept}).")
A_PERSONS = Said(
    "The list is a person's from now on: no run changes it.",
    "Listan är en människas från och med nu: ingen körning ändrar den.",
)
ONE_MORE = Words(
    "Listeners get one more from 0:00, called “Inledning”, since apps want one there; "
    '`mediahub chapters add {item} 0:00 "…"` names it.',
    "Lyssnarna får ett till från 0:00, som heter ”Inledning”, eftersom appar vill ha ett där; "
    '`mediahub chapters add {item} 0:00 "…"` ger det ett namn.',
)


def set_chapters(
    root: Path,
    item_id: str,
    text: str,
    name: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Take a whole list; `name` is what the text is called in messages.

    A list that says which edits it was copied with is held against them. Raises SettingsError for a
    text that is no list, for another item's, and for chapters past the end; Conflict when somebody
    else changed the chapters since it was copied.
    """
    written = parse_chapters(text, name)

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        if written.item not in (None, now.item):
            raise SettingsError(
                f"{name} holds the chapters of {written.item}, not of {now.item}; take its first "
                "line away if they are meant for both",
                swedish=f"{name} har kapitlen till {written.item}, inte till {now.item}. Ta "
                "bort första "
                "raden om de är till för båda.",
            )
        marks = tuple(_as_it_stood(mark, now.chapters) for mark in written.marks)
        told = Words("{chapters} from {name}", "{chapters} ur {name}")
        return marks, told.said(chapters=counted(marks), name=name)

    return _change(root, item_id, wanted, by, follows, written.seen)


def replace_chapters(
    root: Path,
    item_id: str,
    marks: Sequence[Mark],
    version: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Take a whole list in place of the one of that version, to the millisecond.

    Raises ChaptersChangedError where it is another by now, SettingsError for no list, for one whose
    times do not rise, and for chapters past the end.
    """
    new: list[Mark] = []
    for number, mark in enumerate(marks):
        require_after(new, mark, f"chapters[{number}]")
        new.append(Mark(mark.start_ms, title_of(mark.title), mark.link))
    if not new:
        raise SettingsError(
            "the list is empty; a person's list has a chapter at least",
            swedish="Listan är tom. En egen lista har minst ett kapitel.",
        )

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        if chapters_version(now) != version:
            raise ChaptersChangedError(now)
        return tuple(new), counted(new)

    return _change(root, item_id, wanted, by, follows)


def add(
    root: Path,
    item_id: str,
    at_ms: int,
    title: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Let a chapter begin at a time. Raises SettingsError where one begins already."""

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        marks = marks_of(now)
        there = next((m for m in marks if clock_hms(m.start_ms) == clock_hms(at_ms)), None)
        if there is not None:
            raise SettingsError(
                f"{now.item}: {_told(there)} begins there already; say `mediahub chapters rename` "
                "to give it another title",
                swedish=f"{_told(there)} börjar redan där. Byt rubrik på det.",
            )
        new = Mark(at_ms, title_of(title))
        return tuple(sorted((*marks, new), key=lambda m: m.start_ms)), PUT_IN.said(
            chapter=_told(new)
        )

    return _change(root, item_id, wanted, by, follows)


def move(
    root: Path,
    item_id: str,
    at_ms: int,
    to_ms: int,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Let the chapter at a time begin at another, between its neighbours."""

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        marks = marks_of(now)
        number = _number_at(now, at_ms)
        moved = Mark(to_ms, marks[number].title, marks[number].link)
        passed = [
            *(("after", m) for m in marks[:number] if m.start_ms >= to_ms),
            *(("before", m) for m in marks[number + 1 :] if m.start_ms <= to_ms),
        ]
        for side, other in passed[:1]:
            raise SettingsError(
                f"{now.item}: {clock_hms(to_ms)} does not come {side} {_told(other)}; move or "
                "remove that first",
                swedish=f"{clock_hms(to_ms)} kommer inte på rätt sida om {_told(other)}. Flytta "
                "eller ta bort det först.",
            )
        told = MOVED.said(chapter=_told(marks[number]), time=clock_hms(to_ms))
        return (*marks[:number], moved, *marks[number + 1 :]), told

    return _change(root, item_id, wanted, by, follows)


def rename(
    root: Path,
    item_id: str,
    at_ms: int,
    title: str,
    *,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Give the chapter at a time another title."""

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        marks = marks_of(now)
        number = _number_at(now, at_ms)
        new = Mark(marks[number].start_ms, title_of(title), marks[number].link)
        told = RENAMED.said(chapter=_told(marks[number]), title=new.title)
        return (*marks[:number], new, *marks[number + 1 :]), told

    return _change(root, item_id, wanted, by, follows)


def remove(
    root: Path, item_id: str, at_ms: int, *, by: str | None = None, follows: Follows = at_once
) -> list[str]:
    """Take the chapter at a time out: its time falls to its neighbour.

    Raises SettingsError for the only one.
    """

    def wanted(now: ChapterList) -> tuple[Marks, str]:
        marks = marks_of(now)
        number = _number_at(now, at_ms)
        if len(marks) == 1:
            raise SettingsError(
                f"{now.item}: {_told(marks[0])} is its only chapter, and stays",
                swedish="Det enda kapitlet kan inte tas bort.",
            )
        left = (*marks[:number], *marks[number + 1 :])
        told = TAKEN_OUT.said(chapter=_told(marks[number]))
        if number == 0:
            # Otherwise listeners would get a first chapter that nobody named.
            first = Mark(marks[0].start_ms, left[0].title, left[0].link)
            told = joined("", (told, FIRST_NOW.said(title=first.title)))
            left = (first, *left[1:])
        return left, told

    return _change(root, item_id, wanted, by, follows)


def reset(
    root: Path,
    item_id: str,
    *,
    version: str | None = None,
    by: str | None = None,
    follows: Follows = at_once,
) -> list[str]:
    """Give a person's list up, for the file's own or for what is found in the talk.

    Raises ChaptersChangedError where it is not the one of `version`, if one is given.
    """
    with item_in_hand(root, item_id) as (state, item):
        now = listed(state, item)
        if version not in (None, chapters_version(now)):
            raise ChaptersChangedError(now)
        if now.origin != "person":
            again = ANEW.said(item=now.item) if now.origin == "automatic" else ""
            return [NOT_SET.said(item=now.item, origin=origin_of(now), again=again)]
        kept = add_entries(state, item, (SetChapters("", ()),), by)
    told = GIVEN_UP.said(item=now.item, chapters=counted(now.chapters), kept=kept)
    return [told, follows(root, now.item, state, THE_CHAPTERS).told]


Wanted = Callable[[ChapterList], tuple[Marks, str]]
"""The list that is wanted in place of the present one, and what that changes, in words."""


def _change(
    root: Path,
    item_id: str,
    wanted: Wanted,
    by: str | None,
    follows: Follows,
    base: JournalVersion | None = None,
) -> list[str]:
    with item_in_hand(root, item_id) as (state, item):
        now = listed(state, item)
        if now.origin == "author":
            raise SettingsError(
                f"{now.item}: its chapters are written in {now.written_in} (chapters = …), which "
                "goes first; change them there, or take them out there",
                swedish=f"Kapitlen står i {now.written_in} (chapters = …), som går först. Ändra "
                "dem där, eller ta bort dem där.",
            )
        marks, told = wanted(now)
        _require_inside(now, marks)
        if now.origin == "person" and marks == marks_of(now):
            return [SO_ALREADY.said(item=now.item)]
        entry = SetChapters("", _chapters(marks, now.end_ms))
        kept = add_entries(state, item, (entry,), by, base)
    lines = [CHANGED.said(item=now.item, told=told, kept=kept)]
    if now.origin != "person":
        lines.append(A_PERSONS)
    if marks[0].start_ms >= NEARLY_ZERO_MS:
        lines.append(ONE_MORE.said(item=now.item))
    return [*lines, follows(root, now.item, state, THE_CHAPTERS).told]


def _chapters(marks: Sequence[Mark], end_ms: int) -> tuple[Chapter, ...]:
    ends = [*(mark.start_ms for mark in marks[1:]), end_ms]
    return tuple(
        Chapter(Span(mark.start_ms, end), mark.title, "reviewed", mark.link)
        for mark, end in zip(marks, ends, strict=True)
    )


def _as_it_stood(mark: Mark, present: Sequence[Chapter]) -> Mark:
    """A chapter written to the second begins where the present one does, and keeps its link."""
    for chapter in present:
        start = chapter.span.start_ms
        if mark.start_ms in (start, start // 1000 * 1000):
            return Mark(start, mark.title, mark.link or chapter.link)
    return mark


def _number_at(now: ChapterList, at_ms: int) -> int:
    """Which chapter begins at a time, as it is told in whole seconds. Raises SettingsError."""
    starts = [chapter.span.start_ms for chapter in now.chapters]
    for number, start in enumerate(starts):
        if at_ms in (start, start // 1000 * 1000):
            return number
    near = sorted(sorted(marks_of(now), key=lambda m: abs(m.start_ms - at_ms))[:NEAR], key=_start)
    those = ", ".join(map(_told, near))
    told = Said(
        f"near it {'is' if len(near) == 1 else 'are'} {those}", f"I närheten finns {those}."
    )
    if not near:
        told = Said("it has no chapters", "Avsnittet har inga kapitel.")
    raise SettingsError(
        f"{now.item}: no chapter begins at {clock_hms(at_ms)}; {told}",
        swedish=f"{now.item}: inget kapitel börjar vid {clock_hms(at_ms)}. {told.swedish}",
    )


def _start(mark: Mark) -> int:
    return mark.start_ms


def _require_inside(now: ChapterList, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if mark.start_ms >= now.end_ms:
            raise SettingsError(
                f"{now.item}: “{mark.title}” begins at {clock_hms(mark.start_ms)}, but the "
                f"recording ends at {clock_hms(now.end_ms)}",
                swedish=f"”{mark.title}” börjar vid {clock_hms(mark.start_ms)}, men inspelningen "
                f"är {clock_hms(now.end_ms)} lång.",
            )


def _told(mark: Mark) -> Said:
    words = Words("“{title}” ({time})", "”{title}” ({time})")
    return words.said(title=mark.title, time=clock_hms(mark.start_ms))
