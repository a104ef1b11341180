"""Ctrl-C and SIGTERM: the chunk at hand is finished, and a second one waits for nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Place

PREPARED = """
import signal, sys, threading
from pathlib import Path
from mediahub.catalog import Settings
from mediahub.cli.stopping import stops_on_signals
from mediahub.mediafile.process import binary, run
from mediahub.models import Store
from mediahub.pipeline.execute.local import LocalExecutor
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Models, Stage
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.tools import Tools
from mediahub.stopping import Stop
from mediahub.workspace.paths import Workspace

def decoded(pipe, scratch):
    sound = ["-re", "-f", "lavfi", "-i", "sine", "-t", "20", "-f", "s16le"]
    command = [binary(), "-nostdin", "-loglevel", "error", *sound, "-y", f"file:{pipe}"]
    run(command, Path("a.mp3"), time_limit_s=120)

BY_NAME["decode"] = Stage("decode", 1, (), lambda view: {}, {}, lambda view: None, decoded)
root, pipes, stop = Path(sys.argv[2]), sys.argv[3:], Stop()
told = []

def awake():
    if stop.reason and not told:
        told.append(stop.reason)
        print("on the way out", flush=True)

with stops_on_signals(stop), Tools(Store(root), Models(), Settings()) as tools:
    executor = LocalExecutor(Workspace(root), tools, len(pipes), lambda task, event: None)
    try:
        for number, pipe in enumerate(pipes):
            executor.submit(Task(f"item-{number}", "decode", pipe, "work"))
        if sys.argv[1] == "1":
            executor.wait()
        with stop.gently():
            executor.wait(awake)
    except KeyboardInterrupt:
        executor.close(at_once=True)
        raise
"""
WHOLE = 20 * 44_100 * 2
"""The bytes that ffmpeg writes if nothing stops it."""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("presses", ["1", "2"])
def test_what_waits_for_nothing_ends_the_ffmpegs_of_all_items_at_work(
    tmp_path: Path, presses: str, number: int, code: int
):
    pipes = [tmp_path / "one", tmp_path / "two"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-c", PREPARED, presses, str(tmp_path), *map(str, pipes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as program:
        assert program.stdout is not None
        with pipes[0].open("rb") as one, pipes[1].open("rb") as two:
            assert (len(one.read(2)), len(two.read(2))) == (2, 2)  # both are under way
            program.send_signal(number)
            if presses == "2":
                assert program.stdout.readline() == b"on the way out\n"
                program.send_signal(number)
            assert max(len(one.read()), len(two.read())) < WHOLE - 2
        assert program.wait() == code


RUNNING = """
import signal, sys
from dataclasses import replace
from mediahub.cli.main import main
from mediahub.pipeline.stages import BY_NAME

# A shell without job control starts what ends in "&" with Ctrl-C ignored.
ignored = sys.argv[2] == "True"
signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.default_int_handler)
real = BY_NAME["chapter"]

def chapter(job, scratch):
    print("at work", flush=True)
    sys.stdin.readline()
    real.run(job, scratch)

BY_NAME["chapter"] = replace(real, run=chapter)
main(["-C", sys.argv[1], "run", "--jobs", "1"])
"""


@pytest.mark.parametrize("ignored", [False, True], ids=["in front", "in the background"])
@pytest.mark.parametrize(
    ("number", "code", "told"),
    [(signal.SIGINT, 130, "Stopped: 0 of 2 items"), (signal.SIGTERM, 143, "Stopped by SIGTERM: 0")],
)
def test_a_signal_stops_a_run_after_the_work_at_hand(
    bare: Place, ignored: bool, number: int, code: int, told: str
):
    with subprocess.Popen(
        [sys.executable, "-c", RUNNING, str(bare.root), str(ignored)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "MEDIAHUB_MODELS": str(bare.root / "none"), "PIP_NO_INDEX": "1"},
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "at work\n"
        program.send_signal(number)
        while "when the chunk at hand is done" not in (line := program.stderr.readline()):
            assert line
        program.stdin.write("\n")
        program.stdin.flush()
        out, _ = program.communicate(timeout=120)
        assert program.returncode == code
    assert told in out
    assert " run --jobs 1\n" in out
    made = sorted(path.parent.name for path in (bare.root / "transcripts").rglob("chapters.json"))
    assert made == ["podden-avsnitt-1"]
    done = bare.run().done
    assert "chapter" not in done["podden-avsnitt-1"]
    assert "chapter" in done["podden-avsnitt-2"]
