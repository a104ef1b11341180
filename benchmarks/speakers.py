"""Who spoke when: DER and cost on synthetic dialogues, a telephone call and cut-up real voices.

    python benchmarks/speakers.py [--part all|tuning|final] [--shared DIR] [--cache DIR]

The number of speakers is never given. Real voices are fetched from the package index, kept in
--cache and never stored in the project:
  - a two-speaker telephone call (English) with its RTTM, from the wheel of pyannote.audio;
  - mixtures of city councillors (English), from the wheel of speakerbox. Their clips are cut at
    pauses into turns of 0.7 to 12 s, which follow each other at random, 0.15 to 0.7 s apart; in
    some mixtures a tenth of the speech is overlapped by the next speaker's turn. Voices of one
    mixture come from one meeting, one channel and one room. The truth is where the detector hears
    speech in each turn *before* mixing, so that this measures who and not whether.
The mixtures marked "final" are for the figure only: settings are tuned on the others.
Cost is CPU time of VAD and diarisation by the second of sound, models loaded before.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
import wave
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediahub.evaluate import der, read_truth
from mediahub.mediafile import decode
from mediahub.mediafile.audio import RATE, Audio
from mediahub.models import default_store, embedder_for
from mediahub.speech import diarise, speech_regions
from mediahub.transcript import Span, Turn, union

Samples = NDArray[np.int16]


@dataclass(frozen=True)
class Mixture:
    """A recipe: a meeting's number in the wheel (in order of name), who, and how much overlap."""

    name: str
    meeting: int
    speakers: tuple[str, ...]
    overlap: float
    final: bool


MIXTURES = (
    Mixture("council A", 4, ("herbold", "juarez", "sawant", "strauss"), 0.0, False),
    Mixture("council B", 1, ("mosqueda", "morales", "lewis", "pedersen", "gonzalez"), 0.1, False),
    Mixture("council C", 2, ("lewis", "mosqueda", "pedersen", "sawant", "strauss"), 0.0, True),
    Mixture("council D", 0, ("herbold", "juarez", "gonzalez", "morales"), 0.1, True),
    Mixture("council E", 3, ("sawant", "strauss", "pedersen"), 0.1, True),
)


