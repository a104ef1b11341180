"""Every public page is HTML without faults, and fits a small screen whatever people write."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediahub.mediafile.process import binary
from tests.e2e.conftest import REPOSITORY, command
from tests.e2e.test_targets import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOOL = REPOSITORY / "tools" / "html_validate"
TITLE = "Ett ovanligt långt namn på något som egentligen är ganska kort, " * 6
WORD = "flerpartssamverkansöverenskommelseförhandlingsprotokoll" * 3
ADDRESS = f"https://en-mycket-lang-vardadress.example/{'mapp/' * 40}sida?{'a' * 120}"
THEME = f"""title = "{TITLE[:400]}"
date = 2020-06-03
introduction = "{WORD} och {ADDRESS}"
questions = ["{WORD}?", "{TITLE}"]
questions_introduction = "{ADDRESS}"
house_rules = "- {WORD}"
ask = "Skriv till {ADDRESS}"
ask_address = "{ADDRESS}"
contact = "{WORD}, {WORD}@exempel.example, {ADDRESS}"
credits = ["{TITLE}", "{ADDRESS}"]

[[items]]
file = "samtal.mp3"
label = "{WORD}"
title = "{WORD} {TITLE[:200]}"
kind = "podcast"
description = "{ADDRESS}"
formats = ["{WORD}"]
contributors = [{{ person = "lang", role = "host" }}]
published = 2020-06-03T07:00:00+02:00

[[items]]
file = "text.md"
label = "{WORD}"
title = "{TITLE[:400]}"
kind = "article"
description = "{WORD}"
contributors = [{{ person = "lang", role = "writer" }}]
links = [{{ title = "{WORD}", address = "{ADDRESS}" }}]
published = 2020-06-03T07:00:00+02:00

[[answers]]
question = "{WORD}?"
answer = "{ADDRESS}"
person = "lang"
file = "samtal.mp3"
at = "0:01"

[[glossary]]
term = "{WORD}"
aliases = ["{WORD}a"]
definition = "{TITLE} {ADDRESS}"
"""
SETTINGS = f"""public_url = "https://media.exempel.example"

[publisher]
name = "{WORD}"

[site]
contact = "{ADDRESS}"
license = "{WORD}"

[[series]]
id = "podden"
title = "{WORD}"
description = "{ADDRESS} {WORD}"
"""
CAPTIONS = f"""WEBVTT

00:00:00.100 --> 00:00:03.000
<v {WORD[:90]}>{WORD} är ett {WORD}.
"""


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which all that people write is longer than anybody should."""
    root = tmp_path_factory.mktemp("långt") / "ws"
    folder = root / "media" / "2020-06-03-langt"
    folder.mkdir(parents=True)
    (root / "mediahub.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "media" / "people.toml").write_text(
        f'[[people]]\nid = "lang"\nname = "{WORD[:120]}"\nlisted = true\nrole = "{WORD}"\n'
        f'link = "{ADDRESS}"\n',
        encoding="utf-8",
    )
    (folder / "theme.toml").write_text(THEME, encoding="utf-8")
    (folder / "text.md").write_text(
        f"# {WORD}\n\n{ADDRESS}\n\n> {WORD}\n\n- {WORD}\n\n## {TITLE}\n\n{WORD} {WORD}\n",
        encoding="utf-8",
    )
    (folder / "samtal.vtt").write_text(CAPTIONS, encoding="utf-8")
    tone = ["-f", "lavfi", "-i", "sine=duration=4", "-ac", "1", f"file:{folder / 'samtal.mp3'}"]
    subprocess.run([binary(), "-nostdin", "-v", "error", *tone], check=True)
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    return root


def pages(workspace: Path) -> list[Path]:
    return sorted((workspace / "feeds").rglob("*.html"))


@pytest.fixture(scope="module")
def validate() -> str:
    found = shutil.which("html-validate", path=TOOL / "node_modules" / ".bin")
    if found is None:
        pytest.skip("`npm install --prefix tools/html_validate` installs html-validate")
    return found


@pytest.mark.parametrize("name", ["workspace", "extreme"])
def test_the_html_of_every_page_has_no_fault(
    request: pytest.FixtureRequest, validate: str, name: str
):
    made = pages(request.getfixturevalue(name))
    assert len(made) > 10
    config = ["--config", str(TOOL / ".htmlvalidate.json"), "--formatter", "json"]
    asked = [validate, *config, *map(str, made)]
    told = subprocess.run(asked, check=False, capture_output=True, text=True)
    found = [
        (one["filePath"], fault["line"], fault["ruleId"], fault["message"])
        for one in json.loads(told.stdout)
        for fault in one["messages"]
    ]
    assert found == []


@pytest.fixture(scope="module")
def served(extreme: Path) -> Iterator[str]:
    """The address at which the pages of that workspace stand."""
    server = subprocess.Popen(
        command(extreme, "preview", "--port", str(free_port())), stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    yield line.split()[2].rstrip("/")
    server.terminate()
    server.wait(10)
    server.stdout.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_that_people_write_makes_a_page_wider_than_the_screen(
    browser: "Browser", extreme: Path, served: str, width: int
):
    context = browser.new_context(viewport={"width": width, "height": 720})
    page, wide = context.new_page(), []
    for path in pages(extreme):
        address = path.relative_to(extreme / "feeds").as_posix()
        page.goto(f"{served}/{address}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        over = page.evaluate("document.documentElement.scrollWidth")
        if over > width:
            wide.append((address, over))
    context.close()
    assert wide == []
