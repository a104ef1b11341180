"""What strangers and worse send: no fault of the site, and nothing had that is not theirs."""

import asyncio
import contextlib
import json
import random
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import WORDS

from mediahub.search.query import LONGEST_QUERY, parse
from mediahub.search.values import QueryError
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.guard import LARGEST
from mediahub.web.staff.patience import impatient_protocol, in_time
from mediahub.web.staff.serving import StaffServer
from mediahub.web.staff.sessions import LASTS_S
from mediahub.web.staff.tokens import ACTIONS

ITEM = "podden-avsnitt-1"
FORM = (b"content-type", b"application/x-www-form-urlencoded")
JSON = (b"content-type", b"application/json")
NO_FILES = [
    "..", ".", "../../private/users.json", "..\\..\\private\\users.json", "/etc/passwd", "\0",
    "%2e%2e", "%2e%2e%2fprivate", "\ufffd\ufffd", "a\r\nset-cookie: x=1", "x" * 5000, "💩", "",
]  # fmt: skip
"""Names as the server decodes them out of an address; none is a name of anything."""


@dataclass
class Answer:
    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        return dict(self.headers).get(name, b"")


@dataclass
class Stranger:
    """Sends requests byte by byte as no client would; a fault of the site comes up as itself."""

    app: Any
    cookie: bytes = b""
    token: bytes = b""

    def __call__(
        self, method: str, path: str, *, query: bytes = b"", body: bytes = b"",
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> Answer:  # fmt: skip
        return asyncio.run(self._ask(method, path, query, body, headers))

    async def _ask(
        self, method: str, path: str, query: bytes, body: bytes,
        headers: tuple[tuple[bytes, bytes], ...],
    ) -> Answer:  # fmt: skip
        answer = Answer()
        sent = [{"type": "http.request", "body": body, "more_body": False}]
        own = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1")]
        own += [(b"cookie", b"mediahub=" + self.cookie)] if self.cookie else []
        own += [(b"authorization", b"Bearer " + self.token)] if self.token else []
        given = {name for name, _ in headers}

        async def receive() -> dict[str, Any]:
            return sent.pop(0) if sent else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "path": path, "raw_path": b"", "query_string": query, "root_path": "",
            "headers": [*(one for one in own if one[0] not in given), *headers],
            "client": ("192.0.2.1", 5), "server": ("127.0.0.1", 80), "scheme": "http", "state": {},
        }  # fmt: skip
        await self.app(scope, receive, send)
        return answer


@pytest.fixture
def admin(copied: Path) -> Stranger:
    """Somebody who is let in as an administrator, and has a token for everything."""
    place = open_place(copied)
    user = place.accounts.user("admin")
    assert user is not None
    cookie = place.sessions.begin(user.name, user.login)
    _, token = place.tokens.add(user, "prov", ACTIONS)
    return Stranger(make_staff_app(place), cookie.encode(), token.encode())


def addresses(app: Any) -> Iterator[str]:
    """Every address with something in it that a stranger can choose, with all that is chosen."""
    for route in app.routes:
        path = getattr(route, "path", "")
        parts = [part for part in ("{item}", "{name}", "{at}") if part in path]
        for part in parts:
            known = {"{item}": ITEM, "{name}": "transcript.vtt", "{at}": "3200"}
            for name in NO_FILES:
                filled = path.replace(part, name)
                for other in parts:
                    filled = filled.replace(other, known[other])
                yield filled


def test_no_name_in_an_address_leads_to_a_file_or_a_fault(admin: Stranger) -> None:
    secrets = (b"argon2", b"root:", b"digest")
    for path in [*addresses(admin.app), *(f"/api/v1/items/{name}" for name in NO_FILES)]:
        for method in ("GET", "BREW", "HEAD"):
            answer = admin(method, path)
            assert answer.status in (200, 301, 400, 404, 405, 422), (method, path)
            assert not any(one in answer.body for one in secrets), path


def test_an_address_of_thousands_of_digits_is_none(admin: Stranger) -> None:
    assert admin("GET", f"/item/{ITEM}/segment/{'9' * 5000}").status == 404
    assert admin("GET", f"/item/{ITEM}", query=b"sida=" + b"9" * 5000).status == 200
    assert admin("GET", "/", query=b"q=hej&ar=" + b"9" * 5000).status == 200


