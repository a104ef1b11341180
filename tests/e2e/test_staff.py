"""The staff site in a real browser, as `mediahub serve` gives it: search, correct, run, leave."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from mediahub.web.staff.accounts import Accounts
from tests.e2e.conftest import REPOSITORY, command
from tests.pipeline.conftest import sound

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SECRET = "en lång hemlighet"  # noqa: S105 - of users that live as long as the test
AXE = REPOSITORY / "tools" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("MEDIAHUB_PICTURES")
"""A folder for pictures of the pages, as docs/bilder has them; none are taken without it."""
ITEMS = {
    "hembesok": "utflyktsdagen", "skolan": "skolgården", "tva": "torget",
    "bruten": "gatan", "dela": "deladagen", "namn": "biblioteket",
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
            first = self.browser.new_context()
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("staff") / "Lindhamn"
    for number, (name, where) in enumerate(ITEMS.items()):
        put(root, name, where, 300 + 50 * number)
    subprocess.run(command(root, "run"), check=True, capture_output=True)
    accounts = Accounts(root)
    for name, role in (("redaktör", "editor"), ("annan", "editor"), ("läsare", "reader")):
        accounts.add(name, role, SECRET)  # type: ignore[arg-type]
    server, address = serving(root)
    yield root, address
    server.terminate()
    server.wait(10)
    assert server.stdout is not None
    server.stdout.close()


@pytest.fixture(scope="module")
def logged_in() -> dict[str, Any]:
    return {}


@pytest.fixture
def staff(site: tuple[Path, str], browser: "Browser", logged_in: dict[str, Any]) -> Iterator[Staff]:
    """The site; the test fails when a console complained."""
    made = Staff(*site, browser, logged_in)
    yield made
    for context in browser.contexts:
        context.close()
    assert made.faults == []


def turn(page: "Page", number: int) -> Any:
    return page.locator(".turn").nth(number)


def write(page: "Page", number: int, text: str) -> Any:
    """Open a segment and write in it, without leaving it; the field."""
    turn(page, number).hover()
    turn(page, number).get_by_role("button", name=re.compile("^Ändra")).click()
    box = page.locator(".turn textarea")
    box.fill(text)
    return box


def until(page: "Page", expression: str) -> None:
    """Wait until it holds in the page, whose policy forbids what Playwright's own way needs."""
    end = monotonic() + 20
    while not page.evaluate(expression):
        assert monotonic() < end, expression
        page.wait_for_timeout(50)


def picture(page: "Page", name: str) -> None:
    """Keep how the page looks, where somebody asked for it."""
    if PICTURES:
        path = Path(PICTURES) / f"{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=60)
        assert path.stat().st_size < 100_000


def test_a_hit_plays_from_its_second_and_leads_there(staff: Staff):
    page = staff.window("läsare").new_page()
    page.goto(f"{staff.site}/?q=hembesök")
    page.keyboard.press("/")
    page.keyboard.type("utflyktsdagen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 träff")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    until(page, f"{SOUND} && {SOUND}.currentTime >= 3.2 && !{SOUND}.paused")
    picture(page, "sok")
    page.get_by_role("link", name="Öppna").click()
    moment = float(page.url.rpartition("#t=")[2])
    assert 3.2 <= moment < 6
    until(page, f"{SOUND}.currentTime === {moment}")
    expect(turn(page, 1)).to_contain_text("utflyktsdagen")


def test_a_corrected_word_is_found_and_stands_in_the_captions(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("skolan"))
    box = write(page, 1, "Fattigdomen bland barn märks på badstranden.")
    picture(page, "ratta")
    box.press("Control+Enter")
    expect(page.locator("#lage")).to_have_text("Sparat.")
    assert "badstranden" in staff.text("skolan")
    page.keyboard.press("Escape")
    page.goto(f"{staff.site}/?q=badstranden")
    expect(page.get_by_role("status")).to_contain_text("1 träff")
    page.goto(f"{staff.item('skolan')}/historik")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Ta tillbaka").click()
    page.goto(staff.item("skolan"))
    expect(turn(page, 1)).to_contain_text("skolgården")


def test_of_two_in_one_segment_the_second_chooses(staff: Staff):
    one, two = staff.window().new_page(), staff.window("annan").new_page()
    for page in (one, two):
        page.goto(staff.item("tva"))
    write(one, 1, "Den första skrev så.").press("Enter")
    expect(one.locator("#lage")).to_have_text("Sparat.")
    write(two, 1, "Den andra skrev annorlunda.").press("Enter")
    told = two.get_by_role("alert")
    expect(told).to_contain_text("Den första skrev så.")
    expect(told).to_contain_text("Den andra skrev annorlunda.")
    told.get_by_role("button", name="Skriv mitt i stället").click()
    expect(two.locator("#lage")).to_have_text("Sparat.")
    assert "annorlunda" in staff.text("tva")
    assert [fault for fault in staff.faults if "412" not in fault] == []
    staff.faults.clear()  # a browser tells every 412


