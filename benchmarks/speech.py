"""Everything that is promised of speech, as one table: target, faster-whisper itself, mediahub.

    python benchmarks/speech.py [--model NAME …] [--parts PART,…] [--runs 3] [--hours 3]
                                [--shared DIR] [--cache DIR]

Parts, in this order, each measured by the script of its name, where it is told how:
  cost        what `mediahub run` takes on lang.mp3 beside plain faster-whisper's recognition alone,
              with each model, and what it gets right (cost.py);
  memory      the process tree's peak on the recording repeated to `--hours` (cost.py);
  speakers    DER and cost, number of speakers not given (speakers.py);
  house       names and terms with and without prompt and respelling (house.py);
  inventions  words where nobody speaks, and insertions with sounds under speech (inventions.py);
  confidence  probabilities against what was right (reliability.py);
  voices      whether a voice is known again (voices.py).
The first `--model` is the one of all parts, further ones are measured by cost and memory alone.
`--shared` has the dialogues; without them the demo podcast stands in, and fewer lines come out.
A line whose target is missed says MISSED.
"""

import argparse
import functools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cost
import house
import inventions
import speakers
import voices
from mixing import fetched
from reliability import reliability_of, rights

from mediahub.evaluate import read_truth
from mediahub.models import DIARISER, Model, default_store
from mediahub.speech import Lanes, Recogniser

DEMO = Path("media/2020-06-03-tidiga-insatser/podden-avsnitt-1.mp3")
MB_AT_LENGTH = {"base": 1800.0, "small": 2600.0}
SHARE_OF_PLAIN = {"base": 1.0, "small": 0.8}
DER_AT_MOST = {"kort": 0.01, "lang": 0.01, "telephone": 0.06}
MIXTURE_DER_AT_MOST = 0.05
CPU_S_AT_MOST = 0.05
GROWN = 1.05
"""Memory on the long recording, as a share of that on the short one, that is no growth."""


@dataclass(frozen=True)
class Line:
    """A figure: mediahub's, faster-whisper's own where it has one, the target and whether met."""

    what: str
    ours: str
    plain: str = ""
    target: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Bench:
    """What is measured with what."""

    models: tuple[Model, ...]
    file: Path
    shared: Path
    cache: Path
    runs: int
    hours: float

    @functools.cached_property
    def recogniser(self) -> Recogniser:
        """The first model, loaded."""
        model = self.models[0]
        return Recogniser(model.identity, default_store().open(model), Lanes(), device="cpu")

    @property
    def truth(self) -> Path:
        """The truth beside the file."""
        return self.file.with_name(f"{self.file.stem}.truth.json")


def at_most(
    what: str, ours: float, most: float | None, form: str, plain: float | None = None
) -> Line:
    """A line of numbers in a format such as "{:.1%}"; `most` None is no target."""
    return Line(
        what,
        form.format(ours),
        form.format(plain) if plain is not None else "",
        f"≤ {form.format(most)}" if most is not None else "",
        ours <= most if most is not None else None,
    )


def _of_size(model: Model, targets: dict[str, float]) -> float | None:
    return next((most for size, most in targets.items() if size in model.name), None)


