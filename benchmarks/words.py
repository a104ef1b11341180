"""What respelling mends in recordings that were recognised, and how far probabilities go.

    python benchmarks/words.py RECOGNITION TRUTH [RECOGNITION TRUTH …]
        [--people NAMES] [--terms TERMS] [--never TERMS] [--fit]

RECOGNITION is a `recognition.json` that `mediahub run` left, TRUTH the truth file of its recording.
TERMS and NAMES are text files, one a line. Printed for each recording: WER, CER and the recall of
names and terms (with their inflections) before and after respelling, and every respelling made;
`--never` are terms that are not said in any of them, so that each respelling to one is false. Then
the reliability of word probabilities (`reliability.py`). `--fit` prints the table of
`mediahub.speech.confidence` fitted to these recordings; judge it on others. `house.py` recognises
recordings itself, with the house's words and without.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reliability import Reliability, reliability_of, rights, show

from mediahub.evaluate import cer, read_truth, term_recall, word_errors
from mediahub.language.forms import forms
from mediahub.speech.calibration import Seen, fitted
from mediahub.speech.respelling import respell
from mediahub.transcript import Recognition, Respelling, respelt
from mediahub.transcript.codec import recognition_from_json

__all__ = [
    "Reliability",
    "Respelt",
    "Score",
    "Seen",
    "before_and_after",
    "reliability_of",
    "rights",
]


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1: word and character errors, and how many names and terms were found."""

    wer: float
    cer: float
    names: float | None
    terms: float | None


@dataclass(frozen=True)
class Respelt:
    """A recording before and after respelling, and what was respelt."""

    before: Score
    after: Score
    made: tuple[Respelling, ...]


def before_and_after(
    recognition: Recognition, text: str, names: Sequence[str], terms: Sequence[str]
) -> Respelt:
    """WER, CER and recall with and without respelling."""
    made = respell(recognition, names, terms)
    before, after = (
        scored(text, " ".join(word.text for word in value.words), names, terms)
        for value in (recognition, respelt(recognition, made))
    )
    return Respelt(before, after, made)


def scored(text: str, heard: str, names: Sequence[str], terms: Sequence[str]) -> Score:
    """What was heard held against the text."""
    return Score(
        wer=word_errors(text, heard).rate,
        cer=cer(text, heard),
        names=term_recall([part for name in names for part in name.split()], text, heard),
        terms=term_recall(inflected(terms), text, heard),
    )


def inflected(terms: Sequence[str]) -> list[str]:
    """Each term in all the forms of its last word."""
    return [
        " ".join((*term.split()[:-1], form)) for term in terms for form in forms(term.split()[-1])
    ]


def reliability_in(path: Path, truth: Path, own: Sequence[str] = ()) -> Reliability:
    """The worth of the probabilities in a `recognition.json`; `own` are words of the house."""
    recognition = read(path)
    model = recognition.model.name if recognition.model else ""
    parts = {part for term in own for part in term.lower().split()}
    return reliability_of(rights(recognition.words, read_truth(truth).text, parts), model)


def read(path: Path) -> Recognition:
    """A `recognition.json`."""
    return recognition_from_json(json.loads(path.read_text(encoding="utf-8")))


def _show(value: Respelt) -> None:
    for when, score in (("before", value.before), ("after", value.after)):
        row = f"{when:7} WER {100 * score.wer:5.1f}  CER {100 * score.cer:5.1f}"
        for what, recall in (("names", score.names), ("terms", score.terms)):
            row += f"  {what} " + (f"{100 * recall:5.1f}" if recall is not None else "    –")
        print(row)
    _list(value.made)


def _list(made: Sequence[Respelling]) -> None:
    for one in made:
        print(f"    {' '.join(one.before)} → {one.after}  ({one.why}, {one.score})")


def _lines(path: Path | None) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n") if path else []
    return [line.strip() for line in lines if line.strip()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="RECOGNITION TRUTH, in pairs")
    parser.add_argument("--people", type=Path)
    parser.add_argument("--terms", type=Path)
    parser.add_argument("--never", type=Path)
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    names, terms, never = map(_lines, (arguments.people, arguments.terms, arguments.never))
    own = {part for term in (*names, *terms) for part in term.lower().split()}
    seen: list[Seen] = []
    model = ""
    for path, truth in zip(arguments.files[::2], arguments.files[1::2], strict=True):
        recognition = read(path)
        model = recognition.model.name if recognition.model else ""
        text = read_truth(truth).text
        print(f"\n{truth.name} ({model}, {len(recognition.vocabulary)} terms in its prompt)")
        _show(before_and_after(recognition, text, names, terms))
        if never:
            false = respell(recognition, (), never)
            print(f"respelt to a term that is never said: {len(false)}")
            _list(false)
        seen += rights(recognition.words, text, own)
    show(reliability_of(seen, model))
    if arguments.fit:
        known, unknown = ([one for one in seen if one.known == known] for known in (True, False))
        print(f'\n    "{model}": Table({fitted(known)}, {fitted(unknown)}),')


if __name__ == "__main__":
    main()
