"""Does a command that is killed leave a trace? kill -9 at random moments, then on to the end.

    python benchmarks/trials.py [--trials 100] [--seed 1] [--program NAME=SRC] [--keep DIR]
        [--only COMMAND,…]

A small workspace (bare files, one of them with a title in its tags, a theme, an article, drafts,
two series, captions beside all, so that nothing is recognised) is brought to where a command has
something to do: `run` (the first one, and one that meets new and changed files), `clean`,
`publish`, `withdraw`, `correct`, `name`. That command is killed at a random moment (a seeded
fraction of the time that it takes undisturbed, counted from its first write), and then given again,
in every other trial after a `run`; a `run` ends it. What then lies there is held against the same
workspace where nothing was killed:

- every byte and every name outside `.mediahub/` and `index/`;
- in `.mediahub/` the names, save of locks, logs and copies; no temporary file anywhere;
- the index by the hits of some queries (scores left out).

The clock is held still (`stillclock/`), so times are compared like everything else; a journal of
edits whose bytes differ in times alone counts as the same, and the summary says how many did. Each
command's undisturbed workspace is made twice: where the two differ, that is said, and the command's
trials say little. A line for each trial, a summary, and exit 1 on any difference.
"""

import argparse
import dataclasses
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from program import HERE, Program, program
from scenarios import CORRECTED, SCENARIOS, Scenario, cut_anew, make_workspace

CLOCK = "2026-06-01T09:00:00+02:00"
SLOWER = 1.1
"""How much longer a command may take than when it was measured, so that its end is met as well."""
QUERIES = ("kommunen", "skolan", CORRECTED)
TEMPORARY = re.compile(r"^\.?tmp|\.tmp$|\.part$|^\.render-|^\..+-[a-z0-9_]{8}(\.\w+)?$")
"""Names of files and folders that are made on the way and must not stay."""
PASSED_OVER = re.compile(r"lock|log|copies")
"""What may differ in `.mediahub/`: locks, logs, and transcripts that copies were made of."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class Trace:
    """What lies in a workspace: digests by name (None for a folder), what must not lie there, and
    the hits of the queries.
    """

    files: dict[str, str | None]
    temporary: tuple[str, ...]
    hits: dict[str, Any]
    journals: dict[str, str]
    """The journals' digests with the times in them blanked."""


@dataclass(frozen=True)
class Undisturbed:
    """A scenario where nothing was killed: where it starts, how long its command takes (s, and
    from when on it writes), and what it leaves.
    """

    template: Path
    begins_s: float
    takes_s: float
    trace: Trace