ODD_BODIES = [
    b"", b"\0", b"\xff\xfe\xfd", b"\xc0\xaf", b"[" * 100_000, b'{"a":' * 50_000, b"=" * 1000,
    b"&" * 100_000, b"a=" + b"%" * 1000, b"%00=%00", b"text=%ed%a0%80", b"namn=%00&losen=%ff",
    b'{"text": "\\ud800"}', b'{"text": "\\u0000"}', b'{"text": "\xed\xa0\x80"}', b"1e999", b"NaN",
    b'{"vad": {"$ne": 1}}', b'{"vad": "undanhall", "varfor": "\\udfff"}', b"fran=nan&till=inf",
    b"fran=1e308&till=1e309&varfor=x", b"vad=ny&tid=999999:9999:999999&titel=x",
]  # fmt: skip


@pytest.mark.parametrize("kind", [FORM, JSON, (b"content-type", b"multipart/form-data; boundary=")])
def test_no_body_is_a_fault_or_changes_anything(
    admin: Stranger, copied: Path, kind: tuple[bytes, bytes]
) -> None:
    headers = (kind, (b"accept", b"application/json"), (b"if-match", b'"\xff"'))
    dice = random.Random(20261128)  # noqa: S311 - the same each time
    noise = [dice.randbytes(dice.randrange(1, 300)) for _ in range(10)]
    paths = [
        "/logga-in", "/valkommen", "/konto", "/konto/nycklar", "/namn", f"/item/{ITEM}/fragor",
        "/anvandare", "/inbjudan", f"/item/{ITEM}/publicering",
        f"/item/{ITEM}/historik", f"/item/{ITEM}/kapitel", f"/item/{ITEM}/namn",
        f"/item/{ITEM}/undanhall", f"/api/v1/items/{ITEM}/names", f"/api/v1/items/{ITEM}/reviews",
    ]  # fmt: skip
    segment = [
        f"/item/{ITEM}/segment/3200", f"/api/v1/items/{ITEM}/segments/3200",
        f"/ladda-upp/bild/item/{ITEM}",
    ]  # fmt: skip
    for body in [*ODD_BODIES, *noise]:
        for method, path in [*(("POST", path) for path in paths), *(("PUT", p) for p in segment)]:
            answer = admin(method, path, body=body, headers=headers)
            assert 200 <= answer.status < 500, (path, body)
    assert not list((copied / "media").rglob("*.edits.json"))
    assert not (copied / "media" / "people.toml").exists()


def test_odd_headers_are_no_fault(admin: Stranger) -> None:
    for name, value in (
        (b"cookie", b"mediahub=\xff\xfe; mediahub=; =;;;"),
        (b"cookie", b"mediahub=" + b"a" * 60_000),
        (b"authorization", b"Bearer \xff"), (b"authorization", b"Bearer " + b"a" * 60_000),
        (b"accept-language", b",;q=\xff" * 5000), (b"if-match", b"\xff" * 60_000),
        (b"content-type", b"\xff/;;="), (b"origin", b"http://[::1"), (b"origin", b"\xff"),
        (b"sec-fetch-site", b"\xff"), (b"content-length", b"-1"), (b"content-length", b"\xb2"),
    ):  # fmt: skip
        for method, path in (
            ("GET", "/"),
            ("POST", "/konto"),
            ("PUT", "/api/v1/items/x/segments/1"),
        ):
            assert admin(method, path, headers=((name, value),)).status < 500, (name, path)


