"""In noise a recogniser tears words apart and makes new ones: which can be trusted there?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mediahub.language.likeness import unlikeness
from mediahub.mediafile.audio import RATE
from mediahub.speech.confidence import knows
from mediahub.speech.gate import mean_probability, runs
from mediahub.transcript import Span, Word, is_swedish

FRAME_MS = 30
LOUD, QUIET = 85, 10
"""Percentiles of the frames' levels: speech, and what is left in its pauses."""
LEAST_DB = 20.0
"""How far under the speech the pauses must be.

Music, hum and noise 5, 10, 15 and 20 dB under a dialogue gave 7–10, 11–15, 16–20 and 21–24; five
short recordings of people gave 33 to 50, nine of good synthetic voices 25 to 57.
"""
INAUDIBLE_DB = -70.0
"""Pauses softer than this (of full scale) hold no noise, however soft the speech."""

UNKNOWN = 0.7
"""Probability below which a word that nobody knows is not trusted.

Set with the two bounds below on 6.5 minutes of a dialogue of synthetic voices with eight sounds
under it (whisper-base): of 691 such words 2 were right, of the 170 others that go 38. Insertions
fell from 61–95 a sound to 24–45 (52 without any), right words from 4244 to 4180 in all. A last
bound of 0.3 costs half as many right words, and leaves up to 50 insertions.
"""
IMPROBABLE, AMONG_IMPROBABLE = 0.4, 0.35
"""A word of lower probability than the first whose neighbours bring the mean below the second."""
LIKE_A_TERM = 0.3
"""How unlike a word of the vocabulary one may be that is kept, for respelling to put right."""

_ENDS = re.compile(r"[.?!…]+\W*$")
_SIGNS = re.compile(r"\W+$")


def is_noisy(samples: NDArray[np.float32]) -> bool:
    """Whether there is noise or music under the speech of a piece of sound (float32 at 16 kHz)."""
    length = FRAME_MS * RATE // 1000
    frames = samples[: len(samples) // length * length].reshape(-1, length)
    if not len(frames):
        return False
    powers = np.square(frames, dtype=np.float64).mean(axis=1)
    loud, quiet = 10 * np.log10(np.percentile(powers, (LOUD, QUIET)) + 1e-12)
    return bool(quiet > INAUDIBLE_DB and loud - quiet < LEAST_DB)


def trusted(
    words: Sequence[Word], vocabulary: Sequence[str] = (), language: str = "sv"
) -> tuple[tuple[Word, ...], tuple[Span, ...]]:
    """Of words heard in noise those that can be trusted, and gaps where the others were.

    Words like those of the `vocabulary` are known; in other languages than Swedish all are. Where
    the last word of a sentence goes, the one before ends it.
    """
    kept: list[Word] = []
    gaps: list[Span] = []
    for run in runs(words):
        first = len(kept)
        open_gap = False
        doubted = set(_doubted(run, vocabulary, language))
        for index, word in enumerate(run):
            if index not in doubted:
                kept.append(word)
            elif open_gap:
                gaps[-1] = gaps[-1] | word.span
            else:
                gaps.append(word.span)
            open_gap = index in doubted
        end = _ENDS.search(run[-1].text)
        if open_gap and end and len(kept) > first:
            kept[-1] = replace(kept[-1], text=_SIGNS.sub("", kept[-1].text) + end[0])
    return tuple(kept), tuple(gaps)


def _doubted(run: Sequence[Word], vocabulary: Sequence[str], language: str) -> Iterator[int]:
    """The indices of the words of a run that cannot be trusted."""
    swedish = is_swedish(language)
    for index, word in enumerate(run):
        among = mean_probability(run[max(0, index - 1) : index + 2])
        strange = swedish and word.probability < UNKNOWN and not knows(word.text)
        improbable = word.probability < IMPROBABLE and among < AMONG_IMPROBABLE
        if (strange or improbable) and not _like_a_term(word.text, vocabulary):
            yield index


def _like_a_term(text: str, vocabulary: Sequence[str]) -> bool:
    bare = re.sub(r"\W", "", text)
    wanted = {part for term in vocabulary for part in (term, *term.split())}
    return any(unlikeness(bare, part) <= LIKE_A_TERM for part in wanted)
