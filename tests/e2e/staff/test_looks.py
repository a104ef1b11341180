"""Every page on a telephone, in the dark, and for who cannot see it."""

import pytest

from tests.e2e.staff.site import AXE, Staff, barriers, expect, more, turn, write

PAGES: list[str] = [
    "/", "/?q=hembesök", "/innehall", "/item/podden-hembesok", "/item/podden-hembesok/fragor",
    "/item/podden-hembesok/historik", "/korning", "/namn", "/sokningar", "/laget",
    "/ersatt?gammalt=barn&nytt=unga", "/korning/logg", "/jamfor", "/konto",
    "/konto/nycklar", "/api/v1/", "/finns-inte", "/anvandare",
    "/item/podden-hembesok/publicering", "/ladda-upp/bild/item/podden-hembesok",
]  # fmt: skip


def whose(path: str) -> str:
    """Who looks at a page."""
    return "chef" if path == "/anvandare" else "redaktör"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_telephone(staff: Staff, path: str):
    page = staff.window(whose(path), viewport={"width": 360, "height": 720}).new_page()
    page.goto(staff.site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if path == "/finns-inte":
        staff.faults.clear()


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: npm install --prefix tools/axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_barriers_that_axe_knows(staff: Staff, path: str, scheme: str):
    page = staff.window(whose(path), color_scheme=scheme).new_page()
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


def test_the_editor_speaks_english_to_who_reads_it(staff: Staff):
    page = staff.window(locale="en-GB").new_page()
    page.goto(staff.item("hembesok"))
    turn(page, 0).hover()
    turn(page, 0).get_by_role("button", name="More about 0:00").click()
    turn(page, 0).get_by_role("button", name="Withhold").click()
    expect(page.get_by_text("The segment goes out of transcript, captions")).to_be_visible()
    expect(page.get_by_role("button", name="15 seconds back")).to_be_visible()
    page.get_by_role("button", name="Svenska").click()
    expect(page.get_by_role("button", name="15 sekunder bakåt")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "sv"


def test_a_transcript_is_printed_without_what_is_pressed(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("hembesok"))
    page.emulate_media(media="print")
    expect(turn(page, 0).locator(".said")).to_be_visible()
    pressed = page.locator("button, input, select, summary, .tools a, .skip")
    assert [one.text_content() for one in pressed.all() if one.is_visible()] == []
