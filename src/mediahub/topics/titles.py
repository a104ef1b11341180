"""What a chapter is called: the subject as announced, else the things it speaks of most."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mediahub.language import compound_stems, is_known, is_stop_word, stem, words
from mediahub.topics.announced import announced
from mediahub.topics.cues import begins, greets, opening
from mediahub.topics.nouns import noun_likeness
from mediahub.transcript import Segment, Transcript, Word, is_swedish

MAX_CHARS = 39
"""Spotify wants chapter titles of less than 40 characters."""
_OPENING_SENTENCES = 5
_INTRODUCTION_MS = 90_000
_SURE = 0.35


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a part: its stem, how it is best written, and what it is worth as a title."""

    stem: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class _Trust:
    """Which words may stand in a title: a misheard one is worse there than none.

    The recogniser's words must be Swedish as people know it or among the house's `own` (in lower
    case); what a person wrote, and what is not in Swedish, is taken as it stands.
    """

    own: frozenset[str]
    swedish: bool

    def takes(self, written: Word, word: str) -> bool:
        """Whether `word`, as it stands in the `written` one, may be in a title."""
        by_a_person = written.probability >= 1
        return not self.swedish or by_a_person or self.owns(word) or is_known(word)

    def owns(self, word: str) -> bool:
        """Whether `word`, or what it is the genitive of, is among the house's own."""
        lower = word.lower()
        return lower in self.own or lower.removesuffix("s") in self.own


def titles(
    parts: Sequence[Sequence[Segment]], transcript: Transcript, own_words: Collection[str] = ()
) -> list[str]:
    """A title for each part, at most 39 characters, capitalised, all different.

    `own_words` are names and terms of the house, which may stand in titles though no dictionary
    has them.
    """
    own = frozenset(token.text.lower() for term in own_words for token in words(term))
    trust = _Trust(own, is_swedish(transcript.language))
    names = _names(transcript)
    nouns = noun_likeness(segment.text for part in parts for segment in part)
    counts = [_spread(part) for part in parts]
    given: list[str] = []
    for i, part in enumerate(parts):
        ranked = _ranked(part, counts, i, nouns, names, trust)
        candidates = _candidates(
            part, ranked, counts[i], names, trust, first=i == 0, alone=len(parts) == 1
        )
        taken = {title.casefold() for title in given}
        fresh = (title for title in candidates if title.casefold() not in taken)
        given.append(next(fresh, f"Del {i + 1}"))
    return given


def _candidates(
    part: Sequence[Segment],
    ranked: Sequence[_Word],
    count: Mapping[str, float],
    names: frozenset[str],
    trust: _Trust,
    *,
    first: bool,
    alone: bool,
) -> list[str]:
    """Titles for one part, best first."""
    opens = part[:_OPENING_SENTENCES]
    if first and not alone:
        # "I dag ska vi prata om …" names the whole talk, "vi börjar med …" its first topic.
        opens = sorted(opens, key=lambda segment: not begins(segment.text))
    subjects = [
        phrase
        for segment in opens
        for whole in announced([segment.text], MAX_CHARS)
        if (phrase := _sure_part(whole, segment, trust))
        # What isn't said outright to be the subject must be spoken of again.
        if (opening(segment.text) >= 3 or _recurs(phrase, count)) and not _stems(phrase) & names
    ]
    if first and not subjects and _is_introduction(part):
        subjects = ["Inledning"]
    pairs = []
    if len(ranked) > 1 and ranked[1].score > 0.4 * ranked[0].score:
        a, b = ranked[0], ranked[1]
        pair = f"{a.text} och {b.text}"
        alike = "" in (_form(a.text), _form(b.text)) or _form(a.text) == _form(b.text)
        if alike and len(pair) <= MAX_CHARS and not _akin(a.stem, b.stem):
            pairs.append(pair)
    return [_capitalised(text) for text in (*subjects, *pairs, *(word.text for word in ranked))]


