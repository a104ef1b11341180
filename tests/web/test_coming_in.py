"""Coming in without a password of one's own: by a proxy's header, and by OpenID Connect."""

import hmac
import json
import re
import socket
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from mediahub.catalog.staffvalues import OidcSettings, StaffSettings
from mediahub.errors import SettingsError
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.oidc import SECRET, Oidc, OidcError, open_oidc
from mediahub.web.staff.place import Place
from mediahub.web.staff.proxies import proxies_of
from mediahub.workspace.audit import Audit

HERE = {"origin": "http://127.0.0.1"}
PROXY, STRANGER = "10.0.0.7", "192.0.2.9"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    (tmp_path / "mediahub.toml").write_text('[publisher]\nname = "Lindhamn"\n', encoding="utf-8")
    return tmp_path


def settled(root: Path, staff: str) -> Place:
    text = (root / "mediahub.toml").read_text(encoding="utf-8")
    (root / "mediahub.toml").write_text(f"{text}\n{staff}\n", encoding="utf-8")
    place = open_place(root)
    place.accounts.add("Anna Lind", "editor", None)
    return place


def browser(place: Place, sender: str = "127.0.0.1") -> TestClient:
    return TestClient(
        make_staff_app(place), "http://127.0.0.1", client=(sender, 1), follow_redirects=False
    )


HEADER = '[staff]\nheader = "X-Remote-User"\nproxies = ["10.0.0.0/28"]'


def test_whom_a_named_proxy_names_comes_in_as_the_file_of_users_says(root: Path) -> None:
    client = browser(settled(root, HEADER), PROXY)
    named = {"x-remote-user": "Anna Lind"}
    answer = client.get("/konto", headers=named)
    assert answer.headers["location"] == "/logga-in?till=%2Fkonto"
    answer = client.get(answer.headers["location"], headers=named)
    assert (answer.status_code, answer.headers["location"]) == (303, "/konto")
    assert "redaktör" in client.get("/konto", headers=named).text
    # The session is the proxy's: without its word, or with another's name, it is none.
    assert client.get("/konto").status_code == 303
    assert client.get("/konto", headers={"x-remote-user": "Bo"}).status_code == 303
    refused = client.get("/logga-in", headers={"x-remote-user": "Bo"})
    assert refused.status_code == 403
    assert "Du är inloggad som Bo, men" in refused.text
    assert [(one.what, one.by) for one in Audit(root).changes()] == [
        ("login-refused", "Bo"),
        ("login", "Anna Lind"),
    ]


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        (STRANGER, [("x-remote-user", "Anna Lind")]),
        (STRANGER, [("X-REMOTE-USER", "Anna Lind"), ("x-forwarded-for", PROXY)]),
        ("127.0.0.1", [("x-remote-user", "Anna Lind")]),
        (PROXY, [("x-remote-user", "Anna Lind"), ("x-remote-user", "Bo")]),
    ],
)
def test_the_header_of_anybody_else_is_refused_and_told(
    root: Path, sender: str, headers: list[tuple[str, str]]
) -> None:
    client = browser(settled(root, HEADER), sender)
    for _ in range(3):
        answer = client.get("/logga-in", headers=httpx.Headers(headers))  # type: ignore[arg-type]
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
    lines = list(Audit(root).changes())
    assert {one.what for one in lines} == {"login-refused"}
    assert sender == PROXY or [one.more["sender"] for one in lines] == [sender]


