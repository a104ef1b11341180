"""Words lost in telephone and other poor sound, beside plain faster-whisper in both its modes.

    python benchmarks/telephone.py [--model NAME] [--shared DIR] [--seconds 240]
                                   [--variants NAME,…] [--recordings NAME,…]

The demo podcast, and with `--shared` that folder's kort.mp3 and the first `--seconds` of lang.mp3,
as they are and as ffmpeg makes them worse:
  telephone   300 to 3400 Hz, 8 kHz, µ-law;
  mobile      the same band at 8 kHz, GSM where this ffmpeg has an encoder, else MP3 at 16 kbit/s;
  line        telephone with hiss and hum under it, as on an old line;
  clipped     18 dB too loud, cut off at full scale;
  shouted     clipped, and then telephone;
  mp3-24      MP3 at 24 kbit/s, 16 kHz.
Each is recognised by mediahub and by faster-whisper as it comes with its own detector, in sequence
and in batches (beam 5): word errors against the truth, of them replaced, missed and inserted, and
the seconds that mediahub marks as not understood. A line is MISSED where mediahub has more than a
point more word errors than the better of the two modes, or more words missed. The voices are
synthetic.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sounds
from cost import model_at_hand
from inventions import Heard, Way, mediahub, text_of

from mediahub.evaluate import Truth, read_truth, word_errors
from mediahub.mediafile import decode
from mediahub.mediafile.audio import RATE, Audio
from mediahub.models import default_store
from mediahub.speech import Lanes, Recogniser
from mediahub.transcript import Span, Word
from speech import DEMO

BAND = "highpass=f=300:poles=2,lowpass=f=3400:poles=2,lowpass=f=3400:poles=2,aresample=8000"
CLIPPED_DB = 18
LINE_DB = 30
"""How much softer than the speech hiss and hum are on the line, together."""

Samples = np.ndarray[Any, np.dtype[np.int16]]


@dataclass(frozen=True)
class Row:
    """What one way of recognising made of one recording: `wer` is 0 to 1, the others are counts."""

    wer: float
    replaced: int
    missed: int
    inserted: int
    gaps_s: float


def through(ffmpeg: str, samples: Samples, folder: Path, suffix: str, *options: str) -> Samples:
    """The samples (16 kHz) encoded by ffmpeg with the options, and decoded as mediahub does it."""
    file = folder / f"worse{suffix}"
    raw = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    command = [ffmpeg, "-nostdin", "-v", "error", "-y", *raw, *options, str(file)]
    subprocess.run(command, input=samples.tobytes(), check=True)
    return np.array(decode(file, folder / "worse.raw", time_limit_s=300).samples)


def variants(ffmpeg: str, folder: Path) -> Mapping[str, Callable[[Samples], Samples]]:
    """The ways in which sound gets worse, by name."""
    encoders = subprocess.run(
        [ffmpeg, "-v", "error", "-encoders"], check=True, capture_output=True, text=True
    ).stdout
    gsm = (".gsm", "-c:a", "libgsm") if "libgsm" in encoders else (".mp3", "-b:a", "16k")

    def telephone(samples: Samples) -> Samples:
        return through(ffmpeg, samples, folder, ".wav", "-af", BAND, "-c:a", "pcm_mulaw")

    def clipped(samples: Samples) -> Samples:
        louder = samples.astype(np.float64) * 10 ** (CLIPPED_DB / 20)
        return np.clip(louder, -32_768, 32_767).astype(np.int16)

    def line(samples: Samples) -> Samples:
        seconds = len(samples) / RATE + 1
        noise = (sounds.pink(seconds) + 0.5 * sounds.hum(seconds))[: len(samples)]
        noise /= np.sqrt((noise**2).mean())
        return telephone(sounds.under(samples, noise, LINE_DB))

    return {
        "as it is": lambda samples: samples,
        "telephone": telephone,
        "mobile": lambda samples: through(ffmpeg, samples, folder, gsm[0], "-af", BAND, *gsm[1:]),
        "line": line,
        "clipped": clipped,
        "shouted": lambda samples: telephone(clipped(samples)),
        "mp3-24": lambda samples: through(ffmpeg, samples, folder, ".mp3", "-b:a", "24k"),
    }


def plain(folder: Path, *, batched: bool) -> Way:
    """faster-whisper's own transcription with its own detector."""
    from ctranslate2 import set_random_seed
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8")
    pipeline = BatchedInferencePipeline(model) if batched else model

    def way(audio: Audio) -> Heard:
        set_random_seed(0)  # where it is unsure of itself it samples
        segments, _ = pipeline.transcribe(
            audio.slice(audio.span), language="sv", beam_size=5, vad_filter=True
        )
        return Heard(tuple(Word(segment.text.strip(), Span(0, 0), 1.0) for segment in segments))

    return way


