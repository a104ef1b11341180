"""Real schedulers, workers and runs, each a process of its own, on loopback."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Välkomna till ett samtal om hembesök, del {number}.

00:00:03.200 --> 00:00:06.000
<v Erik>Fattigdomen bland barn märks på utflyktsdagen.
"""
SETTINGS = """public_url = "https://lindhamn.example/feeds"

[publisher]
name = "Lindhamns stad"
email = "tema@lindhamn.example"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."
"""
PATIENCE_S = 240.0


def until(condition: Callable[[], bool], what: str) -> None:
    """Return once something is so; fail with `what` when it does not come about."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"waited in vain until {what}"
        time.sleep(0.05)


class House:
    """A workspace, and the processes that a test starts for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "ws"
        self.control = folder / "control"
        self.control.mkdir(parents=True)
        self.processes: list[subprocess.Popen[str]] = []
        self.env = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "MEDIAHUB_MODELS": str(folder / "models"),
            "MEDIAHUB_TEST": str(self.control),
            "DASK_DISTRIBUTED__WORKER__PRELOAD": f'["{HERE / "poison.py"}"]',
        }

    def make(self, items: int) -> None:
        """A workspace of so many published episodes, whose words come from captions."""
        from tests.pipeline.conftest import sound

        (self.root / "media" / "podden").mkdir(parents=True)
        (self.root / "mediahub.toml").write_text(SETTINGS, encoding="utf-8")
        for number in range(1, items + 1):
            path = sound(self.root / "media" / "podden" / f"del-{number}.mp3", 7, 300 + number)
            path.with_suffix(".vtt").write_text(CAPTIONS.format(number=number), encoding="utf-8")
            path.with_suffix(".toml").write_text(
                f'title = "Del {number}"\npublished = 2020-06-0{number}T07:00:00+02:00\n',
                encoding="utf-8",
            )

    def start(
        self, *words: str, host: Sequence[str] = (), root: Path | None = None, **env: str
    ) -> subprocess.Popen[str]:
        """`mediahub …`, in a session of its own, its words in a file beside the workspace.

        `host` are the words that let it run on another host, `root` is the workspace as seen there.
        """
        log = self.folder / f"{len(self.processes)}-{'-'.join(words[:2])}.log".replace("/", "_")
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [*host, sys.executable, "-m", "mediahub", "-C", str(root or self.root), *words],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
                env={**self.env, **env},
                start_new_session=True,
            )
        self.processes.append(process)
        process.log = log  # type: ignore[attr-defined]
        return process

    def scheduler(self, *words: str, port: int = 0) -> tuple[subprocess.Popen[str], str]:
        """A scheduler at a port, or any that is free, and its address."""
        process = self.start("cluster", "scheduler", "--port", str(port), *words)
        until(lambda: "the scheduler is at " in said(process), "the scheduler says where it is")
        return process, said(process).split("the scheduler is at ")[1].split()[0]

    def worker(self, address: str, *words: str, **env: str) -> subprocess.Popen[str]:
        """A worker that has found its scheduler."""
        process = self.start("worker", address, *words, **env)
        until(lambda: " at work for " in said(process), "the worker is at work")
        return process

    def run(self, *words: str) -> tuple[int, str]:
        """`mediahub run …` to its end: the exit code and all that it said."""
        process = self.start("run", *words)
        code = process.wait(PATIENCE_S)
        return code, said(process)

    def held(self) -> dict[str, int]:
        """Items that are held in the middle, with their workers' process ids."""
        return dict(self._left("held"))

    def went_on(self, dead: int) -> bool:
        """Whether all that a dead worker held was begun by another too."""
        its = {item for item, pid in self._left("held") if pid == dead}
        others = {item for item, pid in self._left("began") if pid != dead}
        return bool(its) and its <= others

    def _left(self, what: str) -> list[tuple[str, int]]:
        found = (one.name.split("-", 1)[1].rsplit("-", 1) for one in self.control.glob(f"{what}-*"))
        return [(item, int(pid)) for item, pid in found]

    def files(self, *folders: str) -> dict[str, bytes]:
        """Every file under the folders with its bytes."""
        found = (path for folder in folders for path in (self.root / folder).rglob("*"))
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(found)
            if path.is_file()
        }

    def twin(self, name: str) -> "House":
        """Another house with the same workspace in it."""
        other = House(self.folder.parent / name)
        shutil.copytree(self.root, other.root)
        return other

    def end(self) -> None:
        """Kill what a test left, with all its children."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def said(process: subprocess.Popen[str]) -> str:
    """All that a process has said so far."""
    return Path(process.log).read_text(encoding="utf-8")  # type: ignore[attr-defined]


def children(pid: int) -> list[int]:
    """The living processes of the session that a process leads, itself left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != pid:
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty house, whose processes end with the test."""
    pytest.importorskip("distributed", reason="the cluster's extra is not installed")
    pytest.importorskip("cryptography", reason="the cluster's extra is not installed")
    houses = House(tmp_path / "house")
    try:
        yield houses
    finally:
        houses.end()
