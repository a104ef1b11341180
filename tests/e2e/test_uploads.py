"""Handing in and describing, in a real browser, and by the upload protocol's own client."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.formtoken import HEADER
from mediahub.web.staff.place import COOKIE
from mediahub.web.staff.sessions import form_token
from tests.e2e.conftest import REPOSITORY, command
from tests.e2e.lines import Line
from tests.e2e.staff.site import (
    AXE,
    CAPTIONS,
    SECRET,
    Staff,
    barriers,
    expect,
    picture,
    served,
    until,
)
from tests.pipeline.conftest import sound

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TUS = REPOSITORY / "tools" / "tus"
NODE = shutil.which("node")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("uploads") / "Lindhamn"
    theme = root / "media" / "2026-01-31-tidigt"
    theme.mkdir(parents=True)
    (root / "mediahub.toml").write_text('[publisher]\nname = "Lindhamn"\n', encoding="utf-8")
    text = '# Veckans tema\ntitle = "Tidiga insatser"\n'
    (theme / "theme.toml").write_text(text, encoding="utf-8")
    accounts = Accounts(root)
    for name in ("redaktör", "annan"):
        accounts.add(name, "editor", SECRET)
    with served(root) as site:
        yield site


@pytest.fixture(scope="module")
def logged_in() -> dict[str, Any]:
    return {}


@pytest.fixture
def staff(site: tuple[Path, str], browser: "Browser", logged_in: dict[str, Any]) -> Iterator[Staff]:
    made = Staff(*site, browser, logged_in)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.faults == []


@pytest.mark.skipif(NODE is None, reason="node is not installed")
@pytest.mark.skipif(
    not (TUS / "node_modules").is_dir(),
    reason="the client is not installed: npm install --prefix tools/tus",
)
def test_the_protocols_own_client_breaks_off_and_goes_on(staff: Staff, tmp_path: Path) -> None:
    recording = sound(tmp_path / "Från klienten.wav", seconds=4, frequency=450)
    size = recording.stat().st_size
    context = staff.window()
    cookie = next(one["value"] for one in context.cookies() if one["name"] == COOKIE)
    token = form_token(cookie)
    sent = subprocess.run(
        [str(NODE), "send.mjs", f"{staff.site}/ladda-upp/filer", f"{COOKIE}={cookie}", token,
         str(recording), "2026-01-31-tidigt"],
        cwd=TUS, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(sent.stdout.splitlines()[-1])
    assert told["refused"] == 422
    assert told["offsets"][:2] == [100_000, 200_000]
    assert size in told["offsets"]
    answer = context.request.post(
        f"{told['address']}/klar", headers={"origin": staff.site, HEADER: token}
    )
    assert answer.json()["fil"] == "media/2026-01-31-tidigt/fran-klienten.wav"
    kept = staff.root / "media/2026-01-31-tidigt/fran-klienten.wav"
    assert kept.read_bytes() == recording.read_bytes()


@pytest.fixture
def line(site: tuple[Path, str]) -> Iterator[Line]:
    made = Line(site[1])
    yield made
    made.end()


def kept(root: Path, least: int) -> None:
    """Wait until so many bytes of an upload are on the site's disk."""
    end = monotonic() + 20
    while sum(one.stat().st_size for one in root.glob(".mediahub/uploads/*/*.wav")) < least:
        assert monotonic() < end
        Event().wait(0.05)


