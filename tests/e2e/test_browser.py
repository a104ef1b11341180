"""The pages of the demo's feeds in a real browser, as `mediahub preview` serves them."""

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import THEME, Window

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
    page.wait_for_function(f"{PLAYER}.readyState > 0")
    assert page.evaluate(f"{PLAYER}.duration") > 120


def test_a_chapter_click_seeks_and_plays(window: Window):
    page = window.open(EPISODE)
    starts = chapter_starts(page)
    assert len(starts) >= 2
    page.locator(".chapters a[data-t]").nth(1).click()
    page.wait_for_function(
        f"{PLAYER}.currentTime >= {starts[1]} && !{PLAYER}.paused && !{PLAYER}.seeking"
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
    page.wait_for_function(f"{PLAYER}.currentTime === {seconds}")
    assert page.evaluate(f"{PLAYER}.paused")


@pytest.mark.parametrize("width", [1280, 900, 375])
def test_the_player_stays_in_sight_while_one_reads_and_hides_nothing(window: Window, width: int):
    window.page.set_viewport_size({"width": width, "height": 700})
    window.page.emulate_media(reduced_motion="reduce")  # scrolling takes no time then
    page = window.open(EPISODE + "#t=62.5")
    page.wait_for_function("document.querySelector('.turn.now') && scrollY > 200")
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
    page.wait_for_function(f"{track}.cues && {track}.cues.length > 10")
    assert page.evaluate(f"{track}.kind + ' ' + {track}.language") == "captions sv"
    assert page.evaluate("document.querySelector('track').readyState") == 2
    assert page.evaluate("document.querySelector('video').videoWidth") > 0


def test_everything_can_be_reached_with_the_keyboard(window: Window):
    page = window.open(EPISODE)
    page.wait_for_function(f"{PLAYER}.readyState > 0")
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
    page.wait_for_function(f"{PLAYER}.currentTime >= {starts[1]}")


def test_the_pages_fit_a_telephone(window: Window):
    window.page.set_viewport_size({"width": 360, "height": 720})
    for path in ("/", "/podden/", EPISODE, FILM):
        page = window.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


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
