"""Which of a recording's languages is spoken where, by what the recogniser hears in each region.

A short region tells little by itself: the likeliest course through all of them is taken, in which
each change of language costs something (Viterbi's algorithm).
"""

import math
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from mediahub.speech.gate import mean_probability
from mediahub.transcript import Span, Stretch, Word, primary_language

LEAST_MS = 4000
"""What a shorter region is padded to with silence before it is listened to.

With whisper-base 10 s cost twice as much and told no more; nothing but the region told less.
"""
WHOLE_MS = 1500
"""A region as long as this has its full weight, a shorter one less."""
UNSHARED = 0.95
"""How much of what is heard as none of the languages counts against English, where that is one.

Whisper is sure of English where it is spoken, and hears Swedish as Danish, Latin and German too.
"""
FLOOR = 0.03
"""No language is less likely than this: one region must not decide over its neighbours."""
CHANGE = 0.75
"""What a change of language costs (nats).

Set with the three above on eight minutes of synthetic voices, whisper-base: with all of them no
region was taken for the other language with an English guest, an interpreter, quotations, Swedish
alone, and real English between Swedish; a cost of 2 took an interpreter for one language.
"""
PLAINLY = 0.8
"""From here on a chunk is plainly in a language that nobody named."""
LEAST_OTHER_MS = 15_000
"""How much of such speech is told: less is a song or a clip."""


UNSURE = 0.6
"""Mean probability of its words below which a region is listened to for another language …"""
MOST_LISTENED = 2
"""… so many of a chunk, and all of them where one is plainly in another."""
JOIN_MS = 1500
"""Pieces in another language that are told as one."""


class Spoken(NamedTuple):
    """The likeliest language of a piece of sound, and how likely it is; "" where nothing told."""

    language: str = ""
    probability: float = 0.0


UNKNOWN = Spoken()


def tongues(
    heard: Sequence[Mapping[str, float]], regions: Sequence[Span], languages: Sequence[str]
) -> tuple[str, ...]:
    """The language of each region, one of the `languages`; where nothing tells, the first.

    `heard` are the probabilities of all the languages that the recogniser knows, by primary code.
    """
    if not regions:
        return ()
    evidence = [_evidence(one, span, languages) for one, span in zip(heard, regions, strict=True)]
    best = [evidence[0]]
    came: list[list[int]] = []
    for own in evidence[1:]:
        froms, sums = [], []
        for at, value in enumerate(own):
            ways = [old - CHANGE * (at != number) for number, old in enumerate(best[-1])]
            froms.append(ways.index(max(ways)))
            sums.append(max(ways) + value)
        came.append(froms)
        best.append(sums)
    at = best[-1].index(max(best[-1]))
    found = [at]
    for froms in reversed(came):
        at = froms[at]
        found.append(at)
    return tuple(languages[number] for number in reversed(found))


def _evidence(heard: Mapping[str, float], span: Span, languages: Sequence[str]) -> list[float]:
    """What speaks for each language in a region: half the log of its odds to the best other."""
    codes = [primary_language(one) for one in languages]
    own = [heard.get(code, 0.0) for code in codes]
    rest = max(0.0, 1.0 - sum(own))
    english = "en" in codes
    others = len(codes) - english
    shares = [
        rest * ((1 - UNSHARED) if code == "en" else (UNSHARED if english else 1) / others)
        for code in codes
    ]
    logs = [math.log(one + share + FLOOR) for one, share in zip(own, shares, strict=True)]
    weight = min(1.0, span.duration_ms / WHOLE_MS)
    return [weight * log for log in logs]


def stretches(
    regions: Sequence[Span], spoken: Sequence[str], first: str, end_ms: int
) -> tuple[Stretch, ...]:
    """The stretches in which another language than the `first` is spoken, in order and apart.

    A stretch ends in the middle of the pause before a region in another language, or where the
    recording does.
    """
    edges = [0]
    edges += [(before.end_ms + after.start_ms) // 2 for before, after in pairwise(regions)]
    edges.append(max(end_ms, regions[-1].end_ms) if regions else end_ms)
    found = []
    for language, together in groupby(range(len(regions)), key=lambda at: spoken[at]):
        places = list(together)
        if language != first:
            span = Span(edges[places[0]], edges[places[-1] + 1])
            found.append(Stretch(span, language))
    return tuple(found)


def plainly_other(spoken: Spoken, language: str) -> bool:
    """Whether a piece of sound is plainly in another language than the one it is recognised in.

    Norwegian and Danish are no others than Swedish: dialects are heard as them.
    """
    code = primary_language(language)
    near = _NEAR if code in _NEAR else {code}
    return spoken.probability >= PLAINLY and spoken.language not in {"", code, *near}


_NEAR = frozenset({"sv", "no", "nn", "da"})


def likeliest(heard: Mapping[str, float]) -> Spoken:
    """The likeliest language of those heard; unknown where there are none."""
    return Spoken(*max(heard.items(), key=lambda pair: pair[1])) if heard else UNKNOWN


def unsure(words: Sequence[Word], regions: Sequence[Span]) -> list[Span]:
    """The regions worth listening to for another language: the most improbable, a few of them.

    A chunk is dear to listen to region by region, and what was asked for in vain is improbable.
    """
    sure = [
        (mean_probability([word for word in words if word.span.middle_ms in region]), region)
        for region in regions
        if region.duration_ms >= WHOLE_MS
    ]
    return [region for value, region in sorted(sure) if value < UNSURE][:MOST_LISTENED]


def others_told(pieces: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Of pieces in other languages, in order of time, those of which there is enough.

    Those of one language that are hardly apart are one stretch.
    """
    total: dict[str, int] = {}
    joined: list[Stretch] = []
    for piece in pieces:
        total[piece.language] = total.get(piece.language, 0) + piece.span.duration_ms
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.language == piece.language
            and last.span.gap_ms(piece.span) <= JOIN_MS
        ):
            joined[-1] = Stretch(last.span | piece.span, piece.language)
        else:
            joined.append(piece)
    return tuple(one for one in joined if total[one.language] >= LEAST_OTHER_MS)