def test_a_film_is_handed_in_over_a_broken_line_described_and_run(
    staff: Staff, line: Line, tmp_path: Path
) -> None:
    recording = sound(tmp_path / "Möte om hembesök.wav", seconds=20, frequency=640)
    page = staff.window().new_page()
    page.goto(f"{line.site}/ladda-upp")
    page.get_by_label("Till", exact=True).select_option(label="Tidiga insatser")
    line.let(300_000)
    page.get_by_label("Välj filer").set_input_files(recording)
    row = page.locator("#filer li")
    expect(row.get_by_role("status")).to_have_text("Laddas upp.")
    until(page, "document.querySelector('#filer progress')?.value > 0")
    # The line breaks: what has come is kept, and the rest goes on by itself.
    line.let(400_000)
    line.cut()
    kept(staff.root, 100_000)
    expect(row.get_by_role("status")).to_have_text("Laddas upp.")
    # Somebody takes a break, and the page is opened anew.
    row.get_by_role("button", name="Pausa Möte om hembesök.wav").click()
    expect(row.get_by_role("status")).to_have_text("Pausad.")
    picture(page, "lagg-till")
    line.let()
    page.reload()
    expect(page.locator("#inte-klara li")).to_contain_text("Möte om hembesök.wav")
    asked: list[int] = []
    page.on("request", lambda one: asked.append(int(one.headers.get("upload-offset", -1))))
    page.get_by_label("Välj filer").set_input_files(recording)
    page.wait_for_url("**/beskriv?fil=*")
    assert next(offset for offset in asked if offset >= 0) >= 100_000
    there = staff.root / "media/2026-01-31-tidigt/mote-om-hembesok.wav"
    assert there.read_bytes() == recording.read_bytes()
    # What is known stands there; the rest is filled in, wrong at first.
    expect(page.get_by_label("Titel")).to_have_value("Möte om hembesök")
    expect(page.locator(".facts")).to_contain_text("0:20")
    page.get_by_label("Beskrivning").fill("Om att knacka på hos nyblivna föräldrar.")
    page.get_by_label("Namn, rad 1").fill("Karin Ahlgren")
    page.get_by_label("Egen webbsida").fill("lindhamn.example")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_contain_text("Karin Ahlgren finns inte bland personerna")
    expect(page.get_by_label("Egen webbsida")).to_have_accessible_description(
        "Skriv en webbadress som börjar med https://."
    )
    expect(page.get_by_label("Beskrivning")).to_have_value(
        "Om att knacka på hos nyblivna föräldrar."
    )
    if AXE.exists():
        assert barriers(page) == []
    picture(page, "beskriv")
    page.get_by_label("Lägg till dem bland personerna").check()
    page.get_by_label("Egen webbsida").fill("https://lindhamn.example/hembesok")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_contain_text("Sparat.")
    # Its captions, and a run: it is there.
    captions = tmp_path / "Möte om hembesök.vtt"
    captions.write_text(CAPTIONS.format(where="trappan"), encoding="utf-8")
    page.goto(f"{staff.site}/ladda-upp?till=2026-01-31-tidigt")
    page.get_by_label("Välj filer").set_input_files(captions)
    page.wait_for_url("**/beskriv?fil=*")
    subprocess.run(command(staff.root, "run"), check=True, capture_output=True)
    page.goto(f"{staff.site}/?q=trappan")
    expect(page.get_by_role("status")).to_contain_text("1 träff")
    expect(page.locator("h2").first).to_contain_text("Möte om hembesök")
    # The console tells of the 422 that was meant, and of the line.
    # (A browser by itself sends once more what a broken line took: 409.)
    meant = ("422", "409", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE")
    assert [one for one in staff.faults if not any(word in one for word in meant)] == []
    staff.faults.clear()


DROP = """(name) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["x"], name));
  const drop = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
  document.querySelector(".drop").dispatchEvent(drop);
}"""


def test_what_cannot_be_used_is_told_beside_its_name(staff: Staff, tmp_path: Path) -> None:
    broken = tmp_path / "trasig.mp3"
    broken.write_text("inget ljud", encoding="utf-8")
    note = tmp_path / "anteckning.exe"
    note.write_bytes(b"MZ")
    page = staff.window().new_page()
    page.goto(f"{staff.site}/ladda-upp")
    page.get_by_label("Välj filer").set_input_files([broken, note])
    rows = page.locator("#filer li")
    expect(rows.nth(0).get_by_role("status")).to_contain_text("det är en textfil, ingen inspelning")
    expect(rows.nth(1).get_by_role("status")).to_contain_text("tas inte emot")
    assert not list(staff.root.rglob("trasig*"))
    if AXE.exists():
        assert barriers(page) == []
    page.evaluate(DROP, "släppt.exe")
    expect(rows.nth(2).get_by_role("status")).to_contain_text("släppt.exe: filer ”.exe” tas inte")
    rows.nth(0).get_by_role("button", name="Ta bort trasig.mp3").click()
    expect(rows).to_have_count(2)
    assert [fault for fault in staff.faults if "422" not in fault] == []
    staff.faults.clear()


PAGES = ["/ladda-upp", "/nytt-tema", "/tema/2026-01-31-tidigt", "/tema/2026-01-31-tidigt/ord",
         "/personer", "/ny-person", "/innehall"]  # fmt: skip


def test_every_page_fits_a_telephone_and_has_no_barriers(staff: Staff) -> None:
    for scheme in ("light", "dark"):
        page = staff.window(viewport={"width": 360, "height": 720}, color_scheme=scheme).new_page()
        for path in PAGES:
            page.goto(staff.site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            if AXE.exists():
                assert barriers(page) == [], path
