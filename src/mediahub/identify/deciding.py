"""Deciding: all evidence of an item weighed at once, as an assignment of voices to people.

A voice is one person and a person one voice. What a name is worth is how much worse the whole
assignment becomes without it, so that what speaks for one speaks also for whom the others are.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import product

from mediahub.identify.evidence import Heard
from mediahub.identify.values import AGAINST, SPOKEN_BY_NAME, Candidate, Evidence, Identity

CERTAIN, CERTAIN_AMONG_MORE, CERTAIN_AMONG_FEWER = 2.5, 4.0, 5.5
"""How much worse the assignment must be without a certain name: where there are as many voices as
people; where some voice is nobody's, or some person is not named; where voices may be two people's.
"""
OWN = 0.75
"""What a voice must have of its own for a name that follows from who the others are."""
LIKELY, LIKELY_MARGIN = 1.5, 1.0
MOST_AGAINST, MOST_FOR_LEADING = -5.0, 3.0
NEVER = -1e6

Scores = Mapping[tuple[str, str], float]


def decide(
    heard: Heard,
    voices: Sequence[str],
    cast: Sequence[Candidate],
    taken: Mapping[str, str],
    refused: Collection[tuple[str, str]],
) -> tuple[Identity, ...]:
    """Who each of the `voices` is, where it can be told.

    `voices` are those that have no name, `taken` the people who have a voice already (person to
    voice), `refused` the pairs of voice and person that somebody said are not one.
    """
    free = [voice for voice in voices if voice not in heard.strangers]
    people = [one.person for one in cast if one.person not in taken]
    present = _present(heard.evidence, cast)
    if not free or not people:
        return ()
    scores = _scores(heard.evidence, free, people, refused)
    enough, closed = CERTAIN, True
    known = {one.person for one in cast}
    outsiders = sum(person not in known for person in taken)
    if len(free) < len(people) <= len(free) + outsiders:
        enough, closed = CERTAIN_AMONG_MORE, False
    elif len(free) < len(people):
        there = [person for person in people if person in present]
        people, enough = there, CERTAIN_AMONG_MORE
        if len(free) != len(there):
            enough, closed = CERTAIN_AMONG_FEWER, False
    elif len(free) > len(people):
        enough, closed = CERTAIN_AMONG_MORE, False
    if not people:
        return ()
    merged = len(free) + outsiders < len(people)
    alone = len(free) + len(taken) == 1
    if closed and any(scores[pair] == NEVER for pair in product(free, people)):
        enough, closed = CERTAIN_AMONG_MORE, False  # somebody else speaks, or is silent
    total, pairs = _best(scores, free, people, closed=closed)
    interpreted = any(one.interprets for one in cast)
    leaders = {one.person for one in cast if one.leads}
    found = []
    for voice, person in pairs:
        without = {**scores, (voice, person): NEVER}
        own = scores[voice, person]
        rest = _best(without, free, people, closed=closed)[0]
        # The last voice for the last person: the other way is that it is nobody's.
        worse = total - rest if rest > NEVER / 2 else max(own, enough if own >= LIKELY else 0)
        rival = max((scores[voice, one] for one in people if one != person), default=0.0)
        certain = (
            worse >= enough
            and own >= (OWN if closed else min(enough, CERTAIN_AMONG_MORE))
            and rival < own
            and person in present
            and not (merged and (voice in heard.unanswered or alone))
            and (not interpreted or person in leaders)
        )
        if certain or (own >= LIKELY and worse >= LIKELY_MARGIN):
            confidence = 1 - 0.5 * math.exp(-min(own + 1, worse) / (2.0 if certain else 3.0))
            for_it = [
                one
                for one in heard.evidence
                if (one.voice, one.person) == (voice, person) and one.kind not in AGAINST
            ]
            for_it.sort(key=lambda one: (-one.weight, one.at_ms))
            found.append(Identity(voice, person, certain, round(confidence, 3), tuple(for_it)))
    return tuple(sorted(found, key=lambda one: list(voices).index(one.voice)))


def _present(evidence: Sequence[Evidence], cast: Sequence[Candidate]) -> frozenset[str]:
    """Who is there: spoken to, introduced or naming themselves; and who leads, being needed."""
    named = {one.person for one in evidence if one.kind in SPOKEN_BY_NAME}
    leaders = [one.person for one in cast if one.leads]
    return frozenset(named | (set(leaders) if len(leaders) == 1 else set()))


def _scores(
    evidence: Sequence[Evidence],
    voices: Sequence[str],
    people: Sequence[str],
    refused: Collection[tuple[str, str]],
) -> dict[tuple[str, str], float]:
    scores = {}
    for voice in voices:
        for person in people:
            mine = [one for one in evidence if (one.voice, one.person) == (voice, person)]
            leading = sum(one.weight for one in mine if one.kind == "leads")
            against = sum(one.weight for one in mine if one.weight < 0)
            speaks_for = sum(one.weight for one in mine if one.weight > 0 and one.kind != "leads")
            total = speaks_for + min(leading, MOST_FOR_LEADING) + max(against, MOST_AGAINST)
            scores[voice, person] = NEVER if (voice, person) in refused else total
    return scores


def _best(
    scores: Scores, voices: Sequence[str], people: Sequence[str], *, closed: bool
) -> tuple[float, list[tuple[str, str]]]:
    """The assignment with the highest sum, and the sum.

    `closed` gives every voice a person; else a voice may be nobody, and a person silent, for 0.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    block = np.array([[scores[voice, person] for person in people] for voice in voices])
    table = block
    if not closed:
        table = np.zeros((len(voices) + len(people),) * 2)
        table[: len(voices), : len(people)] = block
    rows, columns = linear_sum_assignment(table, maximize=True)
    pairs = [
        (voices[row], people[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if row < len(voices) and column < len(people)
    ]
    return float(table[rows, columns].sum()), pairs
