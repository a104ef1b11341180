"""Editors beside each other, questions after a rerun, and words replaced, in a real browser."""

import subprocess

from tests.e2e.conftest import command
from tests.e2e.staff.site import CAPTIONS, Staff, expect, picture, turn, write


def test_editors_see_each_other_and_what_the_other_has_written(staff: Staff):
    one, two = staff.window().new_page(), staff.window("annan").new_page()
    for page in (one, two):
        page.goto(staff.item("bredvid"))
    box = write(one, 1, "Det syns nere vid stranden.")
    two.reload()
    expect(two.locator("#andra")).to_contain_text("Här är också redaktör (0:03)")
    expect(turn(two, 1)).to_have_attribute("data-writes", "redaktör skriver här")
    box.press("Enter")
    expect(one.locator("#lage")).to_have_text("Sparat.")
    # The other page asks now and then; coming back to it asks at once.
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(turn(two, 1).locator(".said")).to_have_text("Det syns nere vid stranden.")


def test_marked_words_are_found_right(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("bredvid"))
    turn(page, 2).locator(".said").click(click_count=3)
    page.keyboard.press("Escape")
    page.evaluate("getSelection().selectAllChildren(document.querySelectorAll('.said')[2])")
    page.get_by_role("button", name="Granskat").click()
    expect(page.locator("#lage")).to_have_text("Det markerade är granskat.")
    expect(page.locator(".turn.reviewed")).to_have_count(1)


def test_a_question_after_a_rerun_is_answered(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("fraga"))
    write(page, 1, "Fattigdomen bland barn märks på gångbron.").press("Enter")
    expect(page.locator("#lage")).to_have_text("Sparat.")
    captions = staff.root / "media" / "podden" / "fraga.vtt"
    said = "Fattigdomen bland barn märks på {where}."
    assert said in CAPTIONS
    captions.write_text(CAPTIONS.replace(said, "Någonting helt annat sägs nu."), encoding="utf-8")
    subprocess.run(
        command(staff.root, "run", "--only", "podden-fraga"), check=True, capture_output=True
    )
    page.goto(f"{staff.item('fraga')}/fragor")
    expect(page.locator(".sides")).to_contain_text("gångbron.")
    picture(page, "fragor")
    page.keyboard.press("1")
    expect(page.locator("main")).to_contain_text("Det finns inga frågor.")
    assert "gångbron" in staff.text("fraga")


def test_a_word_is_replaced_where_it_was_chosen_and_taken_back(staff: Staff):
    page = staff.window().new_page()
    page.goto(f"{staff.item('ersatt')}")
    page.get_by_role("link", name="Ersätt ord").click()
    page.get_by_label("Det som står").fill("kajen")
    page.get_by_label("Ska vara").fill("piren")
    page.get_by_role("button", name="Visa alla ställen").click()
    expect(page.locator("del")).to_have_text("kajen.")
    picture(page, "ersatt")
    page.get_by_role("button", name="Ersätt de valda").first.click()
    expect(page.locator("main")).to_contain_text("Det står så nu")
    assert "piren" in staff.text("ersatt")
    page.get_by_role("button", name="Ta tillbaka alltihop").click()
    expect(page.locator("main")).to_contain_text("Ersättningen är tagen tillbaka.")
    assert "kajen" in staff.text("ersatt")
