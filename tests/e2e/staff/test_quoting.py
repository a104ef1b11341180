"""Quoting in a real browser: what is marked, whole words, with an address that resolves."""

import re

import pytest

from tests.e2e.staff.site import AXE, SOUND, Staff, barriers, expect, picture, until

MARK = """([first, from, last, to]) => {
  const said = [...document.querySelectorAll('.said')].map((one) => one.firstChild);
  const range = document.createRange();
  range.setStart(said[first], from);
  range.setEnd(said[last], to);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ((1, 0, 1, 11), "”Fattigdomen”"),
        ((1, 14, 1, 20), "”bland barn”"),  # from inside a word to inside another
        ((1, 11, 1, 18), "”bland”"),  # and the spaces on both sides
        ((0, 12, 1, 11), "Anna: ”till ett samtal om hembesök.”"),
    ],
)
def test_marked_words_are_quoted_whole(staff: Staff, marked: tuple[int, ...], text: str):
    page = staff.window("läsare").new_page()
    page.goto(staff.item("hembesok"))
    page.evaluate(MARK, list(marked))
    page.get_by_role("button", name="Citera").click()
    field = page.get_by_label("Text", exact=True)
    expect(field).to_have_value(re.compile("^" + re.escape(text)))
    if marked[0] == 0:
        picture(page, "citera")
    address = field.input_value().splitlines()[-1]
    expect(page.get_by_label("APA", exact=True)).to_have_value(re.compile(re.escape(address)))
    page.get_by_role("button", name="Kopiera som Text").click()
    expect(page.locator("#citat-sagt")).not_to_be_empty()
    if AXE.exists():
        assert barriers(page) == []
    page.goto(address)
    until(page, f"{SOUND}.currentTime === {float(address.rpartition('=')[2])}")
