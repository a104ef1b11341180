"""Words that nobody said: in silence, noise, hum and music, and in music and noise under speech.

    python benchmarks/inventions.py [--model NAME] [--speech FILE …]

Two tables. First, 30 s of each sound without speech (see sounds.py), soft and loud, recognised with
the detector's regions and again with the whole file as one region, without hotwords and with some:
words, and gaps in s. Every number of words should be 0. Second, FILE as it is and with sounds under
it at +10 and +5 dB: word errors, of them insertions, words in stretches where the truth has no
speech, gaps in s, and the longest word in ms, against FILE's truth (`NAME.truth.json` beside it).
Insertions should not be more than without. The sounds are synthetic.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import sounds

from mediahub.evaluate import Truth, read_truth, word_errors
from mediahub.mediafile import decode
from mediahub.mediafile.audio import Audio
from mediahub.models import default_store, recogniser_for
from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions
from mediahub.transcript import Recognition, covered_ms, union

TERMS = ("Karin Ahlgren", "hembesök", "orosanmälan", "familjebehandlare")
SECONDS = 30


def heard(audio: Audio, recogniser: Recogniser, *, vad: bool, terms: tuple[str, ...] = ()) -> str:
    """Words and gaps of a sound without speech, as a cell of the first table."""
    regions = speech_regions(audio) if vad else (audio.span,)
    found = recognise(audio, regions, terms, RecogniserSettings(), recogniser)
    cell = f"{len(found.words)} / {_gaps(found):.0f}"
    if found.words:
        print("  invented:", " ".join(word.text for word in found.words), file=sys.stderr)
    return f"{cell:>12}"


def without_speech(recogniser: Recogniser) -> None:
    """Print the first table."""
    print(f"{'words / gaps s':24}{'VAD on':>12}{'VAD off':>12}{'off, terms':>12}")
    for name, make in sounds.SPEECHLESS.items():
        for level in (-20,) if name == "silence" else (-45, -20):
            audio = Audio(sounds.at_level(make(SECONDS), level))
            cells = [
                heard(audio, recogniser, vad=True),
                heard(audio, recogniser, vad=False),
                heard(audio, recogniser, vad=False, terms=TERMS),
            ]
            print(f"{name + f', {level} dB':24}" + "".join(cells), flush=True)


def under_speech(file: Path, recogniser: Recogniser) -> None:
    """Print the second table for one recording."""
    truth = read_truth(file.with_name(f"{file.stem}.truth.json"))
    with tempfile.TemporaryDirectory() as folder:
        clean = np.array(decode(file, Path(folder) / "raw", time_limit_s=300).samples)
    print(
        f"{file.name:24}{'WER %':>8}{'wrong':>8}{'missed':>8}{'inserted':>9}{'in pauses':>10}"
        f"{'gaps s':>8}{'longest':>8}"
    )
    _row("as it is", clean, truth, recogniser)
    for name in ("music", "humming", "pink noise", "hum"):
        sound = sounds.SPEECHLESS[name](len(clean) / sounds.RATE)
        for snr in (10, 5):
            mixed = sounds.under(clean, sound[: len(clean)], snr)
            _row(f"{name}, +{snr} dB", mixed, truth, recogniser)


def _row(title: str, samples: sounds.Samples, truth: Truth, recogniser: Recogniser) -> None:
    audio = Audio(samples)
    found = recognise(audio, speech_regions(audio), (), RecogniserSettings(), recogniser)
    errors = word_errors(truth.text, " ".join(word.text for word in found.words))
    speech = union(segment.span.widen(300, audio.span) for segment in truth.segments)
    pauses = sum(not covered_ms(word.span, speech) for word in found.words)
    longest = max((word.span.duration_ms for word in found.words), default=0)
    print(
        f"{title:24}{errors.rate * 100:8.1f}{errors.substitutions:8}{errors.deletions:8}"
        f"{errors.insertions:9}{pauses:10}{_gaps(found):8.1f}{longest:8}",
        flush=True,
    )


def _gaps(found: Recognition) -> float:
    return sum(gap.duration_ms for gap in found.gaps) / 1000


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--speech", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    store = default_store()
    model = recogniser_for(arguments.model, store)
    if model is None or not store.at_hand(model):
        sys.exit(f"{arguments.model} is not at hand: run `mediahub models fetch`")
    recogniser = Recogniser(model.identity, store.open(model), Lanes())
    without_speech(recogniser)
    for file in arguments.speech:
        print()
        under_speech(file, recogniser)


if __name__ == "__main__":
    main()
