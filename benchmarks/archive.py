"""A large archive, of which everything but the hearing and the making is real.

    python benchmarks/scale.py archive [--sizes 1000,10000,100000] [--rest 10000,100000]
        [--in-a-series 1000] [--keep DIR] [--profile]

Makes workspaces of that many bare episodes in series of a thousand, or of as few as are asked for,
so that what grows with series times items is seen, each with its captions and its
TOML, and runs them in one process, in which each stage's work is taken from one episode that was
really made: its results, with the episode's own name in them. What is left is bookkeeping, which is
all real: the survey and the plan, results and states put into place, promises, index, feeds and
site. Printed are CPU ms an item by part at each size, and their growth against the size before; the
most memory; and, by the command itself, a run that looks through everything and finds nothing to
do, and the next one, which finds everything as it lay.

With `--rest` a workspace of empty files is laid out as one of that size lies after its run, with
the note that it is at rest, and what a run with nothing to do costs there is measured by command:
of such a workspace it looks at names, sizes and times alone.
"""

import argparse
import cProfile
import json
import math
import os
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from program import HERE, Program
from tiny import another, captions, tone

A_SERIES = 1000
BESIDE = str(Path(__file__).parent)
TEMPLATE, TITLE = "arkiv-avsnitt-000000", "Avsnitt 0, ett samtal"
MOST_S, MOST_MB = 30.0, 600.0
GROWTH = 1.25
"""More than n log n gives, from one size to the next, is too much by this."""

HEAD = """\
public_url = "https://www.example.se/poddar"

[publisher]
name = "Mätningens arkiv"
email = "redaktionen@example.se"
"""


def make(folder: Path, items: int, each: int = A_SERIES) -> None:
    """A workspace of so many episodes, all of one moment, which their feeds tell."""
    series = [serie(number, each) for number in range(0, items, each)]
    tables = [
        f'\n[[series]]\nid = "{name}"\ntitle = "{name}"\ndescription = "Samtal."\n'
        for name in series
    ]
    media = folder / "media" / "arkiv"
    media.mkdir(parents=True)
    (folder / "mediahub.toml").write_text(HEAD + "".join(tables), encoding="utf-8")
    sound = tone(folder)
    for number in range(items):
        put(media / f"avsnitt-{number:06}.mp3", sound, number, serie(number, each))


def put(file: Path, sound: bytes, number: int, series: str) -> None:
    """An episode: its sound, its captions and its TOML."""
    file.write_bytes(another(sound, number))
    file.with_suffix(".vtt").write_text(captions(number), encoding="utf-8")
    file.with_suffix(".toml").write_text(
        f'title = "{title(number)}"\nseries = "{series}"\ndescription = "Den {number}:e delen."\n'
        "published = 2000-01-01T07:00:00+01:00\n",
        encoding="utf-8",
    )


def serie(number: int, each: int) -> str:
    return f"serie-{number // each:03}"


def title(number: int) -> str:
    return f"Avsnitt {number}, ett samtal"


