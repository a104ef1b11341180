"""Texts cut into passages: what is said within a minute, or stands on a page."""

import datetime
import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from mediahub.search.values import Passage, PassageKind, Reviewed
from mediahub.transcript.language import primary_language

if TYPE_CHECKING:  # whoever only searches needs neither
    from mediahub.catalog import Term
    from mediahub.transcript import Transcript

LONGEST_MS = 60_000
_LEAD_WORDS = 20
"""Words of the passage before that are repeated: the longest phrase found across a border."""
_LEAD_MS, _LEAD_PAUSE_MS = 15_000, 5_000
_PAGE_WORDS = 150


@dataclass(frozen=True, slots=True)
class PassageSource:
    """What all passages of an item share."""

    item: str
    title: str = ""
    kind: PassageKind = "film"
    theme: str | None = None
    series: str | None = None
    date: datetime.date | None = None
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A word of a transcript as the index wants it."""

    text: str
    start_ms: int
    end_ms: int
    speaker: str
    probability: float
    segment: int
    doubtful: bool
    reviewed: bool
    language: str


def passages(transcript: "Transcript", source: PassageSource) -> tuple[Passage, ...]:
    """The transcript's segments in passages of at most 60 s, each led in by the words before it.

    A segment too long for that is cut. Speakers are named as the transcript names them. No passage
    reaches over what is withheld: what stands on either side of it was not said as one.
    """
    with _cutting:
        last = next((one for one in _cut if one.of is transcript), None)
    if last is None:
        last = _Cut(transcript, tuple(_spoken(transcript)))
        with _cutting:
            _cut.append(last)
    if source not in last.passages:
        last.passages[source] = tuple(_passages(last.said, transcript, source))
    return last.passages[source]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A transcript that was cut lately: index, page and the search on the pages ask for one."""

    of: "Transcript"
    said: tuple[_Spoken, ...]
    passages: "dict[PassageSource, tuple[Passage, ...]]" = field(default_factory=dict)


_cut: deque[_Cut] = deque(maxlen=2)
_cutting = threading.Lock()


def _passages(
    said: Sequence[_Spoken], transcript: "Transcript", source: PassageSource
) -> Iterator[Passage]:
    holes = [span.start_ms for span in transcript.withheld]
    for _, together in groupby(said, lambda word: bisect_right(holes, word.start_ms)):
        words, first = list(together), 0
        while first < len(words):
            start = _lead(words, first)
            last = _end(words, start, first)
            yield _passage(words, start, first, last, source)
            first = last


def _spoken(transcript: "Transcript") -> list[_Spoken]:
    names = {speaker.label: speaker.name for speaker in transcript.speakers}
    doubtful = frozenset(transcript.doubtful)
    whole = None if transcript.stretches else primary_language(transcript.language)
    said = (
        (number, segment.speaker, word)
        for number, segment in enumerate(transcript.segments)
        for word in segment.words
    )
    return [
        # A person's correction may have put a blank into a word.
        _Spoken(
            part, word.span.start_ms, word.span.end_ms,
            names.get(speaker, speaker), word.probability, number, index in doubtful,
            transcript.is_reviewed(word),
            whole or primary_language(transcript.language_of(word)),
        )
        for index, (number, speaker, word) in enumerate(said)
        for part in word.text.split()
    ]  # fmt: skip


def _lead(words: Sequence[_Spoken], first: int) -> int:
    """The first of the words before `first` that are repeated; none across a long pause."""
    start = first
    while (
        start > 0
        and first - start < _LEAD_WORDS
        and words[start].start_ms - words[start - 1].end_ms <= _LEAD_PAUSE_MS
        and words[first].start_ms - words[start - 1].start_ms <= _LEAD_MS
    ):
        start -= 1
    return start


def _end(words: Sequence[_Spoken], start: int, first: int) -> int:
    """Where a passage from `start` ends: after whole segments, if one from `first` on fits."""
    last, edge = first, first
    while last < len(words) and words[last].end_ms - words[start].start_ms <= LONGEST_MS:
        last += 1
        if last == len(words) or words[last].segment != words[last - 1].segment:
            edge = last
    return edge if edge > first else max(last, first + 1)