def costs(bench: Bench) -> Iterator[Line]:
    """What the whole run takes and gets right, with each model."""
    truth = read_truth(bench.truth)
    for model in bench.models:
        found = cost.runs_of("ac", bench.file, model, runs=bench.runs, truth=bench.truth)
        plain, ours = found["a"], found["c"]
        name = f"{bench.file.stem}, {model.name}"
        share = _of_size(model, SHARE_OF_PLAIN)
        for part, title in (("cpu_s", "CPU"), ("wall_s", "wall")):
            base, whole = cost.median(plain, part), cost.median(ours, part)
            yield at_most(f"{name}: {title} s", whole, None, "{:.1f}", base)
            yield at_most(f"{name}: {title} ×", whole / base, share, "{:.2f}", 1.0)
        peak = cost.median(ours, "peak_mb")
        yield at_most(f"{name}: peak MB", peak, None, "{:.0f}", cost.median(plain, "peak_mb"))
        base_wer, our_wer = cost.mean_wer(plain, truth), cost.mean_wer(ours, truth)
        yield at_most(f"{name}: WER", our_wer, base_wer + 0.01, "{:.1%}", base_wer)
        last = ours[-1].figures
        if last is not None:
            yield at_most(f"{name}: CER", last.cer, None, "{:.1%}")
            yield Line(f"{name}: speakers found", f"{last.speakers_found} of {last.speakers}")
            yield at_most(f"{name}: words to the wrong speaker", last.wrong_speaker, None, "{:.1%}")
            yield at_most(
                f"{name}: words where nobody speaks", last.words_in_silence, None, "{:.0f}"
            )
        if last is not None and last.chapter_f1 is not None:
            yield Line(f"{name}: chapter F1, Pk", f"{last.chapter_f1:.2f}, {last.pk:.3f}")


def memory(bench: Bench) -> Iterator[Line]:
    """The peak on a long recording, and whether it is more than on the short one."""
    with tempfile.TemporaryDirectory() as scratch:
        long = cost.repeated(bench.file, bench.hours, Path(scratch))
        for model in bench.models:
            short_mb, long_mb = (
                cost.runs_of("c", file, model, runs=1)["c"][0].peak_mb
                for file in (bench.file, long)
            )
            name = f"{bench.hours:g} h, {model.name}"
            yield at_most(f"{name}: peak MB", long_mb, _of_size(model, MB_AT_LENGTH), "{:.0f}")
            yield at_most(f"{name}: × {bench.file.stem}", long_mb / short_mb, GROWN, "{:.2f}")


def tellings(bench: Bench) -> Iterator[Line]:
    """Who spoke when."""
    embedder = default_store().open(DIARISER)
    for row in speakers.rows(embedder, bench.cache, bench.shared):
        most = DER_AT_MOST.get(row.name, MIXTURE_DER_AT_MOST)
        name = f"{row.name} ({row.part}, {row.overlap:.0%} overlap)"
        yield at_most(f"DER {name}", row.der, None if "recorded" in row.name else most, "{:.2%}")
        yield Line("  speakers found", f"{row.found} of {row.speakers}")
        yield at_most("  DER without collar", row.strict, None, "{:.2%}")
        yield at_most("  CPU-s a second", row.cost, CPU_S_AT_MOST, "{:.3f}")


def own_words(bench: Bench) -> Iterator[Line]:
    """Names and terms; faster-whisper itself knows none of them."""
    plain = inventions.plain(default_store().open(bench.models[0]))
    for material in house.materials(bench.shared, bench.cache / "samtal"):
        rows = house.house_words(material, bench.recogniser, bench.cache / "recognised")
        base = house.heard_by(material, lambda audio: inventions.text_of(plain(audio)))
        ways = ("as it comes", "respelt", "prompt", "prompt, respelt")
        for way, row in zip(ways, rows, strict=True):
            name = f"{material.name}, {way}"
            yield at_most(f"WER {name}", row.wer, None, "{:.1%}", base.wer)
            yield Line("  terms, names found", _found(row), _found(base))
            if row.respelt is not None:
                yield Line("  respellings, wrong ones", f"{row.respelt}, {row.wrong}")


def _found(row: house.HouseRow) -> str:
    shares = [f"{share:.0%}" if share is not None else "–" for share in (row.terms, row.names)]
    return ", ".join(shares)


