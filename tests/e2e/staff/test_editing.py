"""Correcting in a real browser: a word, two at once, a line that is cut."""

from tests.e2e.staff.site import Staff, expect, picture, reloaded, turn, until, write


def test_a_corrected_word_is_found_and_stands_in_the_captions(staff: Staff):
    page = staff.window().new_page()
    page.goto(staff.item("skolan"))
    box = write(page, 1, "Fattigdomen bland barn märks på badstranden.")
    picture(page, "ratta")
    box.press("Control+Enter")
    expect(page.locator("#lage")).to_have_text("Sparat.")
    assert "badstranden" in staff.text("skolan")
    page.keyboard.press("Escape")
    reloaded(page, f"{staff.site}/?q=badstranden", "1 träff")
    page.goto(f"{staff.item('skolan')}/historik")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Ta tillbaka").click()
    page.goto(staff.item("skolan"))
    expect(turn(page, 1)).to_contain_text("skolgården")


def test_of_two_in_one_segment_the_second_chooses(staff: Staff):
    one, two = staff.window().new_page(), staff.window("annan").new_page()
    for page in (one, two):
        page.goto(staff.item("tva"))
    write(one, 1, "Den första skrev så.").press("Enter")
    expect(one.locator("#lage")).to_have_text("Sparat.")
    write(two, 1, "Den andra skrev annorlunda.").press("Enter")
    told = two.get_by_role("alert")
    expect(told).to_contain_text("Den första skrev så.")
    expect(told).to_contain_text("Den andra skrev annorlunda.")
    told.get_by_role("button", name="Skriv mitt i stället").click()
    expect(two.locator("#lage")).to_have_text("Sparat.")
    assert "annorlunda" in staff.text("tva")
    assert [fault for fault in staff.faults if "412" not in fault] == []
    staff.faults.clear()  # a browser tells every 412


def test_what_was_written_without_a_line_is_sent_when_it_is_back(staff: Staff):
    context = staff.window()
    page = context.new_page()
    page.goto(staff.item("bruten"))
    context.set_offline(True)
    write(page, 0, "Skrivet utan förbindelse.").press("Enter")
    expect(page.locator("#lage")).to_contain_text("Ingen förbindelse")
    write(page, 2, "Också det.").press("Enter")
    expect(turn(page, 2).locator(".said")).to_have_text("Också det.")
    assert "förbindelse" not in staff.text("bruten")
    context.set_offline(False)
    expect(page.locator("#lage")).to_have_text("Sparat.")
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('utkorg'))")
    page.reload()
    expect(turn(page, 0).locator(".said")).to_have_text("Skrivet utan förbindelse.")
    expect(turn(page, 2).locator(".said")).to_have_text("Också det.")


def test_what_was_written_is_sent_by_the_next_visit_where_the_page_was_closed(staff: Staff):
    context = staff.window()
    page = context.new_page()
    page.goto(staff.item("bruten"))
    context.set_offline(True)
    write(page, 1, "Stängd innan den kom fram.").press("Enter")
    expect(page.locator("#lage")).to_contain_text("Ingen förbindelse")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(staff.item("bruten"))
    expect(page.locator("#lage")).to_have_text("Sparat.")
    expect(turn(page, 1).locator(".said")).to_have_text("Stängd innan den kom fram.")
    assert "Stängd innan" in staff.text("bruten")