def test_what_was_written_without_a_line_is_sent_when_it_is_back(staff: Staff):
    context = staff.window()
    page = context.new_page()
    page.goto(staff.item("bruten"))
    context.set_offline(True)
    write(page, 0, "Skrivet utan förbindelse.").press("Enter")
    expect(page.locator("#lage")).to_contain_text("Ingen förbindelse")
    write(page, 2, "Också det.").press("Enter")
    expect(turn(page, 2).locator(".said")).to_have_text("Också det.")
    assert "förbindelse" not in staff.text("bruten")
    context.set_offline(False)
    expect(page.locator("#lage")).to_have_text("Sparat.")
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('utkorg'))")
    page.reload()
    expect(turn(page, 0).locator(".said")).to_have_text("Skrivet utan förbindelse.")
    expect(turn(page, 2).locator(".said")).to_have_text("Också det.")


def test_what_was_written_is_sent_by_the_next_visit_where_the_page_was_closed(staff: Staff):
    context = staff.window()
    page = context.new_page()
    page.goto(staff.item("bruten"))
    context.set_offline(True)
    write(page, 1, "Stängd innan den kom fram.").press("Enter")
    expect(page.locator("#lage")).to_contain_text("Ingen förbindelse")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(staff.item("bruten"))
    expect(page.locator("#lage")).to_have_text("Sparat.")
    expect(turn(page, 1).locator(".said")).to_have_text("Stängd innan den kom fram.")
    assert "Stängd innan" in staff.text("bruten")


def test_a_stranger_logs_in_and_is_locked_out(staff: Staff):
    page = staff.window(None).new_page()
    page.goto(f"{staff.site}/?q=hembesök")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    for _ in range(8):
        log_in(page, "obekant", "fel lösenord")
        expect(page.get_by_role("alert")).to_have_text("Namnet eller lösenordet stämmer inte.")
    log_in(page, "obekant", "fel lösenord")
    expect(page.get_by_role("alert")).to_contain_text("För många försök")
    staff.faults.clear()  # 401 and 429 are meant


def test_a_reader_sees_and_changes_nothing(staff: Staff):
    page = staff.window("läsare").new_page()
    page.goto(staff.item("hembesok"))
    expect(page.get_by_role("button", name=re.compile("^Ändra"))).to_have_count(0)
    expect(page.get_by_role("link", name="Körning")).to_have_count(0)
    answer = page.goto(f"{staff.site}/korning")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("Det får du inte göra med din roll")
    staff.faults.clear()  # the 403


def more(page: "Page", number: int) -> Any:
    """The buttons behind "Mer" of a segment."""
    turn(page, number).hover()
    turn(page, number).get_by_role("button", name=re.compile("^Mer")).click()
    return turn(page, number).locator(".more-acts")


def test_a_segment_is_split_joined_found_right_and_withheld(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("dela"))
    more(page, 1).get_by_role("button", name="Dela").click()
    turn(page, 1).get_by_role("button", name="Nytt stycke från märks").click()
    expect(page.locator(".turn")).to_have_count(4)
    expect(turn(page, 1).locator(".said")).to_have_text("Fattigdomen bland barn")
    expect(turn(page, 2).locator(".said")).to_have_text("märks på deladagen.")
    write(page, 2, "märks på delningsdagen.").press("Enter")
    expect(page.locator("#lage")).to_have_text("Sparat.")
    assert "delningsdagen" in staff.text("dela")
    more(page, 1).get_by_role("button", name="Slå ihop med nästa").click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(turn(page, 1)).to_contain_text("barn märks på delningsdagen.")
    more(page, 0).get_by_role("button", name="Granskat").click()
    expect(page.locator(".turn.reviewed")).to_have_count(1)
    more(page, 1).get_by_role("button", name="Undanhåll").click()
    page.get_by_label("Varför").fill("ett barns namn")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    assert "delningsdagen" not in staff.text("dela")


def test_a_speaker_is_changed_from_here_on_and_a_voice_is_named(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("namn"))
    more(page, 1).get_by_role("button", name="Byt talare").click()
    page.get_by_label("Talare", exact=True).fill("Berit Ek")
    page.keyboard.press("Enter")
    expect(turn(page, 1).locator(".who strong")).to_have_text("Berit Ek")
    page.get_by_label("Rösten").select_option("Anna")
    page.get_by_label("heter").fill("Anna Lind")
    page.locator("form[action$='/namn']").get_by_role("button").click()
    expect(turn(page, 0).locator(".who strong")).to_have_text("Anna Lind")
    assert "<v Anna Lind>" in staff.text("namn")
    assert "<v Berit Ek>" in staff.text("namn")


def test_a_chapter_is_put_in_and_leads_to_its_second(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("namn"))
    page.get_by_text("Ändra kapitel").click()
    page.get_by_label("Från", exact=True).fill("0:06")
    page.get_by_label("Rubrik", exact=True).fill("Tack och hej")
    page.get_by_role("button", name="Lägg till").click()
    page.locator(".chapters").get_by_role("link", name="Tack och hej").click()
    until(page, f"{SOUND}.currentTime >= 6")


