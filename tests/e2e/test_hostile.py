"""Everything that a person can write, written to be run: looked at in a real browser."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediahub.desk.chapters import add
from mediahub.desk.editing import name
from mediahub.desk.withholding import withhold_passage
from mediahub.transcript import Span
from mediahub.web.staff.accounts import Accounts
from tests.e2e.conftest import command
from tests.e2e.staff.site import log_in, served
from tests.pipeline.conftest import sound

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SECRET = "en lång hemlighet"  # noqa: S105 - of a user that lives as long as the test
EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}"
IN_NAME = "\"'><img src=x onerror=alert(3)>"
"""As EVIL, for what is a file's name."""
TOML = "'''\n\"'><img src=x onerror=alert(4)></script><script>alert(5)</script>'''"
CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:03.000
<v Anna>Välkomna till ett samtal om hembesök.

00:00:03.200 --> 00:00:06.000
<v Erik>Fattigdomen &lt;img src=x onerror=alert(6)&gt; &quot;märks&quot; {{7*7}}.

00:00:06.500 --> 00:00:09.500
<v Anna>Tack för att ni har lyssnat.
"""
RUN = "Boolean(document.querySelector('img[src=x]'))"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("evil") / "ws"
    theme = root / "media" / "2020-06-03-tema"
    for path in (theme / "samtal.mp3", root / "media" / "podden" / f"{IN_NAME}.mp3"):
        sound(path)
        path.with_suffix(".vtt").write_text(CAPTIONS, encoding="utf-8")
    (root / "mediahub.toml").write_text(
        f"[publisher]\nname = {TOML}\n[[series]]\nid = 'podden'\ntitle = {TOML}\n"
        f"description = {TOML}\n",
        encoding="utf-8",
    )
    (theme / "theme.toml").write_text(
        f"title = {TOML}\nintroduction = {TOML}\nquestions = [{TOML}]\n"
        f"[[items]]\nfile = 'samtal.mp3'\ntitle = {TOML}\ndescription = {TOML}\n"
        f"label = {TOML}\n[[glossary]]\nterm = {TOML}\ndefinition = {TOML}\n",
        encoding="utf-8",
    )
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    item = next(one.name for one in (root / "transcripts").iterdir() if "samtal" in one.name)
    name(root, item, "Erik", EVIL, by=EVIL)
    add(root, item, 3000, EVIL, by=EVIL)
    withhold_passage(root, item, Span(6500, 9500), EVIL, by=EVIL)
    Accounts(root).add('"><img src=x onerror=alert(7)>', "admin", SECRET)
    with served(root) as site:
        yield site


def test_nothing_that_a_person_wrote_is_run(evil: tuple[Path, str], browser: "Browser"):
    root, site = evil
    page = browser.new_context(locale="sv-SE").new_page()
    faults: list[str] = []
    page.on("dialog", lambda shown: _shown(faults, shown.type, shown.message, shown.accept))
    page.on("console", lambda said: _heard(faults, said.type, said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site}/logga-in?till=%22%3E%3Cimg%20src=x%20onerror=alert(8)%3E")
    log_in(page, '"><img src=x onerror=alert(7)>', SECRET)
    items = sorted(one.name for one in (root / "transcripts").iterdir())
    query = "%22'%3E%3Cimg src=x onerror=alert(9)%3E"
    paths = [
        "/", f"/?q={query}", "/?q=hembesök", "/?q=märks&talare=%3Cimg%20src=x%3E",
        "/innehall", "/namn", "/korning", f"/korning?dar={query}", "/konto", "/konto/nycklar",
        "/api/v1/", f"/finns-inte/{query}", f"/item/{query}",
        "/anvandare",
        *(
            f"/item/{one}{more}"
            for one in items
            for more in ("", "/historik", "/fragor", "/publicering")
        ),
        *(f"/ladda-upp/bild/item/{one}" for one in items),
    ]  # fmt: skip
    for path in paths:
        page.goto(site + path)
        assert not page.evaluate(RUN), path
    page.goto(f"{site}/konto/nycklar")
    page.get_by_label("Vad den är till för").fill(EVIL[:64])
    page.get_by_label("söka").check()
    page.get_by_role("button", name="Gör en nyckel").click()
    assert not page.evaluate(RUN)
    _correct(page, f"{site}/item/{next(one for one in items if 'samtal' in one)}")
    assert not page.evaluate(RUN)
    assert faults == []


def _correct(page: "Page", address: str) -> None:
    """Write it into a segment, as an editor does, and look at it there and after a reload."""
    page.goto(address)
    page.locator(".turn").first.hover()
    page.locator(".turn").first.get_by_role("button", name="Ändra").first.click()
    page.locator(".turn .writing").fill(EVIL)
    page.keyboard.press("Control+Enter")
    sync_api.expect(page.locator(".turn").first).to_contain_text("{{7*7}}", timeout=60_000)
    assert not page.evaluate(RUN)
    page.keyboard.press("Escape")  # the next one was opened
    page.reload()
    sync_api.expect(page.locator(".turn").first).to_contain_text("{{7*7}}")


def _shown(faults: list[str], kind: str, text: str, accept: Callable[[], None]) -> None:
    if kind != "beforeunload":  # the editor's own question, where something is not saved yet
        faults.append(f"{kind}: {text}")
    accept()


def _heard(faults: list[str], kind: str, text: str) -> None:
    # An address that there is not is said by the browser, too.
    if kind in ("error", "warning") and "the server responded with a status of 4" not in text:
        faults.append(f"{kind}: {text}")