class Trials:
    """The trials of one program in one folder; every workspace is made and left at one place, so
    that nothing depends on where it lies.
    """

    def __init__(self, who: Program, folder: Path, keep: Path | None) -> None:
        self._who = who
        self._folder = folder
        self._keep = keep
        self._place = folder / "workspace"
        self.times_apart: set[str] = set()
        """The journals that differed in times alone."""

    def settled(self) -> None:
        """Make the workspace that most scenarios begin with: two runs, the second after a new cut,
        so that an enclosure has been replaced.
        """
        make_workspace(self._place)
        self._who.run(self._place, "run")
        cut_anew(self._place / "media" / "podden" / "avsnitt-1.mp3", 97)
        self._who.run(self._place, "run")
        self._who.run(self._place, "run")
        self._move_to("settled")

    def undisturbed(self, scenario: Scenario) -> tuple[Undisturbed, list[str]]:
        """A scenario without a kill, and how two of them differ."""
        if scenario.settled:
            self._restore(self._folder / "settled")
        else:
            make_workspace(self._place)
        scenario.prepare(self._place)
        template = self._move_to(f"before {scenario.name}")
        traces, times = [], []
        for _ in range(2):
            self._restore(template)
            started, clock = time.time(), time.perf_counter()
            self._give(scenario.words)
            takes = time.perf_counter() - clock
            written = [entry.stat().st_mtime for entry in self._place.rglob("*")]
            begins = min((moment - started for moment in written if moment > started), default=0)
            times.append((takes, min(begins, takes)))
            self._who.run(self._place, "run")
            traces.append(self._trace())
        if self._keep is not None:
            self._copy_to(self._keep / f"undisturbed {scenario.name}")
        takes, begins = min(times)  # the quicker one met less else on the machine
        found = Undisturbed(template, begins, takes, traces[1])
        return found, self._differences(traces[0], traces[1])

    def one(self, scenario: Scenario, whole: Undisturbed, chance: random.Random) -> tuple[str, str]:
        """A trial: what was done, in words, and the differences; none when it left no trace."""
        fraction, run_between = chance.random(), chance.random() < 0.5
        begins = whole.begins_s * 0.9
        moment = begins + fraction * (whole.takes_s * SLOWER - begins)
        for _ in range(10):
            self._restore(whole.template)
            if state := self._kill(scenario.words, moment):
                break
            moment *= 0.85  # it was quicker than when it was measured
        then = [("run",)] if run_between and scenario.words != ("run",) else []
        then += [scenario.words, ("run",)]
        state = "killed at" if state else "done before"
        told = f"{state} {moment:5.2f} s ({fraction:4.0%}), then "
        told += ", ".join(words[0] for words in then)
        wrong = [problem for words in then for problem in self._give(words, again=True)]
        wrong += self._differences(whole.trace, self._trace())
        return told, "; ".join(wrong)

    def keep(self, name: str) -> None:
        """Keep the workspace as it is now, where that was asked for."""
        if self._keep is not None:
            self._copy_to(self._keep / name)

    def _give(self, words: Sequence[str], *, again: bool = False) -> list[str]:
        """Give a command; what went wrong. One given again may say that it is done already."""
        cost = self._who.run(self._place, *self._placed(words), fails=again)
        if "Traceback" in cost.output + cost.errors:
            return [f"{words[0]}: {cost.errors.strip().splitlines()[-1]}"]
        if cost.code and words == ("run",):
            return [f"run: exit {cost.code}"]
        return []

    def _kill(self, words: Sequence[str], moment: float) -> bool:
        """Kill a command after so many seconds; False when it was done before."""
        command = self._who.command(self._place, *self._placed(words))
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._who.environment,
        )
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        return process.wait() < 0

    def _placed(self, words: Sequence[str]) -> list[str]:
        return [str(self._place / word) if word.endswith(".vtt") else word for word in words]

    def _restore(self, template: Path) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(template, self._place)

    def _move_to(self, name: str) -> Path:
        shutil.rmtree(self._folder / name, ignore_errors=True)
        return self._place.rename(self._folder / name)

    def _copy_to(self, target: Path) -> None:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self._place, target)

    def _trace(self) -> Trace:
        files: dict[str, str | None] = {}
        temporary = []
        journals = {}
        for path in sorted(self._place.rglob("*")):
            name = path.relative_to(self._place).as_posix()
            top = name.split("/")[0]
            if TEMPORARY.search(path.name):
                temporary.append(name)
            elif top == ".mediahub":
                if not PASSED_OVER.search(name):
                    files[name] = None  # caches and times: the name alone
            elif top != "index":
                files[name] = _digest(path.read_bytes()) if path.is_file() else None
            if name.endswith(".edits.json"):
                journals[name] = _digest(MOMENT.sub("", path.read_text(encoding="utf-8")).encode())
        hits = {query: self._hits(query) for query in QUERIES}
        return Trace(files, tuple(temporary), hits, journals)

    def _hits(self, query: str) -> list[str]:
        found = self._who.json(self._place, "search", query, "--limit", "1000")
        return sorted(
            json.dumps({key: value for key, value in hit.items() if key != "score"}, sort_keys=True)
            for hit in found["hits"]
        )

    def _differences(self, wanted: Trace, found: Trace) -> list[str]:
        problems = [f"{name} is left" for name in found.temporary]
        for name in sorted(wanted.files.keys() | found.files.keys()):
            if name not in found.files:
                problems.append(f"{name} is missing")
            elif name not in wanted.files:
                problems.append(f"{name} is there")
            elif wanted.files[name] != found.files[name]:
                if name in wanted.journals and wanted.journals[name] == found.journals[name]:
                    self.times_apart.add(name)
                else:
                    problems.append(f"{name} differs")
        problems += [
            f"hits of {query!r} differ"
            for query in QUERIES
            if wanted.hits[query] != found.hits[query]
        ]
        return problems


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def try_all(trials: Trials, scenarios: Sequence[Scenario], number: int, seed: int) -> int:
    """Make the trials and print a line for each; how many left a difference."""
    trials.settled()
    whole = {}
    for scenario in scenarios:
        whole[scenario.name], apart = trials.undisturbed(scenario)
        print(f"undisturbed {scenario.name}: {whole[scenario.name].takes_s:.2f} s", flush=True)
        if apart:
            print(f"  two undisturbed ones differ: {'; '.join(apart)}")
    different = dict.fromkeys(whole, 0)
    made = dict.fromkeys(whole, 0)
    for trial, scenario in enumerate(islice(cycle(scenarios), number), 1):
        # Each trial has its own seed, so that one can be done again without those before it.
        chance = random.Random(f"{seed}/{trial}/{scenario.name}")
        told, wrong = trials.one(scenario, whole[scenario.name], chance)
        made[scenario.name] += 1
        different[scenario.name] += bool(wrong)
        print(f"{trial:4} {scenario.name:15} {told}: {wrong or 'no trace'}", flush=True)
        if wrong:
            trials.keep(f"trial {trial} {scenario.name}")
    print()
    for name, count in made.items():
        print(f"{name:15} {count:4} trials, {different[name]:4} left a difference")
    print(f"{'all':15} {number:4} trials, {sum(different.values()):4} left a difference")
    for name in sorted(trials.times_apart):
        print(f"{name}: differed in times alone, and counts as the same")
    return sum(different.values())


def main() -> None:
    """Print a line for each trial; exit 1 when one left a difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", type=program, default=Program("now", HERE), metavar="NAME=SRC")
    parser.add_argument("--keep", type=Path, help="keep what left a difference here")
    parser.add_argument("--only", help="these commands alone, with commas between")
    options = parser.parse_args()
    os.environ["STILL_CLOCK"] = CLOCK
    ahead = (Path(__file__).resolve().parent / "stillclock",)
    who = dataclasses.replace(options.program, ahead=ahead)
    only = options.only.split(",") if options.only else [one.name for one in SCENARIOS]
    scenarios = []
    for scenario in SCENARIOS:
        if scenario.name not in only:
            continue
        if who.has(scenario.words[0]):
            scenarios.append(scenario)
        else:
            print(f"{scenario.name}: {who.name} has no such command; left out")
    if not scenarios:
        sys.exit("nothing to try")
    with tempfile.TemporaryDirectory() as scratch:
        trials = Trials(who, Path(scratch), options.keep)
        sys.exit(1 if try_all(trials, scenarios, options.trials, options.seed) else 0)


if __name__ == "__main__":
    main()
