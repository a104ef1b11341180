"""What all views of the staff site share: the workspace, who is logged in, and making a page."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from mediahub.library import Library
from mediahub.pages.environment import render_from
from mediahub.web.staff.accounts import Accounts, Role, User
from mediahub.web.staff.limits import MANY, Limit
from mediahub.web.staff.presence import Presence
from mediahub.web.staff.sessions import Session, Sessions

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

COOKIE = "mediahub"
PACKAGE = "mediahub.web.staff"


class RefusedError(Exception):
    """The request cannot be answered as it is: an HTTP status and, for people, why (Swedish)."""

    def __init__(self, status: int, words: str) -> None:
        self.status, self.words = status, words
        super().__init__(words)


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is logged in."""

    request: "Request"
    user: User
    session: Session

    def require(self, role: Role) -> None:
        """Raise RefusedError unless the user's role is this one or more."""
        if not self.user.may(role):
            raise RefusedError(
                403, "Det får du inte göra med din roll. Be en administratör om hjälp."
            )


@dataclass
class Place:
    """A workspace as the staff site has it open. `now` is a clock in seconds."""

    root: Path
    title: str
    now: Callable[[], float] = time.time
    library: Library = field(init=False)
    accounts: Accounts = field(init=False)
    sessions: Sessions = field(init=False)
    tries: Limit = field(init=False)
    """Of one name from one address; `many_tries` of a name from anywhere, and of an address."""
    many_tries: Limit = field(init=False)
    presence: Presence = field(init=False)
    key: str | None = None
    """The one-time key by which the first administrator comes in; None once there is one."""
    started: subprocess.Popen[bytes] | None = None
    """The run that was started here last, if this process did."""
    comparing: subprocess.Popen[bytes] | None = None
    """The comparison that was started here last; kept, so that its end is taken in."""

    def __post_init__(self) -> None:
        self.library = Library.open(self.root)
        self.accounts = Accounts(self.root)
        self.sessions = Sessions(self.root, self.now)
        self.tries, self.many_tries = Limit(self.now), Limit(self.now, MANY)
        self.presence = Presence(self.now)

    def visit(self, request: "Request") -> Visit | None:
        """Who asks; None for somebody who is not logged in, or is a user no more."""
        session = self.sessions.of(request.cookies.get(COOKIE))
        user = self.accounts.user(session.user) if session is not None else None
        return Visit(request, user, session) if user is not None and session is not None else None

    def page(
        self, template: str, visit: Visit | None, status: int = 200, **values: object
    ) -> "Response":
        """A page of the staff site."""
        from starlette.responses import HTMLResponse

        html = render_from(
            PACKAGE,
            template,
            site=self.title,
            user=visit.user if visit else None,
            here=str(visit.request.url.path) if visit else "",
            **values,
        )
        return HTMLResponse(html, status, headers={"cache-control": "no-store"})


async def fields(request: "Request") -> dict[str, str]:
    """The fields of a form as browsers send it; the last of those of one name."""
    body = await request.body()
    return dict(
        parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)
    )


async def all_fields(request: "Request", most: int = 2000) -> dict[str, list[str]]:
    """The fields of a form, each with all its values in their order. Raises RefusedError."""
    body = (await request.body()).decode("utf-8", "replace")
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=most)
    except ValueError:
        raise RefusedError(422, "Formuläret har för många fält.") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def item_address(item: str, at_ms: int | None = None) -> str:
    """Where an item's page is, at a moment of it."""
    moment = f"#t={at_ms / 1000:g}" if at_ms is not None else ""
    return f"/item/{quote(item)}{moment}"


def with_query(path: str, values: Mapping[str, Any]) -> str:
    """An address with the values that say something."""
    from urllib.parse import urlencode

    said = {name: value for name, value in values.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(said)}" if said else path
