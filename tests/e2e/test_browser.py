"""The pages of the demo's feeds in a real browser, as `mediahub preview` serves them."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import AXE, STUDY_DAY, THEME, Window

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

EPISODE = f"/podden/{THEME}-podden-avsnitt-1/"
FILM = f"/filmer/{THEME}-temafilm/"
PLAYER = "document.querySelector('audio, video')"


def chapter_starts(page: "Page") -> list[float]:
    links = page.locator(".chapters a[data-t]")
    return [float(link.get_attribute("data-t") or "nan") for link in links.all()]


def test_from_all_series_to_an_episode(window: Window):
    page = window.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lindhamns stad")
    page.get_by_role("link", name="Förebyggandepodden").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Förebyggandepodden")
    page.get_by_role("link", name="Vid köksbordet").first.click()
    expect(page).to_have_title("Vid köksbordet – Förebyggandepodden")
    assert page.url.removesuffix("index.html") == window.site + EPISODE
    page.wait_for_function(f"() => {PLAYER}.readyState > 0")
    assert page.evaluate(f"{PLAYER}.duration") > 120


def test_a_chapter_click_seeks_and_plays(window: Window):
    page = window.open(EPISODE)
    starts = chapter_starts(page)
    assert len(starts) >= 2
    page.locator(".chapters a[data-t]").nth(1).click()
    page.wait_for_function(
        f"() => {PLAYER}.currentTime >= {starts[1]} && !{PLAYER}.paused && !{PLAYER}.seeking"
    )
    assert page.evaluate(f"{PLAYER}.currentTime") < starts[1] + 5
    assert page.url == window.site + EPISODE + f"#t={starts[1]:g}"
    expect(page.locator(".chapters a[aria-current]")).to_have_count(1)
    assert page.locator(".chapters a[aria-current]").get_attribute("data-t") == f"{starts[1]:g}"


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [("62.5", 62.5), ("1:02.5", 62.5), ("0:01:02", 62), ("1m2s", 62), ("62s", 62)],
)
def test_a_link_to_a_moment_opens_there(window: Window, moment: str, seconds: float):
    page = window.open(f"{EPISODE}#t={moment}")
    page.wait_for_function(f"() => {PLAYER}.currentTime === {seconds}")
    assert page.evaluate(f"{PLAYER}.paused")


@pytest.mark.parametrize("width", [1280, 900, 375])
def test_the_player_stays_in_sight_while_one_reads_and_hides_nothing(window: Window, width: int):
    window.page.set_viewport_size({"width": width, "height": 700})
    window.page.emulate_media(reduced_motion="reduce")  # scrolling takes no time then
    page = window.open(EPISODE + "#t=62.5")
    page.wait_for_function("() => document.querySelector('.turn.now') && scrollY > 200")
    player, turn = (
        page.evaluate(f"document.querySelector('{one}').getBoundingClientRect().toJSON()")
        for one in (".player", ".turn.now")
    )
    assert player["top"] == 0
    assert player["bottom"] <= turn["top"] < 350
    page.evaluate("document.querySelector('.turn:last-child').scrollIntoView({block: 'end'})")
    assert page.evaluate("document.querySelector('.player').getBoundingClientRect().top") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_captions_of_the_film_load(window: Window):
    page = window.open(FILM)
    track = "document.querySelector('video').textTracks[0]"
    page.evaluate(f"() => {{ {track}.mode = 'showing' }}")
    page.wait_for_function(f"() => {track}.cues && {track}.cues.length > 10")
    assert page.evaluate(f"{track}.kind + ' ' + {track}.language") == "captions sv"
    assert page.evaluate("document.querySelector('track').readyState") == 2
    assert page.evaluate("document.querySelector('video').videoWidth") > 0


def test_everything_can_be_reached_with_the_keyboard(window: Window):
    page = window.open(EPISODE)
    page.wait_for_function(f"() => {PLAYER}.readyState > 0")
    starts = chapter_starts(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.closest('.chapters') ? "
                           "document.activeElement.dataset.t : null")  # fmt: skip
        if at == f"{starts[1]:g}":
            break
    else:
        raise AssertionError("TAB never came to the second chapter")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {PLAYER}.currentTime >= {starts[1]}")


EVERY = (
    "/",
    "/tema/",
    f"/tema/{THEME}/",
    f"/tema/{THEME}/fragor/",
    f"/tema/{THEME}/fragor/utskrift.html",
    f"/tema/{THEME}/ord/",
    f"/tema/{THEME}/experterna/",
    f"/texter/{THEME}-kartlaggningen/",
    f"/texter/{THEME}-bilder/",
    f"/tema/{STUDY_DAY}/",
    f"/texter/{STUDY_DAY}-rapport/",
    f"/texter/{STUDY_DAY}-bilder/",
    "/personer/johan-ekberg/",
    "/podden/",
    EPISODE,
    FILM,
    f"{FILM}spelare.html",
    f"{EPISODE}spelare.html",
    f"{EPISODE}transcript.html",
    "/hitta/?q=bes%C3%B6k",
    "/register/",
    "/404.html",
)


@pytest.mark.parametrize("width", [320, 768])
def test_the_pages_fit_a_telephone(window: Window, width: int):
    window.page.set_viewport_size({"width": width, "height": 720})
    for path in EVERY:
        page = window.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install --prefix tools/axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser, site: str, scheme: str):
    axe = AXE.read_text(encoding="utf-8")
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    for path in EVERY:
        page.goto(site + path)
        page.evaluate(axe)
        found = page.evaluate(
            "async () => { const r = await axe.run(); return [r.passes.length > 5,"
            " r.violations.map(v => [v.id, v.nodes.map(n => n.html)])] }"
        )
        assert found == [True, []], path
    context.close()


def test_from_the_first_page_to_what_an_expert_answered(window: Window):
    page = window.open("/")
    page.get_by_role("link", name="Innan det blir bråttom").first.click()
    page.get_by_role("link", name="Läs svaren").click()
    page.get_by_role("link", name="Förband, räcke eller torg 0:53").click()
    assert page.url.endswith(f"{FILM}index.html#t=53")
    page.wait_for_function(f"() => {PLAYER}.currentTime === 53")


def test_a_film_comes_first_on_a_telephone_from_edge_to_edge(window: Window):
    window.page.set_viewport_size({"width": 360, "height": 720})
    page = window.open(FILM)
    box = page.locator("video").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    assert box["y"] < 72
    assert box["y"] + box["height"] <= page.get_by_role("heading", level=1).bounding_box()["y"]


def test_the_questions_stand_on_one_sheet(window: Window, tmp_path: Path):
    import pypdfium2

    page = window.open(f"/tema/{THEME}/fragor/utskrift.html")
    page.pdf(path=tmp_path / "blad.pdf", format="A4")
    assert len(pypdfium2.PdfDocument(tmp_path / "blad.pdf")) == 1


def test_a_chapter_is_a_plain_link_without_scripts(window: Window, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(window.site + EPISODE)
    target = page.locator(".chapters a[data-t]").nth(1)
    href = target.get_attribute("href") or ""
    assert href.startswith("#t=")
    # The page opens where the chapter's words are.
    expect(page.locator(f'[id="{href[1:]}"]')).to_have_count(1)
    context.close()


def test_an_episode_that_is_not_there_is_told_in_swedish(window: Window):
    page = window.open("/podden/finns-inte/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    window.faults.clear()  # the 404 itself is meant
