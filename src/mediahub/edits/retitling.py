"""Retitling: chapter titles that stand while the words they were made of were corrected.

A correction of a word reaches the title that holds it, where that word is said no more in the
chapter; a name that is spelt otherwise than when somebody gave it reaches every title.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import NamedTuple

from mediahub.edits.anchors import REACH_MS, key
from mediahub.edits.entries import NameSpeaker, ReplaceWords
from mediahub.edits.journal import Journal
from mediahub.transcript.span import Span
from mediahub.transcript.values import Chapter, Transcript

ALIKE = 0.6
"""Two words of a name that are this alike are two spellings of one."""
_ENDS = (".", "!", "?", "…")
"""Signs after which a capital says nothing of the word."""


class _Change(NamedTuple):
    """Words that read otherwise now; `at_ms` is None for what is so in the whole recording."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    at_ms: int | None = None


def retitled(
    chapters: Sequence[Chapter],
    journal: Journal,
    transcript: Transcript,
    people: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Chapter, ...]:
    """The chapters with the corrections of the journal in their titles, in the journal's order.

    `transcript` has the journal's entries in it. `people` is the person registry, id to name.
    """
    changes = [*_reworded(journal), *_respelt_names(journal, transcript, people)]
    return tuple(_retitled(chapter, changes, transcript) for chapter in chapters)


def _retitled(chapter: Chapter, changes: Iterable[_Change], transcript: Transcript) -> Chapter:
    title = chapter.title.split()
    reach = Span(max(0, chapter.span.start_ms - REACH_MS), chapter.span.end_ms)
    for change in changes:
        if change.at_ms is not None and change.at_ms not in reach:
            continue
        place = _place(title, change.before)
        if place is None or (change.at_ms is not None and _is_said(change, chapter, transcript)):
            continue
        title = _put(title, place, change)
    return replace(chapter, title=" ".join(title))


def _reworded(journal: Journal) -> Iterator[_Change]:
    """The corrections of words: each stretch that differs, and each word of it by itself.

    What was only put in or taken out says nothing of a title's words.
    """
    for entry in journal.standing:
        if not isinstance(entry, ReplaceWords):
            continue
        before, after = [*map(_bare, entry.before)], [*map(_bare, entry.after.split())]
        for what, first, end, begin, stop in SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes():
            if what != "replace":
                continue
            old, new = before[first:end], after[begin:stop]
            yield _Change(tuple(old), tuple(new), entry.span.start_ms)
            if len(old) == len(new) > 1:
                for number, (one, other) in enumerate(zip(old, new, strict=True), first):
                    if key(one) != key(other) or not _opens(entry, number):
                        yield _Change((one,), (other,), entry.span.start_ms)


def _opens(entry: ReplaceWords, number: int) -> bool:
    """Whether a sentence begins with this word of a correction."""
    led_in = (*entry.left[-1:], *entry.before[:number])
    return not led_in or led_in[-1].endswith(_ENDS)


def _respelt_names(
    journal: Journal, transcript: Transcript, people: Mapping[str, str]
) -> Iterator[_Change]:
    """The names that are spelt otherwise than when somebody gave them."""
    present = {speaker.name for speaker in transcript.speakers}
    given: dict[str, str] = {}
    for entry in journal.standing:
        if not isinstance(entry, NameSpeaker):
            continue
        earlier, name = given.get(entry.label, entry.label), entry.name
        now = people.get(entry.person or "", name)
        given[entry.label] = now
        if _alike(earlier, now) and earlier not in present:
            yield _Change(tuple(earlier.split()), tuple(now.split()))
        if name not in (now, *present):
            yield _Change(tuple(name.split()), tuple(now.split()))


def _alike(one: str, other: str) -> bool:
    """Whether two names are two spellings of one, word by word."""
    words = one.casefold().split(), other.casefold().split()
    return (
        one != other
        and len(words[0]) == len(words[1])
        and all(SequenceMatcher(None, a, b).ratio() >= ALIKE for a, b in zip(*words, strict=True))
    )


def _place(title: Sequence[str], words: Sequence[str]) -> int | None:
    """Where the words stand in a title, the last of them perhaps in the genitive."""
    wanted, there = [*map(key, words)], [*map(key, title)]
    count = len(wanted)
    for first in range(len(there) - count + 1):
        stood = there[first : first + count]
        if stood[:-1] == wanted[:-1] and _one_form(stood[-1], wanted[-1]):
            return first
    return None


def _one_form(one: str, other: str) -> bool:
    return one in (other, f"{other}s") or other == f"{one}s"


def _is_said(change: _Change, chapter: Chapter, transcript: Transcript) -> bool:
    """Whether a chapter still says the words that read otherwise elsewhere in it."""
    said = [_bare(word.text) for word in transcript.words if word.span.start_ms in chapter.span]
    wanted = list(change.before)
    if [*map(key, wanted)] != [*map(key, change.after)]:
        said, wanted = [*map(key, said)], [*map(key, wanted)]
    count = len(wanted)
    return any(said[at : at + count] == wanted for at in range(len(said) - count + 1))


def _put(title: Sequence[str], first: int, change: _Change) -> list[str]:
    """The title with the change in it: its signs, its genitive and its capital are kept."""
    end = first + len(change.before)
    opening, closing = _bare(title[first]), _bare(title[end - 1])
    new = list(change.after)
    stood, wanted = key(closing), key(change.before[-1])
    if stood == f"{wanted}s" and not new[-1].endswith(("s", "x", "z")):
        new[-1] += "s"
    elif wanted == f"{stood}s":
        new[-1] = new[-1].removesuffix("s")
    if first == 0:
        new[0] = new[0][:1].upper() + new[0][1:]
    elif opening[:1].islower() and change.before[0][:1].isupper():
        # The capital was that of a sentence.
        new[0] = new[0][:1].lower() + new[0][1:]
    new[0] = title[first].partition(opening)[0] + new[0]
    new[-1] += title[end - 1].rpartition(closing)[2]
    return [*title[:first], *new, *title[end:]]


def _bare(word: str) -> str:
    """The word without the signs around it."""
    letters = [place for place, sign in enumerate(word) if sign.isalnum()]
    return word[letters[0] : letters[-1] + 1] if letters else word
