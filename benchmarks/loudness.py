"""How loud is what is published, before and after it is brought to its level, and what that costs?

    python benchmarks/loudness.py [FILE …] [--loudness LUFS]

Each FILE (default: the demo's podcast and film, and the podcast 14 dB softer and 6 dB louder) is
rendered as its source has it and at the wanted loudness; both enclosures are measured by ffmpeg's
ebur128. One table: integrated loudness (LUFS), true peak (dBTP), whether the sound was copied, how
far the beginning of what is heard moved (ms), and CPU seconds a minute of sound.
"""

import argparse
import resource
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mediahub.mediafile import USUAL, Tags, decode, probe, render
from mediahub.mediafile.loudness import Loudness, loudness_of
from mediahub.mediafile.process import binary

ROOT = Path(__file__).parents[1]
THEME = ROOT / "media" / "2020-06-03-tidiga-insatser"
DEMO = (THEME / "podden-avsnitt-1.mp3", THEME / "temafilm.mp4")
LIMIT_S = 3600.0
SHIFTED = (-14, 6)


def heard(path: Path) -> Loudness:
    """How loud a file is."""
    return loudness_of(path, USUAL, "anull", time_limit_s=LIMIT_S)


def published(source: Path, folder: Path, loudness: float | None) -> Path:
    """The enclosure made of a file."""
    film = probe(source).video is not None
    target = folder / f"{loudness}{'.mp4' if film else '.mp3'}"
    render(source, target, chapters=(), tags=Tags("Prov"), cover=None, time_limit_s=LIMIT_S,
           kind="video" if film else "audio", loudness=loudness)  # fmt: skip
    return target


def samples(path: Path, folder: Path) -> NDArray[np.float64]:
    """The sound at 16 kHz."""
    audio = decode(path, folder / f"{path.name}.s16", time_limit_s=LIMIT_S)
    return np.asarray(audio.samples[:160_000], np.float64)


def moved_ms(one: Path, other: Path, folder: Path) -> float:
    """By how much (ms) the first ten seconds of two files fit each other best, within 100 ms."""
    first, second = samples(one, folder), samples(other, folder)
    end = min(len(first), len(second)) - 1600
    fits = [float(first[1600:end] @ second[1600 + by : end + by]) for by in range(-1600, 1601)]
    return (int(np.argmax(fits)) - 1600) / 16


def spent() -> float:
    """CPU seconds of finished child processes so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def row(source: Path, name: str, loudness: float) -> str:
    """A line of the table."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        before = published(source, folder, None)
        start = spent()
        after = published(source, folder, loudness)
        cost = (spent() - start) / (probe(source).duration_ms / 60_000)
        was, now = heard(before), heard(after)
        copied = "yes" if before.read_bytes() == after.read_bytes() else "no"
        shift = moved_ms(before, after, folder)
    return (
        f"| {name} | {was.integrated} / {was.peak} | {now.integrated} / {now.peak} | {copied} "
        f"| {shift:g} | {cost:.2f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--loudness", type=float, default=-16)
    asked = parser.parse_args()
    print("| | LUFS / dBTP of the source | published | copied | moved ms | CPU-s a minute |")
    print("|---|---|---|---|---|---|")
    for source in asked.files or DEMO:
        print(row(source, source.name, asked.loudness))
    if asked.files:
        return
    with tempfile.TemporaryDirectory() as place:
        for gain in SHIFTED:
            made = Path(place) / f"{gain}.mp3"
            subprocess.run(
                [binary(), "-v", "error", "-i", f"file:{DEMO[0]}", "-af", f"volume={gain}dB",
                 f"file:{made}"], check=True)  # fmt: skip
            print(row(made, f"{DEMO[0].name}, {gain:+d} dB", asked.loudness))


if __name__ == "__main__":
    main()
