"""One's own tokens: made on a page and shown once, restricted, taken back; kept as digests."""

import re
import stat
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import WORDS, log_in

from mediahub.errors import SettingsError
from mediahub.web.staff.accounts import Role, User
from mediahub.web.staff.app import make_staff_app, open_place
from mediahub.web.staff.tokens import MOST_OF_ONE, Tokens

HERE = {"origin": "http://127.0.0.1"}
ANNA = User("Anna", "editor", "1")
NOON = 1_800_000_000.0
PAGE = "/konto/nycklar"


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path, lambda: NOON)


def logged_in(root: Path, role: Role) -> TestClient:
    client = TestClient(
        make_staff_app(open_place(root)), "http://127.0.0.1", follow_redirects=False
    )
    client.headers.update(HERE)
    log_in(client, role, WORDS)
    return client


def test_a_token_is_made_shown_once_and_taken_back(copied: Path) -> None:
    client = logged_in(copied, "reader")
    given = {"namn": "Kalendern", "search:read": "ja", "dagar": "7"}
    shown = client.post(PAGE, data=given).text
    (secret,) = re.findall(r"mediahub_[0-9a-f]{12}_[\w-]{43}", shown)
    listed = client.get(PAGE).text
    assert "Kalendern" in listed
    assert secret not in listed
    ask = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/search?q=barn", headers=ask).status_code == 200
    token_id = secret.split("_")[1]
    assert logged_in(copied, "admin").post(PAGE, data={"ta": token_id}).status_code == 404
    assert client.post(PAGE, data={"ta": token_id}).status_code == 303
    assert client.get("/api/v1/search?q=barn", headers=ask).status_code == 401


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"namn": "", "search:read": "ja", "dagar": "7"}, "Skriv vad nyckeln är till för"),
        ({"namn": "x", "dagar": "7"}, "Välj något som nyckeln får göra."),
        ({"namn": "x", "search:read": "ja", "dagar": "0"}, "1 till 366 dagar"),
        ({"namn": "x", "search:read": "ja", "dagar": "²"}, "1 till 366 dagar"),
        ({"namn": "x", "edits:write": "ja", "dagar": "7"}, "får inte göra edits:write"),
    ],
)
def test_a_token_that_cannot_be_is_told_in_swedish(
    copied: Path, given: dict[str, str], told: str
) -> None:
    answer = logged_in(copied, "reader").post(PAGE, data=given)
    assert answer.status_code == 422
    assert told in answer.text
    assert not (copied / "private" / "tokens.json").exists()


def test_the_file_opens_nothing_and_is_its_owners_alone(tokens: Tokens, tmp_path: Path) -> None:
    made, secret = tokens.add(ANNA, "prov", ["items:read", "search:read"])
    path = tmp_path / "private" / "tokens.json"
    kept = path.read_text(encoding="utf-8")
    assert secret.rpartition("_")[2] not in kept
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (
        0o600,
        0o700,
    )
    digest = re.findall(r'"digest": "(\w+)"', kept)[0]
    assert tokens.found(secret) == made
    for wrong in (digest, secret[:-1], secret + "A", f"mediahub_{made.id}_{digest[:43]}", ""):
        assert tokens.found(wrong) is None


def test_nobody_has_more_tokens_than_can_be_looked_over(tokens: Tokens) -> None:
    for number in range(MOST_OF_ONE):
        tokens.add(ANNA, f"nummer {number}", ["search:read"])
    with pytest.raises(SettingsError, match="take one back first"):
        tokens.add(ANNA, "en till", ["search:read"])


@pytest.mark.parametrize("value", ["{", "[]", '{"schema": 2}', '{"schema": 1, "tokens": [{}]}'])
def test_a_damaged_file_is_said_and_never_written_over(
    tokens: Tokens, tmp_path: Path, value: str
) -> None:
    path = tmp_path / "private" / "tokens.json"
    path.parent.mkdir()
    path.write_text(value, encoding="utf-8")
    for act in (lambda: tokens.found("x"), lambda: tokens.add(ANNA, "x", ["search:read"])):
        with pytest.raises(SettingsError, match="cannot be read"):
            act()
    assert path.read_text(encoding="utf-8") == value