def _ranked(
    part: Sequence[Segment],
    counts: Sequence[Mapping[str, float]],
    index: int,
    nouns: Mapping[str, float],
    names: frozenset[str],
    trust: _Trust,
) -> list[_Word]:
    """The part's nouns by how much it speaks of them and the others don't."""
    total = sum(counts[index].values()) or 1.0
    elsewhere = Counter[str]()
    for i, count in enumerate(counts):
        if i != index:
            elsewhere.update(count)
    others = max(total, sum(elsewhere.values()))
    early = set[str]().union(*(_stems(s.text) for s in part[:_OPENING_SENTENCES]))
    ranked = []
    for key, seen in _seen(part, trust).items():
        if key in names or nouns.get(key, 0.0) < 0.4:
            continue
        here = counts[index].get(key, 0.0)
        telling = math.log1p((here / total) / ((elsewhere.get(key, 0.0) + 0.5) / others))
        score = here * telling * nouns[key] * seen.surest * (1.5 if key in early else 1.0)
        text = seen.phrase()
        if len(text) <= MAX_CHARS and score > 0:
            ranked.append(_Word(key, text, score))
    return sorted(ranked, key=lambda word: (-word.score, word.text))


@dataclass(slots=True)
class _Seen:
    """How a stem is written in a part, what stands before it, and the recogniser's best belief."""

    inside: Counter[str] = field(default_factory=Counter)
    leading: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    surest: float = 0.0

    def phrase(self) -> str:
        """The word as it is mostly written inside a sentence, with the word before it when half of
        the times or more it is the same ("socialt arbete").
        """
        # A word that only ever begins sentences is written small: it is seldom a name.
        forms = self.inside or self.leading
        text = min(forms, key=lambda form: (-forms[form], len(form), form))
        if self.before:
            word, times = min(self.before.items(), key=lambda item: (-item[1], item[0]))
            if times > 1 and 2 * times >= sum(self.inside.values()):
                return f"{word} {text}"
        return text


def _seen(part: Sequence[Segment], trust: _Trust) -> dict[str, _Seen]:
    found: dict[str, _Seen] = {}
    for segment in part:
        before = ""
        for i, written in enumerate(segment.words):
            for token in words(written.text):
                if _is_dull(token.text) or not trust.takes(written, token.text):
                    before = ""
                    continue
                seen = found.setdefault(stem(token.text), _Seen())
                if i:
                    seen.inside[_nominative(token.text)] += 1
                else:
                    seen.leading[_nominative(token.text.lower())] += 1
                if before:
                    seen.before[before] += 1
                seen.surest = max(seen.surest, written.probability)
                ends = not written.text[-1:].isalnum()
                before = "" if ends else token.text if i else token.text.lower()
    return found


_ORDER = frozenset(("sist", "först", "nästa", "sista", "första"))
"""Words that a host orders topics by; some of them are nouns too, which nobody speaks of."""


def _is_dull(word: str) -> bool:
    return is_stop_word(word) or len(word) < 3 or word.isdigit() or word.lower() in _ORDER


def _nominative(word: str) -> str:
    """The word without the genitive's s where its ending is a definite one: hjärnans, hjärnan."""
    return word[:-1] if word.endswith(("ens", "ets", "ans", "nas")) and len(word) > 6 else word


def _form(phrase: str) -> str:
    """Whether the last word is a definite form; a name is neither and gives an empty string."""
    word = phrase.rsplit(maxsplit=1)[-1]
    if word[0].isupper():
        return ""
    definite = len(word) > 4 and word.endswith(("en", "et", "an", "na"))
    return "definite" if definite else "indefinite"


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


def _sure_part(phrase: str, segment: Segment, trust: _Trust) -> str:
    """What of a phrase may be a title: all, or of "pengar och om …" what comes before "och"."""
    while phrase and not _is_sure(phrase, segment, trust):
        phrase = phrase.rpartition(" och ")[0]
    return phrase


def _is_sure(phrase: str, segment: Segment, trust: _Trust) -> bool:
    """Whether each word of the phrase may stand in a title, and the recogniser believed it or it is
    one of the house's own.
    """
    said = set(phrase.split())
    return all(
        trust.takes(written, token.text)
        and (written.probability >= _SURE or trust.owns(token.text))
        for written in segment.words
        if said & {written.text.strip('.,;:?!–…"”')}
        for token in words(written.text)
    )


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
