"""How far a word's probability can be believed, by the recogniser and as calibrated.

A word is right when the best alignment with the truth has it. `words.py` prints the table.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import jiwer

from mediahub.evaluate import normalise_for_scoring
from mediahub.speech.calibration import Seen
from mediahub.speech.confidence import calibrated, knows
from mediahub.transcript import Word

BINS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)


@dataclass(frozen=True)
class Bin:
    """The words of about one probability: the share that is right, and the mean beliefs."""

    known: bool
    low: float
    high: float
    words: int
    right: float
    believed: float
    calibrated: float


@dataclass(frozen=True)
class Marked:
    """The words that a rule calls more likely wrong than right, and how many of them are wrong."""

    words: int
    wrong: int


@dataclass(frozen=True)
class Reliability:
    """What a model's probabilities are worth; an error is the mean distance from the share right.

    `by_probability` marks what has less than 0.5, `by_calibration` what has when calibrated.
    """

    model: str
    words: int
    wrong: int
    bins: tuple[Bin, ...]
    error_before: float
    error_after: float
    by_probability: Marked
    by_calibration: Marked


def rights(words: Sequence[Word], truth: str, own: Collection[str] = ()) -> list[Seen]:
    """Each word held against the truth; words of signs alone are left out."""
    parts = [(word, normalise_for_scoring(word.text).split()) for word in words]
    owners = [index for index, (_, pieces) in enumerate(parts) for _ in pieces]
    heard = " ".join(piece for _, pieces in parts for piece in pieces)
    aligned = jiwer.process_words(normalise_for_scoring(truth), heard).alignments[0]
    wrong = {
        owners[at]
        for chunk in aligned
        if chunk.type != "equal"
        for at in range(chunk.hyp_start_idx, chunk.hyp_end_idx)
    }
    return [
        Seen(word.probability, knows(word.text, own), index not in wrong)
        for index, (word, pieces) in enumerate(parts)
        if pieces
    ]


def reliability_of(seen: Sequence[Seen], model: str) -> Reliability:
    """The worth of the probabilities of words seen, as the model gave them and calibrated."""
    after = {one: calibrated(one.probability, model, known=one.known) for one in set(seen)}
    bins = tuple(_bins(seen, after))
    total = max(1, len(seen))
    return Reliability(
        model=model,
        words=len(seen),
        wrong=sum(not one.right for one in seen),
        bins=bins,
        error_before=sum(one.words * abs(one.right - one.believed) for one in bins) / total,
        error_after=sum(one.words * abs(one.right - one.calibrated) for one in bins) / total,
        by_probability=_marked([one for one in seen if one.probability < 0.5]),
        by_calibration=_marked([one for one in seen if after[one] < 0.5]),
    )


def show(value: Reliability) -> None:
    """Print the table: words by probability, the share of right ones, before and after."""
    print("\nprobability    words  right   mean  calibrated")
    for known in (True, False):
        print("words that people know" if known else "other words")
        for one in value.bins:
            if one.known == known:
                print(
                    f"  {one.low:.2f}–{min(one.high, 1):.2f} {one.words:8d} {one.right:6.2f} "
                    f"{one.believed:6.2f} {one.calibrated:8.2f}"
                )
    for name, marked in (
        ("probability < 0.5", value.by_probability),
        ("calibrated < 0.5", value.by_calibration),
    ):
        share = f"{100 * marked.wrong / marked.words:.0f} %" if marked.words else "–"
        print(
            f"{name}: {marked.words} marked, {share} of them wrong; {marked.wrong} of "
            f"{value.wrong} errors found"
        )
    print(f"calibration error: {value.error_before:.3f} before, {value.error_after:.3f} after")


def _bins(seen: Sequence[Seen], after: dict[Seen, float]) -> Iterator[Bin]:
    for known in (True, False):
        for low, high in pairwise(BINS):
            part = [one for one in seen if one.known == known and low <= one.probability < high]
            if part:
                yield Bin(
                    known=known,
                    low=low,
                    high=high,
                    words=len(part),
                    right=sum(one.right for one in part) / len(part),
                    believed=sum(one.probability for one in part) / len(part),
                    calibrated=sum(after[one] for one in part) / len(part),
                )


def _marked(words: Sequence[Seen]) -> Marked:
    return Marked(len(words), sum(not one.right for one in words))
