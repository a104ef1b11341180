"""Tokens: what a program shows instead of logging in, for some actions and for a time."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from mediahub.catalog.problems import did_you_mean
from mediahub.errors import SettingsError
from mediahub.tongues import swedish
from mediahub.web.staff.accounts import Role, User
from mediahub.workspace.locks import private_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.private import write_private

Action = Literal[
    "search:read", "items:read", "edits:read", "edits:write", "edits:withhold", "plan:read",
    "runs:read", "runs:start",
]  # fmt: skip
ACTIONS: tuple[Action, ...] = get_args(Action)
NEEDS: dict[Action, Role] = {
    "search:read": "reader", "items:read": "reader", "edits:read": "editor",
    "edits:write": "editor", "edits:withhold": "editor", "plan:read": "editor",
    "runs:read": "editor", "runs:start": "editor",
}  # fmt: skip
"""The role that somebody must have for an action, and so for a token that may do it."""
SCHEMA = 1
DAYS, MOST_DAYS = 90, 366
MOST_OF_ONE = 50
_DAY_S = 86_400.0
_SECRET = re.compile(r"mediahub_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)
"""A token's id and its secret (256 bits); the word before makes one known that lies about."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a token may do, whose it is (by `User.id`, too), and until when (seconds)."""

    id: str
    name: str
    owner: str
    owner_id: str
    actions: tuple[Action, ...]
    made: float
    expires: float

    def allows(self, action: Action, owner: User) -> bool:
        """Whether the token may do it, as long as its owner has the role that he has now."""
        return action in self.actions and owner.may(NEEDS[action])


