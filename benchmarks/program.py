"""The program from outside: one of its commands, what it cost and what it said."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent / "src"
"""The program of this checkout."""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of CPU (user and system, of every process it waited for), wall
    seconds, and the most memory (MB) that one of its processes held; its output and exit code.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    code: int
    output: str
    errors: str


@dataclass(frozen=True)
class Program:
    """A checkout's program: `src` is the folder that holds the package `mediahub`.

    `ahead` are folders that come before it on Python's path.
    """

    name: str
    src: Path
    ahead: tuple[Path, ...] = field(default=())

    def command(self, workspace: Path, *words: str) -> list[str]:
        """The words that start one of its commands in a workspace."""
        return [sys.executable, "-m", "mediahub", "-C", str(workspace), *words]

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment in which it is this checkout's program that starts."""
        path = os.pathsep.join(str(folder) for folder in (*self.ahead, self.src))
        return {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"}

    def run(self, workspace: Path, *words: str, fails: bool = False) -> Cost:
        """Run a command to its end. One that exits with an error stops the benchmark with what it
        said, unless it `fails` rightly.
        """
        cost = measured(self.command(workspace, *words), self.environment)
        if cost.code and not fails:
            said = cost.errors[-2000:]
            sys.exit(f"{self.name}: mediahub {' '.join(words)}: exit {cost.code}\n{said}")
        return cost

    def json(self, workspace: Path, *words: str) -> Any:
        """What a command says in JSON."""
        return json.loads(self.run(workspace, *words, "--json").output)

    def has(self, command: str) -> bool:
        """Whether the program has a command of this name."""
        return self.run(Path.cwd(), command, "--help", fails=True).code == 0


def measured(command: list[str], environment: Mapping[str, str]) -> Cost:
    """Run any command to its end, and what it cost."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)
        # wait4 counts the children that the process itself has waited for, as ffmpeg is.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", errors="replace"))
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return Cost(
        cpu_s=used.ru_utime + used.ru_stime,
        wall_s=wall,
        peak_mb=used.ru_maxrss / unit,
        code=process.returncode,
        output=texts[0],
        errors=texts[1],
    )


def program(text: str) -> Program:
    """A program as it is named on a command line: NAME=SRC."""
    name, found, src = text.partition("=")
    if not found or not (Path(src) / "mediahub" / "__main__.py").is_file():
        raise ValueError(f"{text}: write NAME=SRC, where SRC holds the package mediahub")
    return Program(name, Path(src).resolve())
