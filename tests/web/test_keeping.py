"""What was typed in a form is not lost where the session is over, or is another by now."""

import html
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS

from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.place import Place

BASE = "http://127.0.0.1:8766"
BROWSER = {"origin": BASE, "accept": "text/html,application/xhtml+xml"}
TEXT = 'Första stycket & "mer".\n\n  <b>Andra</b> 😀'
FORM = {"namn": "Rut Åberg", "om": TEXT, "token": "gammal"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "media").mkdir()
    (tmp_path / "mediahub.toml").write_text('[publisher]\nname = "Staden"\n', encoding="utf-8")
    place = open_place(tmp_path)
    place.accounts.add("red", "editor", WORDS)
    return place


def browser(place: Place) -> TestClient:
    return TestClient(make_staff_app(place), base_url=BASE, follow_redirects=False)


def fields_of(page: str, action: str) -> dict[str, str]:
    """What a page's form for this address would send."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.S)
    assert form is not None, page
    found = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[1]))
    found |= dict(re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', form[1], re.S))
    return {name: html.unescape(value) for name, value in found.items()}


def test_what_was_typed_goes_along_through_the_login(place: Place) -> None:
    client = browser(place)
    answer = client.post("/ny-person?fran=tema", data=FORM, headers=BROWSER)
    assert answer.status_code == 401
    assert html.escape("<b>Andra</b>") in answer.text
    typed = fields_of(answer.text, "/logga-in")
    wrong = client.post("/logga-in", data={**typed, "namn": "red", "losen": "fel"}, headers=BROWSER)
    assert (wrong.status_code, fields_of(wrong.text, "/logga-in")) == (401, typed)
    right = client.post("/logga-in", data={**typed, "namn": "red", "losen": WORDS}, headers=BROWSER)
    assert right.status_code == 200
    again = fields_of(right.text, "/ny-person?fran=tema")
    assert again.pop("token") not in ("", "gammal")
    assert again == {name: text for name, text in FORM.items() if name != "token"}
    done = client.post(
        "/ny-person", data=fields_of(right.text, "/ny-person?fran=tema"), headers=BROWSER
    )
    assert done.status_code in (303, 422)  # the form's own answer


def test_a_page_from_before_another_login_offers_what_was_typed(place: Place) -> None:
    client = browser(place)
    client.post("/logga-in", data={"namn": "red", "losen": WORDS}, headers=BROWSER)
    answer = client.post("/ny-person", data=FORM, headers=BROWSER)
    assert answer.status_code == 403
    again = fields_of(answer.text, "/ny-person")
    assert again["om"] == TEXT
    assert client.post("/ny-person", data=again, headers=BROWSER).status_code in (303, 422)
    assert TEXT not in client.get("/personer").text


def test_a_refusal_shows_what_was_typed(place: Place) -> None:
    client = browser(place)
    client.post("/logga-in", data={"namn": "red", "losen": WORDS}, headers=BROWSER)
    page = client.get("/ny-person").text
    found = re.search('name="token" content="([^"]+)"', page)
    assert found is not None
    form = {"token": found[1], "fran": "1", "till": "2", "varfor": "Gästen <ångrade> sig."}
    answer = client.post("/item/ingen/undanhall", data=form, headers=BROWSER)
    assert answer.status_code in (404, 422)
    assert html.escape("Gästen <ångrade> sig.") in answer.text


@pytest.mark.parametrize("form", [{**FORM, "losen": "hemlig"}, {**FORM, "om": "\0"}])
def test_a_password_is_not_shown_again(place: Place, form: dict[str, str]) -> None:
    headers = {**BROWSER, "referer": f"{BASE}/konto"}
    answer = browser(place).post("/konto", data=form, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/logga-in?till=%2Fkonto")


def test_another_sites_form_is_offered_to_nobody(place: Place) -> None:
    client = browser(place)
    client.post("/logga-in", data={"namn": "red", "losen": WORDS}, headers=BROWSER)
    for headers in ({**BROWSER, "origin": "https://evil.example"}, {"accept": "text/html"}):
        answer = client.post("/ny-person", data=FORM, headers=headers)
        assert (answer.status_code, "Åberg" in answer.text) == (403, False)


@pytest.mark.parametrize("kept", ["", "[", "{}", '[["a"]]', "[[1, 2]]", '[["a", "\\u0000"]]'])
def test_what_is_no_kept_form_is_passed_over(place: Place, kept: str) -> None:
    given = {"namn": "red", "losen": WORDS, "till": "/namn", "skrivet": kept}
    answer = browser(place).post("/logga-in", data=given, headers=BROWSER)
    assert answer.headers.get("location", "") == "/namn" or answer.status_code == 200
