"""Who is logged in: kept on the server, so that logging out means it."""

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

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

    The file holds a digest of each secret: whoever reads it can log in as nobody. `now` is a clock
    in seconds.
    """

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._path = root / PRIVATE / SESSIONS
        self._now = now
        self._lock = threading.Lock()
        self._sessions = self._read()

    def begin(self, user: str, login: str, via: str = "password", role: str | None = None) -> str:
        """Log somebody in, whose password is of this `login`; the secret for the browser."""
        secret = secrets.token_urlsafe(32)
        now = self._now()
        with self._lock:
            over = [key for key, one in self._sessions.items() if now - one.seen > LASTS_S]
            for key in over:  # whoever went away without a word
                del self._sessions[key]
            self._sessions[_key(secret)] = Session(user, now, now, login, via, role)
            self._write()
        return secret

    def of(self, secret: str | None) -> Session | None:
        """The session of a secret; None where there is none, or it is over."""
        if not secret:
            return None
        now = self._now()
        with self._lock:
            key = _key(secret)
            found = self._sessions.get(key)
            if found is None:
                return None
            if now - found.seen > LASTS_S:
                del self._sessions[key]
                self._write()
                return None
            if now - found.seen > TOUCH_S:
                found = replace(found, seen=now)
                self._sessions[key] = found
                self._write()
            return found

    def end(self, secret: str | None) -> None:
        """Log a browser out."""
        with self._lock:
            if secret and self._sessions.pop(_key(secret), None) is not None:
                self._write()

    def end_all(self, user: str) -> None:
        """Log somebody out everywhere."""
        with self._lock:
            kept = {key: one for key, one in self._sessions.items() if one.user != user}
            if len(kept) != len(self._sessions):
                self._sessions = kept
                self._write()

    def _read(self) -> dict[str, Session]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
            if value["schema"] != SCHEMA:
                return {}
            return {key: Session(**one) for key, one in value["sessions"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # everybody logs in again

    def _write(self) -> None:
        sessions = {key: asdict(one) for key, one in self._sessions.items()}
        write_private(self._path, {"schema": SCHEMA, "sessions": sessions})


def form_token(secret: str) -> str:
    """What the forms of a session's pages carry; it tells nothing of the secret."""
    return hmac.new(secret.encode(), b"a form of the staff site", hashlib.sha256).hexdigest()


def _key(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