def invented(bench: Bench) -> Iterator[Line]:
    """Words that nobody said."""
    ours = inventions.mediahub(bench.recogniser)
    plain = inventions.plain(default_store().open(bench.models[0]))
    off = inventions.mediahub(bench.recogniser, vad=False)
    primed = inventions.mediahub(bench.recogniser, vad=False, terms=inventions.TERMS)
    for row in inventions.without_speech((ours, off, primed, plain)):
        *counts, base = [len(one.words) for one in row.heard]
        written = " / ".join(map(str, counts))
        name = f"words in 30 s of {row.title} (VAD on / off / off, terms)"
        yield Line(name, written, str(base), "0", not any(counts))
    kort = bench.shared / "kort.mp3"
    for file in (kort, DEMO) if kort.exists() else (DEMO,):
        clean: int | None = None
        rows = (inventions.under_speech(file, way) for way in (ours, plain))
        for row, base_row in zip(*rows, strict=True):
            title = f"{file.stem}, {row.title}"
            yield at_most(f"added words, {title}", row.added, clean, "{:.0f}", base_row.added)
            yield Line("  WER, gaps", f"{row.wer:.1%}, {row.gaps_s:.0f} s", f"{base_row.wer:.1%}")
            clean = row.added if clean is None else clean


def beliefs(bench: Bench) -> Iterator[Line]:
    """How far probabilities can be believed, on the recordings the table was not fitted on."""
    kort = bench.shared / "kort.mp3"
    seen = []
    for file in [kort, DEMO] if kort.exists() else [DEMO]:
        truth = read_truth(file.with_name(f"{file.stem}.truth.json"))
        heard = house.recognised(file, (), bench.recogniser, bench.cache / "recognised")
        seen += rights(heard.words, truth.text)
    found = reliability_of(seen, bench.models[0].name)
    yield at_most("calibration error", found.error_after, None, "{:.3f}", found.error_before)
    yield Line(
        "marked words that are wrong",
        f"{found.by_calibration.wrong} of {found.by_calibration.words}",
        f"{found.by_probability.wrong} of {found.by_probability.words}",
    )
    for one in found.bins:
        kind = "known" if one.known else "unknown"
        yield Line(
            f"  {one.words} {kind} words of {one.low:.2f}–{min(one.high, 1):.2f}: right, believed",
            f"{one.right:.2f}, {one.calibrated:.2f}",
            f"{one.right:.2f}, {one.believed:.2f}",
        )


def known_again(bench: Bench) -> Iterator[Line]:
    """Voices held against those of other meetings."""
    wheel = fetched("speakerbox==1.2.0", bench.cache)
    found = voices.summary(wheel, default_store().open(DIARISER))
    for group in ("tuning", "held out"):
        rates = found.at_threshold(group)
        yield Line(
            f"voices, {group}: false accepts", f"{rates.false_accepts:.1%} of {rates.others}"
        )
        yield Line(f"voices, {group}: false rejects", f"{rates.false_rejects:.1%} of {rates.same}")
    for one in found.decisions:
        yield Line(
            f"proposals, {one.group}: right, wrong, missed",
            f"{one.right}, {one.wrong}, {one.missed}",
        )


PARTS: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "cost": costs,
    "memory": memory,
    "speakers": tellings,
    "house": own_words,
    "inventions": invented,
    "confidence": beliefs,
    "voices": known_again,
}


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", nargs="+", default=["openai/whisper-base"])
    parser.add_argument("--parts", default=",".join(PARTS), help="with commas between")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--hours", type=float, default=3.0)
    parser.add_argument("--shared", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/mediahub/benchmarks")
    arguments = parser.parse_args()
    lang = arguments.shared / "lang.mp3"
    bench = Bench(
        models=tuple(cost.model_at_hand(name) for name in arguments.model),
        file=lang if lang.exists() else DEMO,
        shared=arguments.shared,
        cache=arguments.cache,
        runs=arguments.runs,
        hours=arguments.hours,
    )
    print(f"{'':68}{'target':>10}  {'faster-whisper':>16}  {'mediahub':>16}")
    for part in arguments.parts.split(","):
        print(part)
        for line in PARTS[part](bench):
            verdict = {None: "", True: "met", False: "MISSED"}[line.met]
            print(
                f"  {line.what:66}{line.target:>10}  {line.plain:>16}  {line.ours:>16}  {verdict}",
                flush=True,
            )


if __name__ == "__main__":
    main()
