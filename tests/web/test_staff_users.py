"""Who may come in, said by an administrator in the browser: let in by a link, and shut out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.web.staff.accounts import INVITED_S, Accounts
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.place import Place
from mediahub.workspace.audit import Audit

HERE = {"origin": "http://127.0.0.1"}
PAGE = "/anvandare"
Browser = Callable[..., TestClient]


@pytest.fixture
def place(copied: Path) -> Place:
    return open_place(copied)


@pytest.fixture
def browser(place: Place) -> Browser:
    """A function that opens a browser, logged in as the user of that name if one is given."""
    app = make_staff_app(place)

    def opened(name: str = "", words: str = WORDS) -> TestClient:
        client = TestClient(app, "http://127.0.0.1", follow_redirects=False, headers=HERE)
        if name:
            log_in(client, name, words)
        return client

    return opened


def change(client: TestClient, **given: str) -> int:
    return int(client.post(PAGE, data=given).status_code)


def link(client: TestClient, **given: str) -> str:
    (found,) = re.findall(
        r"http://127\.0\.0\.1(/inbjudan\?kod=[\w-]{43})", client.post(PAGE, data=given).text
    )
    return str(found)


def test_somebody_is_let_in_by_a_link_that_is_good_once(browser: Browser, place: Place) -> None:
    admin, guest = browser("admin"), browser()
    address = link(admin, vad="ny", namn=" Åsa  Öberg ", roll="editor")
    assert "Åsa Öberg" in guest.get(address).text
    secret = address.partition("=")[2]
    assert secret not in (place.root / "private/users.json").read_text(encoding="utf-8")
    assert secret not in admin.get(PAGE).text
    given = {"kod": secret, "losen": WORDS, "igen": WORDS}
    short = guest.post("/inbjudan", data={**given, "losen": "kort", "igen": "kort"})
    assert (short.status_code, "10 till 256 tecken" in short.text) == (422, True)
    answer = guest.post("/inbjudan", data=given)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Åsa Öberg" in guest.get("/").text
    assert browser().post("/inbjudan", data=given).status_code == 403
    assert browser("Åsa Öberg").get("/korning").status_code == 200
    told = {(one.what, one.by, one.more.get("whom")) for one in Audit(place.root).changes()}
    assert {
        ("user-added", "admin", "Åsa Öberg"), ("user-came", "Åsa Öberg", None)
    } <= told  # fmt: skip


def test_a_link_that_is_old_or_was_replaced_is_good_for_nothing(
    browser: Browser, place: Place
) -> None:
    admin = browser("admin")
    first = link(admin, vad="ny", namn="Bo", roll="reader")
    second = link(admin, vad="lank", namn="Bo")
    assert (browser().get(first).status_code, browser().get(second).status_code) == (403, 200)
    began = place.now()
    place.now = lambda: began + INVITED_S + 1
    assert browser().get(second).status_code == 403
    assert "har gått ut" in admin.get(PAGE).text


def test_a_role_holds_at_once_and_somebody_is_logged_out_and_shut_out(browser: Browser) -> None:
    admin, editor = browser("admin"), browser("editor")
    assert editor.get("/korning").status_code == 200
    assert change(admin, vad="roll", namn="editor", roll="reader") == 303
    assert editor.get("/korning").status_code == 403
    assert change(admin, vad="ut", namn="editor") == 303
    assert editor.get("/").headers["location"].startswith("/logga-in")
    again = browser("editor")
    assert change(admin, vad="ta", namn="editor") == 303
    assert again.get("/").headers["location"].startswith("/logga-in")
    assert "Stäng ute editor" not in admin.get(PAGE).text
    for given in ({"vad": "ta"}, {"vad": "roll", "roll": "admin"}, {"vad": "lank"}):
        assert change(admin, namn="editor", **given) == 422


def test_tokens_are_taken_back_with_a_logout_where_that_is_asked(browser: Browser) -> None:
    admin, reader = browser("admin"), browser("reader")
    shown = reader.post(
        "/konto/nycklar", data={"namn": "Kalendern", "search:read": "ja", "dagar": "7"}
    ).text
    (secret,) = re.findall(r"mediahub_[0-9a-f]{12}_[\w-]{43}", shown)
    ask = {"authorization": f"Bearer {secret}"}
    assert change(admin, vad="ut", namn="reader") == 303
    assert browser().get("/api/v1/search?q=barn", headers=ask).status_code == 200
    assert change(admin, vad="ut", namn="reader", nycklar="ja") == 303
    assert browser().get("/api/v1/search?q=barn", headers=ask).status_code == 401


def test_the_last_administrator_stays(browser: Browser, place: Place) -> None:
    admin = browser("admin")
    link(admin, vad="ny", namn="Ny admin", roll="admin")  # who has not come in yet
    for given in ({"vad": "ta"}, {"vad": "roll", "roll": "editor"}):
        answer = admin.post(PAGE, data={"namn": "admin", **given})
        assert (answer.status_code, "Gör en annan till" in answer.text) == (409, True)
    assert place.accounts.user("admin") is not None
    Accounts(place.root).set_role("editor", "admin")
    answer = admin.post(PAGE, data={"vad": "roll", "namn": "admin", "roll": "reader"})
    assert answer.headers["location"] == "/konto"
    assert admin.get(PAGE).status_code == 403


def test_only_an_administrator_says_who_comes_in(browser: Browser) -> None:
    editor = browser("editor")
    assert editor.get(PAGE).status_code == 403
    assert change(editor, vad="ny", namn="Kompis", roll="admin") == 403
    admin = browser("admin")
    assert [
        change(admin, **given)
        for given in (
            {"vad": "ny", "namn": "", "roll": "reader"},
            {"vad": "ny", "namn": "editor", "roll": "reader"},
            {"vad": "ny", "namn": "x", "roll": "kung"},
            {"vad": "annat", "namn": "editor"},
        )
    ] == [422, 422, 422, 422]
    assert "redan en användare" in admin.post(
        PAGE, data={"vad": "ny", "namn": "editor", "roll": "reader"}
    ).text  # fmt: skip
