"""A run in a real browser: started, followed, failed; and the site's own end."""

import signal
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from tests.e2e.staff.site import SECRET, Staff, expect, log_in, put, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
    expect(told).to_contain_text("podden-trasig, undersöka filen: trasig.mp3: det är en textfil")


def test_the_site_ends_soon_though_a_run_is_being_followed(
    site: tuple[Path, str], browser: "Browser"
):
    root, _ = site
    server, address = serving(root)
    context = browser.new_context(locale="sv-SE")
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
