"""What a chapter is called: the subject as announced, else the things it speaks of most."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mediahub.language import compound_stems, is_stop_word, stem, words
from mediahub.topics.announced import announced
from mediahub.topics.cues import greets
from mediahub.topics.nouns import noun_likeness
from mediahub.transcript import Segment, Transcript

MAX_CHARS = 39
"""Spotify wants chapter titles of less than 40 characters."""
_OPENING_SENTENCES = 5
_INTRODUCTION_MS = 90_000


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a part: its stem, how it is best written, and what it is worth as a title."""

    stem: str
    text: str
    score: float


def titles(parts: Sequence[Sequence[Segment]], transcript: Transcript) -> list[str]:
    """A title for each part, at most 39 characters, capitalised, all different."""
    names = _names(transcript)
    nouns = noun_likeness(segment.text for part in parts for segment in part)
    counts = [_spread(part) for part in parts]
    given: list[str] = []
    for i, part in enumerate(parts):
        ranked = _ranked(part, counts, i, nouns, names)
        candidates = _candidates(part, ranked, counts[i], names, first=i == 0)
        taken = {title.casefold() for title in given}
        fresh = (title for title in candidates if title.casefold() not in taken)
        given.append(next(fresh, f"Del {i + 1}"))
    return given


def _candidates(
    part: Sequence[Segment],
    ranked: Sequence[_Word],
    count: Mapping[str, float],
    names: frozenset[str],
    *,
    first: bool,
) -> list[str]:
    """Titles for one part, best first."""
    opening = [segment.text for segment in part[:_OPENING_SENTENCES] if _is_sure(segment)]
    subjects = [
        phrase
        for phrase in announced(opening, MAX_CHARS)
        if _recurs(phrase, count) and not _stems(phrase) <= names
    ]
    if first and not subjects and _is_introduction(part):
        subjects = ["Inledning"]
    pairs = []
    if len(ranked) > 1 and ranked[1].score > 0.55 * ranked[0].score:
        pair = f"{ranked[0].text} och {_inside(ranked[1].text)}"
        if len(pair) <= MAX_CHARS and not _akin(ranked[0].stem, ranked[1].stem):
            pairs.append(pair)
    return [_capitalised(text) for text in (*subjects, *pairs, *(word.text for word in ranked))]


def _ranked(
    part: Sequence[Segment],
    counts: Sequence[Mapping[str, float]],
    index: int,
    nouns: Mapping[str, float],
    names: frozenset[str],
) -> list[_Word]:
    """The part's nouns by how much it speaks of them and the others don't."""
    forms: dict[str, Counter[str]] = {}
    surest: dict[str, float] = {}
    for segment in part:
        for word in segment.words:
            for token in words(word.text):
                if is_stop_word(token.text) or len(token.text) < 3 or token.text.isdigit():
                    continue
                key = stem(token.text)
                forms.setdefault(key, Counter())[token.text] += 1
                surest[key] = max(surest.get(key, 0.0), word.probability)
    total = sum(counts[index].values()) or 1.0
    elsewhere = Counter[str]()
    for i, count in enumerate(counts):
        if i != index:
            elsewhere.update(count)
    others = sum(elsewhere.values()) or 1.0
    ranked = []
    for key, written in forms.items():
        if key in names or nouns.get(key, 0.0) < 0.4:
            continue
        here = counts[index].get(key, 0.0)
        telling = math.log1p((here / total) / ((elsewhere.get(key, 0.0) + 0.5) / others))
        score = here * telling * nouns[key] ** 2 * surest[key]
        text = min(written, key=lambda form: (-written[form], len(form), form))
        if len(text) <= MAX_CHARS and score > 0:
            ranked.append(_Word(key, text, score))
    return sorted(ranked, key=lambda word: (-word.score, word.text))


def _spread(part: Sequence[Segment]) -> Counter[str]:
    """In how many sentences of the part each stem is, those in compounds counted half."""
    count: Counter[str] = Counter()
    for segment in part:
        whole: set[str] = set()
        halves: set[str] = set()
        for token in words(segment.text):
            if not is_stop_word(token.text):
                whole.add(stem(token.text))
                parts = compound_stems(token.text)
                halves.update(parts if len(parts) > 1 else ())
        for key in whole:
            count[key] += 1.0  # type: ignore[assignment]
        for key in halves - whole:
            count[key] += 0.5  # type: ignore[assignment]
    return count


def _names(transcript: Transcript) -> frozenset[str]:
    """Stems of the speakers' names and of names said in greeting: no subjects."""
    found = {stem(token.text) for s in transcript.speakers for token in words(s.name)}
    for segment in transcript.segments:
        tokens = [word.text for word in segment.words]
        for before, name in pairwise(tokens):
            if before.lower() in {"heter", "tack", "hej"} and name[:1].isupper():
                found.update(stem(token.text) for token in words(name))
        # "Kim, hur går det till?"
        if len(tokens) > 2 and tokens[0].endswith(",") and tokens[0][:1].isupper():
            follower = tokens[1].lower()
            if follower in {"du", "hur", "vad", "kan", "ni"}:
                found.update(stem(token.text) for token in words(tokens[0]))
    return frozenset(found)


def _is_sure(segment: Segment) -> bool:
    """Whether the recogniser believed most of the sentence."""
    return sum(word.probability for word in segment.words) / len(segment.words) > 0.6


def _is_introduction(part: Sequence[Segment]) -> bool:
    length = part[-1].span.end_ms - part[0].span.start_ms
    return length <= _INTRODUCTION_MS and any(greets(segment.text) for segment in part[:3])


def _recurs(phrase: str, count: Mapping[str, float]) -> bool:
    """Whether the part speaks of it more than once."""
    return any(count.get(key, 0.0) > 1 for key in _stems(phrase))


def _stems(phrase: str) -> set[str]:
    telling = [token.text for token in words(phrase) if not is_stop_word(token.text)]
    return {stem(word) for word in telling} | {key for w in telling for key in compound_stems(w)}


def _akin(a: str, b: str) -> bool:
    return a in b or b in a or a[:5] == b[:5]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(text: str) -> str:
    """A word as it is written inside a title: in lower case, save acronyms."""
    return text if text[1:] != text[1:].lower() else text[:1].lower() + text[1:]