@pytest.mark.parametrize("length", [b"%d" % (LARGEST + 1), b"0000000000009999999", b"9" * 5000])
def test_what_is_too_large_is_not_read_however_its_length_is_written(
    admin: Stranger, length: bytes
) -> None:
    for path in ("/konto", f"/api/v1/items/{ITEM}/names"):
        assert admin("POST", path, headers=((b"content-length", length),)).status == 413


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"bytes=0-999999999999999999", 206),
        (b"bytes=0-" + b"9" * 5000, 200),
        (b"bytes=" + b"0-0," * 5000, 200),
        (b"bytes=99999999999999999-", 416),
        (b"bytes=-0", 416),
        (b"bytes=\xff-\xff", 200),
        (b"lines=0-1", 200),
    ],
)
def test_no_range_costs_more_than_the_file(admin: Stranger, asked: bytes, status: int) -> None:
    answer = admin("GET", f"/item/{ITEM}/ljud", headers=((b"range", asked),))
    whole = admin("GET", f"/item/{ITEM}/ljud")
    assert answer.status == status
    assert len(answer.body) <= len(whole.body)


def test_a_link_out_of_the_workspace_is_not_followed(admin: Stranger, copied: Path) -> None:
    outside = copied.parent / "hemligt.mp3"
    source = copied / "media" / "podden" / "avsnitt-1.mp3"
    source.rename(outside)
    source.symlink_to(outside)
    assert admin("GET", f"/item/{ITEM}/ljud").status == 404
    secret = copied.parent / "hemligt.vtt"
    made = copied / "transcripts" / ITEM / "transcript.vtt"
    made.rename(secret)
    made.symlink_to(secret)
    assert admin("GET", f"/item/{ITEM}/fil/transcript.vtt").status == 404


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example",
        "javascript:alert(1)", "/%09/evil.example", "///evil.example", "/a\r\nset-cookie: x=1",
    ],
)  # fmt: skip
def test_login_leads_to_no_other_site_and_writes_no_header(admin: Stranger, to: str) -> None:
    from urllib.parse import quote, urlencode

    stranger = Stranger(admin.app)
    given = urlencode({"namn": "admin", "losen": WORDS, "till": to}, quote_via=quote).encode()
    answer = stranger("POST", "/logga-in", body=given, headers=(FORM,))
    assert answer.status == 303
    place = answer.header(b"location")
    assert place.startswith(b"/")
    assert not place.startswith((b"//", b"/\\"))
    assert not set(place) & set(b"\t\r\n")
    assert [name for name, _ in answer.headers].count(b"set-cookie") == 1


def test_a_session_is_the_browsers_alone(admin: Stranger) -> None:
    chosen = Stranger(admin.app, b"chosen-by-somebody-else")
    given = f"namn=admin&losen={WORDS}&till=/".replace(" ", "+").encode()
    answer = chosen("POST", "/logga-in", body=given, headers=(FORM,))
    cookie = answer.header(b"set-cookie").decode()
    secret = cookie.partition("=")[2].partition(";")[0].encode()
    assert secret != chosen.cookie
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert chosen("GET", "/konto").status == 303
    mine = Stranger(admin.app, secret)
    assert mine("GET", "/konto").status == 200
    # Logging in anew ends what the browser was before.
    mine("POST", "/logga-in", body=given, headers=(FORM,))
    assert mine("GET", "/konto").status == 303


def test_forged_expired_and_outlived_sessions_open_nothing(copied: Path) -> None:
    class Clock:
        at = 1_800_000_000.0

        def __call__(self) -> float:
            return self.at

    place = open_place(copied)
    clock = Clock()
    place.sessions._now = clock
    ask = Stranger(make_staff_app(place))
    user = place.accounts.user("editor")
    assert user is not None

    def opened(secret: str) -> bool:
        return Stranger(ask.app, secret.encode())("GET", "/konto").status == 200

    secrets = [place.sessions.begin("editor", user.login) for _ in range(3)]
    stored = json.loads((copied / "private" / "sessions.json").read_text())["sessions"]
    assert not any(opened(forged) for forged in [*stored, "editor", secrets[0][:-1], ""])
    assert opened(secrets[0])
    place.accounts.set_password("editor", "ett helt nytt lösenord")
    assert not opened(secrets[1])
    again = place.accounts.user("editor")
    assert again is not None
    new = place.sessions.begin("editor", again.login)
    assert opened(new)
    place.accounts.remove("editor")
    place.accounts.add("editor", "admin", WORDS)
    assert not opened(new)
    admin_user = place.accounts.user("admin")
    assert admin_user is not None
    late = place.sessions.begin("admin", admin_user.login)
    clock.at += LASTS_S + 1
    assert not opened(late)


