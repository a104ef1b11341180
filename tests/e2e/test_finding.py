"""Search without a server, the register and the player, in a real browser, on the demo."""

import re
from typing import TYPE_CHECKING

import pytest

from mediahub.findable.classes import ending_class, place
from mediahub.language.names import name_key
from tests.e2e.conftest import THEME, Window

sync_api = pytest.importorskip("playwright.sync_api", reason="`make e2e` installs Playwright")
expect = sync_api.expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

FILM = f"/filmer/{THEME}-temafilm/"
EPISODE = f"/podden/{THEME}-podden-avsnitt-1/"
PLAYER = "document.querySelector('audio, video')"
NAMES = ["Margaretha", "Hvitfeldt", "Løfgren", "Schyman", "Nathalie", "Émile", "O'Neill", "Weiß"]
WORDS = ["hembesöken", "barnens", "ändarna", "Åsas", "égalité", "a", "socialtjänsternas", "glas"]


def search(window: Window, query: str) -> "Page":
    page = window.open("/")
    page.locator("#sok").fill(query)
    page.locator("#sok").press("Enter")
    expect(page.locator("#svar")).to_have_text(re.compile("ställe|träff|vanliga"))
    return page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("besök", "hembesök"),  # a part of a compound
        ("hembesökens", "hembesök"),  # a form that is nowhere
        ("barnfattigdom", "fattigdom"),
        ("hembesok", "hembesök"),  # without its dots
        ("socialtjanslagen", "socialtjänstlagen"),  # misspelt
        ('"tidiga insatser"', "tidiga"),
        ("socialtj*", "socialtjänst"),
    ],
)
def test_what_is_typed_is_found_in_what_was_said(window: Window, query: str, said: str):
    page = search(window, query)
    marks = [mark.lower() for mark in page.locator("#traffar mark").all_inner_texts()]
    assert any(said in mark for mark in marks), marks


def test_a_hit_opens_at_its_second(window: Window):
    page = search(window, "hembesök")
    link = page.locator(f"#traffar a[href*='{FILM}'], #traffar a[href*='temafilm']").first
    address = link.get_attribute("href") or ""
    link.click()
    seconds = float(address.rpartition("#t=")[2])
    assert seconds > 0
    page.wait_for_function(f"() => {PLAYER}.currentTime === {seconds}")


def test_an_episode_is_found_by_its_title(window: Window):
    page = search(window, "vid köksbordet")
    first = page.locator("#traffar li").filter(has=page.get_by_role("heading")).first
    expect(first.get_by_role("link", name="Vid köksbordet")).to_have_attribute(
        "href", re.compile(f"{EPISODE}index.html$")
    )
    expect(first.locator("h2 mark")).to_have_text("köksbordet")


def test_nothing_found_and_too_common_words_are_told(window: Window):
    expect(search(window, "xyzzyqwkx").locator("#svar")).to_have_text(
        "Inga träffar på ”xyzzyqwkx”."
    )
    expect(search(window, "och att").locator("#svar")).to_contain_text("för vanliga")


def test_what_is_typed_is_no_markup(window: Window):
    page = search(window, "<img src=x onerror=alert(1)>")
    assert page.locator("#svar img, #traffar img").count() == 0


def test_the_browser_cuts_and_folds_words_as_the_index_does(window: Window):
    page = search(window, "hembesök")
    endings = page.evaluate(
        "async () => { const i = new mediahubSearch.Index(document.getElementById('traffar')"
        ".dataset.start); await i.open(); return i.endings; }"
    )
    cut = page.evaluate(
        "([words, endings]) => words.map((w) => mediahubSearch.ending(w.toLowerCase(), endings))",
        [WORDS, endings],
    )
    assert cut == [ending_class(word.lower()) for word in WORDS]
    folded = page.evaluate("(words) => words.map(mediahubSearch.fold)", WORDS)
    assert folded == [place(word) for word in WORDS]
    names = page.evaluate(
        "async (names) => { const i = new mediahubSearch.Index(document.getElementById('traffar')"
        ".dataset.start); await i.open();"
        " return names.map((one) => mediahubSearch.nameKey(one, i.names)); }",
        NAMES,
    )
    assert names == [name_key(name) for name in NAMES]


