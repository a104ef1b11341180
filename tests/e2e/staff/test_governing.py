"""Who comes in, what is published, pictures, and two who name one voice: as a browser has them."""

import io

from PIL import Image

from tests.e2e.staff.site import SECRET, Staff, expect, more


def test_somebody_is_let_in_by_a_link(staff: Staff):
    page = staff.window("chef").new_page()
    page.goto(f"{staff.site}/anvandare")
    page.get_by_label("Namn").fill("Åsa Öberg")
    page.locator("form.narrow").get_by_label("Roll").select_option("editor")
    page.get_by_role("button", name="Gör en länk").click()
    link = page.locator("code.secret").inner_text()
    guest = staff.window(None).new_page()
    guest.goto(link)
    guest.get_by_label("Lösenord, minst tio tecken").fill(SECRET)
    guest.get_by_label("Lösenordet igen").fill(SECRET)
    guest.get_by_role("button", name="Spara").click()
    expect(guest.get_by_role("navigation")).to_contain_text("Åsa Öberg")


def test_what_will_happen_is_told_before_an_episode_is_withdrawn(staff: Staff):
    feed = staff.root / "feeds" / "media" / "feed.xml"
    page = staff.window().new_page()
    page.goto(staff.item("rosten"))
    page.get_by_role("link", name="Publicering").click()
    page.get_by_label("Varför").fill("Gästen bad om det")
    page.get_by_role("button", name="Dra tillbaka").click()
    expect(page.get_by_role("main")).to_contain_text("Avsnittet försvinner ur flödet")
    assert "podden-rosten" in feed.read_text(encoding="utf-8")
    page.get_by_role("button", name="Dra tillbaka").click()
    expect(page.get_by_role("main")).to_contain_text("Gästen bad om det")
    assert "podden-rosten" not in feed.read_text(encoding="utf-8")


def test_a_picture_is_handed_in_with_what_it_shows(staff: Staff):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    page = staff.window().new_page()
    page.goto(f"{staff.item('hembesok')}/beskriv")
    page.get_by_role("link", name="Bild").click()
    file = {"name": "En båt.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    page.get_by_label("Bild", exact=True).set_input_files(file)
    page.get_by_label("Vad bilden visar").fill("En båt vid en brygga")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("img", name="En båt vid en brygga")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Bilden är sparad")


def test_of_two_who_name_one_voice_the_second_sees_both_names(staff: Staff):
    late = staff.window("annan").new_page()
    late.goto(staff.item("rosten"))
    more(late, 1).get_by_role("button", name="Byt talare").click()
    page = staff.window().new_page()
    page.goto(staff.item("rosten"))
    page.get_by_label("Rösten").select_option("Erik")
    page.get_by_label("heter").fill("Erik Berg")
    page.locator("form[action$='/namn']").get_by_role("button").click()
    expect(page.locator(".turn").nth(1)).to_contain_text("Erik Berg")
    late.get_by_label("Talare", exact=True).fill("Erika Ek")
    late.get_by_label("Gäller").select_option("everywhere")
    late.locator(".giving").get_by_role("button", name="Spara").click()
    expect(late.locator("#lage")).to_contain_text("den heter Erik Berg. Du skrev Erika Ek")
    late.locator(".giving").get_by_role("button", name="Spara").click()
    expect(late.locator(".turn").nth(1)).to_contain_text("Erika Ek")
    staff.faults.clear()  # the console tells of the 412
