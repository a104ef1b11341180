"""Who comes in, who does not, and what a reader may do, in a real browser."""

import re

from tests.e2e.staff.site import SECRET, Staff, expect, log_in


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


def test_who_logs_out_elsewhere_is_led_to_the_login(staff: Staff):
    context = staff.browser.new_context(locale="sv-SE")
    page, other = context.new_page(), context.new_page()
    page.goto(f"{staff.site}/logga-in?till=/korning")
    log_in(page, "annan", SECRET)
    expect(page.get_by_role("heading", level=1)).to_have_text("Körning")
    other.goto(f"{staff.site}/konto")
    other.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in", timeout=10_000)