def _passage(
    words: Sequence[_Spoken], start: int, first: int, last: int, source: PassageSource
) -> Passage:
    own = words[start:last]
    turns = tuple(
        (index, word.speaker)
        for index, word in enumerate(own)
        if index == 0 or word.speaker != own[index - 1].speaker
    )
    core = words[first:last]
    languages = tuple(
        (index, word.language)
        for index, word in enumerate(own)
        if index == 0 or word.language != own[index - 1].language
    )
    return Passage(
        item=source.item, start_ms=own[0].start_ms, end_ms=max(word.end_ms for word in own),
        text=" ".join(word.text for word in own),
        speakers=tuple(dict.fromkeys(word.speaker for word in own)),
        word_times=tuple(word.start_ms for word in own), turns=turns, title=source.title,
        kind=source.kind, theme=source.theme, series=source.series, date=source.date,
        formats=source.formats, lead=first - start,
        confidence=sum(word.probability for word in core) / len(core),
        doubtful=tuple(index for index, word in enumerate(own) if word.doubtful),
        languages=() if languages == ((0, "sv"),) else languages, reviewed=_reviewed(core),
    )  # fmt: skip


def _reviewed(words: Sequence[_Spoken]) -> Reviewed:
    """How much of the words a person called right; those that lead in count where they belong."""
    right = sum(word.reviewed for word in words)
    return "no" if not right else "yes" if right == len(words) else "partly"


def passages_of_document(
    pages: Sequence[tuple[int, str | None, str]], source: PassageSource, about: str = ""
) -> tuple[Passage, ...]:
    """Pages (number, heading, text) in passages of some 150 words, with the page to land on.

    A passage never spans two pages; it is led in by the words before it on its page. What others
    wrote `about` the document is a passage without a page, before them.
    """
    found = list(passages_of_description(about, source))
    for number, heading, text in pages:
        words = text.split()
        parts = max(1, round(len(words) / _PAGE_WORDS))
        edges = [len(words) * part // parts for part in range(parts + 1)]
        for first, last in pairwise(edges):
            start = max(0, first - _LEAD_WORDS)
            lead, body = first - start, words[start:last]
            if first == 0 and heading and not text.startswith(heading):
                body = [*f"{heading.rstrip('.:')}:".split(), *body]
            if body:
                found.append(_written(" ".join(body), source, page=number, lead=lead))
    return tuple(found)


def passages_of_description(
    text: str, source: PassageSource, *, described: bool = True
) -> tuple[Passage, ...]:
    """What people wrote about an item, in passages of some 150 words without a page.

    What is written of a theme is no description of something else: `described` is False.
    """
    words = text.split()
    parts = max(1, round(len(words) / _PAGE_WORDS))
    edges = [len(words) * part // parts for part in range(parts + 1)]
    found = []
    for first, last in pairwise(edges):
        start = max(0, first - _LEAD_WORDS)
        if first < last:
            own = " ".join(words[start:last])
            passage = _written(own, source, page=None, lead=first - start)
            found.append(replace(passage, described=described))
    return tuple(found)


def passages_of_glossary(terms: "Sequence[Term]", source: PassageSource) -> tuple[Passage, ...]:
    """One passage for each term: the term, its other names, and what it means."""
    return tuple(
        _written(
            f"{term.term}{_bracketed(term.aliases)}: {term.definition}",
            source,
            page=None,
        )
        for term in terms
    )


def passages_of_questions(questions: Sequence[str], source: PassageSource) -> tuple[Passage, ...]:
    """One passage for each question for discussion."""
    return tuple(
        _written(question, source, page=number) for number, question in enumerate(questions, 1)
    )


def _written(text: str, source: PassageSource, *, page: int | None, lead: int = 0) -> Passage:
    return Passage(
        item=source.item, start_ms=0, end_ms=0, text=text, page=page, title=source.title,
        kind=source.kind, theme=source.theme, series=source.series, date=source.date,
        formats=source.formats, lead=lead,
    )  # fmt: skip


def _bracketed(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""
