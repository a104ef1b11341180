"""Who is let in, and as what: what an administrator does in the browser or by command.

Each is done at once and noted in the log of changes.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from time import time

from mediahub.web.staff.accounts import INVITED_S, Accounts, Role, User
from mediahub.web.staff.tokens import Tokens
from mediahub.workspace.audit import Audit


@dataclass(frozen=True, slots=True)
class Admitting:
    """The users of a workspace in the hands of `by`. `now` is the time in seconds.

    Raises SettingsError for nobody and for what cannot be, LastAdminError where nobody would be
    left who may let others in.
    """

    root: Path
    by: str
    now: float

    @classmethod
    def at(cls, root: Path, by: str) -> "Admitting":
        """The same, now."""
        return cls(root, by, time())

    def add(self, name: str, role: Role, password: str | None) -> User:
        """Let somebody in; without a password only by a proxy or OpenID Connect."""
        made = self._accounts.add(name, role, password)
        self._note("user-added", made.name, role=made.role)
        return made

    def invite(self, name: str, role: Role) -> tuple[User, str]:
        """Let somebody in who chooses a password by a link; and the secret of the link."""
        made, secret = self._accounts.add_invited(name, role, self.now + INVITED_S)
        self._note("user-added", made.name, role=made.role)
        return made, secret

    def invite_again(self, name: str) -> str:
        """The secret of a new link by which a user chooses a password; the one before is over."""
        secret = self._accounts.invite(name, self.now + INVITED_S)
        self._note("user-invited", name)
        return secret

    def set_password(self, name: str, password: str) -> None:
        """Give a user a new password, which ends all that was begun with the old one."""
        self._accounts.set_password(name, password)
        self._note("user-password", name)

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role, which holds from the next thing that they ask for."""
        self._accounts.set_role(name, role)
        self._note("user-role", name, role=role)

    def log_out(self, name: str, *, tokens: bool = False) -> int:
        """Log a user out everywhere, and take back their tokens if asked to; how many."""
        self._accounts.log_out(name)
        gone = self._tokens.remove_of(name) if tokens else 0
        self._note("user-logged-out", name, tokens=str(gone) if gone else "")
        return gone

    def remove(self, name: str) -> int:
        """Let a user in no more, nor by a token; how many of these there were."""
        self._accounts.remove(name)
        gone = self._tokens.remove_of(name)
        self._note("user-removed", name)
        return gone

    @property
    def _accounts(self) -> Accounts:
        return Accounts(self.root)

    @property
    def _tokens(self) -> Tokens:
        return Tokens(self.root, lambda: self.now)

    def _note(self, what: str, whom: str, **more: str) -> None:
        """Note what was done, which stands though it could not be noted."""
        told = {key: said for key, said in more.items() if said}
        try:
            Audit(self.root).note(what, self.by, whom=whom, **told)
        except OSError as error:
            logging.getLogger("mediahub.web").error("%s is not in the log: %s", what, error)
