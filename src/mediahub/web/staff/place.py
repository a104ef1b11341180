"""What all views of the staff site share: the workspace, who is logged in, and making a page."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

from mediahub.catalog.staffvalues import StaffSettings
from mediahub.desk.following import AtOnce, Follower
from mediahub.desk.receiving import Uploads
from mediahub.library import Library
from mediahub.pages.environment import render_from
from mediahub.textfile import no_text
from mediahub.web.staff.accounts import ROLES, Accounts, Role, User
from mediahub.web.staff.asking import Asking
from mediahub.web.staff.limits import MANY, Limit
from mediahub.web.staff.listings import Listings
from mediahub.web.staff.presence import Presence
from mediahub.web.staff.sessions import Session, Sessions, form_token
from mediahub.web.staff.tokens import Tokens
from mediahub.web.staff.tongue import CATALOGUE, LANGUAGES, language, say, told, with_quotations
from mediahub.web.staff.writers import Writers
from mediahub.workspace.audit import Audit

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.requests import Request
    from starlette.responses import Response

    from mediahub.web.staff.oidc import Oidc

COOKIE = "mediahub"
PACKAGE = "mediahub.web.staff"
PASSWORDS_AT_ONCE = 2
MOST_FIELDS = 2000
"""Of a form: so many places or items are ticked at once."""
NAMED = "mediahub.user"
"""In a request's scope: whom a proxy that is believed says to have logged in."""


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
    noted: dict[str, str] = field(default_factory=dict)
    """What the log of changes is to tell of what was done, beside what it was and to which item."""

    @property
    def token(self) -> str:
        """What the forms of this browser's pages carry."""
        return form_token(self.request.cookies.get(COOKIE, ""))

    def require(self, role: Role) -> None:
        """Raise RefusedError unless the user's role is this one or more."""
        if not self.user.may(role):
            raise RefusedError(
                403, say("Det får du inte göra med din roll. Be en administratör om hjälp.")
            )


@dataclass
class Place:
    """A workspace as the staff site has it open. `now` is a clock in seconds."""

    root: Path
    title: str
    now: Callable[[], float] = time.time
    library: Library = field(init=False)
    asking: Asking = field(init=False)
    audit: Audit = field(init=False)
    accounts: Accounts = field(init=False)
    sessions: Sessions = field(init=False)
    tokens: Tokens = field(init=False)
    tries: Limit = field(init=False)
    """Of one name from one address; `many_tries` of a name from anywhere, and of an address."""
    many_tries: Limit = field(init=False)
    wrong_tokens: Limit = field(init=False)
    """Of an address, tokens that there are not."""
    staff: StaffSettings = field(default_factory=StaffSettings)
    """How people come in beside a password."""
    oidc: "Oidc | None" = None
    presence: Presence = field(init=False)
    listings: Listings = field(default_factory=Listings)
    key: str | None = None
    """The one-time key by which the first administrator comes in; None once there is one."""
    uploads: Uploads = field(init=False)
    writers: Writers = field(default_factory=Writers)
    follower: Follower = field(default_factory=AtOnce)
    """What comes after something is decided of an item."""
    started: subprocess.Popen[bytes] | None = None
    """The run that was started here last, if this process did."""
    comparing: subprocess.Popen[bytes] | None = None
    """The comparison that was started here last; kept, so that its end is taken in."""

    def __post_init__(self) -> None:
        self.library = Library.open(self.root)
        self.uploads = Uploads(self.root, self.now)
        self.asking = Asking(self.root, self.now)
        self.audit = Audit(self.root)
        self.accounts = Accounts(self.root)
        self.sessions = Sessions(self.root, self.now)
        self.tokens = Tokens(self.root, self.now)
        self.tries, self.many_tries = Limit(self.now), Limit(self.now, MANY)
        self.wrong_tokens = Limit(self.now, MANY)
        self.presence = Presence(self.now)

    def late(self, item_id: str) -> str:
        """What readers do not have yet of an item that was changed, and why; "" where they do."""
        return told(self.follower.late(item_id))

    @cached_property
    def verifying(self) -> "CapacityLimiter":
        """How many passwords are looked at at once."""
        from anyio import CapacityLimiter

        return CapacityLimiter(PASSWORDS_AT_ONCE)

    def visit(self, request: "Request") -> Visit | None:
        """Who asks; None for somebody who is not logged in, or is a user no more."""
        session = self.sessions.of(request.cookies.get(COOKIE))
        if session is None:
            return None
        named = request.scope.get(NAMED)
        if (named is not None or session.via == "header") and named != session.user:
            return None  # the proxy says that somebody else, or nobody, is logged in now
        user = self.accounts.user(session.user)
        if user is None and session.via == "oidc" and session.role in ROLES:
            user = User(session.user, session.role)
        if user is None or session.login != user.login:
            return None
        return Visit(request, user, session)

    def page(
        self, template: str, visit: Visit | None, status: int = 200, **values: object
    ) -> "Response":
        """A page of the staff site."""
        from starlette.responses import HTMLResponse

        html = render_from(
            PACKAGE,
            template,
            CATALOGUE,
            site=self.title,
            user=visit.user if visit else None,
            **{
                "token": visit.token if visit else "",
                "here": str(visit.request.url.path) if visit else "",
                "language": language(),
                "languages": LANGUAGES,
                "quoted": with_quotations,
                "again": _again(visit.request) if visit else "",
                **values,
            },
        )
        return HTMLResponse(html, status, headers={"cache-control": "no-store"})


def _again(request: "Request") -> str:
    """The address by which the page is asked for again; of what was sent, that of its form."""
    if request.method in ("GET", "HEAD"):
        return _local(str(request.url))
    return asked_from(request)


def _local(address: str) -> str:
    """An address of this site without its beginning."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def asked_from(request: "Request") -> str:
    """The page in which a form was sent, as the browser tells; the first page where it does not."""
    return _local(request.headers.get("referer", "/"))


async def fields(request: "Request") -> dict[str, str]:
    """The fields of a form as browsers send it; the last of those of one name.

    Raises RefusedError for what is no form of text.
    """
    return {name: values[-1] for name, values in (await all_fields(request)).items()}


async def all_fields(request: "Request") -> dict[str, list[str]]:
    """The fields of a form, each with all its values in their order. Raises RefusedError."""
    try:
        pairs = parse_qsl(
            (await request.body()).decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise RefusedError(
            422, say("Formuläret går inte att läsa, eller så är för mycket valt.")
        ) from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        require_text(value)
        found.setdefault(name, []).append(value)
    return found


def require_text(*given: str) -> None:
    """Raise RefusedError for what no text holds: it is shown nowhere, and some files refuse it."""
    for text in given:
        found = no_text(text)
        if found is not None:
            raise RefusedError(
                422, say("Texten har ett tecken som inte kan visas ({found}).", found=found)
            )


def item_address(item: str, at_ms: int | None = None) -> str:
    """Where an item's page is, at a moment of it."""
    moment = f"#t={at_ms / 1000:g}" if at_ms is not None else ""
    return f"/item/{quote(item)}{moment}"


def with_query(path: str, values: Mapping[str, Any]) -> str:
    """An address with the values that say something."""
    from urllib.parse import urlencode

    said = {name: value for name, value in values.items() if value not in (None, "", 0)}
    return f"{path}?{urlencode(said)}" if said else path
