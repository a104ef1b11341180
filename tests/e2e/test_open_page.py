"""A search page that is open while the site is published anew finds what there is now."""

import functools
import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import command

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

PATIENCE = 60_000
"""Milliseconds for a publication beside other work."""
THEME = """title = "Tidigt"
date = 2020-06-03
published = 2020-06-03

[[items]]
file = "ett.md"
title = "Ett"
published = 2020-06-03T07:00:00+02:00
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain web server that lets a browser keep for a while what it has fetched."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "public, max-age=600")
        super().end_headers()


class Place:
    """A workspace with one article, and the address of its published site."""

    def __init__(self, root: Path, address: str) -> None:
        self.root, self.address = root, address

    def publish(self, text: str) -> None:
        article = self.root / "media" / "2020-06-03-tidigt" / "ett.md"
        article.write_text(f"{text}\n", encoding="utf-8")
        subprocess.run(command(self.root, "run"), check=True, capture_output=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "media" / "2020-06-03-tidigt"
    folder.mkdir(parents=True)
    (tmp_path / "mediahub.toml").write_text(
        'public_url = "https://staden.example/f"\n\n[publisher]\nname = "Staden"\n',
        encoding="utf-8",
    )
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(tmp_path / "feeds"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Place(tmp_path, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A fresh page; the test fails where its script did."""
    context = browser.new_context(locale="sv-SE")
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def while_fetching(page: "Page", files: str, do: Callable[[], None]) -> None:
    """Do it once, while the first of these files of the search is on its way to the page."""
    left = [do]

    def held(route: "Route") -> None:
        while left:
            left.pop()()
        route.continue_()

    page.route(f"**/hitta/{files}", held)


def test_what_is_published_in_the_middle_of_a_search_is_what_is_found(place: Place, page: "Page"):
    place.publish("Hembesöken blev fler i Hjällbo.")
    for number, files in enumerate(("start-*", "p/*", "text/**")):
        # The word moves on in its passage, and others come and go.
        text = f"{'Nu. ' * (number + 1)}Hembesöken i Rinkeby kostade {number + 31} kronor, sa man."
        while_fetching(page, files, functools.partial(place.publish, text))
        page.goto(f"{place.address}/hitta/?q=hembes%C3%B6k&n={number}")
        expect(page.locator("#traffar p")).to_have_text(text, timeout=PATIENCE)
        expect(page.locator("#traffar mark")).to_have_text("Hembesöken")
        page.unroute_all()


def test_a_page_that_stood_open_finds_what_came_since(place: Place, page: "Page"):
    place.publish("Hembesöken blev fler i Hjällbo.")
    page.goto(f"{place.address}/hitta/?q=hembes%C3%B6k")
    expect(page.locator("#traffar p")).to_have_text("Hembesöken blev fler i Hjällbo.")
    place.publish("Orosanmälan gjordes i Rinkeby.")
    page.locator("#fraga").fill("rinkeby")
    page.locator("#fraga").press("Enter")
    expect(page.locator("#traffar mark")).to_have_text("Rinkeby.")


def test_a_page_with_an_older_script_begins_anew_with_the_newer_one(place: Place, page: "Page"):
    place.publish("Hembesöken blev fler i Hjällbo.")
    feeds = place.root / "feeds"

    def publish() -> None:
        place.publish("Hembesöken blev färre i Hjällbo.")
        (script,) = (feeds / "assets").glob("search.*.js")
        shutil.copy(script, script.with_name("search.0000000000.js"))
        html = feeds / "hitta" / "index.html"
        text = html.read_text(encoding="utf-8").replace(script.name, "search.0000000000.js")
        html.write_text(text, encoding="utf-8")

    while_fetching(page, "start-*", publish)
    page.goto(f"{place.address}/hitta/?q=hembes%C3%B6k")
    hit = page.locator("#traffar p")
    expect(hit).to_have_text("Hembesöken blev färre i Hjällbo.", timeout=PATIENCE)
    scripts = page.locator("script").evaluate_all("(all) => all.map((one) => one.src)")
    assert f"{place.address}/assets/search.0000000000.js" in scripts
