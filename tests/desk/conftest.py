"""Workspaces as for the pipeline, and a real run that is at work in one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.pipeline.conftest import CAPTIONS, Place, bare, edit, empty, sound, themed

__all__ = ["CAPTIONS", "Place", "bare", "edit", "empty", "sound", "themed"]

RUN_THAT_WAITS = """
import sys
from dataclasses import replace
from mediahub.cli.main import main
from mediahub.pipeline.stages import BY_NAME

chapter = BY_NAME["chapter"]

def waiting(inputs, scratch):
    print("at work", flush=True)
    sys.stdin.readline()
    chapter.run(inputs, scratch)

BY_NAME["chapter"] = replace(chapter, run=waiting)
main(["-C", sys.argv[1], "run", "--jobs", "1"])
"""
"""A run that stands still in the first item it works on, until it gets a line."""

AtWork = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without models."""
    return {**os.environ, "MEDIAHUB_MODELS": str(tmp_path / "models"), "PIP_NO_INDEX": "1"}


@pytest.fixture
def run_at_work(bare: Place, surroundings: dict[str, str]) -> AtWork:
    """`with run_at_work():` has a run of a third item at work, which goes on to its end after."""

    @contextmanager
    def at_work() -> Iterator[None]:
        third = bare.root / "media" / "podden" / "avsnitt-3.mp3"
        sound(third, frequency=660)
        third.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
        with subprocess.Popen(
            [sys.executable, "-c", RUN_THAT_WAITS, str(bare.root)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=surroundings,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            try:
                assert process.stdout.readline() == "at work\n"
                yield
                told, errors = process.communicate("go on\n", timeout=120)
                assert process.returncode == 0, told + errors
            finally:
                process.kill()

    return at_work
