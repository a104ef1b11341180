"""Words that nobody said: in silence, noise, hum and music, and in music and noise under speech.

    python benchmarks/inventions.py [--model NAME] [--speech FILE …]

Two tables, both with faster-whisper as it comes beside mediahub (sequential, beam 5, word times, no
detector). First, 30 s of each sound without speech (see sounds.py), soft and loud, recognised with
the detector's regions and again with the whole file as one region, without hotwords and with some:
words, and gaps in s. Every number of words should be 0. Second, FILE as it is and with sounds under
it at +10 and +5 dB: word errors against FILE's truth (`NAME.truth.json` beside it), of them
insertions, words in stretches where the truth has no speech, gaps in s, and the longest word in ms.
Insertions should not be more than without. The sounds are synthetic.

`without_speech` and `under_speech` give the tables as values.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sounds
from cost import model_at_hand

from mediahub.evaluate import Truth, read_truth, word_errors
from mediahub.mediafile import decode
from mediahub.mediafile.audio import Audio
from mediahub.models import default_store
from mediahub.speech import Lanes, Recogniser, RecogniserSettings, recognise, speech_regions
from mediahub.transcript import Span, Word, covered_ms, union

TERMS = ("Karin Ahlgren", "hembesök", "orosanmälan", "familjebehandlare")
SECONDS = 30
UNDER = ("music", "humming", "pink noise", "hum")
LOUDNESS = (10, 5)
"""How much softer than the speech the sounds under it are, in dB."""


@dataclass(frozen=True)
class Heard:
    """What one way of recognising made of a sound: words, and what it marks as not understood."""

    words: tuple[Word, ...]
    gaps: tuple[Span, ...] = ()

    @property
    def gaps_s(self) -> float:
        """How long the gaps are together, in s."""
        return sum(gap.duration_ms for gap in self.gaps) / 1000


Way = Callable[[Audio], Heard]
"""A way of recognising."""


def text_of(heard: Heard) -> str:
    """The words as one text."""
    return " ".join(word.text for word in heard.words)


@dataclass(frozen=True)
class Row:
    """Word errors of a recording with one sound under it.

    `wer` is 0 to 1; `added` are insertions, `in_pauses` the words where the truth has no speech.
    """

    title: str
    wer: float
    replaced: int
    lost: int
    added: int
    in_pauses: int
    gaps_s: float
    longest_ms: int


@dataclass(frozen=True)
class Speechless:
    """What each way, by its index, made of one sound in which nobody speaks."""

    title: str
    heard: tuple[Heard, ...]


def mediahub(recogniser: Recogniser, *, vad: bool = True, terms: Sequence[str] = ()) -> Way:
    """mediahub's recognition, in the detector's regions or in all of the sound."""

    def way(audio: Audio) -> Heard:
        regions = speech_regions(audio) if vad else (audio.span,)
        found = recognise(audio, regions, terms, RecogniserSettings(), recogniser)
        return Heard(found.words, found.gaps)

    return way


def plain(folder: Path) -> Way:
    """faster-whisper's own sequential transcription, without its detector."""
    from ctranslate2 import set_random_seed
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8")

    def way(audio: Audio) -> Heard:
        set_random_seed(0)  # where it is unsure of itself it samples
        segments, _ = model.transcribe(
            audio.slice(audio.span),
            language="sv",
            beam_size=5,
            word_timestamps=True,
            vad_filter=False,
        )
        words = [word for segment in segments for word in segment.words]
        return Heard(tuple(_word(word.word, word.start, word.end) for word in words))

    return way


def without_speech(ways: Sequence[Way]) -> Iterator[Speechless]:
    """Each sound without speech, soft and loud, as each of the ways hears it."""
    for name, make in sounds.SPEECHLESS.items():
        for level in (-20,) if name == "silence" else (-45, -20):
            audio = Audio(sounds.at_level(make(SECONDS), level))
            yield Speechless(f"{name}, {level} dB", tuple(way(audio) for way in ways))


def under_speech(file: Path, way: Way) -> Iterator[Row]:
    """The word errors in a recording as it is, and with each sound under it at each loudness."""
    truth = read_truth(file.with_name(f"{file.stem}.truth.json"))
    with tempfile.TemporaryDirectory() as folder:
        clean = np.array(decode(file, Path(folder) / "raw", time_limit_s=300).samples)
    yield _row("as it is", Audio(clean), truth, way)
    for name in UNDER:
        sound = sounds.SPEECHLESS[name](len(clean) / sounds.RATE)[: len(clean)]
        for snr in LOUDNESS:
            mixed = sounds.under(clean, sound, snr)
            yield _row(f"{name}, +{snr} dB", Audio(mixed), truth, way)


def _row(title: str, audio: Audio, truth: Truth, way: Way) -> Row:
    found = way(audio)
    errors = word_errors(truth.text, text_of(found))
    speech = union(segment.span.widen(300, audio.span) for segment in truth.segments)
    return Row(
        title=title,
        wer=errors.rate,
        replaced=errors.substitutions,
        lost=errors.deletions,
        added=errors.insertions,
        in_pauses=sum(not covered_ms(word.span, speech) for word in found.words),
        gaps_s=found.gaps_s,
        longest_ms=max((word.span.duration_ms for word in found.words), default=0),
    )


def _word(text: str, start_s: float, end_s: float) -> Word:
    start = max(0, round(start_s * 1000))
    return Word(text.strip(), Span(start, max(start, round(end_s * 1000))), 1.0)


def _print_speechless(rows: Iterator[Speechless]) -> None:
    heads = ("VAD on", "VAD off", "off, terms", "faster-whisper")
    print(f"{'words / gaps s':24}" + "".join(f"{head:>15}" for head in heads))
    for row in rows:
        cells = [f"{len(one.words)} / {one.gaps_s:.0f}" for one in row.heard[:-1]]
        cells = [f"{cell:>15}" for cell in cells] + [f"{len(row.heard[-1].words):15}"]
        print(f"{row.title:24}" + "".join(cells), flush=True)
        for one in row.heard[:-1]:
            if one.words:
                print("  invented:", " ".join(word.text for word in one.words), file=sys.stderr)


def _print_rows(title: str, rows: Iterator[Row]) -> None:
    print(
        f"\n{title:34}{'WER %':>8}{'wrong':>8}{'missed':>8}{'inserted':>9}{'in pauses':>10}"
        f"{'gaps s':>8}{'longest':>8}"
    )
    for row in rows:
        print(
            f"{row.title:34}{row.wer * 100:8.1f}{row.replaced:8}{row.lost:8}{row.added:9}"
            f"{row.in_pauses:10}{row.gaps_s:8.1f}{row.longest_ms:8}",
            flush=True,
        )


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--speech", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    model = model_at_hand(arguments.model)
    folder = default_store().open(model)
    recogniser = Recogniser(model.identity, folder, Lanes())
    baseline = plain(folder)
    ways = (
        mediahub(recogniser),
        mediahub(recogniser, vad=False),
        mediahub(recogniser, vad=False, terms=TERMS),
        baseline,
    )
    _print_speechless(without_speech(ways))
    for file in arguments.speech:
        _print_rows(file.name, under_speech(file, mediahub(recogniser)))
        _print_rows(f"{file.name}, faster-whisper", under_speech(file, baseline))


if __name__ == "__main__":
    main()