def template(folder: Path) -> dict[str, dict[str, bytes]]:
    """What each stage made of one episode, by name, with the enclosure as it stands in public."""
    make(folder, 1)
    done = subprocess.run(
        [sys.executable, "-m", "mediahub", "-C", str(folder), "run"],
        env=Program("archive", HERE).environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    results = folder / "transcripts" / TEMPLATE
    stages = json.loads((results / "state.json").read_text(encoding="utf-8"))["stages"]
    return {
        stage: {
            name: (folder / name if "/" in name else results / name).read_bytes()
            for name in record["outputs"]
        }
        for stage, record in stages.items()
    }


def taken_from(made: dict[str, bytes], guid: bytes, each: int) -> Callable[[Any, Any], None]:
    """A stage whose work is another episode's (of this GUID), with its own names in it."""

    def run(job: Any, scratch: Any) -> None:
        public = getattr(job, "public", None)
        own_guid = str(public.promise.guid).encode() if public is not None else guid
        item = scratch.kept.parent.name
        number = int(item.rsplit("-", 1)[1])
        series = serie(number, each)
        for name, data in made.items():
            whole = "/" in name and name.endswith(".mp3")
            own = name.replace(TEMPLATE, item).replace("serie-000", series)
            if not whole:
                data = (  # noqa: PLW2901
                    data.replace(TEMPLATE.encode(), item.encode())
                    .replace(b"serie-000", series.encode())
                    .replace(TITLE.encode(), title(number).encode())
                    .replace(guid, own_guid)
                )
            path = scratch.out(own)
            path.write_bytes(data)

    return run


PARTS = {
    "survey and plan": [("run", "survey"), ("conductor", "plan_item"), ("survey", "plan_item")],
    "results into place": [("itemwork", "put_into_place")],
    "index": [("run", "update_index")],
    "ledger, feeds, site": [("run", "publish_series")],
}


@contextmanager
def timed(parts: dict[str, float]) -> Iterator[None]:
    """Count the CPU seconds of the parts while the block runs, one within another once."""
    import importlib

    under: list[str] = []
    kept = []
    for part, places in PARTS.items():
        for module_name, name in places:
            module = importlib.import_module(f"mediahub.pipeline.{module_name}")
            real = getattr(module, name)
            kept.append((module, name, real))

            def counting(*args: Any, _real: Any = real, _part: str = part, **options: Any) -> Any:
                if under:
                    return _real(*args, **options)
                under.append(_part)
                began = time.process_time()
                try:
                    return _real(*args, **options)
                finally:
                    parts[_part] = parts.get(_part, 0.0) + time.process_time() - began
                    under.pop()

            setattr(module, name, counting)
    try:
        yield
    finally:
        for module, name, real in kept:
            setattr(module, name, real)


def simulate(
    folder: Path, made: dict[str, dict[str, bytes]], each: int, profile: bool
) -> dict[str, float]:
    """The CPU seconds of a first run by part, and of all of it; its most memory in MB."""
    from mediahub.pipeline.report import Silent
    from mediahub.pipeline.run import Options, Pace, run
    from mediahub.pipeline.stages import BY_NAME

    real = dict(BY_NAME)
    guid = json.loads(made["page"]["episode.json"])["guid"].encode()
    for stage, outputs in made.items():
        BY_NAME[stage] = replace(BY_NAME[stage], run=taken_from(outputs, guid, each))
    parts: dict[str, float] = {}
    profiler = cProfile.Profile() if profile else None
    began = time.process_time()
    try:
        with timed(parts):
            if profiler is not None:
                profiler.enable()
            summary = run(folder, Options(pace=Pace(seconds=10**9)), Silent())
    finally:
        BY_NAME.update(real)
        if profiler is not None:
            profiler.disable()
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
    whole = time.process_time() - began
    if summary.failures:
        sys.exit(f"failed: {summary.failures[0]}"[:500])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    rest = whole - sum(parts.values())
    return {**parts, "the rest of the run": rest, "all": whole, "peak MB": peak}


RESULTS = (
    *("anchors.json", "captions.json", "captions.vtt", "chapters.found.json", "chapters.json"),
    *("entry.json", "episode.json", "identities.json", "media.json", "page.chapters.json"),
    *("page.html", "page.json", "recognition.json", "rendition.json", "respelling.json"),
    *("sound.json", "state.json", "transcript.html", "transcript.json", "transcript.srt"),
    *("transcript.txt", "transcript.vtt", "turns.json"),
)
PUBLIC = ("captions.vtt", "chapters.json", "enclosure.mp3", "index.html", "transcript.html")


def lay_out(folder: Path, items: int) -> None:
    """The files of so many items after their run, all of them empty, and the note of their rest."""
    from datetime import UTC, datetime

    from mediahub.models import default_store
    from mediahub.pipeline.plan import Status
    from mediahub.pipeline.rest import Rest, keep_rest, stamp
    from mediahub.pipeline.stages import BY_NAME
    from mediahub.pipeline.summary import Summary
    from mediahub.workspace.paths import Workspace

    place = Workspace(folder)
    for path in (place.root / "media" / "arkiv", place.promises, place.private):
        path.mkdir(parents=True)
    (folder / "mediahub.toml").write_text(HEAD, encoding="utf-8")

    def touch(path: str) -> None:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT))

    for number in range(items):
        item = f"arkiv-avsnitt-{number:06}"
        for suffix in ("mp3", "vtt", "toml"):
            touch(f"{folder}/media/arkiv/avsnitt-{number:06}.{suffix}")
        touch(f"{place.promises}/{item}.toml")
        for top, names in (
            (f"{place.transcripts}/{item}", RESULTS),
            (f"{place.feeds}/serie-{number // A_SERIES:03}/{item}", PUBLIC),
        ):
            os.makedirs(top)  # noqa: PTH103 - a hundred thousand of them
            for name in names:
                touch(f"{top}/{name}")
    statuses = tuple(
        Status(f"arkiv-avsnitt-{number:06}", stage, "fresh")
        for number in range(items)
        for stage in (*BY_NAME, "index")
    )
    summary = Summary(items=items, sound_ms=items * 3_600_000)
    stamped = stamp(place, default_store())
    keep_rest(place, stamped, Rest(summary, statuses, ()), now=datetime.now(UTC), until=None)


