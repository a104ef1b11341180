"""The staff site by its addresses: searching, reading, correcting, and what is refused."""

import re
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import Place, log_in

from mediahub.models import Store
from mediahub.web.staff.accounts import Role
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.formtoken import HEADER
from mediahub.web.staff.guard import POLICY
from mediahub.workspace.audit import Audit

ITEM = "podden-avsnitt-1"
WORDS = "en lång hemlighet"
HERE = {"origin": "http://127.0.0.1"}
JSON = {**HERE, "accept": "application/json"}
As = Callable[[Role], TestClient]


@pytest.fixture
def made(copied: Path) -> Place:
    """Two episodes that were run, and no user yet."""
    shutil.rmtree(copied / "private")
    return Place(copied, Store(copied.parent / "models", pip_options=["--no-index"]))


@pytest.fixture
def logged_in(made: Place) -> As:
    """`logged_in(role)` is a browser of a user of that role."""
    place = open_place(made.root)
    for role in ("reader", "editor", "admin"):
        place.accounts.add(role, role, WORDS)
    app = make_staff_app(place)

    def browser(role: Role) -> TestClient:
        client = TestClient(app, "http://127.0.0.1", follow_redirects=False)
        log_in(client, role, WORDS)
        return client

    return browser


def version(client: TestClient, at: int) -> str:
    answer = client.get(f"/item/{ITEM}/segment/{at}", headers=JSON)
    assert answer.status_code == 200
    found: str = answer.json()["version"]
    return found


def test_who_is_not_logged_in_is_led_there_and_back(logged_in: As) -> None:
    client = logged_in("reader")
    client.cookies.clear()
    answer = client.get("/?q=hembesök")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/logga-in?till=%2F%3Fq%3Dhembes%25C3%25B6k"
    assert client.get("/item/x/segment/1", headers=JSON).status_code == 401
    assert client.get(f"/item/{ITEM}/ljud").status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_logging_in_leads_to_no_other_site(logged_in: As, to: str) -> None:
    answer = logged_in("reader").post(
        "/logga-in", data={"namn": "reader", "losen": WORDS, "till": to}, headers=HERE
    )
    assert answer.headers["location"] == "/"


