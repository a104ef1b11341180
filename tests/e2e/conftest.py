"""The demo workspace, made by the real command from captions, and a browser to look at it."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).parents[2]
THEME = "2020-06-03-tidiga-insatser"
STUDY_DAY = "2020-10-14-studiedag-klarsprak"
AXE = REPOSITORY / "tools" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def moment(seconds: float) -> str:
    """A time of WebVTT."""
    return f"{int(seconds // 3600):02}:{int(seconds // 60 % 60):02}:{seconds % 60:06.3f}"


def captions(truth: Path) -> str:
    """The sentences of a truth file as WebVTT, so that nothing need be recognised."""
    cues = [
        f"{moment(one['start'])} --> {moment(one['end'])}\n<v {one['speaker']}>{one['text']}\n"
        for one in json.loads(truth.read_text(encoding="utf-8"))["segments"]
    ]
    return "\n".join(["WEBVTT\n", *cues])


def command(workspace: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "mediahub", "-C", str(workspace), *arguments]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own demo, with what is said in it as captions, after `mediahub run`."""
    root = tmp_path_factory.mktemp("demo") / "ws"
    shutil.copytree(REPOSITORY / "media", root / "media")
    shutil.copy(REPOSITORY / "mediahub.toml", root)
    for truth in (root / "media" / THEME).glob("*.truth.json"):
        name = truth.name.removesuffix(".truth.json") + ".vtt"
        truth.with_name(name).write_text(captions(truth), encoding="utf-8")
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    return root


@pytest.fixture(scope="session")
def site(workspace: Path) -> Iterator[str]:
    """The address of `mediahub preview`, running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        command(workspace, "preview", "--port", str(port)), stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    assert line.startswith("Listening on http://127.0.0.1:")
    yield line.split()[2].rstrip("/")
    server.terminate()
    server.wait(10)
    server.stdout.close()


@dataclass
class Window:
    """A page of the browser, and everything that went wrong in it."""

    page: "Page"
    site: str
    faults: list[str] = field(default_factory=list)

    def complaint(self, kind: str, text: str, address: str) -> None:
        """Keep what a person at the developer's console would frown at."""
        # A browser asks every site for a favicon; that there is none is no fault of a page.
        bad = kind in ("error", "warning") or kind[:6] in ("HTTP 4", "HTTP 5")
        if bad and not address.endswith("/favicon.ico"):
            self.faults.append(f"{kind} {text} {address}")

    def open(self, path: str) -> "Page":
        self.page.goto(self.site + path)
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Debian's chromium, unseen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A container's root user has no sandbox to give.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        arguments.append("--autoplay-policy=no-user-gesture-required")
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@pytest.fixture
def window(browser: "Browser", site: str) -> Iterator[Window]:
    """A fresh window; the test fails when the console or the network complained."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    window = Window(context.new_page(), site)
    page = window.page
    page.on("pageerror", lambda error: window.faults.append(f"script: {error}"))
    page.on("console", lambda said: window.complaint(said.type, said.text, said.location["url"]))
    page.on("response", lambda got: window.complaint(f"HTTP {got.status}", "", got.url))
    yield window
    context.close()
    assert window.faults == []
