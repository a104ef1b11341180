"""What somebody writes is still there where it could not be saved."""

import re
from typing import Any

from tests.e2e.staff.site import SECRET, Staff, expect, log_in, turn, write


def test_a_form_outlives_the_session(staff: Staff) -> None:
    page = staff.window("annan").new_page()
    page.goto(f"{staff.site}/ny-person")
    page.get_by_label("Namn", exact=False).first.fill("Rut Åberg")
    page.context.clear_cookies()
    staff.states.pop("annan")  # its session is not used again
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_contain_text("Du är inte inloggad längre")
    log_in(page, "annan", SECRET)
    page.get_by_role("button", name="Skicka det jag skrev").click()
    expect(page.get_by_label("Namn", exact=False).first).to_have_value("Rut Åberg")
    staff.faults.clear()  # the browser tells of the 401 that was wanted


def test_words_that_cannot_be_taken_are_given_back(staff: Staff) -> None:
    page = staff.window().new_page()
    page.goto(staff.item("bredvid"))
    said = turn(page, 2).locator(".said").inner_text()
    write(page, 2, "Hej\a du.").press("Enter")
    box = page.get_by_role("alert").filter(has_text="Du skrev")
    expect(box).to_contain_text("U+0007")
    expect(turn(page, 2).locator(".said")).to_have_text(said)
    box.get_by_role("button", name="Ändra det du skrev").click()
    expect(page.locator(".turn .writing")).to_have_text("Hej\a du.")
    page.keyboard.press("Escape")
    staff.faults.clear()  # the browser tells of the 422 that was wanted


def test_a_server_that_is_down_is_tried_again(staff: Staff) -> None:
    page = staff.window().new_page()
    page.goto(staff.item("rosten"))

    def down(route: Any) -> None:
        route.fulfill(status=502, body="<html>")

    page.route(re.compile("/segment/"), down)
    write(page, 2, "Tack för det.").press("Enter")
    expect(page.locator("#lage")).to_contain_text("Det du skrev finns kvar här.")
    page.unroute(re.compile("/segment/"))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#lage")).to_have_text("Sparat.")
    assert "Tack för det." in staff.text("rosten")
    staff.faults.clear()  # the browser tells of the 502 that was wanted