def mixed(recipe: Mixture, clips: dict[str, list[Samples]]) -> tuple[Audio, list[Turn]]:
    """A mixture's sound and truth; the same at every call."""
    rng = np.random.default_rng(recipe.meeting)
    left = {who: [turn for clip in clips[who] for turn in _turns(clip)] for who in recipe.speakers}
    order: list[tuple[str, Samples]] = []
    while any(left.values()):
        before = order[-1][0] if order else ""
        free = [who for who, turns in left.items() if turns and who != before]
        if not free:
            break
        weights = np.array([sum(map(len, left[who])) for who in free], float)
        who = free[int(rng.choice(len(free), p=weights / weights.sum()))]
        order.append((who, left[who].pop(0)))
    length = sum(len(turn) for _, turn in order) + len(order) * RATE
    sound = np.zeros(length, np.float64)
    truth: list[Turn] = []
    end = 0
    for number, (who, turn) in enumerate(order):
        # Every other turn begins before the last has ended; what that gives is in the table.
        into = int(recipe.overlap * 3 * len(turn)) if number % 2 else 0
        into = min(into, len(order[number - 1][1]) // 2, 3 * RATE) if number else 0
        start = max(0, end - into if into else end + int(rng.uniform(0.15, 0.7) * RATE))
        sound[start : start + len(turn)] += turn * (2500 / max(1.0, np.sqrt((turn**2.0).mean())))
        for span in union(speech_regions(Audio(turn)), join_ms=300):
            truth.append(Turn(span.shift(start * 1000 // RATE), who))
        end = max(end, start + len(turn))
    return Audio(np.clip(sound[:end], -32_768, 32_767).astype(np.int16)), truth


def _turns(clip: Samples) -> Iterator[Samples]:
    """A clip's speech, cut at pauses into turns of 0.7 to 12 s."""
    regions = speech_regions(Audio(clip))
    start = 0
    while start < len(regions):
        end = start + 1
        while (
            end < len(regions)
            and regions[end].end_ms - regions[start].start_ms <= 12_000
            # A turn is closed at a pause once it is long enough; where, the sound itself decides.
            and (
                regions[end - 1].end_ms - regions[start].start_ms < 1500
                or regions[end - 1].gap_ms(regions[end]) < 350
            )
        ):
            end += 1
        span = regions[start] | regions[end - 1]
        if span.duration_ms >= 700:
            yield clip[span.start_ms * 16 : span.end_ms * 16]
        start = end


def council(cache: Path) -> list[dict[str, list[Samples]]]:
    """The meetings of speakerbox's wheel: their speakers' clips at 16 kHz."""
    wheel = fetched("speakerbox==1.2.0", cache)
    data = zipfile.ZipFile(wheel).read("speakerbox/tests/data/diarized.zip")
    archive = zipfile.ZipFile(io.BytesIO(data))
    meetings: dict[str, dict[str, list[Samples]]] = {}
    for name in sorted(archive.namelist()):
        if not name.endswith(".wav") or "__MACOSX" in name:
            continue
        meeting, who, _ = name.split("/")[-3:]
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "clip.wav"
            source.write_bytes(archive.read(name))
            audio = decode(source, Path(folder) / "clip.raw", time_limit_s=60)
            meetings.setdefault(meeting, {}).setdefault(who, []).append(np.array(audio.samples))
    return [meetings[name] for name in sorted(meetings)]


def telephone(cache: Path) -> tuple[Audio, list[Turn]]:
    """The telephone call in pyannote.audio's wheel, and its RTTM."""
    archive = zipfile.ZipFile(fetched("pyannote.audio==4.0.7", cache))
    with wave.open(io.BytesIO(archive.read("pyannote/audio/sample/sample.wav"))) as file:
        audio = Audio(np.frombuffer(file.readframes(file.getnframes()), "<i2"))
    truth = []
    for line in archive.read("pyannote/audio/sample/sample.rttm").decode().splitlines():
        fields = line.split()
        start, length = float(fields[3]), float(fields[4])
        span = Span(round(start * 1000), round((start + length) * 1000))
        truth.append(Turn(span, fields[7]))
    return audio, truth


def fetched(requirement: str, cache: Path) -> Path:
    """A wheel from the package index, fetched once."""
    folder = cache / requirement.replace("==", "-")
    if not list(folder.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--dest", str(folder), requirement], check=True)
    return next(folder.glob("*.whl"))


def dialogue(shared: Path, name: str) -> tuple[Audio, Sequence[Turn]]:
    """One of the shared synthetic dialogues."""
    folder = Path(tempfile.mkdtemp())
    audio = decode(shared / f"{name}.mp3", folder / "sound.raw", time_limit_s=300)
    return audio, read_truth(shared / f"{name}.truth.json").turns


def row(name: str, audio: Audio, truth: Sequence[Turn], models: Path) -> str:
    """The figures of one recording as a row of the table."""
    before = time.process_time()
    found = diarise(audio, speech_regions(audio), models)
    cost = (time.process_time() - before) / (audio.duration_ms / 1000)
    spoken = sum(turn.span.duration_ms for turn in truth)
    alone = sum(span.duration_ms for span in union(turn.span for turn in truth))
    loose, strict = der(truth, found.turns), der(truth, found.turns, collar_ms=0)
    count = len({turn.speaker for turn in truth})
    return (
        f"{name:22}{audio.duration_ms / 1000:7.0f}{count:6}{len(found.speakers):7}"
        f"{(spoken - alone) / spoken * 100:9.1f}{loose.rate * 100:8.2f}{strict.rate * 100:9.2f}"
        f"{loose.missed_ms / loose.total_ms * 100:9.2f}"
        f"{loose.false_alarm_ms / loose.total_ms * 100:8.2f}"
        f"{loose.confusion_ms / loose.total_ms * 100:9.2f}{cost:9.4f}"
    )


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("all", "tuning", "final"), default="all")
    parser.add_argument("--shared", type=Path, default=Path("../shared/speech"))
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/mediahub/benchmarks")
    arguments = parser.parse_args()
    store = default_store()
    model = embedder_for(store)
    if model is None:
        sys.exit("no speaker embedding is at hand: run `mediahub models fetch`")
    models = store.open(model)
    print(
        f"{'':22}{'s':>7}{'true':>6}{'found':>7}{'overl. %':>9}{'DER %':>8}{'strict %':>9}"
        f"{'missed':>9}{'false':>8}{'confused':>9}{'CPU s/s':>9}"
    )
    if arguments.part == "all":
        for name in ("kort", "lang"):
            if (arguments.shared / f"{name}.mp3").exists():
                print(row(f"{name} (synthetic)", *dialogue(arguments.shared, name), models))
        print(row("telephone", *telephone(arguments.cache), models), flush=True)
    meetings = council(arguments.cache)
    for recipe in MIXTURES:
        if arguments.part in ("all", "final" if recipe.final else "tuning"):
            audio, truth = mixed(recipe, meetings[recipe.meeting])
            title = f"{recipe.name}, {'final' if recipe.final else 'tuning'}"
            print(row(title, audio, truth, models), flush=True)


if __name__ == "__main__":
    main()
