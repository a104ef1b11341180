"""Ctrl-C while ffmpeg works for an item."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DECODING = """
import signal, sys, threading
from pathlib import Path
from mediahub.catalog import Settings
from mediahub.cli.stopping import ctrl_c_stops
from mediahub.mediafile.process import binary, run
from mediahub.models import Store
from mediahub.pipeline.execute.local import LocalExecutor
from mediahub.pipeline.execute.values import Task
from mediahub.pipeline.stage import Models, Stage
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.tools import Tools
from mediahub.workspace.paths import Workspace

# A job that a shell has put in the background is born with Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)

def decoded(pipe, scratch):
    sound = ["-re", "-f", "lavfi", "-i", "sine", "-t", "20", "-f", "s16le"]
    command = [binary(), "-nostdin", "-loglevel", "error", *sound, "-y", f"file:{pipe}"]
    run(command, Path("a.mp3"), time_limit_s=120)

BY_NAME["decode"] = Stage("decode", 1, (), lambda view: {}, {}, lambda view: None, decoded)
root, pipes = Path(sys.argv[2]), sys.argv[3:]

with ctrl_c_stops(), Tools(Store(root), Models(), Settings()) as tools:
    executor = LocalExecutor(Workspace(root), tools, len(pipes), lambda task, event: None)
    try:
        for number, pipe in enumerate(pipes):
            executor.submit(Task(f"item-{number}", "decode", pipe, "work"))
        executor.wait()
    except KeyboardInterrupt:
        executor.close(at_once=True)
        if sys.argv[1] == "1":
            raise
        print("on the way out", flush=True)
        threading.Event().wait()
"""
WHOLE = 20 * 44_100 * 2
"""The bytes that ffmpeg writes if nothing stops it."""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("presses", ["1", "2"])
def test_ctrl_c_ends_the_ffmpegs_of_all_items_at_work(tmp_path: Path, presses: str):
    pipes = [tmp_path / "one", tmp_path / "two"]
    for pipe in pipes:
        os.mkfifo(pipe)
    with subprocess.Popen(
        [sys.executable, "-c", DECODING, presses, str(tmp_path), *map(str, pipes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as program:
        assert program.stdout is not None
        with pipes[0].open("rb") as one, pipes[1].open("rb") as two:
            assert (len(one.read(2)), len(two.read(2))) == (2, 2)  # both are under way
            program.send_signal(signal.SIGINT)
            if presses == "2":
                assert program.stdout.readline() == b"on the way out\n"
                program.send_signal(signal.SIGINT)
            assert max(len(one.read()), len(two.read())) < WHOLE - 2
        assert program.wait() == 130
