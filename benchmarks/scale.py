"""What many items cost: nothing to do, a first run, and one correction, in seconds of CPU.

    python benchmarks/scale.py archive …      a hundred thousand items: see archive.py
    python benchmarks/scale.py [idle] [first] [correct] [add] [--program NAME=SRC]… [--keep DIR]
        [--idle 1000,10000] [--first 250,5000] [--correct 5000] [--add 1000,5000] [--runs 3]

Makes workspaces of tiny items (0.3 s of a tone with captions of a few sentences beside it, so that
nothing is recognised; half in themes of 10 to 20, half bare, two series, some drafts) and works on
them as a person would, by command:

- `idle`: `run` and `plan` with nothing to do; the median of `--runs`, and the most memory;
- `first`: the first run, and what it costs an item: the last size against the first one;
- `correct`: a word corrected in a copy of the captions, from `mediahub correct` until it stands in
  page, captions and feed and is found by search. Where the command alone does not do that, `run
  --only` follows and counts;
- `add`: a run that meets one new item, which is published with it.

Seconds are those of CPU, user and system, of the command and all its children: another program on
the machine changes them little. Memory is that of the largest process. The program is this
checkout's unless others are named: `--program before=../old/src --program after=src` measures both
in turn, prints them side by side and, below, the last one's share of the first one's, which is the
baseline. With `--keep`, workspaces and what their first run took are kept in DIR and used again.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import archive
from program import HERE, Cost, Program, measured, program
from tiny import make_workspace, put_item, tone

CORRECTED = "Zackrisborgen"
"""A word that no item says before it is corrected into one."""
TARGETS = {
    ("run", 1000): "1.0 s",
    ("plan", 1000): "1.0 s",
    ("run", 10000): "3.0 s, 300 MB",
    ("plan", 10000): "3.0 s, 300 MB",
}
MOST_GROWTH = 1.2
MOST_FOR_A_CORRECTION_S = 1.0


@dataclass(frozen=True)
class Bench:
    """The programs that are measured, and the folder where their workspaces lie."""

    programs: tuple[Program, ...]
    folder: Path
    runs: int

    def workspace(self, who: Program, items: int) -> Path:
        """A program's workspace of this many items, after its first run."""
        place = self.folder / f"{who.name}-{items}"
        if not self._note(place).exists():
            shutil.rmtree(place, ignore_errors=True)
            make_workspace(place, items)
            cost = who.run(place, "run")
            note = {"cpu_s": cost.cpu_s, "wall_s": cost.wall_s, "peak_mb": cost.peak_mb}
            self._note(place).write_text(json.dumps(note) + "\n", encoding="utf-8")
        return place

    def first_run(self, who: Program, items: int) -> Cost:
        """What the first run took, now or when the workspace that is kept was made."""
        note = self._note(self.workspace(who, items))
        return Cost(**json.loads(note.read_text(encoding="utf-8")), code=0, output="", errors="")

    def _note(self, place: Path) -> Path:
        return place.with_name(place.name + ".json")


def idle(bench: Bench, sizes: Sequence[int]) -> None:
    """Print what `run` and `plan` cost when there is nothing to do."""
    heading(bench, "Nothing to do")
    bare = measured([sys.executable, "-c", "pass"], os.environ)
    line("Python alone: CPU s", [bare.cpu_s for _ in bench.programs])
    for items in sizes:
        for who in bench.programs:
            settled(who, bench.workspace(who, items))
        for command in ("run", "plan"):
            costs: dict[str, list[Cost]] = {who.name: [] for who in bench.programs}
            for _ in range(bench.runs):
                for who in bench.programs:  # in turn, so that both meet the same weather
                    costs[who.name].append(who.run(bench.workspace(who, items), command))
            rows = [costs[who.name] for who in bench.programs]
            cpu = [median_cpu(row) for row in rows]
            peak = [max(one.peak_mb for one in row) for row in rows]
            target = TARGETS.get((command, items), "")
            line(f"{command}, {items:,} items: CPU s", cpu, target)
            line(f"{command}, {items:,} items: peak MB", peak)


def settled(who: Program, workspace: Path) -> None:
    """Stop when a program always finds something to do: then this is no run with nothing to do."""
    for _ in range(3):
        if who.run(workspace, "run").output.startswith("Nothing to do"):
            return
    sys.exit(f"{who.name}: three runs after the first one there is still something to do")


def first(bench: Bench, sizes: Sequence[int]) -> None:
    """Print what a first run costs an item, at each size."""
    heading(bench, "First run")
    per_item = {}
    for items in sizes:
        costs = [bench.first_run(who, items) for who in bench.programs]
        per_item[items] = [cost.cpu_s / items * 1000 for cost in costs]
        line(f"{items:,} items: CPU s", [cost.cpu_s for cost in costs])
        line(f"{items:,} items: CPU ms an item", per_item[items])
        line(f"{items:,} items: peak MB", [cost.peak_mb for cost in costs])
    small, large = sizes[0], sizes[-1]
    growth = [one / other for one, other in zip(per_item[large], per_item[small], strict=True)]
    line(f"an item at {large:,} / at {small:,}", growth, f"{MOST_GROWTH}")
    # What a run takes before its first item weighs on a small workspace: this leaves it out.
    for smaller, larger in pairwise(sizes):
        further = [
            (many * larger - few * smaller) / (larger - smaller)
            for many, few in zip(per_item[larger], per_item[smaller], strict=True)
        ]
        line(f"each from {smaller:,} to {larger:,}: CPU ms", further)


def correct(bench: Bench, sizes: Sequence[int]) -> None:
    """Print what it costs until one correction is seen everywhere."""
    heading(bench, "One correction")
    for items in sizes:
        for who in bench.programs:
            settled(who, bench.workspace(who, items))
        parts: dict[str, list[tuple[Cost, Cost | None]]] = {who.name: [] for who in bench.programs}
        for number in range(bench.runs):
            for who in bench.programs:
                parts[who.name].append(corrected(who, bench.workspace(who, items), number))
        rows = [parts[who.name] for who in bench.programs]
        alone = [statistics.median(cost.cpu_s for cost, _ in row) for row in rows]
        after = [statistics.median(more.cpu_s if more else 0.0 for _, more in row) for row in rows]
        both = [
            statistics.median(cost.cpu_s + (more.cpu_s if more else 0.0) for cost, more in row)
            for row in rows
        ]
        line(f"correct, {items:,} items: CPU s", alone)
        line(f"run --only, {items:,} items: CPU s", after)
        line(f"both, {items:,} items: CPU s", both, f"{MOST_FOR_A_CORRECTION_S} s")
        peak = [max(c.peak_mb for pair in row for c in pair if c is not None) for row in rows]
        line(f"{items:,} items: peak MB", peak)


def add(bench: Bench, sizes: Sequence[int]) -> None:
    """Print what a run costs that meets one new item."""
    heading(bench, "One new item")
    for items in sizes:
        for who in bench.programs:
            settled(who, bench.workspace(who, items))
        costs: dict[str, list[Cost]] = {who.name: [] for who in bench.programs}
        for _ in range(bench.runs):
            for who in bench.programs:
                workspace = bench.workspace(who, items)
                bare = workspace / "media" / "podden"
                number = 90000 + len(list(bare.glob("avsnitt-9*.mp3")))
                put_item(bare / f"avsnitt-{number}.mp3", tone(workspace), number)
                costs[who.name].append(who.run(workspace, "run"))
        rows = [costs[who.name] for who in bench.programs]
        line(f"run, {items:,} items and one: CPU s", [median_cpu(row) for row in rows])


def median_cpu(costs: Sequence[Cost]) -> float:
    """The median of the CPU seconds."""
    return statistics.median(one.cpu_s for one in costs)