def test_what_is_typed_is_written_in_one_way(window: Window):
    page = search(window, "hembesök")
    typed = {
        "25 000 kr": ["25000", "kr"],
        "1.200.000": ["1200000"],
        "031-123 456 78": ["031-123", "456", "78"],
        "70%": ["70", "procent"],
        "kl. 08:05": ["kl", "8.05"],
        "0,5": ["0.5"],
        "300kr": ["300", "kr"],
        "t.ex. skolan": ["tex", "skolan"],
        "A. M. Holm": ["am", "holm"],
        "E.U.": ["eu"],
        "SKR:s SKRs": ["skr", "skr"],
        "2020.06.03": ["2020.06.03"],
        '"t.ex. 25 000"': ["t.ex", "25", "000"],
    }
    found = page.evaluate(
        "(all) => all.map((one) => mediahubSearch.parse(one).flatMap((term) => term.words))",
        list(typed),
    )
    assert dict(zip(typed, found, strict=True)) == typed


def test_the_register_leads_to_a_moment(window: Window):
    page = window.open("/register/")
    page.locator("dd a[href*='#t=']").first.click()
    page.wait_for_function(f"() => {PLAYER} && {PLAYER}.currentTime > 0")


def test_the_player_has_its_own_controls_and_keys(window: Window):
    page = window.open(EPISODE)
    page.wait_for_function(f"() => {PLAYER}.readyState > 0")
    assert page.evaluate(f"{PLAYER}.controls") is False
    page.keyboard.press("l")
    page.wait_for_function(f"() => {PLAYER}.currentTime === 15")
    page.keyboard.press("j")
    page.wait_for_function(f"() => {PLAYER}.currentTime === 0")
    page.get_by_role("button", name="Spela", exact=True).click()
    page.wait_for_function(f"() => !{PLAYER}.paused")
    page.keyboard.press("k")
    page.wait_for_function(f"() => {PLAYER}.paused")
    page.get_by_label("Hastighet").select_option("1.5")
    assert page.evaluate(f"{PLAYER}.playbackRate") == 1.5
    line = page.get_by_label("Plats i inspelningen")
    assert "av 2:57" in (line.get_attribute("aria-valuetext") or "")


def test_what_is_said_is_searched_in_place(window: Window):
    page = window.open(EPISODE)
    page.get_by_label("Sök i avskriften").fill("hembesök")
    expect(page.locator(".reading .count")).to_contain_text("1 av ")
    before = page.locator(".transcript .said").all_inner_texts()
    page.get_by_label("Sök i avskriften").press("Escape")
    assert page.locator(".transcript mark").count() == 0
    assert page.locator(".transcript .said").all_inner_texts() == before


def test_captions_of_a_film_are_switched_and_kept(window: Window):
    page = window.open(FILM)
    page.wait_for_function(f"() => {PLAYER}.readyState > 0")
    button = page.get_by_role("button", name="Textning")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(f"{PLAYER}.textTracks[0].mode") == "hidden"


def test_the_time_line_of_a_film_shows_its_pictures_and_fetches_them_when_asked(window: Window):
    fetched: list[str] = []
    window.page.on("request", lambda request: fetched.append(request.url))
    page = window.open(FILM)
    page.wait_for_function(f"() => {PLAYER}.readyState > 0")
    assert not [url for url in fetched if "bilder-" in url]
    line = page.get_by_label("Plats i inspelningen")
    with page.expect_response(re.compile("bilder-")):
        line.hover(position={"x": 5, "y": 10})
    assert page.locator(".tip").inner_text().startswith("0:0")
    first = page.locator(".glimpse").get_attribute("style")
    page.mouse.move(0, 0)
    expect(page.locator(".tip")).to_be_hidden()
    line.focus()
    line.press("End")
    expect(page.locator(".tip")).to_be_visible()
    assert page.locator(".glimpse").get_attribute("style") != first
