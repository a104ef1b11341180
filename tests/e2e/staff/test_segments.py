"""Segments as a whole, speakers and chapters, in a real browser."""

from tests.e2e.staff.site import SOUND, Staff, expect, more, turn, until, write


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


def test_a_chapter_is_moved_on_the_drawing_by_key_and_by_pointer(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("kapitel"))
    page.get_by_text("Ändra kapitel").click()
    page.get_by_label("Från", exact=True).fill("0:03")
    page.get_by_label("Rubrik", exact=True).fill("Om barnen")
    page.get_by_role("button", name="Lägg till").click()
    mark = page.get_by_role("slider", name="Kapitlet Om barnen börjar")
    mark.focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".wave .told")).to_have_text("Sparat.")
    expect(page.locator(".chapters li").nth(1)).to_contain_text("0:05")
    expect(mark).to_be_focused()
    box, whole = mark.bounding_box(), page.locator(".wave").bounding_box()
    assert box is not None
    assert whole is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(whole["x"] + whole["width"] * 0.8, box["y"] + 40, steps=5)
    page.mouse.up()
    expect(page.locator(".chapters li").nth(1)).to_contain_text("0:08")
    page.reload()
    expect(page.locator(".chapters li").nth(1)).to_contain_text("0:08")
