"""What recognition costs and what it is worth: mediahub against faster-whisper itself.

    python benchmarks/cost.py FILE [--model NAME] [--runs 3] [--only a,b,c] [--hours H]
                              [--glossary TERMS] [--items N]

For one recording and one model, word times on everywhere, beam 5, Swedish, each in processes of
its own, one after the other in turn:
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
truth file's own terms. `--hours H` repeats the recording until it is that long, for the memory's
sake; its words are not counted then. `--items N` gives (c) N items, the recording and what is left
of it without its first 5, 10 … seconds, for what several under way take together.

`runs_of` gives the runs as values.
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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mediahub.evaluate import Figures, Truth, read_truth, term_recall, wer
from mediahub.models import Model, default_store, recogniser_for
from mediahub.pipeline.measuring import measure as measure_items
from mediahub.transcript.codec import recognition_from_json

PLAIN = """
import json, sys
from faster_whisper import BatchedInferencePipeline, WhisperModel
folder, file, out, batched = sys.argv[1:]
model = WhisperModel(folder, device="cpu", compute_type="int8")
engine = BatchedInferencePipeline(model) if batched == "yes" else model
segments, _ = engine.transcribe(file, language="sv", beam_size=5, word_timestamps=True)
words = [word.word for segment in segments for word in segment.words]
open(out, "w", encoding="utf-8").write("".join(words))
"""


@dataclass(frozen=True)
class Measured:
    """One run: seconds of CPU and of the clock, the largest memory in MB, and what was heard.

    `figures` are those of mediahub's own evaluation, where it ran and there is a truth.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    text: str = ""
    figures: Figures | None = None


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
    parents, sizes, whole = {}, {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue  # it ended while we looked
        parents[int(folder.name)] = int(fields[1])
        whole[int(folder.name)] = int(fields[20])
        sizes[int(folder.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    tree = {root}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        # One that is about to become another program still has its parent's very memory.
        tree |= {pid for pid in grown if whole[pid] != whole[parents[pid]]}
        parents = {pid: parent for pid, parent in parents.items() if pid not in grown - tree}
    return sum(sizes.get(pid, 0) for pid in tree)


def plain(folder: Path, file: Path, scratch: Path, *, batched: bool) -> Measured:
    """faster-whisper alone."""
    out = scratch / "text"
    arguments = [str(folder), str(file), str(out), "yes" if batched else "no"]
    run = measure([sys.executable, "-c", PLAIN, *arguments], scratch / "log")
    return Measured(run.cpu_s, run.wall_s, run.peak_mb, out.read_text(encoding="utf-8"))


def whole(
    model: str, file: Path, scratch: Path, terms: Sequence[str] = (), truth: Path | None = None
) -> Measured:
    """`mediahub run` on a workspace with this file, measured by its truth afterwards."""
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
    text = " ".join(word.text for word in recognition.words)
    figures = None
    if truth is not None:
        (figures,) = measure_items(workspace, [truth]).now.values()
    return Measured(run.cpu_s, run.wall_s, run.peak_mb, text, figures)


def several(model: str, files: Sequence[Path], scratch: Path) -> Measured:
    """`mediahub run` on a workspace with these files; its words are not looked at."""
    workspace = scratch / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    theme = workspace / "media" / "2020-01-01-tema"
    theme.mkdir(parents=True)
    for file in files:
        shutil.copyfile(file, theme / file.name)
    command = [sys.executable, "-m", "mediahub", "-C", str(workspace), "run", "--model", model]
    return measure(command, scratch / "log")


def shortened(file: Path, count: int, scratch: Path) -> list[Path]:
    """The recording and others like it, `count` in all: each begins 5 s later than the last."""
    import imageio_ffmpeg

    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    files = [file]
    for number in range(1, count):
        files.append(scratch / f"{file.stem}-{number}{file.suffix}")
        cut = ["-ss", str(5 * number), "-i", str(file), "-c", "copy"]
        subprocess.run([ffmpeg, "-v", "error", "-y", *cut, str(files[-1])], check=True)
    return files


def repeated(file: Path, hours: float, scratch: Path) -> Path:
    """The recording, again and again until it is `hours` long."""
    import imageio_ffmpeg

    long = scratch / f"{file.stem}-{hours:g}h{file.suffix}"
    loop = ["-stream_loop", "-1", "-i", str(file), "-t", str(hours * 3600), "-c", "copy"]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([ffmpeg, "-v", "error", "-y", *loop, str(long)], check=True)
    return long


def runs_of(
    ways: str,
    file: Path,
    model: Model,
    *,
    runs: int = 3,
    terms: Sequence[str] = (),
    truth: Path | None = None,
    items: int = 1,
) -> Mapping[str, Sequence[Measured]]:
    """The runs of each of the `ways` ("ac"), taken in turn: other work on the machine hits all.

    With several `items` (c) is given so many like the file, and its words are not looked at.
    """
    folder = default_store().open(model)
    name = str(model.folder or model.name)
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        each: dict[str, Callable[[], Measured]] = {
            "a": lambda: plain(folder, file, place, batched=False),
            "b": lambda: plain(folder, file, place, batched=True),
            "c": lambda: (
                whole(name, file, place, terms, truth)
                if items == 1
                else several(name, shortened(file, items, place), place)
            ),
        }
        for _ in range(runs):
            for way in ways:
                found[way].append(each[way]())
    return found


def median(runs: Sequence[Measured], part: str) -> float:
    """The median of one of the figures over the runs."""
    return statistics.median(getattr(run, part) for run in runs)


def mean_wer(runs: Sequence[Measured], truth: Truth) -> float:
    """The mean share of wrong words over the runs."""
    return statistics.mean(wer(truth.text, run.text) for run in runs)


def model_at_hand(name: str) -> Model:
    """The recogniser of this name or folder; leaves with a sentence when it is not at hand."""
    store = default_store()
    model = recogniser_for(name, store)
    if model is None or not (model.folder or store.at_hand(model)):
        sys.exit(f"{name} is not at hand: run `mediahub models fetch`")
    return model


def _row(
    title: str,
    runs: Sequence[Measured],
    base: Sequence[Measured],
    truth: Truth | None,
    terms: Sequence[str],
) -> str:
    """A way's figures as a row of the table; what was not measured is left empty."""
    cpu, wall = median(runs, "cpu_s"), median(runs, "wall_s")
    cells = [f"{title:27}{cpu:8.1f}{wall:8.1f}{median(runs, 'peak_mb'):9.0f}"]
    if base:
        cells.append(f"{cpu / median(base, 'cpu_s'):7.2f}{wall / median(base, 'wall_s'):8.2f}")
    else:
        cells.append(" " * 15)
    if truth is not None:
        cells.append(f"{mean_wer(runs, truth) * 100:7.1f}")
        recalls = [term_recall(terms or truth.terms, truth.text, run.text) for run in runs]
        known = [recall for recall in recalls if recall is not None]
        cells.append(f"{statistics.mean(known) * 100:8.0f}" if known else " " * 8)
        rates = [run.figures.der for run in runs if run.figures and run.figures.der is not None]
        cells.append(f"{statistics.mean(rates) * 100:7.2f}" if rates else " " * 7)
    return "".join(cells)


TITLES = {
    "a": "(a) faster-whisper",
    "b": "(b) its batched pipeline",
    "c": "(c) mediahub run, all of it",
}


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--model", default="openai/whisper-base")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", default="a,b,c", help="which of the three, by letter")
    parser.add_argument("--hours", type=float, help="repeat the recording until it is this long")
    parser.add_argument("--items", type=int, default=1, help="how many such recordings for (c)")
    parser.add_argument("--glossary", type=Path, help="a text file with a term a line")
    arguments = parser.parse_args()
    model = model_at_hand(arguments.model)
    lines = arguments.glossary.read_text(encoding="utf-8").split("\n") if arguments.glossary else []
    terms = [line.strip() for line in lines if line.strip()]
    beside = arguments.file.with_name(f"{arguments.file.stem}.truth.json")
    whole_words = not arguments.hours and arguments.items == 1
    truth = beside if beside.exists() and whole_words else None
    print(
        f"{arguments.file.name}, {model.name}, {os.cpu_count()} cores, median of {arguments.runs}\n"
        f"{'':27}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'CPU x':>7}{'wall x':>8}{'WER %':>7}"
        f"{'terms %':>8}{'DER %':>7}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        file = arguments.file
        if arguments.hours:
            file = repeated(file, arguments.hours, Path(scratch))
        ways = arguments.only.replace(",", "")
        found = runs_of(
            ways,
            file,
            model,
            runs=arguments.runs,
            terms=terms,
            truth=truth,
            items=arguments.items,
        )
    known = read_truth(truth) if truth is not None else None
    for way in ways:
        print(_row(TITLES[way], found[way], found.get("a", ()), known, terms))


if __name__ == "__main__":
    main()