class Tokens:
    """The tokens of a workspace, in `private/tokens.json`; for many threads and programs at once.

    The file holds a digest of each secret: whoever reads it has no token. It is read each time, so
    that what the command line takes back is refused at once. `now` is a clock in seconds.
    """

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._path = root / "private" / "tokens.json"
        self._now = now
        self._workspace = Workspace(root)

    def add(
        self, owner: User, name: str, actions: Collection[str], days: int = DAYS
    ) -> tuple[Token, str]:
        """Make a token; it and its secret, which is kept nowhere and cannot be had again.

        Raises SettingsError for actions that there are not or that the owner's role does not allow,
        and for a name or a number of days that cannot be.
        """
        named = " ".join(name.split())
        if not 0 < len(named) <= 64 or not named.isprintable():
            raise SettingsError(
                "a token's name has 1 to 64 characters, and says what it is used for",
                swedish="Skriv vad nyckeln är till för, med högst 64 tecken.",
            )
        if not 0 < days <= MOST_DAYS:
            raise SettingsError(
                f"a token is good for 1 to {MOST_DAYS} days",
                swedish=f"En nyckel gäller i 1 till {MOST_DAYS} dagar.",
            )
        if not owner.id:
            raise SettingsError(
                f"{owner.name} is in no file of users, and has no tokens",
                swedish=f"{owner.name} finns inte bland användarna här, och har inga nycklar. En "
                "administratör kan släppa in den.",
            )
        now = self._now()
        made = Token(
            secrets.token_hex(6), named, owner.name, owner.id, _known(actions, owner), now,
            now + days * _DAY_S,
        )  # fmt: skip
        secret = f"mediahub_{made.id}_{secrets.token_urlsafe(32)}"
        with private_lock(self._workspace):
            kept = {one: d for one, d in self._read().items() if one.expires > now}
            if sum(one.owner_id == owner.id for one in kept) >= MOST_OF_ONE:
                raise SettingsError(
                    f"{owner.name} has {MOST_OF_ONE} tokens; take one back first",
                    swedish=f"{owner.name} har {MOST_OF_ONE} nycklar. Återkalla någon först.",
                )
            self._write({**kept, made: _digest(secret)})
        return made, secret

    def of(self, owner: User | None = None) -> tuple[Token, ...]:
        """The tokens of a user, or all, oldest first, with those whose time is over."""
        return tuple(
            sorted(
                (one for one in self._read() if owner is None or one.owner_id == owner.id),
                key=lambda one: (one.made, one.id),
            )
        )

    def remove(self, token_id: str, owner: User | None = None) -> Token:
        """Take a token back, which only its owner may where one is given.

        Raises SettingsError for none.
        """
        with private_lock(self._workspace):
            kept = self._read()
            mine = [one for one in kept if owner is None or one.owner_id == owner.id]
            found = next((one for one in mine if one.id == token_id), None)
            if found is None:
                hint = did_you_mean(token_id, [one.id for one in mine])
                raise SettingsError(
                    f"there is no token {token_id!r}{hint}",
                    swedish=f"Det finns ingen nyckel ”{token_id}”{swedish(hint)}",
                )
            self._write({one: digest for one, digest in kept.items() if one != found})
        return found

    def remove_of(self, name: str) -> int:
        """Take back all tokens of whoever bears this name; how many."""
        with private_lock(self._workspace):
            kept = self._read()
            others = {one: digest for one, digest in kept.items() if one.owner != name}
            if len(others) != len(kept):
                self._write(others)
        return len(kept) - len(others)

    def found(self, secret: str) -> Token | None:
        """The token of a secret; None where there is none, or its time is over."""
        match = _SECRET.fullmatch(secret)
        given = _digest(secret)
        found = None
        for one, digest in self._read().items():
            same = hmac.compare_digest(digest, given)
            if same and match is not None and one.id == match[1]:
                found = one
        return found if found is not None and found.expires > self._now() else None

    def _read(self) -> dict[Token, str]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
            if value["schema"] != SCHEMA:
                raise ValueError(f"schema {value['schema']!r}")
            return dict(map(_token, value["tokens"]))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{self._path} cannot be read ({error}); restore it from a backup, or take it away "
                "and make the tokens anew",
                swedish=f"Nycklarna i {self._path.name} går inte att läsa (“{error}”). Be den som "
                "sköter mediahub lägga tillbaka filen ur en säkerhetskopia.",
            ) from error

    def _write(self, tokens: dict[Token, str]) -> None:
        rows = [{**asdict(one), "digest": digest} for one, digest in tokens.items()]
        write_private(self._path, {"schema": SCHEMA, "tokens": rows})


def _known(actions: Collection[str], owner: User) -> tuple[Action, ...]:
    for one in actions:
        if one not in ACTIONS:
            raise SettingsError(
                f"there is no action {one!r}{did_you_mean(one, list(ACTIONS))}; "
                f"the actions are {', '.join(ACTIONS)}",
                swedish="Det finns ingen rättighet "
                f"”{one}”{swedish(did_you_mean(one, list(ACTIONS)))}. "
                f"Rättigheterna är {', '.join(ACTIONS)}.",
            )
    chosen = tuple(one for one in ACTIONS if one in actions)
    if not chosen:
        raise SettingsError(
            f"a token is for some of these: {', '.join(ACTIONS)}",
            swedish=f"Välj något som nyckeln får göra. Det finns: {', '.join(ACTIONS)}.",
        )
    above = [one for one in chosen if not owner.may(NEEDS[one])]
    if above:
        raise SettingsError(
            f"{owner.name} is {owner.role} and may not do {', '.join(above)} by a token either",
            swedish=f"{owner.name} är {owner.role} och får inte göra {', '.join(above)}, och "
            "därför "
            "får ingen nyckel det heller",
        )
    return chosen


def _token(row: dict[str, Any]) -> tuple[Token, str]:
    return Token(
        str(row["id"]), str(row["name"]), str(row["owner"]), str(row["owner_id"]),
        tuple(one for one in ACTIONS if one in row["actions"]),
        float(row["made"]), float(row["expires"]),
    ), str(row["digest"])  # fmt: skip


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
