"""Who may come in, and as what: a small file of users, with passwords that only they know."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.tongues import swedish
from mediahub.workspace.locks import private_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.private import PRIVATE, write_private

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
SCHEMA = 1
SHORTEST = 10
LONGEST = 256
"""Characters of a password; nobody is to make the server hash a book."""
INVITED_S = 7 * 86_400.0
"""How long a link by which somebody chooses a password is good for."""


class LastAdminError(SettingsError):
    """Nobody would be left who may let others in: make somebody else an administrator first."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may come in; roles include those before them: reader, editor, admin.

    `id` is of this very user, whoever else bears the name before or after; `login` is another with
    each password, so that a session can tell whether it was begun with the one of now. `invited`
    says until when (seconds) a link is good by which the user chooses one; `password` whether there
    is one.
    """

    name: str
    role: Role
    id: str = field(default="", compare=False)
    login: str = field(default="", compare=False)
    password: bool = field(default=True, compare=False)
    invited: float | None = field(default=None, compare=False)

    def may(self, role: Role) -> bool:
        """Whether the user's role is this one or more."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Accounts:
    """The users of a workspace, in `private/users.json`, for several threads and programs at once.

    Whatever takes an administrator away raises LastAdminError where no other can come in.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / PRIVATE / "users.json"
        self._workspace = Workspace(root)

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
        hashed = None if password is None else _hashed(password)
        with self._changing() as users:
            return _added(users, name, role, hashed)

    def add_invited(self, name: str, role: Role, until: float) -> tuple[User, str]:
        """Let somebody in who is to choose a password until a time; and the secret for it.

        Raises SettingsError as `add`.
        """
        secret = secrets.token_urlsafe(32)
        with self._changing() as users:
            named = _added(users, name, role, None).name
            users[named]["invitation"] = {"digest": _digest(secret), "until": until, "first": True}
            return _user(named, users[named]), secret

    def set_password(self, name: str, password: str) -> User:
        """Give a user a new password, which ends all that was begun with the old one.

        Raises SettingsError for nobody, or too short a one.
        """
        hashed = _hashed(password)
        with self._changing() as users:
            return _renewed(name, self._known(users, name), hashed)

    def invite(self, name: str, until: float) -> str:
        """A secret by which the user chooses a password, once, until a time (seconds).

        It is kept nowhere, and ends the one before; a password that there is stays until then.
        Raises SettingsError for nobody.
        """
        secret = secrets.token_urlsafe(32)
        with self._changing() as users:
            one = self._known(users, name)
            first = one.get("invitation", {}).get("first", False)
            one["invitation"] = {"digest": _digest(secret), "until": until, "first": first}
        return secret

    def invited(self, secret: str, now: float) -> User | None:
        """The user whom the secret of an invitation is of; None where it is good no more."""
        name = _invited(self._read(), secret, now)
        return None if name is None else self.user(name)

    def accept(self, secret: str, password: str, now: float) -> User | None:
        """Give whom the secret is of this password, and end it; None where it is good no more.

        Raises SettingsError for too short a password, and nothing is changed.
        """
        hashed = _hashed(password)
        with self._changing() as users:
            name = _invited(users, secret, now)
            return None if name is None else _renewed(name, users[name], hashed)

    def log_out(self, name: str) -> None:
        """End all that a user has begun, everywhere. Raises SettingsError for nobody."""
        with self._changing() as users:
            self._known(users, name)["login"] = secrets.token_hex(8)

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role, at once. Raises SettingsError for nobody."""
        with self._changing() as users:
            self._known(users, name)["role"] = role

    def remove(self, name: str) -> None:
        """Let somebody in no more. Raises SettingsError for nobody."""
        with self._changing() as users:
            self._known(users, name)
            del users[name]

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

    @contextmanager
    def _changing(self) -> Iterator[dict[str, dict[str, Any]]]:
        """The users, to be changed in place; written when the block ends, by one alone."""
        with private_lock(self._workspace):
            users = self._read()
            could = _can_administer(users)
            yield users
            if could and not _can_administer(users):
                raise LastAdminError(
                    "nobody else may let others in; make somebody an administrator first",
                    swedish="Det måste finnas någon som är administratör. Gör en annan till "
                    "administratör först.",
                )
            self._write(users)

    def _known(self, users: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
        if name not in users:
            raise SettingsError(
                f"there is no user {name!r}{did_you_mean(name, list(users))}",
                swedish="Det finns ingen användare "
                f"”{name}”{swedish(did_you_mean(name, list(users)))}",
            )
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
                "and begin anew",
                swedish=f"Användarna i {self._path.name} går inte att läsa (“{error}”). Be den som "
                "sköter mediahub lägga tillbaka filen ur en säkerhetskopia.",
            ) from error
        return users

    def _write(self, users: Mapping[str, dict[str, Any]]) -> None:
        write_private(self._path, {"schema": SCHEMA, "users": dict(sorted(users.items()))})


def _user(name: str, one: Mapping[str, Any]) -> User:
    since = str(one.get("since", ""))  # what stands for both in files of before
    invitation = one.get("invitation")
    return User(
        name,
        one["role"],
        str(one.get("id", since)),
        str(one.get("login", since)),
        password=one["password"] is not None,
        invited=None if invitation is None else float(invitation["until"]),
    )


def _added(users: dict[str, dict[str, Any]], name: str, role: Role, hashed: str | None) -> User:
    named = " ".join(name.split())
    if not named or len(named) > 64 or any(not char.isprintable() for char in named):
        raise SettingsError(
            "a user's name has 1 to 64 characters, and none that is not shown",
            swedish="Ett namn har 1 till 64 tecken, och inga som inte syns.",
        )
    if named in users:
        raise SettingsError(
            f"there is a user {named!r} already; `mediahub user passwd` changes a password",
            swedish=f"Det finns redan en användare ”{named}”.",
        )
    users[named] = {
        "role": role,
        "password": hashed,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "id": secrets.token_hex(8),
        "login": secrets.token_hex(8),
    }
    return _user(named, users[named])


def _renewed(name: str, one: dict[str, Any], hashed: str) -> User:
    """The user with another password, which ends all that was begun with the one before."""
    one.pop("invitation", None)
    one |= {"password": hashed, "login": secrets.token_hex(8)}
    return _user(name, one)


def _can_administer(users: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether an administrator is among them who is not still to choose a first password."""
    return any(
        one["role"] == "admin" and not one.get("invitation", {}).get("first", False)
        for one in users.values()
    )


def _invited(users: Mapping[str, Mapping[str, Any]], secret: str, now: float) -> str | None:
    """Whose invitation has this secret, if its time is not over."""
    given, found = _digest(secret), None
    for name, one in users.items():
        invitation = one.get("invitation") or {"digest": "", "until": 0.0}
        if hmac.compare_digest(str(invitation["digest"]), given) and invitation["until"] > now:
            found = name
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError(
            f"a password has {SHORTEST} to {LONGEST} characters",
            swedish=f"Ett lösenord har {SHORTEST} till {LONGEST} tecken.",
        )
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