def test_wrong_names_and_passwords_are_told_alike_and_then_have_to_wait(logged_in: As) -> None:
    client = logged_in("reader")
    answers = [
        client.post("/logga-in", data={"namn": name, "losen": "fel"}, headers=HERE)
        for name in ("reader", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    told = {"Namnet eller lösenordet stämmer inte." in answer.text for answer in answers}
    assert told == {True}
    for _ in range(7):
        client.post("/logga-in", data={"namn": "reader", "losen": "fel"}, headers=HERE)
    right = client.post("/logga-in", data={"namn": "reader", "losen": WORDS}, headers=HERE)
    assert right.status_code == 429
    # Others at the same address, as all are behind a proxy, may come in.
    other = client.post("/logga-in", data={"namn": "editor", "losen": WORDS}, headers=HERE)
    assert other.status_code == 303


def test_the_first_administrator_is_made_once_by_the_key(made: Place) -> None:
    place = open_place(made.root)
    client = TestClient(make_staff_app(place), "http://127.0.0.1", follow_redirects=False)
    key = place.key
    assert key is not None
    assert client.get("/valkommen?nyckel=fel").status_code == 403
    assert client.get(f"/valkommen?nyckel={key}").status_code == 200
    given = {"nyckel": key, "namn": "Anna", "losen": WORDS, "igen": WORDS}
    assert client.post("/valkommen", data={**given, "igen": "x"}, headers=HERE).status_code == 422
    assert client.post("/valkommen", data=given, headers=HERE).status_code == 303
    assert client.post("/valkommen", data=given, headers=HERE).status_code == 403
    assert [(one.name, one.role) for one in place.accounts.users()] == [("Anna", "admin")]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", **HERE}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({**HERE, "host": "evil.example"}, 421),
    ],
)
def test_only_a_page_of_ours_may_change_anything(
    logged_in: As, headers: dict[str, str], status: int
) -> None:
    answer = logged_in("admin").post("/logga-ut", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("token", [None, "", "0" * 64, "å"])
def test_nothing_is_changed_without_the_token_of_the_page(logged_in: As, token: str | None) -> None:
    client = logged_in("editor")
    good = client.headers.pop(HEADER)
    headers = {**JSON, "if-match": f'"{version(client, 500)}"'}
    said = {} if token is None else {HEADER: token.encode()}
    answer = client.put(
        f"/item/{ITEM}/segment/500", json={"text": "Nej."}, headers={**headers, **said}
    )
    assert (answer.status_code, answer.json()) == (
        403,
        {"fel": "Sidan är för gammal. Ladda om den och försök igen."},
    )
    for form in ({}, {"token": token or "x"}):
        answer = client.post(f"/item/{ITEM}/granskat", data=form, headers=HERE)
        assert answer.status_code == 403
    page = client.get(f"/item/{ITEM}").text
    assert f'<meta name="token" content="{good}">' in page
    answer = client.post(f"/item/{ITEM}/granskat", data={"token": good}, headers=HERE)
    assert answer.status_code == 303
    other = logged_in("admin")
    assert other.post("/logga-ut", headers={**HERE, HEADER: good}).status_code == 403


def test_every_form_of_somebody_who_is_logged_in_carries_the_token() -> None:
    folder = files("mediahub.web.staff") / "templates"
    for page in folder.iterdir():
        if page.name not in ("login.html", "welcome.html", "invited.html", "not-asked.html"):
            text = page.read_text(encoding="utf-8")
            forms = re.findall(r"<form[^>]*method=.post.[^>]*>(.{0,60})", text, re.DOTALL)
            assert all('name="token" value="{{ token }}"' in one for one in forms), page.name
    for script in (files("mediahub.web.staff") / "assets").iterdir():
        text = script.read_text(encoding="utf-8")
        changes = len(re.findall(r"method: .(?:PUT|POST|PATCH|DELETE)", text))
        if script.name == "upload.js":  # all its requests take one set of headers
            changes = 1
        assert changes == text.count(f'"{HEADER}":'), script.name


def test_what_is_done_is_in_the_log_and_administrators_read_it(logged_in: As, made: Place) -> None:
    client = logged_in("editor")
    client.post(f"/item/{ITEM}/granskat", headers=HERE)
    client.post("/logga-in", data={"namn": "editor", "losen": "fel"}, headers=HERE)
    client.post("/logga-in", data={"namn": "mitt lösenord", "losen": "fel"}, headers=HERE)
    client.post(f"/item/{ITEM}/undanhall", data={}, headers=HERE)  # which changes nothing
    client.put(
        f"/item/{ITEM}/segment/3200/talare",
        json={"talare": "Erik Ek"},
        headers={**JSON, "if-match": version(client, 3200)},
    )
    told = [(one.what, one.by, one.item, one.more) for one in Audit(made.root).changes()]
    assert told == [
        ("speaker", "editor", ITEM, {"moment": "0:03"}),
        ("login-failed", "", "", {"sender": "testclient"}),
        ("login-failed", "editor", "", {"sender": "testclient"}),
        ("reviewed", "editor", ITEM, {}),
        ("login", "editor", "", {}),
    ]
    assert "Erik" not in made.text("private/audit.jsonl")
    assert client.get("/logg").status_code == 403
    admin = logged_in("admin")
    page = admin.get("/logg").text
    assert "markerade som granskad" in page
    assert "okänt namn" in page
    narrowed = admin.get("/logg?vem=editor&vad=reviewed&sida=1").text
    assert (narrowed.count("<tr>"), "bytte talare</td>" in narrowed) == (2, False)
    for odd in ("sida=²", "sida=99999", "sida=0", "vad=x", "avsnitt=%00"):
        assert admin.get(f"/logg?{odd}").status_code == 200


def test_every_answer_says_what_a_browser_must_not_do(logged_in: As) -> None:
    client = logged_in("reader")
    for address in ("/", "/finns-inte", "/logga-in", "/stil/staff.css", f"/item/{ITEM}/ljud"):
        headers = client.get(address).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"


def test_a_hit_leads_to_its_second(logged_in: As) -> None:
    answer = logged_in("reader").get("/?q=barnfattigdom")
    assert answer.status_code == 200
    assert f'href="/item/{ITEM}#t=3.2"' in answer.text
    assert "<mark>Fattigdom" in answer.text


def test_what_people_type_stands_on_the_page_as_text(logged_in: As) -> None:
    answer = logged_in("reader").get("/", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


def test_a_query_that_cannot_be_understood_is_told(logged_in: As) -> None:
    answer = logged_in("reader").get("/", params={"q": '-"'})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_hits_are_had_as_a_table_without_formulas(logged_in: As) -> None:
    answer = logged_in("reader").get("/sok.csv?q=hembesök&typ=podcast")
    rows = answer.text.removeprefix("\ufeff").splitlines()
    assert rows[0] == "Titel;Typ;Datum;Talare;Granskat;Tid;Text;Adress"
    assert rows[1].endswith(f"http://127.0.0.1/item/{ITEM}#t=2.083") or "#t=" in rows[1]
    assert all(not re.search(r"(^|;)[=+@-]", row) for row in rows)


def test_a_correction_stands_everywhere_at_once(logged_in: As, made: Place) -> None:
    client = logged_in("editor")
    text = "Fattigdomen bland barn märks på friluftsdagen."
    answer = client.put(
        f"/item/{ITEM}/segment/3200",
        json={"text": text},
        headers={**JSON, "if-match": f'"{version(client, 3200)}"'},
    )
    assert answer.status_code == 200
    said = [one["text"] for one in answer.json()["segment"]]
    assert said[1] == text
    assert "friluftsdagen" in made.text(f"transcripts/{ITEM}/transcript.vtt")
    assert f"/item/{ITEM}" in client.get("/?q=friluftsdagen").text
    history = client.get(f"/item/{ITEM}/historik").text
    assert "editor" in history


def test_of_two_in_one_segment_the_second_sees_both_texts(logged_in: As) -> None:
    client = logged_in("editor")
    seen = version(client, 3200)

    def put(text: str) -> tuple[int, object]:
        answer = client.put(
            f"/item/{ITEM}/segment/3200", json={"text": text}, headers={**JSON, "if-match": seen}
        )
        return answer.status_code, answer.json().get("nu")

    assert put("Fattigdomen märks på utflyktsdagen.")[0] == 200
    assert put("Armodet bland barn märks.") == (412, "Fattigdomen märks på utflyktsdagen.")


def test_two_in_different_segments_never_meet(logged_in: As) -> None:
    one, two = logged_in("editor"), logged_in("admin")
    seen = version(one, 500), version(two, 6500)
    for client, at, mark, text in (
        (one, 500, seen[0], "Välkomna till samtal om hembesök."),
        (two, 6500, seen[1], "Tack för att ni lyssnat."),
    ):
        answer = client.put(
            f"/item/{ITEM}/segment/{at}", json={"text": text}, headers={**JSON, "if-match": mark}
        )
        assert answer.status_code == 200


def test_a_segment_is_given_to_somebody_else(logged_in: As) -> None:
    client = logged_in("editor")
    answer = client.put(
        f"/item/{ITEM}/segment/6500/talare",
        json={"talare": "Erik"},
        headers={**JSON, "if-match": version(client, 6500)},
    )
    assert [one["speaker"] for one in answer.json()["segment"]] == ["Anna", "Erik", "Erik"]


def test_a_name_is_given_to_a_voice_everywhere(logged_in: As, made: Place) -> None:
    answer = logged_in("editor").post(
        f"/item/{ITEM}/namn",
        data={"talare": "Anna", "namn": "Anna Lind", "sett": '{"Anna": "Anna"}'},
        headers=HERE,
    )
    assert answer.status_code == 303
    assert "Anna Lind" in made.text(f"transcripts/{ITEM}/transcript.vtt")


def test_all_is_reviewed_and_a_passage_is_gone_from_every_door(logged_in: As, made: Place) -> None:
    client = logged_in("editor")
    assert client.post(f"/item/{ITEM}/granskat", headers=HERE).status_code == 303
    assert "9 av" not in client.get(f"/item/{ITEM}").text
    answer = client.post(
        f"/item/{ITEM}/undanhall",
        data={"fran": "3.2", "till": "6", "varfor": "ett barns namn"},
        headers=HERE,
    )
    assert answer.status_code == 303
    assert "utflyktsdagen" not in client.get(f"/item/{ITEM}").text
    assert "utflyktsdagen" not in made.text(f"transcripts/{ITEM}/transcript.vtt")


@pytest.mark.parametrize(
    ("role", "method", "address", "status"),
    [
        ("reader", "GET", "/korning", 403),
        ("reader", "POST", f"/item/{ITEM}/granskat", 403),
        ("reader", "PUT", f"/item/{ITEM}/segment/500", 403),
        ("reader", "GET", f"/item/{ITEM}", 200),
        ("editor", "GET", "/korning", 200),
        ("editor", "PUT", f"/item/{ITEM}/segment/500", 428),
        ("editor", "GET", "/item/finns-inte", 422),
        ("editor", "GET", "/item/..%2f..%2fprivate", 404),
        ("editor", "GET", f"/item/{ITEM}/fil/recognition.json", 404),
        ("editor", "GET", "/stil/..%2f..%2fapp.py", 404),
        ("editor", "POST", "/korning/stopp", 409),
    ],
)
def test_roles_and_addresses(
    logged_in: As, role: Role, method: str, address: str, status: int
) -> None:
    answer = logged_in(role).request(method, address, headers=HERE)
    assert answer.status_code == status


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"text": 3}', b"\xff", b"[" * 100_000])
def test_what_is_no_change_changes_nothing(logged_in: As, body: bytes) -> None:
    client = logged_in("editor")
    headers = {**JSON, "if-match": version(client, 500)}
    answer = client.put(f"/item/{ITEM}/segment/500", content=body, headers=headers)
    assert answer.status_code == 422


def test_media_are_had_in_parts(logged_in: As, made: Place) -> None:
    answer = logged_in("reader").get(f"/item/{ITEM}/ljud", headers={"range": "bytes=0-9"})
    whole = (made.root / "media" / "podden" / "avsnitt-1.mp3").read_bytes()
    assert (answer.status_code, answer.content) == (206, whole[:10])


@pytest.mark.parametrize(
    "query",
    ["sida=²", "sida=0", "sida=99999999", "ar=²²²²", "ar=0000", "ar=20x0", "typ=x", "q=a" * 500],
)
def test_odd_values_of_a_search_are_no_fault_of_the_site(logged_in: As, query: str) -> None:
    assert logged_in("reader").get(f"/?q=hembesök&{query}").status_code == 200
