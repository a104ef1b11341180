"""Searching in a real browser: a hit plays from its second, and leads there."""

from tests.e2e.staff.site import SOUND, Staff, expect, picture, turn, until


def test_a_hit_plays_from_its_second_and_leads_there(staff: Staff):
    page = staff.window("läsare").new_page()
    page.goto(f"{staff.site}/?q=hembesök")
    page.keyboard.press("/")
    page.keyboard.type("utflyktsdagen")
    page.keyboard.press("Enter")
    # The page of before says so, too, and keys are heard once a page's script has run.
    page.wait_for_url("**q=utflyktsdagen*")
    expect(page.get_by_role("status")).to_contain_text("1 träff")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    until(page, f"{SOUND} && {SOUND}.currentTime >= 3.2 && !{SOUND}.paused")
    picture(page, "sok")
    page.get_by_role("link", name="Öppna").click()
    page.wait_for_url("**#t=*")
    moment = float(page.url.rpartition("#t=")[2])
    assert 3.2 <= moment < 6
    until(page, f"{SOUND}.currentTime === {moment}")
    expect(turn(page, 1)).to_contain_text("utflyktsdagen")
