"""A question in a real browser: asked on a public page, answered by staff, read on the page."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediahub.web.staff.accounts import Accounts
from tests.e2e.conftest import command
from tests.e2e.staff.site import AXE, CAPTIONS, SECRET, barriers, free_port, log_in, picture
from tests.pipeline.conftest import sound

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SETTINGS = """public_url = "http://127.0.0.1:{site}"

[publisher]
name = "Lindhamns stad"

[questions]
address = "http://127.0.0.1:{asking}/fraga"

[[series]]
id = "podden"
title = "Podden"
"""
THEME = """title = "Tidiga insatser"
ask = "Undrar du något? Fråga oss."

[[items]]
file = "samtal.mp3"
title = "Ett samtal"
published = 2020-06-03T07:00:00+02:00
"""


@dataclass(frozen=True)
class Houses:
    """The public site, what takes questions in, and the staff site: three programs."""

    root: Path
    site: str
    asking: str
    staff: str


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    root = tmp_path_factory.mktemp("asking") / "Lindhamn"
    site, asking, staff = free_port(), free_port(), free_port()
    recording = sound(root / "media" / "tidiga" / "samtal.mp3")
    recording.with_suffix(".vtt").write_text(CAPTIONS.format(where="torget"), encoding="utf-8")
    (root / "mediahub.toml").write_text(SETTINGS.format(site=site, asking=asking), "utf-8")
    (root / "media" / "tidiga" / "theme.toml").write_text(THEME, encoding="utf-8")
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    Accounts(root).add("redaktör", "editor", SECRET)
    programs = [
        subprocess.Popen(command(root, *words), stdout=subprocess.PIPE, text=True)
        for words in (
            ("preview", "--port", str(site)),
            ("serve", "--questions-only", "--port", str(asking)),
            ("serve", "--port", str(staff)),
        )
    ]
    for program in programs:
        assert program.stdout is not None
        assert "http://127.0.0.1" in program.stdout.readline()
    yield Houses(root, *(f"http://127.0.0.1:{port}" for port in (site, asking, staff)))
    for program in programs:
        program.terminate()
        program.wait(10)
        assert program.stdout is not None
        program.stdout.close()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_question_is_asked_answered_and_read(houses: Houses, browser: "Browser", script: bool):
    faults: list[str] = []
    asked = "Hur tidigt börjar man?" if script else "Vem kan man fråga?"
    context = browser.new_context(
        locale="sv-SE", java_script_enabled=script, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{houses.site}/tema/tidiga/")
    page.get_by_role("link", name="Ställ en fråga").click()
    expect(page.get_by_label("Lämna tom")).not_to_be_in_viewport()
    page.get_by_label("Din fråga").fill(asked)
    page.get_by_label("Ditt namn").fill("Eva")
    if script and AXE.exists():
        assert barriers(page) == []
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack för din fråga")
    assert page.url == f"{houses.site}/tema/tidiga/experterna/tack.html"

    staff = browser.new_context(locale="sv-SE").new_page()
    staff.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    staff.goto(f"{houses.staff}/experter")
    log_in(staff, "redaktör", SECRET)
    if script and AXE.exists():
        assert barriers(staff) == []
    staff.get_by_role("link", name=re.compile("^Svara på frågan")).first.click()
    staff.get_by_label("Svaret").fill("Man **börjar** tidigt.")
    staff.get_by_label("Besvaras i").select_option("Ett samtal")
    staff.get_by_label("Från", exact=True).fill("0:03,2")
    if script and AXE.exists():
        assert barriers(staff) == []
    if script:
        picture(staff, "svara")
    staff.get_by_role("button", name="Publicera på temats sida").click()
    expect(staff.get_by_role("status")).to_contain_text("Svaret står på temats sida")

    page.get_by_role("link", name="Till frågor och svar").click()
    answer = page.locator(".answers li").filter(has_text=asked)
    expect(answer).to_contain_text("Man börjar tidigt.")
    answer.get_by_role("link", name="Ett samtal").click()
    assert page.url.endswith("#t=3.2")
    assert faults == []


def test_what_takes_questions_in_answers_nobody_else(houses: Houses, browser: "Browser"):
    page = browser.new_page()
    for path in ("", "/logga-in", "/experter", "/stil/staff.css"):
        answer = page.goto(f"{houses.asking}{path}")
        assert answer is not None
        assert answer.status == 404
