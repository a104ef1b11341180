"""The staff site as a process with a small workspace of its own, and browsers in it."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.conftest import AXE, command
from tests.pipeline.conftest import sound

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect
expect.set_options(timeout=20_000)  # on a machine that does other things, too

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SECRET = "en lång hemlighet"  # noqa: S105 - of users that live as long as the test
PICTURES = os.environ.get("MEDIAHUB_PICTURES")
"""A folder for pictures of the pages, as docs/bilder has them; none are taken without it."""
ITEMS = {
    "hembesok": "utflyktsdagen", "skolan": "skolgården", "tva": "torget",
    "bruten": "gatan", "dela": "deladagen", "namn": "biblioteket",
    "kapitel": "hamnen", "bredvid": "stigen", "fraga": "bron", "ersatt": "kajen",
    "rosten": "kvarnen",
}  # fmt: skip
"""Each item, and where poverty shows in it."""
SOUND = "document.querySelector('audio, video')"

CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Välkomna till ett samtal om hembesök.

00:00:03.200 --> 00:00:06.000
<v Erik>Fattigdomen bland barn märks på {where}.

00:00:06.500 --> 00:00:09.500
<v Anna>Tack för att ni har lyssnat.
"""


def put(root: Path, name: str, where: str, frequency: int) -> None:
    """A tone, and what is said in it."""
    path = sound(root / "media" / "podden" / f"{name}.mp3", frequency=frequency)
    path.with_suffix(".vtt").write_text(CAPTIONS.format(where=where), encoding="utf-8")


def serving(root: Path) -> tuple[subprocess.Popen[str], str]:
    """The staff site as a process, and its address."""
    server = subprocess.Popen(
        command(root, "serve", "--port", str(free_port())), stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
    assert found is not None
    return server, found.group()


@contextmanager
def served(root: Path) -> Iterator[tuple[Path, str]]:
    """The workspace, and the address of its staff site as long as this lasts."""
    server, address = serving(root)
    yield root, address
    server.terminate()
    server.wait(10)
    assert server.stdout is not None
    server.stdout.close()


def free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Staff:
    """The site, its workspace, and browsers in it; `faults` is all that their consoles said."""

    root: Path
    site: str
    browser: "Browser"
    states: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def window(self, user: str | None = "redaktör", **options: Any) -> "BrowserContext":
        """A fresh browser of a user; None is somebody who is not logged in."""
        if user is not None and user not in self.states:
            first = self.browser.new_context(locale="sv-SE")
            page = first.new_page()
            page.goto(f"{self.site}/logga-in")
            log_in(page, user, SECRET)
            self.states[user] = first.storage_state()
            first.close()
        state = self.states[user] if user is not None else None
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "sv-SE", **options}
        context = self.browser.new_context(storage_state=state, **settings)
        context.set_default_timeout(20_000)
        context.on("page", self._listen)
        return context

    def _listen(self, page: "Page") -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda said: self._said(said.type, said.text))

    def _said(self, kind: str, text: str) -> None:
        # Only the tests themselves cut the line, and what the browser says of it may come late.
        if kind in ("error", "warning") and "ERR_INTERNET_DISCONNECTED" not in text:
            self.faults.append(f"{kind}: {text}")

    def item(self, name: str) -> str:
        return f"{self.site}/item/podden-{name}"

    def text(self, name: str, file: str = "transcript.vtt") -> str:
        path = self.root / "transcripts" / f"podden-{name}" / file
        return path.read_text(encoding="utf-8")


def log_in(page: "Page", name: str, secret: str) -> None:
    page.get_by_label("Namn").fill(name)
    page.get_by_label("Lösenord").fill(secret)
    page.get_by_role("button", name="Logga in").click()


def turn(page: "Page", number: int) -> Any:
    return page.locator(".turn").nth(number)


def write(page: "Page", number: int, text: str) -> Any:
    """Open a segment and write in it, without leaving it; the field."""
    turn(page, number).hover()
    turn(page, number).get_by_role("button", name=re.compile("^Ändra")).click()
    box = page.locator(".turn .writing")
    box.fill(text)
    return box


def more(page: "Page", number: int) -> Any:
    """The buttons behind "Mer" of a segment."""
    turn(page, number).hover()
    turn(page, number).get_by_role("button", name=re.compile("^Mer")).click()
    return turn(page, number).locator(".more-acts")


def until(page: "Page", expression: str) -> None:
    """Wait until it holds in the page, whose policy forbids what Playwright's own way needs."""
    end = monotonic() + 20
    while not page.evaluate(expression):
        assert monotonic() < end, expression
        page.wait_for_timeout(50)


def reloaded(page: "Page", address: str, text: str) -> None:
    """Ask for a page until it says this: what follows a save comes a little later."""
    end = monotonic() + 20
    while page.goto(address) and text not in page.get_by_role("status").inner_text():
        assert monotonic() < end, text
        page.wait_for_timeout(200)


def picture(page: "Page", name: str) -> None:
    """Keep how the page looks, where somebody asked for it."""
    if PICTURES:
        path = Path(PICTURES) / f"{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=60)
        assert path.stat().st_size < 100_000


def barriers(page: "Page") -> list[str]:
    """What axe finds against WCAG 2.1 A and AA: the rule and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
