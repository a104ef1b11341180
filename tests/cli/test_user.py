"""`mediahub user`: who may come in, and the tokens of programs."""

import io
import re
from pathlib import Path

import pytest

from mediahub.web.staff.accounts import Accounts
from mediahub.web.staff.tokens import Tokens
from tests.cli.conftest import Mediahub

NOON = 1_800_000_000.0


@pytest.fixture
def root(tmp_path: Path) -> str:
    (tmp_path / "media").mkdir()
    Accounts(tmp_path).add("Anna", "reader", "en lång hemlighet")
    return str(tmp_path)


def test_a_token_is_printed_once_listed_and_taken_back(root: str, mediahub: Mediahub) -> None:
    made = mediahub("-C", root, "user", "token", "add", "Anna", "sökrutan", "search:read")
    secret = made.lines[0]
    token = Tokens(Path(root), lambda: NOON).found(secret)
    assert token is not None
    assert (token.owner, token.name, token.actions) == ("Anna", "sökrutan", ("search:read",))
    listed = mediahub("-C", root, "user", "token", "list").out
    assert listed.startswith(f"{token.id}  Anna  sökrutan  search:read  until 20")
    assert secret not in listed
    assert not re.search(secret[-20:], (Path(root) / "private" / "tokens.json").read_text())
    assert mediahub("-C", root, "user", "token", "remove", token.id).code == 0
    assert Tokens(Path(root), lambda: NOON).found(secret) is None
    assert mediahub("-C", root, "user", "token", "remove", token.id).code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Ana", "x", "search:read"), "did you mean 'Anna'"),
        (("Anna", "x", "serch:read"), "did you mean 'search:read'"),
        (("Anna", "x", "edits:write"), "Anna is reader and may not do edits:write"),
        (("Anna", " ", "search:read"), "a token's name has 1 to 64 characters"),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    root: str, mediahub: Mediahub, arguments: tuple[str, ...], told: str
) -> None:
    made = mediahub("-C", root, "user", "token", "add", *arguments)
    assert made.code == 2
    assert told in " ".join(made.err.split())
    assert Tokens(Path(root), lambda: NOON).of() == ()


def test_with_a_user_go_the_tokens(
    root: str, mediahub: Mediahub, monkeypatch: pytest.MonkeyPatch
) -> None:
    mediahub("-C", root, "user", "token", "add", "Anna", "x", "search:read")
    assert mediahub("-C", root, "user", "remove", "Anna").lines == [
        "Anna may not come in any more. Tokens taken back: 1."
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("en annan hemlighet\n"))
    mediahub("-C", root, "user", "add", "Anna")
    assert mediahub("-C", root, "user", "token", "list").lines[0].startswith("there are no tokens")
