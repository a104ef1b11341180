"""Who may come into the staff site: users, sessions, tries, and what every request must be."""

import json
from pathlib import Path

import pytest

from mediahub.errors import SettingsError
from mediahub.web.staff.accounts import Accounts, LastAdminError, User
from mediahub.web.staff.limits import LONGEST_KEY, MOST_KEYS, Limit
from mediahub.web.staff.sessions import LASTS_S, Sessions

WORDS = "en lång hemlighet"


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_user_is_known_by_the_password_alone(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("Anna", "editor", WORDS)
    assert accounts.verified("Anna", WORDS) == User("Anna", "editor")
    assert accounts.verified("Anna", WORDS + "!") is None
    assert accounts.verified("Erik", WORDS) is None
    assert accounts.verified("Anna", "x" * 100_000) is None


def test_no_password_stands_in_the_file_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("Anna", "editor", WORDS)
    assert WORDS not in accounts.path.read_text(encoding="utf-8")
    assert accounts.path.stat().st_mode & 0o777 == 0o600


def test_a_new_password_and_role_count_at_once(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("Anna", "reader", WORDS)
    accounts.set_password("Anna", "en annan hemlighet")
    accounts.set_role("Anna", "admin")
    assert accounts.verified("Anna", WORDS) is None
    assert accounts.verified("Anna", "en annan hemlighet") == User("Anna", "admin")
    with pytest.raises(LastAdminError):
        accounts.remove("Anna")
    accounts.add("Bo", "admin", None)
    accounts.remove("Anna")
    assert accounts.users() == (User("Bo", "admin"),)


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("Anna", "kort", "a password has 10 to 256 characters"),
        ("", WORDS, "1 to 64 characters"),
        ("a\nb\x07", WORDS, "1 to 64 characters"),
        ("Erik", WORDS, "there is a user 'Erik' already"),
    ],
)
def test_who_cannot_be_added_is_told_why(
    tmp_path: Path, name: str, password: str, told: str
) -> None:
    accounts = Accounts(tmp_path)
    accounts.add("Erik", "reader", WORDS)
    with pytest.raises(SettingsError, match=told):
        accounts.add(name, "reader", password)


def test_a_damaged_file_of_users_lets_nobody_in(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    accounts.path.parent.mkdir()
    for text in ("{", '{"schema": 2}', '{"schema": 1, "users": {"a": {"role": "king"}}}', "[]"):
        accounts.path.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match="cannot be read"):
            accounts.users()


def test_roles_include_those_before_them() -> None:
    assert [User("A", "editor").may(role) for role in ("reader", "editor", "admin")] == [
        True,
        True,
        False,
    ]


def test_a_session_is_kept_over_a_restart_and_by_its_digest_alone(tmp_path: Path) -> None:
    clock = Clock()
    secret = Sessions(tmp_path, clock).begin("Anna", "1")
    again = Sessions(tmp_path, clock)
    found = again.of(secret)
    assert found is not None
    assert found.user == "Anna"
    kept = (tmp_path / "private" / "sessions.json").read_text(encoding="utf-8")
    assert secret not in kept
    assert again.of("something else") is None
    assert again.of(None) is None


def test_a_session_ends_when_told_and_after_a_day_of_nothing(tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(tmp_path, clock)
    first, second, other = (sessions.begin(one, "1") for one in ("Anna", "Anna", "Erik"))
    sessions.end(first)
    assert [sessions.of(one) is not None for one in (first, second, other)] == [False, True, True]
    sessions.end_all("Anna")
    assert [sessions.of(one) is not None for one in (first, second, other)] == [False, False, True]
    clock.at += LASTS_S - 1
    assert sessions.of(other) is not None  # and is seen by that
    clock.at += LASTS_S + 1
    assert sessions.of(other) is None


def test_damaged_sessions_are_none(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    for value in ("{", json.dumps({"schema": 1, "sessions": {"a": {"user": "Anna"}}})):
        (tmp_path / "private" / "sessions.json").write_text(value, encoding="utf-8")
        assert Sessions(tmp_path, Clock()).of("a") is None


def test_too_many_tries_have_to_wait_and_a_right_one_is_forgiven() -> None:
    clock = Clock()
    limit = Limit(clock, most=2, within_s=100)
    assert limit.take("Anna", "here") == 0
    clock.at += 10
    assert limit.take("Anna", "there") == 0
    assert limit.take("Anna") == 90
    assert limit.take("Erik", "here") == 0
    assert limit.take("Erik", "here") == 90
    limit.give_back("Erik", "here")
    assert limit.take("Erik", "here") == 0
    limit.forgive("Anna")
    assert limit.take("Anna") == 0


def test_names_that_strangers_choose_fill_no_memory() -> None:
    limit = Limit(Clock(), most=1, within_s=100)
    for number in range(MOST_KEYS + 5):
        limit.take(f"{number} {'x' * 1000}")
    assert len(limit._tries) == MOST_KEYS
    assert max(map(len, limit._tries)) == LONGEST_KEY
    assert limit.take(f"{MOST_KEYS} {'x' * 1000} and more") == 100


def test_sessions_that_are_over_are_not_kept(tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(tmp_path, clock)
    sessions.begin("Anna", "1")
    clock.at += LASTS_S + 1
    sessions.begin("Erik", "1")
    kept = json.loads((tmp_path / "private" / "sessions.json").read_text(encoding="utf-8"))
    assert [one["user"] for one in kept["sessions"].values()] == ["Erik"]
