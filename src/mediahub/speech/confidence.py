"""How likely a word is right: the recogniser's probability, calibrated by what it got wrong.

A word that no dictionary, no rule of compounds and no list of the house's own has is nearly always
wrong, however sure the recogniser was: it tells more than the probability does.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mediahub.models import recogniser_like
from mediahub.transcript import Word, is_swedish, primary_language

Knots = tuple[tuple[float, float], ...]
_PARTS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Table:
    """Probabilities, rising, and the share of such words that were right: known words, others."""

    known: Knots
    unknown: Knots


# Made by `python benchmarks/words.py RECOGNITION lang.truth.json … --fit` on an 18.6-minute
# dialogue of synthetic voices, whisper-base with and without names in the prompt, whisper-small
# without. Of what is really said there the dictionary lacks one word in 500, of running text one in
# 50, so that among the words that nobody knows more are right than these tables say.
TABLES: Mapping[str, Table] = {
    "openai/whisper-base": Table(
        known=(
            *((0.258, 0.407), (0.467, 0.533), (0.601, 0.563), (0.692, 0.689), (0.758, 0.763)),
            *((0.819, 0.817), (0.868, 0.849), (0.912, 0.899), (0.943, 0.933), (0.966, 0.946)),
            *((0.982, 0.965), (0.994, 0.983)),
        ),
        unknown=((0.433, 0.0), (0.61, 0.007), (0.802, 0.029)),
    ),
    "openai/whisper-small": Table(
        known=(
            *((0.457, 0.54), (0.7, 0.762), (0.812, 0.837), (0.876, 0.871), (0.934, 0.913)),
            *((0.971, 0.96), (0.985, 0.99), (0.992, 0.995), (0.998, 1.0)),
        ),
        unknown=((0.608, 0.0), (0.84, 0.031)),
    ),
}
OTHERS = Table(known=((0.0, 0.0), (1.0, 1.0)), unknown=((0.0, 0.0), (1.0, 0.5)))
"""A model that nobody measured is taken at its word where people know the word, and at half of it
where nobody does: in both measured models nearly all such words were wrong, how many a better one
gets right is not known, and a mark too many costs a look where one too few costs a wrong word."""


def is_measured(model: str) -> bool:
    """Whether a model of this name, or the one that its name tells of, has a table of its own."""
    return _table(model) is not OTHERS


def calibrated(
    probability: float, model: str, *, known: bool = True, table: Table | None = None
) -> float:
    """The share of words of this probability that are right, 0 to 1; rises with it.

    `model` is the name in the recognition, and a model in a folder is judged as the known one that
    its name tells of. `known` says whether the word is one that people, or the house, know.
    `table` is what to go by for a model that nobody measured.
    """
    table = table if table is not None and not is_measured(model) else _table(model)
    knots = table.known if known else table.unknown
    at = bisect_right(knots, (probability, 2.0))  # 2 is past every share
    if at == 0:
        return knots[0][1]
    if at == len(knots):
        return knots[-1][1]
    (low, share), (high, next_share) = knots[at - 1], knots[at]
    return share + (next_share - share) * (probability - low) / (high - low)


def doubtful(
    words: Sequence[Word],
    model: str,
    house: Collection[str] = (),
    *,
    language: str = "sv",
    languages: Sequence[str] = (),
    table: Table | None = None,
) -> tuple[int, ...]:
    """The indices of the words that are more likely wrong than right.

    `house` are names and terms of the house, known whatever the dictionary says; one of several
    words that stands there whole is not heard by accident. `languages` are those of the words, one
    each, where they are in several; else all are in `language`, and in another than Swedish all are
    known. `table` is what to go by for a model that nobody measured.
    """
    own = parts_of(house)
    believed = _Belief(model, own, table)
    whole = _whole(words, house)
    return tuple(
        index
        for index, word in enumerate(words)
        # A person's own words have all the probability there is.
        if word.probability < 1
        and index not in whole
        and believed(word, languages[index] if languages else language, alone=not languages) < 0.5
    )


@dataclass(frozen=True, slots=True)
class _Belief:
    """How likely the words of one recording are right."""

    model: str
    own: Collection[str]
    table: Table | None

    def __call__(self, word: Word, language: str, *, alone: bool) -> float:
        """The share of such words that are right; where a language stands `alone` and is not
        Swedish, all of its words are known.
        """
        if is_swedish(language):
            known = knows(word.text, self.own)
            return calibrated(word.probability, self.model, known=known, table=self.table)
        share = calibrated(word.probability, self.model, table=self.table)
        known = alone or self._foreign(word.text, primary_language(language))
        # What was measured of unknown words was measured in Swedish; here it is as for a model that
        # nobody measured.
        return share if known else share / 2

    def _foreign(self, text: str, language: str) -> bool:
        from mediahub.language.foreign import is_foreign_word

        parts = _PARTS.findall(text.lower())
        if parts and all(part in self.own or part.removesuffix("s") in self.own for part in parts):
            return True
        return is_foreign_word(text, language)


def parts_of(house: Collection[str]) -> set[str]:
    """The single words of the house's names and terms, in lower case, as `knows` takes them."""
    return {part.lower() for term in house for part in _PARTS.findall(term)}


def _whole(words: Sequence[Word], house: Collection[str]) -> set[int]:
    """The indices of the words that make up a name or term of several words."""
    terms = {tuple(_PARTS.findall(term.lower())) for term in house}
    longest = max(map(len, terms), default=0)
    said = ["".join(_PARTS.findall(word.text.lower())) for word in words]
    return {
        index
        for first in range(len(said))
        for end in range(first + 2, min(first + longest, len(said)) + 1)
        if any((*said[first : end - 1], last) in terms for last in _uninflected(said[end - 1]))
        for index in range(first, end)
    }


def _uninflected(name: str) -> tuple[str, str]:
    return name, name.removesuffix("s")


def knows(text: str, own: Collection[str] = ()) -> bool:
    """Whether each word of a text is Swedish, or one of the house's `own` (in lower case).

    Numbers, sounds that people make and parts of abbreviations are, though in no dictionary.
    """
    return all(
        part in own or part.removesuffix("s") in own or _is_said(part)
        for part in _PARTS.findall(text.lower())
    )


def _is_said(word: str) -> bool:
    from mediahub.language.forms import is_known, is_numeral
    from mediahub.language.writing import ANSWERS, HESITATIONS, SHORT_PARTS

    return (
        is_known(word)
        or is_numeral(word)
        or any(word in said for said in (ANSWERS, HESITATIONS, SHORT_PARTS))
    )


@lru_cache
def _table(model: str) -> Table:
    like = recogniser_like(model)
    return TABLES.get(like.name, OTHERS) if like is not None else OTHERS
