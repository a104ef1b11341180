"""Small workspaces whose words come from captions, so that no recogniser is needed."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mediahub.mediafile.process import binary
from mediahub.models import Store
from mediahub.pipeline.plan import Choices
from mediahub.pipeline.report import Silent
from mediahub.pipeline.run import Options
from mediahub.pipeline.run import run as run_workspace
from mediahub.pipeline.stage import Event, Handle, Scratch
from mediahub.pipeline.stages import BY_NAME
from mediahub.pipeline.summary import Summary

CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Välkomna till ett samtal om hembesök.

00:00:03.200 --> 00:00:06.000
<v Erik>Fattigdomen bland barn märks på utflyktsdagen.

00:00:06.500 --> 00:00:09.500
<v Anna>Tack för att ni har lyssnat.
"""


def sound(path: Path, seconds: float = 10.0, frequency: int = 440) -> Path:
    """A tone as MP3 (or what the suffix says), made by the real ffmpeg."""
    path.parent.mkdir(parents=True, exist_ok=True)
    source = f"sine=frequency={frequency}:duration={seconds}"
    command = [binary(), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-ac", "1", "-b:a", "32k", f"file:{path}"], check=True)
    return path


class Place:
    """A workspace under test."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root = root
        self.store = store

    def run(self, **options: object) -> Summary:
        """`mediahub run`, as quiet as can be."""
        choices = {key: options.pop(key) for key in ("stages", "renew", "force") if key in options}
        wanted = Options(choices=Choices(**choices), **options)  # type: ignore[arg-type]
        return run_workspace(self.root, wanted, Silent(), store=self.store)

    def text(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def files(self, *folders: str) -> dict[str, bytes]:
        """Every file under the folders with its bytes."""
        found = (path for folder in folders for path in (self.root / folder).rglob("*"))
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(found)
            if path.is_file()
        }


class Table:
    """A `Scratch` of a test's own: handles name files under `root`, outputs lie in its results."""

    def __init__(self, root: Path, item: str = "ett", tools: Any = None) -> None:
        self.root = root
        self.folder = root / "transcripts" / item
        self.folder.mkdir(parents=True, exist_ok=True)
        self.kept = root / "work"
        self.kept.mkdir(exist_ok=True)
        self.tools = tools
        self.told: list[Event] = []

    def path(self, handle: Handle) -> Path:
        return self.root / handle.path

    def out(self, name: str) -> Path:
        return self.folder / name

    def tell(self, event: Event) -> None:
        self.told.append(event)


Run = Callable[[Any, Scratch], None]


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Run], Run]:
    """`instead(stage, run)` lets workers do something else in a stage; gives what they did."""

    def put(stage: str, run: Run) -> Run:
        real = BY_NAME[stage]
        monkeypatch.setitem(BY_NAME, stage, replace(real, run=run))
        return real.run

    return put


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """A workspace with nothing in it, on a machine with no model and no way to one."""
    (tmp_path / "ws" / "media").mkdir(parents=True)
    return Place(tmp_path / "ws", Store(tmp_path / "models", pip_options=["--no-index"]))


@pytest.fixture
def bare(empty: Place) -> Place:
    """Two bare episodes with captions beside them."""
    for name, frequency in (("avsnitt-1", 440), ("avsnitt-2", 550)):
        sound(empty.root / "media" / "podden" / f"{name}.mp3", frequency=frequency)
        (empty.root / "media" / "podden" / f"{name}.vtt").write_text(CAPTIONS, encoding="utf-8")
    return empty


@pytest.fixture
def themed(empty: Place) -> Place:
    """A theme with one published episode, a person and a glossary; a public address."""
    root = empty.root
    (root / "mediahub.toml").write_text(
        """public_url = "https://lindhamn.example/feeds"

[publisher]
name = "Lindhamns stad"
email = "tema@lindhamn.example"

[[series]]
id = "podden"
title = "Podden"
description = "Samtal."
""",
        encoding="utf-8",
    )
    (root / "media" / "people.toml").write_text(
        '[[people]]\nid = "anna-lind"\nname = "Anna Lind"\n', encoding="utf-8"
    )
    theme = root / "media" / "2020-06-03-tema"
    sound(theme / "samtal.mp3")
    (theme / "samtal.vtt").write_text(CAPTIONS, encoding="utf-8")
    (theme / "theme.toml").write_text(
        """title = "Tidiga insatser"
date = 2020-06-03

[[items]]
file = "samtal.mp3"
title = "Ett samtal"
description = "Om hembesök."
published = 2020-06-03T07:00:00+02:00
contributors = [{ person = "anna-lind", role = "host" }]

[[glossary]]
term = "barnfattigdom"
aliases = ["knapphet"]
definition = "Att växa upp med för lite pengar."
""",
        encoding="utf-8",
    )
    return empty


Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit() -> Callable[[Path, str, str], None]:
    """`edit(path, old, new)` replaces text in a file and insists that it was there."""

    def replace(path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace
