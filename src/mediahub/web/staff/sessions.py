"""Who is logged in: kept on the server, so that logging out means it."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from mediahub.workspace.locks import BusyError, private_lock
from mediahub.workspace.paths import Workspace
from mediahub.workspace.private import PRIVATE, SESSIONS, write_private

SCHEMA = 1
LASTS_S = 12 * 3600.0
"""A working day; whoever does nothing for so long logs in again."""
TOUCH_S = 300.0
"""How often it is noted that somebody is still there."""


@dataclass(frozen=True, slots=True)
class Session:
    """A logged-in browser: whose, since when, and when last seen (seconds).

    `login` is that of the user's password when it began: it is over when that is another. `via`
    says how they came in: by password, by a proxy's header, or by OpenID Connect, which may give a
    `role` to who is in no file of users.
    """

    user: str
    began: float
    seen: float
    login: str = ""
    via: str = "password"
    role: str | None = None


class Sessions:
    """The sessions of a site, by a secret that only the browser has; kept over a restart.

    The file holds a digest of each secret: whoever reads it can log in as nobody. What other
    programs have written is read when the file is another. `now` is a clock in seconds.
    """

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._path = root / PRIVATE / SESSIONS
        self._workspace = Workspace(root)
        self._now = now
        self._known: tuple[object, dict[str, Session]] = (None, {})
        """What was read last, and of which file."""

    def begin(self, user: str, login: str, via: str = "password", role: str | None = None) -> str:
        """Log somebody in, whose password is of this `login`; the secret for the browser."""
        secret = secrets.token_urlsafe(32)
        now = self._now()
        with self._changing() as sessions:
            over = [key for key, one in sessions.items() if now - one.seen > LASTS_S]
            for key in over:  # whoever went away without a word
                del sessions[key]
            sessions[_key(secret)] = Session(user, now, now, login, via, role)
        return secret

    def of(self, secret: str | None) -> Session | None:
        """The session of a secret; None where there is none, or it is over."""
        if not secret:
            return None
        key, now = _key(secret), self._now()
        found = self._read().get(key)
        if found is None or now - found.seen <= TOUCH_S:
            return found
        over = now - found.seen > LASTS_S
        with suppress(BusyError), self._changing() as sessions:  # it is noted another time
            found = sessions.pop(key, None)
            if found is not None and not over:
                sessions[key] = replace(found, seen=now)
        return None if over else found

    def end(self, secret: str | None) -> None:
        """Log a browser out."""
        if secret and _key(secret) in self._read():
            with self._changing() as sessions:
                sessions.pop(_key(secret), None)

    def end_all(self, user: str) -> None:
        """Log somebody out everywhere."""
        if any(one.user == user for one in self._read().values()):
            with self._changing() as sessions:
                for key in [key for key, one in sessions.items() if one.user == user]:
                    del sessions[key]

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Session]]:
        """The sessions, to be changed in place; written when the block ends, by one alone."""
        with private_lock(self._workspace):
            sessions = dict(self._read())
            yield sessions
            kept = {key: asdict(one) for key, one in sessions.items()}
            write_private(self._path, {"schema": SCHEMA, "sessions": kept})

    def _read(self) -> dict[str, Session]:
        """The sessions as the file has them; nobody writes in what is returned."""
        try:
            seen = self._path.stat()
        except OSError:
            return {}
        mark = (seen.st_ino, seen.st_size, seen.st_mtime_ns)
        known = self._known
        if known[0] == mark:
            return known[1]
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
            read = {key: Session(**one) for key, one in value["sessions"].items()}
            sessions = read if value["schema"] == SCHEMA else {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            sessions = {}  # everybody logs in again
        self._known = (mark, sessions)
        return sessions


def form_token(secret: str) -> str:
    """What the forms of a session's pages carry; it tells nothing of the secret."""
    return hmac.new(secret.encode(), b"a form of the staff site", hashlib.sha256).hexdigest()


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
