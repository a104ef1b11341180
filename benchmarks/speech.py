"""CPU, time, memory and word errors of recognition: mediahub against faster-whisper itself.

    python benchmarks/speech.py FILE [--model NAME] [--runs 3] [--only a,b,c] [--hours H]

For one recording and one model, word times on everywhere, beam 5, Swedish, each in processes of
its own:
  (a) faster-whisper, sequential, as it comes;
  (b) faster-whisper's batched pipeline, as it comes;
  (c) `mediahub run` on a workspace that holds only this file: recognition, speakers, chapters,
      index and feed.
Printed is the median of the runs. CPU is user and system time of the process and all it started;
memory is the largest sum of resident sizes in its process tree, looked at every 50 ms (Linux).
Word errors are counted when FILE has a truth file beside it (`NAME.truth.json`). `--hours H`
repeats the recording until it is that long, for the memory's sake; its words are not counted then.
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
from dataclasses import dataclass
from pathlib import Path

from mediahub.evaluate import der, read_truth, wer
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


def whole(model: str, file: Path, scratch: Path) -> Measured:
    """`mediahub run` on a workspace with this file."""
    workspace = scratch / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    (workspace / "media").mkdir(parents=True)
    shutil.copyfile(file, workspace / "media" / file.name)
    command = [sys.executable, "-m", "mediahub", "-C", str(workspace), "run", "--model", model]
    run = measure(command, scratch / "log")
    (found,) = workspace.glob("transcripts/*/recognition.json")
    recognition = recognition_from_json(json.loads(found.read_text(encoding="utf-8")))
    turns = diarisation_from_json(
        json.loads((found.parent / "turns.json").read_text(encoding="utf-8"))
    ).turns
    text = " ".join(word.text for word in recognition.words)
    return Measured(run.cpu_s, run.wall_s, run.peak_mb, text, turns)


def repeated(file: Path, hours: float, scratch: Path) -> Path:
    """The recording, again and again until it is `hours` long."""
    import imageio_ffmpeg

    long = scratch / f"{file.stem}-{hours:g}h{file.suffix}"
    loop = ["-stream_loop", "-1", "-i", str(file), "-t", str(hours * 3600), "-c", "copy"]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([ffmpeg, "-v", "error", "-y", *loop, str(long)], check=True)
    return long


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="a,b,c", help="which of the three, by letter")
    parser.add_argument("--hours", type=float, help="repeat the recording until it is this long")
    parser.add_argument("--threads", type=int, default=0, help="for a and b; 0 is their default")
    arguments = parser.parse_args()
    store = default_store()
    model = recogniser_for(arguments.model, store)
    if model is None or not store.at_hand(model):
        sys.exit(f"{arguments.model} is not at hand: run `mediahub models fetch`")
    folder, only = store.open(model), arguments.only.split(",")
    truth_file = arguments.file.with_name(f"{arguments.file.stem}.truth.json")
    truth = read_truth(truth_file) if truth_file.exists() and not arguments.hours else None
    print(
        f"{arguments.file.name}, {model.name}, {os.cpu_count()} cores, median of {arguments.runs}"
    )
    print(f"{'':28}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'WER %':>7}{'DER %':>7}{'CPU x':>7}")
    base: float | None = None
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        file = arguments.file
        if arguments.hours:
            file = repeated(file, arguments.hours, scratch)
        ways = {
            "a": (
                "(a) faster-whisper",
                lambda: plain(folder, file, scratch, batched=False, threads=arguments.threads),
            ),
            "b": (
                "(b) its batched pipeline",
                lambda: plain(folder, file, scratch, batched=True, threads=arguments.threads),
            ),
            "c": ("(c) mediahub run", lambda: whole(arguments.model, file, scratch)),
        }
        for letter in only:
            title, way = ways[letter]
            runs = [way() for _ in range(arguments.runs)]
            cpu = statistics.median(run.cpu_s for run in runs)
            base = cpu if letter == "a" else base
            row = f"{title:28}{cpu:8.1f}{statistics.median(run.wall_s for run in runs):8.1f}"
            row += f"{statistics.median(run.peak_mb for run in runs):9.0f}"
            errors = [wer(truth.text, run.text) * 100 for run in runs] if truth else []
            row += f"{statistics.mean(errors):7.1f}" if errors else f"{'':7}"
            rates = [der(truth.turns, run.turns).rate * 100 for run in runs if truth and run.turns]
            row += f"{statistics.mean(rates):7.2f}" if rates else f"{'':7}"
            print(row + (f"{cpu / base:7.2f}" if base else ""), flush=True)


if __name__ == "__main__":
    main()
