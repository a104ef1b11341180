"""What recognition costs and what it is worth: mediahub against faster-whisper itself.

    python benchmarks/speech.py FILE [--model NAME] [--runs 3] [--only a,b,c] [--hours H]
                                [--glossary TERMS] [--no-inventions]

For one recording and one model, word times on everywhere, beam 5, Swedish, each in processes of
its own:
  (a) faster-whisper, sequential, as it comes;
  (b) faster-whisper's batched pipeline, as it comes;
  (c) `mediahub run` on a workspace that holds only this file: recognition, speakers, chapters,
      index and feed.
Printed is the median of the runs, for word errors the mean; × is the share of (a), when it was run.
CPU is user and system time of the process and all it started; memory is the largest sum of resident
sizes in its process tree, looked at every 50 ms (Linux). Errors are counted when FILE has a truth
file beside it (`NAME.truth.json`). DER has a collar of 0.25 s, the number of speakers not given.
"Terms" is the share of the glossary's occurrences that was found: TERMS is a text file with a term
a line, which (c) has as its theme's glossary and (a) and (b), as they come, have not; or else the
truth file's own terms. "Invented" counts words in 3 minutes without speech (sounds.py), recognised
once. `--hours H` repeats the recording until it is that long, for the memory's sake; its words are
not counted then.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sounds

from mediahub.evaluate import Truth, der, read_truth, term_recall, wer
from mediahub.models import default_store, recogniser_for
from mediahub.transcript import Turn
from mediahub.transcript.codec import diarisation_from_json, recognition_from_json

PLAIN = """
import json, sys
from faster_whisper import BatchedInferencePipeline, WhisperModel
folder, file, out, batched, threads = sys.argv[1:]
model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=int(threads))
engine = BatchedInferencePipeline(model) if batched == "yes" else model
segments, _ = engine.transcribe(file, language="sv", beam_size=5, word_timestamps=True)
words = [word.word for segment in segments for word in segment.words]
open(out, "w", encoding="utf-8").write("".join(words))
"""


@dataclass(frozen=True)
class Measured:
    """One run: seconds of CPU and of the clock, the largest memory in MB, and what was heard."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    text: str = ""
    turns: tuple[Turn, ...] = ()


def measure(command: list[str], log: Path) -> Measured:
    """Run a command to its end. Raises RuntimeError, with the log's end, when it fails."""
    before = time.perf_counter()
    with log.open("w") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT)
    peak = [0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], tree_rss(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    done.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[:4]} failed:\n{log.read_text()[-2000:]}")
    return Measured(
        cpu_s=usage.ru_utime + usage.ru_stime,
        wall_s=time.perf_counter() - before,
        peak_mb=max(peak[0], usage.ru_maxrss * 1024) / 1e6,
    )


