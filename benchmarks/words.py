"""The house's own words, and how far a word's probability can be believed.

    python benchmarks/words.py RECOGNITION TRUTH [RECOGNITION TRUTH …]
        [--people NAMES] [--terms TERMS] [--never TERMS] [--fit]

RECOGNITION is a `recognition.json` that `mediahub run` left, TRUTH the truth file of its recording.
TERMS and NAMES are text files, one a line. Printed for each recording: WER, CER and the recall of
names and terms (with their inflections) before and after respelling, and every respelling made;
`--never` are terms that are not said in any of them, so that each respelling to one is false. Then
the reliability of word probabilities, by the recogniser and calibrated: a word is right when the
best alignment with the truth has it. `--fit` prints the table of `mediahub.speech.confidence`
fitted to these recordings; judge it on others.
"""

import argparse
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import jiwer

from mediahub.evaluate import cer, normalise_for_scoring, read_truth, term_recall, word_errors
from mediahub.language.forms import forms
from mediahub.speech.confidence import calibrated, knows
from mediahub.speech.respelling import applied, respell
from mediahub.transcript import Recognition, Word
from mediahub.transcript.codec import recognition_from_json

BINS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)


@dataclass(frozen=True)
class Seen:
    """A recognised word: its probability, whether people know it, and whether it is right."""

    probability: float
    known: bool
    right: bool


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


def fitted(seen: Sequence[Seen], bins: int = 12) -> tuple[tuple[float, float], ...]:
    """Knots of a rising curve from probability to share of right words: pooled adjacent bins."""
    ordered = sorted((one.probability, one.right) for one in seen)
    size = max(25, len(ordered) // bins)
    groups: list[list[float]] = []  # sum of probabilities, right words, words
    for start in range(0, len(ordered), size):
        part = ordered[start : start + size]
        groups.append([sum(p for p, _ in part), sum(right for _, right in part), len(part)])
        while len(groups) > 1 and (
            groups[-1][1] * groups[-2][2] <= groups[-2][1] * groups[-1][2]
            or groups[-1][2] < size / 2
        ):
            last = groups.pop()
            groups[-1] = [one + other for one, other in zip(groups[-1], last, strict=True)]
    return tuple((round(p / n, 3), round(right / n, 3)) for p, right, n in groups)


def reliability(seen: Sequence[Seen], model: str) -> None:
    """Print the table: words by probability, the share of right ones, before and after."""
    after = {one: calibrated(one.probability, model, known=one.known) for one in set(seen)}
    print("\nprobability    words  right   mean  calibrated")
    errors = [0.0, 0.0]
    for known in (True, False):
        print("words that people know" if known else "other words")
        for low, high in pairwise(BINS):
            part = [one for one in seen if one.known == known and low <= one.probability < high]
            if not part:
                continue
            share = sum(one.right for one in part) / len(part)
            raw = sum(one.probability for one in part) / len(part)
            now = sum(after[one] for one in part) / len(part)
            errors[0] += len(part) * abs(share - raw)
            errors[1] += len(part) * abs(share - now)
            print(
                f"  {low:.2f}–{min(high, 1):.2f} {len(part):8d} {share:6.2f} {raw:6.2f} {now:8.2f}"
            )
    wrong = sum(not one.right for one in seen)
    for name, marked in (
        ("probability < 0.5", [one for one in seen if one.probability < 0.5]),
        ("calibrated < 0.5", [one for one in seen if after[one] < 0.5]),
    ):
        hits = sum(not one.right for one in marked)
        share = f"{100 * hits / len(marked):.0f} %" if marked else "–"
        print(
            f"{name}: {len(marked)} marked, {share} of them wrong; {hits} of {wrong} errors found"
        )
    before, now = (error / max(1, len(seen)) for error in errors)
    print(f"calibration error: {before:.3f} before, {now:.3f} after")


def respelling(
    recognition: Recognition, text: str, names: Sequence[str], terms: Sequence[str]
) -> None:
    """Print WER, CER and recall with and without respelling, and what was respelt."""
    found = respell(recognition, names, terms)
    every = [
        " ".join((*term.split()[:-1], form)) for term in terms for form in forms(term.split()[-1])
    ]
    parts = [part for name in names for part in name.split()]
    for when, value in (("before", recognition), ("after", applied(recognition, found))):
        heard = " ".join(word.text for word in value.words)
        errors = word_errors(text, heard).rate
        row = f"{when:7} WER {100 * errors:5.1f}  CER {100 * cer(text, heard):5.1f}"
        for what, wanted in (("names", parts), ("terms", every)):
            recall = term_recall(wanted, text, heard)
            row += f"  {what} " + (f"{100 * recall:5.1f}" if recall is not None else "    –")
        print(row)
    for one in found:
        print(f"    {' '.join(one.before)} → {one.after}  ({one.why}, {one.score})")


def _lines(path: Path | None) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n") if path else []


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="RECOGNITION TRUTH, in pairs")
    parser.add_argument("--people", type=Path)
    parser.add_argument("--terms", type=Path)
    parser.add_argument("--never", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    names, terms, never = (
        [line.strip() for line in _lines(path) if line.strip()]
        for path in (arguments.people, arguments.terms, arguments.never)
    )
    own = {part for term in (*names, *terms) for part in term.lower().split()}
    seen: list[Seen] = []
    model = ""
    for path, truth in zip(arguments.files[::2], arguments.files[1::2], strict=True):
        recognition = recognition_from_json(json.loads(path.read_text(encoding="utf-8")))
        model = recognition.model.name if recognition.model else ""
        text = read_truth(truth).text
        print(f"\n{truth.name} ({model}, {len(recognition.vocabulary)} terms in its prompt)")
        respelling(recognition, text, names, terms)
        if never:
            false = respell(recognition, (), never)
            print(f"respelt to a term that is never said: {len(false)}")
            for one in false:
                print(f"    {' '.join(one.before)} → {one.after}  ({one.why}, {one.score})")
        seen += rights(recognition.words, text, own)
    reliability(seen, model)
    if arguments.fit:
        known, unknown = ([one for one in seen if one.known == known] for known in (True, False))
        print(f'\n    "{model}": Table({fitted(known)}, {fitted(unknown)}),')


if __name__ == "__main__":
    main()
