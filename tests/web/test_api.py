"""The API by its addresses: what programs are answered, and what they are refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS

from mediahub.web.staff.accounts import Role
from mediahub.web.staff.api.operations import OPERATIONS
from mediahub.web.staff.api.spec import specification
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.place import Place as Site
from mediahub.web.staff.tokens import ACTIONS, NEEDS

ITEM = "podden-avsnitt-1"
PROBLEM = "application/problem+json"
As = Callable[..., TestClient]


class Clock:
    at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def site(copied: Path) -> Site:
    place = open_place(copied)
    place.now = place.tokens._now = Clock()
    return place


@pytest.fixture
def program(site: Site) -> As:
    """`program(role, *actions)` is a program with a token; all that the role may, if none."""
    app = make_staff_app(site)

    def made(role: Role, *actions: str) -> TestClient:
        user = site.accounts.user(role)
        assert user is not None
        mine = actions or [one for one in ACTIONS if user.may(NEEDS[one])]
        _, secret = site.tokens.add(user, "prov", mine)
        client = TestClient(app, "http://127.0.0.1", follow_redirects=False)
        client.headers["authorization"] = f"Bearer {secret}"
        client.headers["accept-language"] = "en"
        return client

    return made


def got(client: TestClient, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1{address}")
    assert answer.status_code == status, answer.text
    return answer.json()


def version(client: TestClient, at: int) -> str:
    found: str = got(client, f"/items/{ITEM}/segments/{at}")["version"]
    return found


def test_a_hit_has_an_address_that_plays_it(program: As) -> None:
    found = got(program("reader"), "/search?q=barnfattigdom&limit=1")
    (hit,) = found["hits"]
    assert (hit["item"], hit["at_ms"]) == (ITEM, 3200)
    assert hit["address"] == f"http://127.0.0.1/item/{ITEM}#t=3.2"
    assert [hit["text"][first:last] for first, last in hit["marks"]] == ["Fattigdomen", "barn"]


def test_items_are_listed_and_read(program: As) -> None:
    client = program("reader")
    assert [one["id"] for one in got(client, "/items?limit=1&offset=1")["items"]] == [
        "podden-avsnitt-2"
    ]
    assert got(client, "/items?kind=film") == {"total": 0, "items": []}
    one = got(client, f"/items/{ITEM}")
    assert (one["id"], one["transcript"], one["published"]) == (ITEM, True, None)


def test_a_transcript_has_its_segments_with_versions(program: As) -> None:
    client = program("reader")
    found = got(client, f"/items/{ITEM}/transcript?from_ms=3100&to_ms=6100&words=true")
    (segment,) = found["segments"]
    assert segment["text"] == "Fattigdomen bland barn märks på utflyktsdagen."
    assert segment["version"] == version(client, 3200)
    assert segment["words"][0] == {
        "text": "Fattigdomen", "start_ms": 3200, "end_ms": segment["words"][0]["end_ms"],
        "doubtful": False,
    }  # fmt: skip


def test_a_moment_is_whole_words_with_an_address_and_a_quotation(program: As) -> None:
    found = got(program("reader"), f"/items/{ITEM}/moment?from_ms=3200&to_ms=3201")
    assert (found["text"], found["speakers"]) == ("Fattigdomen", ["Erik"])
    assert found["address"] == f"http://127.0.0.1/item/{ITEM}#t=3.2"
    assert found["quotation"]["text"].startswith("”Fattigdomen”\n– Erik")


def test_a_correction_stands_everywhere_and_can_be_taken_back(program: As, site: Site) -> None:
    client = program("editor")
    text = "Fattigdomen bland barn märks på friluftsdagen."
    address = f"/api/v1/items/{ITEM}/segments/3200"
    answer = client.put(address, json={"text": text}, headers={"if-match": version(client, 3200)})
    assert [one["text"] for one in answer.json()["segments"]] == [text]
    assert got(client, "/search?q=friluftsdagen")["total"] == 1
    (edit,) = got(client, f"/items/{ITEM}/edits")["edits"]
    assert (edit["state"], edit["by"]) == ("stands", "editor")
    assert client.post(f"/api/v1/items/{ITEM}/edits/{edit['id']}/undo").status_code == 200
    assert got(client, "/search?q=friluftsdagen")["total"] == 0
    undone, corrected = site.audit.changes()
    assert [(one.what, one.by, one.item, one.more) for one in (corrected, undone)] == [
        ("correctSegment", "editor", ITEM, {"via": "api"}),
        ("undoEdit", "editor", ITEM, {"via": "api"}),
    ]


def test_of_two_who_change_a_segment_the_second_is_told_what_stands_there(program: As) -> None:
    client = program("editor")
    seen = version(client, 3200)
    address = f"/api/v1/items/{ITEM}/segments/3200"
    text = "Fattigdomen märks på torget."
    assert client.put(address, json={"text": text}, headers={"if-match": seen}).status_code == 200
    answer = client.put(address, json={"text": "Armodet."}, headers={"if-match": f'"{seen}"'})
    assert answer.status_code == 412
    assert answer.json()["now"] == {"text": text, "version": version(client, 3200)}


def test_a_voice_is_named_and_all_is_reviewed(program: As) -> None:
    client = program("editor")
    named = {"speaker": "Anna", "name": "Anna Lind"}
    assert client.post(f"/api/v1/items/{ITEM}/names", json=named).status_code == 200
    assert client.post(f"/api/v1/items/{ITEM}/reviews", json={}).status_code == 200
    found = got(client, f"/items/{ITEM}/transcript")
    assert {one["name"] for one in found["speakers"]} == {"Anna Lind", "Erik"}
    assert all(one["reviewed"] for one in found["segments"])


def test_the_plan_and_that_no_run_is_at_work(program: As) -> None:
    client = program("editor")
    assert got(client, "/plan")["unusable"] == {}
    assert got(client, '/plan?where=title == "x"')["statuses"] == []
    assert got(client, "/plan?where=((", 422)["title"] == "That cannot be done as it was asked"
    assert got(client, "/runs") == {"runs": []}
    assert got(client, "/runs/current", 404)["type"] == "/api/v1/#not-found"
    assert client.post("/api/v1/runs/current/stop").status_code == 409


@pytest.mark.parametrize("sent", [None, "", "Bearer", "Basic YTpi", "Bearer mediahub_x_y"])
def test_who_shows_no_good_token_is_told_how(program: As, sent: str | None) -> None:
    client = program("reader")
    client.headers.pop("authorization")
    if sent is not None:
        client.headers["authorization"] = sent
    answer = client.get("/api/v1/items")
    assert (answer.status_code, answer.headers["content-type"]) == (401, PROBLEM)
    assert answer.headers["www-authenticate"].startswith('Bearer realm="mediahub"')


def test_a_session_opens_nothing_here(program: As, site: Site) -> None:
    client = program("reader")
    client.headers.pop("authorization")
    user = site.accounts.user("admin")
    assert user is not None
    client.cookies.set("mediahub", site.sessions.begin(user.name, user.login))
    assert client.get("/konto").status_code == 200
    assert client.get("/api/v1/items").status_code == 401


def test_a_token_does_what_it_is_for_as_long_as_its_owner_may(program: As, site: Site) -> None:
    search, edits = program("editor", "search:read"), program("editor", "edits:read")
    assert got(search, "/items", 403)["detail"] == "It takes items:read."
    got(edits, f"/items/{ITEM}/edits")
    site.accounts.set_role("editor", "reader")
    got(edits, f"/items/{ITEM}/edits", 403)
    got(search, "/search?q=barn")


def test_a_token_dies_with_its_time_its_owner_and_when_taken_back(program: As, site: Site) -> None:
    clock = site.now
    assert isinstance(clock, Clock)
    client, other = program("editor"), program("reader")
    (token,) = site.tokens.of(site.accounts.user("reader"))
    site.tokens.remove(token.id)
    got(other, "/items", 401)
    site.accounts.remove("editor")
    got(client, "/items", 401)
    site.accounts.add("editor", "admin", WORDS)  # somebody else of that name
    got(client, "/items", 401)
    late = program("admin")
    clock.at += 90 * 86_400
    got(late, "/items", 401)


def test_who_tries_many_tokens_has_to_wait_and_shuts_nobody_out(program: As) -> None:
    client = program("reader")
    good = client.headers["authorization"]
    wrong = {"authorization": good[:-4] + "AAAA"}
    told = [client.get("/api/v1/items", headers=wrong).status_code for _ in range(101)]
    assert told == [401] * 100 + [429]
    got(client, "/items")


@pytest.mark.parametrize(
    ("method", "address", "sent", "status"),
    [
        ("GET", "/finns-inte", {}, 404),
        ("GET", "/items/", {}, 404),
        ("GET", "/items/finns-inte", {}, 404),
        ("GET", "/items/..%2f..%2fprivate", {}, 404),
        ("GET", "/items/%00", {}, 404),
        ("GET", f"/items/{ITEM}/segments/1", {}, 404),
        ("GET", f"/items/{ITEM}/segments/{'9' * 5000}", {}, 422),
        ("GET", "/items?limit=0", {}, 422),
        ("GET", "/items?limit=1&limit=2", {}, 422),
        ("GET", "/items?limit=%D9%A1", {}, 422),
        ("GET", "/items?limit=true", {}, 422),
        ("GET", "/items?kind=%FF", {}, 422),
        ("GET", "/items?limt=5", {}, 422),
        ("GET", "/search", {}, 422),
        ("GET", "/search?q=-%22", {}, 422),
        ("GET", "/search?q=x&theme=finns-inte", {}, 422),
        ("DELETE", "/items", {}, 405),
        ("TRACE", "/items", {}, 405),
        ("PUT", f"/items/{ITEM}/segments/3200", {"json": {"text": "x"}}, 428),
        ("POST", f"/items/{ITEM}/names", {"content": b"{}"}, 415),
        ("POST", f"/items/{ITEM}/names", {"json": {"speaker": "Anna", "name": "a\nb"}}, 422),
        ("POST", f"/items/{ITEM}/names", {"json": {"speaker": "Nils", "name": "A B"}}, 422),
        ("POST", f"/items/{ITEM}/reviews", {"json": {"start_ms": 9, "end_ms": 3}}, 422),
        ("POST", f"/items/{ITEM}/edits/finns-inte/undo", {}, 404),
        ("POST", "/runs", {"json": {"where": "(("}}, 422),
    ],
)
def test_what_is_refused_is_told_as_a_problem(
    program: As, method: str, address: str, sent: dict[str, Any], status: int
) -> None:
    answer = program("editor").request(method, f"/api/v1{address}", **sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'{"text": 3}', b'{"text": "\xff"}', b"[" * 100_000,
        b'{"text": "\\ud800"}', b'{"text": "a\\u0000b"}', b'{"text": "x", "more": 1}',
        b'{"text": "\xc0\xaf"}', b'{"text": NaN}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_correction_changes_nothing(program: As, body: bytes) -> None:
    client = program("editor")
    headers = {"content-type": "application/json", "if-match": version(client, 3200)}
    answer = client.put(f"/api/v1/items/{ITEM}/segments/3200", content=body, headers=headers)
    assert answer.status_code == 422
    assert got(client, f"/items/{ITEM}/edits")["edits"] == []


def test_a_problem_is_told_in_the_language_that_is_read(program: As) -> None:
    client = program("reader")
    for accepted, title, language in (
        ("en-GB,en;q=0.9", "There is no such thing", "en"),
        ("sv,en;q=0.8", "Det finns inte", "sv"),
        ("*", "Det finns inte", "sv"),
    ):
        answer = client.get("/api/v1/items/x", headers={"accept-language": accepted})
        assert (answer.json()["title"], answer.headers["content-language"]) == (title, language)


@pytest.mark.parametrize(
    ("address", "sv", "en"),
    [
        ("/search", ("query.q", "Det saknas."), ("query.q", "Field required")),
        (
            "/search?q=a&limit=101",
            ("query.limit", "Det ska vara högst 100."),
            ("query.limit", "Input should be less than or equal to 100"),
        ),
        (
            "/search?q=a&sort=x",
            ("query.sort", "Det ska vara ett av: 'relevance' eller 'date'"),
            ("query.sort", "Input should be 'relevance' or 'date'"),
        ),
        (
            "/items?limit=1&limit=2",
            ("query", "Ett värde är angivet två gånger."),
            ("query", "A value is given twice."),
        ),
    ],
)
def test_each_fault_of_a_request_is_told_in_the_language_that_is_read(
    program: As, address: str, sv: tuple[str, str], en: tuple[str, str]
) -> None:
    client = program("reader")
    for language, wanted in (("sv", sv), ("en", en)):
        answer = client.get(f"/api/v1{address}", headers={"accept-language": language})
        assert answer.headers["content-language"] == language
        first = answer.json()["errors"][0]
        assert (first["where"], first["what"]) == wanted


def test_every_operation_says_by_what_it_may_be_refused() -> None:
    value = specification()
    for one in OPERATIONS:
        told = value["paths"][one.path][one.method.lower()]["responses"]
        done = {str(one.status), *(("204",) if one.nothing else ())}
        assert set(told) == {*done, *map(str, one.refused)}
        assert {"401", "403", "422"} <= set(told)


def test_the_specification_and_its_page_are_for_everybody(program: As) -> None:
    client = program("reader")
    client.headers.pop("authorization")
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    page = client.get("/api/v1/")
    assert page.status_code == 200
    assert all(f"/api/v1{one.path}" in page.text for one in OPERATIONS)