def test_guesses_at_once_are_all_counted(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = open_place(copied)
    monkeypatch.setattr(place.accounts, "verified", lambda _name, _password: None)
    stranger = Stranger(make_staff_app(place))
    body = b"namn=admin&losen=fel"

    async def many() -> list[int]:
        asked = (stranger._ask("POST", "/logga-in", b"", body, (FORM,)) for _ in range(30))
        return [one.status for one in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(many())) == [401] * 8 + [429] * 22


def test_pages_of_who_is_let_in_are_kept_nowhere(admin: Stranger) -> None:
    pages = (
        "/", "/innehall", f"/item/{ITEM}", "/konto", "/konto/nycklar", "/korning", "/namn",
        "/anvandare", f"/item/{ITEM}/publicering", f"/ladda-upp/bild/item/{ITEM}",
    )  # fmt: skip
    files = (f"/item/{ITEM}/ljud", f"/item/{ITEM}/fil/transcript.vtt", "/sok.csv", "/api/v1/items")
    for path in (*pages, *files, f"/item/{ITEM}/segment/3200", f"/item/{ITEM}/citat"):
        answer = admin("GET", path, query=b"q=barn&fran=3200.0&till=3200.1")
        kept = answer.header(b"cache-control")
        assert b"no-store" in kept or b"private" in kept, path


def test_no_query_takes_long_to_read() -> None:
    # Were any of these read in more than a straight way through, the test would not end.
    for part in ('"', "a:", "-", "*", "((", "a" * 50 + "-", "år:", "\u0301", "x'", "1-", "  "):
        with contextlib.suppress(QueryError):
            parse((part * LONGEST_QUERY)[:LONGEST_QUERY])
        with contextlib.suppress(QueryError):
            parse(part * 200_000)


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    class Clock:
        at = 0.0

        def __call__(self) -> float:
            return self.at

    clock = Clock()
    parts: list[Any] = [{"type": "http.request", "body": b"a", "more_body": True}]

    async def receive() -> Any:
        clock.at += 20
        if parts:
            return parts.pop()
        return await asyncio.Event().wait()

    async def read() -> list[str]:
        receiving = in_time(receive, 2, clock, within_s=25)
        return [(await receiving())["type"] for _ in range(2)]

    assert asyncio.run(read()) == ["http.request", "http.disconnect"]


def test_who_goes_away_in_the_middle_of_a_request_is_no_fault(admin: Stranger) -> None:
    async def gone() -> Any:
        return {"type": "http.disconnect"}

    told: list[int] = []

    async def send(message: Any) -> None:
        told.append(message.get("status", 0))

    for path in ("/konto", f"/api/v1/items/{ITEM}/names"):
        headers = [
            (b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1"), (b"content-length", b"9"),
            (b"cookie", b"mediahub=" + admin.cookie), (b"authorization", b"Bearer " + admin.token),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]  # fmt: skip
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "path": path, "raw_path": b"", "query_string": b"", "root_path": "", "headers": headers,
            "client": ("192.0.2.1", 5), "server": ("127.0.0.1", 80), "scheme": "http", "state": {},
        }  # fmt: skip
        asyncio.run(admin.app(scope, gone, send))
    assert told == [408, 0, 408, 0]


def test_two_hundred_who_say_nothing_keep_nobody_out(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mediahub.web.staff.serving.impatient_protocol", lambda: impatient_protocol(3.0)
    )
    server = StaffServer(copied, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    slow: list[socket.socket] = []
    try:
        for number in range(200):
            one = socket.create_connection(("127.0.0.1", server.port))
            one.settimeout(60)
            one.sendall(b"" if number % 2 else b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a")
            slow.append(one)
        with socket.create_connection(("127.0.0.1", server.port)) as asking:
            asking.settimeout(60)
            asking.sendall(
                b"GET /logga-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            )
            assert asking.recv(12) == b"HTTP/1.1 200"
        assert [one.recv(1) for one in slow] == [b""] * 200  # and are hung up on
    finally:
        for one in slow:
            one.close()
        server.stop()
        thread.join(30)
    assert not thread.is_alive()
