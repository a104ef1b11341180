"""What becomes of an editor's corrections when another model hears the recording anew.

    python benchmarks/corrections.py --truth NAME=TRUTH … --old FOLDER --new FOLDER [--json]

FOLDER holds, for each NAME, the `recognition.json` and `respelling.json` that `mediahub run` left
(`FOLDER/NAME/…`). The corrections are what must be changed in the old words to say the truth: the
short ones (three words at most), and then all of them. Each is merged into the new words and put
there. It is *right* when it stands where the truth has it and takes nothing from beside; *wrong*
when it does not and nobody is asked; the others are asked about. Beside it (`plain`) stands what
finding each place by its own words and time comes to, as was done before the merge.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mediahub.edits import Entry, ReplaceWords, identified
from mediahub.edits.anchors import CONTEXT
from mediahub.edits.fits import wording_digest
from mediahub.edits.merging import merged
from mediahub.edits.pairing import Partners, pairs, timed
from mediahub.edits.replaying import BASE, Replay
from mediahub.edits.standing import fit_on, on_wording
from mediahub.evaluate import read_truth, word_errors
from mediahub.evaluate.truth import Truth
from mediahub.language.writing import readable
from mediahub.pipeline.respelling import respellings_from_json
from mediahub.transcript import Recognition, Span, Word, respelt
from mediahub.transcript.codec import recognition_from_json
from mediahub.transcript.timing import spread

SHORT = 3


def worded(folder: Path) -> Recognition:
    """The readable words that edits are made on."""
    recognition = recognition_from_json(json.loads((folder / "recognition.json").read_text()))
    found = respellings_from_json(json.loads((folder / "respelling.json").read_text()))
    words = readable(respelt(recognition, found).words, fillers="remove")
    return replace(recognition, words=words)


def true_words(truth: Truth) -> list[Word]:
    """The words that were said, each with about its time."""
    return [word for one in truth.segments for word in spread(one.text.split(), one.span)]


@dataclass(frozen=True)
class Wanted:
    """A correction, and which words of the truth it puts in."""

    entry: ReplaceWords
    first: int
    end: int

    @property
    def short(self) -> bool:
        return max(len(self.entry.before), len(self.entry.after.split())) <= SHORT


def wanted(old: Sequence[Word], truth: Sequence[Word]) -> list[Wanted]:
    """The corrections that make the old words say the truth."""
    found: list[Wanted] = []
    i = j = 0
    same = [pair for pair in pairs(timed(old), timed(truth)) if pair.cost == 0.0]
    for a, a_end, b, b_end in [(p.a, p.a_end, p.b, p.b_end) for p in same] + [
        (len(old), len(old), len(truth), len(truth))
    ]:
        if i < a or j < b:
            if i < a:
                start = old[i].span.start_ms
                span = Span(start, max(start, *(w.span.end_ms for w in old[i:a])))
            else:
                at = old[i - 1].span.end_ms if i else 0
                latest = max(at, old[a].span.start_ms - 1) if a < len(old) else at
                span = Span(at, latest)
            entry = ReplaceWords(
                "",
                span,
                tuple(w.text for w in old[i:a]),
                " ".join(w.text for w in truth[j:b]),
                tuple(w.text for w in old[max(0, i - CONTEXT) : i]),
                tuple(w.text for w in old[a : a + CONTEXT]),
            )
            one = identified(entry)
            assert isinstance(one, ReplaceWords)
            found.append(Wanted(one, j, b))
        i, j = a_end, b_end
    return found


@dataclass(frozen=True)
class Outcome:
    """How many of the corrections came right, by state; and the word errors then."""

    count: int
    states: Counter[str]
    wer: float
    seconds: float
    told: list[str]


def judged(
    corrections: Sequence[Wanted],
    entries: Sequence[Entry],
    new: Recognition,
    wording: str,
    truth: Sequence[Word],
    whole: str,
    took: float,
) -> Outcome:
    """What became of the corrections in the new words."""
    heard = Partners.of(timed(new.words), timed(truth))
    true_at = [
        place[0] if place is not None and place[2] == 0.0 else None for place in heard.places
    ]
    replay = Replay(new)
    lost: set[int] = set()
    for number, entry in enumerate(entries):
        assert isinstance(entry, ReplaceWords)
        anchored = on_wording(entry, wording)
        exact = fit_on(entry, wording) is not None
        if anchored is None or replay.put(number, anchored, exact=exact) == "unplaced":
            lost.add(number)
    states: Counter[str] = Counter()
    told: list[str] = []
    for number, (one, entry) in enumerate(zip(corrections, entries, strict=True)):
        assert isinstance(entry, ReplaceWords)
        fit = fit_on(entry, wording)
        state = fit.state if fit is not None else "plain"
        if number in lost or number not in replay.ranges:
            states["lost"] += 1
            continue
        first, end = replay.ranges[number]
        taken = [true_at[i] for owner, i in replay.covered[number] if owner == BASE]
        harm = [t for t in taken if t is not None and not one.first <= t < one.end]
        left = _known(replay, true_at, range(first - 1, -1, -1))
        right = _known(replay, true_at, range(end, len(replay.tags)))
        right_place = (left is None or left < one.first) and (right is None or right >= one.end)
        good = not harm and right_place
        states[f"{state} {'right' if good else 'wrong'}"] += 1
        if not good or state == "question":
            text = [w.text for w in replay.words[max(0, first - 4) : end + 4]]
            saw = " ".join(new.words[i].text for o, i in replay.covered[number] if o == BASE)
            told.append(
                f"{state} {'right' if good else 'WRONG'} {first}: "
                f"{' '.join(one.entry.left)} [{' '.join(one.entry.before)} -> {one.entry.after}] "
                f"{' '.join(one.entry.right)} | new: [{saw}] | {' '.join(text)}"
            )
    said = " ".join(word.text for word in replay.words)
    return Outcome(len(corrections), states, word_errors(whole, said).rate, took, told)


def _known(replay: Replay, true_at: Sequence[int | None], places: range) -> int | None:
    """Which word of the truth the nearest new word is that surely is one."""
    for at in places:
        owner, index = replay.tags[at]
        if owner == BASE and true_at[index] is not None:
            return true_at[index]
    return None


def measured(
    old: Recognition, new: Recognition, truth: Truth, *, short: bool
) -> tuple[Outcome, Outcome]:
    """What becomes of the corrections by the merge, and plainly."""
    said = true_words(truth)
    corrections = [one for one in wanted(old.words, said) if one.short or not short]
    entries = [replace(one.entry, wording="old") for one in corrections]
    wording = wording_digest(new.words)
    began = time.process_time()
    made = merged(old, "old", entries, new, wording)
    took = time.process_time() - began
    merge = judged(corrections, made, new, wording, said, truth.text, took)
    plain = judged(
        corrections, [one.entry for one in corrections], new, wording, said, truth.text, 0
    )
    return merge, plain


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--truth", action="append", required=True, metavar="NAME=TRUTH")
    parser.add_argument("--old", type=Path, required=True)
    parser.add_argument("--new", type=Path, required=True)
    parser.add_argument("--told", action="store_true")
    args = parser.parse_args()
    for short in (True, False):
        for given in args.truth:
            name, _, path = given.partition("=")
            truth = read_truth(Path(path))
            old, new = worded(args.old / name), worded(args.new / name)
            merge, plain = measured(old, new, truth, short=short)
            kind = "short" if short else "all"
            for how, one in (("merge", merge), ("plain", plain)):
                right = sum(
                    n
                    for state, n in one.states.items()
                    if state in ("settled right", "moved right", "plain right")
                )
                print(
                    f"{name:8} {kind:5} {how:6} {right}/{one.count} = "
                    f"{right / max(1, one.count):.1%}  "
                    f"{dict(sorted(one.states.items()))}  WER {one.wer:.1%}  {one.seconds:.2f} s"
                )
            if args.told:
                print("\n".join(merge.told))


if __name__ == "__main__":
    main()
