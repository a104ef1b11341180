"""Forgetting a name: a journal in which a person is called otherwise, wherever they were named.

It is the one thing that changes what stands in a journal already: what is to be forgotten may not
stay there because somebody once decided it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mediahub.edits.entries import (
    AttributeWords,
    Entry,
    JoinSegments,
    NameSpeaker,
    NotSpeaker,
    ReplaceWords,
    SetChapters,
    SplitSegment,
    Withhold,
)
from mediahub.edits.journal import Journal
from mediahub.edits.withholding import lies_in
from mediahub.transcript.span import Span

NAMELESS = "N.N."
"""What stands for the name of a person who is to be forgotten (nomen nescio)."""


class Forgotten:
    """A person's names: full ones, in whatever case, with or without a genitive s."""

    def __init__(self, person: str, names: Iterable[str]) -> None:
        self._person = person
        whole = [" ".join(name.split()) for name in names if name.strip()]
        self._names = frozenset(name.casefold() for name in whole)
        any_of = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in whole) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{any_of})(?:s|[:'’]s)?(?!\w)", re.IGNORECASE)

    def is_called(self, name: str, person: str | None) -> bool:
        """Whether a speaker is this person."""
        return person == self._person or " ".join(name.split()).casefold() in self._names

    def named_in(self, text: str) -> bool:
        """Whether one of the names stands in a text."""
        return self._pattern.search(text) is not None

    def out_of(self, text: str) -> str:
        """The text with another name in their place."""
        return self._pattern.sub(NAMELESS, text)

    def out_of_words(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words with a dash for each that is part of one of the names; as many as before."""
        text = " ".join(words)
        return tuple(self._pattern.sub(_dashes, text).split(" ")) if words else ()


def journal_without(
    journal: Journal, forgotten: Forgotten, called: str, holes: Sequence[Span] = ()
) -> Journal:
    """The journal with `called` where the person was named, and the names out of what it says.

    What it says of the person alone goes, and so do corrections of their name in the `holes`, where
    nothing is read any more. The same journal where nothing of it is about them.
    """
    entries = tuple(
        kept
        for entry in journal.entries
        if (kept := _without(entry, forgotten, called, holes)) is not None
    )
    return journal if entries == journal.entries else replace(journal, entries=entries)


def _without(
    entry: Entry, forgotten: Forgotten, called: str, holes: Sequence[Span]
) -> Entry | None:
    if isinstance(entry, NotSpeaker):
        return None if forgotten.is_called("", entry.person) else entry
    if isinstance(entry, ReplaceWords) and lies_in(entry.span, holes):
        gone = forgotten.named_in(" ".join((*entry.before, entry.after)))
        return None if gone else _words_out_of(entry, forgotten)
    return _words_out_of(_renamed(entry, forgotten, called), forgotten)


def _renamed(entry: Entry, forgotten: Forgotten, called: str) -> Entry:
    match entry:
        case NameSpeaker() | AttributeWords() if forgotten.is_called(entry.name, entry.person):
            return replace(entry, name=called, person=None)
        case ReplaceWords():
            return replace(entry, after=forgotten.out_of(entry.after))
        case SetChapters():
            chapters = (replace(one, title=forgotten.out_of(one.title)) for one in entry.chapters)
            return replace(entry, chapters=tuple(chapters))
        case Withhold():
            return replace(entry, why=forgotten.out_of(entry.why))
        case _:
            return entry


def _words_out_of(entry: Entry, forgotten: Forgotten) -> Entry:
    """An entry with the names out of the neighbours it is found by, but not out of its own words:
    it would be found no more.
    """
    if isinstance(entry, ReplaceWords | AttributeWords | SplitSegment | JoinSegments):
        left, right = (forgotten.out_of_words(words) for words in (entry.left, entry.right))
        return replace(entry, left=left, right=right)
    return entry


def _dashes(found: re.Match[str]) -> str:
    return " ".join("–" for _ in found[0].split())