MARK = """([first, from, last, to]) => {
  const said = [...document.querySelectorAll('.said')].map((one) => one.firstChild);
  const range = document.createRange();
  range.setStart(said[first], from);
  range.setEnd(said[last], to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ((1, 0, 1, 11), "”Fattigdomen”"),
        ((1, 14, 1, 20), "”bland barn”"),  # from inside a word to inside another
        ((1, 11, 1, 18), "”bland”"),  # and the spaces on both sides
        ((0, 12, 1, 11), "Anna: ”till ett samtal om hembesök.”"),
    ],
)
def test_marked_words_are_quoted_whole(staff: Staff, marked: tuple[int, ...], text: str):
    page = staff.window("läsare").new_page()
    page.goto(staff.item("hembesok"))
    page.evaluate(MARK, list(marked))
    page.get_by_role("button", name="Citera").click()
    field = page.get_by_label("Text", exact=True)
    expect(field).to_have_value(re.compile("^" + re.escape(text)))
    if marked[0] == 0:
        picture(page, "citera")
    address = field.input_value().splitlines()[-1]
    expect(page.get_by_label("APA", exact=True)).to_have_value(re.compile(re.escape(address)))
    page.get_by_role("button", name="Kopiera som Text").click()
    expect(page.locator("#citat-sagt")).not_to_be_empty()
    if AXE.exists():
        assert barriers(page) == []
    page.goto(address)
    until(page, f"{SOUND}.currentTime === {float(address.rpartition('=')[2])}")


def test_a_run_is_started_followed_and_done(staff: Staff):
    put(staff.root, "nytt", "nyttdagen", 900)
    page = staff.window().new_page()
    page.goto(f"{staff.site}/korning")
    expect(page.locator("tbody")).to_contain_text("podden-nytt")
    page.get_by_role("button", name="Starta körningen").click()
    expect(page.locator("#arbetar")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Allt är klart", timeout=60_000)
    page.goto(f"{staff.site}/?q=nyttdagen")
    expect(page.get_by_role("status")).to_contain_text("1 träff")


def test_a_run_that_fails_says_what_and_why(staff: Staff):
    (staff.root / "media" / "podden" / "trasig.mp3").write_text("inget ljud", encoding="utf-8")
    page = staff.window().new_page()
    page.goto(f"{staff.site}/korning")
    page.get_by_role("button", name="Starta körningen").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Det här gick inte", timeout=60_000)
    expect(told).to_contain_text("podden-trasig, undersöka filen: trasig.mp3: a text file")


def test_who_logs_out_elsewhere_is_led_to_the_login(staff: Staff):
    context = staff.browser.new_context()
    page, other = context.new_page(), context.new_page()
    page.goto(f"{staff.site}/logga-in?till=/korning")
    log_in(page, "annan", SECRET)
    expect(page.get_by_role("heading", level=1)).to_have_text("Körning")
    other.goto(f"{staff.site}/konto")
    other.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in", timeout=10_000)


PAGES: list[str] = [
    "/", "/?q=hembesök", "/innehall", "/item/podden-hembesok", "/item/podden-hembesok/fragor",
    "/item/podden-hembesok/historik", "/korning", "/namn", "/konto", "/konto/nycklar", "/api/v1/",
    "/finns-inte",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_telephone(staff: Staff, path: str):
    page = staff.window(viewport={"width": 360, "height": 720}).new_page()
    page.goto(staff.site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if path == "/finns-inte":
        staff.faults.clear()


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install --prefix tools/axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_barriers_that_axe_knows(staff: Staff, path: str, scheme: str):
    page = staff.window(color_scheme=scheme).new_page()
    page.goto(staff.site + path)
    assert barriers(page) == []
    if path == "/finns-inte":
        staff.faults.clear()


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install --prefix tools/axe")
def test_the_editor_at_work_has_no_barriers(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("hembesok"))
    write(page, 1, "Fattigdomen bland barn märks på utflyktsdagen.")
    turn(page, 0).hover()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    more(page, 0).get_by_role("button", name="Undanhåll").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Tangenter").click()
    assert barriers(page) == []


def barriers(page: "Page") -> list[str]:
    """What axe finds against WCAG 2.1 A and AA: the rule and where."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })")
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def test_the_site_ends_soon_though_a_run_is_being_followed(
    site: tuple[Path, str], browser: "Browser"
):
    root, _ = site
    server, address = serving(root)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/logga-in?till=/korning")
    log_in(page, "redaktör", SECRET)
    expect(page.get_by_role("heading", level=1)).to_have_text("Körning")
    began = monotonic()
    server.send_signal(signal.SIGTERM)
    server.wait(10)
    assert monotonic() - began < 5
    context.close()
    assert server.stdout is not None
    server.stdout.close()
