"""A passage made ready for an engine: its words, its labels, and what is shown of it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from mediahub.language import fold
from mediahub.search.analysis import composed, forms
from mediahub.search.engine import StoredPassage
from mediahub.search.expanded import Label
from mediahub.search.foreign import foreign_readings
from mediahub.search.payload import to_payload
from mediahub.search.places import Place, places
from mediahub.search.readings import extra, readings
from mediahub.search.values import Passage
from mediahub.search.written import lead_words

_KEPT = 1_000
"""So many passages are kept ready, of some 10 kB: an edit leaves all but one or two of a talk's as
they were."""


@lru_cache(maxsize=_KEPT)
def stored(passage: Passage) -> StoredPassage:
    """The passage as an engine takes it."""
    text = composed(passage.text)
    words = places(text)
    return StoredPassage(
        words=[place.word for place in words],
        payload=to_payload(passage),
        extra=extra([*readings(text, words), *foreign_readings(text, words, passage.languages)]),
        lead=lead_words(passage, words),
        labels=_labels(passage),
        turns=_turns(passage, text, words),
        day=passage.date.toordinal() if passage.date else 0,
        confidence=passage.confidence,
        described=passage.described,
    )


def _turns(passage: Passage, text: str, words: Sequence[Place]) -> list[tuple[int, str]]:
    """Who takes the word at which position; all speakers at the first when turns are not known."""
    if not passage.turns:
        return [(0, speaker) for speaker in passage.speakers]
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    places = [place.start for place in words]
    return [
        (bisect_left(places, starts[index]), speaker)
        for index, speaker in passage.turns
        if index < len(starts)
    ]


def _kin(word: str) -> tuple[str, ...]:
    own = forms(word)
    return (*own.stems, *own.heads, *own.parts)


def _labels(passage: Passage) -> list[tuple[Label, str]]:
    labels: list[tuple[Label, str]] = [("kind", passage.kind)]
    speakers = dict.fromkeys([*passage.speakers, *(name for _, name in passage.turns)])
    labels += [("speaker", name) for name in speakers if name]
    if passage.theme:
        labels.append(("theme", passage.theme))
    if passage.reviewed:
        labels.append(("reviewed", passage.reviewed))
    if passage.series:
        labels.append(("series", passage.series))
    if passage.date:
        labels.append(("year", str(passage.date.year)))
    if passage.title:
        title = composed(passage.title)
        words = places(title)
        said = (
            *(place.word for place in words),
            *(word for _, word in extra(readings(title, words))),
        )
        kin = {stem for word in said for stem in (*_kin(word), word, fold(word))}
        labels += [("title", stem) for stem in sorted(kin)]
    return labels