def corrected(who: Program, workspace: Path, number: int) -> tuple[Cost, Cost | None]:
    """Correct a word of an item: what the command took, and what the run took that was needed.

    Stops when the correction does not stand everywhere afterwards.
    """
    item = episodes(workspace)[number + 3]
    word = f"{CORRECTED}{'abcdefghij'[number % 10]}{len(list(workspace.glob('*.vtt')))}"
    copy = workspace / f"rättad-{word}.vtt"
    copy.write_text(with_a_word_changed(workspace, item, word), encoding="utf-8")
    cost = who.run(workspace, "correct", item, str(copy))
    more = None
    if missing(who, workspace, item, word):
        more = who.run(workspace, "run", "--only", item)
        if left := missing(who, workspace, item, word):
            sys.exit(f"{who.name}: the correction of {item} is not in {', '.join(left)}")
    return cost, more


def episodes(workspace: Path) -> list[str]:
    """The items of the series of bare files that are published, by their pages' folders."""
    return sorted(page.parent.name for page in workspace.glob("feeds/podden/*/index.html"))


def with_a_word_changed(workspace: Path, item: str, word: str) -> str:
    """The item's captions with their first word changed into another."""
    text = (workspace / "transcripts" / item / "transcript.vtt").read_text(encoding="utf-8")
    changed, found = re.subn(r"(-->.*\n(?:<[^>]*>)?)\w+", rf"\g<1>{word}", text, count=1)
    if not found:
        sys.exit(f"{item}: there are no captions in which to correct a word")
    return changed


def missing(who: Program, workspace: Path, item: str, word: str) -> list[str]:
    """Where a corrected word should stand and does not."""
    folder = workspace / "feeds" / "podden"
    places = {
        "the page": folder / item / "index.html",
        "the captions": folder / item / "transcript.vtt",
        "the feed": folder / "feed.xml",
    }
    left = [name for name, file in places.items() if word not in file.read_text(encoding="utf-8")]
    hits = who.json(workspace, "search", word)["hits"]
    if not any(hit["item"] == item and word in hit["text"] for hit in hits):
        left.append("the index")
    return left


def heading(bench: Bench, title: str) -> None:
    """Print a table's head."""
    names = "".join(f"{who.name:>12}" for who in bench.programs)
    share = f"{'share':>10}" if bench.programs[1:] else ""
    print(f"\n{title:<40}{names}{share}  target")


def line(name: str, values: Sequence[float], target: str = "") -> None:
    """Print a row: a value for each program, and the last one's share of the first one's."""
    share = ""
    if values[1:]:
        share = f"{values[-1] / values[0]:>10.2f}" if values[0] else f"{'':>10}"
    print(
        f"{name:<40}{''.join(f'{value:>12.2f}' for value in values)}{share}  {target}", flush=True
    )


def warm(who: Program, folder: Path) -> None:
    """Let a program make what it makes once on a machine (its word list, its compiled modules)."""
    place = folder / f"{who.name}-warm"
    shutil.rmtree(place, ignore_errors=True)
    make_workspace(place, 4)
    who.run(place, "run")
    who.run(place, "plan")
    who.run(place, "search", "skola")
    shutil.rmtree(place)


def sizes(text: str) -> tuple[int, ...]:
    """Sizes as they are written on the command line: 250,5000."""
    return tuple(int(part) for part in text.split(","))


def main() -> None:
    """Print the figures as tables."""
    if sys.argv[1:2] == ["archive"]:
        archive.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modes", nargs="*", choices=[[], "idle", "first", "correct", "add"])
    parser.add_argument("--program", type=program, action="append", metavar="NAME=SRC")
    parser.add_argument("--keep", type=Path, help="keep the workspaces here and use them again")
    parser.add_argument("--idle", type=sizes, default=(1000, 10000), metavar="SIZES")
    parser.add_argument("--first", type=sizes, default=(250, 5000), metavar="SIZES")
    parser.add_argument("--correct", type=sizes, default=(5000,), metavar="SIZES")
    parser.add_argument("--add", type=sizes, default=(1000, 5000), metavar="SIZES")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    options = parser.parse_args()
    programs = tuple(options.program or [Program("now", HERE)])
    modes = options.modes or ["first", "idle", "correct", "add"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(programs, folder, options.runs)
        for who in programs:
            warm(who, folder)
        for work in (first, idle, correct, add):
            if work.__name__ in modes:
                work(bench, getattr(options, work.__name__))


if __name__ == "__main__":
    main()
