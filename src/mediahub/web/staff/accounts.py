"""Who may come in, and as what: a small file of users, with passwords that only they know."""

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.workspace.private import PRIVATE, write_private

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
SCHEMA = 1
SHORTEST = 10
LONGEST = 256
"""Characters of a password; nobody is to make the server hash a book."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in; roles include those before them: reader, editor, admin.

    `id` is of this very user, whoever else bears the name before or after; `login` is another with
    each password, so that a session can tell whether it was begun with the one of now.
    """

    name: str
    role: Role
    id: str = field(default="", compare=False)
    login: str = field(default="", compare=False)

    def may(self, role: Role) -> bool:
        """Whether the user's role is this one or more."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The users of a workspace, in `private/users.json`; safe to use from several threads."""

    def __init__(self, root: Path) -> None:
        self._path = root / PRIVATE / "users.json"
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return self._path

    def users(self) -> tuple[User, ...]:
        """Everybody, by name. Raises SettingsError when the file cannot be read."""
        return tuple(_user(name, one) for name, one in sorted(self._read().items()))

    def user(self, name: str) -> User | None:
        """The user of this name; None for nobody."""
        one = self._read().get(name)
        return None if one is None else _user(name, one)

    def add(self, name: str, role: Role, password: str | None) -> User:
        """Let somebody in; without a password only by a proxy or OpenID Connect.

        Raises SettingsError for a name that is taken or cannot be used.
        """
        named = " ".join(name.split())
        if not named or len(named) > 64 or any(not char.isprintable() for char in named):
            raise SettingsError("a user's name has 1 to 64 characters, and none that is not shown")
        hashed = None if password is None else _hashed(password)
        with self._lock:
            users = self._read()
            if named in users:
                raise SettingsError(
                    f"there is a user {named!r} already; `mediahub user passwd` changes a password"
                )
            users[named] = {
                "role": role,
                "password": hashed,
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
                "id": secrets.token_hex(8),
                "login": secrets.token_hex(8),
            }
            self._write(users)
            return _user(named, users[named])

    def set_password(self, name: str, password: str) -> User:
        """Give a user a new password, which ends all that was begun with the old one.

        Raises SettingsError for nobody, or too short a one.
        """
        hashed = _hashed(password)
        with self._lock:
            users = self._read()
            one = self._known(users, name)
            one |= {"password": hashed, "login": secrets.token_hex(8)}
            self._write(users)
            return _user(name, one)

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role, at once. Raises SettingsError for nobody."""
        with self._lock:
            users = self._read()
            self._known(users, name)["role"] = role
            self._write(users)

    def remove(self, name: str) -> None:
        """Let somebody in no more. Raises SettingsError for nobody."""
        with self._lock:
            users = self._read()
            self._known(users, name)
            del users[name]
            self._write(users)

    def verified(self, name: str, password: str) -> User | None:
        """The user, if that is the password; None otherwise, after about the same time."""
        from argon2.exceptions import InvalidHashError, VerificationError

        one = self._read().get(name)
        if len(password) > LONGEST:
            return None
        nobodys = _NOBODYS()  # made for whoever asks first, whether there is such a user or not
        hashed = one["password"] if one is not None else None
        try:
            _hasher().verify(nobodys if hashed is None else hashed, password)
        except (VerificationError, InvalidHashError):
            return None
        return None if one is None or hashed is None else _user(name, one)

    def _known(self, users: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
        if name not in users:
            raise SettingsError(f"there is no user {name!r}{did_you_mean(name, list(users))}")
        return users[name]

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
            if value["schema"] != SCHEMA:
                raise ValueError(f"schema {value['schema']!r}")
            users: dict[str, dict[str, Any]] = value["users"]
            if any(one["role"] not in ROLES or "password" not in one for one in users.values()):
                raise ValueError("a user without a role or a password")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{self._path} cannot be read ({error}); restore it from a backup, or take it away "
                "and begin anew"
            ) from error
        return users

    def _write(self, users: Mapping[str, dict[str, Any]]) -> None:
        write_private(self._path, {"schema": SCHEMA, "users": dict(sorted(users.items()))})


def _user(name: str, one: Mapping[str, Any]) -> User:
    since = str(one.get("since", ""))  # what stands for both in files of before
    return User(name, one["role"], str(one.get("id", since)), str(one.get("login", since)))


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError(f"a password has {SHORTEST} to {LONGEST} characters")
    return str(_hasher().hash(password))


def _hasher() -> Any:
    from argon2 import PasswordHasher  # slow to import

    return PasswordHasher()  # its defaults are those of RFC 9106 for little memory


class _Nobody:
    """The hash of a password that nobody has, made once: asking for a stranger takes as long."""

    def __init__(self) -> None:
        self._hash: str | None = None

    def __call__(self) -> str:
        if self._hash is None:
            self._hash = str(_hasher().hash(secrets.token_urlsafe(32)))
        return self._hash


_NOBODYS = _Nobody()