def test_without_a_setting_the_header_says_nothing(root: Path) -> None:
    client = browser(settled(root, ""), PROXY)
    answer = client.get("/logga-in", headers={"x-remote-user": "Anna Lind"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("staff", "told"),
    [
        (StaffSettings("X-User"), "say from which proxies"),
        (StaffSettings("X User", ("127.0.0.1",)), "no header's name"),
        (StaffSettings(None, ("10.0.0.1/8",)), "write an address or a network"),
    ],
)
def test_settings_by_which_anybody_could_come_in_are_refused(
    staff: StaffSettings, told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        proxies_of(staff)


def test_who_has_no_password_comes_in_by_none(root: Path) -> None:
    client = browser(settled(root, ""))
    for word in ("", "None", "null"):
        given = {"namn": "Anna Lind", "losen": word}
        assert client.post("/logga-in", data=given, headers=HERE).status_code == 401


def test_strangers_are_told_apart_by_what_the_proxy_wrote_of_them(root: Path) -> None:
    place = settled(root, '[staff]\nproxies = ["10.0.0.7"]')
    given = {"namn": "Anna Lind", "losen": "fel"}
    # What stands before the proxy's own word, anybody may have written.
    for forged in ("1.1.1.1, 192.0.2.9", "2.2.2.2, 192.0.2.9", "192.0.2.9, 10.0.0.7"):
        headers = {**HERE, "x-forwarded-for": forged}
        browser(place, PROXY).post("/logga-in", data=given, headers=headers)
    browser(place, STRANGER).post(
        "/logga-in", data=given, headers={**HERE, "x-forwarded-for": "3.3.3.3"}
    )
    assert {one.more["sender"] for one in Audit(root).changes()} == {STRANGER}


# --- OpenID Connect, with an issuer that is a process of its own

USERS = (
    {"sub": "1", "preferred_username": "Anna Lind", "groups": []},
    {"sub": "2", "preferred_username": "Bo", "groups": ["redaktionen", "alla"]},
    {"sub": "3", "preferred_username": "Cia", "groups": ["alla"]},
    {"sub": "4"},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [one for user in USERS for one in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--require-nonce", "--port", str(port)]
    with subprocess.Popen([*command, *words], stderr=subprocess.DEVNULL) as provider:
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{address}/.well-known/openid-configuration")
                break
            except httpx.HTTPError:
                assert time.monotonic() < end
                assert provider.poll() is None
        yield address
        provider.terminate()


@pytest.fixture
def place(root: Path, issuer: str, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv(SECRET, "hemligt")
    return settled(
        root,
        f'[staff.oidc]\nissuer = "{issuer}"\nclient_id = "mediahub"\nrole_claim = "groups"\n'
        'roles = { redaktionen = "editor" }',
    )


def went(client: TestClient, sub: str, to: str = "/konto") -> str:
    """Go to the issuer, say there who one is, and be sent back: the address of that."""
    answer = client.get("/logga-in/oidc", params={"till": to})
    assert answer.status_code == 303
    there = httpx.post(answer.headers["location"], data={"sub": sub})
    assert there.status_code == 302
    back = there.headers["location"]
    assert back.startswith("http://127.0.0.1/logga-in/oidc/svar?")
    return str(back)


@pytest.mark.parametrize(("sub", "role"), [("1", "redaktör"), ("2", "redaktör")])
def test_whom_the_issuer_proves_comes_in_as_users_or_claims_say(
    place: Place, sub: str, role: str
) -> None:
    client = browser(place)
    assert "/logga-in/oidc?till=" in client.get("/logga-in?till=/konto").text
    answer = client.get(went(client, sub))
    assert (answer.status_code, answer.headers["location"]) == (303, "/konto")
    assert role in client.get("/konto").text
    assert [user.name for user in place.accounts.users()] == ["Anna Lind"]


@pytest.mark.parametrize(("sub", "status"), [("3", 403), ("4", 502)])
def test_who_is_nobody_here_is_told_so(place: Place, sub: str, status: int) -> None:
    client = browser(place)
    answer = client.get(went(client, sub))
    assert answer.status_code == status
    assert ("men den användaren får inte komma in här" in answer.text) == (status == 403)
    assert client.get("/konto").status_code == 303


def test_a_code_is_of_use_once_and_to_the_browser_that_went_for_it(place: Place) -> None:
    client, other = browser(place), browser(place)
    back = went(client, "1")
    went(other, "2")
    assert other.get(back).status_code == 502  # with a cookie of its own
    assert client.get(back).status_code == 502  # the state is spent by that
    back = went(client, "1", "//evil.example")
    assert client.get(back).headers["location"] == "/"
    assert client.get(back).status_code == 502


@pytest.mark.parametrize("change", ["code=x", "iss=https://evil.example", "error=access_denied"])
def test_what_comes_back_otherwise_lets_nobody_in(place: Place, change: str) -> None:
    client = browser(place)
    back = went(client, "1")
    key = change.partition("=")[0]
    query = re.sub(rf"(?<=[?&]){key}=[^&]*&?", "", back)
    answer = client.get(f"{query}&{change}")
    assert (answer.status_code, client.get("/konto").status_code) == (502, 303)


def test_the_proof_of_the_code_is_sent_and_is_the_challenges(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    from authlib.integrations.httpx_client import OAuth2Client
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    sent: list[dict[str, Any]] = []
    real = OAuth2Client.fetch_token

    def fetch(self: Any, *given: Any, **more: Any) -> Any:
        sent.append(more)
        return real(self, *given, **more)

    monkeypatch.setattr(OAuth2Client, "fetch_token", fetch)
    client = browser(place)
    asked = parse_qs(urlsplit(client.get("/logga-in/oidc").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert place.oidc is not None
    away = place.oidc._away[asked["state"][0]]
    assert asked["code_challenge"] == [create_s256_code_challenge(away.verifier)]
    client.get(went(client, "1"))
    assert len(sent[0]["code_verifier"]) >= 43


KEY, STRANGERS = RSAKey.generate_key(2048, {"kid": "a"}), RSAKey.generate_key(2048, {"kid": "a"})
NOW = 1_790_000_000
GOOD = {"iss": "https://i.example", "sub": "1", "aud": "mediahub", "nonce": "n", "iat": NOW,
        "exp": NOW + 60, "preferred_username": "Anna"}  # fmt: skip


def believed(claims: dict[str, Any], key: RSAKey = KEY, token: str = "") -> str | None:
    """The name in an identity with these claims; None where it is not believed."""
    oidc = Oidc(OidcSettings("https://i.example", "mediahub"), "s", lambda: NOW)
    token = token or jwt.encode({"alg": "RS256", "kid": "a"}, claims, key)
    keys = {"keys": [KEY.as_dict(private=False)]}
    try:
        return oidc._identity(oidc._claims(token, keys, "n")).name
    except OidcError:
        return None


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"}, {"aud": "other"}, {"aud": ["other"]}, {"aud": None},
        {"aud": ["mediahub", "other"]}, {"azp": "other"}, {"nonce": "m"}, {"nonce": None},
        {"exp": NOW - 61}, {"exp": None}, {"iat": NOW + 3600}, {"iat": None}, {"sub": None},
        {"preferred_username": ""}, {"preferred_username": ["Anna"]},
    ],
)  # fmt: skip
def test_an_identity_of_another_time_issuer_or_login_is_not_believed(change: Any) -> None:
    assert believed(GOOD) == "Anna"
    claims = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    assert believed(claims) is None


def test_an_identity_is_signed_by_the_issuers_key_alone() -> None:
    assert believed(GOOD, STRANGERS) is None
    for alg in ("HS256", "none"):  # signed with what everybody knows, and not at all
        parts = [{"alg": alg, "kid": "a"}, GOOD]
        said = b".".join(urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in parts)
        mark = hmac.digest(KEY.as_pem(private=False), said, "sha256") if alg == "HS256" else b""
        token = (said + b"." + urlsafe_b64encode(mark).rstrip(b"=")).decode()
        assert believed(GOOD, token=token) is None


@pytest.mark.parametrize("address", ["http://i.example", "ftp://i.example", "i.example"])
def test_an_issuer_is_asked_in_secret_and_has_a_secret(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET, raising=False)
    with pytest.raises(SettingsError, match="not asked by https"):
        open_oidc(OidcSettings(address, "mediahub"))
    with pytest.raises(SettingsError, match=SECRET):
        open_oidc(OidcSettings("https://i.example", "mediahub"))


def test_an_issuer_that_is_gone_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "hemligt")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        oidc = f'[staff.oidc]\nissuer = "http://127.0.0.1:{port}"\nclient_id = "mediahub"'
        client = browser(settled(root, oidc))
        answer = client.get("/logga-in/oidc")
    assert answer.status_code == 502
    assert "Inloggningen hos organisationen" in answer.text