def tree_rss(root: int) -> int:
    """The resident bytes of a process and of all that descend from it; 0 when it is gone."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue  # it ended while we looked
        parents[int(folder.name)] = int(fields[1])
        sizes[int(folder.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    tree = {root}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return sum(sizes.get(pid, 0) for pid in tree)


def plain(folder: Path, file: Path, scratch: Path, *, batched: bool, threads: int) -> Measured:
    """faster-whisper alone."""
    out = scratch / "text"
    arguments = [str(folder), str(file), str(out), "yes" if batched else "no", str(threads)]
    run = measure([sys.executable, "-c", PLAIN, *arguments], scratch / "log")
    return Measured(run.cpu_s, run.wall_s, run.peak_mb, out.read_text(encoding="utf-8"))


def whole(model: str, file: Path, scratch: Path, terms: Sequence[str]) -> Measured:
    """`mediahub run` on a workspace with this file."""
    workspace = scratch / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    theme = workspace / "media" / "2020-01-01-tema"
    theme.mkdir(parents=True)
    shutil.copyfile(file, theme / file.name)
    if terms:
        glossary = "".join(f"[[glossary]]\nterm = {json.dumps(term)}\n" for term in terms)
        (theme / "theme.toml").write_text(f'title = "Tema"\n{glossary}', encoding="utf-8")
    command = [sys.executable, "-m", "mediahub", "-C", str(workspace), "run", "--model", model]
    run = measure(command, scratch / "log")
    (found,) = workspace.glob("transcripts/*/recognition.json")
    recognition = recognition_from_json(json.loads(found.read_text(encoding="utf-8")))
    turns = diarisation_from_json(
        json.loads((found.parent / "turns.json").read_text(encoding="utf-8"))
    ).turns
    text = " ".join(word.text for word in recognition.words)
    return Measured(run.cpu_s, run.wall_s, run.peak_mb, text, turns)


def speechless(scratch: Path) -> Path:
    """Half a minute of each sound in which nobody speaks, one after the other."""
    file = scratch / "speechless.wav"
    with wave.open(str(file), "wb") as target:
        target.setparams((1, 2, sounds.RATE, 0, "NONE", ""))
        for make in sounds.SPEECHLESS.values():
            target.writeframes(np.asarray(sounds.at_level(make(30), -25), "<i2").tobytes())
    return file


def repeated(file: Path, hours: float, scratch: Path) -> Path:
    """The recording, again and again until it is `hours` long."""
    import imageio_ffmpeg

    long = scratch / f"{file.stem}-{hours:g}h{file.suffix}"
    loop = ["-stream_loop", "-1", "-i", str(file), "-t", str(hours * 3600), "-c", "copy"]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([ffmpeg, "-v", "error", "-y", *loop, str(long)], check=True)
    return long


def row(
    title: str,
    runs: Sequence[Measured],
    base: Measured | None,
    truth: Truth | None,
    terms: Sequence[str],
) -> str:
    """A way's figures as a row of the table; what was not measured is left empty."""
    cpu = statistics.median(run.cpu_s for run in runs)
    wall = statistics.median(run.wall_s for run in runs)
    peak = statistics.median(run.peak_mb for run in runs)
    cells = [f"{title:27}{cpu:8.1f}{wall:8.1f}{peak:9.0f}"]
    cells.append(f"{cpu / base.cpu_s:7.2f}{wall / base.wall_s:8.2f}" if base else " " * 15)
    if truth is not None:
        cells.append(f"{statistics.mean(wer(truth.text, run.text) for run in runs) * 100:7.1f}")
        recalls = [term_recall(terms or truth.terms, truth.text, run.text) for run in runs]
        known = [recall for recall in recalls if recall is not None]
        cells.append(f"{statistics.mean(known) * 100:8.0f}" if known else " " * 8)
        rates = [der(truth.turns, run.turns).rate * 100 for run in runs if run.turns]
        cells.append(f"{statistics.mean(rates):7.2f}" if rates else " " * 7)
    return "".join(cells)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="a,b,c", help="which of the three, by letter")
    parser.add_argument("--hours", type=float, help="repeat the recording until it is this long")
    parser.add_argument("--threads", type=int, default=0, help="for a and b; 0 is their default")
    parser.add_argument("--glossary", type=Path, help="a text file with a term a line")
    parser.add_argument("--no-inventions", action="store_true", help="leave that column out")
    arguments = parser.parse_args()
    store = default_store()
    model = recogniser_for(arguments.model, store)
    if model is None or not (model.folder or store.at_hand(model)):
        sys.exit(f"{arguments.model} is not at hand: run `mediahub models fetch`")
    folder = store.open(model)
    terms = arguments.glossary.read_text(encoding="utf-8").split("\n") if arguments.glossary else []
    terms = [term.strip() for term in terms if term.strip()]
    truth_file = arguments.file.with_name(f"{arguments.file.stem}.truth.json")
    truth = read_truth(truth_file) if truth_file.exists() and not arguments.hours else None
    print(
        f"{arguments.file.name}, {model.name}, {os.cpu_count()} cores, median of {arguments.runs}\n"
        f"{'':27}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'CPU x':>7}{'wall x':>8}{'WER %':>7}"
        f"{'terms %':>8}{'DER %':>7}{'invented':>9}"
    )
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        file = arguments.file
        if arguments.hours:
            file = repeated(file, arguments.hours, scratch)
        threads = arguments.threads
        ways: dict[str, tuple[str, Callable[[Path], Measured]]] = {
            "a": (
                "(a) faster-whisper",
                lambda file: plain(folder, file, scratch, batched=False, threads=threads),
            ),
            "b": (
                "(b) its batched pipeline",
                lambda file: plain(folder, file, scratch, batched=True, threads=threads),
            ),
            "c": (
                "(c) mediahub run, all of it",
                lambda file: whole(arguments.model, file, scratch, terms),
            ),
        }
        base: Measured | None = None
        for letter in arguments.only.split(","):
            title, way = ways[letter]
            runs = [way(file) for _ in range(arguments.runs)]
            if letter == "a":
                cpu, wall = (
                    statistics.median(getattr(run, part) for run in runs)
                    for part in ("cpu_s", "wall_s")
                )
                base = Measured(cpu, wall, 0)
            line = row(title, runs, base, truth, terms)
            if truth is not None and not arguments.no_inventions:
                line = f"{line:81}{len(way(speechless(scratch)).text.split()):9}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