def recordings(shared: Path | None, seconds: int, folder: Path) -> Iterator[tuple[str, Audio, str]]:
    """Name, sound and true text of each recording."""
    files = [DEMO]
    if shared is not None:
        files += [shared / "kort.mp3", shared / "lang.mp3"]
    for file in files:
        truth = read_truth(file.with_name(f"{file.stem}.truth.json"))
        samples = np.array(decode(file, folder / "sound.raw", time_limit_s=600).samples)
        name = "demo" if file == DEMO else file.stem
        if name == "lang":
            end_ms, text = _first(truth, seconds * 1000)
            yield name, Audio(samples[: end_ms * RATE // 1000]), text
        else:
            yield name, Audio(samples), truth.text


def _first(truth: Truth, ms: int) -> tuple[int, str]:
    """Where the last sentence ends that is whole in the first `ms`, and the text up to there."""
    inside = [segment for segment in truth.segments if segment.span.end_ms <= ms]
    return inside[-1].span.end_ms + 100, " ".join(segment.text for segment in inside)


def row_of(text: str, heard: Heard) -> Row:
    """The errors of what was heard against the true text."""
    errors = word_errors(text, text_of(heard))
    return Row(errors.rate, errors.substitutions, errors.deletions, errors.insertions, heard.gaps_s)


def verdict(ours: Row, sequential: Row, batched: Row) -> str:
    """Whether mediahub is within a point of the better mode, and misses no more words than it."""
    best = min(sequential, batched, key=lambda row: row.wer)
    return "met" if ours.wer <= best.wer + 0.01 and ours.missed <= best.missed else "MISSED"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--variants", help="with commas between; all if not given")
    parser.add_argument("--recordings", help="with commas between; all if not given")
    arguments = parser.parse_args()
    from imageio_ffmpeg import get_ffmpeg_exe

    model = model_at_hand(arguments.model)
    store = default_store().open(model)
    ways = (
        mediahub(Recogniser(model.identity, store, Lanes())),
        plain(store, batched=False),
        plain(store, batched=True),
    )
    heads = ("mediahub", "in sequence", "in batches")
    print(f"{'WER % (replaced, missed, inserted)':24}" + "".join(f"{head:>26}" for head in heads))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        worse = variants(get_ffmpeg_exe(), folder)
        wanted = arguments.variants.split(",") if arguments.variants else list(worse)
        chosen = arguments.recordings.split(",") if arguments.recordings else None
        for name, audio, text in recordings(arguments.shared, arguments.seconds, folder):
            for variant in wanted if chosen is None or name in chosen else ():
                sound = Audio(worse[variant](np.array(audio.samples)))
                rows = [row_of(text, way(sound)) for way in ways]
                cells = [
                    f"{row.wer * 100:.1f} ({row.replaced}, {row.missed}, {row.inserted})"
                    for row in rows
                ]
                print(
                    f"{name + ', ' + variant:34}"
                    + "".join(f"{cell:>26}" for cell in cells)
                    + f"  gaps {rows[0].gaps_s:5.1f} s  {verdict(*rows)}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
