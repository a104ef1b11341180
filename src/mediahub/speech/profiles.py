"""Whose voice is this? Embeddings of named people's voices held against those of unnamed ones."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mediahub.transcript import ModelIdentity

THRESHOLD = 0.65
"""Cosine from which a voice is proposed to be a person (measured, see docs/quality.md)."""
LEAD = 0.05
"""How much more alike a voice must be to one person than to the next."""
LEAST_SECONDS = 10.0
"""Less speech than this makes no profile and is proposed to be nobody."""
SUREST = 0.99
"""No proposal claims more: nine voices cannot tell how rare a double is."""

# Logistic regression of "same person" on the cosine, over the tuning voices of docs/quality.md,
# for a voice that is one person's of ten. Today's voices would give 168 and 0.60, since they are
# all but parted; the slope of an earlier fit is kept, which claims less, and its middle moved with
# the threshold.
_SLOPE, _MIDDLE, _ODDS = 39.0, 0.55, 1 / 9


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of one recording: its mean embedding and how many seconds of speech it is of.

    `label` is the diarisation's. Embeddings are compared only when the same `model` made them.
    """

    item: str
    label: str
    numbers: tuple[float, ...]
    seconds: float
    model: ModelIdentity | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """How a person sounds: the mean, by seconds, of their voices in `items`, of unit length."""

    person: str
    numbers: tuple[float, ...]
    items: tuple[str, ...]
    seconds: float
    model: ModelIdentity | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A voice that is probably a person's; `likeness` is a cosine, `confidence` from 0 to 1."""

    voice: Voice
    person: str
    likeness: float
    confidence: float


def profiles_of(person: str, voices: Iterable[Voice]) -> list[Profile]:
    """A profile from a person's confirmed voices for each model that embedded them.

    Voices of little speech count too, but what they make must have LEAST_SECONDS in all.
    """
    by_model: dict[ModelIdentity | None, list[Voice]] = {}
    for voice in sorted(voices, key=lambda one: (one.item, one.label)):
        by_model.setdefault(voice.model, []).append(voice)
    found = []
    for model, kept in by_model.items():
        seconds = sum(voice.seconds for voice in kept)
        total = sum((voice.seconds * _unit(voice.numbers) for voice in kept), start=np.zeros(()))
        if seconds >= LEAST_SECONDS and np.any(total):
            items = tuple(dict.fromkeys(voice.item for voice in kept))
            numbers = tuple(round(float(part), 5) for part in _unit(total))
            found.append(Profile(person, numbers, items, seconds, model))
    return found


def likeness(one: Sequence[float], other: Sequence[float]) -> float:
    """The cosine of two embeddings, -1 to 1; 0 when either is nothing or they differ in length."""
    if len(one) != len(other):
        return 0.0
    return float(np.clip(_unit(one) @ _unit(other), -1.0, 1.0))


def confidence(alike: float) -> float:
    """How probable it is that a voice this much like a profile is that person's, 0 to SUREST."""
    return min(SUREST, _ODDS / (_ODDS + math.exp(-_SLOPE * (alike - _MIDDLE))))


def matches(
    profiles: Collection[Profile],
    voices: Iterable[Voice],
    refused: Mapping[tuple[str, str], Collection[str]],
) -> list[Match]:
    """Whose the voices probably are, surest first; a voice that is nobody's for sure has none.

    A voice is at most one person's, and a person has at most one voice of an item. `refused` are
    the persons that a voice (item, label) is known not to be. They are not compared with it at all,
    so that the next in likeness may come forward.
    """
    found = []
    for voice in voices:
        if voice.seconds < LEAST_SECONDS:
            continue
        no = refused.get((voice.item, voice.label), ())
        alike = sorted(
            (
                (likeness(voice.numbers, profile.numbers), profile.person)
                for profile in profiles
                if profile.model == voice.model and profile.person not in no
            ),
            key=lambda one: (-one[0], one[1]),
        )
        if not alike or alike[0][0] < THRESHOLD:
            continue
        if len(alike) > 1 and alike[0][0] - alike[1][0] < LEAD:
            continue
        found.append(Match(voice, alike[0][1], alike[0][0], confidence(alike[0][0])))
    found.sort(key=lambda match: (-match.likeness, match.voice.item, match.voice.label))
    best: dict[tuple[str, str], Match] = {}
    for match in found:
        best.setdefault((match.voice.item, match.person), match)
    return list(best.values())


def same_voice(known: Sequence[float], voices: Mapping[str, Sequence[float]]) -> str | None:
    """The label of the one voice that is clearly the known one's, None when none or two are."""
    alike = sorted(((likeness(known, numbers), label) for label, numbers in voices.items()))
    if not alike or alike[-1][0] < THRESHOLD:
        return None
    if len(alike) > 1 and alike[-1][0] - alike[-2][0] < LEAD:
        return None
    return alike[-1][1]


def _unit(numbers: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    vector = np.asarray(numbers, np.float64)
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