def at_rest(sizes: list[int], folder: Path) -> None:
    """Print what a run and a plan with nothing to do cost where everything lies as it lay."""
    here = Program("archive", HERE)
    for size in sizes:
        place = folder / f"rest-{size}"
        if not (place / ".mediahub" / "rest.json").exists():
            shutil.rmtree(place, ignore_errors=True)
            subprocess.run(
                [sys.executable, __file__, "--lay", str(size), "--one", str(place)],
                env={**here.environment, "PYTHONPATH": os.pathsep.join((str(HERE), BESIDE))},
                check=True,
            )
        for command in ("run", "plan"):
            cost = here.run(place, command)
            print(
                f"{size:,} items at rest, {command}: {cost.cpu_s:.1f} CPU-s, {cost.wall_s:.1f} s "
                f"({MOST_S:.0f}), {cost.peak_mb:.0f} MB ({MOST_MB:.0f}): "
                f"{cost.output.splitlines()[0]}",
                flush=True,
            )


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rest", default="")
    parser.add_argument("--in-a-series", type=int, default=A_SERIES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--lay", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.lay is not None:
        lay_out(options.one, options.lay)
        return
    if options.one is not None:  # a process of its own, whose memory is this size's alone
        with tempfile.TemporaryDirectory() as scratch:
            made = template(Path(scratch) / "ws")
        print(json.dumps(simulate(options.one, made, options.in_a_series, options.profile)))
        return
    folder = options.keep or Path(tempfile.mkdtemp(prefix="archive-"))
    try:
        measure(numbers(options.sizes), folder, options.in_a_series, options.profile)
        at_rest(numbers(options.rest), folder)
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def measure(sizes: list[int], folder: Path, each: int, profile: bool) -> None:
    """Print what an item costs at each size, and a run with nothing to do."""
    here = Program("archive", HERE)
    before: tuple[int, dict[str, float]] | None = None
    for size in sizes:
        place = folder / f"archive-{size}"
        if not (place / "done").exists():
            shutil.rmtree(place, ignore_errors=True)
            make(place, size, each)
            words = [sys.executable, __file__, "--one", str(place), "--in-a-series", str(each)]
            done = subprocess.run(
                [*words, *(["--profile"] if profile else [])],
                env={**here.environment, "PYTHONPATH": os.pathsep.join((str(HERE), BESIDE))},
                stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                sys.exit(done.stdout)
            *said, last = done.stdout.strip().split("\n")
            print("\n".join(said), end="\n" if said else "")
            (place / "done").write_text(last)
        costs = json.loads((place / "done").read_text())
        print(f"\n{size:,} items, bookkeeping of a first run: CPU ms an item")
        for part, seconds in costs.items():
            if part == "peak MB":
                print(f"  {part:24} {seconds:10.0f}")
                continue
            text = f"  {part:24} {seconds / size * 1000:10.2f}"
            if before is not None and before[1].get(part):
                small, past = before
                growth = (seconds / size) / (past[part] / small)
                allowed = GROWTH * math.log(size) / math.log(small)
                text += f"   x {growth:.2f} from {small:,}" + (
                    "" if growth <= allowed else f"  (n log n gives {allowed / GROWTH:.2f})"
                )
            print(text)
        before = size, costs
        for what in ("looks through everything", "finds it as it lay"):
            cost = here.run(place, "run")
            print(
                f"  a run with nothing to do that {what}: {cost.cpu_s:.1f} CPU-s, "
                f"{cost.wall_s:.1f} s, {cost.peak_mb:.0f} MB: {cost.output.splitlines()[0]}"
            )


if __name__ == "__main__":
    main()
